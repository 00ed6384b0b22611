"""Accounts by command: what is refused, and what each leaves behind."""

import json

import pytest

from keepsight.access.actions import name_agency
from keepsight.access.models import RoleGrant, User


@pytest.fixture
def run(run, fresh_store):
    """Run `keepsight user ...` on a store with one agency: its exit code and the JSON it printed, if any."""
    name_agency("fennick", name="Fennick", sector="other")

    def command(*words: str) -> tuple[int, dict]:
        code, said, _ = run("user", *words, "--json")
        return code, json.loads(said) if said else {}

    return command


ADD = ("--name", "Sam Bell", "--agency", "fennick")


@pytest.mark.parametrize(
    "words",
    [
        ("add", "sam", *ADD, "--role", "spectator"),
        ("add", "sam", "--name", "Sam", "--agency", "nowhere", "--role", "analyst"),
        ("lock", "nobody"),
        ("reset", "nobody"),
        ("role", "nobody", "analyst"),
    ],
)
def test_what_cannot_be_is_refused_and_changes_nothing(run, words):
    code, _ = run(*words)
    assert code == 2
    assert not User.objects.exists()


def test_a_user_name_is_never_given_to_a_second_person(run):
    run("add", "sam", *ADD, "--role", "analyst")
    assert run("add", "sam", *ADD, "--role", "analyst")[0] == 2


def test_an_account_that_was_added_waits_for_a_guardian(run):
    code, said = run("add", "sam", *ADD, "--role", "analyst")
    assert (code, said["open"]) == (0, False)
    assert RoleGrant.objects.get().user.username == "sam"
    assert User.objects.get().check_password(said["password"])


def test_somebody_locked_is_shut_out_and_somebody_reset_has_another_password(run):
    _, added = run("add", "gil", *ADD, "--role", "guardian")
    assert added["open"]
    _, said = run("reset", "gil")
    assert User.objects.get().check_password(said["password"])
    assert said["password"] != added["password"]
    run("lock", "gil")
    assert not User.objects.get().is_active
    assert [one["open"] for one in run("list")[1]["users"]] == [False]
