"""What we ship to browsers: nothing that is not ours to use, nothing that a strict policy would refuse."""

import re
from pathlib import Path

import pytest

from keepsight.pages.shelf import FOLDER

VENDORED = FOLDER / "static" / "vendor" / "govuk-frontend"
OURS = FOLDER / "static" / "keepsight"
TEMPLATES = sorted(FOLDER.rglob("*.jinja"))


@pytest.mark.parametrize("word", ["GDS Transport", "govuk-crest", "url("])
def test_the_crown_s_fonts_and_pictures_are_left_out(word: str) -> None:
    assert word not in (VENDORED / "govuk-frontend.min.css").read_text()


def test_the_licence_stands_beside_what_it_covers() -> None:
    assert "MIT License" in (VENDORED / "LICENSE.txt").read_text()


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: str(path.relative_to(FOLDER)))
def test_no_template_holds_a_style_or_a_script_of_its_own(template: Path) -> None:
    text = template.read_text()
    assert not re.search(r"\sstyle=|<style|\son\w+=|javascript:", text)
    assert not re.search(r"<script(?![^>]*\ssrc=)", text)


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: str(path.relative_to(FOLDER)))
def test_no_template_asks_another_server_for_anything(template: Path) -> None:
    """A link that somebody may follow asks for nothing; everything else that names another server would."""
    links = re.compile(r'<a class="govuk-link" href="https://[^"{]+">')
    assert not re.search(r"https?://", links.sub("", template.read_text()))


@pytest.mark.parametrize("sheet", ["keepsight.css", "print.css"])
def test_our_styles_ask_for_no_file(sheet: str) -> None:
    asked = re.findall(r"url\([^)]*\)", (OURS / sheet).read_text())
    assert set(asked) <= {'url("#ks-uncovered")'}


def test_one_name_of_ours_dresses_one_thing() -> None:
    """Two pages that each wrote `.ks-key` undid each other: a selector stands once, apart from what changes with the screen."""
    text = re.sub(r"/\*.*?\*/", "", (OURS / "keepsight.css").read_text(), flags=re.DOTALL)
    text = re.sub(r"@[^{]*\{(?:[^{}]*\{[^{}]*\})*\s*\}", "", text)
    selectors = [one.strip() for group in re.findall(r"([^{}]+)\{", text) for one in group.split(",")]
    bare = [one for one in selectors if re.fullmatch(r"\.[\w-]+", one)]
    assert sorted({one for one in bare if bare.count(one) > 1}) == []


def test_only_a_way_down_a_page_that_a_wide_screen_shows_whole_is_kept_from_wide_screens() -> None:
    wearing = re.compile(r'<\w+ [^>]*class="[^"]*\bks-skip-to\b[^"]*"[^>]*>(?P<inside>.{0,40})', re.DOTALL)
    for template in TEMPLATES:
        for found in wearing.finditer(template.read_text()):
            assert 'href="#' in found["inside"], f"{template.parent.name}: nobody at a desk would see this"
