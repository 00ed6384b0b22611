"""What a visitor sees before anybody signs in, in a real browser."""

import pytest
from playwright.sync_api import Page

from tests.pages.browser import looked_at


@pytest.mark.long
def test_a_visitor_is_led_from_signing_in_to_the_story_and_from_a_mark_to_its_entry(
    town_server: str, desk: Page
) -> None:
    desk.goto(town_server)
    desk.get_by_role("link", name="See what it is, in a minute", exact=True).click()
    looked_at(desk)
    desk.locator("svg a[href='#entry-6']").first.focus()
    desk.keyboard.press("Enter")
    assert desk.url.endswith("#entry-6")
    assert "sleeping badly" in desk.locator(":target").inner_text()
    desk.get_by_role("button", name="Sign in", exact=True).click()
    assert desk.url.endswith("/sign-in/")
