"""The library as rows: what a statement reads beside a child's entries. Every word, number and window of a sheet is here.

    term              what each set of terms selects, and as what it counts     count_sheet     the numbers of each count
    part              which set plays which part in which pattern               awaited_sheet   and of each awaited
    clock_of          the windows of each pattern                               silence_sheet   and of each silence
    count_apart       what each count counts apart                              then_sheet      and of each then
    count_including   the words of which a count must include one               omission_sheet  and of each omission
    count_least       how many of what must be alive at once                    cycle_sheet     and of each cycle
    share_weight      what weighs how much in each share                        share_sheet     and of each share
    change_sheet      the numbers of each change

It refuses to put a condition into SQL text: a new pattern adds rows, never a statement.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta

from keepsight.patterns.questions import Awaited, Change, Count, Cycle, Omission, Share, Silence, Then, windows
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
        _relation("clock_of", {"pattern": WORD, "clock_window": WORD}, _windows(asked)),
        _relation("count_apart", {"pattern": WORD, "part": WORD, "what": WORD, "weight": NUMBER}, _apart(asked)),
        _relation("count_least", {"pattern": WORD, "what": WORD, "least": NUMBER}, _least(asked)),
        _relation("count_including", {"pattern": WORD, "word": WORD}, _including(asked)),
        _relation("count_sheet", _COUNT, _counts(asked)),
        _relation("awaited_sheet", _AWAITED, _awaiteds(asked)),
        _relation("silence_sheet", _NAMED, _only_named(asked, Silence)),
        _relation("then_sheet", _NAMED | {"has_needs": NUMBER}, _thens(asked)),
        _relation("omission_sheet", _NAMED, _only_named(asked, Omission)),
        _relation("cycle_sheet", _CYCLE, _cycles(asked)),
        _relation("share_weight", _WEIGHT, _weights(asked)),
        _relation("share_sheet", _SHARE, _shares(asked)),
        _relation("change_sheet", _CHANGE, _changes(asked)),
    )


_NAMED = {"pattern": WORD, "version": NUMBER, "clock_window": WORD}
_COUNT = _NAMED | dict.fromkeys(("conditions", "times_in_a_row", "has_needs"), NUMBER) | {"after_window": WORD}
_AWAITED = _NAMED | {"tie": WORD, "hours": LENGTH, "contact_window": WORD, "pregnancy_window": WORD}
_CYCLE = _NAMED | {"round_window": WORD, "least": NUMBER, "has_needs": NUMBER}

_WEIGHT = {"pattern": WORD, "part": WORD, "sure": NUMBER, "weight": NUMBER}
_SHARE = _NAMED | dict.fromkeys(("least", "balance", "has_since", "has_needs"), NUMBER) | {"stands_window": WORD}

_CHANGE = _NAMED | {"counts_window": WORD, "least": NUMBER, "events": NUMBER}


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


def _windows(sheets: tuple[Sheet, ...]) -> Iterator[tuple[Value, ...]]:
    """The windows that an entry begins: the weeks of a pregnancy are counted from no entry."""
    for sheet in sheets:
        weeks = sheet.asks.of_pregnancy if isinstance(sheet.asks, Awaited) else None
        begun = (window.text for window in windows(sheet.asks) if window != weeks)
        yield from ((sheet.name, text) for text in dict.fromkeys(begun))


def _apart(sheets: tuple[Sheet, ...]) -> Iterator[tuple[Value, ...]]:
    """Which names each count keeps apart: only those it asks about, so that no pattern pays for another's condition.

    All weigh one, but for a share: one in three asks that three times what is counted is no less than what is compared.
    """
    for sheet in sheets:
        if not isinstance(asks := sheet.asks, Count):
            continue
        yield from (
            (sheet.name, "counted", what, 1)
            for what, _ in _conditions(asks)
            if what not in ("entry", "share", "beside")
        )
        if asks.share:
            yield (sheet.name, "counted", "share", asks.share.whole)
            yield (sheet.name, "compared", "share", -asks.share.part)
        if asks.beside:
            yield (sheet.name, "beside", "beside", 1)


def _least(sheets: tuple[Sheet, ...]) -> Iterator[tuple[Value, ...]]:
    for sheet in sheets:
        if isinstance(sheet.asks, Count):
            yield from ((sheet.name, *condition) for condition in _conditions(sheet.asks))


def _conditions(asks: Count) -> Iterator[tuple[str, int]]:
    """What must be alive at once, and at least how many of it. Three from three agencies are three: no need to ask both."""
    least = {
        "agency": asks.agencies,
        "service": asks.services,
        "kind": asks.kinds,
        "matter": asks.matters,
        "day": asks.at_least if asks.different_days else 0,
        "including": int(bool(asks.including)),
    }
    if asks.at_least not in least.values():
        yield "entry", asks.at_least
    yield from ((what, number) for what, number in least.items() if number)
    if asks.share:
        yield "share", 0
    if asks.beside:
        yield "beside", 1


def _including(sheets: tuple[Sheet, ...]) -> Iterator[tuple[Value, ...]]:
    for sheet in sheets:
        if isinstance(sheet.asks, Count):
            yield from ((sheet.name, word) for word in sheet.asks.including)


def _counts(sheets: tuple[Sheet, ...]) -> Iterator[tuple[Value, ...]]:
    """How many conditions are to be met that nothing yet meets: a share of nothing is met before anything is counted."""
    for sheet in sheets:
        if not isinstance(asks := sheet.asks, Count):
            continue
        conditions = sum(least > 0 for _, least in _conditions(asks))
        times = asks.until_in_a_row.times if asks.until_in_a_row else None
        after = asks.counts_after.text if asks.counts_after else None
        yield (*_named(sheet), conditions, times, int(bool(sheet.needs)), after)


def _awaiteds(sheets: tuple[Sheet, ...]) -> Iterator[tuple[Value, ...]]:
    for sheet in sheets:
        if isinstance(asks := sheet.asks, Awaited):
            hours = timedelta(hours=asks.within.count) if asks.within.unit == "hour" else None
            contact, pregnancy = (window.text if window else None for window in (asks.of_longest, asks.of_pregnancy))
            yield (*_named(sheet), asks.tie, hours, contact, pregnancy)


def _thens(sheets: tuple[Sheet, ...]) -> Iterator[tuple[Value, ...]]:
    for sheet in sheets:
        if isinstance(sheet.asks, Then):
            yield (*_named(sheet), int(bool(sheet.needs)))


def _cycles(sheets: tuple[Sheet, ...]) -> Iterator[tuple[Value, ...]]:
    for sheet in sheets:
        if isinstance(asks := sheet.asks, Cycle):
            yield (*_named(sheet), asks.each_within.text, asks.at_least, int(bool(sheet.needs)))


def _weights(sheets: tuple[Sheet, ...]) -> Iterator[tuple[Value, ...]]:
    """What one entry weighs: above nothing for the answer, below it against. One in five, or fewer: 4 against, 1 for it.

    What weighs for it (`sure`) does so only where it surely lies in the window; what weighs against it, where it may.
    """
    for sheet in sheets:
        if isinstance(asks := sheet.asks, Share):
            sign = -1 if asks.fewer else 1
            yield sheet.name, "meeting", int(not asks.fewer), sign * (asks.whole - asks.part)
            yield sheet.name, "other", int(asks.fewer), -sign * asks.part


def _shares(sheets: tuple[Sheet, ...]) -> Iterator[tuple[Value, ...]]:
    """How much the weights must come to: for at least a part nothing is enough, for less than it must be more."""
    for sheet in sheets:
        if isinstance(asks := sheet.asks, Share):
            stands = asks.stands_for.text if asks.stands_for else None
            flags = int(asks.fewer), int(bool(asks.since)), int(bool(sheet.needs))
            yield (*_named(sheet), asks.at_least, *flags, stands)


def _changes(sheets: tuple[Sheet, ...]) -> Iterator[tuple[Value, ...]]:
    for sheet in sheets:
        if isinstance(asks := sheet.asks, Change):
            yield (*_named(sheet), asks.counts_for.text, asks.at_least, asks.events)


def _only_named(sheets: tuple[Sheet, ...], shape: type[Silence] | type[Omission]) -> Iterator[tuple[Value, ...]]:
    """A shape that has no numbers of its own: its sets and its window say it all."""
    return (_named(sheet) for sheet in sheets if isinstance(sheet.asks, shape))
