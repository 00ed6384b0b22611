"""A version tried on the past: how many children in a hundred, what would change, which children, and switching it on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.urls import reverse

from keepsight.errors import KeepsightError
from keepsight.pages import words
from keepsight.pages.page import Asking, Elsewhere, Page, Shown
from keepsight.pages.working import AGAIN_AFTER, silent
from keepsight.patterns.sheets import Sheet
from keepsight.people.queries import children
from keepsight.prompts.asked_here import AskedHere, one_asked_here, sheet_of, trial
from keepsight.prompts.models import PatternTrial
from keepsight.prompts.own import MANY_IN_A_HUNDRED, MAY_WRITE, switch_on
from keepsight.prompts.switching import wake_worker
from keepsight.prompts.trials import Tried, found_of
from keepsight.store.suppression import RULE

PAGE = Page(
    address="pattern-trials/<uuid:trial_id>/", title="A trial", who=MAY_WRITE, methods=frozenset({"GET", "POST"})
)
MOST_SHOWN = 200
"""Intervals on one page: whoever tries a question on everybody reads the first of them, and every figure."""
TITLES = {
    "begins": "Would begin with this version",
    "goes": "Would go with this version",
    "stays": "Stay as they are",
}


@dataclass(frozen=True, slots=True)
class Fetched:
    """The trial, its pattern as it is now, and what it found of the children whom the reader sees."""

    trial: PatternTrial
    sheet: Sheet
    one: AskedHere
    tried: Sequence[Tried]
    names: Mapping[UUID, str]
    because: str = ""
    error: str = ""


def fetch(asking: Asking) -> Fetched | None:
    """None where there is no such trial."""
    found = trial(asking.address["trial_id"])
    one = one_asked_here(found.version.pattern) if found else None
    if found is None or one is None:
        return None
    tried = found_of(asking.sight, found) if found.found else []
    names = {each.id: each.name for each in children(asking.sight)} if tried else {}
    return Fetched(found, sheet_of(found.version), one, tried, names)


def act(asking: Asking) -> Fetched | Elsewhere | None:
    """Switch the version on: at once where it is a new question, else after a second yes."""
    fetched = fetch(asking)
    if fetched is None or asking.user is None:
        return None
    because = asking.posted("because")
    try:
        switch = switch_on(fetched.trial.version, because=because, by=asking.user)
    except KeepsightError as wrong:
        return Fetched(fetched.trial, fetched.sheet, fetched.one, fetched.tried, fetched.names, because, str(wrong))
    if not switch.needs_second:
        wake_worker(switch)
    return Elsewhere(reverse("pattern", kwargs={"pattern": fetched.one.name}))


def present(asking: Asking, fetched: Fetched) -> Shown:
    """Figures, then children. While the worker is at it the page asks again by itself, unless told to stand still."""
    one = fetched.trial
    going_on = one.ended_at is None
    still = asking.query.get("still") == "yes"
    listed = fetched.tried[:MOST_SHOWN]
    context: dict[str, Any] = {
        "title": f"{'Error: ' if fetched.error else ''}{fetched.sheet.title}: tried",
        "trial": one,
        "sheet": fetched.sheet,
        "one": fetched.one,
        "going_on": going_on,
        "still": still,
        "silent": going_on and silent(one),
        "here": reverse("pattern_trial", kwargs=dict(asking.address)),
        "back": reverse("pattern", kwargs={"pattern": fetched.one.name}),
        "figures": figures(one.found, fetched.tried) if one.found else [],
        "many": one.found is not None and _in_a_hundred(one.found) > MANY_IN_A_HUNDRED,
        "least": MANY_IN_A_HUNDRED,
        "groups": [
            (title, [_shown(fetched, each) for each in listed if each.change == change])
            for change, title in TITLES.items()
        ],
        "more": len(fetched.tried) - len(listed),
        "coming": fetched.one.coming,
        "in_force": fetched.one.asked and fetched.one.sheet == fetched.sheet,
        "because": fetched.because,
        "error": fetched.error,
    }
    of_children: dict[UUID | None, int] = {each.child: 0 for each in listed}
    for each in listed:
        of_children[each.child] += len(each.answer.entries)
    return Shown(context, again_after=AGAIN_AFTER if going_on and not still else None, of_children=of_children)


def figures(found: Mapping[str, Any], tried: Sequence[Tried]) -> list[tuple[str, str]]:
    """What the trial counted, in words. A small figure is held back from whoever does not see each child that it counts."""
    ever, before = ("begins", "stays"), ("goes", "stays")
    said = [
        ("Children asked about", f"{found['children']:,}"),
        ("It held at some time for", _share(found["ever"], found["children"], _seen(tried, ever))),
        ("It holds today for", _count(found["today"], _seen(tried, ever, standing=True))),
    ]
    if not found["compared"]:
        return said
    return [
        *said,
        (
            "Today’s version held at some time for",
            _share(found["ever_before"], found["children"], _seen(tried, before)),
        ),
        ("Today’s version holds today for", _count(found["today_before"], _seen(tried, before, standing=True))),
        *(_changing(found, tried, change) for change in TITLES),
    ]


def _changing(found: Mapping[str, Any], tried: Sequence[Tried], change: str) -> tuple[str, str]:
    seen = _seen(tried, (change,), standing=True)
    return f"Prompts that stand: {TITLES[change].lower()}", _count(found[f"{change}_today"], seen)


def _seen(tried: Sequence[Tried], changes: Sequence[str], *, standing: bool = False) -> int:
    return len({one.child for one in tried if one.change in changes and (not standing or one.answer.ended_on is None)})


def _count(count: int, seen: int) -> str:
    if RULE.hides(count) and seen < count:
        return f"fewer than {RULE.least_count} children"
    return words.counted(count, "child", "children")


def _share(part: int, whole: int, seen: int) -> str:
    if seen < part and RULE.hides_share(part, whole):
        return "too few children to say"
    return f"{words.counted(part, 'child', 'children')}: {100 * part / whole:.0f} in a hundred" if whole else "nobody"


def _in_a_hundred(found: Mapping[str, Any]) -> float:
    return 100 * found["ever"] / found["children"] if found["children"] else 0.0


def _shown(fetched: Fetched, one: Tried) -> tuple[str, str, Any]:
    return fetched.names[one.child], reverse("overview", kwargs={"child_id": one.child}), one.answer
