"""Judging whether two records are of one person: what judges answer, and what follows once enough of them say the same.

Part of `actions`. Who may judge which pair is for `pairs` to say; it is asked here again, with the judge's own sight.
"""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from keepsight.access.models import User
from keepsight.access.queries import level_of, sight
from keepsight.access.sharing import ask_leads
from keepsight.access.sight import THE_MACHINE, seeing
from keepsight.errors import WrongUse
from keepsight.people import actions, linking, queries
from keepsight.people.adopted import weights_in_force
from keepsight.people.matching.guards import GUARDS
from keepsight.people.models import Description, HouseholdRow, Judgement, Opinion, Question, Record, Told
from keepsight.people.opinions import ANSWERS, ASK, Found, standing_of
from keepsight.people.pairs import may_judge
from keepsight.store import audit, clock


@dataclass(frozen=True, slots=True)
class Judged:
    """What a judge says of a pair: a word of ANSWERS, why, and of which of their agencies what is asked, if that is the word."""

    said: str
    because: str
    agency: str | None = None
    asks: str = ""


@transaction.atomic
@seeing(THE_MACHINE)
def judge(question: UUID, judged: Judged, *, by: User) -> frozenset[UUID]:
    """Keep what this judge answers; once it is decided, join or part the two. The records whose person changed by it.

    Two judges must say the same where a guard holds, or one side is protected. Raises WrongUse where the question waits for
    nobody or for an agency, without a reason, or for an answer that is none.
    """
    linking.wait_for_turn()
    asked = _waiting(question)
    _refuse(asked, judged)
    theirs = _everyone(asked)
    before = queries.persons_of(theirs)
    persons = set(before.values())
    if persons - may_judge(sight(by, clock.today()), persons):
        raise WrongUse("This pair is not yours to judge", next_step="Open the list of what waits for you.")
    found = _found(asked, theirs | _beside(persons))
    Opinion.objects.create(
        question=asked,
        said=judged.said,
        because=judged.because.strip(),
        at=clock.now(),
        by=by,
        agency_id=judged.agency if judged.said == ASK else None,
        asks=judged.asks.strip() if judged.said == ASK else "",
        weighed=asdict(found) if found else None,
        model=weights_in_force().model if found else "",
        two=found is None or found.guard or _protected(persons),
    )
    if judged.said == ASK and judged.agency:
        ask_leads(_whose(asked, judged.agency), question, judged.agency, by=by)
    for person in sorted(persons):
        audit.note("people.judge", by=by, child=person, about=f"question {question}")
    decided = standing_of([question])[question].decided
    if decided is None:
        return frozenset()
    actions.answer_question(question, decided, by=by, because=judged.because)
    return frozenset(theirs) if queries.persons_of(theirs) != before else frozenset()


@transaction.atomic
@seeing(THE_MACHINE)
def tell(question: UUID, says: str, *, by: User) -> None:
    """Write down what the agency answered that was asked. Then the pair waits for its judges again."""
    asked = standing_of([_waiting(question).pk])[question].asked
    if asked is None:
        raise WrongUse("No agency is being asked about this pair")
    if not says.strip():
        raise WrongUse("What the agency answered is missing", next_step="Write it down in a sentence.")
    Told.objects.create(opinion_id=asked.id, says=says.strip(), at=clock.now(), by=by)
    audit.note("people.tell", by=by, about=f"question {question}")


@transaction.atomic
@seeing(THE_MACHINE)
def ask_whether_same(one: UUID, other: UUID, *, by: User, because: str) -> UUID:
    """Ask of two persons whether they are one, as a person thinks: the question, or the one that waits already.

    Raises WrongUse without a reason, or where either is nobody now.
    """
    linking.wait_for_turn()
    if not because.strip():
        raise WrongUse("A reason is needed", next_step="Say in a sentence why you ask.")
    records = queries.records_of({one, other})
    if len(records) != len({one, other}) or one == other:
        raise WrongUse("There are no two such persons to ask about", next_step="Open the child's page again.")
    standing = Question.objects.filter(
        Q(record_a__in=records[one], record_b__in=records[other])
        | Q(record_a__in=records[other], record_b__in=records[one]),
        answered_at=None,
    ).first()
    asked = standing or Question.objects.create(
        record_a_id=records[one][0],
        record_b_id=records[other][0],
        why=[linking.BY_HAND, because.strip()],
        asked_at=clock.now(),
    )
    audit.note("people.ask_whether_same", by=by, child=one, about=f"question {asked.pk}")
    return asked.pk


@transaction.atomic
@seeing(THE_MACHINE)
def take_back(act: UUID, *, by: User, because: str) -> frozenset[UUID]:
    """Take back an act of one's own or one's agency's, as `actions.take_back` does. Every record whose person changed by it.

    Raises WrongUse too for an act of another agency, where one of the records may not be read, and for a parting that two people
    judged: nobody joins alone what two have parted.
    """
    linking.wait_for_turn()
    said = list(Judgement.objects.filter(act=act, said_by__agency=by.agency))
    if not said:
        raise WrongUse("Nobody of your agency did that", next_step="Ask whoever did it to take it back.")
    persons = set(queries.persons_of({record for one in said for record in _two(one)}).values())
    if persons - may_judge(sight(by, clock.today()), persons):
        raise WrongUse("Not all of these records are yours to judge", next_step="Ask whoever did it to take it back.")
    if any(_two_parted(one) for one in said):
        raise WrongUse("Two people judged that these are two", next_step="Ask again whether they are one.")
    return actions.take_back(act, by=by, because=because)


def _two(said: Judgement) -> tuple[UUID, UUID]:
    return said.record_a_id, said.record_b_id


def _two_parted(said: Judgement) -> bool:
    """Whether this says of two records that they are different, as two judges had to agree."""
    judged = Question.objects.filter(record_a__in=_two(said), record_b__in=_two(said), answer="different")
    return not said.same and Opinion.objects.filter(question__in=judged, two=True).exists()


def _waiting(question: UUID) -> Question:
    asked = Question.objects.filter(pk=question, answered_at=None).first()
    if asked is None:
        raise WrongUse("This pair waits for nobody any more", next_step="Open the list of what waits again.")
    return asked


def _refuse(asked: Question, judged: Judged) -> None:
    if judged.said not in ANSWERS:
        raise WrongUse("That is no answer to it", next_step="Choose one of the four.")
    if not judged.because.strip():
        raise WrongUse("A reason is needed", next_step="Say in a sentence how you know.")
    if standing_of([asked.pk])[asked.pk].asked:
        raise WrongUse("An agency is being asked about this pair", next_step="Wait for its answer, or write it down.")
    if judged.said == ASK:
        holding = {*Record.objects.filter(pk__in=_everyone(asked)).values_list("agency_id", flat=True)}
        if judged.agency not in holding or not judged.asks.strip():
            raise WrongUse(
                "Whom you ask, or what, is missing", next_step="Choose an agency that holds one of the records."
            )


def _found(asked: Question, beside: Iterable[UUID]) -> Found | None:
    """What the model says of the two now; None where one is kept from all others. `beside`: records that tell who has a twin."""
    one = linking.weighed(asked.record_a_id, asked.record_b_id, beside)
    if one is None:
        return None
    guards = {guard.name for guard in GUARDS}
    return Found(one.pair.weight, one.pair.parts, one.pair.agree, one.rule, one.words, one.rule in guards)


def _everyone(asked: Question) -> set[UUID]:
    """The two records, and those joined to either."""
    two = {asked.record_a_id, asked.record_b_id}
    joined = queries.records_of(queries.persons_of(two).values())
    return two | {one for some in joined.values() for one in some}


def _whose(asked: Question, agency: str) -> UUID:
    """Whom the agency's own record of the pair is about: one of the two if it holds either, else one that is joined to them."""
    theirs = Record.objects.filter(pk__in=_everyone(asked), agency=agency).values_list("pk", flat=True)
    one = min(theirs, key=lambda record: (record not in (asked.record_a_id, asked.record_b_id), str(record)))
    return queries.persons_of([one])[one]


def _beside(persons: Iterable[UUID]) -> set[UUID]:
    """The records of whoever is in the household of one of them."""
    at_home = HouseholdRow.objects.filter(child__in=set(persons)).values_list("person", flat=True)
    return {one for some in queries.records_of(set(at_home)).values() for one in some}


def _protected(persons: Iterable[UUID]) -> bool:
    """Whether an address of one of them is protected, or its level is above standard: then nobody decides alone."""
    if any(level_of(queries.ids_of(one)) != "standard" for one in persons):
        return True
    theirs = {one for some in queries.records_of(persons).values() for one in some}
    return Description.objects.filter(record__in=theirs, address_protected=True).exists()
