# /// script
# requires-python = ">=3.11"
# dependencies = ["es-aces==0.7.3"]
# ///
"""ACES on MEDS, whose making is not counted: by_aces.py FOLDER AS_OF."""

import datetime as dt
import logging
import sys
from functools import partial
from pathlib import Path

import polars as pl
from aces import config, predicates, query
from omegaconf import OmegaConf
from questions import QUESTIONS, Gathers, Unanswered
from telling import Answers, tell

GATHERS = """
predicates: {{one: {{code: {one.kind}}}}}
trigger: one
windows:
  before:
    start: end - {one.days}d
    end: trigger
    start_inclusive: true
    end_inclusive: true
    has: {{one: "({one.at_least}, None)"}}
"""
UNANSWERED = """
predicates: {{one: {{code: {one.kind}}}, reply: {{code: {one.reply}}}}}
trigger: one
windows:
  after:
    start: trigger
    end: start + {one.days}d
    start_inclusive: true
    end_inclusive: true
    has: {{reply: "(None, 0)"}}
"""


def main() -> None:
    """Ask each of the three of the entries in the folder."""
    logging.disable(logging.CRITICAL)
    folder, as_of = Path(sys.argv[1]), dt.date.fromisoformat(sys.argv[2])
    meds = folder / "meds.parquet"
    entries = pl.read_parquet(folder / "entries.parquet")
    entries.select(
        subject_id=pl.col("child").cast(pl.Int64),
        time=pl.col("day").cast(pl.Datetime("us")),
        code=pl.col("kind"),
        numeric_value=pl.lit(None, pl.Float32),
    ).sort("subject_id", "time").write_parquet(meds)
    asks = {
        name: partial(_ask, meds, _written(folder, name, question), question, as_of)
        for name, question in QUESTIONS.items()
    }
    tell("ACES", folder, asks)


def _written(folder: Path, name: str, question: Gathers | Unanswered) -> Path:
    file = folder / f"{name}.yaml"
    file.write_text((GATHERS if isinstance(question, Gathers) else UNANSWERED).format(one=question), encoding="utf-8")
    return file


def _ask(meds: Path, written: Path, question: Gathers | Unanswered, as_of: dt.date) -> Answers:
    task = config.TaskExtractorConfig.load(written)
    found = query.query(
        task, predicates.get_predicates_df(task, OmegaConf.create({"path": str(meds), "standard": "meds"}))
    )
    if found.is_empty():
        return []
    on = found.select(child="subject_id", day=pl.col("trigger").cast(pl.Date))
    if isinstance(question, Unanswered):
        late = pl.col("day") + pl.duration(days=question.days + 1)
        on = on.filter(late <= as_of).with_columns(day=late)
    return on.group_by("child").agg(pl.col("day").min()).rows()


if __name__ == "__main__":
    main()
