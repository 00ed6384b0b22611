"""A file handed in, looked at, taken in, its refused rows taken away, and taken back: by keyboard, no script, a real worker."""

import csv
import io
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, ViewportSize

from conftest import Databases, environment
from tests.pages.browser import Said, broken_rules, press, sign_in, tab_to, type_into
from tests.pages.handing_in import DESK, table

WIDTHS = [1280, 390]


@pytest.fixture
def worker(databases: Databases, served_database: str) -> Callable[[], None]:
    """Lets a worker work on the served town until nothing waits."""

    def work() -> None:
        told = environment(databases, served_database)
        subprocess.run([sys.executable, "-m", "tests.killed_worker"], env=told, check=True)

    return work


@pytest.fixture
def magda(chromium: Browser, said: Said, town_server: str, width: int) -> Iterator[tuple[Page, Page]]:
    """Somebody who hands files in: her page, where no script runs, and one of hers beside it where scripts do, for axe."""
    screen: ViewportSize = {"width": width, "height": 900}
    context = chromium.new_context(viewport=screen, java_script_enabled=False)
    said.listen(context)
    page = context.new_page()
    sign_in(page, town_server, "magda")
    with_scripts = chromium.new_context(viewport=screen, storage_state=context.storage_state())
    said.listen(with_scripts)
    yield page, with_scripts.new_page()
    context.close()
    with_scripts.close()


@pytest.mark.long
@pytest.mark.parametrize("width", WIDTHS)
def test_a_file_goes_its_whole_way_by_keyboard_without_scripts(
    magda: tuple[Page, Page], town_server: str, worker: Callable[[], None], tmp_path: Path
) -> None:
    page, eyes = magda
    page.goto(f"{town_server}/sources/")
    press(page, 'a:text-is("Hand a file in")')
    page.wait_for_selector("#file")
    assert _sound(eyes, page)
    press(page, 'button:text-is("Read it through")')
    assert "No file was chosen" in page.locator(".govuk-error-summary").inner_text()
    assert broken_rules(_with_scripts(eyes, page)) == []
    type_into(page, "#as_at", "1/4/2026")
    tab_to(page, "#file")
    page.set_input_files("#file", {"name": "concerns.csv", "mimeType": "text/csv", "buffer": table()})
    press(page, 'button:text-is("Read it through")')
    page.wait_for_selector("progress")
    assert _sound(eyes, page, still=True)
    worker()
    page.wait_for_selector('h2:text-is("Where every row would go")')  # the page asks again by itself
    assert "Came in hungry again" in page.locator(".ks-table--first").inner_text()
    assert page.locator(".ks-table--refused tbody tr").count() == 1
    assert _sound(eyes, page)
    press(page, 'button:text-is("Take it in")')
    assert "needs a reason" in page.locator(".govuk-error-summary").inner_text()
    assert broken_rules(_with_scripts(eyes, page)) == []
    type_into(page, "#because", "Only one class this week")
    press(page, 'button:text-is("Take it in")')
    page.wait_for_selector("progress")
    worker()
    page.wait_for_selector('h2:text-is("It has been taken in")')
    press(page, 'a:text-is("See what became of every row")')
    page.wait_for_selector(".ks-table--refused")
    with page.expect_download() as taken:
        press(page, 'a:text-is("Download the refused rows (CSV)")')
    taken.value.save_as(tmp_path / "refused.csv")
    receipt = page.url
    _correct_and_hand_in_again(
        page, eyes, town_server, worker, (tmp_path / "refused.csv").read_text(encoding="utf-8-sig")
    )
    page.goto(receipt)
    type_into(page, "#because", "The wrong school")
    press(page, 'button:text-is("Take the file back")')
    page.wait_for_selector("progress")
    assert _sound(eyes, page, still=True)
    worker()
    page.wait_for_selector("#taken-back")  # the page asks again by itself
    assert "The wrong school" in page.locator("#taken-back").inner_text()
    assert _sound(eyes, page)


def _correct_and_hand_in_again(page: Page, eyes: Page, server: str, worker: Callable[[], None], refused: str) -> None:
    """The rows that were refused, as they were taken away: what each lacks is written into it, and nothing else is changed."""
    headings, row = csv.reader(io.StringIO(refused))
    assert "Refused because" in headings
    row[headings.index("Event")] = "Would not say why she cried"
    corrected = io.StringIO(newline="")
    csv.writer(corrected).writerows([headings, row])
    page.goto(f"{server}/sources/hand-in/")
    type_into(page, "#as_at", "1/4/2026")
    tab_to(page, "#file")
    sent = {"name": "refused.csv", "mimeType": "text/csv", "buffer": corrected.getvalue().encode()}
    page.set_input_files("#file", sent)  # type: ignore[arg-type]  # a file payload, as a dict of its own
    press(page, 'button:text-is("Read it through")')
    page.wait_for_selector("progress")
    worker()
    page.wait_for_selector('h2:text-is("Where every row would go")')
    assert "Would not say why she cried" in page.locator(".ks-table--first").inner_text()
    assert page.locator(".ks-table--refused").count() == 0
    assert _sound(eyes, page)
    type_into(page, "#because", "One row, put right")
    press(page, 'button:text-is("Take it in")')
    page.wait_for_selector("progress")
    worker()
    page.wait_for_selector('h2:text-is("It has been taken in")')
    assert _sound(eyes, page)


@pytest.mark.long
@pytest.mark.parametrize("width", [1280, 320])
def test_a_table_that_no_format_knows_is_explained_by_keyboard_without_scripts(
    magda: tuple[Page, Page], town_server: str, worker: Callable[[], None], width: int
) -> None:
    page, eyes = magda
    page.goto(f"{town_server}/sources/hand-in/")
    tab_to(page, "#file")
    page.set_input_files("#file", {"name": "desk.csv", "mimeType": "text/csv", "buffer": DESK.encode()})
    press(page, 'button:text-is("Read it through")')
    page.wait_for_selector("progress")
    worker()
    page.wait_for_selector('h2:text-is("What its rows tell")')
    assert _sound(eyes, page)
    press(page, 'button:text-is("Continue")')
    assert "A layout needs a name" in page.locator(".govuk-error-summary").inner_text()
    type_into(page, "#name", f"Desk log {width}")
    _choose(page, "#kind", "The column Sort says it")
    press(page, 'button:text-is("Continue")')
    page.wait_for_selector('h2:text-is("Which kind each word is")')
    assert broken_rules(_with_scripts(eyes, page)) == []
    _choose(page, "#word-0", "Concern")
    _choose(page, "#word-1", "None of these")
    press(page, 'button:text-is("Continue")')
    page.wait_for_selector('h2:text-is("What every column is")')
    assert broken_rules(_with_scripts(eyes, page)) == []
    for place, chosen in ((0, "The child: your own"), (1, "The day on which"), (3, "What happened, in words")):
        _choose(page, f"#column-{place}", chosen)
    press(page, 'button:text-is("Read it through")')
    page.wait_for_selector("progress")
    worker()
    page.wait_for_selector('h2:text-is("Where every row would go")')
    assert "Came in hungry" in page.locator(".ks-table--first").inner_text()
    assert f"version 1 of Desk log {width}" in page.content()
    assert _sound(eyes, page)
    press(page, 'button:text-is("Let it go")')


def _choose(page: Page, field: str, words: str) -> None:
    """Choose by keyboard what begins with these words, one arrow down after another."""
    tab_to(page, field)
    for _ in range(page.locator(f"{field} option").count()):
        if page.locator(f"{field} option:checked").inner_text().startswith(words):
            return
        page.keyboard.press("ArrowDown")
    raise AssertionError(f"{field} offers nothing that begins with {words}")


def _with_scripts(eyes: Page, page: Page) -> Page:
    """The page that stands there now, which an answer made and no address has, where scripts run."""
    eyes.set_content(page.content())
    return eyes


def _sound(eyes: Page, page: Page, *, still: bool = False) -> bool:
    """Whether axe finds nothing and nothing runs over the edge. Asked in a browser that runs scripts, or axe could not."""
    eyes.goto(page.url + ("?still=yes" if still else ""))
    assert broken_rules(eyes) == []
    return bool(eyes.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))
