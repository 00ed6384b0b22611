"""Splink, wrapped: pairs of records with their weight and how nearly each thing agrees.

A weight is the binary logarithm of how much more likely the two records are of one person than of two. It sums from its parts.
"""

import contextlib
import io
import logging
import re
from collections.abc import Callable, Iterator
from copy import deepcopy
from typing import Any

import duckdb
from splink import DuckDBAPI, Linker

from keepsight.people.matching.model import COMPARISONS, MISSING, Settings, column, words
from keepsight.people.matching.pair import LEAST_RECORDS, STRICT_FROM_YEAR, Pair

LEAST_WEIGHT = -4.0
"""Pairs that weigh less are not told: nothing would be asked of them, and there are many."""
DIGITS = 9
"""Of a weight, behind the point: how an engine rounds a logarithm must not say which of two pairs of one weight comes first."""
TOLD_OF_A_PAIR = """
SELECT record_l, record_r, match_weight, COLUMNS('^(gamma|mw)_'), born_on_l, born_on_r,
       unborn_l OR unborn_r AS unborn, is_child_l OR is_child_r AS is_child, is_child_l <> is_child_r AS one_is_a_child
FROM {} ORDER BY record_l, record_r
"""
TOLD = re.compile("match_weight|(gamma|mw)_.*|(record|born_on|unborn|is_child)_[lr]")
"""The columns of which that is made."""


Weigh = Callable[[duckdb.DuckDBPyConnection, Settings], str]
"""Lays the records of the table `standard` side by side: the name of a relation of those pairs that weigh enough."""


def weighed(duck: duckdb.DuckDBPyConnection, settings: Settings, weigh: Weigh | None = None) -> Iterator[Pair]:
    """Every pair of the table `standard` that the blocks lay side by side and that weighs enough to be told of.

    `weigh`: by which engine (None: `by_duckdb`).
    """
    (count,) = duck.execute("SELECT count(*) FROM standard").fetchall()[0]
    settings = settings | {"probability_two_random_records_match": 1 / max(count, LEAST_RECORDS)}
    if count < LEAST_RECORDS:
        settings = _every_name_alike(settings)
    rows = duck.execute(TOLD_OF_A_PAIR.format((weigh or by_duckdb)(duck, settings)))
    names = [each[0] for each in rows.description]
    while batch := rows.fetchmany(10_000):
        yield from (_pair(dict(zip(names, row, strict=True))) for row in batch)


def by_duckdb(duck: duckdb.DuckDBPyConnection, settings: Settings) -> str:
    """On this machine, within the database itself."""
    with quietly():
        linker = Linker(DuckDBAPI(duck).register("standard"), settings, log_level=logging.ERROR)
        found = linker.inference.predict(threshold_match_weight=LEAST_WEIGHT, warning_mode="never")
    return str(found.physical_name)


@contextlib.contextmanager
def quietly() -> Iterator[None]:
    """Splink writes progress to standard output, which belongs to the command's answer."""
    with contextlib.redirect_stdout(io.StringIO()):
        yield


def _every_name_alike(settings: Settings) -> Settings:
    """The same without weighing how rare a name is: among few records, that says nothing."""
    changed = deepcopy(settings)
    for comparison in changed["comparisons"]:
        for level in comparison["comparison_levels"]:
            level.pop("tf_adjustment_column", None)
    return changed


def _pair(row: dict[str, Any]) -> Pair:
    born = row["born_on_l"], row["born_on_r"]
    parts = {name: _part(row, column(name)) for name in COMPARISONS}
    return Pair(
        a=row["record_l"],
        b=row["record_r"],
        weight=round(row["match_weight"], DIGITS),
        agree={name: _word(name, row[f"gamma_{column(name)}"]) for name in COMPARISONS},
        parts={"to begin with": row["match_weight"] - sum(parts.values()), **parts},
        days_apart=abs((born[0] - born[1]).days) if born[0] and born[1] else None,
        unborn=row["unborn"],
        recent=any(day is not None and day.year >= STRICT_FROM_YEAR for day in born) or row["is_child"],
        one_is_a_child=row["one_is_a_child"],
    )


def _part(row: dict[str, Any], name: str) -> float:
    return float(row[f"mw_{name}"] + (row.get(f"mw_tf_adj_{name}") or 0.0))


def _word(name: str, step: int) -> str:
    return MISSING if step < 0 else words(name)[step]
