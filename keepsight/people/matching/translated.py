"""A model's conditions, written in DuckDB's words, in Spark's. The model itself, and so its name, stays as it is.

What is not known here is refused: a word that Spark takes too may mean something else there, and would weigh wrongly.
"""

from collections.abc import Callable
from copy import deepcopy
from typing import Any

import sqlglot
from sqlglot import exp

from keepsight.errors import WrongUse
from keepsight.people.matching.model import Settings

SAID_ALIKE = {
    *(exp.Column, exp.Identifier, exp.Literal, exp.Null, exp.Paren),
    *(exp.And, exp.Or, exp.EQ, exp.NEQ, exp.GT, exp.GTE, exp.LT, exp.LTE, exp.Is, exp.DPipe),
    *(exp.Sub, exp.Abs),  # of days, which are handed over as numbers: Spark makes an interval of two dates
    *(exp.Length, exp.StartsWith),
}
"""What both mean alike. `length` counts letters in both."""
LIKENESS, BYTES = "keepsight_likeness", "keepsight_bytes"  # as likeness.sql has them


def in_spark(settings: Settings) -> Settings:
    """The same settings for Splink on Spark. Raises WrongUse where a condition says what is not known here."""
    told = deepcopy(settings)
    for comparison in told["comparisons"]:
        for level in comparison["comparison_levels"]:
            if level["sql_condition"] != "ELSE":
                level["sql_condition"] = condition(level["sql_condition"])
    told["blocking_rules_to_generate_predictions"] = [
        {"blocking_rule": condition(rule["blocking_rule"])} for rule in told["blocking_rules_to_generate_predictions"]
    ]
    return told


def condition(written: str) -> str:
    """One condition in Spark's words. Raises WrongUse where it says what is not known here."""
    whole = exp.Paren(this=sqlglot.parse_one(written, read="duckdb"))
    parts = list(whole.walk())
    for part in parts:
        if type(part) not in SAID_ALIKE and type(part) not in SAID_OTHERWISE:
            raise _unknown(part, written)
    for part in reversed(parts):  # what is within, before what it is within
        if type(part) in SAID_OTHERWISE:
            part.replace(SAID_OTHERWISE[type(part)](part, written))
    said: str = whole.this.sql(dialect="spark", normalize_functions="lower")
    return said


def _likeness(part: exp.Expr, _: str) -> exp.Expr:
    return _of(LIKENESS, part.this, part.expression)


def _levenshtein(part: exp.Expr, _: str) -> exp.Expr:
    """DuckDB counts bytes that differ, and Spark letters."""
    return _of("levenshtein", _of(BYTES, part.this), _of(BYTES, part.expression))


def _overlap(part: exp.Expr, _: str) -> exp.Expr:
    return _of("arrays_overlap", part.this, part.expression)


def _piece(part: exp.Expr, written: str) -> exp.Expr:
    """`x[5]`, `x[1:4]` and `x[5:]` of a text."""
    (place,) = part.expressions
    if not isinstance(place, exp.Slice):
        first = last = _number(place, written) + 1  # sqlglot counts from 0
    else:
        first = _number(place.this, written)
        last = place.expression and _number(place.expression, written)
    if first < 1 or (isinstance(place, exp.Slice) and place.args.get("step")):
        raise _unknown(part, written)
    counted = (first, last - first + 1) if last else (first,)
    return _of("substring", part.this, *map(exp.Literal.number, counted))


def _of(name: str, *said: exp.Expr) -> exp.Expr:
    return exp.Anonymous(this=name, expressions=list(said))


def _number(part: Any, written: str) -> int:
    if not isinstance(part, exp.Literal) or not part.is_int:
        raise _unknown(part, written)
    return int(part.this)


def _unknown(part: Any, written: str) -> WrongUse:
    said = part.sql(dialect="duckdb") if isinstance(part, exp.Expr) else "a piece without a beginning"
    return WrongUse(
        f"Spark cannot weigh by this model: nothing says how '{said}' is said in Spark's words, in '{written}'",
        next_step="Leave --engine out: duckdb weighs on one machine.",
    )


SAID_OTHERWISE: dict[type[exp.Expr], Callable[[Any, str], exp.Expr]] = {
    exp.JarowinklerSimilarity: _likeness,
    exp.Levenshtein: _levenshtein,
    exp.ArrayOverlaps: _overlap,
    exp.Bracket: _piece,
    exp.Slice: lambda part, _: part,  # within a bracket
}
