"""Processes that die before their k-th word to the database.

Each is forked from one that has everything imported and no connection yet: its plug is pulled, or the database ends its connection.
A word is whatever a process says to the database: a statement, a piece of a COPY, a commit.
"""

import multiprocessing
import os
import signal
from collections.abc import Callable, Generator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection as Pipe
from pathlib import Path
from typing import Any
from unittest import mock

import psycopg

from conftest import stopped_clock
from keepsight.store import opening, server

opening.set_up()
# ruff: noqa: E402 - that is what lets the rest be imported

from django.db import DatabaseError, connection

from keepsight.errors import AuditUnavailable

ENOUGH_MS = 60_000
WAIT = psycopg.Connection.wait
_forked = multiprocessing.get_context("forkserver")
_forked.set_forkserver_preload(["tests.dying", "tests.prompts.killing"])  # whatever is done by those who die

Word = Generator[Any]  # as psycopg says one


def plug_pulled(spoken_to: psycopg.Connection, word: Word) -> None:
    """This process ends before the word."""
    os.kill(os.getpid(), signal.SIGKILL)


def unheard(spoken_to: psycopg.Connection, word: Word) -> None:
    """The word is sent, and whoever said it does not live to hear the answer."""
    next(word)
    os.kill(os.getpid(), signal.SIGKILL)


def cut_off(spoken_to: psycopg.Connection, word: Word) -> None:
    """The database ends the connection on which the word would be said."""
    end(spoken_to.info.backend_pid)


def end(backend: int) -> None:
    """Let the database end a connection, and wait until it has."""
    with superuser() as other:
        other.execute("SELECT pg_terminate_backend(%s, %s)", [backend, ENOUGH_MS])


Death = Callable[[psycopg.Connection, Word], None]


@dataclass(slots=True)
class Words:
    """Every word of this process to the database, counted as it is said. At the word `dies_at` (None: the commit) it dies."""

    dies_at: int | None
    death: Death
    told: Pipe
    said: int = 0

    def wait(self, spoken_to: psycopg.Connection, word: Word, *args: Any, **kwargs: Any) -> Any:
        """What stands in the place of psycopg's own, through which every word goes."""
        self.said += 1
        if self.said == (self.dies_at or (self.said if word.__name__ == "_commit_gen" else None)):
            self.told.send(("died", self.said))
            self.death(spoken_to, word)
        return WAIT(spoken_to, word, *args, **kwargs)


def die(task: Callable[..., None], given: Sequence[Any] = (), *, at: int | None, death: Death) -> tuple[str, int]:
    """Let a process do a task on this store and die at its word `at` (None: its commit).

    Whether it "died", or lived to say that the task was "acknowledged", and at which word.
    """
    heard, told = _forked.Pipe(duplex=False)
    where = (Path(connection.settings_dict["HOST"]), connection.settings_dict["NAME"])
    process = _forked.Process(target=_do, args=(where, task, tuple(given), Words(at, death, told)))
    process.start()
    process.join()
    said = ("never began", 0)
    while heard.poll():
        said = heard.recv()
    heard.close()
    told.close()
    return said


def superuser() -> psycopg.Connection:
    """Another's connection to this store."""
    place = connection.settings_dict
    return psycopg.connect(server.url(Path(place["HOST"]), server.SUPERUSER, place["NAME"]), autocommit=True)


def _do(where: tuple[Path, str], task: Callable[..., None], given: tuple[Any, ...], words: Words) -> None:
    opening.work_as_the_machine()
    opening.point_at(*where)
    stopped_clock().start()
    mock.patch.object(psycopg.Connection, "wait", lambda *args, **kwargs: words.wait(*args, **kwargs)).start()
    with suppress(DatabaseError, psycopg.Error, AuditUnavailable):  # cut off
        task(*given)
        words.told.send(("acknowledged", words.said))
