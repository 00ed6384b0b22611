"""The audit: every look, export, search, refusal and change, one line each, in one keyed chain (see `chain`).

Whoever changes something says so with one call, anywhere in the action's transaction:

    audit.note("people.end_link", by=by, child=person, about=f"link {link}")

The line is written when that transaction commits, as its last statement: the lock under which the chain grows is held
no longer than that. A transaction whose lines cannot be written does not commit. One that is rolled back, or rolled back to
a savepoint, leaves no line of what it undid.
"""

import re
from dataclasses import fields
from operator import attrgetter
from typing import Protocol
from uuid import UUID

from django.db import DatabaseError, connection, transaction

from keepsight.errors import AuditUnavailable
from keepsight.store import clock
from keepsight.store.chain import Said, mac
from keepsight.store.home import audit_key

WORD = re.compile(r"[a-z_]+(\.[a-z_]+)?")  # "look", "people.end_link"
SUBJECT = re.compile(r"[a-z_]+ [a-z0-9_-]+")  # "receipt 1f0e...": no name of a person can be written so


class Actor(Protocol):
    """Who acts: a user of `access`, which lies above this room."""

    pk: int

    @property
    def agency_id(self) -> str: ...
    @property
    def role(self) -> str: ...


class Noted:
    """A line waiting for its transaction's end. It waits among Django's commit hooks, so that a savepoint undone undoes it."""

    def __init__(self, said: Said) -> None:
        self.said = said

    def __call__(self) -> None:
        """Nothing is left to do once the transaction has committed: the line was written before."""


def note(
    act: str,
    *,
    by: Actor | None,
    child: UUID | None = None,
    about: str | None = None,
    count: int = 0,
    page: str | None = None,
    answer: int | None = None,
    seal: bytes | None = None,
) -> None:
    """Leave one line in the audit, written as the last statement of the transaction that is open now.

    `act` is the room and the verb ("people.end_link"). `by` is the person, None for the machine itself. `child` is the child
    (the person's id) if it is about one; `about` anything else, as a word and an id ("receipt 1f0e..."); `count` how many
    things it touched; `seal` a hash of what was added, if `keepsight verify` can work that out again. `page` and `answer`
    belong to looks alone, and only `pages.door` writes those.

    Never hand in content: a subject that is not a word and an id is refused, and so is a call outside a transaction.
    """
    assert WORD.fullmatch(act), "an act is a room and a verb"
    assert about is None or SUBJECT.fullmatch(about), "a subject is a word and an id"
    assert connection.in_atomic_block, "what is noted belongs to a transaction"
    user, agency, role = (by.pk, by.agency_id, by.role) if by else (None, None, None)
    transaction.on_commit(Noted(Said(clock.now(), user, agency, role, act, page, child, about, answer, count, seal)))


def write() -> None:
    """Write down now what was noted in this transaction, under the chain's lock, which is held until it ends.

    Called by the connection itself before it commits, and by the door. Raises AuditUnavailable where it cannot be written.
    """
    waiting = [hook[1] for hook in connection.run_on_commit if isinstance(hook[1], Noted)]
    if not waiting:
        return
    connection.run_on_commit = [hook for hook in connection.run_on_commit if not isinstance(hook[1], Noted)]
    try:
        _append([noted.said for noted in waiting], audit_key())
    except (DatabaseError, OSError) as error:
        raise AuditUnavailable(
            "The audit cannot be written, so nothing was shown and nothing was changed",
            next_step="Whoever runs the server: see that the database answers and that the audit's key is in its place.",
        ) from error


_said = attrgetter(*(field.name for field in fields(Said)))
_ADD = """
    INSERT INTO store_auditline (seq, at, "user", agency, role, act, page, child, about, answer, count, seal, mac)
    VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)
"""


def _append(said: list[Said], key: bytes) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT seq, mac FROM keepsight_audit_head()")
        seq, before = cursor.fetchone()  # of an empty chain: 0 and what stands before the first line
        for one in said:
            seq, before = seq + 1, mac(key, before, seq + 1, one)
            cursor.execute(_ADD, (seq, *_said(one), before))
