"""What people see while something under Keepsight fails, and after: a plain page, nothing kept by half, the next page opens.

That the database is gone and back is in test_one_flow.py, that the provider of identity is gone beside its page, and that the key
of the audit is not in its place in tests/pages/test_door.py.
"""

import datetime as dt
import errno
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from unittest import mock

import psycopg
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, InterfaceError, OperationalError, connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from keepsight.access.actions import add_user, name_agency
from keepsight.access.models import User
from keepsight.access.sessions import ASTRAY, BEGAN
from keepsight.intake.models import Upload
from keepsight.pages import door
from keepsight.pages.door import out_of_reach

PASSWORD = "a long invented password"
SMALL = 256 * 1024  # bytes of a disk that a file of this test fills


@pytest.fixture
def sam(db: None) -> User:
    """Somebody who sends an agency's files."""
    name_agency("fennick", name="Fennick", sector="other")
    return add_user("sam", name="Sam Bell", agency="fennick", role="agency_lead", password=PASSWORD)


def signed_in(sam: User) -> Client:
    """Their browser, to which mistakes come as pages."""
    browser = Client(raise_request_exception=False)
    browser.force_login(sam)
    session = browser.session
    session["proved"] = True
    session.save()
    return browser


@pytest.mark.parametrize(
    ("wrong", "machine"),
    [
        (OperationalError("the server closed the connection"), True),
        (OperationalError(psycopg.errors.DiskFull("could not extend file")), True),
        (InterfaceError("connection already closed"), True),
        (OSError(errno.ENOSPC, "/srv/names"), True),
        (OSError(errno.EROFS, "/srv/names"), True),
        (FileNotFoundError(errno.ENOENT, "/srv/names"), False),
        (DatabaseError("a mistake of ours"), False),
        (ValueError("Wren"), False),
        (None, False),
    ],
)
def test_what_the_machine_lacks_is_told_from_a_mistake_of_ours(wrong: BaseException | None, machine: bool) -> None:
    assert out_of_reach(wrong) is machine


def test_a_database_that_is_gone_is_a_plain_page_that_asks_it_nothing_and_the_next_page_opens(sam: User) -> None:
    browser = signed_in(sam)
    gone = mock.Mock(side_effect=OperationalError("host=10.0.0.1 Wren"))
    with mock.patch.object(connection, "cursor", gone):
        answer = browser.get(reverse("account"))
    assert (answer.status_code, answer.headers["Retry-After"], answer.headers["Cache-Control"]) == (
        503,
        "60",
        "no-store",
    )
    assert "Sorry, Keepsight is not available" in answer.content.decode()
    assert b"Wren" not in answer.content
    assert browser.get(reverse("account")).status_code == 200


def test_a_mistake_of_ours_is_still_called_one(sam: User) -> None:
    browser = signed_in(sam)
    with mock.patch.object(door, "answer_to", side_effect=ValueError("Wren")):
        answer = browser.get(reverse("account"))
    assert (answer.status_code, b"something went wrong" in answer.content, b"Wren" in answer.content) == (
        500,
        True,
        False,
    )


def test_who_signed_in_by_a_clock_that_was_put_back_signs_in_again(sam: User) -> None:
    browser, now = signed_in(sam), timezone.now()
    session = browser.session
    session[BEGAN] = now.timestamp()
    session.save()
    for back, status in ((ASTRAY - dt.timedelta(seconds=30), 200), (ASTRAY + dt.timedelta(seconds=30), 302)):
        with mock.patch.object(timezone, "now", return_value=now - back):
            assert browser.get(reverse("account")).status_code == status, back


@pytest.fixture
def small_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A store's folder on a disk of its own that is soon full; its secrets are elsewhere."""
    key, disk = tmp_path / "audit-key", tmp_path / "disk"
    key.write_text("only-of-this-test", encoding="ascii")
    disk.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={SMALL}", "tmpfs", str(disk)], capture_output=True, check=False
    )
    if mounted.returncode != 0:
        pytest.skip("NO DISK OF ITS OWN CAN BE MOUNTED HERE: a full disk and one that can only be read were not tried")
    monkeypatch.setenv("KEEPSIGHT_AUDIT_KEY_FILE", str(key))
    monkeypatch.setenv("KEEPSIGHT_HOME", str(disk))
    yield disk
    subprocess.run(["umount", str(disk)], check=True)


def hands_in(browser: Client, size: int) -> int:
    """The status with which a file of so many bytes is answered."""
    file = SimpleUploadedFile("concerns.csv", os.urandom(size // 2).hex().encode())
    return browser.post(reverse("hand_in"), {"file": file}).status_code


def kept(disk: Path) -> list[Path]:
    """Files that stand on the disk."""
    return [one for one in disk.rglob("*") if one.is_file()]


def test_a_file_for_which_the_disk_has_no_room_is_not_kept_by_half_and_the_next_is(sam: User, small_disk: Path) -> None:
    browser = signed_in(sam)
    assert hands_in(browser, 2 * SMALL) == 503
    assert (Upload.objects.count(), kept(small_disk)) == (0, [])
    assert hands_in(browser, SMALL // 4) == 302
    assert (Upload.objects.count(), len(kept(small_disk))) == (1, 1)


def test_a_disk_that_can_only_be_read_takes_nothing_and_takes_again_once_it_can_be_written_on(
    sam: User, small_disk: Path
) -> None:
    browser = signed_in(sam)
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    assert hands_in(browser, SMALL // 4) == 503
    assert (Upload.objects.count(), kept(small_disk)) == (0, [])
    subprocess.run(["mount", "-o", "remount,rw", str(small_disk)], check=True)
    assert hands_in(browser, SMALL // 4) == 302
    assert len(kept(small_disk)) == 1
