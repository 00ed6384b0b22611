"""Write the book: every chapter that docs/README.md leads to, in its order, as one page that prints and needs nothing beside it.

    uv run python scripts/book.py [FILE]      keepsight-book.html, unless FILE says otherwise

It holds its pictures itself and asks nobody for anything. A book with a fault is not written: a chapter that no part leads to, a
link that ends nowhere, a picture that is not there or says nothing to whoever does not see it.
"""

import base64
import html
import re
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from urllib.parse import unquote

from markdown_it import MarkdownIt
from markdown_it.token import Token

ROOT = Path(__file__).resolve().parent.parent
CONTENTS, PICTURES = Path("docs/README.md"), Path("docs/pictures")
WRITTEN = "keepsight-book.html"
ELSEWHERE = re.compile(r"[a-z]+:")  # an address that begins so is on another server, and is not opened
NO_PART_OF_AN_ANCHOR = re.compile(r"[^\w\- ]")  # what GitHub leaves out of a heading's anchor
STEP = re.compile(r"^ *(\S+) --> (\w+)(?:: (.+))?$", re.MULTILINE)
STATE = re.compile(r"^ *\w+: (.+)$", re.MULTILINE)
STYLE = """
body { max-width: 46rem; margin: 2rem auto; padding: 0 1rem; color: #0b0c0c; font: 1rem/1.5 arial, sans-serif; }
h1, h2, h3, h4 { line-height: 1.25; } h3, h4 { break-after: avoid; }
section { margin-top: 4rem; padding-top: 1rem; border-top: 4px solid #003c4b; }
a { color: #0f5c99; } .beside { font-style: italic; }
img { max-width: 100%; border: 1px solid #b1b4b6; }
pre, code { font: .875rem/1.4 monospace; overflow-wrap: anywhere; }
pre { padding: .75rem; background: #f3f2f1; white-space: pre-wrap; }
table { width: 100%; border-collapse: collapse; } th, td { padding: .3rem .6rem .3rem 0; border-bottom: 1px solid #b1b4b6;
  text-align: left; vertical-align: top; overflow-wrap: anywhere; }
@media print { @page { size: A4; margin: 18mm; } body { margin: 0; font-size: 10.5pt; } section { break-before: page; border: 0; }
  a { color: inherit; } img, tr { break-inside: avoid; } }
"""


@dataclass(frozen=True, slots=True)
class Chapter:
    """One file of the book: where it lies below the root, and its text as markdown-it takes it apart."""

    path: Path
    tokens: list[Token]

    @property
    def name(self) -> str:
        """What its place in the one page is called."""
        return self.path.with_suffix("").as_posix().replace("/", "-").lower()


def main(written: str = WRITTEN) -> int:
    """Write the book. 1 where it has faults: each is printed, and nothing is written."""
    found = faults(ROOT)
    for one in found:
        print(one)
    if not found:
        Path(written).write_text(as_html(ROOT), encoding="utf-8")
        print(f"{written}: {len(chapters(ROOT))} chapters.")
    return int(bool(found))


def chapters(root: Path) -> list[Chapter]:
    """What the contents lead to, in their order; a file that is not there is none."""
    return [Chapter(path, _taken_apart(root / path)) for path in _led_to(root) if (root / path).is_file()]


def faults(root: Path) -> list[str]:
    """What is wrong with the book, a sentence each that names the file: empty where nothing is."""
    led_to = Counter(_led_to(root))
    there = {path.relative_to(root) for path in (root / "docs").rglob("*.md")} - {CONTENTS}
    book = [Chapter(CONTENTS, _taken_apart(root / CONTENTS)), *chapters(root)]
    shown = {_from(one.path, str(picture.attrs["src"])) for one in book for picture in within(one, "image")}
    drawn = {path.relative_to(root) for path in (root / PICTURES).glob("*")}
    return [
        *(f"{CONTENTS} leads to {path}, which is not there" for path in led_to if not (root / path).is_file()),
        *(f"{CONTENTS} leads to {path} more than once" for path, times in led_to.items() if times > 1),
        *(f"{path} is a chapter that {CONTENTS} does not lead to" for path in sorted(there - set(led_to))),
        *(f"{path} is a picture that no chapter shows" for path in sorted(drawn - shown)),
        *(fault for one in book for fault in _faults_of(one, root)),
    ]


def as_html(root: Path) -> str:
    """The whole book as one page. Raises OSError where a chapter's picture is not there: ask for faults first."""
    book = [Chapter(CONTENTS, _taken_apart(root / CONTENTS)), *chapters(root)]
    places = {one.path: one.name for one in book}
    body = "\n".join(
        f'<section id="{one.name}">\n{_markdown().renderer.render(_laid_out(one, places, root), _markdown().options, {})}</section>'
        for one in book
    )
    head = f'<meta charset="utf-8">\n<title>The book of Keepsight</title>\n<style>{STYLE}</style>'
    return f'<!DOCTYPE html>\n<html lang="en-GB">\n<head>\n{head}\n</head>\n<body>\n{body}\n</body>\n</html>\n'


def within(chapter: Chapter, sort: str) -> Iterator[Token]:
    """The tokens of a sort, "image" or "link_open", that stand within its lines of text."""
    for token in chapter.tokens:
        yield from (child for child in token.children or () if child.type == sort)


@cache
def _markdown() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False}).enable("table")


def _taken_apart(path: Path) -> list[Token]:
    return _markdown().parse(path.read_text(encoding="utf-8"))


def _led_to(root: Path) -> list[Path]:
    """The files that the contents' links lead to, whether they are there or not; a link to a place within one is none of them."""
    contents = Chapter(CONTENTS, _taken_apart(root / CONTENTS))
    hrefs = (str(link.attrs["href"]) for link in within(contents, "link_open"))
    return [_from(CONTENTS, href) for href in hrefs if href.endswith(".md") and not ELSEWHERE.match(href)]


def _from(path: Path, href: str) -> Path:
    """Where a link in `path` leads, below the root; above it, where it leads out of the book's repository."""
    parts: list[str] = []
    for part in (path.parent / unquote(href.partition("#")[0])).parts:
        if part == ".." and parts and parts[-1] != "..":
            parts.pop()
        else:
            parts.append(part)
    return Path(*parts)


def _headings(tokens: Sequence[Token]) -> list[tuple[Token, str]]:
    """Each heading with the anchor that GitHub gives it: one that was given before gets a number."""
    found, times = [], Counter[str]()
    for heading, text in pairwise(tokens):
        if heading.type == "heading_open":
            said = "".join(child.content for child in text.children or ())
            anchor = NO_PART_OF_AN_ANCHOR.sub("", said.lower()).replace(" ", "-")
            found.append((heading, f"{anchor}-{times[anchor]}" if times[anchor] else anchor))
            times[anchor] += 1
    return found


def _faults_of(chapter: Chapter, root: Path) -> Iterator[str]:
    titles = [heading for heading, _ in _headings(chapter.tokens) if heading.tag == "h1"]
    if len(titles) != 1:
        yield f"{chapter.path} has {len(titles)} titles, and a chapter has one"
    for picture in within(chapter, "image"):
        src = str(picture.attrs["src"])
        if not (root / _from(chapter.path, src)).is_file():
            yield f"{chapter.path} shows {src}, which is not there"
        if not picture.content.strip():
            yield f"{chapter.path} shows {src} without a word for whoever does not see it"
    for link in within(chapter, "link_open"):
        href = str(link.attrs["href"])
        if not ELSEWHERE.match(href) and not _ends_somewhere(chapter, href, root):
            yield f"{chapter.path} links to {href}, which is not there"


def _ends_somewhere(chapter: Chapter, href: str, root: Path) -> bool:
    target, anchor = _from(chapter.path, href) if href[0] != "#" else chapter.path, href.partition("#")[2]
    if ".." in target.parts or not (root / target).exists():
        return False
    if not anchor:
        return True
    return target.suffix == ".md" and anchor in {each for _, each in _headings(_taken_apart(root / target))}


def _laid_out(chapter: Chapter, places: Mapping[Path, str], root: Path) -> list[Token]:
    """Its tokens as the one page takes them: one heading lower, links within the page, pictures and steps in their place."""
    for heading, anchor in _headings(chapter.tokens):
        heading.attrSet("id", f"{chapter.name}--{anchor}")
    for token in chapter.tokens:
        if token.type in ("heading_open", "heading_close") and chapter.path != CONTENTS:
            token.tag = f"h{int(token.tag[1:]) + 1}"
        elif token.type == "fence" and token.info == "mermaid":
            token.type, token.content = "html_block", _steps(token.content)
    for picture in within(chapter, "image"):
        held = base64.b64encode((root / _from(chapter.path, str(picture.attrs["src"]))).read_bytes()).decode()
        picture.attrSet("src", f"data:image/png;base64,{held}")
    for token in chapter.tokens:
        _lead_within(token.children or [], chapter, places)
    return chapter.tokens


def _lead_within(tokens: list[Token], chapter: Chapter, places: Mapping[Path, str]) -> None:
    """Turn links to chapters into links within the page, and those to other files of the repository into words."""
    for opens, closes in zip(
        [one for one in tokens if one.type == "link_open"],
        [one for one in tokens if one.type == "link_close"],
        strict=True,
    ):
        href = str(opens.attrs["href"])
        if ELSEWHERE.match(href):
            continue
        place = places.get(chapter.path if href[0] == "#" else _from(chapter.path, href))
        if place:
            opens.attrSet("href", f"#{place}" + (f"--{href.partition('#')[2]}" if "#" in href else ""))
        else:
            opens.type, opens.content = "html_inline", '<span class="beside">'
            closes.type, closes.content = "html_inline", "</span>"


def _steps(diagram: str) -> str:
    """A diagram of steps as a table, and what each place in it waits for: no program draws it here."""
    rows = [[said.replace("[*]", "nothing yet").replace("_", " ") for said in step] for step in STEP.findall(diagram)]
    cells = "".join(
        "<tr>" + "".join(f"<td>{html.escape(said)}</td>" for said in (a, what, b)) + "</tr>" for a, b, what in rows
    )
    places = "; ".join(html.escape(said.replace("_", " ")) for said in STATE.findall(diagram))
    head = "<thead><tr><th>From</th><th>Step</th><th>To</th></tr></thead>"
    return f"<p>Where it may stand: {places}.</p>\n<table>{head}<tbody>{cells}</tbody></table>\n"


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:2]))
