"""A copy made while others write makes the same store again, up to one moment; what is not as it was written is refused."""

import json
import os
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.db import connections
from pytest_django import Settings

from conftest import Databases
from keepsight.access.actions import name_agency
from keepsight.chronology.models import Entry
from keepsight.intake.models import Receipt
from keepsight.prompts.actions import receive
from keepsight.store import backing_up, opening, server
from keepsight.store.encrypting import PRIVATE, encrypted, make_private_key, opened, public_keys
from keepsight.store.home import audit_key_file, files
from keepsight.store.models import AuditLine

HEADINGS = "Date,Reference,Kind,Event,Child forename,Child surname,Date of birth,Our reference\n"
Run = Callable[..., tuple[int, str, str]]


def hand_in(folder: Path, number: int) -> str:
    """One referral of a child of its own, handed in and committed."""
    path = folder / f"referral-{number}.csv"
    path.write_text(
        f"{HEADINGS}02/03/2025,{number},referral.received,No {number},Ivy,No{number},04/02/2017,A{number}\n"
    )
    return str(receive(path, agency="social-care").receipt)


@pytest.fixture
def store(fresh_store: Path, tmp_path: Path) -> Path:
    """A store with a file in it. A folder to work in."""
    name_agency("social-care", name="Social care", sector="social_care")
    hand_in(tmp_path, 1)
    return tmp_path


@pytest.fixture
def key(tmp_path: Path, settings: Settings) -> Path:
    """The file of a private key, whose public one is set for backups."""
    settings.BACKUP_KEYS = str(make_private_key(tmp_path / "key"))
    return tmp_path / "key"


@pytest.fixture
def elsewhere(databases: Databases, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Callable[[], None]]:
    """Go to another place, where there is an empty database and nothing but the audit's key."""
    made = "elsewhere"

    def go() -> None:
        key = audit_key_file().read_bytes()
        monkeypatch.setenv("KEEPSIGHT_HOME", str(tmp_path / "elsewhere"))
        (tmp_path / "elsewhere").mkdir()
        audit_key_file().write_bytes(key)
        server.make_database(databases.socket, made)
        opening.point_at(databases.socket, made)

    yield go
    connections.close_all()
    server.drop_database(databases.socket, made)


def test_no_copy_is_written_unasked_that_anybody_can_read(run: Run, tmp_path: Path) -> None:
    code, _, said = run("backup", str(tmp_path / "copy"))
    assert code == 2
    assert "KEEPSIGHT_BACKUP_KEYS" in said
    assert "--plain" in said
    assert run("backup", str(tmp_path / "copy"), "--plain", "--to", "age1")[0] == 2, "one or the other"
    assert list(tmp_path.iterdir()) == []


def test_a_key_that_does_not_open_a_copy_restores_nothing(run: Run, key: Path, tmp_path: Path) -> None:
    with (
        (tmp_path / "copy").open("wb") as out,
        encrypted(out, [make_private_key(tmp_path / "of somebody else")]) as plain,
    ):
        plain.write(b"whatever it is")
    code, _, said = run("restore", str(tmp_path / "copy"), "--key", str(key))
    assert (code, "does not open" in said) == (2, True)
    code, _, said = run("restore", str(tmp_path / "copy"))
    assert (code, "is encrypted" in said) == (2, True)
    code, _, said = run("restore", str(tmp_path / "copy"), "--key", str(tmp_path / "of somebody else"))
    assert (code, "no backup" in said) == (2, True), "anybody can encrypt to a public key: what is in it must be ours"


def test_a_key_is_not_written_over_another_nor_where_nothing_can_be(run: Run, tmp_path: Path) -> None:
    (tmp_path / "key").write_text("the only key to last year’s copies")
    code, _, said = run("backup-key", str(tmp_path / "key"))
    assert (code, "already" in said) == (2, True)
    assert (tmp_path / "key").read_text() == "the only key to last year’s copies"
    code, _, said = run("backup-key", str(tmp_path / "no folder" / "key"))
    assert (code, "could not be written" in said) == (2, True)


def test_a_pair_of_keys_is_made_without_a_store_and_opens_what_is_encrypted_to_it(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KEEPSIGHT_HOME", str(tmp_path / "nowhere"))
    file = tmp_path / "key"
    code, out, _ = run("backup-key", str(file), "--json")
    public = json.loads(out)["public_key"]
    assert (code, file.stat().st_mode & 0o777, (tmp_path / "nowhere").exists()) == (0, 0o600, False)
    assert PRIVATE not in out, "what is printed may be seen, logged or piped on"
    with (tmp_path / "copy").open("wb") as sink, encrypted(sink, public_keys(public)) as plain:
        plain.write(b"whatever it is")
    with opened(tmp_path / "copy", file) as copy:
        assert copy.read_bytes() == b"whatever it is"


def test_a_file_that_is_there_is_not_written_over(run: Run, store: Path) -> None:
    (store / "copy").write_text("another")
    code, _, said = run("backup", str(store / "copy"), "--plain")
    assert code == 2
    assert "a file of that name already" in said
    assert (store / "copy").read_text() == "another"


def test_what_is_no_backup_is_refused(run: Run, store: Path) -> None:
    (store / "copy").write_text("nothing of the sort")
    code, _, said = run("restore", str(store / "copy"))
    assert code == 2
    assert "no backup" in said


def test_nothing_is_put_over_a_store_that_is_here_nor_restored_without_the_key(
    run: Run, store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("backup", str(store / "copy"), "--plain")
    assert (store / "copy").stat().st_mode & 0o777 == 0o600, "it is for its owner alone"
    assert audit_key_file().read_bytes().strip() not in (store / "copy").read_bytes()
    refused = {
        "a store here already": audit_key_file(),
        "key is not here": store / "none",
        "not made under": store / "other",
    }
    (store / "other").write_text("another key")
    for reason, key in refused.items():
        monkeypatch.setenv("KEEPSIGHT_AUDIT_KEY_FILE", str(key))
        code, _, said = run("restore", str(store / "copy"))
        assert code == 2
        assert reason in said


@pytest.mark.long
def test_a_part_that_was_changed_is_found(run: Run, store: Path, elsewhere: Callable[[], None]) -> None:
    run("backup", str(store / "copy"), "--plain")
    held = bytearray((store / "copy").read_bytes())
    begins = held.index(b"files/") + 512  # past the name's block, at the part itself
    held[begins + 40] ^= 1
    (store / "copy").write_bytes(held)
    elsewhere()
    code, _, said = run("restore", str(store / "copy"))
    assert code == 4
    assert "not as it was written" in said


@pytest.mark.long
def test_the_store_comes_back_with_its_files_and_its_chain(
    run: Run, store: Path, key: Path, elsewhere: Callable[[], None]
) -> None:
    before = sorted(Entry.objects.values_list("id", "content_hash")), sorted(path.name for path in files().iterdir())
    code, out, _ = run("backup", str(store / "copy"), "--json")
    kept = json.loads(out)
    assert kept.pop("encrypted")
    assert run("backup", str(store / "plain"), "--plain")[0] == 0
    told = [b"Child forename" in (store / name).read_bytes() for name in ("copy", "plain")]
    assert told == [False, True], "a file that was handed in, read out of the copy"
    elsewhere()
    code, out, said = run("restore", str(store / "copy"), "--key", str(key), "--json")
    assert code == 0, said
    assert json.loads(out) == kept
    after = sorted(Entry.objects.values_list("id", "content_hash")), sorted(path.name for path in files().iterdir())
    assert after[0] == before[0]
    assert set(after[1]) <= set(before[1])
    assert AuditLine.objects.filter(about=f"backup {kept['backup']}").count() == 2, "made, and restored"
    assert run("verify", "--json")[0] == 0
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT max(txid) < pg_snapshot_xmax(pg_current_snapshot()) FROM chronology_entry")
        assert cursor.fetchone() == (True,), "whoever reads in step finds them"
    hand_in(store, 2)
    assert Entry.objects.count() == len(before[0]) + 1, "the store goes on from where it was"


@pytest.mark.long
def test_a_copy_made_among_four_writers_is_everything_up_to_one_moment(
    run: Run, store: Path, key: Path, elsewhere: Callable[[], None]
) -> None:
    told = copied_among_writers(store, run, writers=4, seconds=3)
    assert told["after"] > told["before"], "nobody wrote meanwhile"
    live = dict(AuditLine.objects.values_list("seq", "mac"))
    elsewhere()
    code, out, said = run("restore", str(store / "copy"), "--key", str(key), "--json")
    assert code == 0, said
    restored = json.loads(out)
    assert bytes(live[restored["audit_rows"]]).hex() == restored["audit_mac"]
    here = {str(one) for one in Receipt.objects.values_list("id", flat=True)}
    assert told["acknowledged"] <= here, "what was acknowledged before the copy began is in it"
    chained = AuditLine.objects.filter(act="intake.receive").values_list("about", flat=True)
    assert here == {about.removeprefix("receipt ") for about in chained}
    assert Entry.objects.count() == len(here)


@pytest.mark.long
def test_a_dump_of_another_moment_than_the_manifest_is_found(
    run: Run, store: Path, elsewhere: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    ran = backing_up._run

    def later(program: str, alias: str, *words: str) -> None:
        if program == "pg_dump":
            hand_in(store, 7)
        ran(program, alias, *(word for word in words if not word.startswith("--snapshot")))

    monkeypatch.setattr(backing_up, "_run", later)
    run("backup", str(store / "copy"), "--plain")
    elsewhere()
    code, _, said = run("restore", str(store / "copy"))
    assert code == 4
    assert "not what the backup says" in said


@pytest.mark.long
def test_the_drill_makes_a_store_beside_this_one_and_leaves_nothing(run: Run, store: Path) -> None:
    code, out, said = run("drill", "--json")
    assert code == 0, said
    assert json.loads(out)["files"] >= 1
    assert not list(Path(os.environ.get("TMPDIR", "/tmp")).glob("keepsight-drill-*"))


def copied_among_writers(folder: Path, run: Run, *, writers: int, seconds: float) -> dict[str, object]:
    """Back up while so many hand files in; the receipts that were acknowledged before, and how many there were then and after."""
    stop, acknowledged = threading.Event(), [str(one) for one in Receipt.objects.values_list("id", flat=True)]

    def write(number: int) -> None:
        try:
            while not stop.is_set():
                number += writers
                acknowledged.append(hand_in(folder, number))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=write, args=(number,)) for number in range(100, 100 + writers)]
    for thread in threads:
        thread.start()
    time.sleep(seconds / 2)
    before = set(acknowledged)
    code, _, said = run("backup", str(folder / "copy"))
    assert code == 0, said
    after = len(acknowledged)
    stop.set()
    for thread in threads:
        thread.join()
    return {"acknowledged": before, "before": len(before), "after": after}
