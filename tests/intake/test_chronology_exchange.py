"""A chronology is written to take along, in four formats, and read back as exactly what it was."""

import csv
import io
import string
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from openpyxl import load_workbook

from keepsight.errors import RefusedFile, WrongUse
from keepsight.intake.drafts import (
    LONDON,
    NOT_HELD,
    OURS,
    Draft,
    DraftAgency,
    DraftEntry,
    DraftPerson,
    DraftRow,
    DraftTie,
    FileSaid,
    When,
    mark_of,
)
from keepsight.intake.formats.chronology_exchange.moments import when_of, words_of
from keepsight.intake.formats.chronology_exchange.write import WRITERS, as_csv, as_xlsx, laid_out
from keepsight.intake.formats.keepsight_export.write import lines
from keepsight.vocabulary import KINDS
from tests.intake.read_here import TODAY, read_here

ID = "5f0d1c9e-3c1a-4a52-8c8e-0f2f7e7a9b10"
ABOUT = {"Taken out on": "02/03/2026", "Taken out by": "Ivo Example"}


def own(drafts: Iterable[Draft], **_: Any) -> bytes:
    """Our own format: a line each."""
    return "".join(f"{line}\n" for line in lines(drafts)).encode()


def table(name: str) -> Callable[..., bytes]:
    """One of the three tables."""
    return lambda drafts, hidden=False: WRITERS[name](laid_out(drafts, ABOUT, hidden=hidden))


EVERY = {"jsonl": own, **{name: table(name) for name in WRITERS}}


def entries(drafts: Iterable[Draft]) -> list[DraftEntry]:
    return [entry for one in drafts if isinstance(one, DraftRow) for entry in one.entries]


def held(words: str) -> str:
    """Words as a table can hold them."""
    return "\n".join(line.strip() for line in words.translate(NOT_HELD).splitlines()).strip()


WREN = DraftPerson(
    "Wren Tolliver", "child", forename="Wren", surname="Tolliver",
    born=When(date(2015, 5, 4), date(2015, 5, 4), "day", "04/05/2015"), sex="female", nhs_number="9990000018",
)  # fmt: skip
MO = DraftPerson("Mo Tolliver", "parent", forename="Mo", surname="Tolliver")
SCHOOL = DraftAgency("marshlight", "school", "Marshlight School")
TOLD = DraftEntry(
    "referral.decided",
    When(date(2026, 1, 12), date(2026, 1, 12), "uncertain", "?12 Jan"),
    (("Wren Tolliver", "child"), ("Mo Tolliver", "parent")),
    {"outcome": "no_further_action"},
    "NFA.\nMo said “it's fine”",
    agency="marshlight",
    recorded_on=date(2026, 1, 14),
    told=(("GP", date(2026, 1, 13)), ("Housing, north", None)),
    basis="other_account",
    corroborated=False,
    child_words="=SUM(I was not asked)",
    hindsight="Nobody asked",
    significance="First of three",
    professional="A. Teacher",
    thread="2f0d1c9e-3c1a-4a52-8c8e-0f2f7e7a9b11",
    level="restricted",
    guessed_by="nfa",
)


def file_of(*told: DraftEntry) -> list[Draft]:
    """The drafts of a file about Wren and her mother."""
    said = FileSaid("keepsight_export", "1", as_at=TODAY)
    tie = DraftTie("Mo Tolliver", "parent_of", "Wren Tolliver", date(2015, 5, 4), None, "parent of")
    rows = (DraftRow(None, 0, (one,), raw={"From": "a.csv row 3"}) for one in told)
    return [said, SCHOOL, WREN, MO, tie, *rows]


def ours(entry: DraftEntry) -> DraftEntry:
    """The entry as our export writes it: with the id it has here, and the marks of what it says."""
    return replace(entry, key=f"{OURS}{ID}", was=mark_of(entry))


# ---------------------------------------------------------------- refusals


@pytest.mark.parametrize("name", EVERY)
def test_a_chronology_without_names_is_refused_as_a_file_of_a_known_child(name: str) -> None:
    if name == "jsonl":
        content = "".join(f"{line}\n" for line in lines(file_of(TOLD), hidden=True)).encode()
    else:
        content = EVERY[name](file_of(TOLD), hidden=True)
    with pytest.raises(RefusedFile, match="without names"):
        read_here(content)


@pytest.mark.parametrize(
    ("heading", "cell", "why"),
    [
        ("Date", "", "the row has no date"),
        ("What happened", "", "does not say what happened"),
        ("About", "", "does not say whom it is about"),
        ("Agency", "", "does not say whose record it is"),
        ("What happened", "A thing nobody knows", "no kind of our vocabulary"),
        ("About", "Wren Tolliver; Somebody Else", "who does not stand under Who is who"),
        ("End date", "11/01/2026", "ends before it begins"),
        ("Who may read it", "friends", "none of standard, restricted and sealed"),
    ],
)
def test_what_a_row_lacks_or_contradicts_is_named_by_row_and_column(heading: str, cell: str, why: str) -> None:
    (row,) = (one for one in read_here(changed(heading, cell)) if isinstance(one, DraftRow) and one.refused)
    assert row.refused
    assert (row.refused.column, row.entries) == (heading, ())
    assert why in row.refused.reason


def changed(heading: str, cell: str) -> bytes:
    """The file as .csv, with one cell of its entry changed."""
    rows = list(csv.reader(io.StringIO(as_csv(laid_out(file_of(ours(TOLD)), ABOUT)).decode("utf-8-sig"))))
    place = next(row for row in rows if "Keepsight entry" in row).index(heading)
    rows[-1][place] = cell
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue().encode()


def test_words_longer_than_a_cell_of_a_workbook_are_refused_and_never_cut() -> None:
    long = laid_out(file_of(replace(TOLD, narrative="x" * 40_000)), ABOUT)
    with pytest.raises(WrongUse, match="longer than a cell"):
        as_xlsx(long)
    assert entries(read_here(as_csv(long)))[0].narrative == "x" * 40_000


# ---------------------------------------------------------------- nothing runs


@pytest.mark.parametrize("words", ["=1+1", "+44 1945", "-2", "@SUM(A1)", "'=1", '=HYPERLINK("http://x","y")'])
def test_words_that_a_spreadsheet_would_run_do_not_run_and_come_back_as_they_were(words: str) -> None:
    told = laid_out(file_of(replace(TOLD, narrative=words)), ABOUT)
    cells = [cell for row in csv.reader(io.StringIO(as_csv(told).decode("utf-8-sig"))) for cell in row]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]
    book = load_workbook(io.BytesIO(as_xlsx(told)))
    assert {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row if cell.value} == {"s"}
    assert [entries(read_here(write(told)))[0].narrative for write in WRITERS.values()] == [words] * len(WRITERS)


# ---------------------------------------------------------------- back unchanged


@pytest.mark.parametrize("name", EVERY)
def test_a_file_is_read_as_the_drafts_that_it_was_written_from(name: str) -> None:
    written = file_of(ours(TOLD), replace(TOLD, when=When(None, None, "unknown", "n/k")))
    again = read_here(EVERY[name](written))
    assert entries(again) == entries(written)
    for kind in (DraftAgency, DraftPerson, DraftTie):
        assert [one for one in again if isinstance(one, kind)] == [one for one in written if isinstance(one, kind)]


PLAIN = some.text(string.ascii_letters + string.digits + " .,;:()'\"\n=-+@?/|–“é", max_size=40)
ANY = some.text(some.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=20)
WORDS = PLAIN | ANY
DAYS = some.dates(date(1990, 1, 1), date(2026, 2, 28))


@some.composite
def times(draw: some.DrawFn) -> When:
    """A time of any precision, with words of its own."""
    precision = draw(some.sampled_from(["minute", "day", "month", "year", "range", "uncertain", "unknown"]))
    first, raw = draw(DAYS), draw(WORDS)
    if precision == "unknown":
        return When(None, None, "unknown", raw)
    if precision == "minute":
        moment = datetime(first.year, first.month, first.day, tzinfo=LONDON)
        at = (moment.astimezone() + timedelta(minutes=draw(some.integers(0, 1439)))).astimezone(LONDON)
        return When(at.date(), at.date(), "minute", raw, at)
    if precision == "month" or (whole := draw(some.booleans())) is None:
        first = first.replace(day=1)
        return When(first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1), "month", raw)
    if precision == "year":
        return When(date(first.year, 1, 1), date(first.year, 12, 31), "year", raw)
    if precision == "day":
        return When(first, first, "day", raw)
    last = date(first.year, 12, 31) if whole else first + timedelta(days=draw(some.integers(0, 60)))
    return When(date(first.year, 1, 1) if whole else first, last, precision, raw)


SOME_ENTRIES = some.builds(
    DraftEntry,
    kind=some.sampled_from(sorted(KINDS)),
    when=times(),
    people=some.sampled_from([TOLD.people, TOLD.people[:1], (("Mo Tolliver", "adult_of_concern"),)]),
    details=some.dictionaries(
        some.sampled_from(["outcome", "service", "reason"]),
        WORDS | some.lists(WORDS, max_size=2) | some.integers() | some.none(),
    ),
    narrative=WORDS,
    recorded_on=some.none() | DAYS,
    agency=some.just("marshlight"),
    told=some.lists(some.tuples(some.sampled_from(["GP", "A, B (north)"]), some.none() | DAYS), max_size=2).map(tuple),
    basis=some.sampled_from(["observed", "other_account", None]),
    corroborated=some.sampled_from([True, False, None]),
    child_words=some.none() | WORDS.filter(held),
    significance=some.none() | WORDS.filter(held),
    professional=some.none() | WORDS.filter(held),
    level=some.sampled_from(["standard", "restricted"]),
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(some.lists(SOME_ENTRIES, min_size=1, max_size=4), some.sampled_from(sorted(EVERY)))
def test_whatever_is_written_is_read_back_with_the_marks_of_what_it_says(told: list[DraftEntry], name: str) -> None:
    """The marks leave out spaces and letters that no table can hold, and nothing else."""
    written = file_of(*(ours(one) for one in told))
    again = entries(read_here(EVERY[name](written)))
    assert [one.was for one in again] == [mark_of(one) for one in again]
    assert [one.key for one in again] == [f"{OURS}{ID}"] * len(told)
    if name == "jsonl":
        assert again == entries(written)


@settings(max_examples=300, deadline=None)
@given(times())
def test_every_time_is_written_in_words_that_are_read_as_the_same_time(when: When) -> None:
    assert when_of(words_of(when) | {"entry": ID}, None).when == when


@pytest.mark.parametrize(
    ("when", "date_cell", "end"),
    [
        (When(date(2021, 3, 1), date(2021, 3, 31), "uncertain"), "about March 2021", ""),
        (When(date(2021, 3, 1), date(2021, 3, 31), "month"), "March 2021", ""),
        (When(date(2021, 1, 1), date(2021, 12, 31), "year"), "2021", ""),
        (When(date(2021, 3, 4), date(2021, 3, 4), "uncertain"), "?04/03/2021", ""),
        (When(date(2021, 3, 4), date(2021, 3, 9), "range"), "04/03/2021", "09/03/2021"),
        (When(date(2021, 3, 4), date(2021, 3, 9), "uncertain"), "?04/03/2021", "09/03/2021"),
        (When(None, None, "unknown"), "not known", ""),
    ],
)
def test_the_words_of_a_time_say_how_exactly_it_is_known(when: When, date_cell: str, end: str) -> None:
    said = words_of(when)
    assert (said["date"], said.get("end", ""), "exact" in said) == (date_cell, end, False)


def test_a_changed_cell_shows_in_the_marks_and_a_cell_saved_otherwise_does_not() -> None:
    (entry,) = entries(read_here(changed("In words", "NFA. Mo said “it's fine”")))
    assert entry.was == mark_of(entry), "only a line end became a space"
    (entry,) = entries(read_here(changed("Date", "13/01/2026")))
    assert entry.was != mark_of(entry)


def test_our_own_file_reads_the_same_from_the_disk(tmp_path: Path) -> None:
    from keepsight.intake.reading import read as read_file

    path = tmp_path / "chronology.xlsx"
    path.write_bytes(EVERY["xlsx"](file_of(ours(TOLD))))
    assert entries(read_file(path, today=TODAY)) == [ours(TOLD)]
