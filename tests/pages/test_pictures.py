"""Each picture of the book is a page of the invented town: it still opens, and what the caption names is seen on it.

KEEPSIGHT_PICTURES=write uv run pytest -n 0 -m long tests/pages/test_pictures.py      makes them anew, in docs/pictures
"""

import math
import os

import pytest
from playwright.sync_api import Page

from tests.pages.browser import open_child, sign_in
from tests.pages.pictures import PICTURES, SIZE, Picture, small

WRITES = os.environ.get("KEEPSIGHT_PICTURES") == "write"


def come_to(page: Page, server: str, picture: Picture) -> None:
    """Sign in, and follow the picture's links to its page."""
    page.set_viewport_size(SIZE)
    sign_in(page, server, picture.who)
    if picture.child:
        open_child(page, server, picture.child)
    for link in picture.through:
        page.locator(link).first.click()
        page.wait_for_load_state()


def unseen(page: Page, shows: tuple[str, ...], lowest: float) -> list[str]:
    """The headings that do not stand on the page, or reach below `lowest`, in pixels from its top."""
    found = {one: page.get_by_role("heading", name=one).all()[:1] for one in shows}
    boxes = {one: heading[0].bounding_box() if heading else None for one, heading in found.items()}
    return [one for one, box in boxes.items() if box is None or box["y"] + box["height"] > lowest]


@pytest.mark.long
@pytest.mark.parametrize("picture", PICTURES, ids=lambda one: one.name)
def test_what_is_pictured_still_opens_and_shows_what_its_caption_names(
    town_server: str, desk: Page, picture: Picture
) -> None:
    come_to(desk, town_server, picture)
    # One town serves all tests of a run: what others answered there pushes headings down, but not out of a picture taken alone.
    lowest = SIZE["height"] if WRITES else math.inf
    assert unseen(desk, picture.shows, lowest) == []
    assert unseen(desk, ("What nobody wrote",), lowest) == ["What nobody wrote"]
    if WRITES:
        taken = desk.screenshot(animations="disabled")
        desk.goto("about:blank")
        picture.file.write_bytes(small(taken, desk))
