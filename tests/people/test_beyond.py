"""Beyond one machine the same pairs are weighed, weigh the same, and are parted alike: Splink on Spark beside Splink on DuckDB."""

import random
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

import duckdb
import pytest

from keepsight.people.matching import beyond, weighing
from keepsight.people.matching.beyond import by_spark, know_our_words
from keepsight.people.matching.bulk import match
from keepsight.people.matching.clustering import Parted, part
from keepsight.people.matching.guards import Weighed
from keepsight.people.matching.model import ALIKE, COMPARISONS, trained, words
from keepsight.people.matching.pair import Pair
from keepsight.people.matching.standardising import standardise
from keepsight.store.spark import installed
from tests.patterns.on_spark import a_session, needed
from tests.people.families import Generated, Told, generated
from tests.people.matching_sets import as_told, said
from tests.people.test_two import WORDS

ASKING = "tests/people/test_beyond.py"
FEW_PARTS = "--master local[2] --conf spark.ui.enabled=false --conf spark.sql.shuffle.partitions=2 pyspark-shell"
FAMILIES = 300
AS_GOOD_AS_THE_SAME = 1e-6
A_LAST_BIT = 1e-15  # of a number up to 1: how the two round
# Letter by letter, so that a slip of the hand in a name is one here too. In the second, vowels are signs on the letter before.
CYRILLIC = str.maketrans("abcdefghijklmnopqrstuvwxyz", "абцдефгхийклмнопярстувщыжз")
DEVANAGARI = str.maketrans("abcdefghijklmnopqrstuvwxyz", "ाबचदेफगहीजकलमनोपखरसतुवथशयझ")
SPELT = {"polish": CYRILLIC, "south_asian": DEVANAGARI}


@dataclass(frozen=True, slots=True)
class Matched:
    """What one engine weighed, and what came of it."""

    pairs: list[Pair]
    parted: Parted


@pytest.fixture(scope="module")
def spark() -> Iterator[Any]:
    """A session of this machine's own, with as few parts as so little data needs."""
    needed(ASKING)
    with a_session(parts=2, memory="2g") as begun:
        yield begun


@pytest.mark.long
def test_what_is_handed_over_lies_in_one_folder_and_is_taken_away(tmp_path, monkeypatch):
    """Asked first, for it is of a session that the matching begins by itself, and ends."""
    needed(ASKING)
    lies = []

    def seen(spark: Any) -> None:
        context = spark.sparkContext
        lies.extend((context.getConf().get("spark.local.dir"), context.getCheckpointDir()))
        know_our_words(spark)

    monkeypatch.setenv("PYSPARK_SUBMIT_ARGS", FEW_PARTS)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setattr(beyond, "know_our_words", seen)
    strangers = said({"forename": "Ann", "surname": "Smith"}, {"forename": "Ben", "surname": "Jones"})
    assert len(match(strangers, engine="spark").parted.groups) == 2
    assert [place.removeprefix("file:").startswith(f"{tmp_path}/keepsight-matching-") for place in lies] == [True, True]
    assert list(tmp_path.iterdir()) == []
    assert installed().SparkSession.getActiveSession() is None


@pytest.fixture(scope="module")
def both(spark) -> dict[str, Matched]:
    """By DuckDB and by Spark: the pairs of one set in which rare names weigh more than common ones, and how they were parted."""
    told = as_told(in_their_own_letters(generated(9_950, FAMILIES, slips=2.0, twins=0.3)).told)
    with tempfile.TemporaryDirectory() as folder, duckdb.connect() as duck, pytest.MonkeyPatch.context() as patch:
        patch.setattr(weighing, "LEAST_RECORDS", standardise(duck, told))
        by = {"duckdb": weighing.by_duckdb, "spark": partial(by_spark, Path(folder))}
        pairs = {engine: list(weighing.weighed(duck, trained(), weigh)) for engine, weigh in by.items()}
        return {engine: Matched(found, part(duck, found)) for engine, found in pairs.items()}


@pytest.mark.long
def test_the_same_pairs_are_weighed_and_weigh_the_same_and_each_thing_agrees_as_nearly(both):
    ours, theirs = both["duckdb"].pairs, both["spark"].pairs
    assert [(pair.a, pair.b) for pair in ours] == [(pair.a, pair.b) for pair in theirs], "in the same order"
    for one, other in zip(ours, theirs, strict=True):
        assert one.agree == other.agree
        assert one.weight == pytest.approx(other.weight, rel=0, abs=AS_GOOD_AS_THE_SAME)
        assert one.parts == pytest.approx(other.parts, rel=0, abs=AS_GOOD_AS_THE_SAME)
        facts = ("days_apart", "unborn", "recent", "one_is_a_child")
        assert [getattr(one, name) for name in facts] == [getattr(other, name) for name in facts]
    met = {(name, pair.agree[name]) for pair in ours for name in COMPARISONS}
    assert met >= {(name, word) for name in COMPARISONS for word in words(name)}, "every step was tried"


@pytest.mark.long
def test_people_are_parted_and_asked_about_alike(both):
    ours, theirs = both["duckdb"].parted, both["spark"].parted
    assert ours.groups == theirs.groups
    assert ours.left == theirs.left
    assert told(ours.links) == told(theirs.links)
    assert told(ours.questions) == told(theirs.questions)
    assert min(len(ours.links), len(ours.questions)) > 50


def told(made: Iterable[Weighed]) -> list[tuple[str, str, str, str, str]]:
    return [(one.pair.a, one.pair.b, one.band, one.rule, one.words) for one in made]


@pytest.mark.long
def test_two_words_are_as_like_to_spark_as_to_duckdb(spark):
    die = random.Random(2)
    drawn = ["".join(die.choice("aabcdeéф ") for _ in range(die.randint(1, 12))) for _ in range(400)]
    pairs = [(one, other) for one in [*WORDS, ""] for other in [*WORDS, ""]]
    pairs += [tuple(die.sample(drawn, 2)) for _ in range(10_000)]
    rows = [(one, other, number) for number, (one, other) in enumerate(pairs)]
    know_our_words(spark)
    spark.createDataFrame(rows, "one string, other string, number int").createOrReplaceTempView("pair")
    theirs = spark.sql("SELECT keepsight_likeness(one, other) AS like FROM pair ORDER BY number").collect()
    with duckdb.connect() as duck:
        ours = duck.execute(
            "SELECT jaro_winkler_similarity(pair[1], pair[2]) FROM (SELECT unnest($pairs) AS pair)", {"pairs": pairs}
        ).fetchall()
    assert [row.like for row in theirs] == pytest.approx([like for (like,) in ours], rel=0, abs=A_LAST_BIT)
    for enough in (ALIKE, 0.9):
        assert [row.like >= enough for row in theirs] == [like >= enough for (like,) in ours]


def in_their_own_letters(families: Generated) -> Generated:
    """The same families, some of whom every agency writes down in another alphabet."""
    return replace(families, told=[_spelt(families, one) for one in families.told])


def _spelt(families: Generated, told: Told) -> Told:
    someone = families.people[families.about[told.record]]
    letters = SPELT.get(someone.origin) if someone.family % 2 else None
    if letters is None:
        return told
    forename, surname = (name and name.lower().translate(letters) for name in (told.forename, told.surname))
    return replace(
        told, forename=forename, surname=surname, kin=tuple(name.lower().translate(letters) for name in told.kin)
    )
