"""Drawings escape all they are given, and hold no style."""

import xml.etree.ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keepsight.pages.svg import el

HOSTILE = ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "‮gnp.exe", "a & b", "x" * 80, "]]>", "'\""]


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_name_is_text_and_nothing_else(name: str) -> None:
    drawn = ET.fromstring(str(el("a", el("title", name), href=f"/children/?x={name}", class_=name)))
    assert [one.tag for one in drawn.iter()] == ["a", "title"]
    assert drawn[0].text == name
    assert drawn.attrib == {"href": f"/children/?x={name}", "class": name}


def test_a_style_is_refused() -> None:
    with pytest.raises(ValueError, match="never a style"):
        el("rect", style="fill:red")


def test_an_attribute_that_is_not_known_is_left_out() -> None:
    assert str(el("rect", x=None, y=2.50)) == '<rect y="2.5"></rect>'


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"])))
def test_any_text_comes_back_as_it_went_in(text: str) -> None:
    assert (ET.fromstring(str(el("text", text))).text or "") == text
