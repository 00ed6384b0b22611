"""Agencies by command: there before a file of theirs, so that they may have accounts and an agreement first."""

import json

import pytest

from keepsight.access.models import Agency, User

HUB = ("agency", "add", "hub", "--name", "Fennick Safeguarding Partnership", "--sector", "social_care")


@pytest.fixture
def run(run, fresh_store):
    """Run `keepsight ...` on an empty store: its exit code and the JSON it printed, if any."""

    def command(*words: str) -> tuple[int, dict]:
        code, said, _ = run(*words, "--json")
        return code, json.loads(said) if said else {}

    return command


def test_a_kind_that_is_none_and_a_code_that_is_taken_are_refused_and_change_nothing(run):
    assert run("agency", "add", "hub", "--name", "Hub", "--sector", "wizardry")[0] == 2
    assert not Agency.objects.exists()
    run(*HUB)
    assert run("agency", "add", "hub", "--name", "Another", "--sector", "police")[0] == 2
    assert Agency.objects.get().name == "Fennick Safeguarding Partnership"


def test_before_any_file_a_partnership_names_its_hub_and_adds_its_first_guardian(run):
    assert run(*HUB) == (
        0,
        {"agency": "hub", "name": "Fennick Safeguarding Partnership", "sector": "social_care"},
    )
    code, said = run("user", "add", "bea", "--name", "Bea Ash", "--agency", "hub", "--role", "guardian")
    assert (code, said["open"]) == (0, True)
    assert User.objects.get().agency_id == "hub"
    assert [one["agency"] for one in run("agency", "list")[1]["agencies"]] == ["hub"]
