"""The embedded server is given memory as the machine has it, and no more than it may take of a small one."""

from pathlib import Path

import psycopg
import pytest

from keepsight.store import server


@pytest.mark.parametrize(("gigabytes", "given"), [(0.5, 128), (2, 256), (4, 512), (16, 1024), (512, 1024)])
def test_the_server_keeps_an_eighth_of_the_memory_of_its_tables(
    gigabytes: float, given: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    sizes = {"SC_PAGE_SIZE": 4096, "SC_PHYS_PAGES": int(gigabytes * 2**30) // 4096}
    monkeypatch.setattr("os.sysconf", sizes.__getitem__)
    assert server._memory_mb() == given


def test_a_store_that_was_made_says_so_for_the_next_start(fresh_store: Path) -> None:
    with psycopg.connect(server.url(fresh_store, server.SUPERUSER, "postgres")) as superuser:
        said = superuser.execute("SELECT setting FROM pg_file_settings WHERE name = 'shared_buffers'").fetchall()
    assert (f"{server._memory_mb()}MB",) in said
