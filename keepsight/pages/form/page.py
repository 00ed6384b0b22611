"""One form of the partnership's own: what it asks, every edition with who made it, where it was filled in, and its end."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse

from keepsight.errors import WrongUse
from keepsight.pages import words
from keepsight.pages.page import WITH_CHILDREN, Asking, Elsewhere, Page, Shown
from keepsight.people.queries import children
from keepsight.people.shown import ChildShown
from keepsight.practice.forms.editions import OwnForm, editions, end_form
from keepsight.practice.forms.filling_in import Answered, filled_in
from keepsight.practice.forms.wording import LEVELS, SORTS
from keepsight.vocabulary import UNKNOWN

PAGE = Page(
    address="forms/<uuid:form_id>/",
    title="A form of our own",
    who=WITH_CHILDREN,
    methods=frozenset({"GET", "POST"}),
)
MOST_SHOWN = 100  # fillings in, the newest: a page can be read; the child's own page has all of them


@dataclass(frozen=True, slots=True)
class Fetched:
    """The editions, the newest first, and what was filled in for whom; None: of too many children to be read at once."""

    editions: Sequence[OwnForm]
    children: Sequence[ChildShown]
    filled: Sequence[Answered] | None
    because: str = ""
    error: str = ""


def fetch(asking: Asking) -> Fetched | None:
    """None for a form that nobody made, or that is offered to another agency."""
    assert asking.user
    form: UUID = asking.address["form_id"]
    told = editions(form, asking.user)
    if not told:
        return None
    known = children(asking.sight)
    filled = filled_in(asking.sight, [one.id for one in known])
    of_form = None if filled is None else [one for one in filled if one.entry.details.get("form") == str(form)]
    return Fetched(told, known, of_form)


def act(asking: Asking) -> Fetched | Elsewhere | None:
    """Let the form be filled in no more; or what must be put right first."""
    fetched = fetch(asking)
    if fetched is None or asking.user is None:
        return None
    seen, because = asking.posted("seen"), asking.posted("because")
    try:
        end_form(asking.address["form_id"], because=because, seen=int(seen) if seen.isdigit() else 0, by=asking.user)
    except WrongUse as wrong:
        return replace(fetched, because=because, error=str(wrong))
    return Elsewhere(reverse("forms"))


def present(asking: Asking, fetched: Fetched) -> Shown:
    """What it asks now, then where it was filled in, then each edition."""
    assert asking.user
    newest, *_ = fetched.editions
    shown = (fetched.filled or ())[:MOST_SHOWN]
    called = {one.id: one.name for one in fetched.children}
    context: dict[str, Any] = {
        "title": f"{'Error: ' if fetched.error else ''}{newest.wording.title}: a form of our own",
        "form": newest,
        "editions": fetched.editions,
        "level": LEVELS[newest.wording.level],
        "levels": LEVELS,
        "sorts": SORTS,
        "unknown": UNKNOWN,
        "filled": [_line(each, called[each.child]) for each in shown],
        "more": len(fetched.filled or ()) - len(shown),
        "counted": fetched.filled is not None,
        "may_change": newest.may_change(asking.user),
        "change": f"{reverse('form_new')}?{urlencode({'of': newest.id})}",
        "today_typed": words.day_as_typed(asking.today),
        "because": fetched.because,
        "error": fetched.error,
        "here": reverse("form", kwargs=dict(asking.address)),
    }
    return Shown(context, entries=len(shown), of_children=Counter(each.child for each in shown))


def _line(each: Answered, called: str) -> dict[str, Any]:
    one = each.entry
    href = f"{reverse('fill_in', kwargs={'child_id': each.child})}#filled-{one.id}"
    return {
        "name": called,
        "href": href,
        "when": words.when(one),
        "by": f"{one.agency_name}, {one.source.by}",
        "edition": one.details.get("form_edition"),
    }
