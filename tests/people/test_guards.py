"""What keeps a machine from linking two records, as tables that anyone in a safeguarding team can check. Weights suffice here."""

from dataclasses import replace

import pytest

from keepsight.people.matching import guards
from keepsight.people.matching.guards import GUARDS, LINK_FROM, apart, guarded
from keepsight.people.matching.pair import Pair
from keepsight.people.rules import Band

ALIKE = {
    "forename": "same",
    "surname": "same",
    "birth date": "same",
    "sex": "same",
    "home": "same",
    "family": "missing",
    "NHS number": "missing",
    "pupil number": "missing",
}
NUMBER = {"NHS number": "same"}
CHILDREN = {"recent": True}


def pair(*, weight: float = 30.0, **said) -> Pair:
    facts = {"days_apart": 0, "unborn": False, "recent": False, "one_is_a_child": False} | {
        name: said.pop(name) for name in ("days_apart", "unborn", "recent", "one_is_a_child") if name in said
    }
    return Pair("a", "b", weight, ALIKE | said, {}, **facts)


def different(what: str) -> dict[str, str]:
    return {what: "different"}


LINKED = [
    (ALIKE, "everything but a number"),
    (ALIKE | CHILDREN, "children too, if the very same is said"),
    ({"forename": "longer", "surname": "sound"}, "a grown-up's second name on one side, at one home"),
    (NUMBER | {"forename": "form", "home": "different"}, "a number and another form of the name"),
    ({"home": "missing"}, "a rare name and a birth date, the weight says"),
    (NUMBER | {"surname": "different"}, "a number and a birth date: another surname since"),
    ({"birth date": "turned round"}, "day and month the other way round, all else the same"),
    ({"home": "different", "family": "same", "weight": 15.0} | CHILDREN, "moved since, with the same mother"),
    (NUMBER | {"home": "different"}, "a number and a name: moved since"),
    (NUMBER | {"forename": "alike"} | CHILDREN, "a number and a birth date: a slip in the forename"),
    (NUMBER | {"birth date": "missing"}, "a number and a name"),
    (NUMBER | {"birth date": "one digit", "days_apart": 1}, "a number and a name, a slip in the date"),
]

ASKED = [
    ("unborn", NUMBER | {"unborn": True}, "one was written down before the birth"),
    ("numbers contradict", NUMBER | different("pupil number"), "one number the same, another not"),
    ("possible twins", NUMBER | different("forename"), "a twin's number on both"),
    ("births apart", NUMBER | {"birth date": "different", "days_apart": 9000}, "a mother and a daughter of one name"),
    (
        "parent and child",
        NUMBER | {"birth date": "missing", "one_is_a_child": True},
        "the same, and no date to tell them by",
    ),
    ("births differ", {"birth date": "near", "days_apart": 12}, "one name, born within a month"),
    (
        "a name or a birth date must agree",
        NUMBER | {"forename": "missing", "birth date": "missing"},
        "a number and nothing to agree with it",
    ),
    (
        "a name or a birth date must agree",
        NUMBER | {"birth date": "missing", "surname": "different"},
        "a mother's number on a grown daughter of her forename",
    ),
    ("a child's forename", CHILDREN | {"forename": "alike"}, "Lena and Lina: twins, or a slip"),
    ("a child's forename", CHILDREN | {"forename": "form"}, "Beth and Elizabeth, a child"),
    (
        "a child's forename",
        CHILDREN | {"forename": "longer"},
        "Mohammed and Mohammed Ali: two brothers may be called so",
    ),
    ("too little evidence", {"forename": "alike"}, "grown-up, alike, no number"),
    ("too little evidence", {"birth date": "missing"}, "a father and a son of one name at one home"),
    ("too little evidence", {"forename": "form"}, "Meg and Margaret: Meg may be Megan, her twin"),
    ("too little evidence", {"forename": "longer", "home": "missing"}, "a second name on one side, and no home"),
    (
        "a child's forename",
        CHILDREN | {"forename": "alike", "family": "same"},
        "Lena and Lina have one mother, twins or not",
    ),
    ("too little evidence", different("surname"), "twins, both with forename and surname the wrong way round"),
    ("too little evidence", {"home": "missing", "weight": 15.0}, "a name that many have, and a birth date"),
]

LEFT = [
    ("two names", different("forename") | CHILDREN, "twins"),
    ("two names", different("forename") | different("surname"), "strangers born on one day"),
    ("two people", different("NHS number"), "namesakes, or an adoption: nobody is asked"),
    ("two people", different("pupil number") | CHILDREN, "the same at school"),
    ("too light", {"weight": -1.0}, "more likely two than one"),
]


@pytest.mark.parametrize(("said", "why"), LINKED)
def test_a_machine_may_link(said, why):
    assert guarded(pair(**said)).band is Band.LINK, why


@pytest.mark.parametrize(("rule", "said", "why"), ASKED)
def test_a_person_must_look(rule, said, why):
    found = guarded(pair(**said))
    assert (found.band, found.rule) == (Band.ASK, rule), why


@pytest.mark.parametrize(("rule", "said", "why"), LEFT)
def test_nobody_is_asked(rule, said, why):
    found = guarded(pair(**said))
    assert (found.band, found.rule) == (Band.LEAVE, rule), why


def test_a_twin_s_record_is_linked_to_none_of_a_name_that_is_alike():
    alike = pair(**NUMBER, forename="alike")
    assert guarded(alike).band is Band.LINK
    assert guarded(alike, has_twin=True).rule == "twin household"


@pytest.mark.parametrize("weight", [0.0, LINK_FROM - 0.01])
def test_what_weighs_too_little_is_asked_about_if_no_guard_says_otherwise(weight):
    assert guarded(pair(weight=weight)).band is Band.ASK
    assert guarded(pair(weight=LINK_FROM)).band is Band.LINK


def test_two_forenames_or_two_numbers_never_stand_in_one_person():
    assert apart(pair(forename="different"))
    assert apart(pair(forename="different", **NUMBER)), "twins with one number typed on both"
    assert apart(pair(**different("NHS number")))
    assert not apart(pair(forename="alike", **NUMBER))


@pytest.mark.parametrize("taken_out", [guard.name for guard in GUARDS])
def test_without_any_one_guard_something_here_is_answered_otherwise(taken_out, monkeypatch):
    monkeypatch.setattr(guards, "GUARDS", tuple(guard for guard in GUARDS if guard.name != taken_out))
    answers = [(guarded(pair(**said)).rule, rule) for rule, said, _ in (*ASKED, *LEFT)]
    twin = guarded(pair(**NUMBER, forename="alike"), has_twin=True).rule
    assert any(found != rule for found, rule in answers) or twin != "twin household"


def test_reasons_name_no_value():
    told = replace(pair(), parts={"forename": 7.0})
    assert guarded(told).words == "same forename, same surname, same birth date, same sex, same home"
