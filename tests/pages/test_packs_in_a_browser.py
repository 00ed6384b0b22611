"""Evidence packs and needs that nobody could meet, made in a real browser; axe on both screens at each step."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.pages.browser import looked_at, open_child, sign_in
from tests.practice.unmet import NEED


@pytest.mark.long
def test_a_pack_is_made_and_read(town_server: str, desk: Page) -> None:
    page = desk
    sign_in(page, town_server, "ivo")
    open_child(page, town_server)
    page.get_by_role("link", name="Evidence packs for a decision", exact=True).click()
    page.get_by_role("link", name="Make a pack", exact=True).click()
    page.select_option("#add", "heap:health")
    page.get_by_role("button", name="Tick these").click()
    expect(page.locator(".ks-tick__box:checked").nth(1)).to_be_visible()
    looked_at(page)
    page.get_by_role("button", name="Go on with what is ticked").click()
    for field in ("purpose", "decision", "to_whom", "proportionate"):
        page.fill(f"#{field}", f"What is said of {field}")
    page.fill("#statement", "She was not brought [99].")
    for field in page.locator("[name^=because-]").all():
        field.fill("Not about her health")
    for choice in ("basis", "safe_to_tell", "consent"):
        page.locator(f"#{choice}").check()
    page.get_by_role("button", name="Make the pack").click()
    assert "No entry here has the number 99" in page.locator(".govuk-error-summary").inner_text()
    looked_at(page)
    page.fill("#statement", "She was not brought [1], and not again [2].")
    page.get_by_role("button", name="Make the pack").click()
    page.wait_for_url(re.compile(r"/packs/[0-9a-f-]{36}/$"))
    assert "She was not brought [1], and not again [2]." in page.locator("main").inner_text()
    looked_at(page)
    page.goto(re.sub(r"[0-9a-f-]{36}/$", "", page.url))
    looked_at(page)


@pytest.mark.long
def test_a_need_is_noted_and_counted_for_whoever_commissions(town_server: str, desk: Page) -> None:
    page = desk
    sign_in(page, town_server, "ivo")
    open_child(page, town_server)
    page.get_by_role("link", name="Needs that no service could meet", exact=True).click()
    for field in ("unmet", "why_not"):
        page.select_option(f"#{field}", NEED[field])
    for field in ("says", "asked_of", "asked_on", "meanwhile", "to_whom"):
        page.fill(f"#{field}", NEED[field])
    page.get_by_role("button", name="Note a need").click()
    assert NEED["meanwhile"] in page.locator(".ks-disagreement").inner_text()
    looked_at(page)
    sign_in(page, town_server, "magda")
    page.goto(f"{town_server}/needs/")
    assert NEED["asked_of"] in page.locator("main").inner_text()
    looked_at(page)
