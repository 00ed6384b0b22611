"""A store of an older PostgreSQL is gone on with, and moves to the newest by a copy of it; one that nobody can read is refused."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from keepsight.errors import WrongUse
from keepsight.store import server

OLDER = 16
HEADINGS = "Date,Reference,Kind,Event,Child forename,Child surname,Date of birth,Our reference"
ROWS = f"{HEADINGS}\n02/03/2025,1,referral.received,A bruise,Ivy,Old,04/02/2017,A1\n"
AS_NOW = "from keepsight.cli import main; main()"
AS_THEN = f"from keepsight.store import server; server.POSTGRES_MAJOR = {OLDER}; {AS_NOW}"


def test_a_store_of_a_server_that_is_not_brought_any_more_is_refused_with_the_way_on(tmp_path: Path) -> None:
    (tmp_path / server.VERSION_FILE).write_text("12\n")
    with pytest.raises(WrongUse, match="PostgreSQL 12") as refused:
        server.start(tmp_path)
    assert "keepsight backup FILE" in refused.value.next_step
    assert sorted(one.name for one in tmp_path.iterdir()) == [server.VERSION_FILE], "nothing is made over it"


def test_a_new_store_is_of_the_newest(tmp_path: Path) -> None:
    assert server.major(tmp_path) == max(server.POSTGRES_VERSIONS)


@pytest.fixture
def homes(tmp_path: Path) -> Iterator[tuple[Path, Path]]:
    """An old place and a new one, of which only the old one has the audit's key yet; their servers stop afterwards."""
    both = tmp_path / "old", tmp_path / "new"
    for one in both:
        one.mkdir()
    yield both
    for one in both:
        if (one / "postgres" / server.VERSION_FILE).exists():
            server.stop(one / "postgres")


def run(home: Path, *words: str, program: str = AS_NOW) -> str:
    """What a command says in a place, which must end well."""
    told = {name: value for name, value in os.environ.items() if not name.startswith(("DATABASE_URL", "KEEPSIGHT_"))}
    command = [sys.executable, "-c", program, *words]
    ended = subprocess.run(
        command, env=told | {"KEEPSIGHT_HOME": str(home)}, capture_output=True, text=True, check=False
    )
    assert ended.returncode == 0, ended.stderr
    return ended.stdout


def made_with(home: Path) -> int:
    """The version of the data in a place."""
    return server.major(home / "postgres")


@pytest.mark.long
def test_a_store_moves_to_the_newest_server_by_a_copy_of_it(homes: tuple[Path, Path], tmp_path: Path) -> None:
    old, new = homes
    (tmp_path / "one.csv").write_text(ROWS, encoding="utf-8")
    run(old, "receive", str(tmp_path / "one.csv"), "--agency", "social-care", program=AS_THEN)
    before = run(old, "children", "--json")
    assert "Ivy" in before
    assert made_with(old) == OLDER, "this release goes on with it as it is"

    run(old, "backup", str(tmp_path / "copy"), "--plain")
    shutil.copy(old / "audit-key", new / "audit-key")
    run(new, "restore", str(tmp_path / "copy"))
    assert made_with(new) == server.POSTGRES_MAJOR
    assert run(new, "children", "--json") == before
    run(new, "verify")
