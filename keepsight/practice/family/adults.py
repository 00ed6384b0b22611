"""What is known of an adult in a child's life, put on record: offence, finding, allegation kept apart; assessments; strengths.

An allegation is not a finding and a finding is no offence: each is a kind of its own, and no list mixes them. All of it is
restricted, and hangs on the adult's own record, so that it stands in the story of every child who shares a home with them.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID, uuid4

from django.db import transaction

from keepsight import vocabulary
from keepsight.access.models import User
from keepsight.access.sight import THE_MACHINE, seeing
from keepsight.chronology.shown import EntryShown
from keepsight.errors import WrongUse
from keepsight.intake.drafts import Basis, DetailValue, DraftEntry, Role, When
from keepsight.practice.putting import draft_of, put
from keepsight.store import clock


@dataclass(frozen=True, slots=True)
class Sort:
    """A sort of thing known of an adult: its kind, what it rests on, the adult's part in it, and what must be said of it."""

    title: str
    kind: str
    basis: Basis
    part: Role
    needs: tuple[str, ...] = ("says",)


ASKED = "adult.assessment_asked"
"""The kind of the request for an assessment of the risk that an adult may pose. It is back with an assessment of that adult."""

SORTS: Mapping[str, Sort] = {
    "offence": Sort(
        "An offence: convicted or cautioned", "adult.offence", "document", "adult_of_concern", ("says", "known_from")
    ),
    "finding": Sort("A finding of a court", "adult.finding", "document", "adult_of_concern", ("says", "known_from")),
    "allegation": Sort(
        "An allegation", "adult.allegation", "other_account", "adult_of_concern", ("says", "known_from")
    ),
    "assessment": Sort(
        "An assessment of the risk", "adult.assessed", "document", "adult_of_concern", ("says", "known_from")
    ),
    "asked": Sort(
        "An assessment of the risk, asked for", ASKED, "opinion", "adult_of_concern", ("says", "asked_of", "by_when")
    ),
    "told": Sort("They tell of a partner’s abuse", "partner_abuse.told", "carer", "parent"),
    "apart": Sort("They were seen apart from the other adults of the home", "adult.seen_apart", "observed", "parent"),
    "safety": Sort("Their safety, assessed with them", "safety.assessed", "opinion", "parent"),
    "strength": Sort("A strength, or how they protect", "adult.strength", "opinion", "other"),
}
"""What may be written down of an adult, in the order of a page."""

KINDS = frozenset(one.kind for one in SORTS.values())
MUST = {
    "says": "what it is",
    "known_from": "from whom or what it is known",
    "asked_of": "of whom it is asked",
    "by_when": "the day by when",
}


@dataclass(frozen=True, slots=True)
class Known:
    """What somebody writes down of an adult. `who` names an adult of whom there is no record here. Empty: not said."""

    on: dt.date
    says: str
    who: str = ""
    known_from: str = ""
    children_at_risk: str = ""
    force: str = ""
    asked_of: str = ""
    by_when: dt.date | None = None


@transaction.atomic
@seeing(THE_MACHINE)
def write_of(child: UUID, adult: UUID | None, sort: str, known: Known, *, by: User) -> UUID:
    """Put on record what is known of an adult whom somebody was shown. The entry's id.

    `adult` None: nobody of whom there is a record here, so that it must be said who. Raises WrongUse where something is missing,
    or for a day to come.
    """
    if sort not in SORTS:
        raise WrongUse("Something is missing", next_step="Choose what you write down.")
    missing = [says for name, says in MUST.items() if name in SORTS[sort].needs and not _said(known, name)]
    if adult is None and not known.who:
        missing.insert(0, "which adult it is about")
    if missing:
        raise WrongUse("Something is missing", next_step=f"Say {' and '.join(missing)}.")
    if known.on > clock.today():
        raise WrongUse("That day has not come yet", next_step="Give the day on which it happened, or was told.")
    return put(
        _draft(SORTS[sort], adult, known, by), child, uuid4(), by, beside={"the adult": adult} if adult else None
    )


def not_back(entries: Sequence[EntryShown]) -> list[EntryShown]:
    """The risk assessments that were asked for and are not back: no assessment of that adult is on record from that day on."""
    back = [one for one in entries if one.kind == SORTS["assessment"].kind]
    return [one for one in entries if one.kind == ASKED and not any(_of_one_adult(one, each) for each in back)]


def _of_one_adult(asked: EntryShown, back: EntryShown) -> bool:
    """Whether an assessment answers a request. One of no known day does not."""
    in_time = asked.occurred_to and back.occurred_to and back.occurred_to >= asked.occurred_to
    return bool(in_time) and bool(_adult(asked) & _adult(back))


def _adult(one: EntryShown) -> set[str]:
    """The adult whom an entry is about, by the person or by the words that name them."""
    people = {str(person.person_id) for person in one.about if person.role == "adult_of_concern"}
    return people or {" ".join(str(one.details.get("who", "")).casefold().split())}


def _said(known: Known, name: str) -> str:
    return str(getattr(known, name) or "").strip()


def _draft(sort: Sort, adult: UUID | None, known: Known, by: User) -> DraftEntry:
    said = {name: _said(known, name) for name in vocabulary.KINDS[sort.kind].details}
    details: dict[str, DetailValue] = {name: one for name, one in said.items() if one and (name != "who" or not adult)}
    draft = draft_of(sort.kind, known.says, details, "restricted", by)
    people: tuple[tuple[str, Role], ...] = (("the adult", sort.part),) if adult else ()
    when = When(known.on, known.on, "day", known.on.isoformat())
    return replace(draft, people=(*draft.people, *people), when=when, basis=sort.basis)
