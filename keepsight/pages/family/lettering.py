"""How wide words are when they are drawn, so that they stay within their box: estimated from above, letter by letter.

Widths are in parts of a letter's size, each at least that of Arial Bold and of DejaVu Sans Bold, to which a browser turns that
has no Arial (measured in one). What is in none of the lists, such as letters of other scripts, counts as wider than any.
"""

WIDE = {"W": 1.11, "M": 1.0, "m": 1.05, "w": 0.93, "&": 0.88}
THIN, SLIM = frozenset(" '’‘ijlIJ|/.,:;-"), frozenset("ftr!()[]–")
THIN_WIDTH, SLIM_WIDTH, SMALL, CAPITAL, FIGURE, OTHER = 0.42, 0.51, 0.72, 0.86, 0.7, 1.3


# How words are set on cards and in boxes, in CSS pixels.
NAME, NOTE, LINE, FIRST = 15, 13, 18, 22  # letters of a name and of a note; from line to line; the first line's foot
PLAIN = 0.92  # how wide plain letters are at most, to bold ones


def width_of(text: str, size: float) -> float:
    """How wide a text is at most, in the unit of `size`."""
    return size * sum(map(_letter, text))


def fitted(text: str, size: float, room: float) -> str:
    """The text, cut with "…" where it is wider than the room."""
    if width_of(text, size) <= room:
        return text
    cut = text
    while cut and width_of(f"{cut}…", size) > room:
        cut = cut[:-1]
    return f"{cut.rstrip()}…"


def in_lines(text: str, size: float, room: float, most: int = 2) -> list[str]:
    """The text in at most so many lines, parted at spaces; a word or a last line that is too wide is cut."""
    lines: list[str] = []
    left = text.split()
    while left and len(lines) < most - 1:
        line = left.pop(0)
        while left and width_of(f"{line} {left[0]}", size) <= room:
            line = f"{line} {left.pop(0)}"
        lines.append(fitted(line, size, room))
    return [*lines, fitted(" ".join(left), size, room)] if left else lines


def _letter(letter: str) -> float:
    if letter in WIDE:
        return WIDE[letter]
    if letter in THIN or letter in SLIM:
        return THIN_WIDTH if letter in THIN else SLIM_WIDTH
    if not letter.isascii() or not letter.isalnum():
        return OTHER
    return FIGURE if letter.isdigit() else CAPITAL if letter.isupper() else SMALL
