"""The six facts at the head of a child's page: pure functions over the entries a person may see.

Each says what it counts and opens exactly those entries. What nobody recorded is "not recorded"; what no connected
agency sends is "not connected"; neither is ever "no" or "none". No fact is a score, and none is added to another.
"""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from keepsight.chronology.shown import EntryShown
from keepsight.intake.queries import Feed
from keepsight.pages import words
from keepsight.people.shown import ChildShown
from keepsight.prompts.queries import PromptShown
from keepsight.vocabulary import KINDS

NOT_RECORDED = "Not recorded"
NOT_CONNECTED = "Not connected"
NOTHING = "Nothing"
QUOTE_LENGTH = 60  # characters; what fits the strip in three lines. The entry has the whole.

# Appointments whose outcome is on record. A cancelled one is neither brought nor not brought.
APPOINTMENTS = ("appointment.attended", "appointment.not_brought")
MISSING = ("missing.reported", "missing.found", "return_interview.offered", "return_interview.held")


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact. `name` is its word in addresses; `entries` are those it rests on, in the order of the chronology."""

    name: str
    label: str
    value: str
    sentence: str
    entries: tuple[UUID, ...] = ()
    quoted: bool = False


@dataclass(frozen=True, slots=True)
class Known:
    """What the facts are told from: the child, the entries in sight, the feeds, the day."""

    child: ChildShown
    entries: Sequence[EntryShown]
    feeds: Sequence[Feed]
    today: dt.date

    def of(self, *kinds: str) -> list[EntryShown]:
        """The entries of these kinds about the child, oldest first. Those about others at home are left out."""
        return [entry for entry in self.entries if entry.kind in kinds and entry.scope == "child"]

    def sent(self, *kinds: str) -> bool:
        """Whether a connected agency delivers one of these kinds."""
        return any(set(kinds) & set(feed.kinds) for feed in self.feeds if feed.connected)


def facts(known: Known, waiting: Sequence[PromptShown]) -> list[Fact]:
    """The six, in the order in which they stand on the page."""
    return [_with_disputes(fact(known), known) for fact in FACTS.values()] + [waiting_on_you(waiting)]


def _with_disputes(fact: Fact, known: Known) -> Fact:
    """The fact, saying how many of the entries it rests on somebody disputes."""
    count = sum(1 for entry in known.entries if entry.disputes and entry.id in fact.entries)
    return replace(fact, sentence=f"{fact.sentence}; {count} of these disputed") if count else fact


def last_seen_alone(known: Known) -> Fact:
    """The last time somebody saw the child without a parent or carer."""
    label = "Last seen alone"
    seen = known.of("child.seen")
    alone = [entry for entry in seen if words.known(entry, "alone") == "yes"]
    if not alone:
        return Fact("seen_alone", label, _absent(known, "child.seen"), _seen_otherwise(known, seen), _ids(seen))
    last = alone[-1]
    ago = f", {_ago(last.occurred_from, known.today)}" if last.occurred_from else ""
    return Fact("seen_alone", label, words.when(last), f"by {last.agency_name}{ago}", (last.id,))


def own_words(known: Known) -> Fact:
    """The last thing that the child said, as somebody wrote it down."""
    label = f"In {words.their(known.child)} own words"
    said = [entry for entry in known.entries if entry.scope == "child" and entry.child_words]
    if not said:
        sentence = f"No entry holds {words.their(known.child)} words"
        return Fact("own_words", label, NOT_RECORDED, sentence)
    last = said[-1]
    times = f" ({words.counted(len(said), 'time')} in all)" if len(said) > 1 else ""
    ago = f", {_ago(last.occurred_to, known.today)}" if last.occurred_to else ""
    return Fact(
        "own_words",
        label,
        _shortened(last.child_words or ""),
        f"{words.when(last)}{ago}, {last.agency_name}{times}",
        _ids(said),
        quoted=True,
    )


def referrals(known: Known) -> Fact:
    """How many referrals, and how many ended in no further action; one with no decision on record is said to be so.

    Counted where a service that takes referrals wrote them down: a school's note that it referred is the same referral.
    """
    takers = KINDS["referral.received"].recorded_by
    made = [entry for entry in known.of("referral.received") if entry.sector in takers]
    if not made:
        return Fact("referrals", "Referrals", _absent(known, "referral.received"), _up_to(known, "referral.received"))
    decisions = _by_thread(known.of("referral.decided"))
    outcomes = [_outcome(entry, decisions) for entry in made]
    parts = [f"{outcomes.count('no_further_action')} with no further action"]
    if undecided := outcomes.count(None):
        parts.append(f"{undecided} with no decision on record")
    rests_on = [*made, *(one for entry in made for one in decisions.get(entry.thread, ()))]
    return Fact("referrals", "Referrals", str(len(made)), "; ".join(parts), _in_order(known, rests_on))


def not_brought(known: Known) -> Fact:
    """How many appointments the child was not brought to, of those whose outcome is on record, by service."""
    kept = known.of(*APPOINTMENTS)
    missed = [entry for entry in kept if entry.kind == "appointment.not_brought"]
    if not kept:
        return Fact("not_brought", "Not brought", _absent(known, *APPOINTMENTS), _up_to(known, *APPOINTMENTS))
    of_service = Counter(_service(entry) for entry in kept)
    missed_at = Counter(_service(entry) for entry in missed)
    by_service = [f"{name} {missed_at[name]} of {of_service[name]}" for name in of_service if missed_at[name]]
    said = ", ".join(by_service) or "appointments with an outcome on record"
    sentence = said + _others(known, "appointment.not_brought")
    return Fact("not_brought", "Not brought", f"{len(missed)} of {len(kept)}", sentence, _ids(kept))


def missing(known: Known) -> Fact:
    """How many times the child was reported missing, and what became of the return interviews."""
    label = "Missing"
    episodes, held = known.of("missing.reported"), known.of("return_interview.held")
    if not episodes:
        return Fact("missing", label, _absent(known, "missing.reported"), _up_to(known, "missing.reported"))
    declined = [one for one in known.of("return_interview.offered") if words.known(one, "answer") == "declined"]
    sentence = f"{words.counted(len(held), 'return interview')} on record"
    if declined:
        sentence += f", {len(declined)} declined"
    return Fact("missing", label, words.counted(len(episodes), "time"), sentence, _ids(known.of(*MISSING)))


def waiting_on_you(waiting: Sequence[PromptShown]) -> Fact:
    """The prompts about this child that wait for the person who asks."""
    label = "Waiting on you"
    if not waiting:
        return Fact("waiting", label, NOTHING, "No prompt about this child is yours to answer")
    oldest = min(prompt.visible_on for prompt in waiting)
    value = words.counted(len(waiting), "prompt")
    return Fact("waiting", label, value, f"the first could be seen on {words.day(oldest)}")


FACTS: dict[str, Callable[[Known], Fact]] = {
    "seen_alone": last_seen_alone,
    "own_words": own_words,
    "referrals": referrals,
    "not_brought": not_brought,
    "missing": missing,
}
"""Facts that rest on entries, by their word in addresses. The chronology opens on any of them."""


def _absent(known: Known, *kinds: str) -> str:
    return NOT_RECORDED if known.sent(*kinds) else NOT_CONNECTED


def _up_to(known: Known, *kinds: str) -> str:
    """Who would have told us, and until when they have."""
    feeds = [feed for feed in known.feeds if feed.connected and set(kinds) & set(feed.kinds)]
    if not feeds:
        return "No connected agency sends this"
    names = words.listed(sorted({feed.agency_name for feed in feeds}))
    ends = [feed.covered_to for feed in feeds if feed.covered_to]
    return f"None from {names}" + (f", up to {words.day(min(ends))}" if ends else "")


def _others(known: Known, kind: str) -> str:
    """What there is of a kind about others of the household, which the fact itself leaves out."""
    count = sum(entry.kind == kind and entry.scope == "household" for entry in known.entries)
    return f"; {count} more about others at home" if count else ""


def _seen_otherwise(known: Known, seen: Sequence[EntryShown]) -> str:
    if not seen:
        return _up_to(known, "child.seen")
    unsaid = [entry for entry in seen if words.known(entry, "alone") is None]
    if unsaid:
        return f"Seen {words.counted(len(seen), 'time')}; alone or not is unsaid in {len(unsaid)}"
    return f"Seen {words.counted(len(seen), 'time')}, each with a parent or carer"


def _ago(then: dt.date, today: dt.date) -> str:
    days = (today - then).days
    return "today" if days == 0 else f"{words.counted(days, 'day')} ago" if days > 0 else "a date to come"


def _shortened(text: str) -> str:
    text = " ".join(text.split()).strip("\"'“”‘’")
    if len(text) <= QUOTE_LENGTH:
        return text
    return text[:QUOTE_LENGTH].rsplit(" ", 1)[0].rstrip(",;:") + " …"


def _by_thread(entries: Iterable[EntryShown]) -> dict[UUID | None, list[EntryShown]]:
    found: dict[UUID | None, list[EntryShown]] = {}
    for entry in entries:
        if entry.thread is not None:
            found.setdefault(entry.thread, []).append(entry)
    return found


def _outcome(referral: EntryShown, decisions: dict[UUID | None, list[EntryShown]]) -> str | None:
    """What was last decided on a referral; None where no decision is on record for it."""
    said = [words.known(entry, "outcome") for entry in decisions.get(referral.thread, ())]
    return next((outcome for outcome in reversed(said) if outcome), None)


def _service(entry: EntryShown) -> str:
    return words.known(entry, "service") or entry.agency_name


def _ids(entries: Iterable[EntryShown]) -> tuple[UUID, ...]:
    return tuple(entry.id for entry in entries)


def _in_order(known: Known, entries: Iterable[EntryShown]) -> tuple[UUID, ...]:
    wanted = {entry.id for entry in entries}
    return tuple(entry.id for entry in known.entries if entry.id in wanted)
