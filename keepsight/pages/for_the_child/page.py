"""A page to print for the child, in plain words: what the child said, what was promised, what came of it. Looked over first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse

from keepsight.chronology.shown import EntryShown
from keepsight.errors import WrongUse
from keepsight.pages import words
from keepsight.pages.page import WITH_CHILDREN, Asking, Elsewhere, Page, Shown
from keepsight.pages.story import story_of
from keepsight.practice.child.supporting import supports
from keepsight.practice.child.telling_back import (
    ToldBack,
    left_out,
    look_over,
    looked_over,
    ready,
    told_back,
    unread,
)

PAGE = Page(
    address="children/<uuid:child_id>/for-the-child/",
    title="A page for the child",
    who=WITH_CHILDREN,
    methods=frozenset({"GET", "POST"}),
)


@dataclass(frozen=True, slots=True)
class Fetched:
    """What may stand on the page, what was looked over last, who is the child's advocate; the form, and what is wrong with it."""

    told: Sequence[ToldBack]
    last: EntryShown | None
    advocate: str | None
    form: Mapping[str, str] = field(default_factory=dict)
    error: str | None = None


def fetch(asking: Asking) -> Fetched:
    """What may stand on the page, with the reasons given last."""
    return _fetched(asking, _as_last(_fetched(asking, {}).last))


def act(asking: Asking) -> Fetched | Elsewhere | None:
    """Keep which lines were looked over, and why others are left out. None without names.

    A line that came since the form was opened was not looked over: it is not posted, and so it waits.
    """
    if asking.names_hidden:
        return None
    assert asking.user
    assert asking.form is not None
    fetched = _fetched(asking, {name: asking.posted(name) for name in asking.form})
    posted = set(asking.form.getlist("line"))
    read = [one for one in fetched.told if one.ids <= posted]
    out = {str(one.entry.id): asking.posted(f"because-{one.entry.id}") for one in read if _is_out(one, fetched.form)}
    shows = {each for one in read if str(one.entry.id) not in out for each in one.ids}
    try:
        look_over(asking.of_child.id, shows, out, by=asking.user)
    except WrongUse as wrong:
        return _fetched(asking, fetched.form, str(wrong))
    return Elsewhere(f"{asking.request.path}#main")


def present(asking: Asking, fetched: Fetched) -> Shown:
    """The page as it may be printed, then beneath it what is to be looked over."""
    child, printed = asking.of_child, ready(fetched.told, fetched.last)
    new = {one.entry.id for one in unread(fetched.told, fetched.last)}
    context: dict[str, Any] = {
        "title": f"{'Error: ' if fetched.error else ''}{child.name}: a page for the child",
        "printed": [_line(one) for one in printed],
        "lines": [
            {
                **_line(one),
                "new": one.entry.id in new,
                "out": _is_out(one, fetched.form),
                "disputed": one.entry.disputes,
            }
            for one in fetched.told
        ],
        "new": len(new),
        "last": fetched.last,
        "last_on": words.moment(fetched.last.received_at) if fetched.last else None,
        "advocate": fetched.advocate,
        "form": fetched.form,
        "error": fetched.error,
        "here": reverse("for_the_child", kwargs=dict(asking.address)),
    }
    return Shown(context, entries=len(fetched.told))


def _fetched(asking: Asking, form: Mapping[str, str], error: str | None = None) -> Fetched:
    entries = [] if asking.names_hidden else story_of(asking).entries
    advocate = supports(entries)["advocate"]
    by = words.known(advocate, "by_whom") if advocate and advocate.details.get("stands") == "in_place" else None
    return Fetched(told_back(asking.of_child.id, entries), looked_over(entries), by, form, error)


def _as_last(last: EntryShown | None) -> dict[str, str]:
    """The form as it was filled in when the page was looked over last."""
    reasons = left_out(last)
    return {f"out-{entry}": "yes" for entry in reasons} | {f"because-{one}": why for one, why in reasons.items()}


def _is_out(one: ToldBack, form: Mapping[str, str]) -> bool:
    return form.get(f"out-{one.entry.id}") == "yes"


def _line(one: ToldBack) -> dict[str, Any]:
    return {"one": one, "when": words.when(one.entry), "became": [words.known(each, "promised") for each in one.became]}
