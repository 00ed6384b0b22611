"""One measure: small figures are held back from whoever may not open every child, and each number opens its lists."""

import datetime as dt
import re
from html import unescape

import pytest

from keepsight.assurance.actions import keep_measure
from keepsight.assurance.models import Measure
from keepsight.assurance.queries import measure
from keepsight.pages.measure.drawing import chart_drawing
from keepsight.pages.shelf import shelf
from tests.pages.town_people import NOBODY_S, given, signed_in

TODAY = dt.date(2026, 4, 1)


@pytest.fixture
def asked_in_time(town: None) -> Measure:
    """How many of the town's children who came back from being missing were asked in time."""
    return keep_measure(
        Measure(title="Asked within three days", pattern="missing-without-return-interview", counts="in_time", per="quarter",
                from_on=dt.date(2024, 4, 1), better="higher", target=95.0),
        by=None,
    )  # fmt: skip


def address(one: Measure) -> str:
    return f"/assurance/{one.id}/"


@pytest.mark.parametrize("username", ["wilf", "orla", "robin"])
def test_a_role_that_has_no_part_in_it_is_refused(asked_in_time: Measure, username: str) -> None:
    assert signed_in(username).get(address(asked_in_time)).status_code == 403


def test_a_measure_that_is_not_there_answers_so(town: None) -> None:
    assert signed_in("cass").get(f"/assurance/{NOBODY_S}/").status_code == 404


@pytest.mark.parametrize("username", ["cass", "dev", "ivo"])
def test_small_figures_are_held_back_from_whoever_may_not_open_every_child(
    asked_in_time: Measure, username: str
) -> None:
    said = given(username, "measure", measure_id=asked_in_time.id)
    assert said["drawing"] is None
    assert {row["hidden"] for row in said["rows"] if row["out_of"]} == {True}
    assert not re.search(r"\d", said["says"].sentence)
    page = signed_in(username).get(address(asked_in_time)).content.decode()
    assert "<svg" not in page.split("<main")[1]
    assert not re.search(r"<td[^>]*>\s*</td>", page), "a cell that says nothing could mean none"


def test_whoever_may_open_every_child_reads_each_number_and_opens_it(asked_in_time: Measure) -> None:
    said = given("leila", "measure", measure_id=asked_in_time.id)
    told = [row for row in said["rows"] if row["out_of"]]
    assert told
    assert not any(row["hidden"] for row in said["rows"])
    assert said["drawing"]
    first = told[0]["first"].isoformat()
    opened = given("leila", "measure", query={"period": first}, measure_id=asked_in_time.id)
    people = {title: named for title, named, _ in opened["people"]}
    assert len(people.get("Counted", [])) == told[0]["counted"]
    assert sum(map(len, people.values())) == told[0]["out_of"] + told[0]["untold"]
    page = unescape(signed_in("leila").get(f"{address(asked_in_time)}?period={first}").content.decode())
    assert all(href in page for named in people.values() for _, href in named)


def test_the_lists_name_no_child_whom_the_reader_does_not_work_with(asked_in_time: Measure) -> None:
    for row in given("leila", "measure", measure_id=asked_in_time.id)["rows"]:
        opened = given("cass", "measure", query={"period": row["first"].isoformat()}, measure_id=asked_in_time.id)
        assert [named for _, named, _ in opened["people"] if named] == []


def test_a_period_that_is_no_day_opens_nothing(asked_in_time: Measure) -> None:
    assert given("leila", "measure", query={"period": "spring"}, measure_id=asked_in_time.id)["opened"] is None


def test_the_drawing_has_a_link_for_each_period_that_can_be_told(asked_in_time: Measure) -> None:
    shown = measure(asked_in_time.id, TODAY)
    assert shown is not None
    drawn = str(chart_drawing(shown, "/here/"))
    assert drawn.count("<a ") == sum(value is not None for value in shown.chart.values)
    assert drawn.count(">none<") == sum(point.empty for point in shown.points)
    assert drawn.count("ks-lanes__uncovered") == sum(one.value is None and not one.empty for one in shown.points)
    assert "style=" not in drawn


def test_the_page_takes_nothing_in(asked_in_time: Measure) -> None:
    assert shelf()["measure"].page.methods == {"GET"}
