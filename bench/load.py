"""A region's store with its people at work: how long pages take, what each costs, how many queries it asks; a copy and back.

    uv run --with locust python -m bench.load [--children N] [--entries N] [--people N] [--minutes N] [--store FOLDER]

The folder is made where it is not there yet, and is left there to be measured again; where none is named, a passing one. Locust
drives people from beside the server, on the same processors: the milliseconds of processor that a page takes are what another
machine has in common with this one.
"""

import argparse
import csv
import datetime as dt
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

import psutil

from bench import log
from bench.one_at_a_time import pages
from bench.region import FOUND_WITHIN, Worker, ask_everybody, make

PORT = 8765
PERCENTILES = ("50%", "95%", "99%")
GOAL = (
    "20,000 children, 2,000,000 entries, 200 people at work for ten minutes: 500 ms at the 95th of a hundred, no error; the "
    "child with 5,000 entries under 1 s; as many queries a page whatever the rows; the store restored within 15 minutes"
)


def main() -> None:
    """Make the store, ask of everybody, measure pages one at a time and then under way, copy and restore."""
    asked = _arguments()
    with _store(asked.store) as folder:
        told = _made(folder, asked)
        lines = [f"Goal: {GOAL}.", "", *told, ""]
        workers = [Worker(**one) for one in json.loads((folder / "people.json").read_text())]
        if "pages" in asked.parts:
            lines += pages(workers)
        if "work" in asked.parts:
            lines += _work(folder, asked.people, asked.minutes)
        if "copy" in asked.parts:
            lines += _copy(folder)
    log.write(
        f"load-{asked.children}{asked.called}",
        f"uv run --with locust python -m bench.load {' '.join(sys.argv[1:])}",
        lines,
    )


def _arguments() -> argparse.Namespace:
    reading = argparse.ArgumentParser()
    reading.add_argument("--children", type=int, default=20_000)
    reading.add_argument("--entries", type=int, default=2_000_000)
    reading.add_argument("--people", type=int, default=200)
    reading.add_argument("--minutes", type=float, default=10)
    reading.add_argument("--store", type=Path)
    reading.add_argument("--called", default="", help="stands at the end of the log's name")
    reading.add_argument("--parts", default="pages,work,copy", help="which of the three to do")
    return reading.parse_args()


@contextmanager
def _store(kept: Path | None) -> Iterator[Path]:
    """The store in this folder, made if it is not there; its server stopped at the end."""
    with tempfile.TemporaryDirectory(prefix="keepsight-bench-") as passing:
        folder = (kept or Path(passing)).resolve()
        folder.mkdir(exist_ok=True, parents=True)
        folder.chmod(0o711)
        os.environ["KEEPSIGHT_HOME"] = str(folder)
        from keepsight.store import server
        from keepsight.store.opening import open_store, set_up

        set_up()
        open_store(make=True)
        try:
            yield folder
        finally:
            server.stop()


def _made(folder: Path, asked: argparse.Namespace) -> list[str]:
    """The store filled, once; what it holds, in lines."""
    from django.db import connection

    people, notes = folder / "people.json", folder / "made.json"
    if not people.exists():
        began = time.perf_counter()
        workers = make(asked.children, asked.entries / asked.children, asked.people)
        filled = time.perf_counter() - began
        began = time.perf_counter()
        ask_everybody(folder)
        people.write_text(json.dumps([asdict(one) for one in workers]))
        notes.write_text(json.dumps({"filled": filled, "asked": time.perf_counter() - began}))
    said = json.loads(notes.read_text())
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT (SELECT count(*) FROM people_person), (SELECT count(*) FROM chronology_entry),
                   (SELECT count(*) FROM access_user),
                   (SELECT count(*) FROM prompts_prompt WHERE ended_on IS NULL AND withdrawn_at IS NULL),
                   pg_database_size(current_database()), current_setting('shared_buffers')
            """
        )
        persons, entries, users, standing, size, buffers = cursor.fetchone()
    return [
        f"{asked.children:,} children ({persons:,} persons with their parents), {entries:,} entries, {users} people, "
        f"{standing:,} prompts that stand; {size / 1e9:.1f} GB of database, PostgreSQL as it comes ({buffers} of shared buffers).",
        f"Made in {said['filled']:.0f} s in the database itself (`bench/region.sql`). The whole library was asked of everybody on "
        f"the store's own columns, and its answers put among prompts, found by chance in the last {FOUND_WITHIN} days: "
        f"{said['asked']:.0f} s.",
    ]


def _work(folder: Path, people: int, minutes: float) -> list[str]:
    """The pages as `deploy/` serves them, the worker beside them, and so many people at work for so many minutes."""
    environment = dict(os.environ) | {
        "KEEPSIGHT_BIND": f"127.0.0.1:{PORT}",
        "KEEPSIGHT_BENCH_PEOPLE": str(folder / "people.json"),
        "PYTHONWARNINGS": "ignore",
    }
    settings = Path(__file__).parent.parent / "deploy" / "gunicorn.conf.py"
    serving = [sys.executable, "-m", "gunicorn", "-c", str(settings), "keepsight.pages.wsgi:application"]
    web = subprocess.Popen(serving, env=environment)
    worker = subprocess.Popen([sys.executable, "-m", "keepsight.cli", "worker"], env=environment)
    try:
        time.sleep(10)
        before, began = _by_process(folder, web.pid, worker.pid), time.perf_counter()
        _locust(folder, people, minutes, environment)
        lasted = time.perf_counter() - began
        after = _by_process(folder, web.pid, worker.pid)
    finally:
        for one in (web, worker):
            one.terminate()
        for one in (web, worker):
            one.wait()
    return _told(folder, people, minutes, {name: after[name] - before[name] for name in after}, lasted)


def _locust(folder: Path, people: int, minutes: float, environment: dict[str, str]) -> None:
    """Everybody signs in within the first minute."""
    words = f"-m locust --headless --only-summary -u {people} -r {max(1, people // 60)} -t {int(minutes * 60)}s --stop-timeout 30"
    there = ["-f", "bench/at_work.py", "--host", f"http://127.0.0.1:{PORT}", "--csv", str(folder / "work")]
    ended = subprocess.run([sys.executable, *words.split(), *there], env=environment | {"PYTHONPATH": "."}, check=False)
    print(f"locust ended with {ended.returncode}")


def _by_process(folder: Path, web: int, worker: int) -> dict[str, float]:
    """Seconds of processor so far of the pages, the database and the worker, with what those spent that have ended."""

    def spent(process: psutil.Process) -> float:
        try:
            times = process.cpu_times()
        except psutil.NoSuchProcess:
            return 0.0
        return times.user + times.system + times.children_user + times.children_system

    def whole(pid: int) -> float:
        process = psutil.Process(pid)
        return spent(process) + sum(map(spent, process.children(recursive=True)))

    postmaster = int((folder / "postgres" / "postmaster.pid").read_text().split()[0])
    return {"pages": whole(web), "database": whole(postmaster), "worker": whole(worker)}


def _told(folder: Path, people: int, minutes: float, spent: dict[str, float], lasted: float) -> list[str]:
    with (folder / "work_stats.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    whole = rows[-1]
    asked = int(whole["Request Count"])
    lines = [
        f"## {people} people at work for {minutes:g} minutes",
        "",
        f"{asked:,} requests, {float(whole['Requests/s']):.1f} a second, {whole['Failure Count']} errors. Of {lasted:.0f} s and "
        f"{os.cpu_count()} processors: "
        + ", ".join(f"{name} {one:.0f} s ({100 * one / lasted:.0f}% of one)" for name, one in spent.items())
        + f"; {1000 * (spent['pages'] + spent['database']) / max(asked, 1):.0f} ms of processor a request.",
        "",
        "| page | requests | errors | median | 95th | 99th | most |",
        "|---|---|---|---|---|---|---|",
    ]
    for row in rows:
        figures = " | ".join(
            f"{float(row[one]):.0f} ms" for one in (*PERCENTILES, "Max Response Time") if row[one] != "N/A"
        )
        name = "all" if row is whole else row["Name"]
        lines.append(f"| {name} | {row['Request Count']} | {row['Failure Count']} | {figures} |")
    return [*lines, ""]


def _copy(folder: Path) -> list[str]:
    """The store copied, and another made of the copy, each by its command."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("DATABASE_URL")}
    with tempfile.TemporaryDirectory(prefix="keepsight-copy-", dir=folder.parent) as beside:
        Path(beside).chmod(0o711)
        copy, elsewhere = Path(beside) / "copy", Path(beside) / "store"
        wrote = _timed(environment, "backup", str(copy), "--plain")
        there = environment | {"KEEPSIGHT_HOME": str(elsewhere), "KEEPSIGHT_AUDIT_KEY_FILE": str(folder / "audit-key")}
        restored = _timed(there, "restore", str(copy))
        from keepsight.store import server

        server.stop(elsewhere / "postgres")
        size = copy.stat().st_size
    return [
        "## A copy, and back from it",
        "",
        f"`keepsight backup --plain`: {wrote:.0f} s, {size / 1e9:.2f} GB. `keepsight restore` of it, with words, chain and seals "
        f"proved: {restored:.0f} s ({dt.timedelta(seconds=round(restored))}).",
        "",
    ]


def _timed(environment: dict[str, str], *words: str) -> float:
    began = time.perf_counter()
    said: Any = subprocess.run(
        [sys.executable, "-m", "keepsight.cli", *words], env=environment, capture_output=True, text=True, check=False
    )
    assert said.returncode == 0, said.stdout + said.stderr
    return time.perf_counter() - began


if __name__ == "__main__":
    main()
