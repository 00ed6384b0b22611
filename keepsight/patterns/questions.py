"""The kinds of question a sheet can ask, as its words and numbers: count, awaited, silence, then, omission, cycle, share,
change.

Each says which sets of terms it reads and what part each plays (columns.md names the parts). It knows nothing of SQL, nor of
how a sheet is written (`reading.py`).
"""

from collections.abc import Iterator
from dataclasses import dataclass

from keepsight.clocks import Window
from keepsight.patterns.terms import CONTACT, Terms

TIES = ("thread", "matter", "child")
"""What an answer must share with what it answers: their thread where both have one of one sector; their thread, whosever
both are (people of several agencies act on one matter here); or only the child."""

APART = ("agencies", "services", "kinds", "matters")
"""What a count can ask to be distinct. Kinds are what the entries count as: the word a term gives them, or their kind.
Matters are threads: what is told twice on one thread is one matter."""


@dataclass(frozen=True, slots=True)
class Part:
    """A set of terms in the part it plays. `pair` tells apart several sets in one part; 0 where there is one."""

    name: str
    terms: Terms
    pair: int = 0


@dataclass(frozen=True, slots=True)
class InARow:
    """Something on `times` known days, with nothing counted on or between them."""

    of: Terms
    times: int


@dataclass(frozen=True, slots=True)
class PartOf:
    """What is counted must be at least `part` in `whole` of these (1 in 3), over the same window."""

    of: Terms
    part: int
    whole: int


@dataclass(frozen=True, slots=True)
class Open:
    """What opens a stretch, and what closes it."""

    opened: Terms
    closed: Terms


@dataclass(frozen=True, slots=True)
class Count:
    """`at_least` of these alive at once. 0 of agencies, services, kinds or matters: it does not matter from how many.

    `including` are words that entries count as: one of what is alive must be among them. Empty: it does not matter.
    `counts_after`: an entry counts only once so long has passed, if nothing has spent it or put it right by then.
    `beside`: one of these must be alive too. No until spends it, and it is not counted. Empty: nothing else need stand.
    """

    of: Terms
    at_least: int
    within: Window
    agencies: int = 0
    services: int = 0
    kinds: int = 0
    matters: int = 0
    counts_after: Window | None = None
    including: tuple[str, ...] = ()
    different_days: bool = False
    until: Terms = ()
    until_in_a_row: InARow | None = None
    put_right_by: Terms = ()
    share: PartOf | None = None
    beside: Terms = ()
    while_nothing_open: tuple[Open, ...] = ()

    def parts(self) -> Iterator[Part]:
        """The sets it reads."""
        row, share = self.until_in_a_row, self.share
        named = {
            "counted": self.of,
            "until": self.until,
            "in_a_row": row.of if row else (),
            "put_right": self.put_right_by,
            "compared": share.of if share else (),
            "beside": self.beside,
        }
        yield from (Part(name, terms) for name, terms in named.items() if terms)
        yield from _pairs(self.while_nothing_open)


@dataclass(frozen=True, slots=True)
class Awaited:
    """After any of these, not all of those within the window: one of each set that it expects.

    After `after_while_open` too, but only where something of `while_open` stands open for the child on the day.

    The window runs from the last of `counts_from` on the same thread by then, for the first that awaits after it; for any
    other, and where there is none, from what awaits it. `of_longest`: it is asked only of the agency that has been in contact
    with the child for longest, and for so long by then. `of_pregnancy`: it is asked of a child not yet born; nothing runs out
    before so much of the pregnancy is over, what came earlier in it answers too, and the birth ends it.
    """

    after: Terms
    expects: tuple[Terms, ...]
    within: Window
    tie: str
    counts_from: Terms = ()
    of_longest: Window | None = None
    of_pregnancy: Window | None = None
    after_while_open: Terms = ()
    while_open: tuple[Open, ...] = ()

    def parts(self) -> Iterator[Part]:
        """The sets it reads. Of what awaits the first pair does always, the second only while something stands open."""
        if self.after:
            yield Part("awaited", self.after)
        if self.after_while_open:
            yield Part("awaited", self.after_while_open, 1)
        yield from _pairs(self.while_open)
        yield from (Part("answered", terms, number) for number, terms in enumerate(self.expects))
        if self.counts_from:
            yield Part("counted_from", self.counts_from)
        if self.of_longest:
            yield Part("in_contact", CONTACT)


@dataclass(frozen=True, slots=True)
class Silence:
    """While something is open, nothing of this for the length of the window.

    `heard`: each sets the clock going again. Empty: only what closes it ends it.
    `on_record`: nothing is open for it before one of these was on record. Empty: it does not matter what was.
    """

    while_open: tuple[Open, ...]
    within: Window
    heard: Terms = ()
    on_record: Terms = ()

    def parts(self) -> Iterator[Part]:
        """The sets it reads."""
        if self.heard:
            yield Part("heard", self.heard)
        yield from _pairs(self.while_open)
        if self.on_record:
            yield Part("on_record", self.on_record)


@dataclass(frozen=True, slots=True)
class Then:
    """After any of these, any of those on a later day within the window, and no until since the first of them."""

    first: Terms
    then: Terms
    within: Window
    until: Terms = ()

    def parts(self) -> Iterator[Part]:
        """The sets it reads."""
        yield Part("first", self.first)
        yield Part("then", self.then)
        if self.until:
            yield Part("until", self.until)


@dataclass(frozen=True, slots=True)
class Omission:
    """Any of these events states something, but not the word of something held: on record by its day, within the window."""

    event: Terms
    held: Terms
    within: Window
    until: Terms = ()

    def parts(self) -> Iterator[Part]:
        """The sets it reads."""
        yield Part("event", self.event)
        yield Part("held", self.held)
        if self.until:
            yield Part("until", self.until)


@dataclass(frozen=True, slots=True)
class Cycle:
    """`at_least` rounds, each of this and then that on a later day within `each_within`, on one thread; counted over `within`.

    An `until` spends the rounds of its thread. So does a `lasting` that comes once the time for a round is over, with no that
    since: only what somebody saw shows that it lasts.
    """

    this: Terms
    that: Terms
    at_least: int
    each_within: Window
    within: Window
    until: Terms = ()
    lasting: Terms = ()

    def parts(self) -> Iterator[Part]:
        """The sets it reads."""
        named = {"this": self.this, "that": self.that, "until": self.until, "lasting": self.lasting}
        yield from (Part(name, terms) for name, terms in named.items() if terms)


@dataclass(frozen=True, slots=True)
class Share:
    """At each event: of the entries within the window before it, are `part` in `whole` such as `meets` asks, or fewer?

    Looked at are those of `of`; `other` are the ones known not to meet it. What is neither is not known, and weighs on neither
    side. `at_least` so many must be known. `fewer`: less than that part must meet it; else at least that part.
    `since`: only entries since the last of these on the event's thread. `stands_for`: how long an answer stands. None: until the
    next event is answered otherwise, or an `until` comes within what is looked at or later.
    """

    event: Terms
    of: Terms
    meets: Terms
    other: Terms
    part: int
    whole: int
    fewer: bool
    at_least: int
    within: Window
    since: Terms = ()
    stands_for: Window | None = None
    until: Terms = ()

    def parts(self) -> Iterator[Part]:
        """The sets it reads. Whatever meets it or does not is among what is looked at."""
        named = {
            "event": self.event,
            "looked_at": (*self.of, *self.meets, *self.other),
            "meeting": self.meets,
            "other": self.other,
            "since": self.since,
            "until": self.until,
        }
        yield from (Part(name, terms) for name, terms in named.items() if terms)


@dataclass(frozen=True, slots=True)
class Change:
    """`events` after each of which no fewer of these came within the window than before it, and at least `at_least`.

    Each counts for `counts_for`, or until an `until` comes, or a later event is known to have been followed by fewer.
    """

    event: Terms
    measured: Terms
    at_least: int
    events: int
    within: Window
    counts_for: Window
    until: Terms = ()

    def parts(self) -> Iterator[Part]:
        """The sets it reads."""
        named = {"event": self.event, "measured": self.measured, "until": self.until}
        yield from (Part(name, terms) for name, terms in named.items() if terms)


Question = Count | Awaited | Silence | Then | Omission | Cycle | Share | Change


def windows(asks: Question) -> Iterator[Window]:
    """Every length of time that a question counts in."""
    yield asks.within
    if isinstance(asks, Count) and asks.counts_after:
        yield asks.counts_after
    if isinstance(asks, Cycle):
        yield asks.each_within
    if isinstance(asks, Change):
        yield asks.counts_for
    if isinstance(asks, Share) and asks.stands_for:
        yield asks.stands_for
    if isinstance(asks, Awaited) and asks.of_longest:
        yield asks.of_longest
    if isinstance(asks, Awaited) and asks.of_pregnancy:
        yield asks.of_pregnancy


def _pairs(opens: tuple[Open, ...]) -> Iterator[Part]:
    for number, pair in enumerate(opens):
        yield Part("opened", pair.opened, number)
        yield Part("closed", pair.closed, number)
