"""The only place where people change: records are kept, linked and parted; what a person says of them is kept.

Entries hang on records, so nothing here moves one. `linking` makes the links that `groups` works out.
"""

import datetime as dt
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from uuid import UUID, uuid4

from django.db import connection, transaction
from django.db.models import OuterRef, Subquery

from keepsight.access.models import Agency, User
from keepsight.access.sight import THE_MACHINE, seeing
from keepsight.errors import WrongUse
from keepsight.intake.drafts import DraftPerson, DraftTie
from keepsight.people import linking, rows
from keepsight.people.keys import keys, record_id
from keepsight.people.models import (
    EITHER_WAY,
    Address,
    Childhood,
    Description,
    Judgement,
    Link,
    Question,
    Record,
    Relationship,
    TakenBack,
)
from keepsight.people.standard import fingerprint, name_words, nhs_number, upn
from keepsight.store import audit, clock

RECORDS_AT_ONCE = 50_000
"""Records that are linked anew together, a gigabyte of memory's worth (`bench.one_record`): a store may hold a million."""


@transaction.atomic
@seeing(THE_MACHINE)
def keep_records(
    agency: Agency, drafts: Iterable[DraftPerson], *, receipt: UUID | None, as_at: dt.date, file_words: str = ""
) -> dict[str, UUID]:
    """Keep what a file says of its people, as at a day. The record of each draft, by its `ref`.

    Hand in all the people of a file together: initials mean something only beside the names around them. `file_words`
    (the receipt if not given) stand for the file where no name does. What was said before is not said twice.
    """
    people = list(drafts)
    key_of = keys(people, file_words=file_words or str(receipt or uuid4()))
    record_of = _records(agency, set(key_of.values()))
    records = {ref: record_of[key] for ref, key in key_of.items()}
    file = {"receipt_id": receipt, "as_at": as_at}
    said = [(draft, {"id": uuid4(), "record_id": records[draft.ref], **file}) for draft in people]
    lived = [(draft, of) for draft, of in said if draft.address or draft.postcode]
    rows.add(Description, (of | _description(draft) for draft, of in said), skip_known=True)
    rows.add(Address, (of | _address(draft) for draft, of in lived), skip_known=True)
    call_children({records[draft.ref] for draft in people if draft.role_hint == "child"})
    return records


def call_children(records: Iterable[UUID]) -> None:
    """Note that these records are children's. Never taken back: a child who grows up was a child."""
    said_at = clock.now()
    rows.add(Childhood, ({"record_id": record, "said_at": said_at} for record in records), skip_known=True)


def keep_ties(
    agency: Agency, ties: Iterable[DraftTie], records: Mapping[str, UUID], *, receipt: UUID | None, as_at: dt.date
) -> None:
    """Keep what a file says that its people are to each other, as at a day. `records` as `keep_records` gave them.

    Of two people and one kind, what the agency said last is all that it says: an earlier spell it leaves out is over
    with. A pair it does not mention stands as before.
    """
    between_two = (tie for tie in ties if records[tie.a_ref] != records[tie.b_ref])
    said = (_relationship(agency, tie, records, as_at) | {"receipt_id": receipt} for tie in between_two)
    rows.add(Relationship, said, skip_known=True)


@transaction.atomic
@seeing(THE_MACHINE)
def link_records(records: Iterable[UUID]) -> frozenset[UUID]:
    """Link these records, and whatever they touch, by rule. Every record of each person who gained or lost one.

    Whoever looked at somebody from whom a record goes by it is told.
    """
    return linking.link(records)


@transaction.atomic
@seeing(THE_MACHINE)
def link_everyone() -> frozenset[UUID]:
    """Link all records anew, by rule, some at a time. Changes nothing where everything is linked already.

    In whatever parts they come, what is said of a record is the same: whomever it touches is worked out with it.
    """
    changed: frozenset[UUID] = frozenset()
    for some in _by_birth():
        changed |= linking.link(some)
    audit.note("people.link_everyone", by=None, count=len(changed))
    return changed


def _by_birth() -> Iterator[list[UUID]]:
    """All records in parts, each next to those born about then: whom they may be is mostly in the same part."""
    born = Description.objects.filter(record=OuterRef("pk"), born_from__isnull=False).order_by("born_from")
    records = Record.objects.annotate(born=Subquery(born.values("born_from")[:1])).order_by("born", "pk")
    left = records.values_list("pk", flat=True).iterator()
    while some := list(islice(left, RECORDS_AT_ONCE)):
        yield some


@transaction.atomic
@seeing(THE_MACHINE)
def link_by_hand(record: UUID, person: UUID, *, by: User, because: str) -> UUID:
    """Say that `record` is about `person`, whatever the rules say. The id of the record's open link.

    Whoever is linked to the record by rule comes along, unless a rule forbids it. Raises WrongUse without a reason,
    or where the person has no records (any more).
    """
    linking.wait_for_turn()
    beside = set(Link.objects.filter(person=person, ended_at=None).values_list("record_id", flat=True))
    if not beside:
        raise WrongUse("There is no such person to link to", next_step="Open the person's page again.")
    _judge([(record, other) for other in beside - {record}], same=True, by=by, because=because)
    linking.link([record, *beside], hand=linking.Hand(record, by, because, joins=person))
    audit.note("people.link_by_hand", by=by, child=person, about=f"record {record}")
    return Link.objects.get(record=record, ended_at=None).pk


@transaction.atomic
@seeing(THE_MACHINE)
def end_link(link: UUID, *, by: User, because: str) -> UUID:
    """Say that a record is not about the person it is linked to. The id of the record's new person.

    A link that was made by hand is taken back to what the rules say. No entry moves. Raises WrongUse without a reason,
    where the link has ended already, or where the person has no other record.
    """
    linking.wait_for_turn()
    ending = Link.objects.filter(pk=link, ended_at=None).first()
    if ending is None:
        raise WrongUse("This link has ended already", next_step="Open the person's page again.")
    parted = _parted(ending)
    if not parted:
        raise WrongUse("The person has no other record to part this one from")
    _judge([(ending.record_id, other) for other in parted], same=False, by=by, because=because)
    linking.link([ending.record_id, *parted], hand=linking.Hand(ending.record_id, by, because, leaves=ending.person_id))
    audit.note("people.end_link", by=by, child=ending.person_id, about=f"record {ending.record_id}")
    return Link.objects.get(record=ending.record_id, ended_at=None).person_id


@transaction.atomic
@seeing(THE_MACHINE)
def say_different(record_a: UUID, record_b: UUID, *, by: User, because: str) -> None:
    """Say that two records are about two people. They part now if they were linked, and no rule will join them."""
    linking.wait_for_turn()
    _judge([(record_a, record_b)], same=False, by=by, because=because)
    linking.link([record_a, record_b], by=by)
    audit.note("people.say_different", by=by, about=f"record {record_a}")


@transaction.atomic
@seeing(THE_MACHINE)
def answer_question(question: UUID, answer: str, *, by: User, because: str) -> None:
    """Answer what was asked of two records: "same", "different" or "cannot_tell" (then it is not asked again).

    "same" is said of everyone whom the two stand for. Raises WrongUse where the question is answered already, for
    another word, or without a reason.
    """
    linking.wait_for_turn()
    asked = Question.objects.filter(pk=question, answered_at=None).first()
    if asked is None or answer not in ("same", "different", "cannot_tell"):
        raise WrongUse("This question is answered already, or that is no answer to it")
    Question.objects.filter(pk=question).update(answered_at=clock.now(), answer=answer)
    audit.note("people.answer_question", by=by, about=f"question {question}")
    if answer == "same":
        theirs = Link.objects.get(record=asked.record_b_id, ended_at=None).person_id
        link_by_hand(asked.record_a_id, theirs, by=by, because=because)
    elif answer == "different":
        say_different(asked.record_a_id, asked.record_b_id, by=by, because=because)


@transaction.atomic
@seeing(THE_MACHINE)
def take_back(act: UUID, *, by: User, because: str) -> frozenset[UUID]:
    """Take back an act of joining or parting: it is as if it had not been done. Every record whose person changed.

    Nothing is removed, no entry moves, and what was said in other acts holds on. Joins and partings all taken back leave the
    persons and the questions that there were. Raises WrongUse without a reason, or for what is taken back already.
    """
    linking.wait_for_turn()
    if not because.strip():
        raise WrongUse("A reason is needed", next_step="Say in a sentence why it was wrong.")
    said = Judgement.objects.filter(act=act)
    if not said or TakenBack.objects.filter(act=act).exists():
        raise WrongUse("There is nothing to take back, or it was taken back already", next_step="Open the page again.")
    TakenBack.objects.create(act=act, at=clock.now(), by=by, because=because.strip())
    audit.note("people.take_back", by=by, about=f"act {act}", count=len(said))
    return linking.link({record for one in said for record in (one.record_a_id, one.record_b_id)}, by=by)


def _parted(ending: Link) -> set[UUID]:
    """Whom the ended link's record is parted from: those a person joined it to, or else everyone beside it."""
    beside = set(
        Link.objects.filter(person=ending.person_id, ended_at=None)
        .exclude(record=ending.record_id)
        .values_list("record_id", flat=True)
    )
    judged = linking.judgements({ending.record_id, *beside})
    by_hand = {other for other in beside if (said := judged.get(frozenset((ending.record_id, other)))) and said.same}
    return by_hand if ending.made_by == "person" and by_hand else beside


def _judge(pairs: Iterable[tuple[UUID, UUID]], *, same: bool, by: User, because: str) -> None:
    if not because.strip():
        raise WrongUse("A reason is needed", next_step="Say in a sentence how you know.")
    said_at, act = clock.now(), uuid4()
    Judgement.objects.bulk_create(
        Judgement(record_a_id=a, record_b_id=b, same=same, act=act, said_at=said_at, said_by=by, because=because)
        for a, b in sorted(pairs)
    )


def _records(agency: Agency, wanted: set[str]) -> dict[str, UUID]:
    received_at = clock.now()
    new = (
        {"id": record_id(agency.pk, key), "agency_code": agency.pk, "key": key, "received_at": received_at}
        for key in sorted(wanted)
    )
    rows.add(Record, new, skip_known=True)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT key, id FROM people_record"
            " WHERE agency_code = %s AND key IN (SELECT jsonb_array_elements_text(%s))",
            [agency.pk, json.dumps(sorted(wanted))],
        )
        return dict(cursor.fetchall())


def _description(draft: DraftPerson) -> dict[str, object]:
    said, due = _content(draft), _how_exactly_expected(draft)
    forename_words, surname_words = name_words(draft.forename), name_words(draft.surname)
    # Of a day no more is said than before anybody kept how exactly it was: the same description stays the same.
    content_hash = fingerprint(said | due if any(due.values()) else said)
    return {
        "forename_words": forename_words,
        "surname_words": surname_words,
        "content_hash": content_hash,
        **said,
        **due,
    }


def _content(draft: DraftPerson) -> dict[str, object]:
    born, numbers = draft.born, (nhs_number(draft.nhs_number), upn(draft.upn), upn(draft.former_upn))
    written = {name: getattr(draft, name) for name in ("local_id", "nhs_number", "upn", "former_upn")}
    return {
        "forename": draft.forename,
        "surname": draft.surname,
        "label": draft.label,
        "born_from": born.first if born else None,
        "born_to": born.last if born else None,
        "born_precision": born.precision if born else "unknown",
        "born_raw": born.raw if born else "",
        "expected_on": draft.expected_on,
        "died_on": draft.died_on,
        "sex": draft.sex,
        "nhs_number": numbers[0],
        "upn": numbers[1],
        "former_upn": numbers[2],
        "address_protected": draft.address_protected,
        "ethnicity": draft.ethnicity,
        "disabilities": list(draft.disabilities),
        "raw": {name: words for name, words in written.items() if words and words not in numbers},
    }


def _how_exactly_expected(draft: DraftPerson) -> dict[str, object]:
    precision = draft.expected_precision
    return {"expected_to": draft.expected_to, "expected_precision": None if precision == "day" else precision}


def _address(draft: DraftPerson) -> dict[str, object]:
    return {"address": draft.address or "", "postcode": draft.postcode or "", "protected": draft.address_protected}


def _relationship(agency: Agency, tie: DraftTie, records: Mapping[str, UUID], as_at: dt.date) -> dict[str, object]:
    pair: Sequence[UUID] = (records[tie.a_ref], records[tie.b_ref])
    a, b = sorted(pair) if tie.kind in EITHER_WAY else pair
    said = {
        "record_a_id": a,
        "kind": tie.kind,
        "record_b_id": b,
        "from_on": tie.from_on,
        "to_on": tie.to_on,
        "said_by": agency.pk,
        "as_at": as_at,
    }
    return {"id": uuid4(), "raw": tie.raw, "content_hash": fingerprint(said), **said}
