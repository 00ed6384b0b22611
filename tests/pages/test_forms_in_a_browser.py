"""A form is made, filled in and changed in a real browser that runs no script; axe and every width at each step."""

import pytest
from playwright.sync_api import Browser, Page

from keepsight.practice.forms.editions import forms
from tests.pages.browser import broken_rules
from tests.pages.here import served_here
from tests.pages.test_decisions_in_a_browser import EVERY_WIDTH
from tests.pages.town_people import child, signed_in, user

WITHIN = "document.documentElement.scrollWidth <= window.innerWidth"


class Desk:
    """A browser in which somebody has signed in, and which runs no script but those that measure."""

    def __init__(self, chromium: Browser, at: str, username: str) -> None:
        context = chromium.new_context()
        session = signed_in(username).cookies["sessionid"].value
        context.add_cookies([{"name": "sessionid", "value": session, "url": at}])
        self.page: Page = context.new_page()
        self._switch = context.new_cdp_session(self.page)
        self._scripts(False)

    def looks(self) -> None:
        """Raises AssertionError where axe finds something, or the page runs over the edge, on any width."""
        self._scripts(True)
        for screen in EVERY_WIDTH:
            self.page.set_viewport_size(screen)
            assert broken_rules(self.page) == [], (screen, self.page.url)
            assert self.page.evaluate(WITHIN), (screen, self.page.url)
        self._scripts(False)

    def _scripts(self, on: bool) -> None:
        self._switch.send("Emulation.setScriptExecutionDisabled", {"value": not on})


def filled_in(desk: Desk, at: str) -> None:
    """Whoever works with Wren fills the form in, forgets a day, and puts it right."""
    page = desk.page
    page.goto(f"{at}/children/{child('wren')}/")
    page.get_by_role("link", name="Forms of your partnership’s own").click()
    page.get_by_role("link", name="Doors").click()
    page.get_by_label("A neighbour").check()
    page.get_by_label("Not known: Since when?").check()
    page.get_by_role("button", name="Save").click()
    assert "Write it like 27/3/2026" in page.inner_text(".govuk-error-summary")
    desk.looks()
    assert page.get_by_label("A neighbour").is_checked()
    page.fill("#on", "20/3/2026")
    page.get_by_role("button", name="Save").click()
    desk.looks()
    assert page.locator(".ks-answered dd").all_inner_texts() == ["Not known", "A neighbour"]


@pytest.mark.long
def test_a_form_is_made_filled_in_and_changed_with_buttons_alone(town: None, chromium: Browser) -> None:
    with served_here() as at:
        desk = Desk(chromium, at, "magda")
        page = desk.page
        page.goto(f"{at}/forms/")
        page.get_by_role("link", name="Make a form").click()
        page.fill("#title", "Doors")
        page.fill("#purpose", "Who has a key.")
        page.fill("#label-0", "Who has a key?")
        page.select_option("#sort-0", "several")
        page.fill("#choices-0", "A parent\nA neighbour")
        page.get_by_role("button", name="Add a field").click()
        page.fill("#label-1", "Since when?")
        page.select_option("#sort-1", "day")
        page.locator("button[value='up-1']").click()
        desk.looks()
        assert [page.input_value(f"#label-{place}") for place in (0, 1)] == ["Since when?", "Who has a key?"]
        page.get_by_role("button", name="Keep this form").click()
        desk.looks()
        (form,) = forms(user("magda"))
        assert [one.label for one in form.wording.fields] == ["Since when?", "Who has a key?"]
        filled_in(Desk(chromium, at, "ivo"), at)
