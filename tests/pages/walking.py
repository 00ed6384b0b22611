"""How a story is walked: people at keyboards, without scripts, on one width of screen; axe looks at each page they come to."""

from dataclasses import dataclass, field
from urllib.parse import urlsplit

from playwright.sync_api import Page, ViewportSize

from keepsight.cli.serving import DEMO_PASSWORD
from tests.pages.browser import broken_rules, tab_to

SCREENS: dict[str, ViewportSize] = {"1280": {"width": 1280, "height": 950}, "390": {"width": 390, "height": 844}}
LINK, BUTTON, MENU = "main a:text-is({})", "main button:text-is({})", "header a:text-is({})"


@dataclass
class Walker:
    """One person at a keyboard. `pages` are those they came to since they set out, by address and heading.

    `judge` is a page of another browser's, on which axe looks at what this person comes to, on every width; None: nobody judges.
    """

    page: Page
    server: str
    judge: Page | None
    username: str
    pages: list[str] = field(default_factory=list)
    document: float = 0

    def signs_in(self) -> "Walker":
        """On their first page."""
        self.page.goto(f"{self.server}/sign-in/")
        self._gives_name_and_word()
        assert self.page.url == f"{self.server}/"
        return self

    def signs_in_again(self) -> None:
        """On the page where they were when their time had run out."""
        assert "/sign-in/" in self.page.url
        self._gives_name_and_word()
        self._arrives()

    def sets_out_for(self, child: str) -> None:
        """On the overview of a child, found by name: from here the pages are counted."""
        self.presses("Find a child", MENU)
        self.types("#name", child)
        self.submits()
        self.presses(child, ".ks-found a:has-text({})")
        self.page.wait_for_selector(".ks-facts")
        self.pages = self.pages[-1:]

    def presses(self, text: str, where: str = LINK) -> None:
        """Reach a link or a button by its words, press it, and stand on the page it leads to."""
        tab_to(self.page, where.format(f'"{text}"'))
        self._enters()
        self._arrives()

    def opens(self, text: str) -> None:
        """Reach what is folded away, by its words, and unfold it."""
        tab_to(self.page, f'summary:has-text("{text}")')
        self.page.keyboard.press("Enter")

    def types(self, into: str, text: str) -> None:
        """Reach a field and write in it, in the place of what stands there."""
        tab_to(self.page, into)
        self.page.keyboard.press("Control+A")
        self.page.keyboard.type(text)

    def chooses(self, which: str) -> None:
        """Reach a radio button or a box: the first of a group by Tab, the others from it by the arrows."""
        wanted = self.page.locator(which).first
        name, kind = wanted.get_attribute("name"), wanted.get_attribute("type")
        if kind == "checkbox":
            tab_to(self.page, which)
            self.page.keyboard.press("Space")
        else:
            form = wanted.locator("xpath=ancestor::form[1]")
            group = form.locator(f'input[type=radio][name="{name}"]')
            first = group.first.get_attribute("id")
            tab_to(self.page, f'[id="{first}"]')
            self.page.keyboard.press("Space")
            for _ in range(group.evaluate_all("(all, one) => all.indexOf(one)", wanted.element_handle())):
                self.page.keyboard.press("ArrowDown")
        assert wanted.is_checked()

    def chooses_not(self, which: str) -> None:
        """Reach a box that is ticked, and take the tick away."""
        tab_to(self.page, which)
        self.page.keyboard.press("Space")
        assert not self.page.locator(which).first.is_checked()

    def picks(self, from_list: str, place: int) -> None:
        """Reach a list to choose from, and go so many places down in it."""
        tab_to(self.page, from_list)
        for _ in range(place):
            self.page.keyboard.press("ArrowDown")

    def submits(self) -> None:
        """Send the form that the cursor stands in a field of."""
        self._enters()
        self._arrives()

    def is_timed_out(self) -> None:
        """What a browser does with a session whose time has run out: it no longer sends it."""
        self.page.context.clear_cookies(name="sessionid")

    def reads(self, text: str, where: str = "main") -> None:
        """Something stands on the page, and can be seen."""
        assert text in self.page.locator(where).first.inner_text(), text

    def _gives_name_and_word(self) -> None:
        for name, said in (("#username", self.username), ("#password", DEMO_PASSWORD)):
            self.types(name, said)
        self._enters()

    def _enters(self) -> None:
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def _arrives(self) -> None:
        """Stand on a page, unless it is the one where one stood already: a link within it leads to no other."""
        document = self.page.evaluate("performance.timeOrigin")
        if document == self.document:
            return
        self.document = document
        stood = f"{urlsplit(self.page.url).path} {self.page.locator('h1').first.inner_text()}"
        if self.judge and stood not in self.pages:
            self._is_judged(self.judge, stood)
        assert self.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), stood
        self.pages.append(stood)

    def _is_judged(self, judge: Page, stood: str) -> None:
        """What the person sees, shown to the judge: axe needs scripts, and theirs run none."""
        seen = self.page.content()
        judge.unroute_all()
        judge.route(self.page.url.partition("#")[0], lambda route: route.fulfill(body=seen, content_type="text/html"))
        judge.goto(self.page.url)
        for screen in SCREENS.values():
            judge.set_viewport_size(screen)
            assert (rules := broken_rules(judge)) == [], (stood, rules)
