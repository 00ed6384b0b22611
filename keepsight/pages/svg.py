"""Drawings as elements. Everything given is escaped; what something looks like is the style sheet's to say, by class.

There is no way to write a `style` here: the content security policy would refuse it, and print and forced colours
need classes.
"""

from functools import cache

from markupsafe import Markup, escape

Number = int | float
Piece = str | Markup


def el(name: str, *inside: Piece, **attributes: str | Number | None) -> Markup:
    """One element. `class_` is `class`, an underscore in a name is a hyphen, and an attribute of None is left out.

    What stands inside is escaped, unless it is an element already.
    """
    said = "".join(f' {_name(key)}="{_value(value)}"' for key, value in attributes.items() if value is not None)
    content = "".join(map(escape, inside))
    # Markup.format would do the same ten times slower; a child with thousands of entries has thousands of marks.
    return Markup(f"<{name}{said}>{content}</{name}>")  # noqa: S704  every part is escaped above, or our own word


@cache
def _name(key: str) -> str:
    # viewBox and its like keep their capitals.
    if key == "style":
        raise ValueError("A drawing takes classes, never a style")
    return key.rstrip("_").replace("_", "-")


def _value(value: str | Number) -> str:
    if isinstance(value, str):
        return escape(value)
    return f"{value:g}" if isinstance(value, float) else str(value)
