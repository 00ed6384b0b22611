"""Prompts, asked: for one child, for everybody a person works with, and for the command line."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from django.db.models import QuerySet

from keepsight.access.models import Agency, User
from keepsight.access.queries import sight, the_machine
from keepsight.access.roles import Reach
from keepsight.access.sight import THE_MACHINE, Sight, seeing
from keepsight.chronology.queries import Days, days_of, inexact_entries, unspeakable
from keepsight.errors import WrongUse
from keepsight.patterns.answers import Answer
from keepsight.patterns.questions import Share
from keepsight.patterns.sheets import Sheet
from keepsight.patterns.terms import Term
from keepsight.people import in_sight
from keepsight.people import queries as people
from keepsight.prompts import asking
from keepsight.prompts.asking import Asked, CannotTell, Matched
from keepsight.prompts.in_force import in_force, known, sheets
from keepsight.prompts.models import Prompt, Untold
from keepsight.store.asked_once import once
from keepsight.store.clock import LONDON, today

SEE_PROMPTS = frozenset({"practitioner", "agency_lead", "hub_coordinator", "conference_chair", "reviewing_officer"})


@dataclass(frozen=True, slots=True)
class PromptShown:
    """A prompt as a person may read it.

    `ended_on` None: it held on `as_at`, the last day for which it could be asked. `entry_ids` are all the entries that
    show it; whether a person may read each is decided where entries are read.
    """

    id: UUID
    pattern: str
    sheet: Sheet
    child_id: UUID
    began_on: dt.date
    ended_on: dt.date | None
    visible_on: dt.date
    measure: int
    sentence: str
    as_at: dt.date
    owner: str
    owner_agency_name: str | None
    entry_ids: tuple[UUID, ...]
    anchor_id: UUID
    found_on: dt.date  # when it was first found here, which may be long after it could be seen

    @property
    def standing(self) -> bool:
        """Whether it held when it was last asked."""
        return self.ended_on is None


def prompts_of(sight: Sight, child: UUID) -> list[PromptShown]:
    """Every prompt of a child that `sight` may read, ended ones too, in the order in which they could be seen.

    Empty where the child is out of sight.
    """
    if in_sight.child_now(sight, child) is None:
        return []
    return _shown(spoken_of(sight, _kept(sight).filter(child_id=child)))


@dataclass(frozen=True, slots=True)
class Unseen:
    """A child with prompts that stand and that no one can see: for a guardian, who names somebody."""

    child: UUID
    prompts: int


def seen_by_nobody(on: dt.date) -> list[Unseen]:
    """Prompts that stand and that no active person sees who works with children: kept from all, they would be silence.

    Whoever sees a child by broken glass alone reads for four hours and can do nothing, so they are nobody here.

    Whoever sees every standard child sees all but the few that are restricted, sealed, or rest on what is sealed: only those are
    asked about, of everybody.
    """
    patterns = known()
    with seeing(the_machine()):
        standing = list(_kept(the_machine()).filter(ended_on__isnull=True))
        left = defaultdict(list)
        for prompt in standing:
            left[prompt.child_id].append(prompt)
        for user in User.objects.filter(is_active=True).order_by("pk"):
            their = _without_glass(sight(user, on))
            if not left or their.reach is Reach.NONE or user.role not in SEE_PROMPTS:
                continue
            for child in in_sight.within(their, left):
                read = [one for one in left[child] if may_read(their, patterns[one.pattern])]
                seen = {one.pk for one in spoken_of(their, read)}
                left[child] = [one for one in left[child] if one.pk not in seen]
            left = defaultdict(list, {child: prompts for child, prompts in left.items() if prompts})
    return [Unseen(child, len(prompts)) for child, prompts in sorted(left.items())]


def who_reads(prompts: Sequence[Prompt], on: dt.date) -> dict[UUID, list[User]]:
    """By child, the people who work with it on a day and may read one of these prompts of it: not by broken glass alone."""
    patterns, of = known(), defaultdict(list)
    for prompt in prompts:
        of[prompt.child_id].append(prompt)
    readers: dict[UUID, list[User]] = defaultdict(list)
    for user in User.objects.filter(is_active=True, role__in=SEE_PROMPTS).order_by("pk") if of else ():
        their = _without_glass(sight(user, on))
        for child in in_sight.within(their, in_sight.now(their.children) & of.keys()):
            if spoken_of(their, [one for one in of[child] if may_read(their, patterns[one.pattern])]):
                readers[child].append(user)
    return readers


def _without_glass(sight: Sight) -> Sight:
    """The same sight of somebody who broke no glass: whoever sees a child by that alone may read, and do nothing."""
    children, named = sight.children - sight.glass, sight.named - sight.glass
    return replace(sight, children=children, named=named, glass=frozenset())


def may_also_count(prompt: PromptShown) -> tuple[UUID, ...]:
    """Entries that the sheet asks for, whose day is not exactly known, and that may lie among those that show it."""
    terms = [term for part in prompt.sheet.asks.parts() for term in part.terms]
    days = days_of(prompt.entry_ids)
    first = min((one.first for one in days.values()), default=prompt.began_on)
    last = prompt.ended_on or prompt.as_at
    return tuple(
        entry
        for entry, when, said in inexact_entries([prompt.child_id]).get(prompt.child_id, ())
        if entry not in prompt.entry_ids and when.first <= last and when.last >= first and _selected(terms, said)
    )


def not_known(prompt: PromptShown) -> tuple[UUID, ...]:
    """Entries looked at for a share that nobody says the one thing or the other of: they weigh on neither side."""
    if not isinstance(prompt.sheet.asks, Share):
        return ()
    looked_at, *known = (_playing(prompt, part) for part in ("looked_at", "meeting", "other"))
    return tuple(one for one in prompt.entry_ids if one in looked_at.difference(*known))


def _playing(prompt: PromptShown, part: str) -> set[UUID]:
    return {one.entry for one in asking.matched(prompt.sheet, part, [prompt.child_id], prompt.as_at)}


def waiting(sight: Sight, child: UUID | None = None) -> list[PromptShown]:
    """The standing prompts that wait for a person: of the children they are involved with, and the front door's own.

    Of `child` alone, if one is given.
    """
    found = _standing(sight, child)
    if sight.role == "hub_coordinator":
        found = found.filter(owner="front_door")
    return _shown(spoken_of(sight, found))


def pattern_of_each() -> dict[UUID, str]:
    """By prompt, its pattern: of every prompt that was ever found, withdrawn ones too. For counting; nothing of any child."""
    with seeing(THE_MACHINE):
        return dict(Prompt.objects.values_list("id", "pattern"))


def standing(sight: Sight, children: Collection[UUID] | None = None) -> list[PromptShown]:
    """Every prompt that stands and that this person may read, whosever turn it is: of these children, or of all."""
    found = _standing(sight, None)
    return _shown(spoken_of(sight, found if children is None else found.filter(child_id__in=children)))


def with_prompts(sight: Sight) -> set[UUID]:
    """The children in sight of whom a prompt stands, whether or not this person may know of what it rests on."""
    return set(_standing(sight, None).order_by().values_list("child_id", flat=True).distinct())


def _standing(sight: Sight, child: UUID | None) -> QuerySet[Prompt]:
    found = _kept(sight).filter(ended_on__isnull=True).exclude(child_id__in=in_sight.hidden(sight))
    seen = in_sight.seen(sight)
    if seen is not None:
        found = found.filter(child_id__in=seen)
    return found if child is None else found.filter(child_id=child)


def cannot_tell(sight: Sight, child: UUID) -> tuple[CannotTell, ...]:
    """The patterns that could not be asked of a child, the last time they were, and what is missing today. Empty out of sight."""
    if in_sight.child_now(sight, child) is None:
        return ()
    untold = set(Untold.objects.filter(child_id=child).values_list("pattern", flat=True))
    return asking.missing([one for one in in_force().asked.values() if one.name in untold], child, today())


def asked(child: UUID | None, as_of: dt.date | None, *, holding: bool) -> Asked:
    """The library asked of one child, or of all, as of a day: today if None. Nothing is kept.

    Raises WrongUse for a child who is not known.
    """
    wanted = {child} if child else _everybody()
    if child and people.child(the_machine(), child) is None:
        raise WrongUse("No child has that id", next_step="See 'keepsight children'.")
    answer = asking.ask(wanted, as_of or today())
    if not holding:
        return answer
    return Asked(answer.as_of, tuple(one for one in answer.prompts if one.ended_on is None), answer.cannot_tell)


def intervals(pattern: str, as_of: dt.date) -> list[Answer]:
    """Every interval of one pattern, of whomever, as of a day: ended ones too, and those of which it cannot tell.

    For measures: it opens nobody's record, and whoever shows what it counts asks what its reader may see.
    """
    return asking.answers_of(known()[pattern], _everybody(), as_of)


def triggers(pattern: str, as_of: dt.date) -> list[Matched]:
    """What set the clock of a pattern that awaits something, of whomever, by a day. For measures, likewise."""
    return asking.awaiting(known()[pattern], _everybody(), as_of)


def readable(sight: Sight) -> list[Sheet]:
    """The patterns whose prompts this person may read, of children in their sight."""
    return [sheet for sheet in sheets().values() if may_read(sight, sheet)]


@once
def owning_agency() -> Agency | None:
    """The agency whose teams own prompts; what has no team is the front door's."""
    return Agency.objects.filter(sector="social_care").order_by("code").first()


def _everybody() -> set[UUID]:
    """Every child there is, whoever asks: what is then shown of them is decided by whoever shows it."""
    with seeing(THE_MACHINE):
        return {one.id for one in people.children(the_machine())}


def _kept(sight: Sight) -> QuerySet[Prompt]:
    # A prompt whose pattern is no longer on any shelf is kept, but nobody can say what it meant: it is not shown.
    names = [sheet.name for sheet in known().values() if may_read(sight, sheet)]
    found = Prompt.objects.filter(withdrawn_at__isnull=True, pattern__in=names)
    return found.prefetch_related("evidence").order_by("visible_on", "pattern", "id")


def may_read(sight: Sight, sheet: Sheet) -> bool:
    """A restricted pattern's prompts are for those who own them, and for whoever reads what other agencies restrict."""
    if not sheet.restricted or sight.everything or sight.role == "hub_coordinator":
        return True
    owner = owning_agency()
    return owner is not None and sight.agency == owner.code


def spoken_of(sight: Sight, prompts: Iterable[Prompt]) -> list[Prompt]:
    """The prompts of which this person may know: none that rests on an entry which does not exist for them."""
    kept = list(prompts)
    shown_by = {one.entry_id: prompt.child_id for prompt in kept for one in prompt.evidence.all()}
    never = unspeakable(sight, shown_by)
    return [prompt for prompt in kept if never.isdisjoint(one.entry_id for one in prompt.evidence.all())]


def _shown(prompts: Iterable[Prompt]) -> list[PromptShown]:
    kept = list(prompts)
    days = days_of({one.entry_id for prompt in kept for one in prompt.evidence.all()})
    owner, now = owning_agency(), in_force()
    asked = [now.sheet_of(one.pattern, one.version) or now.known[one.pattern] for one in kept]
    return [_one(prompt, sheet, days, owner.name if owner else None) for prompt, sheet in zip(kept, asked, strict=True)]


def _one(prompt: Prompt, sheet: Sheet, days: dict[UUID, Days], owner: str | None) -> PromptShown:
    entries = sorted({one.entry_id for one in prompt.evidence.all()}, key=lambda entry: (days[entry].first, entry))
    return PromptShown(
        prompt.id, prompt.pattern, sheet, prompt.child_id, prompt.began_on, prompt.ended_on, prompt.visible_on,
        prompt.measure, _sentence(sheet, prompt, [days[entry] for entry in entries]), prompt.as_at, prompt.owner, owner,
        tuple(entries), prompt.anchor, prompt.first_found_at.astimezone(LONDON).date(),
    )  # fmt: skip


def _sentence(sheet: Sheet, prompt: Prompt, shown: Sequence[Days]) -> str:
    first = min((one.first for one in shown), default=prompt.began_on)
    last = max((one.last for one in shown), default=prompt.began_on)
    return sheet.say(prompt.measure, _in_words(first), _in_words(last))


def _in_words(day: dt.date) -> str:
    return f"{day.day} {day:%B %Y}"


def _selected(terms: Iterable[Term], said: dict[str, str]) -> bool:
    return any(all(said.get(column) in words for column, words in term.asks) for term in terms)
