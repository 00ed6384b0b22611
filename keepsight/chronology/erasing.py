"""The words of entries, erased for good, and what keeps the log provable without them. Only `practice.purging` calls it.

The row of an entry stays: the audit's seal covers it, and through it the salted hash of words that are gone with their salt. That
they went by a purge stands in `chronology_erased`, whose ids the purge's own line in the audit seals.
"""

from uuid import UUID

from django.db.backends.utils import CursorWrapper

TABLES = ("chronology_words", "chronology_restriction", "chronology_erased")


def choose(cursor: CursorWrapper) -> None:
    """Make the passing table of entries that go: about nobody but those who go (`people.erasing`), professionals aside."""
    for statement in _CHOOSE:
        cursor.execute(statement)


def kept_for_others(cursor: CursorWrapper) -> int:
    """How many entries are about the child and stay, because they are also about somebody who does not go."""
    cursor.execute(_KEPT)
    return int(cursor.fetchone()[0])


def seal(cursor: CursorWrapper) -> bytes:
    """The hash of the ids of the entries that go: what the audit keeps of the purge."""
    cursor.execute("SELECT sha256(COALESCE(string_agg(uuid_send(id), ''::bytea ORDER BY id), '')) FROM purging_entry")
    return bytes(cursor.fetchone()[0])


def erase(cursor: CursorWrapper, purge: UUID) -> dict[str, int]:
    """Erase the words of the entries that go. How many rows, by what they are."""
    cursor.execute("DELETE FROM chronology_words WHERE entry_id IN (SELECT id FROM purging_entry)")
    erased = cursor.rowcount
    cursor.execute("INSERT INTO chronology_erased (entry_id, purge) SELECT id, %s FROM purging_entry", [purge])
    cursor.execute("DELETE FROM chronology_restriction WHERE identity IN (SELECT identity FROM purging_entry)")
    return {"entries' words": erased, "restrictions of an entry": cursor.rowcount}


_CHOOSE = (
    """
    CREATE TEMP TABLE purging_entry ON COMMIT DROP AS
      SELECT entry.id, entry.identity, entry.thread, entry.receipt_id FROM chronology_entry AS entry
      WHERE entry.id IN (SELECT entry_id FROM chronology_entry_person WHERE record_id IN (SELECT id FROM purging_record))
        AND EXISTS (SELECT FROM chronology_words AS words WHERE words.entry_id = entry.id)
        AND NOT EXISTS (
          SELECT FROM chronology_entry_person AS other
          WHERE other.entry_id = entry.id AND other.role <> 'professional'
            AND other.record_id NOT IN (SELECT id FROM purging_record)
        )
    """,
    """
    INSERT INTO purging_receipt
      SELECT receipt_id FROM purging_entry
      UNION
      SELECT receipt_id FROM chronology_entry_stated WHERE entry_id IN (SELECT id FROM purging_entry)
    """,
)
_KEPT = """
    SELECT count(DISTINCT person.entry_id) FROM chronology_entry_person AS person
    JOIN chronology_words AS words ON words.entry_id = person.entry_id
    WHERE person.record_id IN (SELECT id FROM purging_record WHERE of_child)
      AND person.entry_id NOT IN (SELECT id FROM purging_entry)
"""
