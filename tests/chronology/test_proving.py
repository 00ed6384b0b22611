"""The log held against the audit: an entry that somebody with the tables in his hand has touched is found and named.

He owns the tables and switches off their triggers. What he lacks is the audit's key.
"""

import json
import sys

import pytest
from django.db import connections

from keepsight.chronology.models import Entry
from keepsight.chronology.proving import broken_words, unsealed
from keepsight.cli import main
from keepsight.store.models import AuditLine
from keepsight.store.queries import audit_verified, unguarded


def as_owner(table: str, tampering: str) -> None:
    with connections["owner"].cursor() as cursor:
        cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER refuse_change, NO FORCE ROW LEVEL SECURITY")
        cursor.execute(tampering)
        cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER refuse_change")


def one(condition: str = "true") -> Entry:
    return Entry.objects.extra(where=[condition]).order_by("id").first()


ENTRY = "(SELECT id FROM chronology_entry ORDER BY id LIMIT 1)"
TAMPERINGS = {
    "its day": ("chronology_entry", f"UPDATE chronology_entry SET recorded_on = recorded_on - 1 WHERE id = {ENTRY}"),
    "its level": ("chronology_entry", f"UPDATE chronology_entry SET level = 'sealed' WHERE id = {ENTRY}"),
    "its kind": (
        "chronology_entry",
        "UPDATE chronology_entry SET kind = CASE kind WHEN 'child.seen' THEN 'child.voice' ELSE 'child.seen' END"
        f" WHERE id = {ENTRY}",
    ),
    "its agency": (
        "chronology_entry",
        "UPDATE chronology_entry SET agency_id = (SELECT max(code) FROM access_agency WHERE code <> agency_id)"
        f" WHERE id = {ENTRY}",
    ),
    "whose it is": (
        "chronology_entry_person",
        f"UPDATE chronology_entry_person SET role = 'other' WHERE entry_id = {ENTRY}",
    ),
    "who was told": (
        "chronology_entry_told",
        "DELETE FROM chronology_entry_told WHERE id = (SELECT min(id) FROM chronology_entry_told)",
    ),
    "one slipped in": (
        "chronology_entry",
        "INSERT INTO chronology_entry (id, kind, precision, recorded_on, recorded_how, received_at, agency_id, level, receipt_id,"
        " identity, content_hash, words_hash) SELECT gen_random_uuid(), kind, 'unknown', recorded_on, recorded_how, received_at,"
        f" agency_id, level, receipt_id, gen_random_uuid(), content_hash, words_hash FROM chronology_entry WHERE id = {ENTRY}",
    ),
}


@pytest.mark.parametrize("what", TAMPERINGS)
def test_a_row_of_the_log_that_was_changed_past_its_triggers_no_longer_fits_the_audit(fresh_town, what):
    assert unsealed() is None
    as_owner(*TAMPERINGS[what])
    found = unsealed()
    assert found is not None
    assert found.startswith(("receipt ", "entry "))


def test_the_row_s_own_file_is_named(fresh_town):
    entry = one()
    as_owner(*TAMPERINGS["its day"])
    assert unsealed() == f"receipt {entry.receipt_id}"


def test_words_that_were_rewritten_are_found_and_words_that_are_gone_too(fresh_town):
    assert broken_words() == (Entry.objects.count(), None)
    entry = one()
    as_owner(
        "chronology_words", f"UPDATE chronology_words SET narrative = narrative || '.' WHERE entry_id = '{entry.id}'"
    )
    assert broken_words()[1] == entry.id
    as_owner("chronology_words", f"DELETE FROM chronology_words WHERE entry_id = '{entry.id}'")
    assert broken_words()[1] == entry.id


def test_a_table_whose_guard_was_taken_away_is_named(fresh_store):
    assert unguarded() == []
    with connections["owner"].cursor() as cursor:
        cursor.execute("ALTER TABLE chronology_entry DISABLE TRIGGER refuse_truncate")
        cursor.execute("GRANT DELETE ON intake_receipt TO keepsight_app")
    assert unguarded() == ["chronology_entry", "intake_receipt"]


@pytest.fixture
def verify(monkeypatch, capsys):
    """Run the command: its exit code, and the JSON that it printed."""

    def command(*words: str) -> tuple[int, dict]:
        monkeypatch.setattr(sys, "argv", ["keepsight", *words, "--json"])
        code = 0
        try:
            main()
        except SystemExit as ended:
            code = int(ended.code or 0)
        return code, json.loads(capsys.readouterr().out)

    return command


def test_the_town_verifies_against_its_anchor_and_no_longer_once_somebody_has_had_it(fresh_town, verify, tmp_path):
    kept = str(tmp_path / "anchor.json")
    code, head = verify("anchor", "--out", kept)
    assert (code, head["rows"]) == (0, AuditLine.objects.count())
    code, said = verify("verify", "--anchor", kept)
    assert (code, said) == (
        0,
        {"ok": True, "rows": head["rows"], "entries": Entry.objects.count(), "anchored": True, "first_bad": None},
    )
    as_owner(*TAMPERINGS["its day"])
    code, said = verify("verify", "--anchor", kept)
    assert (code, said["ok"], said["first_bad"]) == (4, False, f"receipt {one().receipt_id}")
    as_owner("store_auditline", f"DELETE FROM store_auditline WHERE seq = {head['rows']}")
    code, said = verify("verify", "--anchor", kept)
    assert (code, said["first_bad"]) == (4, f"audit {head['rows']}")
    assert audit_verified().ok
