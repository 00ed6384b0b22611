"""A browser for the tests of pages. Without Chromium they are skipped, loudly; where CI=true they fail instead."""

import contextlib
import datetime as dt
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.db import connection
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, sync_playwright

from conftest import Databases, served
from tests.lacking import lacking
from tests.pages.browser import WIDTHS, Said
from tests.pages.walking import SCREENS, Walker

CHROMIUM = Path(os.environ.get("KEEPSIGHT_CHROMIUM", "/usr/bin/chromium"))
SWITCHES = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """Debian's Chromium."""
    if not CHROMIUM.exists():
        lacking(f"There is no Chromium at {CHROMIUM}: the pages were not looked at in a browser")
    # Playwright keeps a loop in this thread; fixtures that ask the database from it are safe all the same.
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        yield _launched(playwright)


@pytest.fixture
def said() -> Iterator[Said]:
    """What the browser did beside showing pages: in the end, nothing."""
    heard = Said()
    yield heard
    assert heard.left_here == []
    assert heard.console == []


@pytest.fixture
def desk(chromium: Browser, said: Said) -> Iterator[Page]:
    """A page on a desk's screen."""
    yield from _page(chromium, said, "desk")


@pytest.fixture
def phone(chromium: Browser, said: Said) -> Iterator[Page]:
    """A page on the smallest screen that WCAG asks for."""
    yield from _page(chromium, said, "phone")


@pytest.fixture
def without_scripts(chromium: Browser, said: Said) -> Iterator[Page]:
    """A page in a browser that runs no script."""
    yield from _page(chromium, said, "desk", java_script_enabled=False)


def _launched(playwright: Playwright) -> Browser:
    return playwright.chromium.launch(executable_path=CHROMIUM, args=SWITCHES)


def _page(chromium: Browser, said: Said, screen: str, **more: bool) -> Iterator[Page]:
    context = chromium.new_context(viewport=WIDTHS[screen], **more)
    said.listen(context)
    yield context.new_page()
    context.close()


def _judged_on(test: Callable[..., None]) -> str:
    """The width of the walk on which axe looks, at both widths, at what is come to: on the other it would find the same again."""
    in_second_tier = any(mark.name == "long" for mark in getattr(test, "pytestmark", ()))
    return "1280" if in_second_tier else "390"


@pytest.fixture(params=["1280", pytest.param("390", marks=pytest.mark.long)])
def sits(chromium: Browser, said: Said, request: pytest.FixtureRequest) -> Iterator[Callable[..., Walker]]:
    """Sits somebody of the town down at a keyboard, signed in, before a browser that runs no script. `at`: of another server."""
    with contextlib.ExitStack() as leaving:

        def context(**more: bool) -> BrowserContext:
            made = chromium.new_context(viewport=SCREENS[request.param], **more)
            leaving.callback(made.close)
            return made

        judge = context().new_page() if request.param == _judged_on(request.function) else None

        def sit(username: str, at: str = "") -> Walker:
            before = context(java_script_enabled=False)
            said.listen(before)
            server = at or request.getfixturevalue("town_server")
            return Walker(before.new_page(), server, judge, username).signs_in()

        yield sit


@pytest.fixture
def days(databases: Databases, chromium: Browser, fresh_town: Path) -> Iterator[Callable[[dt.date], str]]:
    """Serves a town of a test's own on whichever day is asked for: its address on that day. What is done in it stays in it."""
    database = str(connection.settings_dict["NAME"])
    with contextlib.ExitStack() as over:
        yield lambda day: over.enter_context(served(databases, database, day))
