"""In whose turn the accounts of a matter stood, as far as the log can say: what replay needs to know what was on record on a day.

A file does not say when an agency changed what it had written. But what an agency stated as of a day stood on that day: so another
account of the matter took its place after the last day as of which the one before was stated, unless it says itself that it was
written later still.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from uuid import UUID

from keepsight.chronology.accounts import Account
from keepsight.chronology.shown import EntryShown
from keepsight.patterns.replaying.standing import Turn
from keepsight.store.clock import LONDON

A_DAY = dt.timedelta(days=1)


def turns(accounts: Iterable[Account], read: Mapping[UUID, EntryShown]) -> list[Turn]:
    """The turns of every matter that was told in more than one way. `read`: each account by its id, as it may be read."""
    matters: dict[UUID, list[Account]] = defaultdict(list)
    for one in accounts:
        matters[one.matter].append(one)
    return [turn for told in matters.values() if len(told) > 1 for turn in _turns(told, read)]


def _turns(told: Sequence[Account], read: Mapping[UUID, EntryShown]) -> Iterator[Turn]:
    yield from _as_stated([one for one in told if one.corrects is None], read)
    for one in told:
        if one.corrects is not None:
            since = _corrected_on(read[one.entry], read.get(one.corrects))
            yield Turn(one.entry, one.matter, since, _rank(one), one.corrects)


def _as_stated(told: Sequence[Account], read: Mapping[UUID, EntryShown]) -> Iterator[Turn]:
    """One turn for each stretch of days as of which files stated the same account.

    One that was only ever stated beside another, as of the same day, has a turn too: it stands for whoever knows no more.
    """
    last = {on: one for one in sorted(told, key=lambda one: one.content) for on in one.stated}
    before: dt.date | None = None
    for one, days in groupby(sorted(last), key=last.__getitem__):
        written, until = read[one.entry].recorded_on, max(days)
        since = max(written, before + A_DAY) if before else written
        yield Turn(one.entry, one.matter, since, (until, one.content))
        before = until
    for one in set(told) - set(last.values()):
        yield Turn(one.entry, one.matter, read[one.entry].recorded_on, _rank(one))


def _rank(one: Account) -> tuple[dt.date, UUID]:
    return max(one.stated, default=dt.date.min), one.content


def _corrected_on(correction: EntryShown, corrected: EntryShown | None) -> dt.date:
    """When it took the other's place: when it was written. Where that is not said, when it came in.

    Whoever says what a guess should have been only reads the words that stood there: their reading counts as those words do.
    """
    if correction.recorded_how == "stated" or (corrected and corrected.guessed_by):
        return correction.recorded_on
    return correction.received_at.astimezone(LONDON).date()
