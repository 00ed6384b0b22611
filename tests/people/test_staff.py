"""Who of the staff may be a parent on record: asked about rather too often than once too seldom."""

import datetime as dt

import pytest

from keepsight.access.actions import add_user, name_agency
from keepsight.access.models import Conflict
from keepsight.intake.drafts import DraftPerson, When
from keepsight.people.actions import keep_records, link_records
from keepsight.people.staff import Named, look_for_staff, may_be

BORN = dt.date(1984, 5, 6)


@pytest.mark.parametrize(
    ("staff", "forename", "surname", "born", "asked"),
    [
        (Named(("Ann Marsh",), BORN), "Beth", "Fenner", BORN, False),  # only the day
        (Named(("Ann Marsh",), BORN), "Ann", "Marsh", dt.date(1984, 5, 7), False),  # another day
        (Named(("Ann Marsh",), None), "Ann", "Fenner", BORN, False),  # half a name, and no day to hold it against
        (Named(("Ann Marsh",), BORN), "Ann", "Marsh", BORN, True),
        (Named(("Dr Ann Marsh",), None), "ANN", "marsh", None, True),
        (Named(("Ann Marsh-Fenner",), None), "Ann", "Fenner", BORN, True),  # a hyphen
        (Named(("Ann Marsh",), BORN), "Ann", "Fenner", BORN, True),  # a maiden name
        (Named(("Liz O'Marsh",), BORN), "Elizabeth", "OMarsh", BORN, True),  # a short form, an apostrophe
        (Named(("Ann Marsh", "Annie Reed"), None), "Annie", "Reed", None, True),  # an alias on the staff list
    ],
)
def test_who_is_asked_about(staff, forename, surname, born, asked):
    said = may_be(staff, forename, surname, (born, born) if born else None)
    assert (said is not None) is asked
    assert said is None or surname.casefold() not in said.casefold()


# How fifty parents stand in the files, beside how the staff list has them: forename, surname, what is known there.
FORENAMES = ("Ann", "Beth", "Carla", "Dina", "Elsa", "Femi", "Gita", "Hugh", "Ines", "Jack")
WAYS = ("as it is", "maiden name", "hyphen", "alias", "short form")


@pytest.mark.django_db
def test_of_fifty_staff_who_are_parents_nearly_all_are_asked_about():
    agency, _ = name_agency("school", sector="school")
    drafts = []
    for number, (forename, way) in enumerate((one, way) for one in FORENAMES for way in WAYS):
        surname, born = f"Invented{chr(97 + number % 26)}{chr(97 + number // 26)}", BORN + dt.timedelta(days=number)
        told = {
            "as it is": (forename, surname),
            "maiden name": (forename, "Formerly"),
            "hyphen": (forename, f"{surname}-Other"),
            "alias": ("Other", "Alias"),
            "short form": (f"{forename[:2]}x", surname),
        }[way]
        add_user(
            f"u{number}",
            name=f"{forename} {surname}",
            agency="school",
            role="practitioner",
            password="x" * 12,
            born_on=None if way == "hyphen" else born,  # some staff lists say no birth date
            other_names=["Other Alias"] if way == "alias" else [],
        )
        drafts.append(DraftPerson(f"p{number}", "parent", f"{number}", *told, When(born, born, "day", "")))
    records = keep_records(agency, drafts, receipt=None, as_at=BORN)
    link_records(records.values())
    look_for_staff(records.values())
    asked = {conflict.user.username for conflict in Conflict.objects.select_related("user")}
    assert len(asked) / 50 >= 0.95
    assert look_for_staff(records.values()) == 0, "nobody is asked about twice"
