"""Exactly one line for every request, with its actor and its subject; and nothing shown that was not written down.

The process is killed for real: whoever asked has then seen not one byte, and the audit is whole.
"""

import os
import signal
import subprocess
import sys
import uuid

import pytest
from django.test import Client
from django.urls import reverse

from keepsight.intake.models import Receipt
from keepsight.pages import door
from keepsight.store.models import AuditLine
from keepsight.store.queries import audit_verified
from tests.pages.town_people import NOBODY_S, child, signed_in, user


def line() -> AuditLine:
    return AuditLine.objects.latest("seq")


ASKED = [
    # who, how, where, what it is answered, act, page
    ("ivo", "get", "/nowhere/", 404, "look", None),
    ("ivo", "get", f"/children/{NOBODY_S}/", 404, "look", "overview"),
    ("wilf", "get", "/find/", 403, "look", "find"),
    ("ivo", "get", "/find/", 200, "look", "find"),
    ("ivo", "head", "/find/", 200, "look", "find"),
    ("ivo", "post", "/find/", 200, "post", "find"),
    ("ivo", "put", "/find/", 405, "look", "find"),
    ("ivo", "delete", "/", 405, "look", "my_work"),
    ("ivo", "post", "/sign-out/", 302, "post", "sign_out"),
]


@pytest.mark.parametrize(("who", "how", "where", "answer", "act", "page"), ASKED)
def test_each_request_leaves_exactly_one_line(town, who, how, where, answer, act, page):
    client, before = signed_in(who), AuditLine.objects.count()
    assert getattr(client, how)(where).status_code == answer
    assert AuditLine.objects.count() == before + 1
    asked, kept = user(who), line()
    assert (kept.user, kept.agency, kept.role) == (asked.pk, asked.agency_id, asked.role)
    assert (kept.act, kept.page, kept.answer) == (act, page, answer)


def test_a_page_of_a_child_says_which_and_a_page_of_something_else_says_what(town):
    signed_in("ivo").get(f"/children/{child('wren')}/")
    assert (line().child, line().about) == (child("wren"), None)
    receipt = Receipt.objects.earliest("received_at")
    signed_in("wilf").get(reverse("receipt", kwargs={"receipt_id": receipt.id}))
    assert (line().child, line().about) == (None, f"receipt {receipt.id}")


def test_what_is_taken_away_is_an_export_with_the_number_of_its_entries(town):
    where = f"/children/{child('wren')}/chronology/export/?download=workbook"
    assert signed_in("ivo").get(where).headers["Content-Disposition"]
    assert (line().act, line().page, line().child) == ("export", "export", child("wren"))
    assert line().count > 0


def test_a_form_that_is_not_ours_is_a_refusal_that_is_written_down(town):
    forged = Client(enforce_csrf_checks=True)
    forged.force_login(user("ivo"))
    before = AuditLine.objects.count()
    assert forged.post("/find/", {"name": "Zzcanary"}).status_code == 403
    assert AuditLine.objects.count() == before + 1
    assert (line().user, line().act, line().answer) == (user("ivo").pk, "post", 403)


def test_somebody_who_could_not_sign_in_leaves_a_line_and_nobody_who_only_opened_the_form(town):
    looks = AuditLine.objects.filter(page__isnull=False)  # that a try failed is a line of its own
    before = looks.count()
    Client().get("/sign-in/")
    assert looks.count() == before
    Client().post("/sign-in/", {"username": "ivo", "password": "wrong"})
    assert (looks.count(), line().user, line().page) == (before + 1, None, "sign_in")


def asked_of_a_server(databases, database: str, *step: str) -> tuple[int, bytes]:
    """How the process ended, and every byte that it sent."""
    from conftest import environment

    where = f"/children/{child('wren')}/"
    ended = subprocess.run(
        [sys.executable, "-m", "tests.killed_server", "ivo", where, *step],
        env={**os.environ, **environment(databases, database)},
        capture_output=True,
        check=False,
    )
    return ended.returncode, ended.stdout


@pytest.mark.parametrize("step", ["audit", "append", "commit"])
def test_a_server_killed_between_the_view_and_the_audit_has_shown_nothing(fresh_town, databases, step):
    from django.db import connection

    database, before = connection.settings_dict["NAME"], AuditLine.objects.count()
    assert asked_of_a_server(databases, database, step) == (-signal.SIGKILL, b"")
    assert AuditLine.objects.count() == before
    assert audit_verified().ok


def test_the_same_server_left_alone_shows_the_page(fresh_town, databases):
    from django.db import connection

    before = AuditLine.objects.count()
    code, page = asked_of_a_server(databases, connection.settings_dict["NAME"])
    assert (code, AuditLine.objects.count()) == (0, before + 1)
    assert b"Every page you open about a child is written down" in page


def test_a_page_that_forgets_its_line_would_be_noticed(town, monkeypatch):
    """The sabotage: a door that writes nothing down."""
    monkeypatch.setattr(door.audit, "write", lambda: None)
    before = AuditLine.objects.count()
    signed_in("ivo").get("/")
    assert AuditLine.objects.count() == before


def test_ids_that_nobody_knows_are_written_down_as_they_were_asked_for(town):
    somebody = uuid.uuid4()
    signed_in("ivo").get(f"/children/{somebody}/")
    assert (line().child, line().answer) == (somebody, 404)
