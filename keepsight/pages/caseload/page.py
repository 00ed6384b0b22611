"""Who works with whom: a lead says it of their own people and their agency’s children, by one or by file, and takes it back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.urls import reverse

from keepsight.access.actions import INVOLVEMENT_DAYS
from keepsight.access.models import User
from keepsight.access.roles import ROLES
from keepsight.errors import KeepsightError, WrongUse
from keepsight.pages.agree.page import days_posted
from keepsight.pages.page import Asking, Elsewhere, Page, Shown
from keepsight.pages.sent import on_disk
from keepsight.people import caseloads
from keepsight.people.caseloads import Line, Settled, Spell, WrongColumn
from keepsight.people.queries import names

PAGE = Page(
    address="caseload/",
    title="Who works with whom",
    who=frozenset({"agency_lead"}),
    methods=frozenset({"GET", "POST"}),
    menu=5,
    group="Who sees what",
)
MOST_REFUSED = 200  # rows that were not taken which the page lists; it says how many there are in all


@dataclass(frozen=True, slots=True)
class Fetched:
    """The lead's people with the children each works with, who of them was chosen, and what a file came to (None: none came)."""

    people: Mapping[User, Sequence[tuple[UUID, Spell]]]
    chosen: User | None
    called: Mapping[UUID, str | None]
    said: Mapping[str, str] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)
    settled: Settled | None = None


def fetch(
    asking: Asking,
    *,
    said: Mapping[str, str] | None = None,
    errors: Mapping[str, str] | None = None,
    settled: Settled | None = None,
) -> Fetched:
    """The lead's people; of the one who was chosen, by name, the children they work with."""
    assert asking.user is not None  # the door has made sure
    people = caseloads.caseloads(asking.sight, asking.user)
    of = asking.posted("user") or asking.query.get("of", "")
    chosen = next((one for one in people if str(one.pk) == of), None)
    called = names([child for child, _ in people[chosen]]) if chosen else {}
    return Fetched(people, chosen, called, said or {}, errors or {}, settled)


def act(asking: Asking) -> Fetched | Elsewhere:
    """Say that somebody works with a child, take it back, or hand a whole file in."""
    acts = {"say": _say, "take": _take, "file": _hand_in}
    do = acts.get(asking.posted("do"))
    return do(asking) if do else fetch(asking, errors={"staff": "Choose what to do"})


def _say(asking: Asking) -> Fetched | Elsewhere:
    assert asking.user is not None
    days, errors = days_posted(asking, ("from", "to"))
    staff, number = asking.posted("staff"), asking.posted("child")
    if days["from"] is None and "from" not in errors:
        errors["from"] = "Say from which day they work with the child"
    if not number:
        errors["child"] = "Enter the child’s number at your agency"
    first, last = (days[one].isoformat() if days[one] else "" for one in ("from", "to"))  # type: ignore[union-attr]  # asked just before
    if not errors:
        try:
            caseloads.say_works_with(Line(1, staff, number, first, last), sight=asking.sight, by=asking.user)
        except WrongColumn as wrong:
            errors = {wrong.refused.column or "staff": str(wrong)}
    if errors:
        said = {name: str(value).strip() for name, value in (asking.form or {}).items()}
        return fetch(asking, said=said, errors=errors)
    user = next(one for one in caseloads.caseloads(asking.sight, asking.user) if one.username == staff)
    return Elsewhere(_of(user))


def _take(asking: Asking) -> Fetched | Elsewhere:
    assert asking.user is not None
    user, child = asking.posted("user"), asking.posted_id("of_child")
    try:
        if not user.isdecimal() or child is None:
            raise WrongUse("They do not work with that child", next_step="Open this page again.")
        caseloads.take_from(int(user), child, sight=asking.sight, by=asking.user)
    except WrongUse as wrong:
        return fetch(asking, errors={"staff": str(wrong)})
    return Elsewhere(f"{reverse('caseload')}?of={user}")


def _hand_in(asking: Asking) -> Fetched:
    """Take the file's lines; which were refused stands on the page. It is read in a process of its own, like any file."""
    assert asking.user is not None
    sent = asking.request.FILES.get("file")
    if not isinstance(sent, UploadedFile) or not sent.name:
        return fetch(asking, errors={"file": "Choose a file, of no more than 10 MB"})
    try:
        with on_disk(sent, "caseload") as path:
            lines = caseloads.read_caseload(path)
        settled = caseloads.set_caseload(lines, sure=asking.posted("sure") == "yes", sight=asking.sight, by=asking.user)
    except KeepsightError as wrong:
        return fetch(asking, errors={"file": f"{wrong} {wrong.next_step}".strip()})
    return fetch(asking, settled=settled)


def _of(user: User) -> str:
    return f"{reverse('caseload')}?of={user.pk}"


def present(asking: Asking, fetched: Fetched) -> Shown:
    """The people with how many children each works with; of the one who was chosen, each child with its days."""
    assert asking.user is not None
    chosen = fetched.chosen
    context: dict[str, Any] = {
        "title": "Error: who works with whom" if fetched.errors else "Who works with whom",
        "agency": asking.user.agency.name,
        "people": [
            (one.name, ROLES[one.role].title, len(children), _of(one)) for one, children in fetched.people.items()
        ],
        "staff": [
            (one.username, one.name, one.username == (fetched.said.get("staff") or (chosen and chosen.username)))
            for one in fetched.people
        ],
        "chosen": chosen,
        "children": [
            (child, fetched.called.get(child) or "A child whose name is not known", spell)
            for child, spell in (fetched.people[chosen] if chosen else ())
        ],
        "days": INVOLVEMENT_DAYS,
        "columns": caseloads.COLUMNS,
        "settled": fetched.settled,
        "refused": fetched.settled.refused[:MOST_REFUSED] if fetched.settled else (),
        "said": fetched.said,
        "errors": fetched.errors,
    }
    return Shown(context)
