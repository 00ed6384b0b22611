"""Pages opened one at a time by Django's client: how many queries each asks, and what it takes of the processor."""

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass

import psutil

from bench.region import Worker

TIMES = 5
TOO_LONG = 10_000  # milliseconds: once is enough of what takes so long
SIZES = (50, 500, 5_000)  # entries of the three children that the first person works with, last in their list
PAGES = (
    "", "chronology/", "chronology/?what=health", "family/", "voice/", "sharing/", "history/", "before-a-visit/", "missing/",
    "plan/", "chronology/export/?show=all&download=workbook",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Page:
    """A page, opened several times by one person: queries, milliseconds by the clock and of the processor, bytes of the answer."""

    name: str
    queries: int
    clock: float
    cpu: float
    size: int

    def row(self) -> str:
        return f"| {self.name} | {self.queries} | {self.clock:.0f} ms | {self.cpu:.0f} ms | {self.size / 1000:.0f} kB |"


def pages(workers: list[Worker]) -> list[str]:
    """Each page of children of three sizes, and My work of people of several sizes, one after another."""
    head = ["| page | queries | median by the clock | processor, pages and database | size |", "|---|---|---|---|---|"]
    _serve()
    first = workers[0]
    sized = dict(zip(SIZES, first.children[-3:], strict=True))
    opened = _opener(first.username)
    of_child = [
        opened(f"{page.rstrip('/') or 'overview'}, {entries:,} entries", f"/children/{child}/{page}").row()
        for page in PAGES
        for entries, child in sized.items()
    ]
    mine = [_my_work(one).row() for one in _several(workers)]
    return ["## One page at a time", "", *head, *of_child, *mine, ""]


def _several(workers: list[Worker]) -> list[Worker]:
    """Practitioners of the fewest and of the most children, and the first of each other role and agency."""
    practitioners = sorted((one for one in workers if one.role == "practitioner"), key=lambda one: len(one.children))
    others = {(one.role, one.agency.partition("-0")[0]): one for one in reversed(workers) if one.role != "practitioner"}
    return [practitioners[0], practitioners[len(practitioners) // 2], practitioners[-1], *reversed(others.values())]


def _my_work(worker: Worker) -> Page:
    many = (
        f"{len(worker.children)} children" if worker.role not in ("agency_lead", "hub_coordinator") else worker.agency
    )
    return _opener(worker.username)(f"My work, {worker.role.replace('_', ' ')}, {many}", "/")


def _opener(username: str) -> Callable[[str, str], Page]:
    """Opens pages as this person, by Django's client: the whole answer, without the web server around it."""
    from django.db import connection, transaction
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from keepsight.access.models import User
    from keepsight.access.sight import THE_MACHINE, seeing
    from keepsight.pages.frame import PROVED

    client = Client(HTTP_HOST="127.0.0.1")
    with transaction.atomic(), seeing(THE_MACHINE):
        client.force_login(User.objects.get(username=username))
    session = client.session
    session[PROVED] = True
    session.save()

    def opened(name: str, address: str) -> Page:
        with CaptureQueriesContext(connection) as asked:
            answer = client.get(address)
            queries = len(asked)  # the next request forgets them
        assert answer.status_code == 200, (address, answer.status_code)
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            server = psutil.Process(cursor.fetchone()[0])
        before, took = _spent(server), []
        times = TIMES
        for _ in range(TIMES):
            began = time.perf_counter()
            client.get(address)
            took.append(1000 * (time.perf_counter() - began))
            if took[-1] > TOO_LONG:
                times = len(took)
                break
        cpu = 1000 * (_spent(server) - before) / times
        page = Page(name, queries, statistics.median(took), cpu, len(answer.content))
        print(page.row(), flush=True)
        return page

    return opened


def _spent(server: psutil.Process) -> float:
    """Seconds of processor so far, ours and the database's for us."""
    times = server.cpu_times()
    return time.process_time() + times.user + times.system


def _serve() -> None:
    """From here on as the web server does: shown only what somebody's sight lets through, and with its care of memory."""
    from django.db import connections

    import keepsight.pages.wsgi  # noqa: F401  (it says how often Python looks through what it holds)
    from keepsight.store.opening import MACHINE

    for alias in ("default", "owner"):
        options = connections.settings[alias]["OPTIONS"]
        options["options"] = options["options"].replace(MACHINE, "")
        connections[alias].close()
