"""Writes social care's workbook of lists as it stood on the last day of a month: what was open, or happened, in six months.

The same referral, plan and time in care that the census holds, told sooner and with a little more: whether a child was seen
while an assessment was done, when last, where they live. The workbook names no agency and no day.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from keepsight.town.sheets import Cell, Table, write_workbook
from keepsight.town.story import Episode, Family, Person

LOOKED_BACK = timedelta(days=182)  # six months, as the form says
SEEN = ("yes", "with mother", "alone")
CHILD = ("Child Unique ID", "Gender", "Ethnicity", "Date of Birth", "Does the Child have a Disability")

Row = list[Cell]


@dataclass(frozen=True, slots=True)
class Run:
    """One month's workbook: the day it runs up to, and what is open on it or ended in the six months before."""

    as_at: date

    def holds(self, began: date | None, ended: date | None = None) -> bool:
        """Whether something was so at any time in the six months."""
        return bool(began and began <= self.as_at and (ended is None or ended >= self.as_at - LOOKED_BACK))

    def known(self, day: date | None) -> date | None:
        """A day that has come by the day of the run."""
        return day if day and day <= self.as_at else None

    def last(self, days: Iterable[date]) -> date | None:
        """The last of some days that have come."""
        return max((day for day in days if day <= self.as_at), default=None)


def write_annex(path: Path, families: Iterable[Family], as_at: date) -> None:
    """The workbook of one run. A list with nobody in it stands there with its headings."""
    run = Run(as_at)
    told = list(families)
    known = [
        (family, person, episode)
        for family in told
        for person in family.children
        for episode in family.episodes
        if person.key in episode.children
    ]
    tables = [
        Table(name, (*CHILD, *more), [row for one in known for row in rows(run, *one)]) for name, more, rows in LISTS
    ]
    care = [row for family in told for row in _care(run, family)]
    write_workbook(path, [*tables, Table("List 8", (*CHILD, *IN_CARE), care)], as_at)


def _who(person: Person, run: Run) -> Row:
    born = run.known(person.born)
    disabled = "Yes" if person.disabilities else "No"
    return [person.child_id, person.sex if born else "U", person.ethnicity, born, disabled]


def _referrals(run: Run, family: Family, person: Person, episode: Episode) -> Iterator[Row]:
    referral = episode.referral
    if run.holds(referral["on"], referral["on"]):
        nothing_further = "" if referral.get("undecided") else "Yes" if referral.get("no_further_action") else "No"
        yield [*_who(person, run), referral["on"], referral["source"], nothing_further]


def _assessments(run: Run, family: Family, person: Person, episode: Episode) -> Iterator[Row]:
    for one in episode.assessments:
        if run.holds(one["started"], one["authorised"]):
            authorised = run.known(one["authorised"])
            seen = one.get("child_seen", "") if authorised else ""
            yield [*_who(person, run), one["started"], seen, authorised]


def _in_need(run: Run, family: Family, person: Person, episode: Episode) -> Iterator[Row]:
    referral, closed = episode.referral, episode.closed or {}
    if referral.get("no_further_action") or referral.get("undecided"):
        return
    if run.holds(referral["on"], closed.get("on")):
        ended = run.known(closed.get("on"))
        seen = run.last(_seen(family, person))
        yield [*_who(person, run), referral["on"], referral["need"], seen, ended, closed["reason"] if ended else ""]


def _protection(run: Run, family: Family, person: Person, episode: Episode) -> Iterator[Row]:
    for one in episode.protection_plans:
        if run.holds(one["started"], one.get("ended")):
            seen = run.last(_seen(family, person))
            alone = bool(seen and seen in set(_seen(family, person, ("alone",))))
            how = "Yes" if alone else "Child seen" if seen else ""
            yield [*_who(person, run), one["started"], one["category"], seen, how, run.known(one.get("ended"))]


def _care(run: Run, family: Family) -> Iterator[Row]:
    for one in family.care:
        person = family.people[one["child"]]
        if run.holds(one["started"], one.get("ended")):
            placed = [place for place in one["placements"] if place["on"] <= run.as_at]
            last = placed[-1] if placed else {}
            reviewed = run.last(one.get("reviews", ()))
            yield [
                *_who(person, run), one["started"], one["need"], one["status_on"], one["status"], reviewed,
                last.get("on"), last.get("kind"), run.known(one.get("ended")),
            ]  # fmt: skip


def _seen(family: Family, person: Person, ways: tuple[str, ...] = SEEN) -> Iterator[date]:
    """The days on which social care saw the child."""
    for line in family.lines:
        if (
            line.agency == "social_care"
            and line.child == person.key
            and line.seen in ways
            and isinstance(line.on, date)
        ):
            yield line.on


LISTS: tuple[tuple[str, tuple[str, ...], Callable[[Run, Family, Person, Episode], Iterator[Row]]], ...] = (
    ("List 3", ("Date of referral", "Referral Source", "Referral NFA?"), _referrals),
    (
        "List 4",
        (
            "Continuous Assessment Start Date",
            "Child Seen During Continuous Assessment",
            "Continuous Assessment Date of Authorisation",
        ),
        _assessments,
    ),
    (
        "List 6",
        ("CIN Start Date", "Primary Need Code", "Date Child Was Last Seen", "CIN Closure Date", "Reason for Closure"),
        _in_need,
    ),
    (
        "List 7",
        (
            "Child Protection Plan Start Date",
            "Initial Category of Abuse",
            "Date of the Last Statutory Visit",
            "Was the Child Seen Alone?",
            "Child Protection Plan End Date",
        ),
        _protection,
    ),
)
IN_CARE = (
    "Date Started to be Looked After",
    "Child’s Category of Need",
    "Start date of current legal status",
    "Child’s Legal Status",
    "Date of Latest Statutory Review",
    "Start Date of Most Recent Placement",
    "Placement Type",
    "Date Ceased to be Looked After",
)
