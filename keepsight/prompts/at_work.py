"""The worker at one long piece of work: that it alone is at it, how far it is, and whether anybody still wants it.

How far it is stands in a row of its own, written by another connection while the work's own transaction is open. Which piece is
being worked on is a lock that dies with its worker, never a word in a row.
"""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from keepsight.errors import Overtaken
from keepsight.prompts.models import PatternSwitch, PatternTrial, Replaying
from keepsight.store import clock

Piece = TypeVar("Piece", PatternTrial, PatternSwitch, Replaying)

BEAT_SECONDS = 1.0
MOST_TRIES = 5
WORK_LOCK = 7_301_128  # any fixed number will do: it names the locks of what is being worked on


class Beat:
    """A heart that beats beside a piece of work, on a connection of its own, and hears that nobody wants it any more.

    `beat` writes down how much is done, and says whether it is still wanted.
    """

    def __init__(self, beat: Callable[[int], bool]) -> None:
        self._beat, self._done = beat, 0
        self._stop, self._gone = threading.Event(), threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def tell(self, done: int) -> None:
        """So much is done. Raises Overtaken where nobody wants it any more."""
        self._done = done
        if self._gone.is_set():
            raise Overtaken("This was let go")

    def __enter__(self) -> "Beat":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()

    def _run(self) -> None:
        try:
            while not self._stop.wait(BEAT_SECONDS):
                if not self._beat(self._done):
                    self._gone.set()
        finally:
            connection.close()


@contextmanager
def alone(piece: UUID) -> Iterator[bool]:
    """Whether nobody else is at this piece now; nobody is until this ends. The lock is the connection's, and dies with it."""
    key = [WORK_LOCK, piece.int % (1 << 31)]
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", key)
        (mine,) = cursor.fetchone()
    try:
        yield mine
    finally:
        if mine:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s, %s)", key)


def carry(waiting: QuerySet[Piece], piece: UUID, do: Callable[[Piece], None], *, fault: str, **begun: object) -> bool:
    """Do one of the pieces that wait. Whether there was anything to do, and nobody at it.

    Its row says that it was begun once more, and what else is true of one that is `begun`; begun more than MOST_TRIES times it
    is not done but ended, with our `fault`.
    """
    with alone(piece) as mine:
        found = waiting.filter(id=piece).first() if mine else None
        if found is None:
            return False
        note(found, tries=found.tries + 1, beat_at=clock.now(), **begun)
        if found.tries > MOST_TRIES:
            note(found, ended_at=clock.now(), refused_because=fault)
        else:
            do(found)
        return True


def beat(piece: PatternTrial | PatternSwitch | Replaying, done: int) -> bool:
    """Note that the worker still lives, and of how many children it is done. Whether it is still wanted."""
    wanted = type(piece)._default_manager.filter(pk=piece.pk, ended_at=None)
    return wanted.update(beat_at=clock.now(), done=done) == 1


def note(piece: PatternTrial | PatternSwitch | Replaying, **said: object) -> None:
    """Write these columns of its row, and no other."""
    for name, value in said.items():
        setattr(piece, name, value)
    piece.save(update_fields=list(said))
