"""What was decided about who may see somebody who goes, with its reasons, erased. Only `practice.purging` calls it.

That it was decided, by whom and when, stays in the audit, which holds no words.
"""

from django.db.backends.utils import CursorWrapper

from keepsight.store.erasing import erase_each

OF_A_CHILD = (
    "access_attempt", "access_broken_glass", "access_child_level", "access_disclosure", "access_involvement",
    "access_not_shared", "access_notice", "access_safety_marker", "access_taken_out",
)  # fmt: skip
TABLES = (*OF_A_CHILD, "access_conflict", "access_disclosed_entry")


def erase(cursor: CursorWrapper) -> dict[str, int]:
    """Erase it. How many rows, by what they are."""
    cursor.execute(
        "DELETE FROM access_disclosed_entry WHERE disclosure_id IN"
        " (SELECT id FROM access_disclosure WHERE child IN (SELECT id FROM purging_person))"
    )
    about = {"access_conflict": "person"} | dict.fromkeys(OF_A_CHILD, "child")
    return erase_each(
        cursor,
        (
            ("decisions on who sees", f"DELETE FROM {table} WHERE {column} IN (SELECT id FROM purging_person)")  # noqa: S608  (our own words)
            for table, column in about.items()
        ),
    )
