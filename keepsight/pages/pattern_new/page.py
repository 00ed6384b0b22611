"""A question of this partnership's own: a shape first, then its terms, its numbers and its words. It asks nothing yet."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse

from keepsight.errors import WrongUse
from keepsight.pages.page import Asking, Elsewhere, Page, Shown
from keepsight.patterns.composing import (
    AS,
    LINES,
    SHAPES,
    WORDS,
    TermsField,
    choices,
    fields,
    fields_of,
    table_of,
    words_to_state,
)
from keepsight.patterns.sheets import OF_ABSENCE
from keepsight.prompts.asked_here import versions
from keepsight.prompts.own import MAY_WRITE, name_for, write
from keepsight.prompts.sheets import sheets as library
from keepsight.vocabulary import SECTORS, THEMES

PAGE = Page(address="new-pattern/", title="A question of your own", who=MAY_WRITE, methods=frozenset({"GET", "POST"}))
LOOKED_AT_AGAIN = dt.timedelta(days=365)
LABELS = {
    "title": ("Title", "A few words, such as Referred again and again", 0),
    "question": ("The question in words", "It ends with a question mark, and says what is missing for the child", 3),
    "sentence": (
        "The sentence that people read",
        "{measure} stands for the number or the days, {first} and {last} for the days of the first and last entry",
        3,
    ),
    "unit": ("What is counted", "Such as referrals, or days", 0),
    "what_else": ("What else could explain it", "One on each line", 4),
    "what_clears_it": ("What would clear it", "One on each line", 4),
    "questions": ("Questions to think over", "One on each line", 4),
}


@dataclass(frozen=True, slots=True)
class Fetched:
    """The shape that was chosen (empty: none yet), the pattern of which this is the next version (empty: a new one), the form."""

    shape: str
    pattern: str = ""
    form: Mapping[str, str] = field(default_factory=dict)
    senders: Sequence[str] = ()
    error: str = ""


def fetch(asking: Asking) -> Fetched | None:
    """None for a pattern that nobody has written, or that the library holds."""
    pattern = asking.query.get("of", "")
    if not pattern:
        shape = asking.query.get("shape", "")
        return Fetched(shape if shape in SHAPES else "")
    newest = next(iter(versions(pattern)), None)
    if newest is None or pattern in library():
        return None
    needs = newest.says.get("needs") or [{"sectors": []}]
    return Fetched(str(newest.says["shape"]), pattern, fields_of(newest.says), needs[0]["sectors"])


def act(asking: Asking) -> Fetched | Elsewhere | None:
    """Write the version, and go to the pattern, where it can be tried."""
    fetched = fetch(asking)
    if fetched is None or not fetched.shape or asking.user is None or asking.form is None:
        return None
    form = {name: asking.posted(name) for name in fields(fetched.shape)}
    senders = tuple(one for one in asking.form.getlist("senders") if one in SECTORS)
    by = asking.user
    try:
        table = table_of(
            fetched.shape,
            form,
            senders,
            checked_by=f"{by.name}, {by.agency.name}, who wrote it.",
            look_again_on=asking.today + LOOKED_AT_AGAIN,
        )
        pattern = fetched.pattern or name_for(form["title"])
        write(pattern, table, by=by)
    except WrongUse as wrong:
        return Fetched(fetched.shape, fetched.pattern, form, senders, str(wrong))
    return Elsewhere(f"{reverse('pattern', kwargs={'pattern': pattern})}#versions")


def present(asking: Asking, fetched: Fetched) -> Shown:
    """The shapes to choose from, or the form of the one that was chosen."""
    form = fetched.form
    context: dict[str, Any] = {
        "title": f"{'Error: ' if fetched.error else ''}A question of your own",
        "shapes": [(name, one.asks) for name, one in SHAPES.items()],
        "shape": fetched.shape,
        "error": fetched.error,
    }
    if not fetched.shape:
        return Shown(context)
    composed = SHAPES[fetched.shape]
    query = f"of={fetched.pattern}" if fetched.pattern else f"shape={fetched.shape}"
    context |= {
        "here": f"{reverse('pattern_new')}?{query}",
        "asks": composed.asks,
        "words": [(name, *LABELS[name], form.get(name, "")) for name in WORDS],
        "lines": [(name, *LABELS[name], form.get(name, "")) for name in LINES],
        "terms": [(one, _selects(one, form), list(choices(one.stating))) for one in composed.terms],
        "words_to_state": words_to_state(),
        "numbers": [(one, form.get(one.key, one.usual)) for one in composed.numbers],
        "themes": [(name, theme.title) for name, theme in THEMES.items()],
        "theme": form.get("theme", ""),
        "scope": form.get("scope", "child"),
        "restricted": form.get("restricted", "yes"),
        "absence": fetched.shape in OF_ABSENCE,
        "sectors": [(name, one.title, name in fetched.senders) for name, one in SECTORS.items()],
    }
    return Shown(context)


def _selects(one: TermsField, form: Mapping[str, str]) -> list[tuple[str, str, str, str]]:
    """Of each term that may be chosen: its field and what stands in it, and the same of the word that would state it, if any."""
    return [
        (name, form.get(name, ""), f"{name}{AS}" if one.stated else "", form.get(f"{name}{AS}", ""))
        for name in one.places
    ]
