"""Reads the question of a sheet out of its table. It refuses numbers that could never be met, naming the folder and the key."""

from collections.abc import Callable

from keepsight.clocks import Window
from keepsight.errors import WrongUse
from keepsight.patterns.questions import (
    APART,
    TIES,
    Awaited,
    Change,
    Count,
    Cycle,
    InARow,
    Omission,
    Open,
    PartOf,
    Question,
    Share,
    Silence,
    Then,
)
from keepsight.patterns.tables import Table
from keepsight.patterns.terms import Terms, meet_an_entry, read_optional_terms, read_terms, words_of


def read_question(table: Table, shape: str) -> Question:
    """The question of a sheet, its keys taken out of the table. Raises BrokenShelf naming what is wrong."""
    shapes: dict[str, Callable[[Table], Question]] = {
        "count": _count,
        "awaited": _awaited,
        "silence": _silence,
        "then": _then,
        "omission": _omission,
        "cycle": _cycle,
        "share": _share,
        "change": _change,
    }
    return shapes[shape](table)


def _count(table: Table) -> Count:
    apart = table.table("from") if table.has("from") else Table(table.folder, {}, "from")
    least = {what: apart.number(what, 2) if apart.has(what) else 0 for what in APART}
    apart.close()
    of = read_terms(table, "of")
    count = Count(
        of=of,
        at_least=table.number("at_least"),
        within=_window(table),
        **least,
        counts_after=_window(table, "counts_after") if table.has("counts_after") else None,
        including=_including(table, of) if table.has("including") else (),
        different_days=table.flag("different_days") if table.has("different_days") else False,
        until=read_optional_terms(table, "until"),
        until_in_a_row=_in_a_row(table.table("until_in_a_row")) if table.has("until_in_a_row") else None,
        put_right_by=read_optional_terms(table, "put_right_by"),
        share=_part_of(table.table("share")) if table.has("share") else None,
        beside=read_optional_terms(table, "beside"),
        while_nothing_open=_opens(table, "while_nothing_open") if table.has("while_nothing_open") else (),
    )
    if max(least.values()) > count.at_least:
        raise table.broken(f"it counts {count.at_least} from {max(least.values())}, which can never be")
    if count.kinds > len(words_of(of)):
        raise table.broken(
            f"it counts {count.kinds} kinds, and what it counts is only {', '.join(sorted(words_of(of)))}"
        )
    if count.counts_after and (count.different_days or count.share or count.beside):
        raise table.broken(
            "counts_after goes neither with different_days nor with a share, nor with what stands beside"
        )
    return count


def _awaited(table: Table) -> Awaited:
    each, of_open = table.has("expects_each"), table.has("after_while_open")
    if of_open != table.has("while_open"):
        raise table.broken("after_while_open and while_open go together: what awaits, and what must stand open")
    awaited = Awaited(
        after=read_optional_terms(table, "after") if of_open else read_terms(table, "after"),
        expects=_each(table) if each else (read_terms(table, "expects"),),
        within=_window(table),
        tie=table.word("tie", TIES),
        counts_from=read_optional_terms(table, "counts_from"),
        of_longest=_window(table, "of_longest") if table.has("of_longest") else None,
        of_pregnancy=_window(table, "of_pregnancy") if table.has("of_pregnancy") else None,
        after_while_open=read_optional_terms(table, "after_while_open"),
        while_open=_opens(table, "while_open") if of_open else (),
    )
    if awaited.counts_from and awaited.within.unit == "hour":
        raise table.broken("a clock in hours runs from what awaits an answer, and counts_from says otherwise")
    if awaited.of_pregnancy and (awaited.within.unit == "hour" or awaited.counts_from or awaited.of_longest):
        raise table.broken("of_pregnancy goes neither with hours, nor with counts_from, nor with of_longest")
    return awaited


def _silence(table: Table) -> Silence:
    return Silence(
        while_open=_opens(table, "while_open"),
        within=_window(table),
        heard=read_optional_terms(table, "heard"),
        on_record=read_optional_terms(table, "on_record"),
    )


def _then(table: Table) -> Then:
    return Then(
        first=read_terms(table, "first"),
        then=read_terms(table, "then"),
        within=_window(table),
        until=read_optional_terms(table, "until"),
    )


def _omission(table: Table) -> Omission:
    return Omission(
        event=read_terms(table, "event"),
        held=read_terms(table, "held"),
        within=_window(table),
        until=read_optional_terms(table, "until"),
    )


def _cycle(table: Table) -> Cycle:
    return Cycle(
        this=read_terms(table, "this"),
        that=read_terms(table, "that"),
        at_least=table.number("at_least"),
        each_within=_window(table, "each_within"),
        within=_window(table),
        until=read_optional_terms(table, "until"),
        lasting=read_optional_terms(table, "lasting"),
    )


def _share(table: Table) -> Share:
    fewer = table.has("part_less_than")
    part, whole = _fraction(table, "part_less_than" if fewer else "part_at_least")
    share = Share(
        event=read_terms(table, "event"),
        of=read_terms(table, "of"),
        meets=read_terms(table, "meets"),
        other=read_terms(table, "other"),
        part=part,
        whole=whole,
        fewer=fewer,
        at_least=table.number("at_least"),
        within=_window(table),
        since=read_optional_terms(table, "since"),
        stands_for=_window(table, "stands_for") if table.has("stands_for") else None,
        until=read_optional_terms(table, "until"),
    )
    if meet_an_entry(share.meets, share.other):
        raise table.broken("a term of meets and one of other select the same entries")
    return share


def _change(table: Table) -> Change:
    return Change(
        event=read_terms(table, "event"),
        measured=read_terms(table, "measured"),
        at_least=table.number("at_least"),
        events=table.number("events"),
        within=_window(table),
        counts_for=_window(table, "counts_for"),
        until=read_optional_terms(table, "until"),
    )


def _including(table: Table, of: Terms) -> tuple[str, ...]:
    """Words of which one must be alive. One that nothing counts as would keep the question from ever being answered yes."""
    words = table.texts("including")
    strange = sorted(set(words) - words_of(of))
    if strange:
        raise table.broken(f"including asks for {', '.join(strange)}, which nothing it counts counts as")
    return words


def _each(table: Table) -> tuple[Terms, ...]:
    sets = []
    for one in table.tables("expects_each"):
        sets.append(read_terms(one, "any"))
        one.close()
    if len(sets) < 2:
        raise table.broken("expects_each names fewer than two things: say expects")
    return tuple(sets)


def _in_a_row(table: Table) -> InARow:
    row = InARow(of=read_terms(table, "of"), times=table.number("times", 2))
    table.close()
    return row


def _part_of(table: Table) -> PartOf:
    part, whole = _fraction(table, "at_least")
    part_of = PartOf(of=read_terms(table, "of"), part=part, whole=whole)
    table.close()
    return part_of


def _fraction(table: Table, key: str) -> tuple[int, int]:
    """A part of a whole: [1, 3] is a third."""
    said = table.take(key)
    whole = isinstance(said, list) and len(said) == 2 and all(type(each) is int for each in said)
    if not whole or not 0 < said[0] <= said[1]:
        raise table.broken(f"{key} should be two numbers, such as [1, 3] for a third")
    return said[0], said[1]


def _opens(table: Table, key: str) -> tuple[Open, ...]:
    """Pairs of what opens and what closes. The end of early help does not close social care's involvement."""
    opens = []
    for pair in table.tables(key):
        opens.append(Open(opened=read_terms(pair, "opened"), closed=read_terms(pair, "closed")))
        pair.close()
    if not opens:
        raise table.broken(f"{key} names nothing that opens")
    return tuple(opens)


def _window(table: Table, key: str = "within") -> Window:
    try:
        return Window.parse(table.text(key))
    except WrongUse as error:
        raise table.broken(str(error).rstrip(".")) from error
