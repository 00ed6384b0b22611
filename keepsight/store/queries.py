"""What a store says of itself, asked: whether it is invented, and whether its audit is whole."""

import re
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

from django.apps import apps
from django.db import connection

from keepsight.store.chain import BEGINNING, Head, Said, Verified, verify
from keepsight.store.home import audit_key
from keepsight.store.models import AuditLine, Mark

FIELDS = tuple(field.name for field in fields(Said))
ROWS_AT_ONCE = 2_000


def is_demo() -> bool:
    """Whether everything in this store is invented."""
    return Mark.objects.filter(name="demo").exists()


def audit_head() -> Head:
    """The end of the audit's chain as it stands."""
    last = AuditLine.objects.order_by("-seq").first()
    return Head(last.seq, bytes(last.mac), last.at) if last else Head(0, BEGINNING, None)


def audit_verified(anchor: Head | None = None) -> Verified:
    """The whole chain read from its beginning, a piece at a time, and held against `anchor` if there is one."""
    return verify(audit_key(), audit_lines(), anchor)


def audit_lines() -> Iterator[tuple[int, Said, bytes]]:
    """Every line in order: its number, what it says, its mac."""
    rows = AuditLine.objects.order_by("seq").values_list("seq", *FIELDS, "mac")
    for seq, *said, kept in rows.iterator(chunk_size=ROWS_AT_ONCE):
        yield seq, Said(*said), bytes(kept)


def unguarded() -> list[str]:
    """Tables that are promised to be only ever added to, and of which the database would now let something be changed.

    What is promised is read from the migrations that promised it, so that no list can forget a table.
    """
    tables = {model._meta.db_table for model in apps.get_models()}
    promised = sorted(tables & {name for text in _migrations() for name in PROMISED.findall(text)})
    with connection.cursor() as cursor:
        cursor.execute(UNGUARDED, [promised])
        return [name for (name,) in cursor.fetchall()]


PROMISED = re.compile(r"CALL keepsight_only_added_to\('(\w+)'\)")
UNGUARDED = """
    SELECT promised
    FROM unnest(%s::text[]) AS promised
    WHERE has_table_privilege('keepsight_app', promised, 'UPDATE, DELETE, TRUNCATE')
       OR 2 <> (
         SELECT count(*) FROM pg_trigger
         WHERE tgrelid = promised::regclass AND tgname IN ('refuse_change', 'refuse_truncate') AND tgenabled IN ('O', 'A')
       )
    ORDER BY promised
"""


def _migrations() -> Iterator[str]:
    """What the rooms' migrations say, with the SQL that stands beside them."""
    for room in apps.get_app_configs():
        if room.name.startswith("keepsight."):
            for path in (*Path(room.path).glob("*.sql"), *Path(room.path).glob("migrations/*.py")):
                yield path.read_text(encoding="utf-8")
