"""Links in the store made what `groups` says they should be. Part of `actions`: nobody else calls it.

Whatever a record touches is worked out anew from all its records, so the order in which files arrive does not matter.
A person whose records stay together stays the same person.
"""

import datetime as dt
import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID, uuid4

from django.db import connection, transaction

from keepsight.access.models import User
from keepsight.people import rows
from keepsight.people.adopted import weights_in_force
from keepsight.people.evidence import ELSEWHERE, known
from keepsight.people.groups import Ask, Grouped, Pair, group
from keepsight.people.groups import Judgement as Judged
from keepsight.people.matching.guards import Weighed
from keepsight.people.models import Link, Person, Question, TakenBack
from keepsight.people.parting import partings, tell
from keepsight.people.said import Said, holding
from keepsight.people.verdicts import Verdicts
from keepsight.store import clock

# Any fixed number will do: it names the lock that lets one linking at a time see what the one before it did.
LINKING_LOCK = 7_301_127

# Records that share a number, a forename with a birth date (ever said), a person, or a judgement with those at hand.
BESIDE = """
WITH these AS (SELECT unnest(%(ids)s::uuid[]) AS id)
SELECT there.record_id FROM these
  JOIN people_link AS here ON here.record_id = these.id AND here.ended_at IS NULL
  JOIN people_link AS there ON there.person_id = here.person_id AND there.ended_at IS NULL
UNION SELECT there.record_id FROM these
  JOIN people_description AS here ON here.record_id = these.id
  JOIN people_description AS there ON there.nhs_number = here.nhs_number
UNION SELECT there.record_id FROM these
  JOIN people_description AS here ON here.record_id = these.id
  JOIN people_description AS there ON there.upn = here.upn
UNION SELECT there.record_id FROM these
  JOIN people_description AS here ON here.record_id = these.id AND here.forename_words <> '' AND here.born_from > DATE '1901-01-01'
   AND here.born_precision IN ('day', 'minute')
  JOIN people_description AS there ON there.born_from = here.born_from AND there.born_precision IN ('day', 'minute')
   AND there.forename_words = here.forename_words
UNION SELECT record_b_id FROM these JOIN people_judgement ON record_a_id = these.id
UNION SELECT record_a_id FROM these JOIN people_judgement ON record_b_id = these.id
"""

HERE = Path(__file__).parent
# Nobody is linked for these, but asked about; and whoever has a twin is linked for less than others are.
CANDIDATES = (HERE / "candidates.sql").read_text(encoding="utf-8")
TWINS = (HERE / "twins.sql").read_text(encoding="utf-8")
EXPECTING = (HERE / "expecting.sql").read_text(encoding="utf-8")

BY_HAND = "a person asks"
"""What a question says first, where it was somebody who asked it: it stands until it is answered, whatever the rules say."""

WENT_ALONG = "it stands with a record that somebody joined or parted"
KNOWN_OTHERWISE = "what is known of the records changed"

OPEN_LINKS = "SELECT record_id, person_id FROM people_open_link WHERE record_id = ANY (%(ids)s::uuid[])"

JUDGED = """
SELECT record_a_id, record_b_id, same, id, act FROM people_judgement
WHERE record_a_id = ANY (%(ids)s::uuid[]) AND record_b_id = ANY (%(ids)s::uuid[])
"""

STANDING_QUESTIONS = """
SELECT id, record_a_id, record_b_id, why, parts, answered_at IS NULL FROM people_question
WHERE record_a_id = ANY (%(ids)s::uuid[]) AND record_b_id = ANY (%(ids)s::uuid[])
  AND (answered_at IS NULL OR answer = 'cannot_tell')
"""


@dataclass(frozen=True, slots=True)
class Hand:
    """A person's act behind a linking: of which record, by whom, why, and which person it joins or leaves."""

    record: UUID
    by: User
    because: str
    joins: UUID | None = None
    leaves: UUID | None = None


def wait_for_turn() -> None:
    """One linking at a time, from here to the end of the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LINKING_LOCK])


@transaction.atomic
def link(records: Iterable[UUID], hand: Hand | None = None, *, by: User | None = None) -> frozenset[UUID]:
    """Link these records and whatever they touch. Every record of each person who gained or lost one.

    Whoever was shown something of a person from whom a record goes is told, but `by` (or whose `hand` it is), who knows.
    None: it is a rule's work.
    """
    wait_for_turn()
    touched = _touched(set(records))
    twins = _ids(TWINS, touched) - touched
    weights = weights_in_force()
    grouped = group(known(touched), judgements(touched), beside=known(twins), weights=weights)
    before = dict(rows.told(OPEN_LINKS, touched))
    after = _persons(grouped, before, hand)
    parted = partings(before, after)
    _write(grouped, before, after, hand)
    _ask(grouped, touched, weights.model)
    tell(parted, by=hand.by if hand else by)
    moved = {record for record in touched if before.get(record) != after[record]}
    changed = {before[record] for record in moved & before.keys()} | {after[record] for record in moved}
    return frozenset(record for record in touched if after[record] in changed or before.get(record) in changed)


def weighed(a: UUID, b: UUID, beside: Iterable[UUID] = ()) -> Weighed | None:
    """What the trained model and its guards say of two records, however little they agree. None where one is kept from all others.

    `beside`: records of whom one may be a twin of one of the two.
    """
    return Verdicts(known({a, b, *beside}), weights=weights_in_force()).weighed(a, b)


def judgements(records: set[UUID]) -> dict[Pair, Judged]:
    """The latest that a person said of each pair within these records, and that was not taken back."""
    said = [Said(frozenset((a, b)), *rest) for a, b, *rest in rows.told(JUDGED, records)]
    taken_back = TakenBack.objects.filter(act__in={one.act for one in said}).values_list("act", flat=True)
    return holding(said, set(taken_back))


def _touched(ids: set[UUID]) -> set[UUID]:
    """Whatever may be linked, parted or asked about otherwise now: these, their twins, whom they may be, and their persons."""
    theirs = _closure(ids | _ids(ELSEWHERE, ids))
    parted = _closure(theirs | _ids(TWINS, theirs))
    return _closure(parted | _ids(CANDIDATES, parted) | _ids(EXPECTING, parted))


def _closure(ids: set[UUID]) -> set[UUID]:
    reached, fresh = set(ids), set(ids)
    while fresh:
        fresh = _ids(BESIDE, fresh) - reached
        reached |= fresh
    return reached


def _ids(sql: str, ids: Iterable[UUID]) -> set[UUID]:
    return {row[0] for row in rows.told(sql, ids)}


def _persons(grouped: Grouped, before: Mapping[UUID, UUID], hand: Hand | None) -> dict[UUID, UUID]:
    """Who each record is about: the person of most of its group, where nobody has a better claim; or someone new."""
    claims: list[tuple[bool, int, str, UUID, frozenset[UUID]]] = []
    for members in grouped.groups:
        for person, held in Counter(before[record] for record in members if record in before).items():
            if hand and hand.record in members and person == hand.leaves:
                continue
            joined = bool(hand and hand.record in members and person == hand.joins)
            claims.append((not joined, -held, str(min(members)), person, members))
    named: dict[frozenset[UUID], UUID] = {}
    taken: set[UUID] = set()
    for *_, person, members in sorted(claims, key=lambda claim: (*claim[:3], str(claim[3]))):
        if members not in named and person not in taken:
            named[members] = person
            taken.add(person)
    made_at, new = clock.now(), {members: uuid4() for members in grouped.groups if members not in named}
    rows.add(Person, ({"id": person, "made_at": made_at} for person in new.values()))
    named |= new
    return {record: person for members, person in named.items() for record in members}


def _write(grouped: Grouped, before: Mapping[UUID, UUID], after: Mapping[UUID, UUID], hand: Hand | None) -> None:
    at = clock.now()
    moved = [record for record in after if before.get(record) != after[record]]
    if hand:
        _end([hand.record] if hand.record in moved else [], at, "person", hand.because)
    _end([record for record in moved if record in before], at, "rule", WENT_ALONG if hand else KNOWN_OTHERWISE)
    rows.add(Link, (_link(record, after[record], at, grouped, hand) for record in moved))


def _end(records: Iterable[UUID], at: dt.datetime, by: str, because: str) -> None:
    """End what is still open of these records' links."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE people_link SET ended_at = %s, ended_by = %s, ended_because = %s"
            " WHERE record_id = ANY (%s::uuid[]) AND ended_at IS NULL",
            [at, by, because, rows.array(records)],
        )


def _link(record: UUID, person: UUID, at: dt.datetime, grouped: Grouped, hand: Hand | None) -> rows.Row:
    link = {"id": uuid4(), "record_id": record, "person_id": person, "made_at": at}
    if hand and hand.record == record:
        return link | {"made_by": "person", "rule": "by hand", "evidence": [hand.because], "by_user_id": hand.by.pk}
    reason = grouped.reasons.get(record)
    rule, words = (reason.rule, list(reason.words)) if reason else ("alone", [])
    return link | {"made_by": "rule", "rule": rule, "evidence": words, "by_user_id": None}


def _ask(grouped: Grouped, touched: set[UUID], model: str) -> None:
    """Open what a person must look at; close what no longer needs it. One open question for two persons.

    It shows the two records, and says why, as the rules choose now, not as the first file had it: else it is asked anew.
    """
    group_of = {record: place for place, members in enumerate(grouped.groups) for record in members}
    wanted = {frozenset((group_of[ask.a], group_of[ask.b])): ask for ask in grouped.asks}
    at, over, standing = clock.now(), [], set()
    for question, a, b, why, parts, is_open in rows.told(STANDING_QUESTIONS, touched):
        two = frozenset((group_of[a], group_of[b]))
        ask = wanted.get(two)
        by_hand = json.loads(why)[:1] == [BY_HAND] and len(two) > 1
        if is_open and not by_hand and (ask is None or _said(ask) != (a, b, json.loads(why), json.loads(parts))):
            over.append(question)
        else:
            standing.add(two)
    Question.objects.filter(pk__in=over).update(answered_at=at, answer="no_longer_asked")
    asked = [ask for two, ask in wanted.items() if two not in standing]
    rows.add(Question, (_question(ask, at, model) for ask in asked))


def _question(ask: Ask, at: dt.datetime, model: str) -> rows.Row:
    asked = {"id": uuid4(), "record_a_id": ask.a, "record_b_id": ask.b, "why": ask.why, "asked_at": at}
    return asked | {"weight": ask.weight, "parts": dict(ask.parts), "model": model if ask.parts else ""}


def _said(ask: Ask) -> tuple[UUID, UUID, list[str], dict[str, float]]:
    return ask.a, ask.b, list(ask.why), dict(ask.parts)
