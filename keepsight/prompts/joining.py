"""Records joined or parted by people: the patterns are asked again of every child whose records changed. No entry moves.

Whoever was shown something of a child from whom a record goes is told, by `people`, whoever or whatever parts them.
"""

from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

from django.db import transaction

from keepsight.access.models import User
from keepsight.access.sight import THE_MACHINE, seeing
from keepsight.chronology.queries import children_touched
from keepsight.chronology.sharing import bring_back
from keepsight.errors import WrongUse
from keepsight.people import judging, queries
from keepsight.people.actions import end_link, link_everyone
from keepsight.people.adopted import adopt
from keepsight.people.judging import Judged
from keepsight.people.matching.model import Model
from keepsight.people.models import Link
from keepsight.prompts.actions import left_behind
from keepsight.prompts.kept import ask
from keepsight.prompts.receiving import one_at_a_time
from keepsight.store import clock


@transaction.atomic
@seeing(THE_MACHINE)
def judge(question: UUID, judged: Judged, *, by: User) -> bool:
    """Keep a judge's answer to a pair, and ask the patterns again if it was decided by it. Whether records were joined or parted.

    Raises WrongUse as `people.judging.judge` does; then nothing has changed.
    """
    one_at_a_time()
    changed = judging.judge(question, judged, by=by)
    _ask_again(changed)
    return bool(changed)


@transaction.atomic
@seeing(THE_MACHINE)
def part(child: UUID, record: UUID, *, by: User, because: str) -> UUID:
    """Part a record from a child: no entry moves. Whom the record is about now.

    The patterns are asked again, and everybody who was shown something of the child while the record stood there is told. Raises
    WrongUse without a reason, or where the record does not stand there, or stands alone.
    """
    one_at_a_time()
    link = Link.objects.filter(person=child, record=record, ended_at=None).first()
    if link is None:
        raise WrongUse("That record does not stand here any more", next_step="Open the page again.")
    beside = queries.records_of([child])[child]
    whose = end_link(link.pk, by=by, because=because)
    _ask_again(beside)
    return whose


@transaction.atomic
@seeing(THE_MACHINE)
def take_back(act: UUID, *, by: User, because: str) -> None:
    """Take back an act of joining or parting, and ask the patterns again: no entry moves.

    Whoever was shown something of a child while a record stood there that goes from it now is told. Raises WrongUse as
    `people.judging.take_back` does.
    """
    one_at_a_time()
    _ask_again(judging.take_back(act, by=by, because=because))


@transaction.atomic
@seeing(THE_MACHINE)
def link_again() -> frozenset[UUID]:
    """Link all records anew, by rule, and ask the patterns again of whoever changed by it. Every record of those."""
    one_at_a_time()
    changed = link_everyone()
    _ask_again(changed)
    return changed


@transaction.atomic
@seeing(THE_MACHINE)
def adopt_and_link(written: Mapping[str, Any], *, because: str) -> tuple[Model, frozenset[UUID]]:
    """Let a trained model weigh from here on, and link all records anew by it: the model, and every record that changed by it.

    Raises WrongUse as `people.adopted.adopt` does; then nothing has changed.
    """
    one_at_a_time()
    model = adopt(written, because=because)
    return model, link_again()


def _ask_again(records: Collection[UUID]) -> None:
    if not records:
        return
    now = clock.now()
    after = children_touched(records)
    ask(after | left_behind(records, after), clock.today())
    bring_back(after, since=now)
