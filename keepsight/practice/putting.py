"""How an act becomes an entry: of the person's own agency, on its thread, and the patterns asked at once."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from uuid import UUID

from keepsight.access.models import User
from keepsight.chronology.actions import Source
from keepsight.chronology.acts import behind, people_in
from keepsight.intake.drafts import DetailValue, DraftEntry, Level, When
from keepsight.people.models import Record
from keepsight.people.queries import records_of
from keepsight.prompts.actions import append_and_ask
from keepsight.store import clock

_LEVELS: tuple[Level, ...] = ("standard", "restricted", "sealed")


def closest(levels: Iterable[str]) -> Level:
    """The most closely kept of these levels: what is said of several things is read by no more people than each of them."""
    told = set(levels)
    return next(level for level in reversed(_LEVELS) if level in told)


def level_of(spoken_of: Collection[UUID]) -> Level:
    """The level of what is said of these entries: no lower than that of any of them; standard where it is said of none."""
    return closest(["standard", *(one.level for one in behind(spoken_of).values())])


def draft_of(kind: str, says: str, details: Mapping[str, DetailValue], level: Level, author: User) -> DraftEntry:
    """What somebody says now, as an entry about the child."""
    now = clock.now()
    return DraftEntry(
        kind,
        When(now.date(), now.date(), "minute", at=now),
        (("the child", "child"),),
        details=dict(details),
        narrative=says.strip(),
        recorded_on=now.date(),
        basis="opinion",
        professional=author.name,
        level=level,
    )


def put(
    draft: DraftEntry,
    child: UUID,
    thread: UUID,
    by: User,
    corrects: UUID | None = None,
    beside: Mapping[str, UUID] | None = None,
) -> UUID:
    """The entry's id, now that the patterns have been asked of everybody it bears on.

    `beside` are others whom the draft is about, by its word for each. What takes the place of an entry is about the same people.
    """
    now = clock.now()
    source = Source(by.agency_id, now.date(), now, by=by)
    records = {ref: _record(person, by) for ref, person in {"the child": child, **(beside or {})}.items()}
    if corrects:
        people = people_in(corrects)
        draft = replace(draft, people=tuple((str(record), role) for record, role in people))
        records = {str(record): record for record, _ in people}
    return append_and_ask(draft, records=records, source=source, corrects=corrects, thread=thread)[0]


def _record(person: UUID, by: User) -> UUID:
    """The record of a person that the entry hangs on: of the writer's own agency, if it has one."""
    records = Record.objects.filter(id__in=records_of([person])[person])
    own = records.filter(agency=by.agency_id).order_by("id").first()
    return (own or records.earliest("id")).id
