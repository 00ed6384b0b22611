"""The rule of a pattern in words that a safeguarding lead can check: made out of the sheet, so that there is no second copy of it.

rule_in_words(sheets["repeat-missing"].asks)
["Counted is each of these: Reported missing.", "Each counts from its day for 90 days. It holds on each day on which at least 3 …"]
"""

from collections.abc import Iterator, Sequence

from keepsight.patterns.questions import (
    Awaited,
    Change,
    Count,
    Cycle,
    Omission,
    Open,
    Question,
    Share,
    Silence,
    Then,
)
from keepsight.patterns.sheets import Sheet
from keepsight.patterns.terms import Term, Terms
from keepsight.vocabulary import KINDS, SECTORS

OF_AGES = {
    "under_6_months": "under 6 months",
    "6_months_to_4": "from 6 months to 4 years",
    "5_to_11": "5 to 11",
    "12_to_15": "12 to 15",
    "16_or_older": "16 or older",
}
OF_BASES = {
    "observed": "what somebody saw",
    "child": "the child's words",
    "carer": "a carer's account",
    "other_account": "another person's account",
    "document": "a document",
    "opinion": "a professional's opinion",
}
TIED = {
    "thread": "on the same thread, where both have one of one sort of agency",
    "matter": "on the same matter, whichever agency acts on it",
    "child": "for the child",
}


def rule_in_words(asks: Question) -> list[str]:
    """The whole rule, a sentence or two for each part of it, in the order in which it is judged."""
    match asks:
        case Count():
            return list(_count(asks))
        case Awaited():
            return list(_awaited(asks))
        case Silence():
            return list(_silence(asks))
        case Then():
            return list(_then(asks))
        case Omission():
            return list(_omission(asks))
        case Cycle():
            return list(_cycle(asks))
        case Share():
            return list(_share(asks))
        case Change():
            return list(_change(asks))


def unknown_in_words(sheet: Sheet) -> list[str]:
    """What it does about what nobody knows: never taken for a no, and never for safety."""
    said = [
        "What an entry does not say is unknown: it meets no condition, and is never taken for a no.",
        "An entry whose day is not exact counts only where it would on every day that it may have been; otherwise it is shown as "
        "one that may also count.",
    ]
    if isinstance(sheet.asks, Share):
        said.append(
            "Where nobody says whether an entry meets the condition, it weighs on neither side and is shown so."
        )
    if sheet.needs:
        said.append(
            "It is asked only of days that the feeds it needs have told of; of any other day the answer is: cannot tell."
        )
    return said


def needs_in_words(sheet: Sheet) -> list[str]:
    """What feeds must have delivered, and which sorts of agency could: one sentence a need. Empty where none is needed."""
    return [
        f"{_listed([KINDS[kind].title for kind in need.kinds])}, by {_listed([_sector(one) for one in need.sectors], 'or')}"
        for need in sheet.needs
    ]


def terms_in_words(terms: Terms) -> str:
    """What a set of terms selects: "Decision on a referral (how something was decided: no further action or signposted)"."""
    return "; ".join(_term(term) for term in terms)


def _count(asks: Count) -> Iterator[str]:
    yield f"Counted is each of these: {terms_in_words(asks.of)}."
    if asks.counts_after:
        yield f"An entry counts once it has stood for {asks.counts_after.text} and nothing has ended it or put it right."
    apart = [
        f"{least} {what}"
        for what, least in (
            ("agencies", asks.agencies),
            ("services", asks.services),
            ("kinds", asks.kinds),
            ("matters", asks.matters),
        )
        if least
    ]
    more = [f"from at least {_listed(apart)}"] if apart else []
    more += ["on different days"] if asks.different_days else []
    more += [f"one of them being {_listed([_plain(one) for one in asks.including], 'or')}"] if asks.including else []
    yield (
        f"Each counts from its day for {asks.within.text}. It holds on each day on which at least {asks.at_least} "
        f"{'counts' if asks.at_least == 1 else 'count'} at once{''.join(f', {one}' for one in more)}."
    )
    if asks.beside:
        yield f"One of these must stand beside within the same time, and is not counted: {terms_in_words(asks.beside)}."
    if asks.share:
        yield (
            f"They must be at least {asks.share.part} in {asks.share.whole} of all of these over the same time: "
            f"{terms_in_words(asks.share.of)}."
        )
    if asks.while_nothing_open:
        yield f"It is asked only while nothing is open for the child: {_opens(asks.while_nothing_open)}."
    yield from _until(asks.until, "Any of these ends it, and the count starts afresh")
    if asks.until_in_a_row:
        yield f"It ends once {asks.until_in_a_row.times} in a row were: {terms_in_words(asks.until_in_a_row.of)}."
    yield from _until(
        asks.put_right_by, "Any of these on the same matter puts that entry right, which then no longer counts"
    )


def _awaited(asks: Awaited) -> Iterator[str]:
    if asks.after:
        yield f"It begins with any of these: {terms_in_words(asks.after)}."
    if asks.after_while_open:
        yield (
            f"It begins with any of these too, where something stands open on that day ({_opens(asks.while_open)}): "
            f"{terms_in_words(asks.after_while_open)}."
        )
    within = "on the same day" if not asks.within.count else f"within {asks.within.text}"
    sets = len(asks.expects)
    what = f"all of {sets} things are awaited" if sets > 1 else "something is awaited"
    yield f"Then {what} {within}, {TIED[asks.tie]}. What comes on the last day is in time."
    for number, terms in enumerate(asks.expects, 1):
        yield f"{f'Number {number} of {sets}' if sets > 1 else 'Awaited'} is any of these: {terms_in_words(terms)}."
    if asks.counts_from:
        yield (
            "The clock runs from the last of these on the same thread by then, where there is one: "
            f"{terms_in_words(asks.counts_from)}."
        )
    if asks.of_longest:
        yield (
            "It is asked only of the agency that has been in contact with the child for longest, and for at least "
            f"{asks.of_longest.text} by then."
        )
    if asks.of_pregnancy:
        yield (
            f"It is asked of a child not yet born: nothing runs out before {asks.of_pregnancy.text} of the pregnancy are over, "
            "what came earlier in it answers too, and the birth ends it."
        )
    yield "It holds from the first day on which the time is over and it has not come, until it comes."


def _silence(asks: Silence) -> Iterator[str]:
    yield f"It is asked while something is open: {_opens(asks.while_open)}."
    if asks.on_record:
        yield f"Nothing counts as open for it before one of these was on record: {terms_in_words(asks.on_record)}."
    if asks.heard:
        yield f"It holds once {asks.within.text} are over without any of these: {terms_in_words(asks.heard)}."
        yield "Each of them sets the clock going again. What is closed ends it."
    else:
        yield f"It holds once {asks.within.text} are over. Only what closes it ends it."


def _then(asks: Then) -> Iterator[str]:
    yield f"It begins with any of these: {terms_in_words(asks.first)}."
    yield f"It holds where any of these comes on a later day within {asks.within.text}: {terms_in_words(asks.then)}."
    yield from _until(asks.until, "Any of these in between, or since, ends it")


def _omission(asks: Omission) -> Iterator[str]:
    yield f"It looks at what is stated by any of these: {terms_in_words(asks.event)}."
    yield (
        f"It holds where one of these was on record by that day, from within {asks.within.text} before, and is not among what was "
        f"stated: {terms_in_words(asks.held)}."
    )
    yield "One that states nothing at all is not known to have left anything out."
    yield from _until(asks.until, "Any of these ends it")


def _cycle(asks: Cycle) -> Iterator[str]:
    yield f"A round begins with any of these: {terms_in_words(asks.this)}."
    yield (
        f"It is a round where any of these comes on a later day within {asks.each_within.text}, on the same thread: "
        f"{terms_in_words(asks.that)}."
    )
    yield f"Each round counts for {asks.within.text}. It holds on each day on which at least {asks.at_least} count at once."
    yield from _until(asks.until, "Any of these on the same thread spends its rounds")
    yield from _until(
        asks.lasting, "Any of these, once the time for a round is over, shows that it lasts and spends them too"
    )


def _share(asks: Share) -> Iterator[str]:
    yield f"It is asked on the day of any of these: {terms_in_words(asks.event)}."
    yield f"It looks at these in the {asks.within.text} before: {terms_in_words(asks.of)}."
    yield from _until(asks.since, "Only what came since the last of these on the same thread is looked at")
    yield f"The condition is met by: {terms_in_words(asks.meets)}. It is known not to be met by: {terms_in_words(asks.other)}."
    part = f"{asks.part} in {asks.whole}"
    yield (
        f"It holds where {f'fewer than {part}' if asks.fewer else f'at least {part}'} of those of which it is known meet the "
        f"condition, and it is known of at least {asks.at_least}."
    )
    if asks.stands_for:
        yield f"An answer stands for {asks.stands_for.text}, or until the next is otherwise."
    yield from _until(asks.until, "Any of these ends it")


def _change(asks: Change) -> Iterator[str]:
    yield f"It looks at each of these: {terms_in_words(asks.event)}."
    yield (
        f"Of each it counts what came in the {asks.within.text} before and in the {asks.within.text} after, and neither on its own "
        f"day: {terms_in_words(asks.measured)}."
    )
    yield (
        f"It holds after at least {asks.events} of them, each counting for {asks.counts_for.text}, after which no fewer came than "
        f"before, and at least {asks.at_least}."
    )
    yield "One that is known to have been followed by fewer ends it."
    yield from _until(asks.until, "Any of these ends it too")


def _until(terms: Terms, says: str) -> Iterator[str]:
    if terms:
        yield f"{says}: {terms_in_words(terms)}."


def _opens(opens: Sequence[Open]) -> str:
    return "; ".join(f"from {terms_in_words(one.opened)} until {terms_in_words(one.closed)}" for one in opens)


def _term(term: Term) -> str:
    asks = dict(term.asks)
    kinds = asks.pop("kind")
    said = [_asked(kinds, column, words) for column, words in asks.items() if (column, words) != ("scope", ("child",))]
    said += [f"counted as {_plain(term.counts_as)}"] if term.counts_as else []
    return _listed([KINDS[kind].title for kind in kinds], "or") + (f" ({'; '.join(said)})" if said else "")


def _asked(kinds: Sequence[str], column: str, words: Sequence[str]) -> str:
    match column:
        case "sector":
            return f"told by {_listed([_sector(one) for one in words], 'or')}"
        case "scope":
            return (
                "about the child or somebody in the child's home"
                if "child" in words
                else "about somebody in the child's home"
            )
        case "role":
            return f"the person it is about being the {_listed([_plain(one) for one in words], 'or')}"
        case "age":
            return f"the child being {_listed([OF_AGES[one] for one in words], 'or')}"
        case "basis":
            return f"resting on {_listed([OF_BASES[one] for one in words], 'or')}"
        case _:
            means = KINDS[kinds[0]].details[column].means
            return f"{means}: {_listed([_plain(one) for one in words], 'or')}"


def _sector(name: str) -> str:
    return SECTORS[name].title


def _plain(word: str) -> str:
    return word.replace("_", " ")


def _listed(words: Sequence[str], last: str = "and") -> str:
    return f"{', '.join(words[:-1])} {last} {words[-1]}" if len(words) > 1 else "".join(words)
