"""The bar of the service: pages that stand alone, and groups of pages that share one link and stand beside each other."""

import re
from pathlib import Path

import pytest

from keepsight.errors import BrokenShelf
from keepsight.pages import shelf as room
from keepsight.pages.page import GROUPS, Page
from tests.pages.town_people import child, signed_in


def links(html: str, nav: str) -> list[str]:
    """The texts of the links of one navigation; none where it is not there."""
    found = re.search(rf'<nav class="{nav}".*?</nav>', html, re.S)
    return re.findall(r"<a [^>]*>(.*?)</a>", found[0]) if found else []


@pytest.mark.parametrize("username", ["ivo", "cass", "bea", "robin"])
def test_the_bar_stays_short_and_a_group_leads_to_a_page_that_stands_beside_the_others(
    town: None, username: str
) -> None:
    client = signed_in(username)
    menu = links(client.get("/").content.decode(), "ks-menu")
    assert menu[0] == "My work"
    assert len(menu) <= 6
    html = client.get("/reflect/").content.decode()
    assert "Learning" in menu
    assert not links(html, "ks-tabs") or "Reflect" in links(html, "ks-tabs")
    assert not set(links(html, "ks-tabs")) & set(menu)


def test_the_row_above_a_child_s_pages_leads_nobody_to_a_page_that_refuses_them(town: None) -> None:
    tabs = {
        username: links(signed_in(username).get(f"/children/{child('wren')}/chronology/").content.decode(), "ks-tabs")
        for username in ("ivo", "leila")
    }
    assert "Who has looked" in tabs["ivo"]
    assert tabs["leila"] == [one for one in tabs["ivo"] if one != "Who has looked"]


def test_a_page_in_a_group_that_nobody_knows_stops_the_start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in room.NEEDS:
        (tmp_path / name).touch()
    strange = type(
        "module", (), {"PAGE": Page("x/", "X", frozenset({"guardian"}), group="Elsewhere"), "fetch": 1, "present": 1}
    )
    strange.fetch = strange.present = print
    monkeypatch.setattr(room, "import_module", lambda name: strange)
    with pytest.raises(BrokenShelf, match="group"):
        room.taken_from(tmp_path)
    assert "Elsewhere" not in GROUPS
