"""How tests drive a browser: signing in, pressing what the keyboard reaches, walking the pages, asking axe."""

from pathlib import Path
from urllib.parse import urlsplit

from django.urls import resolve
from playwright.sync_api import BrowserContext, Locator, Page, ViewportSize

from keepsight.cli.serving import DEMO_PASSWORD

AXE = (Path(__file__).parent.parent / "vendor" / "axe-core" / "axe.min.js").read_text()
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
WIDTHS: dict[str, ViewportSize] = {"desk": {"width": 1280, "height": 950}, "phone": {"width": 320, "height": 640}}
MOST_TABS = 80  # more presses than this to reach something is too far
CHILD = "Wren"


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


def addresses_of(page: Page, server: str, username: str) -> list[str]:
    """Addresses that somebody comes by from their first page: of each page of the shelf the first. Walked once a run."""
    if username not in _walked:
        _walked[username] = _walk(page, server, username)
    return _walked[username]


_walked: dict[str, list[str]] = {}


def _walk(page: Page, server: str, username: str) -> list[str]:
    sign_in(page, server, username)
    found = {"welcome": "/welcome/", "sign_in": "/sign-in/", "sign_in_elsewhere": "/sign-in/elsewhere/"}
    found["sign_out"] = "/sign-out/"
    waiting = ["/"]
    while waiting:
        address = waiting.pop(0)
        name = resolve(urlsplit(address).path).url_name or ""
        if name in found:
            continue
        found[name] = address
        answer = page.goto(server + address)
        assert answer, address
        assert answer.ok, (answer.status, address)
        hrefs = page.locator("main a[href^='/'], header a[href^='/'], nav a[href^='/']").evaluate_all(
            "all => all.map(one => one.getAttribute('href').split('#')[0])"
        )
        waiting += [one for one in dict.fromkeys(hrefs) if "download" not in one]
    return list(found.values())


def broken_rules(page: Page) -> list[str]:
    """What axe finds, a line for each rule: none."""
    page.evaluate(AXE)
    answer = page.evaluate("rules => axe.run(document, {runOnly: rules})", RULES)
    return [f"{one['id']}: {[node['html'][:160] for node in one['nodes'][:3]]}" for one in answer["violations"]]
