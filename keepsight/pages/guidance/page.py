"""Guidance and research beside each theme: what others wrote, in the learning team's words. It is counted nowhere."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any
from uuid import UUID

from django.urls import reverse

from keepsight.errors import WrongUse
from keepsight.pages import words
from keepsight.pages.page import WITH_CODING, Asking, Elsewhere, Page, Shown
from keepsight.pages.taken_away import Listed
from keepsight.themes.guidance import GuidanceShown, Said, guidance, look_again, put_beside, say_anew, withdraw
from keepsight.themes.models import GUIDANCE_KINDS, Guidance
from keepsight.vocabulary import THEMES

PAGE = Page(
    address="guidance/",
    title="Guidance",
    who=WITH_CODING,
    methods=frozenset({"GET", "POST"}),
    menu=10,
    group="Learning",
)
CHANGES = frozenset({"learning_team"})
"""Who keeps it: a reviewer reads it."""
KIND_WORDS = dict(
    zip(
        GUIDANCE_KINDS,
        ("Statutory guidance", "Guidance for practice", "Research", "Learning from elsewhere"),
        strict=True,
    )
)
LISTED = Listed(
    "guidance and research",
    lambda page: [one for theme in page["themes"] for one in theme["rows"]],
    {
        "Theme": lambda one: one["theme"],
        "Title": lambda one: one["title"],
        "What it is": lambda one: one["kind"],
        "Who published it": lambda one: one["publisher"],
        "Year": lambda one: one["year"],
        "Address": lambda one: one["address"],
        "What it says on this theme": lambda one: one["says"],
        "Last looked at": lambda one: one["looked"],
        "Put there": lambda one: one["put"],
    },
)


@dataclass(frozen=True, slots=True)
class Fetched:
    """All guidance; and what was typed and could not be kept, with the reason."""

    shown: Sequence[GuidanceShown]
    typed: Mapping[str, str] | None = None
    error: str = ""


def fetch(asking: Asking) -> Fetched:
    """All of it, withdrawn too."""
    return Fetched(guidance())


def act(asking: Asking) -> Fetched | Elsewhere | None:
    """Put it there, say it anew, look again or withdraw, as the button says. None for whoever only reads."""
    if asking.sight.role not in CHANGES:
        return None
    try:
        _done(asking)
    except WrongUse as wrong:
        typed = {name: asking.posted(name) for name in asking.form or {}}
        return Fetched(guidance(), typed, str(wrong))
    return Elsewhere(reverse("guidance"))


def _done(asking: Asking) -> None:
    assert asking.user
    of, after, by = asking.posted_id("of") or UUID(int=0), _number(asking.posted("after")), asking.user
    match asking.posted("do"):
        case "look":
            look_again(of, after=after, on=asking.today, by=by)
        case "withdraw":
            withdraw(of, after=after, because=asking.posted("because"), by=by)
        case _ if asking.posted("of"):
            say_anew(of, _said(asking), after=after, looked_on=asking.posted_day("looked"), by=by)
        case _:
            put_beside(_said(asking), looked_on=asking.posted_day("looked"), by=by)


def _said(asking: Asking) -> Said:
    year = _number(asking.posted("year"))
    title, publisher, says = (" ".join(asking.posted(name).split()) for name in ("title", "publisher", "says"))
    return Said(asking.posted("theme"), asking.posted("kind"), title, publisher, year, says, asking.posted("address"))


def _number(typed: str) -> int:
    """The number that was typed; 0, which is no year and no version, for anything else."""
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) <= 4 else 0


def present(asking: Asking, fetched: Fetched) -> Shown:
    """By theme; `?theme=` opens the form beside one, `?change=` what is said of one guidance."""
    may_change = asking.sight.role in CHANGES
    standing = [one for one in fetched.shown if one.withdrawn is None]
    context: dict[str, Any] = {
        "title": "Error: guidance and research" if fetched.error else "Guidance and research",
        "themes": [
            {
                "name": theme.name,
                "title": theme.title,
                "rows": [row(one, asking.today) for one in standing if one.now.theme == theme.name],
            }
            for theme in THEMES.values()
        ],
        "withdrawn": [_withdrawn(one) for one in fetched.shown if one.withdrawn],
        "form": _form(asking, fetched, standing) if may_change else None,
        "theme_items": [{"value": theme.name, "text": theme.title} for theme in THEMES.values()],
        "kind_items": [{"value": name, "text": text} for name, text in KIND_WORDS.items()],
        "may_change": may_change,
        "error": fetched.error,
    }
    return Shown(context)


def row(one: GuidanceShown, today: dt.date) -> dict[str, Any]:
    """One guidance in words, as it stands on every page that shows it."""
    now = one.now
    return {
        "of": now.guidance,
        "after": now.number,
        "theme": THEMES[now.theme].title,
        "kind": KIND_WORDS[now.kind],
        "title": now.title,
        "publisher": now.publisher,
        "year": now.year,
        "address": now.address,
        "says": now.says,
        "wants_a_look": one.wants_a_look(today),
        "looked": _looked(one, today),
        "put": _put(one),
        "earlier": [_before(each) for each in one.earlier],
    }


def _looked(one: GuidanceShown, today: dt.date) -> str:
    if one.looked is None:
        return "Nobody has said that they looked at it as it stands here"
    last = f"ast looked at on {words.long_day(one.looked.on)} by {one.looked.by.name}"
    return f"Nobody has looked at it for over a year: l{last}" if one.wants_a_look(today) else f"L{last}"


def _put(one: GuidanceShown) -> str:
    put = f"Put here by {one.first.by.name}, {words.moment(one.first.at)}"
    return f"{put}; changed by {one.now.by.name}, {words.moment(one.now.at)}" if one.earlier else put


def _before(one: Guidance) -> str:
    what = f"{one.title}. {KIND_WORDS[one.kind]}. {one.publisher}, {one.year}. {one.address}".rstrip(" .")
    said = f"Version {one.number}, {one.by.name}, {words.moment(one.at)}"
    return f"{said}: {what}. Beside {THEMES[one.theme].title}: {one.says}"


def _withdrawn(one: GuidanceShown) -> dict[str, Any]:
    assert one.withdrawn
    now = one.now
    return {
        "title": now.title,
        "publisher": now.publisher,
        "year": now.year,
        "theme": THEMES[now.theme].title,
        "because": one.withdrawn.because,
        "by": one.withdrawn.by.name,
        "at": one.withdrawn.at,
    }


def _form(asking: Asking, fetched: Fetched, standing: Sequence[GuidanceShown]) -> dict[str, Any] | None:
    """The form that is open: with what was typed; with what stands, to change it; or beside a theme. None: no form is."""
    typed = fetched.typed if fetched.typed and "title" in fetched.typed else None
    change = (typed or {}).get("of") or asking.query.get("change")
    if now := next((one.now for one in standing if str(one.now.guidance) == change), None):
        said = typed or {one.name: getattr(now, one.name) for one in fields(Said)}
        return {"said": said, "of": now.guidance, "after": now.number}
    if typed or asking.query.get("theme") in THEMES:
        return {"said": typed or {"theme": asking.query["theme"]}, "of": None, "after": None}
    return None
