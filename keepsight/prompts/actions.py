"""The one verb that crosses the rooms, and the keeping of what patterns answer."""

import datetime as dt
from collections.abc import Callable, Collection, Mapping
from pathlib import Path
from uuid import UUID

from django.db import transaction

from keepsight.access.models import User
from keepsight.access.sight import THE_MACHINE, seeing
from keepsight.chronology.actions import Source, append, take_figures
from keepsight.chronology.queries import children_touched
from keepsight.chronology.sharing import bring_back
from keepsight.errors import WrongUse
from keepsight.intake.actions import keep_file, note_decision
from keepsight.intake.drafts import DraftEntry
from keepsight.intake.models import Document, OfferedFact
from keepsight.intake.queries import FactShown, facts
from keepsight.people.actions import link_records
from keepsight.people.in_sight import children_among
from keepsight.people.queries import persons_once_of
from keepsight.people.staff import look_for_staff
from keepsight.prompts.asking import in_turns
from keepsight.prompts.grown import grown, note_asked
from keepsight.prompts.in_force import sheets
from keepsight.prompts.kept import ask
from keepsight.prompts.models import OpenClock, Prompt, Untold
from keepsight.prompts.receiving import Crossing, Received, read_in
from keepsight.store import clock

# So many people, or children to ask, are worth a fresh look at the tables first: a look takes about a second, and a planner
# that believes the tables empty (after an import that was cut short it does) may take minutes.
MANY = 20


def receive(
    path: Path,
    *,
    agency: str | None = None,
    format_name: str | None = None,
    as_at: dt.date | None = None,
    dry_run: bool = False,
    by: User | None = None,
    weigh: Callable[[Crossing], None] = lambda crossing: None,
    progress: Callable[[int], None] = lambda rows: None,
) -> Received:
    """Take a file in: read, linked, appended, asked and kept, in one transaction. What became of its rows.

    `weigh` is told the whole of it once it is read, and may refuse it (`doubts.only_with_a_reason`).
    Raises RefusedFile where the file as a whole cannot be read, WrongUse where nobody says whose it is, BrokenPromise
    where its rows do not add up. Then, and with `dry_run`, nothing has changed.
    """
    with transaction.atomic():
        with seeing(THE_MACHINE):
            crossing = read_in(
                path, agency=agency, format_name=format_name, as_at=as_at, by=by, progress=progress, weigh=weigh
            )
            _link_and_ask(crossing)
        if dry_run:
            transaction.set_rollback(True)
        else:
            keep_file(path, crossing.receipt.sha256)
        return crossing.received()


@transaction.atomic
@seeing(THE_MACHINE)
def append_and_ask(
    draft: DraftEntry,
    *,
    records: Mapping[str, UUID],
    source: Source,
    corrects: UUID | None = None,
    thread: UUID | None = None,
) -> tuple[UUID, list[Prompt]]:
    """Append one entry, ask the patterns of every child it bears on, and keep what they answer, in one transaction.

    The entry's id, and the prompts of those children that hold now.
    """
    entry = append(draft, records=records, source=source, corrects=corrects, thread=thread)
    children = children_touched(records.values())
    ask(children, source.received_at.astimezone(clock.LONDON).date())
    bring_back(children, since=source.received_at)
    return entry, list(Prompt.objects.filter(child_id__in=children, ended_on__isnull=True, withdrawn_at__isnull=True))


@transaction.atomic
@seeing(THE_MACHINE)
def decide_facts(
    document: Document, *, confirmed: Collection[int], declined: Mapping[int, str], by: User
) -> list[UUID]:
    """Say what becomes of facts that a document offers, by their numbers; the ids of the entries that were made.

    A confirmed fact becomes an entry of the agency that sent the document, and then the patterns are asked of every child it
    bears on. A declined one keeps the reason. All of it is one transaction. Raises WrongUse for a fact that is not offered
    there, that was decided on before, or that is declined without a reason; then nothing has changed.
    """
    if declined.keys() & set(confirmed):
        raise WrongUse("A fact is both confirmed and declined", next_step="Choose one of the two.")
    offered = {one.number: one for one in facts(document.id)}
    for number in (*confirmed, *declined):
        _refuse_decided(offered.get(number), again=number in confirmed)
    for number, because in declined.items():
        if not because.strip():
            raise WrongUse("A fact is declined without a reason", next_step="Say why it is not so.")
        note_decision(OfferedFact(offered[number].id), by=by, because=because.strip())
    touched: set[UUID] = set()
    now = clock.now()
    entries = [_confirm(document, offered[number], touched, by) for number in sorted(confirmed)]
    children = children_touched(touched)
    ask(children, clock.today())
    bring_back(children, since=now)
    return entries


def ask_open_clocks(on: dt.date) -> int:
    """Ask of every child one of whose clocks has run out by `on`. How many they were.

    Of everybody, where some were asked as of a day that has not come: then the machine's clock was ahead, and what that made
    begin or end, and each child's own clock, are put right. Of everybody, too, where the library has grown since. Some at a
    time, each in a transaction of its own: whoever writes about a child waits for those that are asked with it.
    """
    ahead = Prompt.objects.filter(as_at__gt=on, ended_on__isnull=True, withdrawn_at__isnull=True).exists()
    due = OpenClock.objects.filter(runs_out_on__lte=on).values_list("child_id", flat=True)
    new = grown()
    asked = sorted(children_among(None) if ahead or new else due)
    for some in in_turns(asked):
        ask(some, on)
    if new:
        note_asked(len(asked))
    return len(asked)


def _link_and_ask(crossing: Crossing) -> None:
    now = crossing.source.received_at
    linked = link_records(crossing.touched)
    many = len(crossing.touched) >= MANY
    if many:
        take_figures()
    look_for_staff(crossing.touched)
    after = children_touched(crossing.touched | linked)
    asked = (
        after | left_behind(crossing.touched | linked, after) | waiting_for(crossing.covered, crossing.sender.sector)
    )
    if not many and len(asked) >= MANY:
        take_figures()
    ask(asked, now.date())
    bring_back(after, since=now)


def _refuse_decided(fact: FactShown | None, *, again: bool) -> None:
    """What was declined may still be confirmed; nothing else is decided on twice."""
    if fact is None:
        raise WrongUse("This document offers no such fact", next_step="Open the record again.")
    if fact.entry_id is not None or (fact.because and not again):
        raise WrongUse(
            "Somebody has decided on this fact already", next_step="Open the record again to see what they said."
        )


def _confirm(document: Document, fact: FactShown, touched: set[UUID], by: User) -> UUID:
    records = {ref: UUID(ref) for ref, _ in fact.entry.people}
    numbers = ", ".join(str(number) for number in fact.passages)
    source = Source(
        agency=document.agency_id,
        as_at=document.receipt.as_at,
        received_at=clock.now(),
        receipt=document.receipt,
        by=by,
        place=f"{'passage' if len(fact.passages) == 1 else 'passages'} {numbers}",
    )
    entry = append(fact.entry, records=records, source=source)
    note_decision(OfferedFact(fact.id), by=by, entry=entry)
    touched.update(records.values())
    return entry


def waiting_for(kinds: Collection[str], sector: str) -> set[UUID]:
    """The children of whom a feed may now tell what it could not: of whom a pattern that needs these kinds could not
    tell, and those with a prompt of it that stands, which may have ended since or gone on."""
    needing = [
        sheet.name
        for sheet in sheets().values()
        if any(sector in need.sectors and not set(need.kinds).isdisjoint(kinds) for need in sheet.needs)
    ]
    standing = Prompt.objects.filter(pattern__in=needing, ended_on__isnull=True, withdrawn_at__isnull=True)
    untold = Untold.objects.filter(pattern__in=needing)
    return {*standing.values_list("child_id", flat=True), *untold.values_list("child_id", flat=True)}


def left_behind(records: Collection[UUID], after: frozenset[UUID]) -> set[UUID]:
    """Children who lost these records to another person, whichever file they came by, and of whom something is still kept:
    they must be asked about once more."""
    left = persons_once_of(records) - after
    of_them = (
        Prompt.objects.filter(child_id__in=left, withdrawn_at__isnull=True),
        Untold.objects.filter(child_id__in=left),
        OpenClock.objects.filter(child_id__in=left),
    )
    return {child for kept in of_them for child in kept.values_list("child_id", flat=True)}
