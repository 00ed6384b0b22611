"""What other programs read: the same sight as people have, by a token that says what for; and each look is written down."""

import datetime as dt
import json
import os
import subprocess
import sys
from pathlib import Path
from unittest import mock
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client

import keepsight
from conftest import Databases, served
from keepsight.access.accounts import lock
from keepsight.access.glass import break_glass
from keepsight.access.models import SCOPES, ReadToken
from keepsight.access.queries import sight
from keepsight.access.tokens import MOST_DAYS, issue_token, revoke_token
from keepsight.chronology.queries import chronology
from keepsight.errors import WrongUse
from keepsight.people.queries import children
from keepsight.store import audit, clock
from keepsight.store.models import AuditLine
from tests.pages.town_people import NOBODY_S, child, user

DOCUMENT = json.loads((Path(keepsight.__file__).parent / "pages/programs/openapi.json").read_text(encoding="utf-8"))
WREN = "/api/v1/children/{}"
TERMS = {"purpose": "The hospital's own summary", "days": 30}


def token_for(username: str, *scopes: str) -> str:
    """The words of a token that the guardian gives."""
    return issue_token(user(username), scopes=scopes or SCOPES, by=user("bea"), **TERMS)[1]


def read(words: str, path: str, **how: str) -> tuple[int, dict]:
    """What a program is answered: the status, and the content."""
    answer = Client().get(path, headers={"Authorization": f"Bearer {words}"}, **how)
    assert answer.headers["Cache-Control"] == "no-store"
    return answer.status_code, json.loads(answer.content)


@pytest.mark.parametrize(
    ("asked", "why"),
    [
        ({"by": "magda"}, "Only an information guardian"),
        ({"user": "bea"}, "never for one's own"),
        ({"scopes": ["everything"]}, "some of the parts"),
        ({"scopes": []}, "some of the parts"),
        ({"days": 0}, "for a while"),
        ({"days": MOST_DAYS + 1}, "for a while"),
        ({"purpose": "  "}, "A reason is needed"),
    ],
)
def test_a_token_is_for_a_purpose_some_parts_and_a_while_and_given_by_a_guardian(town, asked, why):
    said = {"user": "ivo", "by": "bea", "scopes": ["children"], **TERMS} | asked
    with pytest.raises(WrongUse, match=why):
        issue_token(
            user(said["user"]), scopes=said["scopes"], purpose=said["purpose"], days=said["days"], by=user(said["by"])
        )
    assert not ReadToken.objects.exists()


def test_the_words_of_a_token_are_kept_nowhere(town):
    words = token_for("ivo")
    assert words.encode() not in bytes(ReadToken.objects.get().hashed)
    with connection.cursor() as cursor:
        cursor.execute("SELECT access_read_token::text FROM access_read_token")
        assert words.removeprefix("ksr_") not in cursor.fetchone()[0]


def test_without_a_token_that_stands_nothing_is_told(town, monkeypatch):
    words, of = token_for("ivo"), child("wren")
    assert read(words, WREN.format(of))[0] == 200
    for wrong in ("", "wrong", words[:-1], words + "x"):
        assert read(wrong, WREN.format(of)) == (401, {"title": "A token is needed", "status": 401})
    later = clock.now() + dt.timedelta(days=30)
    with mock.patch.object(clock, "now", return_value=later):
        assert read(words, WREN.format(of))[0] == 401
    revoke_token(ReadToken.objects.get(), by=user("bea"))
    assert read(words, WREN.format(of))[0] == 401
    with pytest.raises(WrongUse, match="revoked already"):
        revoke_token(ReadToken.objects.get(), by=user("bea"))


def test_who_is_locked_reads_nothing_by_any_program(town):
    words = token_for("ivo")
    lock(user("ivo"))
    assert read(words, "/api/v1/children")[0] == 401


def test_somebody_signed_in_reads_nothing_here_without_a_token(town):
    browser = Client()
    browser.force_login(user("leila"))
    assert browser.get("/api/v1/children").status_code == 401


@pytest.mark.parametrize(
    "path", ["children", "children/{}", "children/{}/chronology", "children/{}/prompts", "reviews"]
)
def test_a_token_of_another_scope_and_a_role_that_reads_none_are_refused(town, path):
    scope = {"children/{}/chronology": "chronology", "children/{}/prompts": "prompts", "reviews": "reviews"}
    mine = scope.get(path, "children")
    where = f"/api/v1/{path}".format(child("wren"))
    assert read(token_for("leila", mine), where)[0] == 200
    assert read(token_for("leila", *[one for one in SCOPES if one != mine]), where)[0] == 403
    assert read(token_for("wilf"), where)[0] == 403  # the data steward reads no child's story, and no review


def test_a_child_out_of_sight_answers_like_one_who_does_not_exist(town):
    words = token_for("ivo")
    answers = [
        read(words, WREN.format(of) + part) for of in (NOBODY_S, child("linden")) for part in ("", "/chronology")
    ]
    assert {json.dumps(one) for one in answers} == {
        json.dumps((404, {"title": "There is no such thing here", "status": 404}))
    }


def test_no_program_reads_by_broken_glass(town):
    break_glass(child("jory"), category="missing", reason="Rung by the police at two", by=user("ivo"))
    assert child("jory") in sight(user("ivo"), clock.today()).glass
    assert read(token_for("ivo"), WREN.format(child("jory")))[0] == 404


def test_what_is_told_is_what_the_account_s_own_pages_show(town):
    words, theirs = token_for("ivo"), sight(user("ivo"), clock.today())
    _, found = read(words, "/api/v1/children")
    assert {UUID(one["id"]) for one in found["children"]} == {one.id for one in children(theirs)}
    _, told = read(words, WREN.format(child("wren")) + "/chronology")
    assert [one["id"] for one in told["entries"]] == [str(one.id) for one in chronology(theirs, child("wren"))]
    _, asked = read(words, WREN.format(child("wren")) + "/prompts")
    readable = {one["id"] for one in told["entries"]}
    assert asked["prompts"]
    assert {entry for one in asked["prompts"] for entry in one["entries"]} <= readable


def test_children_come_so_many_at_once_each_once(town):
    words, got, after = token_for("leila"), [], ""
    while True:
        _, found = read(words, f"/api/v1/children?most=3{after}")
        got += [one["id"] for one in found["children"]]
        if found["after"] is None:
            break
        after = f"&after={found['after']}"
    assert len(got) == len(set(got)) == len(children(sight(user("leila"), clock.today())))


@pytest.mark.parametrize("query", ["most=0", "most=101", "most=many", "after=first", "name=Wren"])
def test_a_question_that_is_not_understood_is_not_answered_with_something_else(town, query):
    assert read(token_for("leila"), f"/api/v1/children?{query}")[0] == 400


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_nothing_can_be_changed(town, method):
    answer = getattr(Client(), method)("/api/v1/children", headers={"Authorization": f"Bearer {token_for('leila')}"})
    assert (answer.status_code, answer.headers["Allow"]) == (405, "GET, HEAD")


def test_every_answer_leaves_its_line_whoever_is_refused_too(town):
    words, of = token_for("ivo"), child("wren")
    token = ReadToken.objects.get()
    audit.write()  # that the token was issued
    for path, answer in ((f"children/{of}/chronology", 200), (f"children/{NOBODY_S}", 404), ("children?x=1", 400)):
        before = AuditLine.objects.count()
        status, told = read(words, f"/api/v1/{path}")
        line = AuditLine.objects.latest("seq")
        assert (status, AuditLine.objects.count()) == (answer, before + 1)
        assert (line.user, line.act, line.about, line.answer) == (user("ivo").pk, "look", f"token {token.id}", answer)
        assert line.count == len(told.get("entries", ()))


def test_what_cannot_be_written_down_is_not_told(town, monkeypatch):
    words = token_for("ivo")
    monkeypatch.setenv("KEEPSIGHT_AUDIT_KEY_FILE", "/nowhere/audit-key")
    answer = Client().get(WREN.format(child("wren")), headers={"Authorization": f"Bearer {words}"})
    assert (answer.status_code, b"Wren" in answer.content) == (503, False)


def test_no_answer_has_room_for_an_address():
    fields = {name for schema in DOCUMENT["components"]["schemas"].values() for name in schema["properties"]}
    assert fields & {"address", "postcode", "details", "home"} == set()


@pytest.mark.long
def test_whatever_is_asked_of_the_document_is_answered_as_it_says(fresh_town: Path, databases: Databases) -> None:
    words = token_for("leila")
    with served(databases, connection.settings_dict["NAME"]) as server:
        line = [str(Path(sys.executable).with_name("schemathesis")), "run", f"{server}/api/v1/openapi.json"]
        how = [
            "--wait-for-schema",
            "120",
            "--request-timeout",
            "60",
            "--checks",
            "all",
            "--phases",
            "examples,coverage,fuzzing",
            "--max-examples",
            "15",
            "--seed",
            "11",
        ]
        done = subprocess.run(
            [*line, *how, "--header", f"Authorization: Bearer {words}", "--no-color"],
            capture_output=True,
            text=True,
            env={**os.environ, "COLUMNS": "160"},
        )
    assert done.returncode == 0, done.stdout[-6_000:]
    assert "5 tested" in done.stdout or "5/5" in done.stdout or " 5 " in done.stdout, done.stdout[-3_000:]
