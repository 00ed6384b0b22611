"""The three kinds of question a sheet can ask, as its words and numbers: `count`, `awaited`, `silence`.

Each says which sets of terms it reads and what part each plays (columns.md names the parts). It refuses numbers that could
never be met, and knows nothing of SQL.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from keepsight.clocks import Window
from keepsight.errors import WrongUse
from keepsight.patterns.tables import Table
from keepsight.patterns.terms import Terms, read_optional_terms, read_terms

TIES = ("thread", "child")
"""What an answer must share with what it answers: their thread where both have one, or only the child."""

APART = ("agencies", "services", "kinds")
"""What a count can ask to be distinct."""


@dataclass(frozen=True, slots=True)
class Part:
    """A set of terms in the part it plays. `pair` tells apart the pairs of openings and closings; 0 elsewhere."""

    name: str
    terms: Terms
    pair: int = 0


@dataclass(frozen=True, slots=True)
class InARow:
    """Something on `times` known days, with nothing counted on or between them."""

    of: Terms
    times: int


@dataclass(frozen=True, slots=True)
class Share:
    """What is counted must be at least `part` in `whole` of these (1 in 3), over the same window."""

    of: Terms
    part: int
    whole: int


@dataclass(frozen=True, slots=True)
class Open:
    """What opens a stretch, and what closes it."""

    opened: Terms
    closed: Terms


@dataclass(frozen=True, slots=True)
class Count:
    """`at_least` of these alive at once. 0 of agencies, services or kinds: it does not matter from how many."""

    of: Terms
    at_least: int
    within: Window
    agencies: int = 0
    services: int = 0
    kinds: int = 0
    different_days: bool = False
    until: Terms = ()
    until_in_a_row: InARow | None = None
    put_right_by: Terms = ()
    share: Share | None = None
    while_nothing_open: tuple[Open, ...] = ()

    def parts(self) -> Iterator[Part]:
        """The sets it reads."""
        row, share = self.until_in_a_row, self.share
        named = {
            "counted": self.of,
            "until": self.until,
            "in_a_row": row.of if row else (),
            "put_right": self.put_right_by,
            "compared": share.of if share else (),
        }
        yield from (Part(name, terms) for name, terms in named.items() if terms)
        yield from _pairs(self.while_nothing_open)


@dataclass(frozen=True, slots=True)
class Awaited:
    """After any of these, nothing of those within the window."""

    after: Terms
    expects: Terms
    within: Window
    tie: str

    def parts(self) -> Iterator[Part]:
        """The sets it reads."""
        yield Part("awaited", self.after)
        yield Part("answered", self.expects)


@dataclass(frozen=True, slots=True)
class Silence:
    """While something is open, nothing of this for the length of the window."""

    while_open: tuple[Open, ...]
    heard: Terms
    within: Window

    def parts(self) -> Iterator[Part]:
        """The sets it reads."""
        yield Part("heard", self.heard)
        yield from _pairs(self.while_open)


Question = Count | Awaited | Silence


def read_question(table: Table, shape: str) -> Question:
    """The question of a sheet, its keys taken out of the table. Raises BrokenShelf naming what is wrong."""
    shapes: dict[str, Callable[[Table], Question]] = {"count": _count, "awaited": _awaited, "silence": _silence}
    return shapes[shape](table)


def _count(table: Table) -> Count:
    apart = table.table("from") if table.has("from") else Table(table.folder, {}, "from")
    least = {what: apart.number(what, 2) if apart.has(what) else 0 for what in APART}
    apart.close()
    count = Count(
        of=read_terms(table, "of"),
        at_least=table.number("at_least"),
        within=_window(table),
        **least,
        different_days=table.flag("different_days") if table.has("different_days") else False,
        until=read_optional_terms(table, "until"),
        until_in_a_row=_in_a_row(table.table("until_in_a_row")) if table.has("until_in_a_row") else None,
        put_right_by=read_optional_terms(table, "put_right_by"),
        share=_share(table.table("share")) if table.has("share") else None,
        while_nothing_open=_opens(table, "while_nothing_open") if table.has("while_nothing_open") else (),
    )
    if max(least.values()) > count.at_least:
        raise table.broken(f"it counts {count.at_least} from {max(least.values())}, which can never be")
    return count


def _awaited(table: Table) -> Awaited:
    return Awaited(
        after=read_terms(table, "after"),
        expects=read_terms(table, "expects"),
        within=_window(table),
        tie=table.word("tie", TIES),
    )


def _silence(table: Table) -> Silence:
    return Silence(while_open=_opens(table, "while_open"), heard=read_terms(table, "heard"), within=_window(table))


def _in_a_row(table: Table) -> InARow:
    row = InARow(of=read_terms(table, "of"), times=table.number("times", 2))
    table.close()
    return row


def _share(table: Table) -> Share:
    said = table.take("at_least")
    whole = isinstance(said, list) and len(said) == 2 and all(type(each) is int for each in said)
    if not whole or not 0 < said[0] <= said[1]:
        raise table.broken("share.at_least should be two numbers, such as [1, 3] for a third")
    share = Share(of=read_terms(table, "of"), part=said[0], whole=said[1])
    table.close()
    return share


def _opens(table: Table, key: str) -> tuple[Open, ...]:
    """Pairs of what opens and what closes. The end of early help does not close social care's involvement."""
    opens = []
    for pair in table.tables(key):
        opens.append(Open(opened=read_terms(pair, "opened"), closed=read_terms(pair, "closed")))
        pair.close()
    if not opens:
        raise table.broken(f"{key} names nothing that opens")
    return tuple(opens)


def _pairs(opens: tuple[Open, ...]) -> Iterator[Part]:
    for number, pair in enumerate(opens):
        yield Part("opened", pair.opened, number)
        yield Part("closed", pair.closed, number)


def _window(table: Table) -> Window:
    try:
        return Window.parse(table.text("within"))
    except WrongUse as error:
        raise table.broken(str(error).rstrip(".")) from error
