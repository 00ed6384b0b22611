"""A record that somebody asks for, noted and decided on in a real browser; axe on both screens at each step."""

import pytest
from playwright.sync_api import Page

from tests.pages.browser import looked_at, open_child, sign_in


@pytest.mark.long
def test_a_lead_is_led_from_sharing_to_the_record_and_notes_that_it_is_asked_for(town_server: str, desk: Page) -> None:
    sign_in(desk, town_server, "leila")
    open_child(desk, town_server)
    desk.get_by_role("link", name="Sharing", exact=True).click()
    desk.get_by_role("link", name="Note it, and say what is given", exact=True).click()
    looked_at(desk)
    desk.get_by_role("button", name="Note it", exact=True).click()
    assert "Say who asks" in desk.locator(".govuk-error-summary").inner_text()
    looked_at(desk)
    desk.get_by_label("Somebody with parental responsibility").check()
    desk.get_by_label("not known, or too young to say").check()
    desk.fill("#proved_by", "Her passport")
    for part, said in (("day", "20"), ("month", "3"), ("year", "2026")):
        desk.fill(f"[name=asked_on-{part}]", said)
    desk.get_by_role("button", name="Note it", exact=True).click()
    assert "To be answered by\t20 April 2026" in desk.locator("main").inner_text()
    looked_at(desk)
    desk.fill("#because", "They withdrew it")
    desk.get_by_role("button", name="End the request", exact=True).click()
    assert "Note it on the day it comes" in desk.locator("main").inner_text()
