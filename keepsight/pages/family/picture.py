"""What both drawings of the page stand in: one picture with a name, and the small ones of what its signs mean."""

from markupsafe import Markup

from keepsight.pages.svg import el

KEY_WIDTH, KEY_HEIGHT = 46, 18  # CSS pixels


def picture(says: str, size: tuple[int, int], *inside: Markup) -> Markup:
    """One picture as wide and as high as `size`. `says`: what it is, for whoever does not see it."""
    return _sized(size, *inside, role="img", aria_label=says)


def keyed(*drawn: Markup, wide: bool = False) -> Markup:
    """A sign or, `wide`, a line beside what it means, whose words are read in its place."""
    return _sized((KEY_WIDTH if wide else KEY_HEIGHT, KEY_HEIGHT), *drawn, aria_hidden="true")


def _sized(size: tuple[int, int], *inside: Markup, **more: str) -> Markup:
    width, height = size
    return el(
        "svg",
        *inside,
        class_="ks-kin",
        viewBox=f"0 0 {width} {height}",
        width=width,
        height=height,
        focusable="false",
        **more,
    )
