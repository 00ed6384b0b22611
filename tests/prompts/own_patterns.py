"""A small partnership whose people write patterns: a council with a lead, a hub with its coordinator, and two children."""

import datetime as dt
from pathlib import Path

from keepsight.access.actions import add_user, name_agency
from keepsight.access.models import User
from keepsight.prompts import own, switching, trials
from keepsight.prompts.actions import receive
from keepsight.prompts.models import PatternSwitch, PatternTrial, PatternVersion
from tests.pages.handing_in import HEADINGS

PASSWORD = "long enough to be one"
PATTERN = "re-referral"


def people() -> dict[str, User]:
    """By their names: una leads the council's team, hana keeps the hub, pat is a practitioner of the council."""
    name_agency("social-care", name="Invented Council", sector="social_care")
    name_agency("hub", name="Invented Hub", sector="police")
    wanted = {
        "una": ("social-care", "agency_lead"),
        "hana": ("hub", "hub_coordinator"),
        "pat": ("social-care", "practitioner"),
    }
    return {
        name: add_user(name, name=f"{name.title()} Invented", agency=agency, role=role, password=PASSWORD)
        for name, (agency, role) in wanted.items()
    }


def told(folder: Path, *rows: tuple[str, str, str], as_at: dt.date = dt.date(2026, 3, 31)) -> None:
    """Entries taken in: a day as 2/3/2026, a kind, and whose (a forename)."""
    lines = [
        f"{day},{number},{kind},It was so,,{name},Example,04/02/2017,{name}\n"
        for number, (day, kind, name) in enumerate(rows, 1)
    ]
    path = folder / "entries.csv"
    path.write_text(HEADINGS + "".join(lines), encoding="utf-8")
    receive(path, agency="social-care", as_at=as_at)


def tried(version: PatternVersion, by: User) -> PatternTrial:
    """A version after the worker has tried it."""
    trial = own.try_out(version, by=by)
    assert trials.carry_on(trial.id)
    trial.refresh_from_db()
    return trial


def put_in_force(version: PatternVersion, by: User, second: User, because: str = "We talked it over") -> PatternSwitch:
    """A version after it was tried, switched on, agreed to and put in force."""
    tried(version, by)
    return carried(own.switch_on(version, because=because, by=by), second)


def carried(switch: PatternSwitch, second: User) -> PatternSwitch:
    """A change after the second yes, where it needs one, and after the worker."""
    if switch.needs_second:
        own.agree(switch, by=second)
    assert switching.carry_on(switch.id)
    switch.refresh_from_db()
    return switch
