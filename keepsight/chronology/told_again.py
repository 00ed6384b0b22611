"""Accounts that a file puts back: told before, put right by a later file, and now told again as the latest. Part of `queries`."""

from uuid import UUID

from django.db import connection

from keepsight.access.sight import THE_MACHINE, seeing


@seeing(THE_MACHINE)
def put_back(receipt: UUID) -> int:
    """Of how many matters this receipt's file made an older account the current one again, in place of another.

    Asked inside the transaction that takes the file in. A matter that a person has corrected is none: their account stays.
    """
    with connection.cursor() as cursor:
        cursor.execute(_PUT_BACK, {"receipt": receipt})
        (matters,) = cursor.fetchone()
    return int(matters)


# What was stated before this file, and last: as `chronology_current` weighs it, without what this file states.
_PUT_BACK = """
WITH again AS (
  SELECT current.id, current.identity, current.content_hash
  FROM chronology_entry_stated AS stated
  JOIN chronology_current AS current ON current.id = stated.entry_id
  WHERE stated.receipt_id = %(receipt)s AND current.receipt_id IS DISTINCT FROM %(receipt)s
),
accounts AS (
  SELECT entry.identity, entry.id, entry.content_hash,
         (SELECT max(as_at) FROM chronology_entry_stated
          WHERE entry_id = entry.id AND receipt_id IS DISTINCT FROM %(receipt)s) AS as_at
  FROM chronology_entry AS entry
  WHERE entry.identity IN (SELECT identity FROM again)
    AND NOT EXISTS (SELECT FROM chronology_entry AS correction WHERE correction.supersedes_id = entry.id)
)
SELECT count(DISTINCT again.identity)
FROM again
JOIN accounts AS before ON before.id = again.id
JOIN accounts AS other ON other.identity = again.identity AND other.id <> again.id
WHERE ROW(other.as_at, other.content_hash) > ROW(before.as_at, before.content_hash)
"""
