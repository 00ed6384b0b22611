"""The library as rows: what a statement reads beside a child's entries. Every word, number and window of a sheet is here.

    term              what each set of terms selects, and as what it counts     count_sheet     the numbers of each count
    part              which set plays which part in which pattern               awaited_sheet   and of each awaited
    clock_of          the window of each pattern                                silence_sheet   and of each silence
    count_apart       what each count counts apart                              then_sheet      and of each then
    count_including   the words of which a count must include one               omission_sheet  and of each omission

It refuses to put a condition into SQL text: a new pattern adds rows, never a statement.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta

from keepsight.patterns.questions import Awaited, Count, Omission, Silence, Then
from keepsight.patterns.sheets import Sheet
from keepsight.patterns.terms import TERM_COLUMNS, Terms

Value = str | int | timedelta | None

WORD, NUMBER, LENGTH = "VARCHAR", "INTEGER", "INTERVAL"
"""The types of a relation's columns."""


@dataclass(frozen=True, slots=True)
class Relation:
    """A small table: its columns with their types, and its rows."""

    name: str
    columns: tuple[tuple[str, str], ...]
    rows: tuple[tuple[Value, ...], ...]


def relations(sheets: Iterable[Sheet]) -> tuple[Relation, ...]:
    """Every relation of some sheets. A set of terms is numbered once, however many patterns share it."""
    asked = tuple(sheets)
    sets: dict[Terms, int] = {}
    for sheet in asked:
        for part in sheet.asks.parts():
            sets.setdefault(part.terms, len(sets) + 1)
    return (
        _relation("term", {"set_id": NUMBER, **dict.fromkeys(TERM_COLUMNS, WORD), "counts_as": WORD}, _terms(sets)),
        _relation("part", {"pattern": WORD, "part": WORD, "pair": NUMBER, "set_id": NUMBER}, _parts(asked, sets)),
        _relation("clock_of", {"pattern": WORD, "clock_window": WORD}, ((s.name, s.asks.within.text) for s in asked)),
        _relation("count_apart", {"pattern": WORD, "part": WORD, "what": WORD}, _apart(asked)),
        _relation("count_including", {"pattern": WORD, "word": WORD}, _including(asked)),
        _relation("count_sheet", _COUNT, _counts(asked)),
        _relation("awaited_sheet", _AWAITED, _awaiteds(asked)),
        _relation("silence_sheet", _NAMED, _only_named(asked, Silence)),
        _relation("then_sheet", _NAMED | {"has_needs": NUMBER}, _thens(asked)),
        _relation("omission_sheet", _NAMED, _only_named(asked, Omission)),
    )


_NAMED = {"pattern": WORD, "version": NUMBER, "clock_window": WORD}
_COUNT = _NAMED | dict.fromkeys(
    (
        "at_least",
        "agencies",
        "services",
        "kinds",
        "including",
        "days",
        "times_in_a_row",
        "share_of",
        "share_in",
        "has_needs",
    ),
    NUMBER,
)
_AWAITED = _NAMED | {"tie": WORD, "hours": LENGTH}


def _relation(name: str, columns: dict[str, str], rows: Iterable[tuple[Value, ...]]) -> Relation:
    return Relation(name, tuple(columns.items()), tuple(rows))


def _named(sheet: Sheet) -> tuple[str, int, str]:
    return sheet.name, sheet.version, sheet.asks.within.text


def _terms(sets: dict[Terms, int]) -> Iterator[tuple[Value, ...]]:
    for terms, number in sets.items():
        for term in terms:
            yield from ((number, *row, term.counts_as) for row in term.rows())


def _parts(sheets: tuple[Sheet, ...], sets: dict[Terms, int]) -> Iterator[tuple[Value, ...]]:
    for sheet in sheets:
        yield from ((sheet.name, part.name, part.pair, sets[part.terms]) for part in sheet.asks.parts())


def _apart(sheets: tuple[Sheet, ...]) -> Iterator[tuple[Value, ...]]:
    """Which names each count keeps apart: only those it asks about, so that no pattern pays for another's condition."""
    for sheet in sheets:
        if not isinstance(asks := sheet.asks, Count):
            continue
        wanted = {
            ("counted", "agency"): asks.agencies,
            ("counted", "service"): asks.services,
            ("counted", "kind"): asks.kinds,
            ("counted", "including"): asks.including,
            ("counted", "day"): asks.different_days,
            ("counted", "matter"): asks.share,
            ("compared", "compared"): asks.share,
        }
        yield from ((sheet.name, part, what) for (part, what), asked in wanted.items() if asked)


def _including(sheets: tuple[Sheet, ...]) -> Iterator[tuple[Value, ...]]:
    for sheet in sheets:
        if isinstance(sheet.asks, Count):
            yield from ((sheet.name, word) for word in sheet.asks.including)


def _counts(sheets: tuple[Sheet, ...]) -> Iterator[tuple[Value, ...]]:
    """Without a share, none in one of none is always met; without a run, no run of days is asked about."""
    for sheet in sheets:
        if not isinstance(asks := sheet.asks, Count):
            continue
        days = asks.at_least if asks.different_days else 0
        times = asks.until_in_a_row.times if asks.until_in_a_row else None
        share = (asks.share.part, asks.share.whole) if asks.share else (0, 1)
        least = (asks.at_least, asks.agencies, asks.services, asks.kinds, int(bool(asks.including)), days)
        yield (*_named(sheet), *least, times, *share, int(bool(sheet.needs)))


def _awaiteds(sheets: tuple[Sheet, ...]) -> Iterator[tuple[Value, ...]]:
    for sheet in sheets:
        if isinstance(asks := sheet.asks, Awaited):
            hours = timedelta(hours=asks.within.count) if asks.within.unit == "hour" else None
            yield (*_named(sheet), asks.tie, hours)


def _thens(sheets: tuple[Sheet, ...]) -> Iterator[tuple[Value, ...]]:
    for sheet in sheets:
        if isinstance(sheet.asks, Then):
            yield (*_named(sheet), int(bool(sheet.needs)))


def _only_named(sheets: tuple[Sheet, ...], shape: type[Silence] | type[Omission]) -> Iterator[tuple[Value, ...]]:
    """A shape that has no numbers of its own: its sets and its window say it all."""
    return (_named(sheet) for sheet in sheets if isinstance(sheet.asks, shape))
