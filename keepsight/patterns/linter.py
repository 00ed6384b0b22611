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
WHOLE_FRAME = (exp.RowNumber, exp.Lag, exp.Lead)  # these look at rows, and take no frame


def faults(text: str) -> list[str]:
    """What is wrong with a shape's text, one sentence for each fault. None: an empty list."""
    try:
        tree = sqlglot.parse_one(text, read="postgres")
    except sqlglot.errors.ParseError:
        return ["This is no SQL that can be read"]
    if not isinstance(tree, exp.Select | exp.Union):
        return [f"A shape asks and changes nothing: {_named(tree)}"]
    return sorted({fault for node in tree.walk() for fault in _faults(node)})


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
        yield f"A frame runs from the beginning to the current row: {frame.sql()}"
    aggregated = not isinstance(node.this, WHOLE_FRAME)
    if aggregated and node.args.get("order") and frame is None:
        yield "A window that is ordered says its frame in rows: the default differs in ties"
    if isinstance(node.this, WHOLE_FRAME) and not node.args.get("order"):
        yield f"{_named(node.this)} needs an order"


def _from_the_beginning(frame: exp.Expr) -> bool:
    said = (frame.args.get("kind"), frame.args.get("start"), frame.args.get("start_side"), frame.args.get("end"))
    return said == ("ROWS", "UNBOUNDED", "PRECEDING", "CURRENT ROW")


def _named(node: exp.Expr) -> str:
    """The construct in SQL's own word."""
    names = node.sql_names() if isinstance(node, exp.Func) and not isinstance(node, exp.Anonymous) else []
    return names[0] if names else (node.name if isinstance(node, exp.Anonymous) else node.key.upper())
