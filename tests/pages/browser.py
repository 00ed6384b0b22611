"""How tests drive a browser: signing in, pressing what the keyboard reaches, following links, asking axe."""

import html
import re
from pathlib import Path
from urllib.parse import urlsplit

from django.test import Client
from django.urls import resolve
from playwright.sync_api import BrowserContext, Locator, Page, ViewportSize

from keepsight.cli.serving import DEMO_PASSWORD
from keepsight.pages.accessibility.tried import RULES

AXE = (Path(__file__).parent.parent / "vendor" / "axe-core" / "axe.min.js").read_text()
WIDTHS: dict[str, ViewportSize] = {"desk": {"width": 1280, "height": 950}, "phone": {"width": 320, "height": 640}}
MOST_TABS = 80  # more presses than this to reach something is too far
CHILD = "Wren"
LINK = re.compile(r'<a [^>]*href="(/[^"#]*)')


class Said:
    """What a browser asked of other servers, and what it said on its console."""

    def __init__(self) -> None:
        self.left_here: list[str] = []
        self.console: list[str] = []

    def listen(self, context: BrowserContext) -> None:
        """Hear everything of a context."""
        context.on("request", self._asked)
        context.on("console", lambda said: self.console.append(f"{said.type}: {said.text} {said.location['url']}"))
        context.on("weberror", lambda wrong: self.console.append(str(wrong.error)))

    def _asked(self, request: object) -> None:
        address = urlsplit(request.url)  # type: ignore[attr-defined]
        if address.hostname != "127.0.0.1" and address.scheme not in ("data", "blob"):
            self.left_here.append(request.url)  # type: ignore[attr-defined]


def sign_in(page: Page, server: str, username: str) -> None:
    """Sign in as somebody of the town, and stand on their first page."""
    page.goto(f"{server}/sign-in/")
    page.fill("#username", username)
    page.fill("#password", DEMO_PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(f"{server}/")


def open_child(page: Page, server: str, name: str = CHILD) -> None:
    """Find the child of these tests, or another, and open the overview."""
    page.goto(f"{server}/find/")
    page.fill("#name", name)
    page.get_by_role("button", name="Find").click()
    page.locator(f'.ks-found a:has-text("{name}")').first.click()
    page.wait_for_selector(".ks-facts")


def type_into(page: Page, field: str, text: str) -> None:
    """Reach a field by keyboard, and type."""
    tab_to(page, field)
    page.keyboard.type(text)


def press(page: Page, link: str) -> None:
    """Reach a link or a button by keyboard, and press it."""
    tab_to(page, link)
    page.keyboard.press("Enter")
    page.wait_for_load_state()


def tab_to(page: Page, wanted: str | Locator, most: int = MOST_TABS) -> None:
    """Press Tab until what is wanted has the focus, which must be seen to have it."""
    one = (page.locator(wanted).first if isinstance(wanted, str) else wanted).element_handle()
    for _ in range(most):
        page.keyboard.press("Tab")
        if one.evaluate("one => one === document.activeElement"):
            return
    raise AssertionError(f"{wanted} is more than {most} presses of Tab away")


def looked_at(page: Page) -> None:
    """Raises AssertionError where axe finds something, or the page runs over the edge, on either screen."""
    for name, screen in WIDTHS.items():
        page.set_viewport_size(screen)
        assert broken_rules(page) == [], (name, page.url)
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), (name, page.url)
    page.set_viewport_size(WIDTHS["desk"])


def pages_come_by(client: Client) -> set[str]:
    """The pages that somebody comes by from their first page, by the links of the first of each page that they come to."""
    found: set[str] = set()
    waiting = ["/"]
    while waiting:
        address = waiting.pop(0)
        name = resolve(urlsplit(address).path).url_name or ""
        if name in found:
            continue
        found.add(name)
        answer = client.get(address)
        assert answer.status_code == 200, (answer.status_code, address)
        hrefs = LINK.findall(answer.content.decode().partition("<footer")[0])
        waiting += [one for one in dict.fromkeys(map(html.unescape, hrefs)) if "download" not in one]
    return found


def broken_rules(page: Page) -> list[str]:
    """What axe finds, a line for each rule: none."""
    page.evaluate(AXE)
    answer = page.evaluate("rules => axe.run(document, {runOnly: rules, resultTypes: ['violations']})", list(RULES))
    return [f"{one['id']}: {[node['html'][:160] for node in one['nodes'][:3]]}" for one in answer["violations"]]
