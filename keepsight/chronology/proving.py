"""Whether the log is as it was written: every entry's words under their seal, every entry under the audit's.

Read past row-level security, as the asker, because what nobody may see must be whole too. The audit's own chain is to be verified
first: this holds the log against it.
"""

from pathlib import Path
from uuid import UUID

from django.db import connections

from keepsight.chronology import words
from keepsight.chronology.models import Words

FIELDS = ("raw_when", "narrative", "details", "child_words", "hindsight", "significance", "professional", "guessed_by")
ROWS_AT_ONCE = 2_000
UNSEALED = (Path(__file__).parent / "unsealed.sql").read_text(encoding="utf-8")


def broken_words() -> tuple[int, UUID | None]:
    """How many entries' words were read, and the first entry whose words are not those it was appended with, or are gone."""
    kept = Words.objects.using("asker").values_list("entry_id", "entry__words_hash", "salt", *FIELDS)
    read = 0
    for entry, sealed, salt, *said in kept.iterator(chunk_size=ROWS_AT_ONCE):
        read += 1
        if not words.seal_holds(bytes(salt), dict(zip(FIELDS, said, strict=True)), bytes(sealed)):
            return read, entry
    return read, _without_words()


def unsealed() -> str | None:
    """The first file or entry that does not fit the audit, as a word and an id; None if all do."""
    with connections["asker"].cursor() as cursor:
        cursor.execute("SET datestyle = 'ISO, YMD'")
        cursor.execute(UNSEALED)
        found = cursor.fetchone()
    return found[0] if found else None


def _without_words() -> UUID | None:
    with connections["asker"].cursor() as cursor:
        cursor.execute(
            "SELECT id FROM chronology_entry"
            " WHERE NOT EXISTS (SELECT 1 FROM chronology_words WHERE entry_id = id)"
            " AND NOT EXISTS (SELECT 1 FROM chronology_erased WHERE entry_id = id) ORDER BY id LIMIT 1"
        )
        found = cursor.fetchone()
    return found[0] if found else None
