"""What is asked here: every pattern, the version in force, who changed it, and what is not asked."""

from collections.abc import Sequence
from typing import Any

from keepsight.pages.page import WITH_ASSURANCE, Asking, Page, Shown
from keepsight.prompts.asked_here import AskedHere, asked_here
from keepsight.prompts.own import MAY_WRITE

PAGE = Page(address="patterns/", title="What is asked", who=WITH_ASSURANCE, menu=11, group="Learning")


def fetch(asking: Asking) -> Sequence[AskedHere]:
    """Every pattern."""
    return asked_here()


def present(asking: Asking, fetched: Sequence[AskedHere]) -> Shown:
    """Those that are asked, then those that are not: a question that nobody asks is said, never left out."""
    context: dict[str, Any] = {
        "asked": [one for one in fetched if one.asked],
        "not_asked": [one for one in fetched if not one.asked],
        "may_write": asking.sight.role in MAY_WRITE,
    }
    return Shown(context)
