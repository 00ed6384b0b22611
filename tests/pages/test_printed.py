"""What a meeting reads on paper: printed by Chromium on A4, and read back.

Nothing of the page is lost on the way or runs over the edge of the paper, each sheet says which of how many it is, and the last who
printed it, when and for what. Links lose their addresses; entries keep their numbers.
"""

import io
import re
import unicodedata

import pypdf
import pytest
from django.urls import reverse
from playwright.sync_api import Browser, Page

from keepsight.patterns.sheets import library
from tests.pages.here import served_here
from tests.pages.looking import Eyes
from tests.pages.test_door import address
from tests.pages.town_people import BY_ROLE, child, signed_in, user

PAPER = 186  # mm: the width of A4 less the margins of keepsight/pages/static/keepsight/print.css
MM = 96 / 25.4  # CSS pixels
OF = re.compile(r"(?m)^\s*(\d+) of (\d+)\s*$")
SPACE = re.compile(r"\s+")
OF_A_MEETING = {
    "overview": "practitioner",
    "chronology": "practitioner",
    "conference_pack": "conference_chair",
    "replay": "hub_coordinator",
    "plan": "practitioner",
    "prompt": "practitioner",
    "edition_reading": "guardian",
}
CALL = {"act": "call", "day": "20/4/2026", "says": "Is she safe at home?"}
SHOWN = """() => {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), found = [];
  while (walker.nextNode()) {
    const text = walker.currentNode, parent = text.parentElement;
    if (!text.data.trim() || parent.closest("svg, option, .govuk-visually-hidden")) continue;
    if (parent.checkVisibility()) found.push(text.data);
  }
  return found;
}"""  # every piece of text that a reader sees
TOO_WIDE = """() => [...document.querySelectorAll("body *")]
  .filter(one => one.checkVisibility() && !one.closest(".govuk-visually-hidden"))
  .filter(one => one.getBoundingClientRect().right > innerWidth + 1)
  .map(one => one.outerHTML.slice(0, 120))"""


@pytest.mark.long
@pytest.mark.parametrize("page", OF_A_MEETING)
def test_nothing_of_a_page_is_lost_on_paper(town: None, chromium: Browser, page: str) -> None:
    if page == "conference_pack":
        signed_in("mina").post(reverse("conference", kwargs={"child_id": child("wren")}), CALL)
    who = user(BY_ROLE[OF_A_MEETING[page]])
    where = address(page, who.role) + ("?show=all" if page == "chronology" else "")
    with served_here() as at:
        eyes = Eyes(chromium, at, signed_in(who.username).cookies["sessionid"].value)
        eyes.page.goto(at + where)
        wide, shown, sheets = on_paper(eyes.page)
    assert wide == []
    assert [OF.findall(one)[:1] for one in sheets] == [[(str(n), str(len(sheets)))] for n in range(1, len(sheets) + 1)]
    text = " ".join(OF.sub("", one, count=1) for one in sheets)
    assert [one for one in shown if letters(one) not in letters(text)] == []
    assert re.search(rf"Printed .* by {re.escape(who.name)}", sheets[-1])
    assert [one for one in ("http", "Sign out") if one in text] == []


@pytest.mark.long
def test_what_is_folded_away_on_a_screen_stands_on_paper(town: None, chromium: Browser) -> None:
    with served_here() as at:
        eyes = Eyes(chromium, at, signed_in("dev").cookies["sessionid"].value)
        eyes.page.goto(f"{at}/patterns/")
        _, _, sheets = on_paper(eyes.page)
    printed = letters(" ".join(sheets))
    assert [sheet.title for sheet in library().values() if letters(sheet.title) not in printed] == []


def on_paper(page: Page) -> tuple[list[str], list[str], list[str]]:
    """What runs over the edge of the paper, each piece of text to be read there, and what stands on each sheet."""
    page.set_viewport_size({"width": int(PAPER * MM), "height": 1000})
    page.emulate_media(media="print")
    wide, shown = page.evaluate(TOO_WIDE), page.evaluate(SHOWN)
    paper = pypdf.PdfReader(io.BytesIO(page.pdf(format="A4", prefer_css_page_size=True)))
    return wide, shown, [one.extract_text() for one in paper.pages]


def letters(said: str) -> str:
    """Words without what stands between them, which a line's end changes."""
    return SPACE.sub("", unicodedata.normalize("NFKC", said))
