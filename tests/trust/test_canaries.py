"""Canaries: words that nobody could guess, new in each run, are looked for wherever Keepsight says anything at all.

Every secret of `secrets` is told in one town at once. Whoever may not read one must find its words nowhere: on no page and in
no search, in no file nor in what the file says of itself, in no address to which a page sends on. No log, no audit and no error
says any of them to anybody. A backup holds all of them, and is encrypted (`tests/store/test_encrypting.py`); no mail is sent.
"""

import itertools
import logging
import secrets as chance
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from string import ascii_lowercase
from unittest import mock

import pytest
from django.test import Client
from django.urls import reverse

from conftest import Databases
from keepsight.access.queries import the_machine
from keepsight.briefings.actions import open_session
from keepsight.pages import door
from keepsight.store.models import AuditLine
from tests.pages.town_people import child, user
from tests.trust.asking import Ask, answers, asks, copy, searches, served, store, text
from tests.trust.saying import OWN, Saying
from tests.trust.secrets import LOOKERS, SECRETS, ground, plant

LEAST_WORDS = 120
TWICE = (
    "sealed child",
    "restricted child",
    "protected address",
    "refused row with words",
    "request for assurance",
    "review neither published nor given",
)
LOOKER = LOOKERS["practitioner"]


class Told:
    """The town in which every secret was told, its words, and all that was logged since."""

    def __init__(self, databases: Databases, name: str, sayings: list[tuple[str, Saying]], logged: list[str]) -> None:
        self.databases, self.name, self.sayings, self.logged = databases, name, sayings, logged

    @property
    def words(self) -> dict[str, str]:
        """Each word, and the secret whose it is."""
        return {word: name for name, say in self.sayings for word in say.words}

    def kept_from(self, username: str) -> Mapping[str, str]:
        """The words that this person may not read."""
        return {
            word: name
            for word, name in self.words.items()
            if username not in SECRETS[name].readers() or (username == LOOKER and name == "child of one's own family")
        }

    def asked(self, username: str) -> list[Ask]:
        """Every address about the town and about each secret, and a search for each child's name."""
        named = {name: say.words[1] for name, say in self.sayings if "child_id" in say.ids and len(say.words) > 1}
        with store(self.databases, self.name):
            return asks(user(username), {name: say.ids for name, say in self.sayings}) + searches(named)

    def leaks(self, username: str, asked: list[Ask]) -> list[str]:
        """Where this person reads a word that is not for them, and whose secret it is."""
        with store(self.databases, self.name):
            answered = answers(user(username), asked)
        kept, found = self.kept_from(username), set()
        for one, answer in answered.items():
            read, said = text(answer), {value for _, value in one.form}
            found |= {f"{one.label}: {name}" for word, name in kept.items() if word in read and word not in said}
        return sorted(found)


@contextmanager
def every_log() -> Iterator[list[str]]:
    """Each line that any handler writes, as it writes it."""
    lines: list[str] = []
    with mock.patch.object(logging.StreamHandler, "emit", lambda self, record: lines.append(self.format(record))):
        yield lines


@pytest.fixture(scope="module")
def told(outside: Databases) -> Iterator[Told]:
    """The town that knows every secret."""
    with copy(outside, outside.template("town")) as name, every_log() as logged:
        with store(outside, name):
            ground(user(LOOKER))
            sayings = [*_plant(tuple(SECRETS)), *_plant(TWICE)]
        yield Told(outside, name, sayings, logged)


def _plant(names: tuple[str, ...]) -> list[tuple[str, Saying]]:
    return list(plant(names, user(LOOKER), _a_word).items())


def _a_word() -> str:
    """A word that stands nowhere else. As a name it is like no other: of two alike a steward may read who both are."""
    return "".join(chance.choice(ascii_lowercase) for _ in range(16)).capitalize()


def test_canaries_are_many_and_each_is_said_once(told: Told) -> None:
    said = [word for _, say in told.sayings for word in say.words]
    assert len(said) == len(set(said)) >= LEAST_WORDS
    print(f"{len(said)} canaries of {len({name for name, say in told.sayings if say.words})} secrets")


@pytest.mark.long
def test_whoever_works_with_children_reads_no_word_that_is_not_for_them(told: Told) -> None:
    assert told.leaks(LOOKER, told.asked(LOOKER)) == []


@pytest.mark.long
@pytest.mark.parametrize("role", sorted(set(LOOKERS) - {"practitioner"}))
def test_no_role_reads_a_word_that_is_not_for_it(told: Told, role: str) -> None:
    username = LOOKERS[role]
    with store(told.databases, told.name):
        open_session(theme="escalation", audience="manager", by=user(username))
    assert told.leaks(username, told.asked(username)) == []


@pytest.mark.parametrize("page", ["chronology", "overview", "export"])
def test_a_page_that_asks_with_the_sight_of_the_machine_is_noticed(told: Told, page: str) -> None:
    asked = [one for one in told.asked(LOOKER) if (one.page, one.about) == (page, "town")]
    with mock.patch.object(door, "sight", return_value=the_machine()):
        assert told.leaks(LOOKER, asked)


def test_whoever_may_read_a_word_does_so_that_the_search_is_no_search_of_nothing(told: Told) -> None:
    with store(told.databases, told.name):
        answered = answers(user("rafe"), [Ask("chronology", "town", f"/children/{child(OWN)}/chronology/?show=all")])
    read = "".join(map(text, answered.values()))
    assert any(word in read for word, name in told.words.items() if name == "restricted entry of another agency")


def test_an_error_says_no_word_to_anybody_nor_to_a_log(told: Told) -> None:
    """Nor where the mistake itself quotes one, as Python's own do: `int("Wren")`."""
    word = next(iter(told.words))
    with store(told.databases, told.name), served():
        client = Client(raise_request_exception=False)
        client.force_login(user(LOOKER))
        for raised in (ValueError(word), KeyError(word)):
            told.logged.clear()
            with mock.patch.object(door, "answer_to", side_effect=raised):
                answer = client.get(reverse("my_work"))
            assert answer.status_code == 500
            assert word not in text(answer)
            assert type(raised).__name__ in "".join(told.logged), "whoever mends it needs to know what it was"
            assert word not in "".join(told.logged)


@pytest.mark.parametrize("answer", [403, 404, 405])
def test_a_refusal_says_no_word(told: Told, answer: int) -> None:
    of = {name: say.ids["child_id"] for name, say in told.sayings if "child_id" in say.ids}["sealed child"]
    word = next(iter(told.words))
    with store(told.databases, told.name), served():
        client = Client(raise_request_exception=False, enforce_csrf_checks=answer == 403)
        client.force_login(user(LOOKER))
        refused = {
            403: lambda: client.post("/find/", {"name": word}),
            404: lambda: client.get(f"/children/{of}/", {"show": word}),
            405: lambda: client.put(f"/children/{of}/", word),
        }[answer]()
    assert refused.status_code == answer
    assert not [one for one in told.words if one in text(refused)]


def test_no_word_stands_in_a_log_or_in_the_audit(told: Told) -> None:
    """Asked of the server's own log, too, after everything above was done."""
    server_s = "".join(
        path.read_text(errors="replace")
        for path in (told.databases.folder / "postgres").rglob("log/*")
        if path.is_file()
    )
    with store(told.databases, told.name):
        lines = [str(one) for row in AuditLine.objects.values_list("role", "act", "page", "about") for one in row]
    assert lines
    written = "\n".join(itertools.chain(told.logged, [server_s], lines))
    assert not [name for word, name in told.words.items() if word in written]
