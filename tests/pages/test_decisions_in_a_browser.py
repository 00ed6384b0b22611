"""A decision, what was on record that day, and how good an assessment is, in a real browser; axe on both screens at each step."""

import re

import pytest
from playwright.sync_api import Page

from keepsight.practice.child.exploitation import SORTS
from tests.pages.browser import WIDTHS, broken_rules, looked_at, open_child, sign_in
from tests.pages.walking import SCREENS

EVERY_WIDTH = (*SCREENS.values(), WIDTHS["phone"])  # 1280, 390 and 320


def looked_at_on_every_width(page: Page) -> None:
    """Raises AssertionError where axe finds something, or the page runs over the edge, on any of the three."""
    for screen in EVERY_WIDTH:
        page.set_viewport_size(screen)
        assert broken_rules(page) == [], (screen, page.url)
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), (screen, page.url)


@pytest.mark.long
def test_from_an_assessment_to_what_was_held_that_day_and_to_its_quality(town_server: str, desk: Page) -> None:
    page = desk
    sign_in(page, town_server, "ada")
    open_child(page, town_server, "Idris")
    page.goto(f"{page.url}chronology/?show=all")
    assessed = page.locator("tr", has_text="Assessment completed").first
    assessed.get_by_role("link", name="What was on record that day").click()
    page.wait_for_url(re.compile("/held/"))
    looked_at(page)
    page.get_by_role("link", name="Look at the quality of this assessment").click()
    page.wait_for_url(re.compile("/quality/"))
    looked_at(page)


@pytest.mark.long
def test_the_history_of_a_child_and_the_family(town_server: str, desk: Page) -> None:
    page = desk
    sign_in(page, town_server, "ada")
    open_child(page, town_server, "Idris")
    page.goto(f"{page.url}chronology/")
    page.get_by_role("link", name="Child and family history").click()
    page.wait_for_url(re.compile("/history/"))
    looked_at(page)


@pytest.mark.long
def test_every_form_of_exploitation_passes_axe_on_every_width_half_filled_in_too(town_server: str, desk: Page) -> None:
    page = desk
    sign_in(page, town_server, "ada")
    open_child(page, town_server, "Jory")
    here = f"{page.url}exploitation/"
    for sort in SORTS:
        page.goto(f"{here}?sort={sort}")
        assert page.locator("main form textarea").count(), sort
        looked_at_on_every_width(page)
    page.get_by_role("button", name="Save").last.click()
    page.wait_for_selector(".govuk-error-summary")
    looked_at_on_every_width(page)


@pytest.mark.long
def test_every_form_of_marac_passes_axe_on_every_width_half_filled_in_too(town_server: str, desk: Page) -> None:
    page = desk
    sign_in(page, town_server, "ada")
    open_child(page, town_server, "Idris")
    here = f"{page.url}marac/"
    page.goto(here)
    page.evaluate("document.querySelectorAll('main details').forEach(one => { one.open = true })")
    looked_at_on_every_width(page)
    for button in ("Save the checklist", "Refer to MARAC", "Save the reason"):
        page.goto(here)
        form = page.locator(f"main form:has(button:text-is('{button}'))")
        form.locator("xpath=ancestor::details").locator("summary").first.click()
        form.get_by_role("button", name=button).click()
        page.wait_for_selector(".govuk-error-summary")
        looked_at_on_every_width(page)


@pytest.mark.long
def test_what_interrupts_whoever_would_close_passes_axe_on_every_width(town_server: str, desk: Page) -> None:
    page = desk
    sign_in(page, town_server, "leila")
    open_child(page, town_server)
    story = page.url
    page.goto(f"{story}concern/")
    page.fill("#saw", "No coat in the snow.")
    page.fill("#thinks", "She is cold at home.")
    page.get_by_role("button", name="Read it before you send").click()
    page.get_by_role("button", name="Send to the front door").click()
    page.goto(f"{story}decide/")
    page.locator("[name=outcome][value=signposted]").first.check()
    page.locator("form:has([name=outcome]) textarea").first.fill("The clothes bank.")
    page.get_by_role("button", name="Save the decision").first.click()
    page.wait_for_selector(".ks-interruption")
    looked_at_on_every_width(page)
