"""What a child, a parent or a carer says against an entry, and what is answered. The entry itself is never changed.

Whoever works with the child writes down who disputes it and in what words; the agency that holds the entry answers.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.urls import reverse

from keepsight.chronology.disputes import KIND, WHO, Saying, answer_dispute, dispute
from keepsight.chronology.restricting import may_restrict
from keepsight.chronology.sharing import may_share
from keepsight.chronology.shown import EntryShown
from keepsight.errors import WrongUse
from keepsight.pages.child_bar import badges
from keepsight.pages.chronology.filters import day_of
from keepsight.pages.chronology.rows import row
from keepsight.pages.page import WITH_CHILDREN, Asking, Elsewhere, Page, Shown
from keepsight.pages.story import Story, story_of
from keepsight.pages.words import day_as_typed, long_day

PAGE = Page(
    address="children/<uuid:child_id>/entries/<uuid:entry_id>/dispute/",
    title="Disputed entry",
    who=WITH_CHILDREN,
    methods=frozenset({"GET", "POST"}),
)
FIELDS = ("by", "on", "words", "response")


@dataclass(frozen=True, slots=True)
class Fetched:
    """The story, the entry in it with its number, and what was typed, by field, with what must be put right."""

    story: Story
    entry: EntryShown
    number: int
    said: Mapping[str, str] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)


def fetch(
    asking: Asking, said: Mapping[str, str] | None = None, errors: Mapping[str, str] | None = None
) -> Fetched | None:
    """None where there is no such entry for this person, or where it is a dispute itself."""
    story = story_of(asking)
    for number, one in enumerate(story.entries, start=1):
        if asking.address["entry_id"] in {each.id for each in one.accounts} and one.kind != KIND:
            return Fetched(story, one, number, said or {"on": day_as_typed(asking.today)}, errors or {})
    return None


def act(asking: Asking) -> Fetched | Elsewhere | None:
    """Append what is said against the entry, or what is answered. None without names, or where there is no such entry."""
    fetched = fetch(asking)
    if fetched is None or asking.names_hidden:
        return None
    errors = _answered(asking, fetched) if asking.posted("dispute") else _disputed(asking, fetched)
    if errors:
        return fetch(asking, {name: asking.posted(name) for name in FIELDS}, errors)
    return Elsewhere(reverse("dispute", kwargs={"child_id": asking.of_child.id, "entry_id": fetched.entry.id}))


def _disputed(asking: Asking, fetched: Fetched) -> dict[str, str]:
    assert asking.user is not None  # the door has made sure
    by, on, words = asking.posted("by"), day_of(asking.posted("on")), asking.posted("words")
    errors = {} if by in WHO else {"by": "Choose who disputes it"}
    if on is None or on > asking.today:
        errors["on"] = f"Enter the day on which they said so, such as {day_as_typed(asking.today)}"
    if not words:
        errors["words"] = "Write down what they say, in their words"
    if errors or on is None:
        return errors
    saying = Saying(by, on, words, asking.posted("response"))
    try:
        dispute(asking.of_child.id, fetched.entry.id, saying, by=asking.user)
    except WrongUse as wrong:
        return {"words": str(wrong)}
    return {}


def _answered(asking: Asking, fetched: Fetched) -> dict[str, str]:
    assert asking.user is not None
    named = asking.posted("dispute")
    try:
        answer_dispute(asking.of_child.id, fetched.entry.id, UUID(named), asking.posted("response"), by=asking.user)
    except ValueError:
        return {"disputes": "Choose what to answer"}
    except WrongUse as wrong:
        return {"disputes": str(wrong)}
    return {}


def present(asking: Asking, fetched: Fetched) -> Shown:
    """The entry, what is said against it so far, and the form."""
    context: dict[str, Any] = {
        "title": f"{'Error: ' if fetched.errors else ''}{asking.of_child.name}: entry {fetched.number} disputed",
        "badges": badges(fetched.story.entries),
        "row": row(fetched.entry, fetched.number, ()),
        "href": fetched.story.href(fetched.entry),
        "disputes": [(one, long_day(one.on)) for one in fetched.entry.disputes],
        "who": WHO,
        "may_answer": asking.user is not None and not asking.names_hidden and may_share(asking.user, fetched.entry),
        "may_restrict": asking.user is not None and may_restrict(asking.user, fetched.entry),
        "said": fetched.said,
        "errors": fetched.errors,
    }
    return Shown(context, entries=1)
