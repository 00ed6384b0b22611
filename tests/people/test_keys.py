"""By what an agency's person is known again in the agency's next file, and who must never share a record."""

import datetime as dt
import random

import pytest

from keepsight.errors import RefusedFile
from keepsight.intake.drafts import DraftPerson, When
from keepsight.people.keys import keys

BORN = When(dt.date(2015, 3, 1), dt.date(2015, 3, 1), "day", "01/03/2015")
LATER = When(dt.date(2016, 3, 1), dt.date(2016, 3, 1), "day", "01/03/2016")
NUMBER = "9434765919"


def key(draft: DraftPerson, *others: DraftPerson, file_words: str = "file 1") -> str:
    return keys([draft, *others], file_words=file_words)[draft.ref]


def person(ref: str = "p", **said) -> DraftPerson:
    return DraftPerson(ref=ref, **said)


def child(ref: str = "c", **said) -> DraftPerson:
    return person(ref, role_hint="child", **said)


SHARED = {"surname": "Marsh", "born": BORN}
IVY = child("c1", forename="Ivy", surname="Marsh", born=BORN)
BRAM = child("c2", forename="Bram", surname="Fenner", born=LATER)


def test_two_people_whose_ids_differ_only_in_zeros_are_refused():
    with pytest.raises(RefusedFile):
        keys([child("a", local_id="0123", forename="Ivy"), child("b", local_id="123", forename="Bram")], file_words="")


def test_one_person_whose_id_lost_its_zeros_on_one_sheet_is_one_record():
    assert key(child("a", local_id="0123", forename="Ivy")) == key(child("b", local_id="123"), file_words="file 2")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (child("a", forename="Ivy", nhs_number=NUMBER), child("b", forename="Iris", nhs_number=NUMBER)),
        (child("a", forename="Ivy", upn="Z823432119001"), child("b", forename="Iris", upn="Z823432119001")),
        (child("a", forename="Ivy", **SHARED), child("b", forename="Iris", **SHARED)),
        (child("a", local_id="1", nhs_number=NUMBER), child("b", local_id="2", nhs_number=NUMBER)),
        (child("a", forename="Ivy", **SHARED), child("b", forename="Ivy", **SHARED | {"born": LATER})),
    ],
    ids=["a sibling's NHS number", "a sibling's pupil number", "twins", "two local ids", "two birth dates"],
)
def test_two_people_never_share_a_record(one, other):
    assert key(one, other) != key(other, one)


@pytest.mark.parametrize(
    "draft",
    [child(local_id="A7"), child(nhs_number=NUMBER, forename="Ivy"), child(forename="IVY", surname="marsh", born=BORN)],
    ids=["local id", "NHS number", "name and birth date"],
)
def test_a_person_with_a_key_of_their_own_is_known_again_in_any_file(draft):
    assert key(draft, BRAM, file_words="file 1") == key(draft, IVY, file_words="file 2")


def test_mo_in_a_chronology_of_one_child_is_that_childs_mo():
    mother = person("m", label="MO")
    assert key(mother, IVY, file_words="January") == key(mother, IVY, file_words="June")
    assert key(mother, IVY) != key(mother, BRAM)
    assert key(mother, IVY) != key(person("f", label="FA"), IVY)


def test_a_name_without_a_birth_date_leans_on_the_file_it_stands_in():
    sarah = person("s", forename="Sarah", surname="Reed")
    assert key(sarah, IVY) != key(sarah, BRAM)
    assert key(sarah, IVY, file_words="January") == key(sarah, IVY, file_words="June")


def test_a_cast_of_full_names_is_known_again_and_initials_alone_are_not():
    named = [child(forename="Ivy", surname="Marsh"), person("s", forename="Sarah", surname="Reed")]
    assert keys(named, file_words="January") == keys(named, file_words="June")
    initials = [child(label="C1"), person("m", label="MO")]
    assert keys(initials, file_words="January") != keys(initials, file_words="June")


def test_the_order_of_people_in_a_file_changes_no_key():
    unborn, sarah = child("u", expected_on=dt.date(2026, 5, 1)), person("s", forename="Sarah", surname="Reed")
    file = [IVY, BRAM, person("m", label="MO"), sarah, unborn]
    expected = keys(file, file_words="")
    for seed in range(10):
        shuffled = random.Random(seed).sample(file, len(file))
        assert keys(shuffled, file_words="") == expected
