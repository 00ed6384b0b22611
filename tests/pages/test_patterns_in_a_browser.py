"""A number set otherwise, tried, agreed to and in force; and a question of one's own: by keyboard, no script, a real worker."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, Page

from keepsight.patterns.sheets import library
from tests.pages.browser import Said, broken_rules, press, sign_in, type_into
from tests.pages.test_handing_in_a_browser import worker  # noqa: F401  (a fixture)


@pytest.fixture
def signed(chromium: Browser, said: Said, town_server: str) -> Callable[[str], object]:
    """Somebody's page, where no script runs, and one of theirs where scripts do, for axe."""

    @contextmanager
    def opened(username: str) -> Iterator[tuple[Page, Page]]:
        context = chromium.new_context(viewport={"width": 390, "height": 900}, java_script_enabled=False)
        said.listen(context)
        page = context.new_page()
        sign_in(page, town_server, username)
        with_scripts = chromium.new_context(
            viewport={"width": 390, "height": 900}, storage_state=context.storage_state()
        )
        said.listen(with_scripts)
        yield page, with_scripts.new_page()
        context.close()
        with_scripts.close()

    return opened


def sound(eyes: Page, page: Page) -> bool:
    """Whether axe finds nothing on this page, and it is no wider than a telephone."""
    eyes.goto(page.url if "?" in page.url else f"{page.url.partition('#')[0]}?still=yes")
    return broken_rules(eyes) == [] and eyes.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.long
def test_a_number_is_set_otherwise_by_two_and_a_prompt_that_goes_says_so(
    signed: Callable[[str], object],
    town_server: str,
    worker: Callable[[], None],  # noqa: F811
) -> None:
    with signed("magda") as (page, eyes):
        page.goto(f"{town_server}/patterns/")
        assert sound(eyes, page)
        press(page, f"#about-{library()['re-referral'].theme} summary")
        press(page, 'a:text-is("Referred again within a year")')
        press(page, 'a:text-is("Set its numbers otherwise")')
        page.wait_for_selector("#at_least")
        assert sound(eyes, page)
        type_into(page, "#at_least", "many")
        press(page, 'button:text-is("Write this version")')
        assert "cannot be read" in page.locator(".govuk-error-summary").inner_text()
        page.goto(f"{town_server}/patterns/re-referral/numbers/")
        page.fill("#at_least", "")
        type_into(page, "#at_least", "3")
        press(page, 'button:text-is("Write this version")')
        press(page, 'button:has-text("Try it on the past")')
        page.wait_for_selector("progress")
        assert sound(eyes, page)
        worker()
        page.wait_for_selector('h2:text-is("How many")')  # the page asks again by itself
        assert "Would go with this version" in page.locator("main").inner_text()
        assert sound(eyes, page)
        type_into(page, "#because", "Two are no pattern here")
        press(page, 'button:text-is("Switch it on")')
        page.wait_for_selector('main:has-text("waits for the yes of a second person")')
    with signed("leila") as (page, eyes):
        page.goto(f"{town_server}/patterns/re-referral/")
        assert sound(eyes, page)
        press(page, 'button:text-is("Say yes: put it in force")')
        page.wait_for_selector("progress")
        worker()
        page.goto(f"{town_server}/patterns/re-referral/")
        assert "This partnership’s version 1" in page.locator("main").inner_text()
        assert "Prompts that went with it" in page.locator("main").inner_text()
        assert sound(eyes, page)


@pytest.mark.long
def test_a_question_of_one_s_own_is_written_by_keyboard(signed: Callable[[str], object], town_server: str) -> None:
    with signed("magda") as (page, eyes):
        page.goto(f"{town_server}/patterns/")
        press(page, 'a:text-is("Write a question of your own")')
        press(page, 'a:has-text("nothing of this for so long")')
        page.wait_for_selector("#heard-1")
        assert sound(eyes, page)
        for field, said_ in (
            ("title", "Nobody asked the child"), ("question", "Has anybody asked this child?"),
            ("sentence", "{measure} days since {last}."), ("unit", "days"), ("what_else", "It is not written up."),
            ("what_clears_it", "Somebody asks."), ("questions", "Who could ask?"),
        ):  # fmt: skip
            type_into(page, f"#{field}", said_)
        for field, kind in (("opened-1", "plan.started"), ("closed-1", "plan.ended"), ("heard-1", "child.seen")):
            page.focus(f"#{field}")
            page.select_option(f"#{field}", kind)
        press(page, 'button:text-is("Write this version")')
        page.wait_for_selector("#versions")
        assert "This partnership does not ask this" in page.locator("main").inner_text()
        assert sound(eyes, page)
