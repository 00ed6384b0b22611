"""What was on record by the day of a decision, beside what the decision names, and what its agency says of the rest. Part of
`queries` and `actions`.

It says what was on record and with whom, never that somebody should have known it. Where nothing that was read in says what was
considered, that is not known, and is said so.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID, uuid4

from django.db import transaction

from keepsight.access.models import User
from keepsight.access.sight import THE_MACHINE, seeing
from keepsight.chronology.shown import EntryShown
from keepsight.errors import WrongUse
from keepsight.intake.drafts import DetailValue
from keepsight.patterns.questions import Omission
from keepsight.patterns.terms import Term
from keepsight.practice.putting import draft_of, level_of, put
from keepsight.prompts.in_force import known
from keepsight.vocabulary import FACTORS_NONE_CODE, TOPICS, factors_of, stated_words

WEIGHED = "decision.weighed"
BEARING = {
    "considered": "It was considered in this decision",
    "did_not_bear": "It was known, and does not bear on this child",
    "not_known": "It was not known to those who decided",
}
"""What the agency that decided may say of something on record. That it was not known is said, and clears nothing."""

DECISIONS = (
    "assessment.completed",
    "referral.decided",
    "concern.decided",
    "involvement.closed",
    "involvement.stepped_down",
    "conference.held",
    "conference.concluded",
    "strategy_discussion.held",
)
"""What is decided on what was on record: the kinds beside which that is laid."""


@dataclass(frozen=True, slots=True)
class Held:
    """Something that was on record by the day: the account of it as it stood then, the entry that stands for it now, the topic
    it bears on (None: none that patterns ask of), and on which day the agency that decided was told, if a record says so."""

    account: EntryShown
    entry: EntryShown
    topic: str | None
    told_on: dt.date | None


@dataclass(frozen=True, slots=True)
class SideBySide:
    """A decision on its day. `names` are titles of what it names; None: it does not say what it considered.

    `unnamed` are topics that were on record and that it does not name; empty where it does not say what it considered.
    """

    decision: EntryShown
    day: dt.date
    held: tuple[Held, ...]
    names: tuple[str, ...] | None
    unnamed: tuple[str, ...]
    said: tuple[EntryShown, ...]

    @property
    def topics(self) -> tuple[str, ...]:
        """The topics of which something was on record by then, each once."""
        return tuple(dict.fromkeys(one.topic for one in self.held if one.topic))


def side_by_side(entries: Sequence[EntryShown], decision: EntryShown) -> SideBySide | None:
    """A decision beside what was on record by its day, of the entries that somebody may read. None where it has no day."""
    day = decision.occurred_to
    if day is None:
        return None
    accounts = {each.id for each in decision.accounts}
    then = ((_by_then(one, day), one) for one in entries if one.id not in accounts)
    held = tuple(Held(account, one, _topic(account), _told(account, decision)) for account, one in then if account)
    names, stated = _names(decision)
    said = tuple(
        one for one in entries if one.kind == WEIGHED and str(one.details.get("about")) in set(map(str, accounts))
    )
    unnamed = {one.topic for one in held if one.topic} - stated if names is not None else set()
    return SideBySide(decision, day, held, names, tuple(name for name in TOPICS if name in unnamed), said)


@transaction.atomic
@seeing(THE_MACHINE)
def weigh(child: UUID, beside: SideBySide, topics: Sequence[str], bearing: str, says: str, *, by: User) -> UUID:
    """Say of what was on record whether it was considered in a decision, or why not. The entry's id.

    It is read by whoever may read the decision and what is spoken of. Raises WrongUse where another agency decided, or where
    something that must be said is not.
    """
    if by.agency_id != beside.decision.agency:
        raise WrongUse("Another agency decided this", next_step="If you see it differently, raise a disagreement.")
    spoken_of = [one.entry.id for one in beside.held if one.topic in topics]
    missing = [
        what
        for lacks, what in (
            (not topics or not set(topics) <= set(beside.topics), "of what you speak"),
            (bearing not in BEARING, "whether it was considered"),
            (not says.strip(), "why, in your own words"),
        )
        if lacks
    ]
    if missing:
        raise WrongUse("Something is missing", next_step=f"Say {' and '.join(missing)}.")
    level = level_of([beside.decision.id, *spoken_of])
    details: dict[str, DetailValue] = {"about": str(beside.decision.id), "factors": list(topics), "bearing": bearing}
    return put(draft_of(WEIGHED, says, details, level, by), child, uuid4(), by)


def _by_then(entry: EntryShown, day: dt.date) -> EntryShown | None:
    """The account of a matter that was the last on record by a day. None: nobody had written it down, or it lay ahead."""
    on_record = [
        one
        for one in entry.accounts
        if one.recorded_on <= day and (one.occurred_from is None or one.occurred_from <= day)
    ]
    return max(on_record, key=lambda one: (one.recorded_on, one.received_at), default=None)


def _told(account: EntryShown, decision: EntryShown) -> dt.date | None:
    told = [on for agency, on in account.told if agency == decision.agency_name and on and decision.occurred_to]
    return min((on for on in told if decision.occurred_to and on <= decision.occurred_to), default=None)


def _topic(entry: EntryShown) -> str | None:
    """The topic under which the pattern looks for an entry; None where it does not."""
    asks = known()["held-but-not-used"].asks
    assert isinstance(asks, Omission)
    return next((term.counts_as for term in asks.held if _asked_for(term, entry)), None)


def _asked_for(term: Term, entry: EntryShown) -> bool:
    said = {"kind": entry.kind, "scope": entry.scope, "role": entry.role, "sector": entry.sector, "basis": entry.basis}
    return all((said | entry.details).get(column) in words for column, words in term.asks)


def _names(decision: EntryShown) -> tuple[tuple[str, ...] | None, set[str]]:
    """What a decision names, in words, and as the words that patterns look for. None: it does not say what it considered."""
    codes = decision.details.get("factors")
    if not isinstance(codes, list) or not codes:
        return None, set()
    written = [str(code).strip().upper() for code in codes]
    titles = [factor.title for factor in factors_of(written)]
    if FACTORS_NONE_CODE in written:
        titles.append("That no factor was found")
    stated = {word for code, word in stated_words() if code in written}
    return tuple(titles or ["Something that no factor of ours stands for"]), stated
