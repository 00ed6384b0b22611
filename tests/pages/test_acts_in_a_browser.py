"""What people put on record about a child, in a real browser: by keyboard, without scripts, with axe on both screens."""

import re

import pytest
from playwright.sync_api import Page

from tests.pages.browser import (
    WIDTHS,
    broken_rules,
    open_child,
    press,
    sign_in,
    tab_to,
    type_into,
)  # fmt: skip


@pytest.mark.long
def test_a_child_back_from_missing_is_asked_and_it_is_written_down_by_keyboard_without_scripts(
    town_server: str, without_scripts: Page
) -> None:
    page = without_scripts
    sign_in(page, town_server, "ada")
    open_child(page, town_server, "Jory")
    press(page, '.ks-lanes-head__links a:text-is("Skip the chart")')
    press(page, 'a:text-is("Missing, and asked what happened")')
    page.wait_for_selector("#times")
    assert "offer it again" in page.locator("article").first.inner_text()
    press(page, 'a:has-text("Interview held") >> nth=0')
    page.wait_for_selector("#tell")
    type_into(page, "#interviewer", "S. Onyango")
    tab_to(page, "#independent")
    page.keyboard.press("Space")
    type_into(page, "#before", "A row about the telephone.")
    type_into(page, "#place", "A flat above the arcade")
    press(page, 'button:text-is("Save")')
    page.wait_for_url("**/missing/#time-*")
    told = page.locator("article").first.inner_text()
    assert "Independent of the child’s care" in told
    assert "A flat above the arcade" in told


@pytest.mark.long
def test_the_forms_of_a_return_and_of_exploitation_pass_axe_on_both_screens(town_server: str, desk: Page) -> None:
    sign_in(desk, town_server, "ada")
    open_child(desk, town_server, "Jory")
    desk.get_by_text("Missing, and asked what happened").click()
    form = desk.locator("article").first.locator("ul a").first.get_attribute("href")
    view = desk.url.replace("/missing/", "/exploitation/?sort=view")
    for address in (desk.url, f"{town_server}{form}", view):
        desk.goto(address)
        for screen in WIDTHS.values():
            desk.set_viewport_size(screen)
            assert broken_rules(desk) == []
            assert desk.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


@pytest.mark.long
def test_a_conference_that_stands_passes_axe_on_both_screens(town_server: str, desk: Page) -> None:
    sign_in(desk, town_server, "mina")
    open_child(desk, town_server, "Alder")
    desk.goto(f"{desk.url}conference/")
    desk.fill("#call-day", "20/4/2026")
    desk.fill("#call-says", "Is he safe at home?")
    desk.get_by_role("button", name="Call it").click()
    desk.wait_for_selector("#worries")
    for address in (desk.url.split("#")[0], f"{desk.url.split('#')[0]}pack/"):
        desk.goto(address)
        for screen in WIDTHS.values():
            desk.set_viewport_size(screen)
            assert broken_rules(desk) == []
            assert desk.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def passes_on_both_screens(page: Page) -> None:
    for screen in WIDTHS.values():
        page.set_viewport_size(screen)
        assert broken_rules(page) == []
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_a_lead_s_page_of_supervision_passes_axe_on_both_screens(town_server: str, desk: Page) -> None:
    sign_in(desk, town_server, "magda")
    desk.get_by_role("link", name="Supervision", exact=True).click()
    desk.wait_for_selector("#before")
    passes_on_both_screens(desk)


@pytest.mark.long
def test_who_reads_an_entry_passes_axe_on_both_screens(town_server: str, desk: Page) -> None:
    sign_in(desk, town_server, "magda")
    open_child(desk, town_server)
    desk.goto(f"{desk.url.split('#')[0]}chronology/?show=all")
    held_by = desk.locator('td[data-label="Agency"]', has_text=re.compile(r"^\s*Fennick Children's Services\s*$"))
    own = desk.locator("tr", has=held_by).first
    desk.goto(town_server + (own.locator('a[href$="/dispute/"]').get_attribute("href") or ""))
    desk.get_by_role("link", name="Who reads this entry").click()
    desk.wait_for_selector("#because")
    passes_on_both_screens(desk)


@pytest.mark.long
def test_a_line_of_a_plan_stands_beside_what_is_said_and_passes_axe(town_server: str, phone: Page) -> None:
    page = phone
    sign_in(page, town_server, "ivo")
    open_child(page, town_server)
    press(page, 'a:text-is("Plan")')
    page.locator("#about").select_option(index=1)
    for field, text in (("#says", "She eats."), ("#by_whom", "Her aunt"), ("#by_when", "1/5/2027")):
        type_into(page, field, text)
    press(page, 'button:text-is("Note the line")')
    page.wait_for_url("**/plan/#line-*")
    page.locator('summary:has-text("beside this line")').click()
    page.get_by_label("A carer says that it is done").check()
    page.get_by_label("What was said, seen, shown or asked").fill("Her aunt says so.")
    page.get_by_role("button", name="Save").click()
    page.wait_for_selector('.ks-views:has-text("Her aunt says so.")')
    widths = [round(box["width"]) for one in page.locator(".ks-views__view").all() if (box := one.bounding_box())]
    assert len(widths) == 3
    assert len(set(widths)) == 1
    assert broken_rules(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
