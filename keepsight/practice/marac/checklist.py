"""Domestic abuse, as a conference (MARAC) is to hear of it: the risk checklist, and which criteria what is on record meets.
Part of `queries` and `actions`.

Each of the criteria stands alone: none is added to another, and nothing is decided here. Few questions answered yes clear nobody,
and one that was not asked is no "no". All of it is restricted: whoever abuses may read along.
"""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID, uuid4

from django.db import transaction

from keepsight.access.models import User
from keepsight.access.sight import THE_MACHINE, seeing
from keepsight.chronology.shown import EntryShown
from keepsight.clocks.windows import last_day
from keepsight.errors import WrongUse
from keepsight.intake.drafts import DetailValue, DraftEntry, Role, When
from keepsight.practice.marac.criteria import FOR_MARAC, Criterion, ForMarac
from keepsight.practice.putting import closest, draft_of, level_of, put
from keepsight.store import clock
from keepsight.vocabulary import UNKNOWN

CHECKED = "marac.checked"
"""The kind of a checklist that somebody went through."""
INCIDENT, REFERRED, DISCUSSED = "domestic_abuse.incident", "marac.referred", "marac.discussed"

ANSWERS = {"yes": "Yes", "no": "No", UNKNOWN: "Not known", "": "Not asked"}
"""How a question may be answered."""
_KEPT = {"yes": "answered_yes", "no": "answered_no", UNKNOWN: "answer_not_known", "": "not_asked"}
JUDGED = {"yes": "High risk, in my judgement", "no": "Not high risk, in my judgement"}
"""What a professional may say of the risk, whatever the checklist says."""


@dataclass(frozen=True, slots=True)
class Checklist:
    """A checklist gone through: of a day, about an adult, with a word of ANSWERS for each question in the order of the list.

    `adult` None: nobody of whom there is a record here, so that `who` says it. `judgement` is a word of JUDGED, and
    `judged_because` its reason; `rests_on` says on what it rests, `evidence` are entries that show it. Empty: not said.
    """

    on: dt.date
    answers: tuple[str, ...]
    rests_on: str
    adult: UUID | None = None
    who: str = ""
    used_by: str = ""
    judgement: str = ""
    judged_because: str = ""
    evidence: tuple[UUID, ...] = ()


@dataclass(frozen=True, slots=True)
class Standing:
    """How one of the criteria stands by what somebody may read: `state` is met, cannot_tell or not_shown.

    `by` are the entries that show it, `perhaps` those that might: their day, or an answer, is not known.
    """

    criterion: Criterion
    state: str
    by: tuple[EntryShown, ...]
    perhaps: tuple[EntryShown, ...] = ()


@transaction.atomic
@seeing(THE_MACHINE)
def go_through(child: UUID, one: Checklist, *, by: User) -> UUID:
    """Put on record a checklist that somebody went through. The entry's id. It is restricted, or kept as closely as its evidence.

    Raises WrongUse where it says nothing, where what must be said is not, and for a day to come.
    """
    _refuse_half_told(one)
    level = closest(["restricted", level_of(one.evidence)])
    draft = draft_of(CHECKED, one.rests_on, _details(one), level, by)
    beside = {"the adult": one.adult} if one.adult else None
    return put(of_adult(draft, one.on, one.adult), child, uuid4(), by, beside=beside)


def of_adult(draft: DraftEntry, on: dt.date, adult: UUID | None) -> DraftEntry:
    """The entry on a day and, where there is a record, the adult's too: so it stands in the story of every child of that home."""
    people: tuple[tuple[str, Role], ...] = (("the adult", "parent"),) if adult else ()
    return replace(draft, people=(*draft.people, *people), when=When(on, on, "day", on.isoformat()))


def checklists(entries: Sequence[EntryShown]) -> list[EntryShown]:
    """The checklists gone through among what somebody may read, the oldest first, of every adult of the home."""
    return [one for one in entries if one.kind == CHECKED]


def answered(one: EntryShown, answer: str) -> tuple[str, ...]:
    """The questions of a checklist that were answered so (a word of ANSWERS), each as it was called that day."""
    return tuple(one.texts(_KEPT[answer]))


def incidents(entries: Sequence[EntryShown]) -> list[EntryShown]:
    """The incidents of abuse in the child's home, in the order of the chronology."""
    return [one for one in entries if one.kind == INCIDENT]


def standings(entries: Sequence[EntryShown], today: dt.date, of: ForMarac = FOR_MARAC) -> dict[str, Standing]:
    """How each of the criteria stands, by its name and in the order of the list. Of more than somebody may read nothing is said."""
    return {name: _LOOKS[one.counts](entries, one, today) for name, one in of.criteria.items()}


def exact(one: EntryShown) -> bool:
    """Whether the day of an entry is known."""
    return one.occurred_from is not None and one.occurred_from == one.occurred_to


def in_time(one: EntryShown, criterion: Criterion, today: dt.date) -> bool | None:
    """Whether an entry lies within the criterion's window before a day, both with it. None: its day is not known so exactly."""
    if one.occurred_from is None or one.occurred_to is None:
        return None
    first, last = (_lasts(criterion, day, today) for day in (one.occurred_from, one.occurred_to))
    if not last or one.occurred_from > today:
        return False
    return True if first and one.occurred_to <= today else None


def _lasts(criterion: Criterion, day: dt.date, today: dt.date) -> bool:
    """Whether the criterion's window that began on a day is not over yet."""
    over = last_day(criterion.within, day)
    return over is not None and today <= over


def _by_judgement(entries: Sequence[EntryShown], of: Criterion, today: dt.date) -> Standing:
    """Written down with a checklist, or named by a referral that somebody made here."""
    said = [one for one in checklists(entries) if one.details.get("judgement") == "yes"]
    said += [one for one in entries if one.kind == REFERRED and of.title in one.texts("criteria")]
    return _standing(of, [one for one in said if in_time(one, of, today)], [])


def _by_yes(entries: Sequence[EntryShown], of: Criterion, today: dt.date) -> Standing:
    """A checklist gone through here, or the number that the conference's list gives: each by itself."""
    told = [one for one in entries if _most(one) >= of.number and in_time(one, of, today) is not False]
    sure = [one for one in told if _yes(one) >= of.number and in_time(one, of, today)]
    return _standing(of, sure, [one for one in told if one not in sure])


def _by_incidents(entries: Sequence[EntryShown], of: Criterion, today: dt.date) -> Standing:
    """Police, a hospital and a school may each tell of one night: each day counts once, and only one that is known."""
    told = incidents(entries)
    sure = [one for one in told if exact(one) and in_time(one, of, today)]
    perhaps = [one for one in told if one not in sure and in_time(one, of, today) is not False]
    return _standing(of, sure, perhaps, count=len({one.occurred_to for one in sure}))


def _by_again(entries: Sequence[EntryShown], of: Criterion, today: dt.date) -> Standing:
    """Incidents after MARAC talked about it last, and within the window of that day; on that day itself it cannot be told."""
    talked = [one for one in entries if one.kind == DISCUSSED and one.occurred_from and one.occurred_from <= today]
    if not talked:
        return _standing(of, [], [])
    last = max(talked, key=lambda one: one.occurred_from or dt.date.min)
    since = last.occurred_to or today
    lately = [one for one in incidents(entries) if in_time(one, of, today) is not False]
    late = [
        one
        for one in lately
        if one.occurred_from is None
        or one.occurred_to is None
        or (since <= one.occurred_to and _lasts(of, since, one.occurred_from))
    ]
    sure = [one for one in late if exact(one) and exact(last) and one.occurred_to != since]
    found = _standing(of, sure, [one for one in late if one not in sure], count=len({one.occurred_to for one in sure}))
    return replace(found, by=(last, *found.by)) if late else found


def _standing(
    of: Criterion, by: Sequence[EntryShown], perhaps: Sequence[EntryShown], *, count: int | None = None
) -> Standing:
    """Met by so many of its unit; where what is not known might make it so, that cannot be told. None: one entry is enough."""
    enough = bool(by) if count is None else count >= of.number
    might = bool(perhaps) if count is None else count + len(perhaps) >= of.number
    state = "met" if enough else "cannot_tell" if might else "not_shown"
    return Standing(of, state, tuple(by), tuple(perhaps))


_LOOKS: Mapping[str, Callable[[Sequence[EntryShown], Criterion, dt.date], Standing]] = {
    "judgement": _by_judgement,
    "yes": _by_yes,
    "incidents": _by_incidents,
    "again": _by_again,
}


def _yes(one: EntryShown) -> int:
    """How many questions were answered yes: here, or as the conference's list tells it. 0: none, or nobody said."""
    told = str(one.details.get("dash_score", ""))
    return len(answered(one, "yes")) + (int(told) if one.kind == DISCUSSED and told.isdecimal() else 0)


def _most(one: EntryShown) -> int:
    """How many might have been: what is not known, and what was not asked, is no "no"."""
    return _yes(one) + len(answered(one, UNKNOWN)) + len(answered(one, ""))


def _refuse_half_told(one: Checklist) -> None:
    asks = len(FOR_MARAC.asks)
    missing = [
        says
        for lacks, says in (
            (len(one.answers) != asks or set(one.answers) - set(ANSWERS), "an answer that the page offers"),
            (not any(one.answers) and not one.judgement, "the answer to a question, or what your judgement is"),
            (one.judgement not in ("", *JUDGED), "what your judgement is"),
            (one.judgement and not one.judged_because.strip(), "on what your judgement rests"),
            (one.adult is None and not one.who.strip(), "which adult it is about"),
            (not one.rests_on.strip(), "who told it, and what else it rests on"),
        )
        if lacks
    ]
    if missing:
        raise WrongUse("Something is missing", next_step=f"Say {', and '.join(missing)}.")
    if one.on > clock.today():
        raise WrongUse("That day has not come yet", next_step="Give the day on which it was gone through.")


def _details(one: Checklist) -> dict[str, DetailValue]:
    """The questions as they are called today, so that a later version of the list changes nothing that was written down."""
    said: dict[str, DetailValue] = {"list_version": FOR_MARAC.version, "evidence": [str(each) for each in one.evidence]}
    for answer, name in _KEPT.items():
        said[name] = [asks for asks, given in zip(FOR_MARAC.asks, one.answers, strict=True) if given == answer]
    words = {"judgement": one.judgement, "judged_because": one.judged_because, "used_by": one.used_by}
    words |= {} if one.adult else {"who": one.who}
    return said | {name: told.strip() for name, told in words.items() if told.strip()}
