"""Makes a small store by the code of an older commit of this repository, and dumps its database: what an upgrade begins with.

It runs in a worktree of that commit, with that commit's packages, so it speaks as that code spoke and is never brought up to date:

    git worktree add --detach /tmp/older 277d0ca
    cd /tmp/older && uv sync --frozen --no-dev
    uv run --no-sync --frozen python HERE/tests/older/make_store.py 277d0ca HERE/tests/older/277d0ca.dump.gz

Two invented families hand in their files on the invented day of the tests, and a social worker answers a prompt. The audit's key is
the one that the tests use, so that the chain can be read again.
"""

import datetime as dt
import gzip
import os
import subprocess
import sys
import tempfile
from dataclasses import replace
from pathlib import Path
from unittest import mock

FAMILIES = ("Brindle", "Tansley")
ANSWERS = "ada"  # a social worker
TODAY = dt.date(2026, 4, 1)
CALENDAR = (
    "prompts_clock"  # nine tenths of the file, and nothing of a child: the test puts it back, as it is reckoned today
)
AUDIT_KEY = "00" * 32


def main(commit: str, out: Path) -> None:
    """The store of a commit, dumped to `out`. Refuses a worktree of another."""
    here = subprocess.run(["git", "rev-parse", "HEAD"], capture_output=True, text=True, check=True).stdout
    assert here.startswith(commit), f"this is a worktree of {here[:7]}, not of {commit}"
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o711)
        home = Path(folder) / "home"
        home.mkdir()
        (home / "audit-key").write_text(AUDIT_KEY)
        os.environ["KEEPSIGHT_HOME"] = str(home)
        sys.path.insert(0, os.getcwd())
        try:
            _fill()
            _dump(out)
        finally:
            _stop()


def _fill() -> None:
    import keepsight.cli  # noqa: F401  (Django must be ready before the rooms are imported)
    from keepsight.cli import serving
    from keepsight.store import clock
    from keepsight.store.opening import open_store
    from keepsight.town import writing
    from keepsight.town.story import families

    morning = dt.datetime.combine(TODAY, dt.time(9), clock.LONDON)
    open_store(make=True)
    with (
        mock.patch.object(clock, "now", return_value=morning),
        mock.patch.object(writing, "families", lambda by: tuple(one for one in families(by) if one.name in FAMILIES)),
        mock.patch.multiple(serving, load_learning=mock.DEFAULT, load_reviews=mock.DEFAULT, load_coding=mock.DEFAULT),
        mock.patch.object(serving, "load_papers"),
        mock.patch.object(serving, "STAFF", [replace(one, children=()) for one in serving.STAFF]),
    ):
        serving.load_town()
        _answer()


def _answer() -> None:
    """A social worker works with every child of whom a prompt stands, and disagrees with the first of them."""
    from keepsight.access.actions import involve
    from keepsight.access.models import User
    from keepsight.access.queries import the_machine
    from keepsight.practice.actions import Said, answer
    from keepsight.prompts.queries import standing

    by = User.objects.get(username=ANSWERS)
    stand = sorted(standing(the_machine()), key=lambda one: one.sheet.name)
    for child in {one.child_id for one in stand}:
        involve(by, child, from_on=TODAY, to_on=None, source="the older store")
    answer(stand[0], "disagree", Said("We saw both parents on that day."), seen=None, by=by)
    print(f"{len(stand)} prompts stand, and {stand[0].sheet.name} is answered")


def _dump(out: Path) -> None:
    from keepsight.store import server

    folder = server.start()
    program = next(Path(sys.prefix).rglob("pginstall18/bin/pg_dump"))
    address = server.url(folder, server.SUPERUSER, server.DATABASE)
    wanted = ["--format=custom", "--compress=none", f"--exclude-table-data={CALENDAR}", "--dbname", address]
    dumped = subprocess.run([program, *wanted], capture_output=True, check=True).stdout
    out.write_bytes(gzip.compress(dumped, mtime=0))


def _stop() -> None:
    from keepsight.store import server

    server.stop()


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]).resolve())
