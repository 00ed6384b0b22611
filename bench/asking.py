"""The whole library asked of one family on PostgreSQL, as it is when somebody saves an entry (goal E5).

    uv run python -m bench.asking [entries] [times]

The question alone, planned once for the connection and planned anew each time, and then the save of an entry, whole: appended, the
library and its clocks asked, the prompts kept. The processor's time, ours and the database's together, is told beside the clock's,
for a machine that does other things meanwhile.
"""

import datetime as dt
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING
from uuid import UUID

import psutil

from bench import log, store
from bench.receiving import HEADINGS

if TYPE_CHECKING:
    from keepsight.access.models import User

ENTRIES = 300
TIMES = 200
PLANNED_ANEW = 20
AS_AT = dt.date(2026, 3, 31)
FIRST = dt.date(2016, 4, 1)
DAYS = 3_640


def main() -> None:
    """Receive one family, ask of it many times, save beside it many times."""
    entries = int(sys.argv[1]) if len(sys.argv) > 1 else ENTRIES
    times = int(sys.argv[2]) if len(sys.argv) > 2 else TIMES
    with store.own_store() as folder:
        lines = _measured(folder, entries, times)
    log.write("asking", f"uv run python -m bench.asking {entries} {times}", lines)


def _measured(folder: Path, entries: int, times: int) -> list[str]:
    """What it took to ask of a family and to save beside it, in lines."""
    from keepsight.prompts.in_force import in_force
    from keepsight.prompts.models import Prompt

    child, user = _family(folder, entries)
    server, acts = _server(), Acts(child, user)
    alone = server.memory_full_info().uss
    acts.ask()
    with_plans = server.memory_full_info().uss
    rows = [
        _timed("the library asked, planned once", acts.ask, times, folder),
        _timed("the library asked, planned anew each time", acts.ask_planned_anew, min(times, PLANNED_ANEW), folder),
        _timed("an entry saved, with everything it changes", acts.save, times, folder),
    ]
    patterns = len(in_force().asked)
    standing = Prompt.objects.filter(ended_on__isnull=True, withdrawn_at__isnull=True).count()
    return [
        f"Goal E5: one family of 300 entries, the whole library, 40 ms at the 95th of a hundred. "
        f"{patterns} patterns, {entries} entries of one child, {standing} prompts that stand.",
        "",
        "| | times | median | 95th of a hundred | CPU each |",
        "|---|---|---|---|---|",
        *rows,
        "",
        f"Memory of one connection's server process: {alone / 1e6:.0f} MB before it asked, {with_plans / 1e6:.0f} MB after.",
    ]


def _family(folder: Path, entries: int) -> tuple[UUID, "User"]:
    """A child with so many entries, and somebody who works with it."""
    from django.db import connection

    from keepsight.access.actions import add_user, involve
    from keepsight.access.queries import the_machine
    from keepsight.people.queries import children
    from keepsight.prompts.actions import receive

    write(folder / "one.csv", entries)
    receive(folder / "one.csv", agency="school", as_at=AS_AT)
    (child,) = children(the_machine())
    user = add_user("bench", name="Bench", agency="school", role="practitioner", password="only for measuring")
    involve(user, child.id, from_on=FIRST, to_on=dt.date(2090, 1, 1), source="a measurement")
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    connection.close()
    return child.id, user


def _server() -> psutil.Process:
    """The database's process for a new connection of ours."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return psutil.Process(cursor.fetchone()[0])


@dataclass(frozen=True, slots=True)
class Acts:
    """What is timed, of one child and by one person."""

    child: UUID
    user: "User"

    def ask(self) -> None:
        from django.db import transaction

        from keepsight.prompts import asking

        with transaction.atomic():
            asking.ask([self.child], AS_AT)

    def ask_planned_anew(self) -> None:
        from django.db import connection

        with connection.cursor() as cursor:
            cursor.execute("DEALLOCATE ALL")
        self.ask()

    def save(self) -> None:
        from keepsight.practice.putting import draft_of, put

        draft = draft_of("concern.recorded", "Invented words of a saved entry.", {}, "standard", self.user)
        put(draft, self.child, thread=self.child, by=self.user)


def _timed(what: str, does: Callable[[], None], times: int, folder: Path) -> str:
    before, took = store.spent(folder), []
    for _ in range(times):
        began = time.perf_counter()
        does()
        took.append(1000 * (time.perf_counter() - began))
    cost = store.between(before, store.spent(folder))
    cpu = 1000 * (cost.ours + cost.database) / times
    worst = statistics.quantiles(took, n=20)[-1]
    return f"| {what} | {times} | {statistics.median(took):.0f} ms | {worst:.0f} ms | {cpu:.0f} ms |"


def write(path: Path, entries: int) -> None:
    """A table of one child, of every kind that a feed tells, drawn at random over ten years."""
    from keepsight.vocabulary import KINDS

    dice = Random(5)
    kinds = sorted(name for name, kind in KINDS.items() if not kind.recorded_here)
    rows = [
        f"{FIRST + dt.timedelta(days=dice.randrange(DAYS)):%d/%m/%Y},{number},{dice.choice(kinds)},"
        f"Invented words of entry {number}: a sentence or two as a school would write them.,Ivy,Example,04/02/2012,A1"
        for number in range(entries)
    ]
    path.write_text("\n".join([",".join(HEADINGS), *rows]) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
