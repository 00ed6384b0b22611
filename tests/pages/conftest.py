"""A browser for the tests of pages. Without Chromium they are skipped, loudly; where CI=true they fail instead."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Playwright, sync_playwright

from tests.pages.browser import WIDTHS, Said

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
        said = f"There is no Chromium at {CHROMIUM}: the pages were not looked at in a browser"
        if os.environ.get("CI") == "true":
            pytest.fail(said)
        pytest.skip(said)
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
