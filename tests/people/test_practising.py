"""Invented pairs on which judges practise: the first answer counts, and each mistake is counted for what it is."""

import pytest

from keepsight.access.actions import add_user, name_agency
from keepsight.access.models import User
from keepsight.errors import WrongUse
from keepsight.intake.identifiers import nhs_number_is_valid
from keepsight.people.models import Link, Person, Question, Record
from keepsight.people.practising import PAIRS, THINGS, answers_of, counted, of_all_judges, practise

TWINS, TYPING, NOTHING_KNOWN = "twins-of-like-names", "typing-error-with-a-number", "common-name-no-more"
INVENTED = ("Practice-", "Test-", "Sample-", "Trial-")


def judge(name: str = "ula") -> User:
    """Somebody who judges pairs."""
    name_agency("school", sector="other")
    return add_user(name, name=name, agency="school", role="agency_lead", password="only-invented-1")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("pair", "said", "says"), [("nobody", "same", "no such pair"), (TWINS, "perhaps", "three answers")]
)
def test_what_is_no_answer_is_not_kept(pair: str, said: str, says: str) -> None:
    ula = judge()
    with pytest.raises(WrongUse, match=says):
        practise(pair, said, by=ula)
    assert answers_of(ula) == {}


@pytest.mark.django_db
def test_the_first_answer_counts_and_is_nobody_else_s() -> None:
    ula, ivor = judge(), judge("ivor")
    practise(TWINS, "same", by=ula)
    with pytest.raises(WrongUse, match="before"):
        practise(TWINS, "different", by=ula)
    assert (answers_of(ula), answers_of(ivor)) == ({TWINS: "same"}, {})


@pytest.mark.django_db
def test_practising_makes_and_joins_nobody() -> None:
    ula = judge()
    for pair in PAIRS:
        practise(pair, "same", by=ula)
    assert not any(kept.objects.exists() for kept in (Record, Person, Link, Question))


@pytest.mark.django_db
def test_all_judges_together_are_told_of_only_where_five_have_practised() -> None:
    judges = [judge(f"judge{number}") for number in range(5)]
    for one in judges[:4]:
        practise(TWINS, "different", by=one)
    assert of_all_judges() is None
    practise(TWINS, "same", by=judges[4])
    told = of_all_judges()
    assert told is not None
    assert (told[0], told[1].right, told[1].joined) == (5, 4, 1)


@pytest.mark.parametrize(
    ("pair", "said", "kind"),
    [
        (TWINS, "different", "right"),
        (TWINS, "same", "joined"),
        (TWINS, "cannot_tell", "unsure"),
        (TYPING, "same", "right"),
        (TYPING, "different", "parted"),
        (NOTHING_KNOWN, "cannot_tell", "right"),
        (NOTHING_KNOWN, "same", "joined"),
        (NOTHING_KNOWN, "different", "guessed"),
    ],
)
def test_each_answer_is_counted_for_what_it_would_do(pair: str, said: str, kind: str) -> None:
    found = counted([(pair, said)])
    kinds = ("right", "joined", "parted", "unsure", "guessed")
    assert [name for name in kinds if getattr(found, name)] == [kind]
    assert found.answered == 1


def test_everybody_in_it_is_plainly_invented_and_every_number_is_for_testing() -> None:
    place = {thing: at for at, thing in enumerate(THINGS)}
    for pair in PAIRS.values():
        for side in pair.sides:
            assert len(side) == len(THINGS), pair.key
            assert any(mark in side[place["Surname"]] for mark in INVENTED), pair.key
            number = side[place["NHS number"]]
            assert not number or (number.startswith("999 ") and nhs_number_is_valid(number)), pair.key


def test_no_one_answer_to_all_of_them_is_right_in_more_than_half() -> None:
    for said in ("same", "different", "cannot_tell"):
        assert counted([(pair, said) for pair in PAIRS]).right <= len(PAIRS) / 2
