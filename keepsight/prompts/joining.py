"""Records joined or parted by people: the patterns are asked again of every child whose records changed. No entry moves."""

from collections.abc import Collection
from uuid import UUID

from django.db import transaction

from keepsight.access.models import User
from keepsight.access.sight import THE_MACHINE, seeing
from keepsight.chronology.queries import children_touched
from keepsight.chronology.sharing import bring_back
from keepsight.people import judging
from keepsight.people.judging import Judged
from keepsight.prompts.actions import ask, left_behind
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


def _ask_again(records: Collection[UUID]) -> None:
    if not records:
        return
    now = clock.now()
    after = children_touched(records)
    ask(after | left_behind(records, after), clock.today())
    bring_back(after, since=now)
