"""The pictures of the book: whose page each is, how one comes to it, what must be seen on it, and how it is kept small."""

import base64
import struct
import zlib
from collections import Counter
from pathlib import Path
from typing import NamedTuple

from playwright.sync_api import Page, ViewportSize

FOLDER = Path(__file__).parents[2] / "docs" / "pictures"
SIZE: ViewportSize = {"width": 1280, "height": 880}  # a laptop's window
MOST_BYTES = 120_000  # of one: somebody reads the book over a slow line
COLOURS = 256  # as many as a PNG's palette holds
PIXELS = """async png => {
  const picture = await createImageBitmap(await (await fetch(`data:image/png;base64,${png}`)).blob())
  const drawn = new OffscreenCanvas(picture.width, picture.height).getContext('2d')
  drawn.drawImage(picture, 0, 0)
  const said = drawn.getImageData(0, 0, picture.width, picture.height).data
  return Array.from({length: picture.height}, (_, row) =>
    btoa(String.fromCharCode(...said.subarray(row * picture.width * 4, (row + 1) * picture.width * 4))))
}"""


class Picture(NamedTuple):
    """`who` signs in and follows links, of a child's pages from its overview. `shows` are the headings that stand in the picture,
    and in its words for whoever does not see it."""

    name: str
    who: str
    child: str | None
    through: tuple[str, ...]
    shows: tuple[str, ...]

    @property
    def file(self) -> Path:
        """Where it lies."""
        return FOLDER / f"{self.name}.png"


PICTURES = (
    Picture("overview", "ivo", "Wren", (), ("in half a minute", "Who knew what, when")),
    Picture("chronology", "ivo", "Wren", ('.ks-tabs a:text-is("Chronology")',), ("Chronology",)),
    Picture("prompt", "ivo", "Wren", (".ks-prompt__title a",), ("What was said to it", "The entries that show it")),
    Picture(
        "replay",
        "leila",
        "Idris",
        ('a:has-text("Who could have seen what, and when")',),
        ("Who could have seen it, and when",),
    ),
    Picture(
        "briefing",
        "cass",
        None,
        (
            'nav a:text-is("Learning")',
            'nav a:text-is("Briefing papers")',
            'main a:has-text("What our reviews teach us")',
        ),
        ("What our reviews teach us", "Introduction"),
    ),
)


def small(taken: bytes, page: Page) -> bytes:
    """A PNG in its commonest colours, less than half as large: any other becomes the nearest of them. `page` takes it apart."""
    rows = [base64.b64decode(row) for row in page.evaluate(PIXELS, base64.b64encode(taken).decode())]
    seen = Counter(pixel for row in rows for pixel in memoryview(row).cast("I"))
    palette = [pixel for pixel, _ in seen.most_common(COLOURS)]
    place = {pixel: min(range(len(palette)), key=lambda of: _apart(pixel, palette[of])) for pixel in seen}
    lines = b"".join(b"\0" + bytes(place[pixel] for pixel in memoryview(row).cast("I")) for row in rows)
    return _png(len(rows[0]) // 4, len(rows), palette, lines)


def _apart(one: int, other: int) -> int:
    return sum((a - b) ** 2 for a, b in zip(one.to_bytes(4, "little"), other.to_bytes(4, "little"), strict=True))


def _png(width: int, height: int, palette: list[int], lines: bytes) -> bytes:
    """As the specification of PNG has it: eight bits for each pixel, each the number of a colour (colour type 3)."""
    colours = b"".join(pixel.to_bytes(4, "little")[:3] for pixel in palette)
    parts = [
        (b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)),
        (b"PLTE", colours),
        (b"IDAT", zlib.compress(lines, 9)),
        (b"IEND", b""),
    ]
    written = (
        struct.pack(">I", len(held)) + name + held + struct.pack(">I", zlib.crc32(name + held)) for name, held in parts
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(written)
