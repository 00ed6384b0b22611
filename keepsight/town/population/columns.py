"""Writes a town as the projection that `keepsight scan` asks: the same lives as the files tell, as if all had been received.

Every link is taken to be right: a child whose number an agency did not have is one person here all the same, where the
files leave them to be asked about. What a file says twice, or first otherwise, is here once, as last said.
"""

from collections.abc import Callable
from datetime import date
from pathlib import Path

from keepsight.chronology.folder import Writing, writing
from keepsight.errors import WrongUse
from keepsight.town.population.world import World
from keepsight.vocabulary import ASKED_DETAILS

# Whom a referral may come from that is no agency (patterns/columns.md).
NO_AGENCY = ("family", "public", "other", "unknown")

_ASKED = ", ".join(ASKED_DETAILS)

_SAYINGS = f"""
CREATE TABLE saying AS
SELECT row_number() OVER (ORDER BY kind, role, basis, {_ASKED})::INTEGER AS saying, kind, role, basis, {_ASKED}
FROM (
  SELECT DISTINCT step.kind, step.about AS role, way.basis, {_ASKED} FROM way JOIN step ON step.step = way.step
);
CREATE TABLE said AS
SELECT way.way, saying.saying
FROM way
JOIN step ON step.step = way.step
JOIN saying ON saying.kind = step.kind AND saying.role = step.about AND saying.basis IS NOT DISTINCT FROM way.basis
  {" ".join(f"AND saying.{name} IS NOT DISTINCT FROM way.{name}" for name in ASKED_DETAILS)};
"""  # noqa: S608  (the details' names are the vocabulary's own)

_KEPT = """
CREATE TABLE record (record INTEGER, id UUID, person UUID);
CREATE TABLE person (child UUID, born DATE);
CREATE TABLE household (child UUID, person UUID, role VARCHAR, nearness INTEGER);
CREATE TABLE whose (whose INTEGER, agency BIGINT, from_sector VARCHAR, service VARCHAR);
"""

_WHOSE = """
INSERT INTO whose
SELECT (SELECT coalesce(max(whose), 0) FROM whose) + row_number() OVER (ORDER BY agency, from_sector, service),
       agency, from_sector, service
FROM (
  SELECT agency, from_sector, service FROM entry
  EXCEPT SELECT agency, from_sector, service FROM whose
)
"""

_RECORDS = """
CREATE OR REPLACE TEMP TABLE numbered AS
SELECT (SELECT count(*) FROM record) + place AS record, * EXCLUDE (place) FROM known;
INSERT INTO record SELECT record, id, coalesce(person, id) FROM numbered ORDER BY record;
INSERT INTO person
SELECT as_uuid(key, 'person'), born FROM child
WHERE h IN (FROM keyed_home) OR n IN (SELECT whom FROM known)
ORDER BY n;
-- Of each home with a key: the children have one mother, as each agency knows her, and so are brothers and sisters.
INSERT INTO household
SELECT as_uuid(child.key, 'person'), known.id, 'parent', 1
FROM child
JOIN known ON known.h = child.h AND known.about = 'parent'
UNION ALL
SELECT as_uuid(child.key, 'person'), as_uuid(other.key, 'person'), 'sibling', 4
FROM child
JOIN child AS other ON other.h = child.h AND other.n <> child.n
WHERE child.h IN (FROM keyed_home)
ORDER BY ALL;
"""

_ENTRIES = """
SELECT as_uuid(entry.entry_key, 'entry') AS entry, numbered.record, 1 AS records, said.saying, whose.whose,
       CASE WHEN entry.is_threaded THEN as_uuid(entry.chain_key, 'thread') END AS thread, entry.day_from, entry.day_to,
       timezone('Europe/London', entry.day + entry.minute * INTERVAL 1 MINUTE) AS at, entry.recorded_on
FROM entry
JOIN numbered ON numbered.agency = entry.agency AND numbered.whom = entry.whom
JOIN said ON said.way = entry.way
JOIN whose ON whose.agency = entry.agency AND whose.from_sector IS NOT DISTINCT FROM entry.from_sector
  AND whose.service IS NOT DISTINCT FROM entry.service
"""

_STATED = """
SELECT as_uuid(entry.entry_key, 'entry') AS entry, trim(unnest(string_split(way.factors, ';'))) AS word
FROM entry
JOIN way ON way.way = entry.way
WHERE way.factors IS NOT NULL
ORDER BY ALL
"""

_MEANT = f"""
SELECT whose.whose, whose.from_sector AS said_from, agency.code AS said_by, whose.service AS said_service,
       CASE WHEN whose.from_sector IS NULL THEN agency.code
            WHEN whose.from_sector IN {NO_AGENCY} THEN NULL
            ELSE coalesce(sender.code, replace(whose.from_sector, '_', '-')) END AS agency,
       coalesce(whose.service, agency.code) AS service, agency.sector
FROM whose
JOIN agency ON agency.agency = whose.agency
LEFT JOIN agency AS sender ON sender.sector = whose.from_sector AND sender.is_only
ORDER BY whose.whose
"""  # noqa: S608  (our own words)

_COVERED = """
SELECT NULL AS child, sector, kind, getvariable('since') AS from_day, max(as_at) AS to_day
FROM agency
JOIN kind_by USING (sector)
GROUP BY sector, kind
ORDER BY sector, kind
"""


def write_columns(
    out: Path, children: int, seed: int, until: date, progress: Callable[[int], None] = lambda entries: None
) -> int:
    """Write the projection's folder into `out`, up to the day `until`. How many entries it holds.

    Raises WrongUse where the folder holds anything already: two towns in one would be one town that nobody drew.
    `progress` is told how many entries have been written.
    """
    with writing(out) as folder:
        if folder.before.step:
            raise WrongUse(
                f"{out} holds a projection already", next_step="Name a folder that is empty, or not there yet."
            )
        folder.as_at = until
        folder.name = f"town-{children}-{seed}-{until.isoformat()}"  # the same town is the same folder
        return _write(folder, World(folder.duck, children, seed, until), progress)


def _write(folder: Writing, world: World, progress: Callable[[int], None]) -> int:
    for text in (_SAYINGS, _KEPT):
        world.duck.execute(text)
    written = 0
    for _ in world.blocks():
        for text in (_WHOSE, _RECORDS):
            world.duck.execute(text)
        folder.add("entries", _ENTRIES)
        folder.add("stated", _STATED)
        written += world.count("SELECT count(*) FROM entry")
        progress(written)
    for table, query in (
        ("saying", "FROM saying"),
        ("whose", _MEANT),
        ("record", "FROM record"),
        ("coverage", _COVERED),
    ):
        folder.put(table, query)
    folder.put("child", "SELECT child, born AS born_from, born AS born_to, NULL::DATE AS expected_on FROM person")
    folder.put("household", "SELECT *, NULL AS from_on, NULL AS to_on FROM household")
    folder.put("touched", f"SELECT NULL AS person, {folder.step} AS step")
    return written
