"""Who of the agencies around a child knows what came of an assessment: each stands open until somebody there has read it."""

import datetime as dt
from uuid import UUID, uuid4

import pytest

from keepsight.chronology.shown import EntryShown
from keepsight.practice.assessments import passing_on
from keepsight.practice.assessments.passing_on import PASSED_ON, READ, partners
from tests.pages.invented import entry

TEAM = "Fennick Children’s Social Care"
SCHOOL, CLINIC = "Marshlight School", "Lantern Street Surgery"


def assessed(**said: object) -> EntryShown:
    """The assessment of 2 March."""
    return entry("assessment.completed", "2026-03-02", TEAM, **said)


def seen(on: str, agency: str = SCHOOL, **said: object) -> EntryShown:
    """An agency saw the child."""
    return entry("child.seen", on, agency, sector="school", **said)


def step(kind: str, at: str, thread: UUID) -> EntryShown:
    """A step on one agency's thread."""
    day = dt.datetime.fromisoformat(at).replace(hour=9, tzinfo=dt.UTC)
    return entry(kind, at, TEAM if kind == PASSED_ON else SCHOOL, thread=thread, received_at=day)


def stands(entries: list[EntryShown], of: EntryShown) -> list[tuple[str, str, str]]:
    """Each agency around the child, where it stands, and until when."""
    return [(one.name, one.state, str(one.due)) for one in partners(entries, of)]


@pytest.mark.parametrize(
    ("says", "others", "around"),
    [
        ("nobody else told of the child", [], []),
        ("the school did", [seen("2026-02-01")], [SCHOOL]),
        ("a year before, to the day", [seen("2025-03-02")], [SCHOOL]),
        ("longer ago", [seen("2025-03-01")], []),
        ("since", [seen("2026-03-20")], [SCHOOL]),
        ("on no day that is known", [seen("2020-01-01", occurred_to=None)], [SCHOOL]),
        ("of a brother", [seen("2026-02-01", scope="household")], []),
        ("what was said here shows nobody's work", [entry("concern.raised", "2026-02-01", SCHOOL)], []),
        ("by name", [seen("2026-02-01"), seen("2026-02-02", CLINIC)], [CLINIC, SCHOOL]),
    ],
)
def test_around_the_child_is_whoever_told_of_the_child_lately_but_not_whoever_assessed(
    says: str, others: list[EntryShown], around: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(passing_on, "agencies", dict)
    one = assessed()
    assert [name for name, _, _ in stands([one, *others], one)] == around, says


def test_it_stands_open_until_somebody_there_has_read_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passing_on, "agencies", dict)
    one, met = assessed(), seen("2026-02-01")
    thread = passing_on._thread([one], one, SCHOOL.lower())
    told, read = step(PASSED_ON, "2026-03-05", thread), step(READ, "2026-03-06", thread)
    assert stands([one, met], one) == [(SCHOOL, "untold", "2026-03-09")]
    assert stands([one, met, told], one) == [(SCHOOL, "told", "2026-03-19")]
    assert stands([one, met, told, read], one) == [(SCHOOL, "read", "None")]
    assert stands([one, met, read], one) == [(SCHOOL, "read", "None")]
    elsewhere = step(READ, "2026-03-06", uuid4())
    assert stands([one, met, elsewhere], one) == [(SCHOOL, "untold", "2026-03-09")]


def test_a_file_that_says_it_was_told_tells_and_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passing_on, "agencies", dict)
    one = assessed(told=((SCHOOL, dt.date(2026, 3, 4)),))
    assert stands([one, seen("2026-02-01")], one) == [(SCHOOL, "told", "2026-03-18")]
    dayless = assessed(told=((SCHOOL, None),))
    assert stands([dayless, seen("2026-02-01")], dayless) == [(SCHOOL, "told", "None")]


def test_a_list_that_tells_of_the_same_assessment_later_takes_nothing_away(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passing_on, "agencies", dict)
    one, met = assessed(), seen("2026-02-01")
    told = step(PASSED_ON, "2026-03-05", passing_on._thread([one], one, SCHOOL.lower()))
    again = assessed(received_at=dt.datetime(2026, 4, 1, tzinfo=dt.UTC))
    another = entry("assessment.completed", "2026-03-03", TEAM)
    for of in (one, again):
        assert stands([again, met, told, one], of) == [(SCHOOL, "told", "2026-03-19")]
    assert stands([another, met, told, one], another) == [(SCHOOL, "untold", "2026-03-10")]
