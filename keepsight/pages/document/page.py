"""A document that came about a child, whole: its passages by number, and beside them the facts it seems to state.

A fact is an offer. A person says of each that it is so, and then it is an entry that cites its passages; or that it is not,
and why. What nobody has looked at counts nowhere. Without names the page shows no words of the document: what an agency wrote
for itself names people whom no record knows.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse

from keepsight.chronology.queries import DocumentShown, documents
from keepsight.errors import WrongUse
from keepsight.intake.models import Passage
from keepsight.intake.queries import FactShown, document, facts, passages
from keepsight.pages import words
from keepsight.pages.child_bar import badges
from keepsight.pages.page import MAY_CONFIRM, WITH_CHILDREN, Asking, Elsewhere, Page, Shown
from keepsight.pages.story import Paper, Story, story_of
from keepsight.prompts.actions import decide_facts
from keepsight.vocabulary import KINDS

PAGE = Page(
    address="children/<uuid:child_id>/documents/<uuid:document_id>/",
    title="Document",
    who=WITH_CHILDREN,
    methods=frozenset({"GET", "POST"}),
)
LATER, CONFIRM, DECLINE = "later", "confirm", "decline"


@dataclass(frozen=True, slots=True)
class Chosen:
    """What was chosen of one fact in the form, and the reason typed beside it."""

    choice: str = LATER
    because: str = ""


@dataclass(frozen=True, slots=True)
class Fetched:
    """The document, its passages and facts; what was posted and cannot be done, by the field that must be put right."""

    story: Story
    document: DocumentShown
    passages: Sequence[Passage]
    facts: Sequence[FactShown]
    chosen: Mapping[int, Chosen] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Offer:
    """A fact in words, what was decided on it, and what the form holds of it."""

    fact: FactShown
    title: str
    when: str
    details: tuple[tuple[str, str], ...]
    href: str | None
    chosen: Chosen


def fetch(asking: Asking) -> Fetched | None:
    """None where this child has no such document in sight."""
    wanted = asking.address["document_id"]
    seen = next((one for one in documents(asking.sight, asking.of_child.id) if one.id == wanted), None)
    if seen is None:
        return None
    return Fetched(story_of(asking), seen, passages(wanted), facts(wanted))


def act(asking: Asking) -> Fetched | Elsewhere | None:
    """Keep what was decided, all of it or nothing. None for a role that confirms no fact, and without names."""
    fetched = fetch(asking)
    if fetched is None or asking.sight.role not in MAY_CONFIRM or asking.names_hidden:
        return None
    chosen = {one.number: chosen_of(asking, one.number) for one in fetched.facts}
    errors = errors_of(chosen) or _decided(asking, fetched, chosen)
    if errors:
        return Fetched(fetched.story, fetched.document, fetched.passages, fetched.facts, chosen, errors)
    return Elsewhere(reverse("document", kwargs=dict(asking.address)) + "#facts")


def chosen_of(asking: Asking, number: int) -> Chosen:
    """What the form says of one fact."""
    return Chosen(asking.posted(f"fact-{number}") or LATER, asking.posted(f"because-{number}"))


def errors_of(chosen: Mapping[int, Chosen]) -> dict[str, str]:
    """By field, what must be put right before anything can be kept."""
    return {
        f"because-{number}": f"Fact {number}: say why it is not so"
        for number, one in chosen.items()
        if one.choice == DECLINE and not one.because
    }


def _decided(asking: Asking, fetched: Fetched, chosen: Mapping[int, Chosen]) -> dict[str, str]:
    kept = document(fetched.document.id)
    assert kept is not None and asking.user is not None  # noqa: PT018  fetched a moment ago, by whoever has signed in
    confirmed = [number for number, one in chosen.items() if one.choice == CONFIRM]
    declined = {number: one.because for number, one in chosen.items() if one.choice == DECLINE}
    try:
        decide_facts(kept, confirmed=confirmed, declined=declined, by=asking.user)
    except WrongUse as wrong:
        return {"facts": str(wrong)}
    return {}


def present(asking: Asking, fetched: Fetched) -> Shown:
    """The text, and the facts with what was said of each."""
    story, seen, child = fetched.story, fetched.document, asking.of_child
    hide = asking.names_hidden
    came = Paper(reverse("document", kwargs={"child_id": child.id, "document_id": seen.id}), (), seen.waiting)
    offers = [_offer(one, story, fetched.chosen.get(one.number, Chosen())) for one in fetched.facts]
    context: dict[str, Any] = {
        "title": f"{'Error: ' if fetched.errors else ''}{child.name}: document of {words.day(seen.as_at)}",
        "badges": badges(story.entries),
        "document": seen,
        "passages": [] if hide else fetched.passages,
        "cited_by": _cited_by(fetched.facts),
        "offers": [] if hide else offers,
        "open": sum(1 for one in fetched.facts if not one.decided),
        "may_confirm": asking.sight.role in MAY_CONFIRM,
        "errors": fetched.errors,
        "entry": next((story.href(one) for one in story.entries if story.papers.get(one.id) == came), None),
    }
    return Shown(context, entries=0 if hide else 1)


def _offer(fact: FactShown, story: Story, chosen: Chosen) -> Offer:
    entry = fact.entry
    details = tuple(
        (name.replace("_", " "), words.told_detail(name, said))
        for name, said in entry.details.items()
        if said not in (None, "")
    )
    href = story.href_of(fact.entry_id) if fact.entry_id else None
    return Offer(fact, KINDS[entry.kind].title, words.told(entry.when), details, href, chosen)


def _cited_by(facts: Sequence[FactShown]) -> dict[int, list[int]]:
    """By passage, the numbers of the facts that rest on it."""
    found: dict[int, list[int]] = defaultdict(list)
    for fact in facts:
        for number in fact.passages:
            found[number].append(fact.number)
    return found
