"""Of whom prompts come: refused to whom it is not for; what nobody recorded is a value; few are hidden, and none is put first."""

from unittest import mock
from uuid import UUID, uuid4

import pytest
from django.test import Client

from keepsight.people.characteristics import Recorded, recorded
from keepsight.practice.figures.answer_rates import quarter_of
from keepsight.practice.figures.fairness import VALUES, Counts, ethnicity_of, fairness, lines, values_of
from keepsight.prompts.counting import countable
from keepsight.store import clock
from tests.pages.town_people import child, given, signed_in

HERE = "/assurance/fairness/"


@pytest.mark.parametrize("username", ["ivo", "magda", "mina", "osei", "bea", "wilf", "orla", "robin"])
def test_whoever_does_not_look_after_patterns_is_refused(town: None, username: str) -> None:
    assert signed_in(username).get(HERE).status_code == 403
    assert Client().get(HERE).status_code == 302


@pytest.mark.parametrize(
    ("said", "group"),
    [
        ((), "unknown"),
        (("WBRI", "WIRI"), "white"),
        (("b) White Irish",), "white"),
        (("MWBC",), "mixed"),
        (("CHNE",), "asian"),
        (("BOTH",), "black"),
        (("Arab",), "other"),
        (("WBRI", "BAFR"), "differs"),
        (("from Leeds",), "words"),
    ],
)
def test_what_agencies_recorded_is_taken_as_they_wrote_it_and_where_they_differ_that_is_said(
    said: tuple[str, ...], group: str
) -> None:
    assert ethnicity_of(Recorded(frozenset(said), disability=False)) == group


def counts(**of: tuple[int, int]) -> Counts:
    """A table in which so many children of each value of ethnicity count in each column; of the others nobody recorded anything."""
    sides = {
        (name, value): (frozenset[UUID](), frozenset[UUID]()) for name, values in VALUES.items() for value in values
    }
    for value, (first, second) in of.items():
        sides["ethnicity", value] = frozenset(uuid4() for _ in range(first)), frozenset(uuid4() for _ in range(second))
    everybody = tuple(
        frozenset[UUID]().union(*(sides["ethnicity", value][side] for value in VALUES["ethnicity"])) for side in (0, 1)
    )
    for name in ("disability", "care"):
        sides[name, "unknown"] = everybody[0], everybody[1]
    return Counts("prompted", sides)


def test_few_are_hidden_with_what_would_give_them_away_and_so_is_their_share() -> None:
    told = {one.value: one for one in lines(counts(white=(20, 40), black=(3, 12), unknown=(9, 30)))["ethnicity"]}
    assert told["black"].counts[0] is None
    assert told["black"].share is None
    assert [told[name].counts[0] for name in ("white", "unknown")] != [20, 9], "the sum less these would tell it"
    assert told[""].counts == (32, 82, 114)


def test_a_share_is_said_with_how_sure_it_is_and_unknown_is_a_value_like_any_other() -> None:
    told = {one.value: one for one in lines(counts(white=(20, 40), black=(10, 20), unknown=(9, 30)))["ethnicity"]}
    for name, share in (("white", 20 / 60), ("unknown", 9 / 39)):
        stretch = told[name].share
        assert stretch is not None
        assert stretch[0] < share < stretch[1]
    assert told["asian"].counts == (0, 0, 0)
    assert told["asian"].share is None


def test_where_one_table_hides_a_sum_the_others_do_not_print_it() -> None:
    told = lines(counts(white=(3, 40), black=(0, 20)))
    assert {one.counts for name in ("disability", "care") for one in told[name] if any(one.counts)} <= {
        (None, None, None)
    }
    assert told["disability"][-1].counts == told["ethnicity"][-1].counts == (None, None, None)


def test_the_values_stand_in_one_order_whatever_the_figures_are() -> None:
    one, other = (lines(counts(**of)) for of in ({"white": (30, 9)}, {"black": (30, 9)}))
    for name in VALUES:
        assert [line.value for line in one[name]] == [line.value for line in other[name]] == [*VALUES[name], ""]


def test_every_child_has_one_value_of_each_and_none_is_guessed(town: None) -> None:
    children = countable(clock.today())
    values = values_of(children)
    assert set(values) == set(children)
    assert all(of.keys() == VALUES.keys() and of[name] in VALUES[name] for of in values.values() for name in of)
    known = recorded(children)
    assert known[child("wren")].ethnicities
    assert any(not one.ethnicities for one in known.values()), "somebody of whom nobody recorded it"
    assert {of["care"] for of in values.values()} == set(VALUES["care"])
    assert {of["disability"] for of in values.values()} == set(VALUES["disability"])


def test_both_tables_count_each_child_once_and_no_child_who_is_restricted(town: None) -> None:
    quarter = quarter_of(clock.today())
    prompted, _ = fairness(countable(clock.today()), [], [], quarter)
    of_all = [
        child_
        for sides in (prompted.of["care", value] for value in VALUES["care"])
        for side in sides
        for child_ in side
    ]
    assert len(of_all) == len(set(of_all)) == len(countable(clock.today()))
    with mock.patch("keepsight.prompts.counting.restricted_or_sealed", return_value=frozenset({child("wren")})):
        assert child("wren") not in countable(clock.today())


def test_a_number_opens_its_children_to_whoever_sees_them_and_names_nobody_to_the_others(town: None) -> None:
    # The town is too small for a figure to print: this rule hides nothing.
    plain = mock.Mock(hides=lambda _: False, hides_share=lambda _, whole: not whole)
    asked = {"table": "prompted", "by": "care", "value": "unknown", "side": "0"}
    with mock.patch("keepsight.pages.fairness.page.lines", side_effect=lambda counts: lines(counts, rule=plain)):
        opened = given("leila", "fairness", query=asked)["opened"]
        theirs = given("dev", "fairness", query=asked)["opened"]
    assert opened["children"]
    assert theirs["children"] == []
    assert theirs["unseen"] == len(opened["children"]) + opened["unseen"]


def test_a_number_that_is_hidden_opens_nothing(town: None) -> None:
    tables = given("leila", "fairness")["tables"]
    assert any(
        None in [count for count, _ in line["cells"]] for table in tables for _, of in table["of"] for line in of
    )
    for table in tables:
        for line in (line for _, of in table["of"] for line in of):
            assert all(href == "" for count, href in line["cells"] if not count)
    asked = {"table": "prompted", "by": "ethnicity", "value": "differs", "side": "0"}
    assert given("leila", "fairness", query=asked)["opened"] is None


def test_the_page_says_that_nothing_is_put_before_another_and_what_nobody_recorded(town: None) -> None:
    page = signed_in("cass").get(HERE).content.decode()
    assert "no value stands before another" in page
    assert VALUES["ethnicity"]["unknown"] in page
    assert "Of whom prompts come" in signed_in("cass").get("/assurance/").content.decode()
    assert "Reported missing" not in page
    assert signed_in("cass").get(f"{HERE}?pattern=repeat-missing").status_code == 200
