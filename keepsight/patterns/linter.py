"""Holds the shapes to SQL that every engine understands alike.

Translators warn of little, and most failures are silent: an ORDER BY dropped inside a list, a window's DISTINCT refused
at run time, a month's end that does not clamp. So a shape may use only what stands in the lists below; whatever else it
holds is a fault with a name. The list is short on purpose: lengthening it is a decision about every engine.
"""

from collections.abc import Iterator

import sqlglot
from sqlglot import exp

# Names and plain values, tables and joins, conditions: the same everywhere.
PLAIN = (
    exp.Identifier, exp.Column, exp.Literal, exp.Null, exp.Neg, exp.Alias, exp.Table, exp.TableAlias, exp.Star,
    exp.Select, exp.From, exp.Join, exp.Where, exp.Group, exp.Having, exp.With, exp.CTE, exp.Subquery, exp.Paren,
    exp.Union, exp.Distinct, exp.And, exp.Or, exp.Not, exp.EQ, exp.NEQ, exp.GT, exp.GTE, exp.LT, exp.LTE, exp.Is,
    exp.In, exp.Exists, exp.Case, exp.If, exp.Cast, exp.DataType, exp.Coalesce,
)  # fmt: skip
COUNTED = (exp.Count, exp.Sum, exp.Min, exp.Max, exp.Mul)
# FIRST_VALUE names the entry that began an interval; its frame and total order make it the same on each engine.
# LEAST and GREATEST pass over a NULL on all of them (on MySQL they would not; it is no engine of ours).
WINDOWED = (
    exp.Window, exp.WindowSpec, exp.Order, exp.Ordered, exp.RowNumber, exp.Lag, exp.Lead, exp.FirstValue, exp.Least,
    exp.Greatest,
)  # fmt: skip
ALLOWED = PLAIN + COUNTED + WINDOWED
# A moment and hours: the one sum that no calendar table can hold, argued where it stands (shapes/awaited.sql).
MOMENT_PLUS_HOURS = "at_moment + hours"
ENTRIES = ("entry", "event", "held")
"""What a column that names an entry is called, or ends in: no two rows of a line of entries share one."""
WHOLE_FRAME = (exp.RowNumber, exp.Lag, exp.Lead)  # these look at rows, and take no frame


def faults(text: str) -> list[str]:
    """What is wrong with a shape's text, one sentence for each fault. None: an empty list."""
    try:
        tree = sqlglot.parse_one(text, read="postgres")
    except sqlglot.errors.ParseError:
        return ["This is no SQL that can be read"]
    if not isinstance(tree, exp.Select | exp.Union):
        return [f"A shape asks and changes nothing: {_named(tree)}"]
    return sorted({fault for node in tree.walk() for fault in _faults(node)} | set(_of_orders(tree)))


def _faults(node: exp.Expr) -> Iterator[str]:
    if isinstance(node, exp.Add):
        if node.sql() != MOMENT_PLUS_HOURS:
            yield f"Sums differ between engines: {node.sql()}"
        return
    if not isinstance(node, ALLOWED):
        yield f"Not in the safe subset: {_named(node)}"
    if isinstance(node, exp.Select) and any(isinstance(one, exp.Star) for one in node.expressions):
        yield "A shape names its columns: SELECT *"
    if isinstance(node, exp.Distinct) and node.args.get("on"):
        yield "DISTINCT ON is PostgreSQL's alone"
    if isinstance(node, exp.Table) and any(node.args.get(word) for word in ("db", "catalog", "laterals", "sample")):
        yield f"A shape reads relations by one name: {node.sql()}"
    if isinstance(node, exp.Join) and node.args.get("side") in ("RIGHT", "FULL"):
        yield f"Only inner, left and cross joins: {node.args['side']} JOIN"
    if isinstance(node, exp.Window):
        yield from _of_window(node)


def _of_window(node: exp.Window) -> Iterator[str]:
    if node.find(exp.Distinct):
        yield "DISTINCT inside a window fails on most engines"
    if node.args.get("alias") and not node.args.get("order") and not node.args.get("partition_by"):
        return  # it uses a window that is spelt out elsewhere, and looked at there
    frame = node.args.get("spec")
    if frame is not None and not _from_the_beginning(frame):
        yield f"A frame runs from the beginning to the current row, or to the one before: {frame.sql()}"
    aggregated = not isinstance(node.this, WHOLE_FRAME)
    if aggregated and node.args.get("order") and frame is None:
        yield "A window that is ordered says its frame in rows: the default differs in ties"
    if isinstance(node.this, WHOLE_FRAME) and not node.args.get("order"):
        yield f"{_named(node.this)} needs an order"


def _of_orders(tree: exp.Expr) -> Iterator[str]:
    """Of two rows that an order leaves level, each engine takes the one it likes: an order names an entry, or each row."""
    tables = {cte.alias: cte.this for cte in tree.find_all(exp.CTE)}
    for order in tree.find_all(exp.Order):
        select, window = order.find_ancestor(exp.Select), order.find_ancestor(exp.Window)
        if select is None or window is None:
            continue
        ordered = {column.name for column in order.find_all(exp.Column)}
        within = {column.name for one in window.args.get("partition_by") or () for column in one.find_all(exp.Column)}
        rows = _one_row_each(select, tables)
        if not any(name.endswith(ENTRIES) for name in ordered) and not (rows and rows <= ordered | within):
            yield f"An order that leaves rows level: {order.sql()}"


def _one_row_each(select: exp.Expr, tables: dict[str, exp.Expr]) -> set[str]:
    """The columns that name one row of what a SELECT reads, where it reads what was grouped, at once or row for row. Else none."""
    source = select.args.get("from_") or select.args.get("from")
    joined = [join.this.name for join in select.args.get("joins") or ()]
    table = tables.get(source.this.name) if source else None
    if not isinstance(table, exp.Select) or not all(name.endswith("_sheet") for name in joined):
        return set()
    group = table.args.get("group")
    return {column.name for column in group.expressions} if group else _one_row_each(table, tables)


def _from_the_beginning(frame: exp.Expr) -> bool:
    said = [str(frame.args.get(word)) for word in ("kind", "start", "start_side", "end", "end_side")]
    return said in (
        ["ROWS", "UNBOUNDED", "PRECEDING", "CURRENT ROW", "None"],
        ["ROWS", "UNBOUNDED", "PRECEDING", "1", "PRECEDING"],
    )


def _named(node: exp.Expr) -> str:
    """The construct in SQL's own word."""
    names = node.sql_names() if isinstance(node, exp.Func) and not isinstance(node, exp.Anonymous) else []
    return names[0] if names else (node.name if isinstance(node, exp.Anonymous) else node.key.upper())
