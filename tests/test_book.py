"""The book of docs/: every chapter stands in its contents, every link ends somewhere, and it is one page that needs no other."""

import re
import shutil
from collections.abc import Callable
from html.parser import HTMLParser
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import pytest

from tests.pages.pictures import MOST_BYTES, PICTURES

ROOT = Path(__file__).parents[1]
_spec = spec_from_file_location("book", ROOT / "scripts" / "book.py")
assert _spec
assert _spec.loader
book = module_from_spec(_spec)
_spec.loader.exec_module(book)

CONTENTS = "# Book\n\n- [One](one.md)\n- [Two](deep/two.md)\n"
ONE = "# One\n\n## A word, said\n\n## A word, said\n\nSee [two](deep/two.md#why), ![A dot](pictures/dot.png).\n"
TWO = "# Two\n\n## Why\n\nSee [one](../one.md#a-word-said-1), [there](../../code.py) and [elsewhere](https://example.org/x#y).\n"


def written(root: Path, change: Callable[[Path], None] = lambda root: None) -> Path:
    """A small book of two chapters, with one thing changed in it."""
    for folder in ("docs/deep", "docs/pictures"):
        (root / folder).mkdir(parents=True)
    for name, text in (("README", CONTENTS), ("one", ONE), ("deep/two", TWO)):
        (root / f"docs/{name}.md").write_text(text, encoding="utf-8")
    shutil.copy(PICTURES[0].file, root / "docs/pictures/dot.png")
    (root / "code.py").touch()
    change(root)
    return root


def put(name: str, old: str, new: str) -> Callable[[Path], None]:
    """Change some words of one file."""

    def change(root: Path) -> None:
        text = (root / name).read_text(encoding="utf-8")
        assert old in text
        (root / name).write_text(text.replace(old, new, 1), encoding="utf-8")

    return change


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (put("docs/README.md", "- [Two](deep/two.md)\n", ""), "docs/deep/two.md is a chapter that docs/README.md does not lead to"),
        (put("docs/README.md", "deep/two.md", "deep/three.md"), "docs/README.md leads to docs/deep/three.md, which is not there"),
        (put("docs/README.md", "deep/two.md", "one.md"), "docs/README.md leads to docs/one.md more than once"),
        (put("docs/one.md", "#why", "#whence"), "docs/one.md links to deep/two.md#whence, which is not there"),
        (put("docs/one.md", "(deep/two.md#why)", "(#whence)"), "docs/one.md links to #whence, which is not there"),
        (put("docs/deep/two.md", "said-1", "said-2"), "docs/deep/two.md links to ../one.md#a-word-said-2, which is not there"),
        (put("docs/deep/two.md", "../../code", "../../../code"), "docs/deep/two.md links to ../../../code.py, which is not there"),
        (put("docs/one.md", "dot.png", "dots.png"), "docs/one.md shows pictures/dots.png, which is not there"),
        (put("docs/one.md", "A dot", ""), "docs/one.md shows pictures/dot.png without a word for whoever does not see it"),
        (put("docs/one.md", "![A dot](pictures/dot.png)", "."), "docs/pictures/dot.png is a picture that no chapter shows"),
        (put("docs/one.md", "# One", "One"), "docs/one.md has 0 titles, and a chapter has one"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_book_is_said_with_the_file(
    tmp_path: Path, change: Callable[[Path], None], fault: str
) -> None:
    assert fault in book.faults(written(tmp_path, change))


def test_a_book_without_a_fault_has_none(tmp_path: Path) -> None:
    assert book.faults(written(tmp_path)) == []


def test_a_book_with_a_fault_is_not_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(book, "ROOT", written(tmp_path, put("docs/one.md", "#why", "#whence")))
    assert book.main(str(tmp_path / "book.html")) == 1
    assert "#whence" in capsys.readouterr().out
    assert not (tmp_path / "book.html").exists()


def test_links_between_chapters_stay_in_the_page_and_those_to_code_become_words(tmp_path: Path) -> None:
    page = book.as_html(written(tmp_path))
    assert 'href="#docs-deep-two--why"' in page
    assert 'href="#docs-one--a-word-said-1"' in page
    assert '<span class="beside">there</span>' in page
    assert 'href="https://example.org/x#y"' in page


def test_steps_are_read_where_nothing_draws_them(tmp_path: Path) -> None:
    diagram = "[*] --> raised\n    raised: raised (has no clock)\n    raised --> told_on: Told, by anyone\n"
    steps = f"```mermaid\nstateDiagram-v2\n    {diagram}```\n"
    page = book.as_html(written(tmp_path, put("docs/one.md", "See", steps + "\nSee")))
    assert "<td>raised</td><td>Told, by anyone</td><td>told on</td>" in page
    assert "Where it may stand: raised (has no clock)." in page


def test_our_book_has_no_fault() -> None:
    assert book.faults(ROOT) == []


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.ids, self.inward, self.asks = list[str](), set[str](), list[str]()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        self.ids += [said["id"]] if "id" in said else []
        self.inward |= {said["href"][1:]} if said.get("href", "").startswith("#") else set()
        self.asks += [said["src"]] if not said.get("src", "data:").startswith("data:") else []
        self.asks += [tag] if tag in ("script", "link", "iframe") else []
        if tag == "a" and not said["href"].startswith(("#", "https://", "http://127.0.0.1")):
            self.asks.append(said["href"])


def test_our_book_is_one_page_that_asks_nobody_and_leads_nowhere_else() -> None:
    text = book.as_html(ROOT)
    page = _Page()
    page.feed(text)
    assert page.asks == []
    assert len(page.ids) == len(set(page.ids))
    assert page.inward <= set(page.ids)
    assert len(page.inward) > 30
    assert "url(" not in text
    assert len(re.findall("<section ", text)) == len(book.chapters(ROOT)) + 1


def test_each_picture_is_one_that_a_test_makes_small_enough_to_load() -> None:
    assert {one.file for one in PICTURES} == set((ROOT / "docs" / "pictures").iterdir())
    assert [one.name for one in PICTURES if one.file.stat().st_size > MOST_BYTES] == []


def test_the_words_of_each_picture_name_what_the_test_sees_on_it() -> None:
    chapters = [*book.chapters(ROOT), book.Chapter(book.CONTENTS, [])]
    said = [(Path(str(one.attrs["src"])).stem, one.content) for each in chapters for one in book.within(each, "image")]
    for picture in PICTURES:
        captions = [words for name, words in said if name == picture.name]
        assert captions, picture.name
        assert [one for one in picture.shows for words in captions if one not in words] == []
