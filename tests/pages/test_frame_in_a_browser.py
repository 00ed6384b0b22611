"""The frame as a browser lays it out: nothing at the very edge of a window, however wide, and one line of links on a laptop."""

import pytest
from playwright.sync_api import Page

from tests.pages.browser import open_child, sign_in

LEAST_MARGIN = 15  # CSS pixels, GOV.UK's own on a telephone
ONE_LINE = 60  # CSS pixels: a bar of two lines of links is 94 or more
LAPTOP = 1280  # CSS pixels


@pytest.mark.long
def test_no_page_stands_at_the_very_edge_and_nobody_s_links_take_two_lines_on_a_laptop(
    town_server: str, desk: Page
) -> None:
    sign_in(desk, town_server, "magda")  # whose role has most links, and the longest name
    for width in (320, 641, 1019, 1020, 1100, 1239, 1240, LAPTOP):
        desk.set_viewport_size({"width": width, "height": 700})
        box = desk.locator("main").bounding_box()
        assert box, width
        assert box["x"] >= LEAST_MARGIN, width
        assert width - box["x"] - box["width"] >= LEAST_MARGIN, width
    bar = desk.locator(".ks-header__row").bounding_box()
    assert bar
    assert bar["height"] < ONE_LINE


ROOM = 250  # CSS pixels: seven or eight words of what happened in a line
TWO_LINES = 110  # CSS pixels: the name of the service, and under it one line of links


@pytest.mark.long
def test_between_a_telephone_and_a_laptop_a_chronology_leaves_room_for_what_happened(
    town_server: str, desk: Page
) -> None:
    sign_in(desk, town_server, "ivo")
    open_child(desk, town_server)
    desk.get_by_role("link", name="Chronology", exact=True).click()
    for width in (641, 700, 768, 800, 1024, 1025):
        desk.set_viewport_size({"width": width, "height": 700})
        words, bar = desk.locator(".ks-entry").first.bounding_box(), desk.locator(".ks-header__row").bounding_box()
        assert words, width
        assert words["width"] >= ROOM, width
        assert bar, width
        assert bar["height"] < TWO_LINES, width


TELEPHONE = 390  # CSS pixels
FIRST_THIRD = 300  # CSS pixels of a telephone's window of 900


@pytest.mark.long
@pytest.mark.parametrize(("who", "first"), [("cass", "/reviews/"), ("bea", "/guardian/")])
def test_the_links_of_a_group_take_one_line_of_a_laptop_and_leave_a_telephone_its_page(
    town_server: str, desk: Page, who: str, first: str
) -> None:
    sign_in(desk, town_server, who)  # whose groups have most pages
    desk.goto(f"{town_server}{first}")
    desk.set_viewport_size({"width": LAPTOP, "height": 700})
    links = desk.locator(".ks-tabs").bounding_box()
    assert links
    assert links["height"] < ONE_LINE
    desk.set_viewport_size({"width": TELEPHONE, "height": 900})
    title = desk.locator("h1").bounding_box()
    assert title
    assert title["y"] < FIRST_THIRD
