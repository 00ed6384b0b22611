"""An evidence pack made: entries ticked one by one or by theme, by question, by what happened; then what is said with them.

Two steps on one page. Numbers are given when the entries are chosen, so that what is written can cite them.
"""

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any
from uuid import UUID

from django.urls import reverse

from keepsight.access.bases import bases, basis_on
from keepsight.access.sharing import CONSENT, SAFE_TO_TELL, Reasons
from keepsight.chronology.shown import EntryShown
from keepsight.errors import Overtaken, WrongUse
from keepsight.pages.child_bar import badges
from keepsight.pages.chronology.filters import HEAPS, day_of, heap_of
from keepsight.pages.chronology.rows import Row, rows
from keepsight.pages.coverage import untold
from keepsight.pages.page import MAY_SHARE, Asking, Elsewhere, Page, Shown
from keepsight.pages.story import Story, told
from keepsight.pages.unsaved import offered as left_unsaved
from keepsight.practice.packs.editions import editions_of, is_within, mark_of, numbers_of, offered
from keepsight.practice.packs.packing import Choice, make
from keepsight.vocabulary import THEMES

PAGE = Page(
    address="children/<uuid:child_id>/packs/make/",
    title="Make an evidence pack",
    who=MAY_SHARE,
    methods=frozenset({"GET", "POST"}),
)
BECAUSE = {name: f"because-{name}" for name in HEAPS}
SAID = ("decision", "to_whom", "purpose", "statement", "basis", "proportionate", "safe_to_tell", "consent")
FIELDS = ("of", "since", "until", "add", "seen", *SAID, *BECAUSE.values())
EVERYTHING = "everything"


@dataclass(frozen=True, slots=True)
class Fetched:
    """The story, the entries that may go in, those that are ticked, and what was typed, with what must be put right.

    `saying`: the entries are chosen, and what is said with them is asked.
    """

    story: Story
    offered: Sequence[EntryShown] = ()
    ticked: frozenset[UUID] = frozenset()
    form: Mapping[str, str] = field(default_factory=dict)
    saying: bool = False
    error: str | None = None


def fetch(asking: Asking) -> Fetched:
    """What was left unsaved; else a fresh form, with the entries of a prompt or of an earlier edition ticked already."""
    story = told(asking)
    assert asking.user
    if asking.names_hidden:
        return Fetched(story)
    open_to_them = offered(asking.user, story.entries)
    if left := left_unsaved(asking):
        ticked = f"{left.get('entry', '')} {left.get('entries', '')}".split()
        return Fetched(story, open_to_them, _ids(ticked, story), left, saying="entries" in left)
    form = {"of": asking.query.get("of", ""), "seen": mark_of(open_to_them)}
    earlier = _earlier(form, story)
    ids = [str(one.entry.id) for one in earlier[-1].entries] if earlier else []
    ids += [str(one) for one in _entries_of(f"prompt:{asking.query.get('prompt', '')}", story)]
    return Fetched(story, open_to_them, _ids(ids, story), form)


def act(asking: Asking) -> Fetched | Elsewhere | None:
    """Tick more, go on to what is said, go back, or make the pack. None without names."""
    if asking.names_hidden or asking.form is None:
        return None
    assert asking.user
    story = told(asking)
    open_to_them = offered(asking.user, story.entries)
    form = {name: asking.posted(name) for name in FIELDS}
    ticked = _ids([*asking.form.getlist("entry"), *asking.posted("entries").split()], story)
    days, do = [day_of(form[name]) for name in ("since", "until")], asking.posted("do")
    if any(form[name] and day is None for name, day in zip(("since", "until"), days, strict=True)):
        return Fetched(story, open_to_them, ticked, form, error="A day must be a real one. Write it like 27/3/2026.")
    if do == "add":
        return Fetched(story, open_to_them, ticked | _added(form["add"], open_to_them, story, days), form)
    if do == "next":
        error = None if ticked else "Choose at least one entry"
        return Fetched(story, open_to_them, ticked, form, saying=bool(ticked), error=error)
    return (
        _made(asking, story, open_to_them, ticked, form) if do == "make" else Fetched(story, open_to_them, ticked, form)
    )


def present(asking: Asking, fetched: Fetched) -> Shown:
    """The entries with their ticks; or, once they are chosen, those with their numbers and what is to be said of them."""
    story, form = fetched.story, fetched.form
    if asking.names_hidden:
        return Shown({"title": "Make an evidence pack", "rows": []})
    first, last = (day_of(form.get(name, "")) for name in ("since", "until"))
    chosen = [one for one in fetched.offered if one.id in fetched.ticked]
    within = [one for one in fetched.offered if is_within(one, first, last) or one.id in fetched.ticked]
    left = Counter(heap_of(one.kind) for one in within if one.id not in fetched.ticked)
    shown = chosen if fetched.saying else within
    numbers = numbers_of(chosen, _earlier(form, story))
    made = [
        (one, one.id in fetched.ticked, numbers.get(one.id))
        for one in rows(story.entries, story.cited, {one.id for one in shown})
    ]
    context: dict[str, Any] = {
        "title": f"{'Error: ' if fetched.error else ''}{asking.of_child.name}: make an evidence pack",
        "badges": badges(story.entries),
        "rows": made,
        "years": _years(made, shown),
        "saying": fetched.saying,
        "left": [(BECAUSE[name], title, left[name]) for name, (title, _) in HEAPS.items() if left[name]],
        "choices": _choices(story),
        "bases": [one for one in bases() if basis_on(one.code, asking.today) == one],
        "safe_to_tell": SAFE_TO_TELL,
        "consent": CONSENT,
        "untold": untold(story.feeds, asking.today),
        "kept_out": sum(1 for one in story.entries if one.level == "restricted" and one not in fetched.offered),
        "form": form,
        "carried": [
            (name, said) for name, said in form.items() if said and name in FIELDS and name not in _asked(fetched)
        ],
        "entries": " ".join(str(one.id) for one in chosen),
        "error": fetched.error,
        "here": reverse("pack_make", kwargs=dict(asking.address)),
        "packs": reverse("packs", kwargs=dict(asking.address)),
    }
    return Shown(context, entries=len(shown))


Ticked = tuple[Row, bool, int | None]
"""An entry as a row, whether it is ticked, and its number in the pack; None: it has none yet."""


def _years(made: Sequence[Ticked], shown: Sequence[EntryShown]) -> list[tuple[str, Sequence[Ticked], int]]:
    """The rows year by year, in their order, each year with how many of it are ticked."""
    year_of = {one.id: str(one.occurred_from.year) if one.occurred_from else "No day is known" for one in shown}
    by_year = [(year, list(some)) for year, some in groupby(made, key=lambda one: year_of[one[0].id])]
    return [(year, some, sum(ticked for _, ticked, _ in some)) for year, some in by_year]


def _made(
    asking: Asking, story: Story, open_to_them: Sequence[EntryShown], ticked: frozenset[UUID], form: dict[str, str]
) -> Fetched | Elsewhere:
    assert asking.user
    choice = Choice(
        entries=ticked,
        because={one.id: form[BECAUSE[heap_of(one.kind)]] for one in open_to_them},
        decision=form["decision"],
        to_whom=form["to_whom"],
        statement=form["statement"],
        reasons=Reasons(form["purpose"], form["basis"], form["safe_to_tell"], form["consent"], form["proportionate"]),
        since=day_of(form["since"]),
        until=day_of(form["until"]),
        untold=tuple(untold(story.feeds, asking.today)),
    )
    try:
        pack = make(asking.of_child.id, choice, seen=form["seen"], of=_id(form["of"]), by=asking.user)
    except Overtaken as overtaken:
        return Fetched(story, open_to_them, ticked, form | {"seen": mark_of(open_to_them)}, error=str(overtaken))
    except WrongUse as wrong:
        return Fetched(story, open_to_them, ticked, form, saying=True, error=str(wrong))
    return Elsewhere(reverse("pack", kwargs={"child_id": asking.of_child.id, "pack_id": pack}))


def _choices(story: Story) -> list[tuple[str, str]]:
    """What can be ticked at once: all, what happened, the questions about this child, and their themes."""
    heaps = {heap_of(one.kind) for one in story.entries}
    themes = dict.fromkeys(one.prompt.sheet.theme for one in story.prompts)
    return [
        (EVERYTHING, "Everything in these days"),
        *((f"heap:{name}", title) for name, (title, _) in HEAPS.items() if name in heaps),
        *((f"theme:{name}", f"Theme: {THEMES[name].title}") for name in themes),
        *((f"prompt:{one.prompt.id}", f"Prompt {one.number}: {one.prompt.sheet.title}") for one in story.prompts),
    ]


def _added(
    what: str, open_to_them: Sequence[EntryShown], story: Story, days: Sequence[dt.date | None]
) -> frozenset[UUID]:
    first, last = days
    wanted = _entries_of(what, story)
    return frozenset(one.id for one in open_to_them if one.id in wanted and is_within(one, first, last))


def _entries_of(what: str, story: Story) -> frozenset[UUID]:
    """The entries that one of the choices stands for."""
    sort, _, name = what.partition(":")
    match sort:
        case "everything":
            return frozenset(one.id for one in story.entries)
        case "heap":
            return frozenset(one.id for one in story.entries if heap_of(one.kind) == name)
        case "theme" | "prompt":
            asked = [one.prompt for one in story.prompts if name in (one.prompt.sheet.theme, str(one.prompt.id))]
            rest = {entry for prompt in asked for entry in prompt.entry_ids}
            return frozenset(story.by_account[entry].id for entry in rest if entry in story.by_account)
        case _:
            return frozenset()


def _earlier(form: Mapping[str, str], story: Story) -> list[Any]:
    pack = _id(form.get("of", ""))
    return editions_of(pack, story.entries) if pack else []


def _ids(said: Sequence[str], story: Story) -> frozenset[UUID]:
    """The entries that stand now, of those that were named. What is no id, or of nothing that is read, is left out."""
    known = {str(account): one.id for account, one in story.by_account.items()}
    return frozenset(known[one] for one in said if one in known)


def _id(said: str) -> UUID | None:
    try:
        return UUID(said)
    except ValueError:
        return None


def _asked(fetched: Fetched) -> frozenset[str]:
    """The fields that the step of the form shows, so that the others are carried along unseen."""
    return frozenset({*SAID, *BECAUSE.values()}) if fetched.saying else frozenset({"since", "until", "add"})
