"""Writes the children in need census of a year, in the layout of the national return, as one council would hand it in.

Each year's file holds what was known at its reference date: an episode open on 31 March comes again, fuller, a year
later.
"""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from keepsight.town.story import Episode, Family, Person

COUNCIL = "999"  # no council has this number
YEAR_ENDS = (3, 31)  # month and day: the census runs from 1 April to 31 March
FALSE, TRUE = "0", "1"


def reference_dates(families: Iterable[Family], until: date) -> list[date]:
    """The last day of each census year that holds a referral, the running one cut off at `until`."""
    first = min(episode.referral["on"] for family in families for episode in family.episodes)
    years = range(_year_of(first), _year_of(until) + 1)
    return [min(date(year, *YEAR_ENDS), until) for year in years]


def write_census(path: Path, families: Iterable[Family], reference: date) -> None:
    """One census file as known on `reference`: children referred, or open at any time, in the year it ends."""
    message = ElementTree.Element("Message")
    _put(message, _header(reference))
    children = ElementTree.SubElement(message, "Children")
    for family in families:
        for person in family.children:
            known = [one for one in family.episodes if person.key in one.children and _in_year(one, reference)]
            if known:
                _put(children, {"Child": _child(person, known, reference)})
    ElementTree.indent(message)
    path.write_bytes(ElementTree.tostring(message, "utf-8", xml_declaration=True) + b"\n")


def _year_of(day: date) -> int:
    return day.year + (day > date(day.year, *YEAR_ENDS))


def _in_year(episode: Episode, reference: date) -> bool:
    began_on = date(_year_of(reference) - 1, *YEAR_ENDS) + timedelta(days=1)
    referred_on: date = episode.referral["on"]
    over_on = episode.closed["on"] if episode.closed else reference
    if episode.referral.get("no_further_action") or episode.referral.get("undecided"):
        over_on = referred_on
    return referred_on <= reference and began_on <= over_on


def _header(reference: date) -> dict[str, Any]:
    about = {"Collection": "CIN", "Year": str(_year_of(reference)), "ReferenceDate": reference}
    source = {
        "SourceLevel": "L",
        "LEA": COUNCIL,
        "SoftwareCode": "Invented town",
        "Release": "1",
        "SerialNo": "001",
        "DateTime": f"{reference.isoformat()}T09:00:00",
    }
    return {"Header": {"CollectionDetails": about, "Source": source}}


def _child(person: Person, episodes: list[Episode], reference: date) -> dict[str, Any]:
    return {
        "ChildIdentifiers": {"LAchildID": person.child_id, **_number_and_birth(person, reference)},
        "ChildCharacteristics": {
            "Ethnicity": person.ethnicity,
            "Disabilities": {"Disability": list(person.disabilities) or ["NONE"]},
        },
        "CINdetails": [_details(episode, reference) for episode in episodes],
    }


def _number_and_birth(person: Person, reference: date) -> dict[str, Any]:
    """Who is not yet born on the reference date has no birth date and no sex; who was referred before birth, the day expected."""
    number = {"UPN": person.upn} if person.upn else {"UPNunknown": person.no_upn}
    if person.born and person.born > reference:
        return {**number, "ExpectedPersonBirthDate": person.expected, "Sex": "U"}
    return {
        **number,
        "PersonBirthDate": person.born,
        "ExpectedPersonBirthDate": person.expected,
        "Sex": person.sex,
    }


def _details(episode: Episode, reference: date) -> dict[str, Any]:
    referral, closed = episode.referral, _by(reference, episode.closed or {}, "on")
    return {
        "CINreferralDate": referral["on"],
        "ReferralSource": referral["source"],
        "PrimaryNeedCode": referral["need"],
        "CINclosureDate": closed.get("on"),
        "ReasonForClosure": closed.get("reason"),
        "Assessments": list(_assessments(episode, reference)),
        "CINPlanDates": [
            {"CINPlanStartDate": one["started"], "CINPlanEndDate": _known(one.get("ended"), reference)}
            for one in episode.in_need_plans
            if one["started"] <= reference
        ],
        "Section47": [
            {
                "S47ActualStartDate": one["started"],
                "InitialCPCtarget": one["conference_due"],
                "DateOfInitialCPC": _known(one.get("conference"), reference),
                "ICPCnotRequired": TRUE if one["no_conference"] else FALSE,
            }
            for one in episode.section47
            if one["started"] <= reference
        ],
        "ReferralNFA": _nothing_further(referral),
        "ChildProtectionPlans": [
            {
                "CPPstartDate": one["started"],
                "CPPendDate": _known(one.get("ended"), reference),
                "InitialCategoryOfAbuse": one["category"],
                "LatestCategoryOfAbuse": one["category"],
                "NumberOfPreviousCPP": "0",
            }
            for one in episode.protection_plans
            if one["started"] <= reference
        ],
    }


def _nothing_further(referral: dict[str, Any]) -> str | None:
    """None: nobody has decided yet, and the return leaves it out."""
    if referral.get("undecided"):
        return None
    return TRUE if referral.get("no_further_action") else FALSE


def _assessments(episode: Episode, reference: date) -> Iterator[dict[str, Any]]:
    for one in episode.assessments:
        if one["started"] > reference:
            continue
        authorised = _known(one["authorised"], reference)
        factors = {"AssessmentFactors": list(one["factors"])} if authorised else None
        yield {
            "AssessmentActualStartDate": one["started"],
            "AssessmentAuthorisationDate": authorised,
            "FactorsIdentifiedAtAssessment": factors,
        }


def _known(day: date | None, reference: date) -> date | None:
    return day if day and day <= reference else None


def _by(reference: date, part: dict[str, Any], day: str) -> dict[str, Any]:
    return part if _known(part.get(day), reference) else {}


def _put(parent: ElementTree.Element, parts: dict[str, Any]) -> None:
    """Each part as an element of that name: a list repeats it, None leaves it out, a table nests."""
    for name, value in parts.items():
        for one in value if isinstance(value, list) else [value]:
            if one is None:
                continue
            element = ElementTree.SubElement(parent, name)
            if isinstance(one, dict):
                _put(element, one)
            else:
                element.text = str(one)
