"""A form of the partnership's own is made here, or its next edition: field by field, with buttons, and beside it how it looks.

Nothing is kept before somebody says so. It works without a script: each button sends what stands on the page, and gives it back.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse

from keepsight.errors import WrongUse
from keepsight.intake.drafts import Level
from keepsight.pages import words
from keepsight.pages.page import Asking, Elsewhere, Page, Shown
from keepsight.pages.unsaved import offered
from keepsight.practice.forms.editions import MAY_MAKE, OwnForm, change_form, editions, make_form
from keepsight.practice.forms.wording import LEVELS, MOST_CHOICES, MOST_FIELDS, SORTS, Field, Wording
from keepsight.vocabulary import UNKNOWN

PAGE = Page(address="forms/new/", title="Make a form", who=MAY_MAKE, methods=frozenset({"GET", "POST"}))
EMPTY = Field("", "line")
"""What a field is before anybody says what it asks."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """The wording as it stands on the page; `of` is the form whose next edition it is, None: a new one.

    `at` is the place of the field that was just added or moved: there the page goes on. None: where it begins.
    """

    wording: Wording
    of: OwnForm | None = None
    at: int | None = None
    error: str = ""


def fetch(asking: Asking) -> Fetched | None:
    """None for a form that nobody made, and for one that is not theirs to change."""
    assert asking.user
    of = _of(asking)
    if asking.query.get("of") and (of is None or not of.may_change(asking.user)):
        return None
    if typed := offered(asking):
        return Fetched(_wording(typed), of)
    return Fetched(of.wording if of else Wording(fields=(EMPTY,)), of)


def act(asking: Asking) -> Fetched | Elsewhere | None:
    """Add, move or take out a field; or keep the form, and go to it."""
    fetched = fetch(asking)
    if fetched is None or asking.user is None or asking.form is None:
        return None
    fetched = replace(fetched, wording=_wording(asking.form))
    did = asking.posted("do")
    if did != "keep":
        fields, at = changed(fetched.wording.fields, did)
        return replace(fetched, wording=replace(fetched.wording, fields=fields), at=at)
    try:
        form = _kept(asking, fetched)
    except WrongUse as wrong:
        return replace(fetched, error=str(wrong))
    return Elsewhere(reverse("form", kwargs={"form_id": form}))


def present(asking: Asking, fetched: Fetched) -> Shown:
    """The form as it is being made, and how it looks."""
    wording, of = fetched.wording, fetched.of
    title = f"A next edition of {of.wording.title}" if of else "Make a form"
    here = reverse("form_new")
    context: dict[str, Any] = {
        "title": f"{'Error: ' if fetched.error else ''}{title}",
        "heading": title,
        "wording": wording,
        "of": of,
        "fields": [(number, one, "\n".join(one.choices)) for number, one in enumerate(wording.fields)],
        "looks": [(number, one) for number, one in enumerate(wording.fields) if one.label],
        "at": fetched.at,
        "seen": _seen(asking, of),
        "sorts": SORTS,
        "levels": LEVELS,
        "for_all": asking.sight.role == "hub_coordinator",
        "may_add": len(wording.fields) < MOST_FIELDS,
        "most_choices": MOST_CHOICES,
        "unknown": UNKNOWN,
        "today_typed": words.day_as_typed(asking.today),
        "error": fetched.error,
        "sent_to": f"{here}?{urlencode({'of': of.id})}" if of else here,
        "back": reverse("form", kwargs={"form_id": of.id}) if of else reverse("forms"),
    }
    return Shown(context)


def changed(fields: tuple[Field, ...], did: str) -> tuple[tuple[Field, ...], int | None]:
    """The fields after a button ("add", "up-2", "down-2", "remove-2", counted from 0), and where the page goes on."""
    what, _, place = did.partition("-")
    if what == "add" and len(fields) < MOST_FIELDS:
        return (*fields, EMPTY), len(fields)
    at = int(place) if place.isdigit() and int(place) < len(fields) else None
    if at is None:
        return fields, None
    rest = (*fields[:at], *fields[at + 1 :])
    if what == "remove":
        return rest, min(at, len(rest) - 1) if rest else None
    to = min(max(at + {"up": -1, "down": 1}.get(what, 0), 0), len(rest))
    return (*rest[:to], fields[at], *rest[to:]), to


def _of(asking: Asking) -> OwnForm | None:
    """The form whose next edition is being made."""
    assert asking.user
    try:
        form = UUID(asking.query.get("of", ""))
    except ValueError:
        return None
    return next(iter(editions(form, asking.user)), None)


def _seen(asking: Asking, of: OwnForm | None) -> str:
    """The edition that stood when the page was opened: the page that is given back keeps it."""
    return asking.posted("seen") or (str(of.number) if of else "")


def _kept(asking: Asking, fetched: Fetched) -> UUID:
    assert asking.user
    if fetched.of is None:
        return make_form(fetched.wording, by=asking.user)
    seen = asking.posted("seen")
    change_form(fetched.of.id, fetched.wording, seen=int(seen) if seen.isdigit() else 0, by=asking.user)
    return fetched.of.id


def _wording(typed: Mapping[str, Any]) -> Wording:
    """What stands in the fields of the page, kept or not."""

    def said(name: str) -> str:
        return str(typed.get(name) or "")

    places = (place for place in range(MOST_FIELDS) if f"label-{place}" in typed)
    fields = (
        Field(
            said(f"label-{place}").strip(),
            said(f"sort-{place}"),
            said(f"hint-{place}").strip(),
            bool(said(f"must-{place}")),
            tuple(word.strip() for word in said(f"choices-{place}").splitlines() if word.strip()),
        )
        for place in places
    )
    level: Level = next((one for one in LEVELS if one == said("level")), "standard")
    return Wording(said("title").strip(), said("purpose").strip(), level, tuple(fields))
