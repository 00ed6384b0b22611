"""A child, a parent or a carer says that an entry is not so. Part of `actions`.

The entry stays as it is: what is said against it is an entry of its own, shown beside it to whoever reads it, and so is what the
agency that holds it answers. What is wrong is put right by a correction, which is another entry again.
"""

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from keepsight.access.models import User
from keepsight.access.queries import sight
from keepsight.access.sharing import tell_of_dispute
from keepsight.access.sight import THE_MACHINE, seeing
from keepsight.chronology.actions import Source, append
from keepsight.chronology.models import EntryPerson
from keepsight.chronology.queries import chronology
from keepsight.chronology.sharing import bring_back, may_share
from keepsight.chronology.shown import EntryShown
from keepsight.errors import WrongUse
from keepsight.intake.drafts import DraftEntry, Role, When
from keepsight.store import clock

KIND = "entry.disputed"
WHO = {"child": "the child", "parent": "a parent", "carer": "a carer"}


@dataclass(frozen=True, slots=True)
class Saying:
    """Who disputes an entry (a word of WHO), on which day they said so, and in what words. `response`: what was answered."""

    by: str
    on: dt.date
    words: str
    response: str = ""


@transaction.atomic
@seeing(THE_MACHINE)
def dispute(child: UUID, entry: UUID, saying: Saying, *, by: User) -> UUID:
    """Append that an entry of a child is disputed; the id of what was appended. The agency that holds the entry hears of it.

    Raises WrongUse where `by` does not read the entry, where it is itself a dispute, or where it is not said who and what.
    """
    disputed = _read(child, entry, by)
    if saying.by not in WHO or not saying.words.strip() or not saying.on <= clock.today():
        raise WrongUse("Say who disputes it, on which day they said so, and in what words")
    if saying.response.strip() and not may_share(by, disputed):
        raise WrongUse("Only the agency that holds the entry answers", next_step="Leave the answer to them.")
    told = _append(disputed, saying, by=by)
    tell_of_dispute(child, disputed.id, holder=disputed.agency, by=by)
    bring_back([child], since=clock.now())
    return told


@transaction.atomic
@seeing(THE_MACHINE)
def answer_dispute(child: UUID, entry: UUID, answered: UUID, response: str, *, by: User) -> UUID:
    """Append what the agency that holds a disputed entry answers; the id of what was appended.

    Raises WrongUse where it is not for `by` to answer, or nothing is said.
    """
    disputed = _read(child, entry, by)
    said = next((one for one in disputed.disputes if one.id == answered), None)
    if said is None or not may_share(by, disputed):
        raise WrongUse("This is not for you to answer", next_step="The agency that holds the entry answers.")
    if not response.strip():
        raise WrongUse("Say what you answer")
    word = next(word for word, title in WHO.items() if title == said.by)
    told = _append(disputed, Saying(word, said.on, said.words, response), by=by, corrects=answered)
    tell_of_dispute(child, disputed.id, holder=disputed.agency, by=by)
    return told


def _read(child: UUID, entry: UUID, by: User) -> EntryShown:
    read = chronology(sight(by, clock.today()), child)
    found = next((one for one in read if one.id == entry and one.kind != KIND), None)
    if found is None:
        raise WrongUse("There is no such entry for you to dispute", next_step="Open the chronology again.")
    return found


def _append(disputed: EntryShown, saying: Saying, *, by: User, corrects: UUID | None = None) -> UUID:
    # Roles and levels come back from the log as text: it keeps no other words than theirs.
    about = EntryPerson.objects.filter(entry=disputed.id).values_list("record_id", "role")
    people: tuple[tuple[str, Role], ...] = tuple((str(record), role) for record, role in about)  # type: ignore[misc]
    of_child = saying.by == "child"
    draft = DraftEntry(
        KIND,
        When(saying.on, saying.on, "day", saying.on.isoformat()),
        people,
        details={
            "disputed_entry": str(disputed.id),
            "disputed_by": WHO[saying.by],
            "answered": saying.response.strip() or None,
        },
        narrative="" if of_child else saying.words.strip(),
        child_words=saying.words.strip() if of_child else None,
        basis="child" if of_child else "carer",
        level=disputed.level,
    )
    source = Source(by.agency_id, clock.today(), clock.now(), by=by)
    return append(draft, records={ref: UUID(ref) for ref, _ in people}, source=source, corrects=corrects)
