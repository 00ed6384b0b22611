"""A population: the projection's folder, opened for questions in DuckDB, its persons and words as small numbers.

It opens an engine in memory, which puts on the disk what does not fit, and never writes to the folder.
"""
# ruff: noqa: S608  (its texts are put together from our own names: tables, columns, words of the vocabulary)

from collections.abc import Iterable
from datetime import date
from pathlib import Path

import duckdb

from keepsight.chronology.folder import PARTS, SCHEMAS, mark_of, relation
from keepsight.clocks import Window, gone_on
from keepsight.clocks.pregnancy import LENGTH as PREGNANCY
from keepsight.clocks.pregnancy import LONGEST_WEEKS
from keepsight.clocks.windows import CALENDAR_FIRST, CALENDAR_LAST
from keepsight.patterns.engines import duckdb as engine
from keepsight.patterns.engines.as_tables import NO_ANSWER, keep, keep_library
from keepsight.patterns.questions import Awaited, Change, Count, Cycle, Omission, Share, Silence, Then
from keepsight.patterns.relations import NUMBER
from keepsight.patterns.sheets import Sheet, windows_asked
from keepsight.patterns.statement import shape_texts
from keepsight.patterns.terms import AGES
from keepsight.vocabulary import KINDS, stated_words

TEXTS = {file.stem: file.read_text(encoding="utf-8") for file in Path(__file__).parent.glob("*.sql")}

MEMORY = "1GB"
"""What the engine may hold at once; the rest waits on the disk."""


_KEPT_AS = {"stated": "written"}
"""What another relation has the name of."""


class Population:
    """A folder's children, and what bears on them. `mark` is what the folder held when it was opened."""

    def __init__(self, folder: Path, sheets: Iterable[Sheet] | None, *, memory: str = MEMORY) -> None:
        """Open a folder to be asked some sheets: no more is read than what they ask. None: everything."""
        self.mark = mark_of(folder)
        self.sheets = tuple(sheets or ())
        self.shapes = shape_texts()
        self.duck = duckdb.connect(config={"memory_limit": memory, "preserve_insertion_order": False})
        self.duck.execute("SET TimeZone = 'UTC'; SET arrow_lossless_conversion = true; SET enable_progress_bar = false")
        for table in SCHEMAS:
            kept = "VIEW" if table in PARTS else "TABLE"
            self.duck.execute(
                f"CREATE TEMP {kept} {_KEPT_AS.get(table, table)} AS {relation(folder, self.mark, table)}"
            )
        self._keep_library()
        self.duck.execute(_RECORDED_HERE, {"here": [name for name, kind in KINDS.items() if kind.recorded_here]})
        self.duck.execute(_PREGNANCY)
        self.duck.execute(TEXTS["people"])
        self.duck.execute(TEXTS["told"])
        kinds = _EVERY_KIND if sheets is None else _KINDS_ASKED
        self.duck.execute(f"CREATE TEMP TABLE asked AS SELECT * FROM saying JOIN ({kinds}) AS kinds USING (kind)")
        self.duck.execute(_NO_CALENDAR)

    def ask_as_of(self, day: date) -> None:
        """Say as of which day the sheets are asked."""
        self.duck.execute("CREATE OR REPLACE TEMP TABLE as_of AS SELECT $day::DATE AS as_of", {"day": day})

    def bear(self, children: str, as_of: date | None) -> None:
        """Work out what bears on some children, a query for their numbers: of what happened by `as_of`, or (None) at all."""
        self.duck.execute(f"CREATE OR REPLACE TEMP TABLE bucket AS {children}")
        self.duck.execute(TEXTS["bucket"])
        self.duck.execute(TEXTS["bearing"], {"as_of": as_of})

    def entry(self) -> str:
        """A query for the relation `entry` of columns.md, of those of whom it was worked out."""
        return TEXTS["entry"]

    def hit(self) -> None:
        """Work out which part of which pattern each of it can play."""
        self.read_calendar()
        self.duck.execute(_MATCHED.format(combination=TEXTS["combination"], hit=self.shapes["hit"]))
        self.duck.execute(TEXTS["hit"])
        self.duck.execute(TEXTS["feeds"])

    def answer(self) -> None:
        """Work out what the sheets answer of them."""
        for name, text in engine.held_texts(self.shapes):
            self.duck.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS {text}\n")
        self.duck.execute(NO_ANSWER)
        for text in engine.answer_texts(self.sheets, self.shapes):
            self.duck.execute(f"INSERT INTO answer {text}")

    def entries(self) -> int:
        """How many entries the folder holds, replaced accounts and undated ones too."""
        rows = "SELECT records, count(*) AS rows FROM entries GROUP BY records"
        return self._one(f"SELECT COALESCE(sum(rows // records), 0) FROM ({rows})")

    def count(self, children: str) -> int:
        """How many children a table names."""
        return self._one(f"SELECT count(*) FROM {children}")

    def buckets(self, children: str, entries_at_once: int) -> list[str]:
        """The children of a table in buckets: queries for their numbers. Neighbours stay together."""
        share = self.count(children) / max(self.count("childhood"), 1)
        many = max(1, round(self._one("SELECT count(*) FROM entries") * share / entries_at_once))
        place = f"SELECT child, ntile({many}) OVER (ORDER BY child) AS bucket FROM {children}"
        return [f"SELECT child FROM ({place}) WHERE bucket = {number}" for number in range(1, many + 1)]

    def touched_since(self, step: int) -> bool:
        """Whether it can be said who was touched since a step: `again` are then the children to ask again.

        `dropped` are the persons of whom nothing that was said before still counts. False: everybody was touched.
        """
        if self._one(f"SELECT count(*) FROM touched WHERE person IS NULL AND step > {step}"):
            return False
        self.duck.execute(TEXTS["again"].replace("{step}", str(step)))
        return True

    def _one(self, query: str) -> int:
        return int(self.duck.execute(query).fetchall()[0][0])

    def read_calendar(self) -> None:
        """The calendar of the days from which anything is counted, as far as it was not read: a day outside is outside."""
        days = [day for (day,) in self.duck.execute(_NEW_DAYS).fetchall()]
        windows = [Window.parse(text) for text in windows_asked(self.sheets)]
        rows = [(window.text, day, gone_on(window, day)) for window in windows for day in days]
        keep(self.duck, "read", ("clock_window", "day", "gone_on"), rows)
        self.duck.execute(_ADD_TO_CALENDAR)

    def _keep_library(self) -> None:
        """The library as tables, each part of each pattern with a set of its own."""
        keep_library(self.duck, self.sheets)
        keep(self.duck, "age", ("number", "age"), list(enumerate(AGES, 1)), {"number": NUMBER})
        keep(self.duck, "need", ("pattern", "thing", "kind", "sector"), _needs(self.sheets))
        keep(self.duck, "least", ("pattern", "part", "at_least"), _least(self.sheets), {"at_least": NUMBER})
        keep(self.duck, "factor", ("code", "word"), stated_words())
        self.duck.execute(_OWN_SETS)


def _needs(sheets: Iterable[Sheet]) -> list[tuple[str, str, str, str]]:
    """What each pattern needs: things, each of which any of the senders may have delivered."""
    return [
        (sheet.name, f"{number} {kind}", kind, sector)
        for sheet in sheets
        for number, need in enumerate(sheet.needs)
        for kind in need.kinds
        for sector in need.sectors
    ]


def _least(sheets: Iterable[Sheet]) -> list[tuple[str, str, int]]:
    """Without so many entries in this part, a pattern says nothing of a child, but of days outside the calendar."""
    many = {Count: "counted", Cycle: "that", Share: "looked_at"}
    one = {Awaited: "awaited", Silence: "opened", Then: "first", Omission: "event", Change: "event"}
    return [
        (sheet.name, many[type(asks)], asks.at_least)
        if isinstance(asks := sheet.asks, Count | Cycle | Share)
        else (sheet.name, one[type(asks)], 1)
        for sheet in sheets
    ]


_EVERY_KIND = "SELECT DISTINCT kind, true AS at_home, true AS by_sector, true AS by_age FROM saying"
_KINDS_ASKED = """
    SELECT kind, bool_or(scope = 'household') AS at_home, bool_or(sector IS NOT NULL) AS by_sector,
        bool_or(age IS NOT NULL) AS by_age
    FROM term GROUP BY kind
"""

# The sets as `term` numbers them are matched; after that each part of each pattern has a number of its own.
_OWN_SETS = """
    CREATE TEMP TABLE shared_part AS SELECT *, row_number() OVER ()::INTEGER AS own_id FROM part;
    CREATE OR REPLACE TEMP TABLE part AS SELECT * EXCLUDE (own_id) REPLACE (own_id AS set_id) FROM shared_part;
"""

_RECORDED_HERE = f"""
    INSERT INTO coverage BY NAME
    SELECT DISTINCT sector, kind, DATE '{CALENDAR_FIRST}' AS from_day, DATE '{CALENDAR_LAST}' AS to_day
    FROM need WHERE list_contains($here, kind)
"""
"""What people put on record in Keepsight itself: no feed has to be waited for (coverage.py says the same)."""

_NO_CALENDAR = """
    CREATE TEMP TABLE clock (clock_window VARCHAR, day DATE, gone_on DATE);
    CREATE TEMP TABLE beyond (pattern pattern_name, day DATE);
    CREATE TEMP TABLE known_day (day DATE);
"""

_NEW_DAYS = """
    SELECT day FROM (
        SELECT day_from AS day FROM bearing UNION SELECT day_to FROM bearing UNION SELECT from_day FROM told_of
        UNION SELECT here_from FROM childhood UNION SELECT weeks_from FROM childhood
    )
    WHERE day IS NOT NULL AND day NOT IN (SELECT day FROM known_day)
"""

_ADD_TO_CALENDAR = """
    INSERT INTO clock SELECT * FROM read WHERE gone_on IS NOT NULL;
    INSERT INTO beyond SELECT clock_of.pattern, read.day FROM read JOIN clock_of USING (clock_window) WHERE read.gone_on IS NULL;
    INSERT INTO known_day SELECT DISTINCT day FROM read;
"""

_MATCHED = """
    CREATE OR REPLACE TEMP TABLE matched AS
    WITH entry AS ({combination})
    SELECT DISTINCT said.entry AS combination, part.pattern, part.part, part.own_id AS set_id,
        part.set_id AS shared_id, said.counts_as::word AS counts_as
    FROM (
{hit}
    ) AS said
    JOIN shared_part AS part ON part.set_id = said.set_id
"""

_PREGNANCY = f"SET VARIABLE pregnancy_days = {PREGNANCY.days}; SET VARIABLE longest_weeks = {LONGEST_WEEKS}"
