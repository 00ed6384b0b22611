"""Whether the server is well, and its figures: told to programs, of every part, and never of a child, a person or a secret."""

import datetime as dt
import errno
import json
import shutil
from unittest import mock

import pytest
from django.db import OperationalError, connection, transaction
from django.test import Client
from prometheus_client.parser import text_string_to_metric_families

from keepsight.store import audit, clock, health
from keepsight.store.home import make_audit_key
from keepsight.store.models import AuditLine

PARTS = {"database", "worker", "clock", "disk", "audit_key"}
TOKEN = "only-for-figures"


@pytest.fixture
def all_well(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """A store whose worker has just said that it lives."""
    make_audit_key()
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now())")
    monkeypatch.setattr(health, "room_bytes", lambda: health.ROOM_BYTES)


def said() -> tuple[int, dict[str, str]]:
    """The status, and what is not well."""
    answer = Client().get("/healthz")
    parts = json.loads(answer.content)["parts"]
    assert set(parts) == PARTS
    return answer.status_code, {part: words for part, words in parts.items() if words != "well"}


def test_a_database_that_does_not_answer_is_said_at_once(all_well: None, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(connection, "cursor", mock.Mock(side_effect=OperationalError("host=secret password=secret")))
        patched.setattr(connection, "close", lambda: None)
        unknown = {"database": "does not answer", "worker": "not known", "clock": "not known"}
        assert said() == (503, unknown)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ("UPDATE procrastinate_workers SET last_heartbeat = now() - interval '61 s'", "not heard of for more than 60 seconds"),
        ("DELETE FROM procrastinate_workers", "has not started"),
    ],
)  # fmt: skip
def test_a_worker_of_whom_nothing_is_heard_is_missed(all_well: None, change: str, words: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(change)
    assert said() == (503, {"worker": words})


def test_a_disk_without_room_for_one_file_is_said_before_it_is_full(
    all_well: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(health, "room_bytes", lambda: health.ROOM_BYTES - 1)
    assert said() == (503, {"disk": "nearly full"})


def test_a_disk_that_can_only_be_read_or_is_not_there_is_said(all_well: None, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(health.os, "access", lambda folder, how: False)
        assert said() == (503, {"disk": "cannot be written on"})
    monkeypatch.setattr(health, "room_bytes", mock.Mock(side_effect=OSError(errno.ENOENT, "/srv/secret")))
    assert said() == (503, {"disk": "the store's folder is not there"})


def test_a_key_that_is_not_in_its_place_is_said_and_well_again_once_it_is(
    all_well: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        patched.setenv("KEEPSIGHT_AUDIT_KEY_FILE", "/nowhere/audit-key")
        assert said() == (503, {"audit_key": "not in its place"})
    assert said() == (200, {})


def test_a_clock_that_was_put_back_or_is_not_the_database_s_is_said(
    all_well: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = clock.now()
    with monkeypatch.context() as patched:
        patched.setattr(clock, "now", lambda: now + dt.timedelta(seconds=60))
        assert said() == (503, {"clock": "differs from the database's"})
        with transaction.atomic():
            audit.note("store.tried", by=None)
            audit.write()
    assert said() == (503, {"clock": "was put back"})


def test_a_server_that_is_well_says_so_to_anybody_and_leaves_no_line(all_well: None) -> None:
    before = AuditLine.objects.count()
    assert said() == (200, {})
    assert Client().post("/healthz").status_code == 405
    assert AuditLine.objects.count() == before


def test_where_no_token_is_set_there_are_no_figures(all_well: None, settings: object) -> None:
    assert Client().get("/metrics").status_code == 404
    assert Client().get("/metrics", headers={"Authorization": "Bearer "}).status_code == 404


@pytest.mark.parametrize("words", ["", "Bearer ", "Bearer wrong", f"Basic {TOKEN}", TOKEN, f"Bearer {TOKEN}é"])
def test_without_the_right_token_no_figure_is_told(all_well: None, settings: object, words: str) -> None:
    settings.METRICS_TOKEN = TOKEN  # type: ignore[attr-defined]
    answer = Client().get("/metrics", headers={"Authorization": words})
    assert (answer.status_code, answer.headers["WWW-Authenticate"]) == (401, "Bearer")
    assert b"keepsight" not in answer.content


def test_the_figures_are_counts_that_programs_read_and_no_words(all_well: None, settings: object) -> None:
    settings.METRICS_TOKEN = TOKEN  # type: ignore[attr-defined]
    answer = Client().get("/metrics", headers={"Authorization": f"bearer {TOKEN}"})
    families = {one.name: one.samples for one in text_string_to_metric_families(answer.content.decode())}
    assert {one.labels["part"]: one.value for one in families["keepsight_well"]} == dict.fromkeys(PARTS, 1.0)
    assert families["keepsight_receipts"][0].value == 0
    assert families["keepsight_disk_free_bytes"][0].value == health.ROOM_BYTES or shutil.disk_usage("/").free
    assert families["keepsight_database_bytes"][0].value > 1_000_000
    assert {label for samples in families.values() for one in samples for label in one.labels} <= {"part", "status"}
