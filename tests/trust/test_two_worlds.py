"""Two worlds: the town, and the same town with secrets. Whoever must not know them is answered alike in both, to the letter."""

import itertools
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from unittest import mock

import pytest

import keepsight
from conftest import Databases
from keepsight.access.queries import sight
from keepsight.access.roles import Reach
from keepsight.access.sight import Sight
from keepsight.pages import door
from keepsight.pages.shelf import shelf
from keepsight.reviews import queries as reviews
from tests.pages.town_people import user
from tests.trust.asking import Ask, answers, asks, copy, filled, otherwise, pages, plain, searches, store
from tests.trust.saying import Saying
from tests.trust.secrets import LOOKERS, SECRETS, ground, kept_from, plant

LEAST_SECRETS = 20


@dataclass
class Worlds:
    """Two databases that differ in secrets alone, and whoever must not know them."""

    databases: Databases
    username: str
    without: str
    with_secrets: str
    secrets: dict[str, Saying]

    def differing(self, asked: list[Ask]) -> list[Ask]:
        """What is answered differently in the two worlds."""
        return self.differing_and_forms(asked)[0]

    def differing_and_forms(self, asked: list[Ask]) -> tuple[list[Ask], list[Ask]]:
        """What is answered differently, and every form of what is answered, filled in and sent by each of its buttons, as they
        stand where there are no secrets."""
        with store(self.databases, self.without):
            answered = answers(user(self.username), asked)
            first, forms = {one: plain(answer) for one, answer in answered.items()}, filled(answered)
        second = self._answered(self.with_secrets, asked)
        return [one for one in asked if first[one] != second[one]], forms

    def asked(self) -> list[Ask]:
        """Every address and some searches, the secrets' own among them."""
        named = {
            name: say.words[1] for name, say in self.secrets.items() if "child_id" in say.ids and len(say.words) > 1
        }
        with store(self.databases, self.without):
            urls = asks(user(self.username), {name: say.ids for name, say in self.secrets.items()})
        return urls + searches({**named, "town": "Larkspur"})

    def shows(self, ask: Ask) -> str:
        """The secret by which an answer differs, found by halves."""
        if ask.about != "town":
            return ask.about
        suspects = list(self.secrets)
        while len(suspects) > 1:
            half = suspects[: len(suspects) // 2]
            with copy(self.databases, self.without) as name:
                _tell(self.databases, name, self.username, half)
                suspects = half if self._differs(name, ask) else suspects[len(half) :]
        return suspects[0]

    def _differs(self, name: str, ask: Ask) -> bool:
        return self._answered(name, [ask]) != self._answered(self.without, [ask])

    def _answered(self, name: str, asked: list[Ask]) -> dict[Ask, tuple[object, ...]]:
        with store(self.databases, name):
            return {one: plain(answer) for one, answer in answers(user(self.username), asked).items()}


@contextmanager
def worlds(databases: Databases, username: str) -> Iterator[Worlds]:
    """The two worlds of one person. The second is a copy of the first, and then has secrets."""
    with copy(databases, databases.template("town")) as without:
        with store(databases, without):
            ground(user(username))
        with copy(databases, without) as with_secrets:
            secrets = _tell(databases, with_secrets, username, kept_from(username))
            yield Worlds(databases, username, without, with_secrets, secrets)


def _tell(databases: Databases, name: str, username: str, kinds: list[str]) -> dict[str, Saying]:
    numbers = itertools.count(1)
    with store(databases, name):
        return plant(kinds, user(username), lambda: f"Secretword{next(numbers):03}")


@pytest.fixture(scope="module")
def of_tobias(outside: Databases) -> Iterator[Worlds]:
    """The worlds of somebody who works with children."""
    with worlds(outside, LOOKERS["practitioner"]) as both:
        yield both


def surprises(both: Worlds, asked: list[Ask]) -> list[str]:
    """What differs, and the secret that shows."""
    return [f"{one.label}: {both.shows(one)}" for one in both.differing(asked)]


def test_secrets_are_of_many_kinds_and_every_address_is_one_of_the_shelf() -> None:
    assert len(SECRETS) >= LEAST_SECRETS
    assert all(len(kept_from(username)) >= LEAST_SECRETS for username in LOOKERS.values())
    assert set(pages()) == set(shelf())
    print(f"{len(pages())} addresses")


@pytest.mark.long
@pytest.mark.parametrize("role", sorted(LOOKERS))
def test_whoever_must_not_know_is_answered_alike_to_every_method_and_every_form(outside: Databases, role: str) -> None:
    """Looks first, then what changes nothing, then the forms that were looked at, and empty ones last."""
    with worlds(outside, LOOKERS[role]) as both:
        asked = both.asked()
        looks = [one for one in asked if one.method == "GET"]
        differing, forms = both.differing_and_forms(asked)
        empty = otherwise(looks, ["POST"])
        for more in (otherwise(looks, ["HEAD", "PUT", "DELETE"]), forms, empty):
            differing += both.differing(more)
        print(f"{role}: {len(asked) + len(forms)} answers over {len(pages())} addresses, {len(both.secrets)} secrets")
        assert "account" in {one.page for one in forms}
        assert [f"{one.label}: {both.shows(one)}" for one in differing] == []


def test_nothing_is_mailed_so_nothing_can_be_told_by_mail() -> None:
    """Whoever adds a mail adds what it says to the two worlds."""
    written = "\n".join(path.read_text() for path in Path(keepsight.__file__).parent.rglob("*.py"))
    assert not re.search(r"django\.core\.mail(?!\.backends\.dummy)|smtplib|send_mail", written)


# Parts of the rule left out: what is seen then, the page that shows it, and the secret by which it differs.
DROPS: dict[str, tuple[Callable[[Sight], Sight], str, str, str]] = {
    "a sealed child": (lambda said: replace(said, sealed=frozenset()), "overview", "sealed child", "sealed child"),
    "a restricted child": (
        lambda said: replace(said, restricted=frozenset(), reach=Reach.ALL), "overview", "restricted child", "restricted child",
    ),
    "family": (
        lambda said: replace(said, conflicts=frozenset()), "overview", "child of one's own family", "child of one's own family",
    ),
    "naming": (
        lambda said: replace(said, named=said.children), "chronology", "town", "restricted entry of another agency",
    ),
    "the cell": (lambda said: replace(said, cell=said.children), "chronology", "town", "sealed entry"),
}  # fmt: skip


@pytest.mark.long
@pytest.mark.parametrize("drop", sorted(DROPS))
def test_without_one_part_of_the_rule_the_worlds_differ_and_the_secret_is_named(of_tobias: Worlds, drop: str) -> None:
    without, page, about, secret = DROPS[drop]
    asked = [one for one in of_tobias.asked() if (one.page, one.about) == (page, about)]
    with mock.patch.object(door, "sight", lambda user, on: without(sight(user, on))):
        assert {one.partition(": ")[2] for one in surprises(of_tobias, asked)} == {secret}


@pytest.mark.long
def test_without_the_rule_of_reviews_the_worlds_differ(of_tobias: Worlds) -> None:
    asked = [one for one in of_tobias.asked() if one.page == "review"]
    with mock.patch.object(reviews, "_may_read", return_value=True):
        assert "GET review (review neither published nor given): review neither published nor given" in surprises(
            of_tobias, asked
        )
