"""Who knew what, when: which marks stand on which lane, what they say, and that each can be hit."""

import datetime as dt
import itertools
import uuid
import xml.etree.ElementTree as ET
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keepsight.chronology.shown import EntryShown
from keepsight.intake.queries import Feed
from keepsight.pages.overview.drawing import LETTER, drawing
from keepsight.pages.overview.lanes import Lane, Lanes, Mark, lanes
from keepsight.pages.overview.seats import HIT, STACK, month_after, placed_lanes, scale_of, seated
from tests.pages.invented import TODAY, entry, feed, nobody_from, of_tam

SOCIAL_CARE, SCHOOL, POLICE = "Fennick Children’s Services", "Marshlight School", "Wash Constabulary"
THREAD = uuid.uuid4()
DESCENT = 5  # CSS pixels that a comma of 13 px and its outline reach below the line


def drawn(entries: list[EntryShown], feeds: tuple[Feed, ...] = (), **said: Any) -> Lanes:
    """The lanes for these entries, each mark leading to its entry."""
    said = {"cited": {}, "since": None, "today": TODAY, "href": lambda one: f"#entry-{one.id}"} | said
    return lanes(entries, feeds, **said)


def lane(of: Lanes, name: str) -> Lane:
    """The lane of an agency."""
    return next(one for one in of.lanes if one.name == name)


def test_an_agency_that_sent_nothing_has_a_lane_that_says_so() -> None:
    found = drawn([], (feed("Fennick CAMHS", "camhs", to=None, connected=False),))
    assert lane(found, "Fennick CAMHS").note == "not connected"
    assert lane(found, "Fennick CAMHS").covered_to is None


def test_an_agency_that_fell_silent_says_since_when() -> None:
    found = drawn([], (feed(POLICE, "police", ("missing.reported",), to=dt.date(2025, 11, 3)),))
    assert lane(found, POLICE).note == "received up to 3 Nov 2025"


def test_a_sector_from_which_nobody_is_connected_is_named() -> None:
    assert drawn([], (nobody_from("housing"),)).absent == ("Housing",)


def test_an_agency_known_only_from_others_is_not_taken_for_a_feed() -> None:
    found = drawn([entry("referral.received", "2026-01-05", SOCIAL_CARE, from_agency_name=SCHOOL)])
    assert lane(found, SCHOOL).note == "known only from others"


def test_a_referral_stands_with_the_agency_it_came_from_and_the_one_that_took_it_was_told() -> None:
    found = drawn([entry("referral.received", "2026-01-05", SOCIAL_CARE, from_agency_name=SCHOOL)])
    assert [mark.shape for mark in lane(found, SCHOOL).marks] == ["referral"]
    assert lane(found, SOCIAL_CARE).marks == ()
    assert lane(found, SOCIAL_CARE).told == (dt.date(2026, 1, 5),)


def test_an_agency_that_was_told_is_shown_on_the_day_it_was_told() -> None:
    told = ((SCHOOL, dt.date(2026, 1, 9)), (SOCIAL_CARE, None))
    found = drawn(
        [entry("domestic_abuse.incident", "2026-01-05", POLICE, sector="police", told=told)],
        (feed(SCHOOL, "school"), feed(SOCIAL_CARE, "social_care")),
    )
    assert lane(found, SCHOOL).told == (dt.date(2026, 1, 9),)
    assert lane(found, SOCIAL_CARE).told == ()


@pytest.mark.parametrize(
    ("outcome", "hollow"), [("no_further_action", True), ("signposted", True), ("accepted", False), ("unknown", False)]
)
def test_a_referral_is_hollow_when_its_decision_was_to_do_no_more(outcome: str, hollow: bool) -> None:
    found = drawn([
        entry("referral.received", "2026-01-05", SOCIAL_CARE, thread=THREAD),
        entry("referral.decided", "2026-01-06", SOCIAL_CARE, thread=THREAD, details={"outcome": outcome}),
    ])  # fmt: skip
    assert [mark.hollow for mark in lane(found, SOCIAL_CARE).marks] == [hollow, hollow]


def test_a_mark_says_in_words_all_that_it_says_by_its_shape() -> None:
    seen = of_tam(entry("child.seen", "2026-03-10", SOCIAL_CARE, details={"alone": "yes"}, child_words="Up!"))
    found = drawn([seen], cited={seen.id: (1, 3)})
    assert lane(found, SOCIAL_CARE).marks[0].name == (
        "10 Mar 2026, Fennick Children’s Services: Child seen (about Tam Sedgeway, sibling). Seen alone. "
        "The child’s words. Cited by prompts 1 and 3"
    )


def test_what_is_left_out_is_counted() -> None:
    found = drawn(
        [entry("child.seen", "2020-01-05"), entry("child.seen", "2026-01-05"), entry("child.seen", None)],
        since=dt.date(2025, 1, 1),
    )
    assert (found.before, found.undated, found.first) == (1, 1, dt.date(2026, 1, 1))


@pytest.mark.parametrize(
    ("first", "months", "after"),
    [("2025-01-01", 1, "2025-02-01"), ("2025-11-01", 2, "2026-01-01"), ("2025-12-01", 13, "2027-01-01")],
)
def test_months_are_counted_over_the_turn_of_the_year(first: str, months: int, after: str) -> None:
    assert month_after(dt.date.fromisoformat(first), months) == dt.date.fromisoformat(after)


DAYS = st.lists(st.dates(dt.date(2019, 1, 1), TODAY), min_size=1, max_size=60)


def more(agency: str, first: dt.date, last: dt.date) -> str:
    """Where the marks of a stack are listed."""
    return f"?agency={agency}&since={first}&until={last}"


@given(DAYS)
def test_no_two_squares_to_hit_overlap(days: list[dt.date]) -> None:
    found = drawn([entry("child.seen", day.isoformat()) for day in days])
    for one in placed_lanes(found.lanes, scale_of(found)):
        for row in {seat.row for seat in one.seats}:
            places = sorted(seat.x for seat in one.seats if seat.row == row)
            assert all(right - left >= HIT for left, right in itertools.pairwise(places))
        places = [stack.x for stack in one.stacks]
        assert all(right - left >= STACK for left, right in itertools.pairwise(places))


@given(DAYS)
def test_every_dated_entry_is_a_link_once_or_counted_in_a_stack(days: list[dt.date]) -> None:
    entries = [entry("missing.reported", day.isoformat()) for day in days]
    found = drawn(entries)
    stacked = [
        mark.href for one in placed_lanes(found.lanes, scale_of(found)) for stack in one.stacks for mark in stack.marks
    ]
    tree = ET.fromstring(str(drawing(found, more)))
    links = [one.attrib["href"] for one in tree.iter("a") if one.attrib["href"].startswith("#")]
    assert sorted(links + stacked) == sorted(f"#entry-{one.id}" for one in entries)
    assert not [one for one in tree.iter() if "style" in one.attrib]


@given(DAYS, st.dates(dt.date(2026, 1, 1), TODAY))
def test_no_name_of_a_month_runs_off_the_drawing(days: list[dt.date], today: dt.date) -> None:
    found = drawn([entry("child.seen", min(day, today).isoformat()) for day in days], today=today)
    names = [
        one for one in ET.fromstring(str(drawing(found, more))).iter("text") if one.get("class") == "ks-lanes__when"
    ]
    assert names
    assert all(float(one.attrib["x"]) + LETTER * len(one.text or "") <= scale_of(found).width for one in names)


def test_a_mark_that_a_prompt_cites_chooses_its_seat_first_and_others_at_home_last() -> None:
    many = [of_tam(entry("child.seen", "2026-01-05")) for _ in range(3)]
    many += [entry("child.seen", "2026-01-05"), entry("note.made", "2026-01-05")]
    found = drawn(many, cited={many[4].id: (1,)})
    seats, left = seated(found.lanes[0].marks, scale_of(found))
    assert [seat.mark.href for seat in seats] == [f"#entry-{many[4].id}", f"#entry-{many[3].id}"]
    assert {mark.household for mark in left} == {True}


def test_a_stack_says_how_many_and_leads_to_their_days() -> None:
    tree = ET.fromstring(str(drawing(drawn([entry("child.seen", "2026-01-05") for _ in range(7)]), more)))
    stack = next(one for one in tree.iter("a") if one.attrib["href"].startswith("?"))
    assert stack[0].text == "5 Jan 2026, Fennick Children’s Social Care: 5 more entries"
    assert stack.attrib["href"].endswith("since=2026-01-05&until=2026-01-05")


def test_the_numbers_under_a_mark_are_clear_of_the_count_beneath_them_and_the_count_of_the_next_lane() -> None:
    many = [entry("child.seen", "2026-01-05") for _ in range(7)]
    found = drawn(many, cited={one.id: (1, 12) for one in many})
    tree = ET.fromstring(str(drawing(found, more)))
    numbers = [float(one.attrib["y"]) for one in tree.iter("text") if one.get("class") == "ks-lanes__cites"]
    (box,) = (one for one in tree.iter("rect") if "ks-lanes__stack" in one.attrib["class"])
    top = float(box.attrib["y"])
    assert max(numbers) + DESCENT < top
    assert top + float(box.attrib["height"]) < placed_lanes(found.lanes, scale_of(found))[0].bottom


def test_a_hostile_name_of_an_agency_is_only_text() -> None:
    tree = ET.fromstring(
        str(drawing(drawn([entry("child.seen", "2026-01-05", "<script>x</script>" + "y" * 80)]), more))
    )
    assert not list(tree.iter("script"))


def test_a_drawing_without_entries_still_shows_its_lanes() -> None:
    tree = ET.fromstring(str(drawing(drawn([], (feed(SCHOOL, "school"),)), more)))
    assert SCHOOL in [one.text for one in tree.iter("text")]


def test_the_key_and_the_lanes_draw_the_same_shapes() -> None:
    shapes = {"referral", "decision", "missing", "not_brought", "seen", "other"}
    marks = tuple(Mark(TODAY - dt.timedelta(days=3 * n), shape, shape, "#x") for n, shape in enumerate(sorted(shapes)))
    tree = ET.fromstring(str(drawing(Lanes((Lane("A", "", marks),), (), TODAY.replace(day=1), TODAY, 0), more)))
    assert len(list(tree.iter("a"))) == len(shapes)
