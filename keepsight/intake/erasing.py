"""Files in which somebody stands who goes, erased: as handed in, in words, and rows set aside. Only `practice.purging` calls it.

The receipt stays, with its counts and the hash of a file that is no longer here. Other people's entries of the same file stay too.
"""

from django.db.backends.utils import CursorWrapper

from keepsight.intake.models import ERASED
from keepsight.store.erasing import erase_each

TABLES = (
    "intake_receipt", "intake_refusedrow", "intake_document", "intake_passage", "intake_offeredfact", "intake_factdecision",
    "intake_upload",
)  # fmt: skip


def erase(cursor: CursorWrapper) -> tuple[dict[str, int], list[str]]:
    """Erase what is kept of these files (`purging_receipt`). How many rows, by what they are; the files' hashes."""
    for statement in _CHOOSE:
        cursor.execute(statement)
    cursor.execute("SELECT DISTINCT sha256 FROM intake_receipt WHERE id IN (SELECT id FROM purging_receipt)")
    hashes = [name for (name,) in cursor.fetchall()]
    return erase_each(cursor, _ERASE, {"erased": ERASED}), hashes


PIECES = "pieces of records in words"
_CHOOSE = (
    """
    CREATE TEMP TABLE purging_document ON COMMIT DROP AS
      SELECT id FROM intake_document WHERE receipt_id IN (SELECT id FROM purging_receipt)
    """,
    """
    CREATE TEMP TABLE purging_fact ON COMMIT DROP AS
      SELECT id FROM intake_offeredfact WHERE document_id IN (SELECT id FROM purging_document)
    """,
)
_ERASE = (
    (PIECES, "DELETE FROM intake_factdecision WHERE fact_id IN (SELECT id FROM purging_fact)"),
    (PIECES, "DELETE FROM intake_offeredfact WHERE id IN (SELECT id FROM purging_fact)"),
    (PIECES, "DELETE FROM intake_passage WHERE document_id IN (SELECT id FROM purging_document)"),
    (
        "rows set aside",
        """
        DELETE FROM intake_refusedrow AS aside USING purging_words AS said
        WHERE position(lower(said.one) IN lower(aside.raw::text)) > 0
          AND position(lower(said.other) IN lower(aside.raw::text)) > 0
        """,
    ),
    (
        "files handed in",
        "UPDATE intake_receipt SET file_name = %(erased)s WHERE id IN (SELECT id FROM purging_receipt)",
    ),
    (
        "files on their way",
        "UPDATE intake_upload SET file_name = %(erased)s WHERE receipt_id IN (SELECT id FROM purging_receipt)",
    ),
)
