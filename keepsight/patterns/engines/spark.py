"""Spark: the same shapes over tables that one machine cannot hold.

The texts are the ones every engine reads, translated by sqlglot and taken apart at their common table expressions: as one
statement Spark would plan a part anew for each place that reads it, and the plan would not end. What several places read is
worked out once and kept; the rest stays a view. It opens nothing: whoever asks brings the session, and the relations as views.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

import sqlglot
from sqlglot import exp

from keepsight.patterns.answers import ROW
from keepsight.patterns.relations import LENGTH, NUMBER, WORD, Relation, relations
from keepsight.patterns.sheets import SHAPES, Sheet
from keepsight.patterns.statement import HELD, shape_texts

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

GIVEN = ("entry", "clock", "told", "stated", "as_of")
"""The views that the caller brings, with the columns of columns.md. Spark has no type for a UUID: ids are their words."""

_TYPES = {WORD: "string", NUMBER: "int", LENGTH: "interval day to second"}
_MEASURE = "COALESCE(counted, DATEDIFF(until_on, since_on))"


def answers(spark: SparkSession, sheets: Iterable[Sheet], shapes: Mapping[str, str] | None = None) -> DataFrame:
    """The rows `answers.ROW` of the views of `GIVEN`, ids as words, worked out when somebody reads them.

    `shapes`, the texts of `statement.shape_texts()`, may be replaced in tests.
    """
    asked, texts = tuple(sheets), shapes or shape_texts()
    for relation in relations(asked):
        _keep_relation(spark, relation)
    for name in HELD:
        _part(spark, name, texts[name]).localCheckpoint().createOrReplaceTempView(name)
    answered = [_answered(spark, shape, texts[shape]) for shape in SHAPES if any(one.shape == shape for one in asked)]
    whole = answered[0]
    for one in answered[1:]:
        whole = whole.unionByName(one)
    return whole


def _answered(spark: SparkSession, shape: str, text: str) -> DataFrame:
    columns = [_MEASURE + " AS measure" if name == "measure" else name for name in ROW]
    return _part(spark, shape, text).selectExpr(*columns)


def _keep_relation(spark: SparkSession, relation: Relation) -> None:
    """A relation of the library as a view. It is small: each machine is sent the whole of it."""
    schema = ", ".join(f"{name} {_TYPES[type_]}" for name, type_ in relation.columns)
    spark.createDataFrame([tuple(row) for row in relation.rows], schema).coalesce(1).createOrReplaceTempView(
        relation.name
    )


def _part(spark: SparkSession, text_name: str, text: str) -> DataFrame:
    """What a text says, its common table expressions each a view of their own, kept where several places read it."""
    tree = sqlglot.parse_one(text, read="postgres")
    views: dict[str, str] = {}
    for name, query, often in _taken_apart(tree):
        frame = spark.sql(_in_spark(query, views))
        views[name] = f"{text_name}__{name}"
        (frame.localCheckpoint() if often else frame).createOrReplaceTempView(views[name])
    return spark.sql(_in_spark(tree, views))


def _taken_apart(tree: exp.Expr) -> Iterator[tuple[str, exp.Expr, bool]]:
    """The common table expressions of a text in their order, taken out of it: name, query, and whether several places read it."""
    with_ = tree.args.get("with_")
    if with_ is None:
        return
    tree.set("with_", None)
    parts = [(each.alias, each.this) for each in with_.expressions]
    read = [table.name for query in (*(query for _, query in parts), tree) for table in query.find_all(exp.Table)]
    for name, query in parts:
        yield name, query, read.count(name) > 1


def _in_spark(query: exp.Expr, views: Mapping[str, str]) -> str:
    """A query in Spark's words, reading the views that stand for the parts of its text."""
    told = query.copy()
    for table in told.find_all(exp.Table):
        if table.name in views:
            table.replace(exp.to_table(views[table.name]).as_(table.alias or table.name))
    return told.sql(dialect="spark")
