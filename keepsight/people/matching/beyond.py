"""One weighing beyond one machine: Splink weighs on Spark, by the same model, and its pairs come back to be read one by one.

What is handed over lies in the folder of the matching and nowhere else, and so do Splink's steps and Spark's passing files (but for
those of a cluster's machines, which lie where the cluster says): every machine must see that folder (docs/running.md).
"""

from __future__ import annotations

import importlib
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb
from splink import Linker

from keepsight.people.matching.model import Settings
from keepsight.people.matching.translated import in_spark
from keepsight.people.matching.weighing import LEAST_WEIGHT, TOLD, quietly
from keepsight.store.spark import installed, session

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

LIKENESS = (Path(__file__).parent / "likeness.sql").read_text(encoding="utf-8")
HANDED_OVER = """
SELECT * EXCLUDE (agency, expected_on) REPLACE (CAST(born_on - DATE '1970-01-01' AS INTEGER) AS born_on) FROM standard
"""
BACK = "* REPLACE (DATE '1970-01-01' + born_on_l AS born_on_l, DATE '1970-01-01' + born_on_r AS born_on_r)"


def by_spark(folder: Path, duck: duckdb.DuckDBPyConnection, settings: Settings) -> str:
    """Weigh the pairs of the table `standard` on Spark. The name of a view of them, which lie in the folder.

    Raises WrongUse where Spark or Java is not there, or where a condition of the model has no words in Spark.
    """
    told = in_spark(settings)
    standard, weighed = folder / "standard.parquet", folder / "weighed"
    duck.sql(HANDED_OVER).write_parquet(str(standard), compression="zstd")
    with _begun(folder) as spark, quietly():
        api = importlib.import_module("splink.backends.spark").SparkAPI(
            spark_session=spark, register_udfs_automatically=False
        )
        linker = Linker(api.register(spark.read.parquet(standard.as_uri())), told, log_level=logging.ERROR)
        # Asked for the heavy ones alone, Spark would work out each thing compared anew wherever the weight is spoken of.
        found = linker.inference.predict(warning_mode="never").as_spark_dataframe()
        told_of = [name for name in found.columns if TOLD.fullmatch(name)]
        found.where(f"match_weight >= {LEAST_WEIGHT}").select(told_of).write.parquet(weighed.as_uri())
    duck.read_parquet(f"{weighed}/*.parquet").project(BACK).create_view("weighed", replace=True)
    return "weighed"


@contextmanager
def _begun(folder: Path) -> Iterator[SparkSession]:
    """A session that knows our functions and keeps its steps in the folder. One that was not there before is ended."""
    before = installed().SparkSession.getActiveSession()
    spark = session({"spark.local.dir": str(folder)})
    try:
        spark.sparkContext.setCheckpointDir(folder.as_uri())
        know_our_words(spark)
        yield spark
    finally:
        if before is None:
            spark.stop()


def know_our_words(spark: SparkSession) -> None:
    """Teach a session what `translated` says and Spark does not know by itself."""
    for statement in LIKENESS.rstrip(";\n").split(";\n"):
        spark.sql(statement)
