# /// script
# requires-python = ">=3.11"
# dependencies = ["polars==1.31.0"]
# ///
"""Polars, lazily: by_polars.py FOLDER AS_OF."""

import datetime as dt
import sys
from functools import partial
from pathlib import Path

import polars as pl
from questions import QUESTIONS, Gathers, Unanswered
from telling import Answers, tell


def main() -> None:
    """Ask each of the three of the entries in the folder."""
    folder, as_of = Path(sys.argv[1]), dt.date.fromisoformat(sys.argv[2])
    entries = pl.scan_parquet(folder / "entries.parquet")
    tell("Polars", folder, {name: partial(_ask, entries, question, as_of) for name, question in QUESTIONS.items()})


def _ask(entries: pl.LazyFrame, question: Gathers | Unanswered, as_of: dt.date) -> Answers:
    these = entries.filter(pl.col("kind") == question.kind).select("child", "day").sort("child", "day")
    if isinstance(question, Gathers):
        counted = these.rolling("day", period=f"{question.days + 1}d", group_by="child").agg(pl.len().alias("many"))
        so = counted.filter(pl.col("many") >= question.at_least)
    else:
        replies = entries.filter(pl.col("kind") == question.reply).select("child", "day").sort("child", "day")
        near = replies.with_columns(replied=pl.col("day"))
        beside = these.join_asof(near, on="day", by="child", strategy="forward")
        late = pl.col("day") + pl.duration(days=question.days + 1)
        unanswered = pl.col("replied").is_null() | (pl.col("replied") >= late)
        so = beside.filter(unanswered & (late <= as_of)).with_columns(day=late)
    return so.group_by("child").agg(pl.col("day").min()).collect().rows()


if __name__ == "__main__":
    main()
