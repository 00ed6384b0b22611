"""Training: the weights of the model are worked out from records, without anybody saying which are of one person.

It is done about once a year, on a store's own records or on a generated set; the model stays as it is between.
"""

import datetime as dt
import logging
import warnings
from collections.abc import Sequence
from typing import Any

import duckdb
from splink import DuckDBAPI, Linker

from keepsight.people.matching.model import TRAINED_ON, Settings, name_of, shape
from keepsight.people.matching.weighing import quietly

PAIRS_BY_CHANCE = 1e6  # drawn to see how often two people agree by chance
SEED = 20_261_126
LEAST_TO_TRAIN_ON = 10_000
"""Records. Of fewer, the rarer steps (a date turned round, names swapped) are not met often enough to weigh."""


def train(duck: duckdb.DuckDBPyConnection, *, on: str, day: dt.date, alike: Sequence[str] = TRAINED_ON) -> Settings:
    """The table `standard` makes a model: its settings with weights, and the record of the run.

    `on` says in words what it was trained on. Nothing of any record is in the file: how rare a name is, is counted in the records
    that are compared. `alike`: pairs that agree so stand for one person more often than not.
    """
    (count,) = duck.execute("SELECT count(*) FROM standard").fetchall()[0]
    with quietly(), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        linker = Linker(DuckDBAPI(duck).register("standard"), shape(), log_level=logging.ERROR)
        linker.training.estimate_u_using_random_sampling(max_pairs=PAIRS_BY_CHANCE, seed=SEED)
        for rule in alike:
            linker.training.estimate_parameters_using_expectation_maximisation(rule, fix_u_probabilities=True)
        settings = _filled(linker.misc.save_model_to_json())
    return {"trained": _run(settings, on, day, int(count), alike), "settings": settings}


def _filled(settings: Settings) -> Settings:
    """A step never met by chance is as rare as one of the pairs drawn; one never met in one person says nothing either way."""
    for comparison in settings["comparisons"]:
        for level in comparison["comparison_levels"]:
            if not level.get("is_null_level"):
                level["u_probability"] = level.get("u_probability") or 1 / PAIRS_BY_CHANCE
                level["m_probability"] = level.get("m_probability") or level["u_probability"]
    return settings


def _run(settings: Settings, on: str, day: dt.date, count: int, alike: Sequence[str]) -> dict[str, Any]:
    return {
        "on": on,
        "day": day.isoformat(),
        "records": count,
        "seed": SEED,
        "pairs_by_chance": int(PAIRS_BY_CHANCE),
        "trained_where": list(alike),
        "by_hand": ["NHS number and pupil number: u", "family: m and u"],
        "sha256": name_of(settings),
    }
