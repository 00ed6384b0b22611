"""The audit in a real database: written with what it tells of or not at all, only ever added to, verified."""

import json
import threading
from types import SimpleNamespace

import pytest
from django.db import connection, connections, transaction

from keepsight.errors import AuditUnavailable, WrongUse
from keepsight.store import anchor, audit
from keepsight.store.models import AuditLine, Mark
from keepsight.store.queries import audit_head, audit_verified

ANN = SimpleNamespace(pk=7, agency_id="health-visiting", role="practitioner")


def acts() -> list[str]:
    return list(AuditLine.objects.order_by("seq").values_list("act", flat=True))


def change(act: str) -> None:
    """Something changes, and says so."""
    with transaction.atomic():
        Mark.objects.create(name=act)
        audit.note(act, by=ANN)


@pytest.mark.parametrize("content", ["Ivy Example", "record", "record Ivy", "hit by her father", "record 12/03/2019"])
def test_content_cannot_be_handed_in_as_a_subject(fresh_store, content):
    with transaction.atomic(), pytest.raises(AssertionError):
        audit.note("a.change", by=ANN, about=content)


def test_a_note_outside_a_transaction_is_refused(fresh_store):
    with pytest.raises(AssertionError):
        audit.note("a.change", by=ANN)


def test_what_cannot_be_written_down_is_not_done(fresh_store, monkeypatch):
    monkeypatch.setenv("KEEPSIGHT_AUDIT_KEY_FILE", "/nowhere/audit-key")
    with pytest.raises(AuditUnavailable):
        change("a.change")
    assert not Mark.objects.exists()
    monkeypatch.undo()
    change("a.change")
    assert (Mark.objects.count(), acts()) == (1, ["a.change"])


def test_a_table_that_is_gone_stops_every_change(fresh_store):
    with connections["owner"].cursor() as cursor:
        cursor.execute("DROP TABLE store_auditline")
    with pytest.raises(AuditUnavailable):
        change("a.change")
    assert not Mark.objects.exists()


def test_what_was_undone_leaves_no_line(fresh_store):
    with transaction.atomic():
        audit.note("a.first", by=ANN)
        with transaction.atomic():
            audit.note("a.second", by=ANN)
            transaction.set_rollback(True)
        audit.note("a.third", by=None)
    with transaction.atomic():
        audit.note("a.fourth", by=ANN)
        transaction.set_rollback(True)
    assert acts() == ["a.first", "a.third"]


def test_a_line_says_who_and_what_and_never_what_it_said(fresh_store):
    change("a.change")
    line = AuditLine.objects.get()
    assert (line.seq, line.user, line.agency, line.role) == (1, 7, "health-visiting", "practitioner")
    kept = {field.name for field in AuditLine._meta.fields}
    assert kept == {
        *("seq", "at", "user", "agency", "role", "act", "page", "child", "about", "answer", "count", "seal", "mac"),
    }


def test_the_line_is_the_last_statement_before_the_commit(fresh_store):
    said = []

    def listen(execute, sql, params, many, context):
        said.append(sql.split()[0])
        return execute(sql, params, many, context)

    with connection.execute_wrapper(listen), transaction.atomic():
        audit.note("a.change", by=ANN)
        Mark.objects.create(name="after the note")
    assert said == ["INSERT", "SELECT", "INSERT"]


def test_many_at_once_make_one_chain_without_gaps(fresh_store):
    def many(name: int) -> None:
        for number in range(10):
            with transaction.atomic():
                audit.note("a.change", by=ANN, about=f"thread {name}-{number}")
        connection.close()

    threads = [threading.Thread(target=many, args=(name,)) for name in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert list(AuditLine.objects.order_by("seq").values_list("seq", flat=True)) == list(range(1, 81))
    assert audit_verified().ok


@pytest.mark.parametrize(
    "tampering",
    [
        'UPDATE store_auditline SET "user" = 8 WHERE seq = 3',
        "DELETE FROM store_auditline WHERE seq = 3",
        "UPDATE store_auditline SET at = at + interval '1 microsecond' WHERE seq = 3",
        "UPDATE store_auditline SET seq = -seq WHERE seq IN (3, 4)",
    ],
)
def test_somebody_who_owns_the_tables_and_lacks_the_key_is_found(fresh_store, tampering):
    for number in range(6):
        change(f"a.change{'abcdef'[number]}")
    assert audit_verified().ok
    with connections["owner"].cursor() as cursor:
        cursor.execute("ALTER TABLE store_auditline DISABLE TRIGGER refuse_change")
        cursor.execute(tampering)
    found = audit_verified()
    assert not found.ok
    assert found.first_bad == (1 if "-seq" in tampering else 3)


def test_an_anchor_comes_back_from_its_file_and_finds_a_tail_cut_off(fresh_store, tmp_path):
    for name in ("a.first", "a.second", "a.third"):
        change(name)
    anchor.write(tmp_path / "anchor.json", audit_head())
    kept = anchor.read(tmp_path / "anchor.json")
    assert kept == audit_head()
    with connections["owner"].cursor() as cursor:
        cursor.execute("ALTER TABLE store_auditline DISABLE TRIGGER refuse_change")
        cursor.execute("DELETE FROM store_auditline WHERE seq = 3")
    assert audit_verified().ok, "without the anchor the rest is a chain"
    assert audit_verified(kept).first_bad == 3


@pytest.mark.parametrize("content", ["", "{}", json.dumps({"rows": 1, "mac": "no", "at": None})])
def test_a_file_that_holds_no_anchor_is_refused(tmp_path, content):
    (tmp_path / "anchor.json").write_text(content, encoding="utf-8")
    with pytest.raises(WrongUse):
        anchor.read(tmp_path / "anchor.json")


def test_an_audit_that_somebody_holds_up_is_not_waited_for_without_end(fresh_store):
    with connections["owner"].cursor() as owner, transaction.atomic(using="owner"):
        owner.execute("ALTER FUNCTION keepsight_audit_head() SET lock_timeout = '20ms'")
    with connections["owner"].cursor() as owner, transaction.atomic(using="owner"):
        owner.execute("SELECT seq FROM keepsight_audit_head()")
        with pytest.raises(AuditUnavailable):
            change("a.change")
    assert not Mark.objects.exists()
    change("a.change")
    assert acts() == ["a.change"]
