"""One at a time: whoever else asks for the same thing waits until the transaction ends, so that none misses another."""

from django.db import connection


def alone_with(what: object) -> None:
    """Keep everybody else who asks for the same thing, by its words, off it until this transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [str(what)])
