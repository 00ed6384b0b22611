"""What is given to whoever asks for a child's record: the allowed fields alone, nobody else's entries, no way to find anybody."""

import datetime as dt
import secrets
from dataclasses import asdict, replace
from uuid import uuid4

import pytest

from keepsight.chronology.shown import About, Disputed, EntryShown, Source
from keepsight.practice.rights import bundles
from keepsight.practice.rights.bundles import BARE, OUT, WHOLE, Decided, bundle

CHILD, MOTHER, TEACHER = uuid4(), uuid4(), uuid4()
NOT_GIVEN = (
    "raw detail", "hindsight", "significance", "professional", "told", "file", "sheet", "by", "dispute", "earlier", "guessed",
    "mother", "teacher",
)  # fmt: skip


def canary() -> str:
    """A word drawn by chance, so that no code can know it."""
    return "".join(secrets.choice("bcdfghjklmnpqrstvwxz") for _ in range(12))


def entry(said: dict[str, str] | None = None, **other: object) -> EntryShown:
    """An entry about the child alone, with a word of its own in every place that holds any."""
    said = said or {name: canary() for name in NOT_GIVEN}
    day = dt.date(2025, 3, 2)
    told = EntryShown(
        uuid4(), "child.seen", "Child seen", "seen", day, day, None, "day", "02/03/2025", day, "stated",
        dt.datetime(2025, 3, 3, tzinfo=dt.UTC), "school", "Marshlight School", "school", None, ((said["told"], day),),
        said["professional"], "child", "child",
        (About(CHILD, "Ivy Example", "child"), About(TEACHER, said["teacher"], "professional")),
        "observed", None, {"place": said["raw detail"]}, "She drew a house.", "I like it here.", said["hindsight"],
        said["significance"], said["guessed"], "standard", None, Source(None, said["file"], said["sheet"], 3, said["by"]),
        disputes=(Disputed(uuid4(), day, "parent", said["dispute"], None),),
    )  # fmt: skip
    return replace(told, **other)  # type: ignore[arg-type]


def given(*entries: EntryShown, gives: str = WHOLE, because: str = "") -> bundles.Bundle:
    return bundle(entries, {one.id: Decided(gives, because) for one in entries}, CHILD)


ABOUT_TWO = (About(CHILD, None, "child"), About(MOTHER, None, "parent"))
NEVER = {
    "somebody else’s": ({"scope": "household"}, bundles.OF_OTHERS),
    "about somebody else too": ({"about": ABOUT_TWO}, bundles.OF_OTHERS),
    "restricted": ({"level": "restricted"}, bundles.NOT_OPEN),
    "sealed": ({"level": "sealed"}, bundles.NOT_OPEN),
    "told in private": ({"basis": "other_account"}, bundles.INFORMANT),
    "told by a neighbour": ({"from_agency_name": "public"}, bundles.INFORMANT),
    "supervision": ({"kind": "supervision.held"}, bundles.OF_WORKERS),
}


@pytest.mark.parametrize(("said", "reason"), NEVER.values(), ids=NEVER)
def test_some_entries_are_never_given_whoever_decides_and_are_counted_with_the_reason(
    said: dict[str, object], reason: str
) -> None:
    made = given(entry(**said))
    assert made.lines == ()
    assert made.left_out == ((1, reason),)


def test_what_nobody_decided_on_is_not_given() -> None:
    assert bundle([entry()], {}, CHILD).lines == ()


def test_what_is_withheld_says_its_reason_in_law() -> None:
    ((number, reason),) = given(entry(), entry(), gives=OUT, because="serious_harm").left_out
    assert number == 2
    assert "Schedule 3" in reason


FINDS = ("She lives at FK1 2AB now.", "Ring 01632 960 001.", "+44 7700 900123 is her Nan's.")


@pytest.mark.parametrize("words", FINDS)
def test_words_by_which_somebody_could_be_found_are_not_given(words: str) -> None:
    for told in (entry(narrative=words), entry(child_words=words)):
        (line,) = given(told).lines
        assert (line.words, line.child_words) == ("", "")


def test_that_it_happened_is_given_without_a_word_of_it() -> None:
    (line,) = given(entry(), gives=BARE).lines
    assert asdict(line) == {
        "number": 1, "when": "02/03/2025", "agency": "Marshlight School", "what": "Child seen", "words": "", "child_words": "",
    }  # fmt: skip


def places_given(said: dict[str, str]) -> set[str]:
    """The places whose word stands in what is given of many entries."""
    earlier = (entry(narrative=said["earlier"]),)
    made = str(given(*(entry(said, earlier=earlier) for _ in range(20))))
    return {place for place, word in said.items() if word in made}


def test_no_field_that_is_not_named_is_given() -> None:
    said = {name: canary() for name in NOT_GIVEN}
    assert "She drew a house." in str(given(entry(said)))
    assert places_given(said) == set()


def test_a_builder_that_forgets_the_list_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    line = bundles._line
    monkeypatch.setattr(
        bundles,
        "_line",
        lambda one, number, said: replace(line(one, number, said), words=f"{one.narrative} {one.hindsight}"),
    )
    assert places_given({name: canary() for name in NOT_GIVEN}) == {"hindsight"}


def test_every_reason_in_law_has_its_source() -> None:
    assert all(one.title and "Data Protection Act 2018" in one.source for one in bundles.exemptions().values())
