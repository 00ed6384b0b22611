# /// script
# requires-python = ">=3.11"
# dependencies = ["pandas==2.3.3", "pyarrow==21.0.0"]
# ///
"""pandas, a child at a time: by_pandas.py FOLDER AS_OF."""

import datetime as dt
import sys
from functools import partial
from pathlib import Path

import numpy as np
import pandas as pd
from questions import QUESTIONS, Gathers, Unanswered
from telling import Answers, tell


def main() -> None:
    """Ask each of the three of the entries in the folder."""
    folder, as_of = Path(sys.argv[1]), dt.date.fromisoformat(sys.argv[2])
    tell("pandas", folder, {name: partial(_ask, folder, question, as_of) for name, question in QUESTIONS.items()})


def _ask(folder: Path, question: Gathers | Unanswered, as_of: dt.date) -> Answers:
    these = _of(folder, question.kind)
    if isinstance(question, Gathers):
        return _gathers(these, question)
    return _unanswered(these, dict(_of(folder, question.reply)), question, as_of)


def _of(folder: Path, kind: str) -> list[tuple[int, np.ndarray]]:
    rows = pd.read_parquet(folder / "entries.parquet", columns=["child", "day"], filters=[("kind", "==", kind)])
    rows["day"] = rows["day"].astype("datetime64[s]")
    return [(child, np.sort(days.to_numpy())) for child, days in rows.groupby("child")["day"]]


def _gathers(these: list[tuple[int, np.ndarray]], question: Gathers) -> Answers:
    window = np.timedelta64(question.days, "D")
    for child, days in these:
        many = np.searchsorted(days, days, side="right") - np.searchsorted(days, days - window, side="left")
        if (many >= question.at_least).any():
            yield child, str(days[np.argmax(many >= question.at_least)])


def _unanswered(
    these: list[tuple[int, np.ndarray]], replies: dict[int, np.ndarray], question: Unanswered, as_of: dt.date
) -> Answers:
    window, none = np.timedelta64(question.days + 1, "D"), np.array([], dtype="datetime64[s]")
    for child, days in these:
        told = replies.get(child, none)
        within = np.searchsorted(told, days + window, side="left") - np.searchsorted(told, days, side="left")
        late = (days + window)[(within == 0) & (days + window <= np.datetime64(as_of))]
        if len(late):
            yield child, str(late[0])


if __name__ == "__main__":
    main()
