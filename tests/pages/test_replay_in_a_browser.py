"""Who could have seen it, read in a real browser: by keyboard, from signing in to the cell of the one prompt nobody saw alone."""

import re

import pytest
from playwright.sync_api import Page

from keepsight.cli.serving import DEMO_PASSWORD
from tests.pages.browser import looked_at, press, tab_to, type_into


@pytest.mark.long
def test_it_is_read_by_keyboard_that_five_agencies_together_could_see_what_none_could_alone_for_a_year(
    town_server: str, desk: Page
) -> None:
    page = desk
    page.goto(f"{town_server}/sign-in/")
    type_into(page, "#username", "leila")
    type_into(page, "#password", DEMO_PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(f"{town_server}/")
    press(page, 'a:text-is("Find a child")')
    type_into(page, "#name", "Idris")
    page.keyboard.press("Enter")
    page.wait_for_selector("#found")
    press(page, '.ks-found a:has-text("Idris")')
    page.wait_for_selector(".ks-facts")
    press(page, 'a:has-text("Who could have seen what, and when")')
    page.wait_for_url("**/replay/")

    assert (
        "Of 3 prompts that one agency might have seen by itself, 1 could be seen only by several together, and 1 by all "
        "together at least a year before any agency alone." in page.locator("main").inner_text()
    )
    harm = page.locator('tr[id^="prompt-"]:has(th:has-text("Harm of several kinds"))')
    assert harm.locator('[data-label="Each agency alone"]').inner_text().startswith("None of 6, to this day")
    assert re.search(r"From \d+ \w+ 202\d", harm.locator('[data-label="All together"]').inner_text())
    looked_at(page)

    number = harm.get_attribute("id")
    tab_to(page, f'main svg a[href="#{number}"]')
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/replay/#{number}")
    tab_to(page, harm.locator("a").first)
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/chronology/.*#entry-[0-9a-f-]{36}$"))
    assert page.locator(f'[id="{page.url.split("#")[1]}"]').is_visible()
