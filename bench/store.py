"""A store of its own for a measurement, and the time that its processes take."""

import os
import resource
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil

from keepsight.intake.reading.readers import stop


@dataclass
class Cost:
    """Seconds of CPU: ours, our child processes', the database server's."""

    ours: float
    children: float
    database: float

    @property
    def all(self) -> float:
        return self.ours + self.children + self.database


@contextmanager
def own_store() -> Iterator[Path]:
    """An empty store in a passing folder, its server stopped at the end."""
    with tempfile.TemporaryDirectory(prefix="keepsight-bench-") as folder:
        Path(folder).chmod(0o755)
        os.environ["KEEPSIGHT_HOME"] = folder
        from keepsight.store import server
        from keepsight.store.opening import open_store, set_up

        set_up()
        open_store(make=True)
        try:
            yield Path(folder)
        finally:
            server.stop()


def spent(folder: Path) -> Cost:
    """The seconds of CPU spent so far. Server processes that have ended are not seen: keep the connection open.

    The process that stands by for files is let go first: only then is seen what it and its readers spent.
    """
    stop()
    ours = resource.getrusage(resource.RUSAGE_SELF)
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    database = 0.0
    for process in psutil.process_iter(["name", "cmdline"]):
        if process.info["name"] == "postgres":
            times = process.cpu_times()
            if any(
                str(folder) in word
                for word in (process.parent() or process).cmdline() + (process.info["cmdline"] or [])
            ):
                database += times.user + times.system
    return Cost(ours.ru_utime + ours.ru_stime, children.ru_utime + children.ru_stime, database)


def between(before: Cost, after: Cost) -> Cost:
    """What was spent from one moment to another."""
    return Cost(after.ours - before.ours, after.children - before.children, after.database - before.database)
