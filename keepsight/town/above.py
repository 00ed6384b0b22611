"""What stands above an agency's table: whose it is, for which days it speaks, and who is meant by the initials in it.

A file that does not say what it delivers says nothing by its silence; these say it, as their partnership asks them to.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any

from keepsight.town.agencies import AGENCIES, Agency
from keepsight.town.layouts import home_of
from keepsight.town.sheets import Cell
from keepsight.town.story import Family, Person

ALL_CHILDREN = "All children the agency knows"
CHILD, SIBLINGS = "Child", {"F": "Sister", "M": "Brother"}


def about_file(agency: Agency, covers: str, from_on: date, as_at: date) -> list[list[Cell]]:
    """Whose file it is, whom it covers, from when to when, and what would be in it if it had happened."""
    return [
        ["Agency", agency.name],
        ["Agency code", agency.code],
        ["Sector", agency.sector],
        ["As at", as_at],
        ["Period from", from_on],
        ["Period to", as_at],
        ["Covers", covers],
        ["Kinds delivered", ", ".join(agency.delivers)],
    ]


def about_child(child: Person, agency: str) -> list[list[Cell]]:
    """Whose chronology it is, as the school writes it on the first lines."""
    home = home_of(child, agency)
    return [
        ["Name of child", f"{child.forename} {child.surname}"],
        ["Date of birth", child.born],
        ["UPN", child.upn],
        ["NHS number", child.nhs_number],
        ["Home address", home.address],
        ["Postcode", home.postcode],
    ]


def school_key(family: Family, child: Person) -> list[list[Cell]]:
    """The initials in one pupil's file: the pupil, the grown-ups the school knows of, siblings who are pupils too."""
    known = [one for one in family.people.values() if "school" not in one.not_told_to and (one.upn or not one.child_id)]
    key: list[list[Cell]] = [["Initials", "Name", "Relationship", "UPN"]]
    key += ([one.initials, _name(one), _relation(one, child), one.upn] for one in known)
    return key


def family_key(family: Family) -> list[list[Cell]]:
    """The initials in a family's chronology in social care, with everything it has to know its children by."""
    headings: list[Cell] = [
        "Initials",
        "Name",
        "Relationship",
        "Date of birth",
        "EDD",
        "Child ID",
        "NHS number",
        "UPN",
        "Address",
        "Postcode",
        "Address protected",
    ]
    return [headings, *(_known_by(one) for one in family.people.values())]


def patient_key(family: Family) -> list[list[Cell]]:
    """The initials in the record of a grown-up's care: the patient, and the children whom the service knows of."""
    known = [one for one in family.people.values() if "adult_mental_health" not in one.not_told_to]
    key: list[list[Cell]] = [["Initials", "Name", "Relationship to child", "Date of birth", "NHS number"]]
    key += ([one.initials, _name(one), one.relation, one.born, one.nhs_number] for one in known)
    return key


def about_referral(family: Family, record: dict[str, Any]) -> list[list[list[Cell]] | str]:
    """A referral as its form has it: who asks, about whom, who else is at home, and why."""
    child = family.people[record["child"]]
    unborn = child.born is None or child.born > record["on"]
    home = home_of(child, record["agency"])
    grown_ups = [one for one in family.people.values() if not one.child_id and one.initials]
    return [
        [
            ["Date of referral", record["on"]],
            ["Name of referrer", record["by"]],
            ["Role of referrer", record["role"]],
            ["Agency of referrer", AGENCIES[record["agency"]].name],
            ["Consent", record["consent"]],
        ],
        "Child's details",
        [
            ["Forename", "Unborn baby" if unborn else child.forename],
            ["Surname", child.surname],
            ["Expected date of birth", child.expected] if unborn else ["Date of birth", child.born],
            ["Address", home.address],
            ["Postcode", home.postcode],
        ],
        "Parents and carers",
        [
            ["Name", "Relationship to child", "Date of birth"],
            *([_name(one), one.relation, one.born] for one in grown_ups),
        ],
        "Reason for referral",
        record["reason"],
    ]


def names_of(children: Iterable[Person]) -> str:
    return ", ".join(child.forename for child in children)


def _known_by(one: Person) -> list[Cell]:
    home = home_of(one, "social_care")
    who: list[Cell] = [one.initials, _name(one), one.relation, one.born, one.expected]
    return [*who, one.child_id, one.nhs_number, one.upn, home.address, home.postcode, "Yes" if home.protected else ""]


def _name(one: Person) -> str:
    return f"{one.forename} {one.surname}"


def _relation(one: Person, child: Person) -> str:
    """What someone is to the child whose file it is."""
    return SIBLINGS[one.sex or ""] if one.relation == CHILD and one is not child else one.relation
