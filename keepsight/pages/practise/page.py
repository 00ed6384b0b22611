"""Practise judging: invented pairs, one after another, and what is so of each once it was answered. The rest of it is a mirror.

A judge reads their own count and nobody else's; of all judges together it is told where they are enough that nobody is known by it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from keepsight.errors import WrongUse
from keepsight.pages import words
from keepsight.pages.page import MAY_JUDGE, Asking, Elsewhere, Page, Shown
from keepsight.people.practising import (
    PAIRS,
    SAID,
    THINGS,
    Invented,
    Practice,
    answers_of,
    counted,
    of_all_judges,
    practise,
)

PAGE = Page(
    address="same-person/practise/",
    title="Practise judging",
    who=MAY_JUDGE,
    methods=frozenset({"GET", "POST"}),
)


@dataclass(frozen=True, slots=True)
class Fetched:
    """What this judge answered, by pair; of all judges together; what must be put right."""

    answers: Mapping[str, str]
    all_judges: tuple[int, Practice] | None
    error: str | None = None


def fetch(asking: Asking, error: str | None = None) -> Fetched:
    """How far this judge has come."""
    assert asking.user is not None  # the door has made sure
    return Fetched(answers_of(asking.user), of_all_judges(), error)


def act(asking: Asking) -> Fetched | Elsewhere:
    """Keep an answer, and show what is so."""
    assert asking.user is not None  # the door has made sure
    try:
        practise(asking.posted("pair"), asking.posted("said"), by=asking.user)
    except WrongUse as wrong:
        return fetch(asking, str(wrong))
    return Elsewhere(f"{reverse('practise')}#answered")


def present(asking: Asking, fetched: Fetched) -> Shown:
    """The next pair; above it the one answered last."""
    left = [one for one in PAIRS.values() if one.key not in fetched.answers]
    answered = [one for one in PAIRS.values() if one.key in fetched.answers]
    context: dict[str, Any] = {
        "title": f"{'Error: ' if fetched.error else ''}Practise judging",
        "pair": left[0] if left else None,
        "rows": _rows(left[0]) if left else [],
        "last": _told(answered[-1], fetched.answers) if answered else None,
        "earlier": [_told(one, fetched.answers) for one in answered[:-1]],
        "count": len(answered),
        "of": len(PAIRS),
        "mine": _in_words(counted(fetched.answers.items())) if answered else [],
        "judges": fetched.all_judges[0] if fetched.all_judges else None,
        "all_judges": _in_words(fetched.all_judges[1]) if fetched.all_judges else [],
        "answers": SAID,
        "error": fetched.error,
        "here": reverse("practise"),
    }
    return Shown(context)


def _rows(pair: Invented) -> list[tuple[str, str, str]]:
    return list(zip(THINGS, *pair.sides, strict=True))


def _told(pair: Invented, answers: Mapping[str, str]) -> dict[str, Any]:
    """A pair that was answered, with what is so."""
    names = [" ".join(part for part in side[:2] if part) for side in pair.sides]
    said = answers[pair.key]
    return {"names": words.listed(names), "said": SAID[said], "right": pair.right(said), "tells": pair.tells}


def _in_words(one: Practice) -> list[str]:
    """What was counted, what is grave first."""
    told = [f"{one.right} of {words.counted(one.answered, 'answer')} as it is"]
    if one.joined:
        told.append(f"{one.joined} said to be one person who are two: one child’s harm would stand on another’s record")
    if one.parted:
        told.append(f"{one.parted} said to be two who are one: what is known would stay apart")
    if one.unsure:
        told.append(f"{one.unsure} not told though what stands there tells it")
    if one.guessed:
        told.append(f"{one.guessed} told though nothing there tells it")
    return told
