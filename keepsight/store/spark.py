"""Spark, begun: what the rooms that ask it share. It is fetched by those alone who ask for it.

It refuses, in plain words, where Spark or its Java is not there.
"""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from types import ModuleType
from typing import TYPE_CHECKING

from keepsight.errors import WrongUse

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

SETTINGS = {
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.parquet.inferTimestampNTZ.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
}
"""What our texts rest on; all else is said where Spark is set up (spark-defaults.conf)."""


def session(also: Mapping[str, str] | None = None) -> SparkSession:
    """The session of this process, begun if there is none. `also`: settings for one that is begun.

    Raises WrongUse where Spark or Java is not there.
    """
    builder = installed().SparkSession.builder.appName("keepsight")
    for name, value in {**SETTINGS, **(also or {})}.items():
        builder = builder.config(name, value)
    try:
        begun: SparkSession = builder.getOrCreate()
    except Exception as wrong:
        if type(wrong).__module__.split(".")[0] != "pyspark":
            raise
        raise WrongUse("Spark could not start", next_step="It needs Java 17 or later, found by JAVA_HOME.") from wrong
    return begun


def installed() -> ModuleType:
    """The library `pyspark.sql`. Raises WrongUse where it is not installed."""
    try:
        return importlib.import_module("pyspark.sql")
    except ImportError as missing:
        how = "Install it: pip install 'keepsight[spark]'. Or leave --engine out: duckdb does it on one machine."
        raise WrongUse("Spark is not installed here", next_step=how) from missing
