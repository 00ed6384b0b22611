"""The badges beside a child's name: states that somebody recorded, at most six."""

import uuid
from pathlib import Path

import pytest

import keepsight.pages
from keepsight.pages.child_bar import badges
from tests.pages.invented import entry, of_tam
from tests.pages.town_people import child, given

PAGES = Path(keepsight.pages.__file__).parent
ONE, OTHER = uuid.uuid4(), uuid.uuid4()
CP = {"plan": "child_protection"}
NEVER_ALONE = "Seen alone: not recorded"


@pytest.mark.parametrize(
    ("history", "says"),
    [
        ([], []),
        ([("missing.reported", "2026-03-01", ONE, {})], ["Missing since 1 Mar 2026"]),
        ([("missing.reported", "2026-03-01", ONE, {}), ("missing.found", "2026-03-02", ONE, {})], []),
        (
            [("missing.reported", "2026-03-01", ONE, {}), ("missing.found", "2026-02-02", OTHER, {})],
            ["Missing since 1 Mar 2026"],
        ),
        ([("missing.reported", "2026-03-01", None, {}), ("missing.found", "2026-03-02", None, {})], []),
        ([("section47.started", "2026-03-01", ONE, {})], ["Section 47 open since 1 Mar 2026"]),
        ([("section47.started", "2026-03-01", ONE, {}), ("section47.decided", "2026-03-05", ONE, {})], []),
        ([("plan.started", "2026-03-01", None, CP)], ["Child protection plan since 1 Mar 2026"]),
        ([("plan.started", "2026-03-01", None, CP), ("plan.ended", "2026-03-05", None, CP)], []),
        ([("plan.started", "2026-03-01", None, {"plan": "unknown"})], []),
    ],
)
def test_a_state_stands_from_its_beginning_until_it_is_ended(history: list[tuple], says: list[str]) -> None:
    entries = [entry(kind, on, thread=thread, details=details) for kind, on, thread, details in history]
    assert [badge.text for badge in badges(entries)] == [*says, NEVER_ALONE]


def test_a_brother_s_state_is_not_the_child_s() -> None:
    assert [badge.text for badge in badges([of_tam(entry("missing.reported", "2026-03-01"))])] == [NEVER_ALONE]


def test_there_are_never_more_than_six() -> None:
    kinds = ("missing.reported", "section47.started", "early_help.started")
    history = [entry(kind, "2026-03-01") for kind in kinds]
    history += [
        entry("plan.started", "2026-03-01", details={"plan": plan}) for plan in ("child_in_need", "child_protection")
    ]
    assert len(badges(history)) == 6


WITHOUT_BADGES = {"for_the_child", "looks"}  # the one is the child's own, the other says nothing of the child


@pytest.mark.parametrize("page", ["before_a_visit", "keep_back", "overview", "records"])
def test_a_child_s_badges_stand_on_every_page_that_is_read_by_those_who_work_with_the_child(
    town: None, page: str
) -> None:
    shown = given("ivo", page, child_id=child("wren"))["badges"]
    assert [one.text for one in shown][-1].startswith("Last seen alone")


def test_no_other_page_of_a_child_leaves_the_badges_out() -> None:
    of_a_child = [
        page.parent for page in PAGES.glob("*/page.html.jinja") if "layout/child.html.jinja" in page.read_text()
    ]
    silent = {one.name for one in of_a_child if '"badges"' not in (one / "page.py").read_text()}
    assert silent == WITHOUT_BADGES
