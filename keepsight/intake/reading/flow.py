"""Lines of a page put back into the paragraphs they were broken out of. Pure words: no file is opened here.

Every word comes out once and in order. A running head (a line that stands at the same end of most pages) is left out and
said; a word broken at the end of a line is joined only where the joined word is known, from the same paper or from ours.
"""

import re
from collections import Counter
from collections.abc import Container, Iterator, Sequence
from functools import cache
from pathlib import Path

from keepsight import vocabulary

ENDS = 3  # lines at either end of a page among which running heads stand
MOST_PAGES = 0.6  # a line on more of them than this is a running head (measured: 2.4% of the words of a test paper)
LEAST_PAGES = 3  # with fewer there is no "most"
SHORT = 0.8  # of the usual line: a line that ends so early ends its paragraph, if it also ends a sentence
HEADING_WORDS = 12

WORD = re.compile(r"[^\W\d_]+(?:[’'][^\W\d_]+)*")
_BROKEN = re.compile(r"([^\W\d_]+)[-‐\xad]$")
_FIRST = re.compile(r"([^\W\d_]+)(.*)", re.S)
_SENTENCE_ENDS = re.compile(r"[.!?:;][\"”’')\]]*\d*$")
_BEGINS_ITSELF = re.compile(r"([•●▪◦*–-]|\(?[a-z0-9]{1,3}[.)]|\d+(\.\d+)+)\s")


def without_heads(pages: Sequence[Sequence[str]]) -> tuple[list[list[str]], list[str]]:
    """The pages without their running heads and feet, and those heads, each once. Numbers in a head may count up."""
    if len(pages) < LEAST_PAGES:
        return [list(page) for page in pages], []
    seen = Counter(shape for page in pages for shape in {_shape(line) for line in _at_ends(page)})
    heads = {shape for shape, times in seen.items() if times > MOST_PAGES * len(pages)}
    kept = [[line for place, line in enumerate(page) if not _is_head(page, place, heads)] for page in pages]
    first = {_shape(line): line for page in reversed(pages) for line in _at_ends(page)}
    return kept, sorted(first[shape] for shape in heads)


def paragraphs(lines: Sequence[str], known: Container[str]) -> Iterator[str]:
    """The paragraphs of some lines. An empty line ends one; so does a short line that ends a sentence."""
    widths = sorted(len(line) for line in lines if line.strip())
    usual = widths[len(widths) * 3 // 4] if widths else 0
    so_far: list[str] = []
    for line in lines:
        words = line.strip()
        goes_on = words[:1].islower()
        if so_far and (not words or _BEGINS_ITSELF.match(words) or (_ended(so_far[-1], usual) and not goes_on)):
            yield joined(so_far, known)
            so_far = []
        if words:
            so_far.append(words)
    if so_far:
        yield joined(so_far, known)


def joined(lines: Sequence[str], known: Container[str]) -> str:
    """Lines as one text. A hyphen at a line's end goes where the word without it is known, and stays where it is not."""
    text = ""
    for line in lines:
        broken, first = _BROKEN.search(text), _FIRST.match(line)
        if broken and first and first[1][0].islower():
            whole = (broken[1] + first[1]).casefold()
            text = (text[:-1] if whole in known else text) + line
        else:
            text = f"{text} {line}" if text else line
    return re.sub(r"[ \t]+", " ", text)


def words_of(pages: Sequence[Sequence[str]]) -> frozenset[str]:
    """Every word that stands unbroken somewhere on the pages, and those of our own vocabulary."""
    whole = (word for page in pages for line in page for word in WORD.findall(re.sub(r"\S+[-‐\xad]$", "", line)))
    return frozenset(word.casefold() for word in whole) | _ours()


def is_heading(words: str) -> bool:
    """Whether a paragraph reads as a heading: short, and no sentence."""
    return len(words.split()) <= HEADING_WORDS and not _SENTENCE_ENDS.search(words) and words[:1].isalnum()


def _ended(line: str, usual: int) -> bool:
    short = len(line) < SHORT * usual
    return short and (bool(_SENTENCE_ENDS.search(line)) or is_heading(line))


def _at_ends(page: Sequence[str]) -> list[str]:
    told = [line for line in page if line.strip()]
    return told[:ENDS] + told[-ENDS:]


def _is_head(page: Sequence[str], place: int, heads: Container[str]) -> bool:
    told = [at for at, line in enumerate(page) if line.strip()]
    return place in told[:ENDS] + told[-ENDS:] and _shape(page[place]) in heads


def _shape(line: str) -> str:
    return re.sub(r"\d+", "#", " ".join(line.split())).casefold()


@cache
def _ours() -> frozenset[str]:
    """The words that our own vocabulary is written in."""
    texts = (file.read_text("utf-8") for file in Path(vocabulary.__file__).parent.glob("*.toml"))
    return frozenset(word.casefold() for text in texts for word in WORD.findall(text))
