"""The codebook: each code with its meaning and its signs, how to change it, what waits to be recoded, and the tray of proposals."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist
from django.urls import reverse

from keepsight.errors import WrongUse
from keepsight.pages.page import WITH_CODING, Asking, Elsewhere, Page, Shown
from keepsight.themes import actions
from keepsight.themes.codebook import CodeNow, codebook
from keepsight.themes.models import Coding, ProposedCode
from keepsight.themes.queries import proposals, to_recode
from keepsight.vocabulary import CODE_GROUPS, CODES, LAYERS, THEMES

PAGE = Page(
    address="codebook/", title="Codebook", who=WITH_CODING, methods=frozenset({"GET", "POST"}), menu=8, group="Learning"
)
CHANGES = frozenset({"learning_team"})
"""Who may change a code: a reviewer proposes."""
LAYER_WORDS = dict(
    zip(LAYERS, ("What happened", "Why: what made it likely", "What would have helped"), strict=True),
)
PARTS = 3
"""How many parts a split form offers; what more is wanted is split again."""
FIELDS = ("title", "means", "because", *(f"{name}-{at}" for name in ("title", "means") for at in range(PARTS)))


@dataclass(frozen=True, slots=True)
class Fetched:
    """The book, the codings that wait, and the proposals that wait."""

    book: dict[str, CodeNow]
    waiting: Sequence[tuple[Coding, CodeNow]]
    tray: Sequence[ProposedCode]
    form: Mapping[str, str] = field(default_factory=dict)  # as it was filled in, where it must be put right
    error: str | None = None


def fetch(asking: Asking) -> Fetched:
    """All of it: a reviewer reads it too, without the codings that wait, which may be of reviews that are not theirs."""
    changes = asking.sight.role in CHANGES
    return Fetched(codebook(), to_recode() if changes else (), proposals() if changes else ())


def act(asking: Asking) -> Fetched | Elsewhere | None:
    """Change the book as the button says. Nobody but the learning team may: None, as if there were no such page."""
    if asking.sight.role not in CHANGES:
        return None
    try:
        _done(asking)
    except WrongUse as wrong:
        book = fetch(asking)
        return Fetched(book.book, book.waiting, book.tray, {name: asking.posted(name) for name in FIELDS}, str(wrong))
    except (ValueError, ObjectDoesNotExist):  # an id that nobody offered
        return None
    return Elsewhere(reverse("codebook"))


def _done(asking: Asking) -> None:
    assert asking.user
    by, because, read = asking.user, asking.posted("because"), asking.posted("after")
    after = int(read) if read.isdecimal() else 0
    match asking.posted("do").split(":"):
        case ["reword", code]:
            said = asking.posted("title"), asking.posted("means")
            actions.reword_code(code=code, after=after, title=said[0], means=said[1], because=because, by=by)
        case ["merge", code]:
            actions.merge_codes(code=code, after=after, into=asking.posted("into"), because=because, by=by)
        case ["split", code]:
            said_parts = [(asking.posted(f"title-{at}"), asking.posted(f"means-{at}")) for at in range(PARTS)]
            parts = [one for one in said_parts if one[0]]
            actions.split_code(code=code, after=after, parts=parts, because=because, by=by)
        case ["recode", coding]:
            actions.recode(coding=UUID(coding), to=asking.posted("to") or None, by=by)
        case ["accept" | "decline" as said_of_it, proposal]:
            actions.decide_proposal(
                proposal=UUID(proposal), accepted=said_of_it == "accept", layer=asking.posted("layer"),
                group=asking.posted("group"), by=by,
            )  # fmt: skip


def present(asking: Asking, fetched: Fetched) -> Shown:
    """By group; `?change=` opens the forms of one code."""
    given = [one for one in fetched.book.values() if one.given]
    context: dict[str, Any] = {
        "title": "Error: codebook" if fetched.error else "Codebook",
        "groups": [(title, [one for one in given if one.group == name]) for name, title in CODE_GROUPS.items()],
        "ended": [
            (one, [fetched.book[name].title for name in one.goes_to]) for one in fetched.book.values() if not one.given
        ],
        "triggers": {name: (*code.strong, *code.weak) for name, code in CODES.items()},
        "themes": {name: theme.title for name, theme in THEMES.items()},
        "group_words": CODE_GROUPS,
        "layers": LAYER_WORDS,
        "given": given,
        "waiting": [(one, now, [fetched.book[name] for name in now.goes_to] or [now]) for one, now in fetched.waiting],
        "tray": fetched.tray,
        "may_change": asking.sight.role in CHANGES,
        "change": next((one for one in given if one.name == asking.query.get("change")), None),
        "parts": range(PARTS),
        "form": fetched.form,
        "error": fetched.error,
    }
    return Shown(context)
