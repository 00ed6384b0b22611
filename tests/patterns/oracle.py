"""The oracle: the same questions in plain, slow Python, written from the meaning of the shapes and not from their SQL.

It walks from day to day and asks each time, from scratch, what is true at the end of that day. It knows no deltas, no
windows of rows and no joins. One function a shape.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from uuid import UUID

from keepsight.clocks.pregnancy import Birth
from keepsight.patterns.answers import CANNOT_TELL, HOLDS, Answer
from keepsight.patterns.coverage import Told
from keepsight.patterns.questions import Count, Omission, Silence, Then
from keepsight.patterns.sheets import Sheet
from tests.patterns.asked import Asked, Clock, Stretch, open_stretches, outside_the_calendar, runs
from tests.patterns.awaiting import awaited
from tests.patterns.changes import change
from tests.patterns.cycles import cycle
from tests.patterns.histories import Entry, History
from tests.patterns.shares import share


def ask(sheets: Iterable[Sheet], history: History, told: list[Told], clock: Clock) -> list[Answer]:
    """Every answer for every child, in the order of `gather`."""
    shapes = {
        "count": count,
        "awaited": awaited,
        "silence": silence,
        "then": then,
        "omission": omission,
        "cycle": cycle,
        "share": share,
        "change": change,
    }
    lives: dict[UUID, list[Entry]] = defaultdict(list)
    as_of = history.as_of
    for entry in history.entries:
        if entry.day_to is not None and entry.day_to <= as_of:
            lives[entry.child].append(entry)
    spells: dict[tuple[UUID, str], list[tuple[date, date]]] = defaultdict(list)
    for row in told:
        spells[row.child, row.pattern].append((row.from_day, row.to_day))
    answers: list[Answer] = []
    for child, own in lives.items():
        for sheet in sheets:
            # Where feeds tell nothing, nothing is asked of the birth either.
            birth = history.births.get(child, Birth()) if spells[child, sheet.name] else Birth()
            answers += shapes[sheet.shape](Asked(sheet, child, own, spells[child, sheet.name], as_of, clock, birth))
    return sorted(answers, key=lambda answer: (answer.pattern, answer.child, answer.began_on, answer.anchor))


# ---------------------------------------------------------------- count


def count(asked: Asked) -> Iterator[Answer]:
    """n or more alive at once, from k or more distinct."""
    asks = asked.sheet.asks
    assert isinstance(asks, Count)
    counted, compared = asked.those(asks.of), asked.those(asks.share.of if asks.share else ())
    beside = asked.those(asks.beside)
    lives = _Lives(asked, asks, counted)
    closed = [entry for entry in counted if not lives.may_be_open_on(entry)]
    yield from outside_the_calendar(asked, closed, "counted", lambda e: lives.start(e) and asked.gone(e.day_from))
    days = asked.days_that_matter(counted + compared + beside + lives.others)
    days = sorted({*days, *(start for e in counted if (start := lives.start(e)) and start <= asked.as_of)})

    def holds(day: date) -> bool:
        stands = not asks.beside or any(lives.beside(one, day) for one in beside)
        return stands and _enough(asked, lives, asks, counted, compared, day)

    for began_on, ended_on in runs(days, holds):
        held = [day for day in days if began_on <= day and (ended_on is None or day < ended_on)]
        alive = [entry for entry in counted if lives.on(entry, began_on)]
        alive += [entry for entry in beside if lives.beside(entry, began_on)]
        shown = [(entry, "counted") for entry in counted if any(lives.on(entry, day) for day in held)]
        shown += [(entry, "compared") for entry in compared if any(lives.on(entry, day, False) for day in held)]
        shown += [(entry, "beside") for entry in beside if any(lives.beside(entry, day) for day in held)]
        anchor = min(alive, key=lambda entry: (-(lives.start(entry) or entry.day_to).toordinal(), entry.entry))
        most = max(_alive_at_once(lives, asks, counted, day) for day in held)
        known = not asked.sheet.needs or asked.told_throughout(min(entry.day_from for entry in alive), began_on)
        yield asked.answer(HOLDS if known else CANNOT_TELL, began_on, ended_on, anchor, most, shown, alive)


class _Lives:
    """Whether an entry counts on a day."""

    def __init__(self, asked: Asked, asks: Count, counted: list[Entry]) -> None:
        self._asked, self._counted, self._after = asked, counted, asks.counts_after
        self._stretches = list(open_stretches(asked, asks.while_nothing_open))
        self._rights = asked.those(asks.put_right_by)
        until = asked.those(asks.until)
        runs_ = [(day, day) for day in self._long_runs(asks)]
        self._spenders = (
            [(entry.day_from, entry.day_to) for entry in until]
            + runs_
            + [(entry.day_from, entry.day_to) for entry, _, _ in self._stretches]
        )
        self.others = until + self._rights + asked.those(asks.until_in_a_row.of if asks.until_in_a_row else ())
        self.others += [entry for entry, _, _ in self._stretches]

    def start(self, entry: Entry) -> date | None:
        """The day from which it counts, if nothing has spent it by then. None: nobody can tell."""
        return self._asked.clock(self._after, entry.day_to) if self._after else entry.day_to

    def on(self, entry: Entry, day: date, put_right: bool = True) -> bool:
        """It counts if it would whichever of its days it happened on."""
        start, gone = self.start(entry), self._asked.gone(entry.day_from)
        if start is None or gone is None or not start <= day < gone or self.may_be_open_on(entry):
            return False
        if any(first >= entry.day_from and last <= day for first, last in self._spenders):
            return False
        return not (put_right and any(self._rights_it(other, entry, day) for other in self._rights))

    def beside(self, entry: Entry, day: date) -> bool:
        """Whether what must stand beside does: nothing spends it and nothing puts it right."""
        gone = self._asked.gone(entry.day_from)
        return gone is not None and entry.day_to <= day < gone and not self.may_be_open_on(entry)

    def may_be_open_on(self, entry: Entry) -> bool:
        """Whether something may have been open on a day that may have been the entry's."""
        return any(
            opened.day_from <= entry.day_to and (closed_on is None or closed_on > entry.day_from)
            for opened, _, closed_on in self._stretches
        )

    @staticmethod
    def _rights_it(other: Entry, entry: Entry, day: date) -> bool:
        tied = other.thread is not None and other.thread in (entry.thread, entry.entry)
        return tied and other.day_from >= entry.day_from and other.day_to <= day

    def _long_runs(self, asks: Count) -> Iterator[date]:
        """The known days on which a run is long enough, nothing counted having touched it."""
        if not asks.until_in_a_row:
            return
        row = asks.until_in_a_row
        days = sorted({entry.day_to for entry in self._asked.those(row.of) if entry.day_from == entry.day_to})
        for position, day in enumerate(days):
            first = position - row.times + 1
            if first >= 0 and not any(e.day_from <= day and e.day_to >= days[first] for e in self._counted):
                yield day


def _enough(asked: Asked, lives: _Lives, asks: Count, counted: list[Entry], compared: list[Entry], day: date) -> bool:
    alive = [entry for entry in counted if lives.on(entry, day)]
    ever = [entry for entry in counted if lives.on(entry, entry.day_to)]
    days = _different_days(ever) if asks.different_days else {}
    words = {asked.counts_as(asks.of, entry) for entry in alive}
    enough = (
        len(alive) >= asks.at_least
        and len({entry.agency for entry in alive} - {None}) >= asks.agencies
        and len({entry.service for entry in alive} - {None}) >= asks.services
        and len(words) >= asks.kinds
        and len({entry.thread or entry.entry for entry in alive}) >= asks.matters
        and (not asks.including or bool(words & set(asks.including)))
        and (not asks.different_days or len({days[e.entry] for e in alive} - {None}) >= asks.at_least)
    )
    if not enough or not asks.share:
        return enough
    matters = {entry.thread or entry.entry for entry in alive}
    of_these = {entry.thread or entry.entry for entry in compared if lives.on(entry, day, False)}
    return len(matters) * asks.share.whole >= len(of_these) * asks.share.part


def _alive_at_once(lives: _Lives, asks: Count, counted: list[Entry], day: date) -> int:
    """How many count on a day; where days are counted apart, on how many different days they stand."""
    alive = [entry for entry in counted if lives.on(entry, day)]
    if not asks.different_days:
        return len(alive)
    days = _different_days([entry for entry in counted if lives.on(entry, entry.day_to)])
    return len({days[entry.entry] for entry in alive} - {None})


def _different_days(entries: list[Entry]) -> dict[UUID, date | None]:
    """The day each is known to stand on, apart from the others: its own, or none where its range reaches an earlier one."""
    days: dict[UUID, date | None] = {}
    before: date | None = None
    for entry in sorted(entries, key=lambda e: (e.day_to, -e.day_from.toordinal(), e.entry)):
        apart = entry.day_from == entry.day_to or before is None or before < entry.day_from
        days[entry.entry] = entry.day_to if apart else None
        before = entry.day_to
    return days


# ---------------------------------------------------------------- silence


def silence(asked: Asked) -> Iterator[Answer]:
    """While something is open, nothing heard for a window."""
    asks = asked.sheet.asks
    assert isinstance(asks, Silence)
    stretches = [
        one
        for one in _on_record(asked, asks, open_stretches(asked, asks.while_open))
        if one[2] is None or one[2] > one[1]
    ]
    # One that several pairs open on one day is one.
    openings = {(e.entry, on): e for e, on, _ in stretches if not _open(stretches, on - timedelta(days=1))}
    for (_, on), entry in openings.items():
        if asked.gone(on) is None:
            visible = [(entry, "opened")]
            yield asked.answer(CANNOT_TELL, on, None, entry, (asked.as_of - on).days, visible, [entry])
    covers = [(entry, "heard", entry.day_from) for entry in asked.those(asks.heard)]
    covers += [(entry, "opened", on) for (_, on), entry in openings.items()]
    days = asked.days_that_matter([entry for entry, _, _ in stretches] + asked.those(asks.heard))

    def silent(day: date) -> bool:
        covered = any(max(e.day_to, start) <= day < (asked.gone(start) or date.min) for e, _, start in covers)
        return bool(_open(stretches, day)) and not covered

    for silent_on, ended_on in runs(days, silent):
        ran_out = [(e, part, on) for e, part, on in covers if asked.gone(on) == silent_on > max(e.day_to, on)]
        if ran_out:
            yield _silent_answer(asked, stretches, ran_out, silent_on, ended_on)


def _silent_answer(
    asked: Asked,
    stretches: list[Stretch],
    ran_out: list[tuple[Entry, str, date]],
    silent_on: date,
    ended_on: date | None,
) -> Answer:
    last = max(start for _, _, start in ran_out)
    anchor = min((entry for entry, _, start in ran_out if start == last), key=lambda entry: entry.entry)
    state, since_on, began_on = CANNOT_TELL, last, silent_on
    for first, end in sorted(asked.told):
        since = max(first, last)
        claim = silent_on if since == last else asked.gone(first)
        if claim and claim <= min(end, asked.as_of) and (ended_on is None or claim < ended_on):
            state, since_on, began_on = HOLDS, since, claim
            break
    shown = [(entry, part) for entry, part, _ in ran_out] + [(entry, "opened") for entry in _open(stretches, began_on)]
    days = ((ended_on or asked.told_until()) - since_on).days
    return asked.answer(state, began_on, ended_on, anchor, days, shown, [entry for entry, _ in shown])


def _open(stretches: list[Stretch], day: date) -> list[Entry]:
    return [e for e, on, closed_on in stretches if on <= day and (closed_on is None or day < closed_on)]


def _on_record(asked: Asked, asks: Silence, stretches: Iterable[Stretch]) -> Iterator[Stretch]:
    """The stretches from when the first of what must be on record was: it opens them as much as what was opened."""
    if not asks.on_record:
        yield from stretches
        return
    first = min(asked.those(asks.on_record), key=lambda entry: (entry.day_to, entry.entry), default=None)
    for entry, on, closed_on in stretches if first else ():
        for one in (entry, first):
            yield one, max(on, first.day_to), closed_on


# ---------------------------------------------------------------- then


def then(asked: Asked) -> Iterator[Answer]:
    """After this, that on a later day within the window, and no until since."""
    asks = asked.sheet.asks
    assert isinstance(asks, Then)
    firsts, untils = asked.those(asks.first), asked.those(asks.until)
    yield from outside_the_calendar(asked, firsts, "first")

    def spent(first: Entry, day: date) -> bool:
        return any(until.day_from >= first.day_from and until.day_to <= day for until in untils)

    pairs = [
        (first, later)
        for first in firsts
        for later in asked.those(asks.then)
        if first.day_to < later.day_from and later.day_to < (asked.gone(first.day_from) or date.min)
    ]
    days = asked.days_that_matter(firsts)
    for began_on, ended_on in runs(days, lambda day: any(b.day_to <= day and not spent(a, day) for a, b in pairs)):
        within = [(a, b) for a, b in pairs if began_on <= b.day_to and not spent(a, b.day_to)]
        within = [(a, b) for a, b in within if ended_on is None or b.day_to < ended_on]
        nearest = {b.entry: max(a.day_to for a, other in within if other is b) for _, b in within}
        shown = [(a, b) for a, b in within if a.day_to == nearest[b.entry]]
        begun = [(a, b) for a, b in shown if b.day_to == began_on]
        anchor = min((b for _, b in begun), key=lambda entry: entry.entry)
        measure = (began_on - max(a.day_to for a, _ in begun)).days
        known = not asked.sheet.needs or asked.told_throughout(min(a.day_from for a, _ in begun), began_on)
        parts = [(a, "first") for a, _ in shown] + [(b, "then") for _, b in shown]
        shows_it = [entry for pair in begun for entry in pair]
        yield asked.answer(HOLDS if known else CANNOT_TELL, began_on, ended_on, anchor, measure, parts, shows_it)


# ---------------------------------------------------------------- omission


def omission(asked: Asked) -> Iterator[Answer]:
    """An event that states something leaves out something that was on record by its day."""
    asks = asked.sheet.asks
    assert isinstance(asks, Omission)
    events, held, untils = asked.those(asks.event), asked.those(asks.held), asked.those(asks.until)
    yield from outside_the_calendar(asked, held, "held")

    def left_out(event: Entry, day: date) -> list[Entry]:
        """What an event did not state and nothing has stated, or made beside the point, by a day."""
        later = [other for other in events if other.day_from >= event.day_from and other.day_to <= day]
        ends = [until for until in untils if until.day_from >= event.day_from and until.day_to <= day]
        mended = {word for other in (*later, *ends) for word in other.states}
        ended = any(not until.states for until in ends)
        return [
            entry
            for entry in held
            if max(entry.day_to, entry.recorded_on) <= event.day_from
            and event.day_to < (asked.gone(entry.day_from) or date.min)
            and event.states
            and not ended
            and asked.counts_as(asks.held, entry) not in {*event.states, *mended}
        ]

    days = asked.days_that_matter(events)
    for began_on, ended_on in runs(days, lambda day: any(e.day_to <= day and left_out(e, day) for e in events)):
        inside = [e for e in events if began_on <= e.day_to and (ended_on is None or e.day_to < ended_on)]
        shown = {event.entry: (event, out) for event in inside if (out := left_out(event, event.day_to))}
        begun = [(event, out) for event, out in shown.values() if event.day_to == began_on]
        words = {asked.counts_as(asks.held, entry) for _, out in begun for entry in out}
        parts = [(event, "event") for event, _ in shown.values()]
        parts += [(entry, "held") for _, out in shown.values() for entry in out]
        anchor = min((event for event, _ in begun), key=lambda entry: entry.entry)
        yield asked.answer(HOLDS, began_on, ended_on, anchor, len(words), parts, [event for event, _ in begun])
