"""Setting the numbers of a pattern otherwise: each with how it is written, and the words that say them. It asks nothing yet."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse

from keepsight.errors import WrongUse
from keepsight.pages.page import Asking, Elsewhere, Page, Shown
from keepsight.patterns.numbers import Number
from keepsight.prompts.asked_here import numbers_of, sheet_of, versions
from keepsight.prompts.own import MAY_WRITE, WORDS, change_numbers
from keepsight.prompts.sheets import sheets as library

PAGE = Page(
    address="patterns/<slug:pattern>/numbers/",
    title="The numbers of a pattern",
    who=MAY_WRITE,
    methods=frozenset({"GET", "POST"}),
)
LABELS = {
    "title": ("Title", 0),
    "question": ("The question in words", 3),
    "sentence": ("The sentence that people read", 3),
    "unit": ("What is counted", 0),
}


@dataclass(frozen=True, slots=True)
class Fetched:
    """The newest numbers and words of the pattern, and the form as it was filled in."""

    title: str
    numbers: Sequence[Number]
    words: Mapping[str, str]
    form: Mapping[str, str] = field(default_factory=dict)
    error: str = ""


def fetch(asking: Asking) -> Fetched | None:
    """None for a pattern that nobody has written."""
    name = asking.address["pattern"]
    newest = next(iter(versions(name)), None)
    sheet = sheet_of(newest) if newest else library().get(name)
    if sheet is None:
        return None
    return Fetched(sheet.title, numbers_of(name, newest), {word: str(getattr(sheet, word)) for word in WORDS})


def act(asking: Asking) -> Fetched | Elsewhere | None:
    """Write the version, and go to the pattern, where it can be tried."""
    fetched = fetch(asking)
    if fetched is None or asking.user is None:
        return None
    numbers = {one.path: asking.posted(one.path) or one.says for one in fetched.numbers if not one.by_law}
    words = {word: asking.posted(word) for word in WORDS}
    try:
        change_numbers(asking.address["pattern"], numbers, words, by=asking.user)
    except WrongUse as wrong:
        return Fetched(fetched.title, fetched.numbers, fetched.words, numbers | words, str(wrong))
    return Elsewhere(f"{reverse('pattern', kwargs=dict(asking.address))}#versions")


def present(asking: Asking, fetched: Fetched) -> Shown:
    """The form. A number that the law sets is shown and cannot be typed over."""
    context: dict[str, Any] = {
        "title": f"{'Error: ' if fetched.error else ''}{fetched.title}: its numbers",
        "heading": fetched.title,
        "numbers": [(one, fetched.form.get(one.path, one.says)) for one in fetched.numbers],
        "words": [(word, *LABELS[word], fetched.form.get(word) or said) for word, said in fetched.words.items()],
        "here": reverse("pattern_numbers", kwargs=dict(asking.address)),
        "back": reverse("pattern", kwargs=dict(asking.address)),
        "error": fetched.error,
    }
    return Shown(context)
