"""What every page is measured by finds what is wrong: each measure on a page with that fault, and on one without."""

import pytest
from playwright.sync_api import Browser, Page

from keepsight.pages.accessibility.tried import LETTERS, TARGET
from tests.pages.conditions import VISITOR, Condition
from tests.pages.looking import MEASURES, Eyes, letters, measured

SMALL = "<a href='#a' style='display:block;height:20px;width:90px'>One</a><a href='#b' style='display:block;height:20px'>Two</a>"
APART = (
    "<p style='margin:30px'><a href='#a' style='display:block;height:20px;width:90px'>One</a></p><a href='#b'>Two</a>"
)
BARE = "<style>*:focus { outline: none }</style><a href='#a'>One</a><a href='#b'>Two</a>"
TRAP = """<input id=one><input id=two><input id=three>
<script>two.addEventListener("keydown", event => event.key === "Tab" && event.preventDefault())</script>"""
FAULTS = [
    ("heading", "<h1>One</h1><h1>Two</h1>", "2 headings"),
    ("heading", "<h2>None</h2>", "0 headings"),
    ("reflow", "<div style='width:1300px'>.</div>", "wide of 1280"),
    ("faces", "<p>Whatever the browser takes</p>", "in letters of another face"),
    ("targets", SMALL, "small 90 by 20"),
    ("targets", "<svg><a href='#a'><rect width=9 height=9 /></a><a href='#b'><rect x=10 width=9 height=9 /></a></svg>", "small"),
    ("lost", "<div style='width:80px;overflow:hidden;white-space:nowrap;font-size:1rem'>Eleven words</div>", "cut"),
    ("lost", "<div style='height:10px;font-size:1rem'>One</div><div style='font-size:1rem'>Two</div>", "over each other"),
    ("walked", BARE, "its focus cannot be seen"),
    ("walked", TRAP, "Tab does not come to"),
    ("walked", "<a href='#a'>One</a><a href='#b' tabindex=2>Two</a><a href='#c' tabindex=1>Three</a>", "comes before"),
    ("forced", "<style>a:focus { outline: none; background: yellow }</style><a href='#a'>One</a>", "in forced colours"),
    ("forced", "<button style='border: 0'>One</button>", "has no edge"),
]  # fmt: skip
SOUND = [
    ("faces", "<style>body { font-family: arial } code { font-family: monospace }</style><p>One <code>two</code></p>"),
    ("targets", APART),
    ("targets", "<p>Read <a href='#a'>one</a>, then <a href='#b'>two</a>.</p>"),
    ("targets", "<label style='display:block;height:26px'><input type=checkbox> One</label>"),
    ("lost", "<h1 style='font-size:2rem;line-height:1.1'>One heading of many words</h1><p>And a line</p>"),
    (
        "walked",
        "<h1>All</h1><a href='#a'>One</a><button>Two</button><input type=radio name=n><input type=radio name=n>",
    ),
    ("forced", "<a href='#a'>One</a><input><button>Two</button><label><input type=checkbox>Three</label>"),
]


def faults(page: Page, measure: str, html: str) -> list[str]:
    """What a measure says of a page of this content."""
    page.set_content(f"<!DOCTYPE html><html lang=en><title>Measured</title><body>{html}")
    page.evaluate(MEASURES)
    if measure == "lost":
        letters(page.context.new_cdp_session(page), LETTERS)
    if measure == "walked":
        for _ in range(page.evaluate("measuring.watch()")):
            page.keyboard.press("Tab")
    if measure == "forced":
        page.keyboard.press("Tab")
        page.emulate_media(forced_colors="active")
    said = measured(page, measure, *([TARGET] if measure == "targets" else []))
    page.emulate_media(forced_colors="none")
    return said


@pytest.mark.parametrize(("measure", "html", "says"), FAULTS)
def test_each_measure_finds_its_fault(desk: Page, measure: str, html: str, says: str) -> None:
    assert any(says in one for one in faults(desk, measure, html))


@pytest.mark.parametrize(("measure", "html"), SOUND)
def test_what_is_sound_has_no_fault(desk: Page, measure: str, html: str) -> None:
    assert faults(desk, measure, html) == []


BAD = """<!DOCTYPE html><html lang=en><title>Bad</title><h1>One</h1><main>
<script>alert("in the page itself")</script><img src="http://elsewhere.example/one.png"></main>"""


def test_one_look_tells_what_is_answered_asked_elsewhere_refused_and_found_by_axe(chromium: Browser) -> None:
    eyes = Eyes(chromium, "http://127.0.0.1:9", None)
    policy = {"Content-Security-Policy": "script-src 'self'"}
    eyes.context.route(
        "**/*", lambda route: route.fulfill(status=203, content_type="text/html", headers=policy, body=BAD)
    )
    eyes.look_at(Condition("bad", VISITOR, 1280, scripts=True, by_axe=True, closely=False), "/bad/")
    for told in (
        "answers 203",
        "asks elsewhere: http://elsewhere.example/one.png",
        "Content Security Policy",
        "image-alt",
    ):
        assert any(told in one for one in eyes.faults), (told, eyes.faults)
