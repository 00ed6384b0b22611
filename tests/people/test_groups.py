"""Which records are one person: the same whatever order they come in, twins never, a person's word before any rule."""

import datetime as dt
import random
import uuid
from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from keepsight.people.groups import MOST_RECORDS_OF_A_NUMBER, Judgement, group
from keepsight.people.rules import Known, different_numbers

BORN = dt.date(2015, 3, 1)
IVY = {"forename": "ivy", "surname": "marsh", "born_on": BORN}
IRIS = IVY | {"forename": "iris"}
NHS, OTHER_NHS = "9434765919", "9990000018"
UPN, OTHER_UPN = "Z823432119001", "T004199988970"


def record(name: str, **known) -> Known:
    """A record called `name` (its agency is the word before the space)."""
    return Known(uuid.uuid5(uuid.NAMESPACE_OID, name), (name.split()[0], name), **known)


def parted(*records: Known, judged: dict[tuple[str, str], bool] | None = None) -> set[frozenset[str]]:
    """The groups, by the names of their records. Judgements by names, the later ones last."""
    ids = {one.order[1]: one.record for one in records}
    said = {
        frozenset(map(ids.__getitem__, pair)): Judgement(same, latest)
        for latest, (pair, same) in enumerate((judged or {}).items())
    }
    names = {one.record: one.order[1] for one in records}
    return {frozenset(map(names.__getitem__, members)) for members in group(records, said).groups}


def asked(*records: Known, judged=None) -> set[frozenset[str]]:
    names = {one.record: one.order[1] for one in records}
    return {frozenset((names[ask.a], names[ask.b])) for ask in group(records, judged).asks}


def groups(*members: str) -> set[frozenset[str]]:
    """ "a b|c": each argument one group, names parted by commas."""
    return {frozenset(group.split(",")) for group in members}


def test_twins_never_join_even_through_a_third_record_that_fits_both():
    ivy, iris = record("school", **IVY, nhs_number=NHS), record("gp", **IRIS, nhs_number=NHS)
    census = record("council", born_on=BORN, nhs_number=NHS)
    assert parted(ivy, iris, census) == groups("school", "gp", "council")
    assert len(asked(ivy, iris, census)) == 3


def test_a_record_that_fits_one_twin_better_joins_that_one():
    ivy, iris = record("school", **IVY, nhs_number=NHS, upn=UPN), record("gp", **IRIS, nhs_number=NHS)
    census = record("council", born_on=BORN, nhs_number=NHS, upn=UPN)
    assert parted(ivy, iris, census) == groups("school,council", "gp")


def test_two_numbers_never_meet_in_one_person():
    one = record("school", **IVY, nhs_number=NHS, upn=UPN)
    other = record("gp", **IVY, nhs_number=OTHER_NHS)
    between = record("council", **IVY, upn=UPN)
    assert parted(one, other, between) == groups("school,council", "gp")
    chain = record("council", **IVY, nhs_number=NHS, upn=OTHER_UPN)
    assert parted(one, chain) == groups("school", "council")
    assert asked(one, chain) == groups("school,council")


def test_a_shared_address_or_telephone_cannot_link_for_the_rules_know_none():
    assert not {"address", "postcode", "phone"} & set(Known.__dataclass_fields__)


def test_a_number_that_a_whole_file_carries_is_a_placeholder():
    crowd = [record(f"school {n}", **IVY, nhs_number=NHS) for n in range(MOST_RECORDS_OF_A_NUMBER + 1)]
    assert len(parted(*crowd)) == len(crowd)
    assert len(parted(*crowd[1:])) == 1


def test_a_persons_word_joins_what_no_rule_joins_and_parts_what_a_rule_joins():
    tom, thomas = record("school", forename="tom"), record("gp", forename="thomas")
    assert parted(tom, thomas, judged={("school", "gp"): True}) == groups("school,gp")
    one, other = record("school", **IVY, nhs_number=NHS), record("gp", **IVY, nhs_number=NHS)
    assert parted(one, other, judged={("school", "gp"): False}) == groups("school", "gp")
    assert asked(one, other) == set()


def test_of_two_judgements_that_cannot_both_hold_the_later_holds():
    a, b, c = record("school"), record("gp"), record("police")
    judged = {("gp", "police"): False, ("school", "gp"): True, ("school", "police"): True}
    assert parted(a, b, c, judged=judged) == groups("school,police", "gp")


def test_one_pair_of_persons_is_asked_about_once():
    by_name = [record(f"{agency}", **IVY, nhs_number=NHS) for agency in ("gp", "hospital")]
    by_pupil_number = [record(f"{agency}", **IVY, upn=UPN) for agency in ("school", "council")]
    assert parted(*by_name, *by_pupil_number) == groups("gp,hospital", "school,council")
    assert len(asked(*by_name, *by_pupil_number)) == 1


NAMES, SURNAMES = ("", "ivy", "iris", "bram"), ("", "marsh", "reed")
DAYS = (None, BORN, dt.date(2015, 1, 3), dt.date(1985, 3, 1))
KNOWN = st.fixed_dictionaries(
    {
        "forename": st.sampled_from(NAMES),
        "surname": st.sampled_from(SURNAMES),
        "born_on": st.sampled_from(DAYS),
        "nhs_number": st.sampled_from((None, NHS, OTHER_NHS)),
        "upn": st.sampled_from((None, UPN, OTHER_UPN)),
        "is_child": st.booleans(),
        "places": st.sampled_from((frozenset(), frozenset({("door", "1"), ("postcode", "1")}))),
        "kin": st.sampled_from((frozenset(), frozenset({"sarah marsh"}))),
    }
)


@st.composite
def any_records(draw):
    """Up to nine records of few names and numbers, so that they meet, and what people said of some pairs."""
    known = draw(st.lists(KNOWN, min_size=1, max_size=9))
    records = [record(f"agency{place % 3} {place}", **one) for place, one in enumerate(known)]
    pairs = list(combinations([one.record for one in records], 2))
    said = draw(st.lists(st.tuples(st.sampled_from(pairs), st.booleans()), max_size=4)) if pairs else []
    return records, {frozenset(pair): Judgement(same, latest) for latest, (pair, same) in enumerate(said)}


@settings(max_examples=400, deadline=None)
@given(any_records(), st.randoms(use_true_random=False))
def test_any_order_of_arrival_gives_the_same_persons_and_the_same_questions(drawn, shuffler):
    records, judged = drawn
    expected = group(records, judged)
    shuffled = shuffler.sample(records, len(records))
    assert set(group(shuffled, judged).groups) == set(expected.groups)
    assert set(group(shuffled, judged).asks) == set(expected.asks)


@settings(max_examples=400, deadline=None)
@given(any_records())
def test_every_record_is_in_one_person_and_no_person_holds_what_nobody_may_join(drawn):
    records, judged = drawn
    known = {one.record: one for one in records}
    grouped = group(records, judged)
    assert sorted(map(str, known)) == sorted(str(one) for members in grouped.groups for one in members)
    for members in grouped.groups:
        for pair in combinations(members, 2):
            said = judged.get(frozenset(pair))
            a, b = map(known.__getitem__, pair)
            assert said.same if said else different_numbers(a, b) is None
            assert (said and said.same) or not a.forename or not b.forename or a.forename == b.forename


@settings(max_examples=200, deadline=None)
@given(any_records(), st.randoms(use_true_random=False))
def test_working_out_only_what_is_touched_gives_what_working_out_all_gives(drawn, chooser):
    records, judged = drawn
    everything = set(group(records, judged).groups)
    touched = _reached(chooser.choice(records), records, judged)
    here, there = ([one for one in records if (one.record in touched) is inside] for inside in (True, False))
    part = set(group(here, judged, beside=there).groups)
    assert part == {members for members in everything if members & touched}


def _reached(start: Known, records: list[Known], judged) -> set[uuid.UUID]:
    """Every record that a number, a forename with a birth date, or a judgement leads to: what the store's closure loads."""
    reached: set[uuid.UUID] = {start.record}
    grew = True
    while grew:
        fresh = {
            b.record
            for a in records
            if a.record in reached
            for b in records
            if frozenset((a.record, b.record)) in judged
            or (a.nhs_number and a.nhs_number == b.nhs_number)
            or (a.upn and a.upn == b.upn)
            or (a.forename and a.born_on and (a.forename, a.born_on) == (b.forename, b.born_on))
        }
        grew = bool(fresh - reached)
        reached |= fresh
    return reached


def test_twins_never_join_in_a_thousand_random_families():
    joined = 0
    for seed in range(1_000):
        dice = random.Random(seed)
        twins = {"ivy": 1, "iris": 2}
        titles = [(f"agency{place} {name}", name) for name in twins for place in range(4)]
        records = [_as_an_agency_has_it(dice, title, name, twins) for title, name in titles]
        names = {one.record: one.forename for one in records}
        for members in group(records).groups:
            assert len({names[one] for one in members}) == 1, f"seed {seed}"
            joined += len(members) - 1
    assert joined > 1_000  # else nothing was tempted to join


def _as_an_agency_has_it(dice: random.Random, title: str, name: str, twins: dict[str, int]) -> Known:
    """A twin's record with what goes wrong: the other's number, another surname, a slip in the birth date."""
    number = twins[name] if dice.random() < 0.6 else dice.choice(list(twins.values()))
    return record(
        title,
        forename=name,
        surname=dice.choice(("marsh", "marsh", "reed", "")),
        born_on=dice.choice((BORN, BORN, dt.date(2015, 1, 3), None)),
        nhs_number=dice.choice((f"nhs{number}", None)),
        upn=dice.choice((f"upn{number}", None)),
        is_child=True,
    )
