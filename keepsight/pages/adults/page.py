"""Adults in a child's life: what is an offence, what a court found, what is alleged, each apart; who assessed it; strengths beside.

An adult's illness stands with whom it reached, so that nobody takes it for known that nobody was told.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from django.urls import reverse

from keepsight.access.models import Disclosure, NotShared
from keepsight.access.sharing import decisions_not_to_share, disclosures
from keepsight.chronology.sharing import may_share
from keepsight.chronology.shown import EntryShown
from keepsight.errors import WrongUse
from keepsight.intake.queries import Feed
from keepsight.pages import words
from keepsight.pages.child_bar import badges
from keepsight.pages.chronology.filters import real_day
from keepsight.pages.own_acts import is_own, take_own_back
from keepsight.pages.page import MAY_SHARE, WITH_CHILDREN, Asking, Elsewhere, Page, Shown
from keepsight.pages.story import Story, story_of
from keepsight.pages.voice.page import last_heard
from keepsight.people.queries import Member, described, household, ids_of
from keepsight.practice.family.adults import ASKED, KINDS, SORTS, Known, not_back, write_of

PAGE = Page(
    address="children/<uuid:child_id>/adults/",
    title="Adults",
    who=WITH_CHILDREN,
    methods=frozenset({"GET", "POST"}),
)
KNOWN = ("says", "who", "known_from", "children_at_risk", "force")
FIELDS = ("sort", "adult", "on", *KNOWN, "asked_of", "by_when")
PARTS = ("parent", "carer", "adult_of_concern")
ILL = ("adult_mental_health.episode", "substance_use.recorded")
NAMED = {
    "known_from": "Known from",
    "children_at_risk": "To which children, and how",
    "force": "Whether they used force too, and what came before it",
    "asked_of": "Asked of",
    "by_when": "To be back by",
}


@dataclass(frozen=True, slots=True)
class Adult:
    """An adult, by the id of the person or by the words that name them, with what may be read of them."""

    id: UUID | None
    name: str
    part: str
    entries: tuple[EntryShown, ...]


@dataclass(frozen=True, slots=True)
class Fetched:
    """The story, the adults in it, what this person's agency shared and decided, and a form with what must be put right."""

    story: Story
    adults: Sequence[Adult]
    shared: Sequence[Disclosure]
    kept_back: Sequence[NotShared]
    form: Mapping[str, str] = field(default_factory=dict)
    error: str | None = None


def fetch(asking: Asking) -> Fetched:
    """Without names, nothing of what was shared: reasons are written for those who know of whom."""
    return _fetched(asking, {"on": words.day_as_typed(asking.today)})


def act(asking: Asking) -> Fetched | Elsewhere | None:
    """Write down what is known of an adult, or take it back. None without names."""
    if asking.names_hidden:
        return None
    assert asking.user
    form = {name: asking.posted(name) for name in FIELDS}
    fetched = _fetched(asking, form)
    try:
        _keep(asking, fetched)
    except WrongUse as wrong:
        return _fetched(asking, form, str(wrong))
    return Elsewhere(f"{asking.request.path}#adults")


def present(asking: Asking, fetched: Fetched) -> Shown:
    """Each adult with what is on record, each sort apart, then the form."""
    story = fetched.story
    mine = [one for one in story.entries if is_own(one, KINDS, asking)]
    context: dict[str, Any] = {
        "title": f"{'Error: ' if fetched.error else ''}{asking.of_child.name}: adults",
        "badges": badges(story.entries),
        "last_heard": last_heard(story.entries, asking.today),
        "adults": [_shown(one, fetched, asking) for one in fetched.adults],
        "kept_back": [(one.to_agency.name, one.because, one.at) for one in fetched.kept_back],
        "choices": [(str(one.id), f"{one.name}, {one.part}") for one in fetched.adults if one.id],
        "sorts": [(name, sort.title) for name, sort in SORTS.items()],
        "mine": [(one, f"{one.title}, {words.when(one)}") for one in mine],
        "form": fetched.form,
        "error": fetched.error,
        "here": reverse("adults", kwargs=dict(asking.address)),
    }
    return Shown(context, entries=len({one.id for adult in fetched.adults for one in adult.entries}))


def adults_of(entries: Iterable[EntryShown], home: Iterable[Member], *, names_hidden: bool = False) -> list[Adult]:
    """The adults of a household and those whom entries name as parent, carer or of concern; then those only words name."""
    entries = [one for one in entries if one.kind in KINDS or one.kind in ILL or one.about]
    children = {one.id for one in home if one.role == "sibling"}
    parts: dict[UUID, str] = {one.id: one.role for one in home if one.id not in children}
    called: dict[UUID, str] = {} if names_hidden else {one.id: one.name for one in home if one.name}
    for entry in entries:
        for person in entry.about:
            if person.role in PARTS and person.person_id not in children:
                parts.setdefault(person.person_id, person.role)
            if person.name:
                called.setdefault(person.person_id, person.name)
    found = [
        Adult(one, called.get(one) or "Nobody has given a name", words.detail(part), _of(entries, one))
        for one, part in parts.items()
    ]
    return [*sorted(found, key=lambda one: (one.part, one.name, str(one.id))), *_in_words(entries)]


def told_apart(adults: Sequence[Adult], feeds: Iterable[Feed]) -> list[Adult]:
    """The adults, those of one name with which agencies know them: what is written of one must not come to stand at the other."""
    names = Counter(one.name for one in adults)
    known = described({one.id for one in adults if one.id and names[one.name] > 1})
    called = {feed.agency: feed.agency_name for feed in feeds}
    known_to = {
        one: words.listed([called[code] for code in who.agencies if code in called]) for one, who in known.items()
    }
    apart = [
        replace(one, part=f"{one.part}, known to {known_to[one.id]}") if one.id and known_to.get(one.id) else one
        for one in adults
    ]
    # Else those of one name would stand in the order of their ids, which is nobody's.
    return sorted(apart, key=lambda one: (one.id is None, one.part.partition(",")[0], one.name, one.part))


def _of(entries: Iterable[EntryShown], adult: UUID) -> tuple[EntryShown, ...]:
    """What is known of an adult, or of their illness."""
    kinds = KINDS | set(ILL)
    return tuple(one for one in entries if one.kind in kinds and adult in {person.person_id for person in one.about})


def _in_words(entries: Iterable[EntryShown]) -> list[Adult]:
    """Adults of whom there is no record here: by the words that name them, however they are spelt with capitals."""
    found: dict[str, list[EntryShown]] = {}
    for one in entries:
        if one.kind in KINDS and (who := words.known(one, "who")):
            found.setdefault(" ".join(who.casefold().split()), []).append(one)
    return [Adult(None, str(some[0].details["who"]), "no record here", tuple(some)) for some in found.values()]


def _fetched(asking: Asking, form: Mapping[str, str], error: str | None = None) -> Fetched:
    story = story_of(asking)
    home = household([story.child_id], None)[story.child_id]
    adults = adults_of(story.entries, home, names_hidden=asking.names_hidden)
    if asking.names_hidden:
        return Fetched(story, adults, [], [], form, error)
    known, agency = ids_of(story.child_id), asking.sight.agency
    adults = told_apart(adults, story.feeds)
    return Fetched(story, adults, disclosures(known, agency), decisions_not_to_share(known, agency), form, error)


def _keep(asking: Asking, fetched: Fetched) -> None:
    assert asking.user
    form, child = fetched.form, fetched.story.child_id
    if asking.posted("act") == "take_back":
        take_own_back(fetched.story, KINDS, asking, because=asking.posted("because"))
        return
    on, adult = real_day(form["on"]), asking.posted_id("adult")
    if adult is not None and adult not in {one.id for one in fetched.adults}:
        raise WrongUse("There is no such adult here", next_step="Choose the adult again.")
    by_when = real_day(form["by_when"]) if form["by_when"] else None
    told = {name: form[name] for name in (*KNOWN, "asked_of")}
    write_of(child, adult, form["sort"], Known(on, by_when=by_when, **told), by=asking.user)


def _shown(adult: Adult, fetched: Fetched, asking: Asking) -> dict[str, Any]:
    def of(kinds: Iterable[str]) -> list[dict[str, Any]]:
        return [_line(one, fetched, asking) for one in adult.entries if one.kind in kinds]

    return {
        "id": adult.id or adult.entries[0].id,
        "name": adult.name,
        "part": adult.part,
        "risk": [
            ("Offences", of(("adult.offence",))),
            ("Findings of a court", of(("adult.finding",))),
            ("Allegations", of(("adult.allegation",))),
            ("Assessments of the risk", of((ASKED, "adult.assessed"))),
        ],
        "told": of(("partner_abuse.told", "safety.assessed")),
        "apart": of(("adult.seen_apart",)),
        "ill": of(ILL),
        "strengths": of(("adult.strength",)),
    }


def _line(one: EntryShown, fetched: Fetched, asking: Asking) -> dict[str, Any]:
    """An entry with its place in the chronology, what it says, whom it reached, and whether it is theirs to share."""
    assert asking.user
    waits = one in not_back(fetched.story.entries)
    return {
        "one": one,
        "when": f"{words.when(one)}{': not back' if waits else ''}",
        "href": fetched.story.href(one),
        "said": [(title, said) for name, title in NAMED.items() if (said := _said(one, name))],
        "reached": reached(one, fetched.shared),
        "mine_to_share": asking.sight.role in MAY_SHARE and not asking.names_hidden and may_share(asking.user, one),
    }


def _said(one: EntryShown, name: str) -> str | None:
    said = words.known(one, name)
    return words.day(dt.date.fromisoformat(said)) if said and name == "by_when" else said


def reached(one: EntryShown, shared: Iterable[Disclosure]) -> list[str]:
    """Whom an entry reached beyond its own agency, as far as this person's agency knows: as the record says, and one by one."""
    ids = {each.id for each in one.accounts}
    told = [f"{name}, {words.day(on)}" if on else name for name, on in one.told]
    each = (made for made in shared if ids & {entry.entry for entry in made.entries.all()})
    return [*told, *(f"{made.to_agency.name}, {words.moment(made.at)}" for made in each)]
