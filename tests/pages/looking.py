"""One look at a page in a browser: all that is asked of every page, in one load of it."""

from pathlib import Path

from playwright.sync_api import Browser, CDPSession, Page

from keepsight.pages.accessibility.tried import LETTERS, TARGET
from tests.pages.browser import Said, broken_rules
from tests.pages.conditions import SCREENS, Condition

STILL = "?still=yes"
OWN_SIZES = {"standard": 16, "fixed": 13}  # CSS pixels, of Chromium
MEASURES = (Path(__file__).parent / "measuring.js").read_text()


def letters(browser: CDPSession, times: float) -> None:
    """Set the size of letters in a browser, as somebody who sees badly does for all pages: so many times its own."""
    sizes = {name: int(own * times) for name, own in OWN_SIZES.items()}
    browser.send("Page.setFontSizes", {"fontSizes": sizes})


def measured(page: Page, measure: str, *given: int) -> list[str]:
    """What one of the measures of measuring.js says of a page that has been given them."""
    said: list[str] = page.evaluate("([measure, given]) => measuring[measure](...given)", [measure, given])
    return said


class Eyes:
    """A browser in which somebody has signed in, or nobody. `faults` are those of all pages that were looked at."""

    def __init__(self, chromium: Browser, server: str, session: str | None) -> None:
        self.server = server
        self.said = Said()
        self.faults: list[str] = []
        self.titles: dict[str, set[str]] = {}
        self.context = chromium.new_context(viewport=SCREENS[1280])
        self.said.listen(self.context)
        if session:
            self.context.add_cookies([{"name": "sessionid", "value": session, "url": server}])
        self.page: Page = self.context.new_page()
        self._switch: CDPSession = self.context.new_cdp_session(self.page)

    def look_at(self, condition: Condition, address: str, status: int = 200) -> None:
        """Open a page under these conditions, and take down what is wrong with it; another `status` is what should be answered."""
        self._scripts(condition.scripts)
        self.page.set_viewport_size(SCREENS[condition.width])
        answer = self.page.goto(self.server + address)
        if (
            answer and "refresh" in answer.headers
        ):  # it asks for itself again while something goes on, and would go from under us
            answer = self.page.goto(self.server + address + STILL)
        found = [] if answer and answer.status == status else [f"answers {answer and answer.status}"]
        self._scripts(True)  # for what measures; what the page's own would have done is not made up for
        self.page.evaluate(MEASURES)
        found += (
            self._measured("heading")
            + self._measured("reflow")
            + self._measured("faces")
            + self._measured("targets", TARGET)
        )
        if condition.by_axe:
            found += broken_rules(self.page)
        self.titles.setdefault(self.page.title(), set()).add(condition.page)
        if condition.closely:
            found += self._closely()
        found += [one for one in self._said() if f"status of {status}" not in one]
        self.faults += [f"{condition.page} {condition[1:4]}: {one}" for one in found]

    def _closely(self) -> list[str]:
        self.page.set_viewport_size(SCREENS[1280])
        letters(self._switch, LETTERS)
        found = self._measured("lost")
        letters(self._switch, 1)
        for _ in range(self.page.evaluate("measuring.watch()")):
            self.page.keyboard.press("Tab")
        found += self._measured("walked")
        self.page.emulate_media(forced_colors="active")
        found += self._measured("forced")
        self.page.emulate_media(forced_colors="none")
        return found

    def _measured(self, measure: str, *given: int) -> list[str]:
        return measured(self.page, measure, *given)

    def _said(self) -> list[str]:
        found = [f"asks elsewhere: {one}" for one in self.said.left_here] + self.said.console
        self.said.left_here.clear()
        self.said.console.clear()
        return found

    def _scripts(self, on: bool) -> None:
        self._switch.send("Emulation.setScriptExecutionDisabled", {"value": not on})
