"""What is asked here: every pattern, the version in force, who changed it, and what is not asked. It prints itself whole."""

from collections.abc import Sequence
from typing import Any

from keepsight.briefings.manual import Told, manual
from keepsight.briefings.printers import PRINTERS, in_shape
from keepsight.briefings.transparency import transparency
from keepsight.pages.page import WITH_ASSURANCE, Asking, Download, Page, Shown
from keepsight.pages.taken_away import Listed
from keepsight.patterns.sheets import LIBRARY, said_in
from keepsight.patterns.worked import worked_examples
from keepsight.prompts.asked_here import AskedHere, asked_here
from keepsight.prompts.own import MAY_WRITE
from keepsight.vocabulary import THEMES, Theme

PAGE = Page(address="patterns/", title="What is asked", who=WITH_ASSURANCE, menu=11, group="Learning")
LISTED = Listed(
    "questions that are asked",
    lambda page: [one for _, some in page["by_theme"] for one in some],
    {
        "Pattern": lambda one: one.sheet.title,
        "The question": lambda one: one.sheet.question,
        "Version in force": lambda one: _version(one),
    },
)
PAPERS = {"manual": manual, "transparency": transparency}
"""What is printed of them, by its name. As one web page each: the command writes the other shapes, of the library as it comes."""
OURS = "What this partnership asks"


def fetch(asking: Asking) -> Sequence[AskedHere]:
    """Every pattern."""
    return asked_here()


def present(asking: Asking, fetched: Sequence[AskedHere]) -> Shown | Download:
    """Those that are asked, then those that are not: a question that nobody asks is said, never left out."""
    asked = [one for one in fetched if one.asked]
    wanted = asking.query.get("download", "")
    if paper := PAPERS.get(wanted):
        printed = paper([_told(one) for one in asked], partnership=OURS, as_at=asking.today)
        return Download(f"{wanted}.html", PRINTERS["html"][0], in_shape(printed, "html"))
    context: dict[str, Any] = {
        "asked": asked,
        "version": _version,
        "by_theme": [(theme, some) for theme in THEMES.values() if (some := _of(theme, asked))],
        "not_asked": [one for one in fetched if not one.asked],
        "may_write": asking.sight.role in MAY_WRITE,
    }
    return Shown(context)


def _of(theme: Theme, asked: Sequence[AskedHere]) -> list[AskedHere]:
    """Those whose learning is of one theme: the reader goes there by its name, and past all the others."""
    return [one for one in asked if one.sheet.theme == theme.name]


def _version(one: AskedHere) -> str:
    """Whose version is in force, and which."""
    if one.own_number:
        return f"This partnership’s, version {one.own_number}"
    return f"The library’s, version {one.sheet.version}" if one.of_library else "Not in force"


def _told(one: AskedHere) -> Told:
    """A pattern as it is asked here. The examples are the library's: another version of a pattern has none."""
    if one.own_number and one.switch and one.switch.version:
        return Told(one.sheet, one.switch.version.says, ())
    return Told(one.sheet, said_in(LIBRARY / one.name), worked_examples(one.name))
