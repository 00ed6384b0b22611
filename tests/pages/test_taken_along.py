"""A pack taken along opens from the disk where there is no connection, says whose it is and until when, and is written down."""

import re
from collections import Counter
from pathlib import Path

import pytest
from django.test import Client
from lxml import html
from playwright.sync_api import Browser

from keepsight.access.models import TakenOut
from keepsight.pages.carrying import MOST_DAYS
from keepsight.pages.pack.paper import printed_pack, texts_of
from keepsight.practice.packs.editions import editions
from keepsight.store.models import AuditLine
from tests.pages.browser import WIDTHS, broken_rules
from tests.pages.town_people import child, given, signed_in
from tests.practice.packed import a_pack, story

SAYS = {
    "act": "carry",
    "purpose": "The visit on 2 April",
    "because": "There is no signal on the farm",
    "until": "3/4/2026",
}
HOSTILE = '<script src="https://example.org/x.js"></script><img src="//example.org/x.png">'
A4_MM = (210, 297)
POINTS_TO_MM = 25.4 / 72


def conference_pack() -> str:
    """Where the pack of a conference about Wren stands, with one view in it. She is called so in the town."""
    where = f"/children/{child('wren')}/conference/"
    signed_in("mina").post(where, {"act": "call", "day": "9/4/2026", "says": "Is she safe?"})
    return f"{where}pack/"


def evidence_pack() -> str:
    """Where a pack of entries about Wren stands."""
    return f"/children/{child('wren')}/packs/{a_pack('ivo')}/"


PACKS = [
    pytest.param(evidence_pack, id="evidence"),
    pytest.param(conference_pack, id="conference", marks=pytest.mark.long),
]


@pytest.mark.parametrize("pack", PACKS)
def test_whoever_may_not_read_the_pack_takes_nothing_along(town, pack):
    where = pack()
    assert Client().post(where, SAYS).status_code == 302
    assert [signed_in(one).post(where, SAYS).status_code for one in ("bea", "dev")] == [403, 403]
    client = signed_in("ivo")
    client.post(f"/children/{child('wren')}/names/", {"names": "hide"})
    assert client.post(where, SAYS).status_code == 404
    assert not TakenOut.objects.exists()


WRONG = [
    ({"purpose": ""}, "Say what it is for"),
    ({"because": "visit"}, "at least 15 letters"),
    ({"until": "31/3/2026"}, f"for {MOST_DAYS} days at most"),
    ({"until": "16/4/2026"}, f"for {MOST_DAYS} days at most"),
    ({"until": "soon"}, "must be a real one"),
]


@pytest.mark.parametrize("pack", PACKS)
def test_without_a_purpose_a_reason_and_a_near_day_nothing_leaves(town, pack):
    where, client = pack(), signed_in("ivo")
    for wrong, told in WRONG:
        answer = client.post(where, SAYS | wrong)
        page = answer.content.decode()
        assert "Content-Disposition" not in answer.headers
        assert told in page
        assert f'value="{(SAYS | wrong)["until"]}"' in page, "what was typed stays"
    assert not TakenOut.objects.exists()


@pytest.mark.parametrize("pack", PACKS)
def test_it_says_who_took_it_what_for_and_until_when_and_is_written_down(town, pack):
    answer = signed_in("ivo").post(pack(), SAYS)
    said = answer.content.decode()
    assert answer.headers["Content-Disposition"] == 'attachment; filename="to-read-offline.html"'
    for words in (
        "To be let go of by 3 April 2026",
        "Taken by Ivo Fairlamb",
        SAYS["purpose"],
        "lost or stolen",
        "not encrypted",
    ):
        assert words in said
    assert SAYS["because"] not in said
    taken = TakenOut.objects.get()
    assert (taken.child, taken.by.username, taken.format) == (child("wren"), "ivo", "html")
    assert taken.purpose == "The visit on 2 April (to be read without a connection until 3 April 2026)"
    assert taken.because == SAYS["because"]
    assert taken.entries > 0
    line = AuditLine.objects.latest("seq")
    assert (line.act, line.child, line.answer, line.count) == ("export", child("wren"), 200, taken.entries)


@pytest.mark.long
def test_what_is_read_of_an_evidence_pack_is_the_edition_with_every_text_of_it(town):
    said = signed_in("ivo").post(evidence_pack(), SAYS).content.decode()
    read = [" ".join(one.split()) for one in html.fromstring(said).itertext() if one.strip()]
    paper = printed_pack(editions(story("ivo"))[-1], "")
    (title, head, *texts) = (" ".join(one.split()) for one in texts_of(paper))
    assert title not in read
    assert head in read
    assert Counter(texts) <= Counter(read)
    assert len(read) - len(texts) < 10, "beside it stand the title, and what the file says of itself"


@pytest.mark.long
def test_what_is_read_of_a_conference_is_what_the_page_shows(town):
    where = conference_pack()
    called = given("ivo", "conference_pack", child_id=child("wren"))["latest"].id
    view = {"act": "view", "conference": str(called), "seen": "", "says": "She came hungry", "worries": "Hunger"}
    signed_in("tobias").post(where.removesuffix("pack/"), view)
    said = html.fromstring(signed_in("ivo").post(where, SAYS).content).text_content()
    shown = html.fromstring(signed_in("ivo").get(where).content)
    views = [one.text_content() for one in shown.xpath("//main//*[contains(@class, 'ks-words')]")]
    assert len(views) > 1
    assert all(" ".join(one.split()) in " ".join(said.split()) for one in views)


@pytest.mark.long
@pytest.mark.parametrize("pack", PACKS)
def test_it_opens_without_a_connection_asks_for_nothing_and_prints_on_a4(town, chromium: Browser, tmp_path: Path, pack):
    file = tmp_path / "to-read-offline.html"
    file.write_bytes(signed_in("ivo").post(pack(), SAYS | {"purpose": HOSTILE}).content)
    context = chromium.new_context(offline=True)
    asked, heard = list[str](), list[str]()
    context.on("request", lambda one: asked.append(one.url))
    context.on("console", lambda one: heard.append(one.text))
    page = context.new_page()
    page.goto(file.as_uri())
    assert page.locator("h1").inner_text().startswith(("Evidence pack: Wren", "Conference pack: Wren"))
    assert HOSTILE in page.locator("main").inner_text(), "what was typed is words"
    for screen in WIDTHS.values():
        page.set_viewport_size(screen)
        assert broken_rules(page) == []
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert printed_mm(page.pdf(prefer_css_page_size=True)) == A4_MM
    context.close()
    assert (asked, heard) == ([file.as_uri()], [])


def printed_mm(pdf: bytes) -> tuple[int, int]:
    """How wide and how high the first page of a .pdf is."""
    (width, height) = re.search(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", pdf).groups()
    return round(float(width) * POINTS_TO_MM), round(float(height) * POINTS_TO_MM)
