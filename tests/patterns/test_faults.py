"""A comparison that cannot turn red proves nothing: each of these faults, sown in a shape, must be found."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import cache
from random import Random

import pytest

from keepsight.patterns.answers import Answer
from keepsight.patterns.sheets import SHAPES, Sheet
from keepsight.patterns.statement import shape_texts
from tests.patterns.asking import ask_oracle
from tests.patterns.examples import Example, examples
from tests.patterns.fixtures import FIXTURES, joined, together
from tests.patterns.histories import History
from tests.patterns.lives import lives_of, random_history

FAULTS = {
    "n is one more than asked": ("count", "level.living >= count_least.least", "level.living > count_least.least"),
    "the same agency twice is two": (
        "count",
        "WHEN 'agency' THEN living.agency",
        "WHEN 'agency' THEN CAST(living.entry AS VARCHAR)",
    ),
    "an unknown agency is one": (
        "count",
        "WHEN 'agency' THEN living.agency",
        "WHEN 'agency' THEN COALESCE(living.agency, '')",
    ),
    "the same service twice is two": (
        "count",
        "WHEN 'service' THEN living.service",
        "WHEN 'service' THEN CAST(living.entry AS VARCHAR)",
    ),
    "an agency never ceases to count": ("count", "-weight AS change", "0 AS change"),
    "an agency that is told again is one more": (
        "count",
        "WHERE before_on IS NULL",
        "WHERE before_on IS NULL OR 1 = 1",
    ),
    "all but one condition will do": ("count", "met_level.met = count_sheet.conditions", "met_level.met > 0"),
    "the most alive at once forgets who died": (
        "count",
        "lives_until AS day, -1 AS change\n        FROM shown",
        "lives_until AS day, 0 AS change\n        FROM shown",
    ),
    "the number said counts one night as often as it was told": (
        "count",
        "            AND count_apart.what = 'day'\n    )",
        "            AND count_apart.what = 'night'\n    )",
    ),
    "the share is turned round": (
        "count",
        "        count_apart.weight,\n",
        "        CASE count_apart.what WHEN 'share' THEN -count_apart.weight ELSE count_apart.weight END AS weight,\n",
    ),
    "what must stand beside never does": (
        "count",
        "WHEN 'service' THEN living.service\n",
        "WHEN 'service' THEN living.service\n            WHEN 'beside' THEN NULL\n",
    ),
    "what stands beside is no part of what is seen": (
        "count",
        "living.part IN ('counted', 'beside')",
        "living.part = 'counted'",
    ),
    "an until spends what stands beside": ("life", "AND reading.part <> 'beside'", ""),
    "an until spends nothing": ("life", "LEAST(clock.gone_on, spent.spent_on,", "LEAST(clock.gone_on,"),
    "what is put right counts all the same": ("life", "spent.spent_on, put_right.put_right_on,", "spent.spent_on,"),
    "what is put right on another thread": ("life", "AND put_right.matter = reading.thread", ""),
    "what is put right by what was done about it alone": (
        "life",
        "put_right_on, itself.put_right_on)",
        "put_right_on)",
    ),
    "a run of the wrong length spends": (
        "run",
        "run_length.days_in_a_row >= count_sheet.times_in_a_row",
        "run_length.days_in_a_row > count_sheet.times_in_a_row",
    ),
    "the window of an inexact day runs from its last": (
        "life",
        "AND clock.day = reading.day_from",
        "AND clock.day = reading.day_to",
    ),
    "the day a thing could be seen forgets when it was recorded": (
        "count",
        "recorded_on > began_on THEN recorded_on ELSE began_on",
        "recorded_on > began_on THEN began_on ELSE began_on",
    ),
    "what is due is late on its own day": ("awaited", "answered_on < gone_on", "answered_on <= gone_on"),
    "a thread ties nothing": ("awaited", "trigger.tie = 'child'", "trigger.tie <> ''"),
    "what was done on another matter will do": ("awaited", "trigger.tie = 'thread' AND", "trigger.tie <> '' AND"),
    "an answer of another child will do": ("awaited", "AND reply.child = trigger.child", ""),
    "what feeds told is not looked at": (
        "awaited",
        "WHEN told.from_day IS NOT NULL AND missed.ran_out_on IS NOT NULL",
        "WHEN missed.ran_out_on IS NOT NULL",
    ),
    "the twenty-fourth week is not waited for": (
        "awaited",
        "clock.gone_on END, started.weeks_gone_on\n",
        "clock.gone_on END, clock.gone_on\n",
    ),
    "a pregnancy of unknown weeks is as long as it likes": (
        "awaited",
        "started.pregnancy_window IS NOT NULL AND (clock.gone_on IS NULL OR started.weeks_gone_on IS NULL)",
        "started.pregnancy_window IS NOT NULL AND clock.gone_on IS NULL",
    ),
    "an assessment under way answers nobody": (
        "awaited",
        "COALESCE(pregnancy.weeks_from, reading.day_from) AS day_from",
        "reading.day_from",
    ),
    "an assessment of the baby is one of the pregnancy": (
        "awaited",
        "AND (trigger.here_from IS NULL OR reply.day_to < trigger.here_from)",
        "",
    ),
    "a birth ends nothing": (
        "awaited",
        "AND birth.here_from <= as_of.as_of",
        "AND birth.here_from < as_of.as_of - 9999",
    ),
    "who was born is unborn": (
        "awaited",
        "AND (pregnancy.here_from IS NULL OR reading.day_to < pregnancy.here_from)",
        "",
    ),
    "a silence is not broken": ("silence", "standing > 0 AND covering = 0", "standing > 0 AND covering <= 1"),
    "a silence goes on when nothing is open": ("silence", "standing > 0 AND covering = 0", "covering = 0"),
    "one of two spells ends both": ("silence", "open_level.standing = open_level.change", "open_level.standing > 0"),
    "a spell is closed by another thread": (
        "spell",
        "COALESCE(CAST(hit.thread AS VARCHAR), '')",
        "CAST('' AS VARCHAR)",
    ),
    "days still to come are asked about": ("hit", "AND entry.day_to <= as_of.as_of", ""),
    "any age will do": ("hit", "AND (term.age IS NULL OR term.age = entry.age)", ""),
    "what an entry counts as is forgotten": ("hit", "COALESCE(term.counts_as, entry.kind)", "entry.kind"),
    "what must be included is forgotten": (
        "count",
        "WHEN 'including' THEN count_including.word",
        "WHEN 'including' THEN living.counts_as",
    ),
    "what awaits answers itself": ("awaited", "AND reply.entry <> trigger.entry", ""),
    "any one of both will do": ("awaited", "AND reply.pair = expected.pair", ""),
    "the first of both ends it": (
        "awaited",
        "MAX(first_answered_on) OVER (PARTITION BY pattern, child, entry)",
        "MIN(first_answered_on) OVER (PARTITION BY pattern, child, entry)",
    ),
    "one of both that never came is forgotten": ("awaited", "MAX(never_came) OVER", "MIN(never_came) OVER"),
    "another agency's thread ties": (
        "awaited",
        "OR (trigger.tie = 'thread' AND reply.sector <> trigger.sector)",
        "",
    ),
    "a clock counts from its own start": ("awaited", "COALESCE(beginning.since_on, reading.day_to)", "reading.day_to"),
    "a clock counts from the first of several": ("awaited", "MAX(earlier.day_to) OVER", "MIN(earlier.day_to) OVER"),
    "a second counts from what began the first": ("awaited", "AND nearer.day_to < trigger.day_from", "AND 1 = 0"),
    "a clock that had run out is late before it is awaited": (
        "awaited",
        "CASE WHEN clock.gone_on < started.day_to THEN started.day_to ELSE clock.gone_on END",
        "clock.gone_on",
    ),
    "whoever came into contact later is asked of too": (
        "awaited",
        "AND other.maybe_since < contact.since_on",
        "AND 1 = 0",
    ),
    "an agency that came on the same day is before": (
        "awaited",
        "AND other.maybe_since < contact.since_on",
        "AND other.maybe_since <= contact.since_on",
    ),
    "another agency's contact counts as one's own": ("awaited", "AND longest.agency = reading.agency", ""),
    "a contact of yesterday is long": ("awaited", "AND longest.long_on <= reading.day_from", ""),
    "how long an agency has been in contact is not shown": (
        "awaited",
        "WHERE started.in_contact IS NOT NULL",
        "WHERE 1 = 0",
    ),
    "it could be seen before the contact was recorded": (
        "awaited",
        "GREATEST(beginning.recorded_on, longest.recorded_on, reading.recorded_on)",
        "GREATEST(beginning.recorded_on, reading.recorded_on)",
    ),
    "what awaits only while something stands open awaits always": (
        "awaiting",
        "OR standing.opened IS NOT NULL",
        "OR reading.pair = 1",
    ),
    "what begins the day after stood open": (
        "awaiting",
        "AND spell.opened_on <= reading.day_from",
        "AND spell.maybe_opened_on <= reading.day_to",
    ),
    "what has closed stands open": (
        "awaiting",
        "AND (spell.closed_on IS NULL OR spell.closed_on > reading.day_to)",
        "",
    ),
    "what closed on the day stood open": (
        "awaiting",
        "spell.closed_on > reading.day_to",
        "spell.closed_on >= reading.day_to",
    ),
    "what stands open for another child will do": ("awaiting", "AND spell.child = reading.child", ""),
    "what awaits anyway is shown with what stood open": ("awaiting", "WHERE anyway.pair = 0", "WHERE 1 = 0"),
    "what stood open is shown, not the first of it on record": ("awaiting", "AND standing.place = 1", ""),
    "it could be seen before anybody wrote down what stood open": (
        "awaiting",
        "GREATEST(reading.recorded_on, standing.recorded_on)",
        "reading.recorded_on",
    ),
    "what stood open is not shown": ("awaited", "WHERE awaiting.opened IS NOT NULL", "WHERE 1 = 0"),
    "open for the question before anything is on record": (
        "spell",
        "GREATEST(opened.opened_on, recorded.since_on)",
        "opened.opened_on",
    ),
    "it does not matter what is on record": ("spell", "AND part.part = 'on_record')", "AND part.part = 'never')"),
    "the same day is then": ("then", "later.day_from > earlier.day_to", "later.day_from >= earlier.day_to"),
    "a day outside is then": ("then", "later.day_to < earlier.gone_on", "later.day_to <= earlier.gone_on"),
    "an inexact first is taken at its earliest": (
        "then",
        "later.day_from > earlier.day_to",
        "later.day_from > earlier.day_from",
    ),
    "then never ends": ("then", "CASE WHEN COUNT(spent_on) = COUNT(first_entry) THEN MAX(spent_on) END", "NULL"),
    "the first of several untils ends all": ("then", "THEN MAX(spent_on) END", "THEN MIN(spent_on) END"),
    "an until spends nothing that was first": ("then", "OR earlier.spent_on > later.day_to", "OR 1 = 1"),
    "an until of the same day spends nothing": (
        "then",
        "CASE WHEN part = 'until' THEN 0 ELSE 1 END",
        "CASE WHEN part = 'until' THEN 1 ELSE 0 END",
    ),
    "every first is shown, not the nearest": ("then", "AND pair.first_on = pair.nearest_on", ""),
    "then of another child will do": ("then", "AND later.child = earlier.child", ""),
    "silence is taken for leaving out": (
        "omission",
        "AND EXISTS (SELECT 1 FROM stated WHERE stated.entry = event.entry)",
        "",
    ),
    "what was recorded later was held": ("omission", "AND holding.recorded_on <= event.day_from", ""),
    "what was recorded that day was not held": (
        "omission",
        "AND holding.recorded_on <= event.day_from",
        "AND holding.recorded_on < event.day_from",
    ),
    "what happened later was held": ("omission", "AND holding.day_to <= event.day_from", ""),
    "what was held long ago counts": ("omission", "AND holding.gone_on > event.day_to", ""),
    "any word stated later mends it": ("omission", "(mending.word IS NULL OR mending.word = due.word)", "1 = 1"),
    "an earlier statement mends it": ("omission", "AND mending.day_from >= due.day_from", ""),
    "mended that day, it was left out all the same": (
        "omission",
        "OR MIN(mending.day_to) > due.day_to",
        "OR MIN(mending.day_to) >= due.day_to",
    ),
    "what is said of one thing is said of all": (
        "omission",
        "stated.word\n    FROM reading\n    LEFT JOIN",
        "NULL AS word\n    FROM reading\n    LEFT JOIN",
    ),
    "things are counted by entry": ("omission", "COUNT(DISTINCT life.word)", "COUNT(life.word)"),
    "what counts only after a while counts at once": (
        "life",
        "COALESCE(later.gone_on, reading.day_to) AS day_to",
        "reading.day_to AS day_to",
    ),
    "what counts only after a while is shown before": ("life", "AND span.day_to <= as_of.as_of", ""),
    "one matter told twice is two": (
        "count",
        "ELSE COALESCE(CAST(living.thread AS VARCHAR), CAST(living.entry AS VARCHAR))",
        "ELSE CAST(living.entry AS VARCHAR)",
    ),
    "a round more than asked": (
        "cycle",
        "WHEN tally.rounds >= cycle_sheet.least THEN",
        "WHEN tally.rounds > cycle_sheet.least THEN",
    ),
    "a round ends in another matter": (
        "cycle",
        "AND turned.belongs_to = begun.belongs_to\n        AND turned.day_from > begun.day_to",
        "AND turned.day_from > begun.day_to",
    ),
    "a round ends with another child": (
        "cycle",
        "AND turned.child = begun.child\n        AND turned.belongs_to = begun.belongs_to\n        AND turned.day_from",
        "AND turned.belongs_to = begun.belongs_to\n        AND turned.day_from",
    ),
    "a day that does both comes round": ("cycle", "AND level.day_from <= begun.day_to", "AND 1 = 0"),
    "a round ends a day late": ("cycle", "AND turned.day_to < begun.gone_on", "AND turned.day_to <= begun.gone_on"),
    "turned twice is two rounds": (
        "cycle",
        "MIN(turned.day_to) OVER (PARTITION BY begun.pattern, begun.child, begun.entry) AS turned_on",
        "turned.day_to AS turned_on",
    ),
    "an until spends no round": ("cycle", "WHERE part = 'until'", "WHERE part = 'never'"),
    "an until of another matter spends a round": ("cycle", "AND spender.belongs_to = came_round.belongs_to", ""),
    "an earlier until spends a round": ("cycle", "AND spender.day_from >= came_round.turned_from", ""),
    "it lasts before its time": ("cycle", "AND begun.surely_gone_on <= reading.day_from", ""),
    "it lasts though it may have turned": ("cycle", "AND turned.day_from <= reading.day_to", "AND 1 = 0"),
    "a round never ceases to count": ("cycle", "lives_until AS day, -1 AS change", "lives_until AS day, 0 AS change"),
    "every this is shown, not the nearest": ("cycle", "AND made.this_on = made.nearest_on", ""),
    "a round could be seen before it was recorded": (
        "cycle",
        "GREATEST(made.this_recorded_on, made.that_recorded_on, turn.began_on)",
        "turn.began_on",
    ),
    "what feeds told of a round is not looked at": (
        "cycle",
        "cycle_sheet.has_needs = 0 OR told.from_day IS NOT NULL",
        "cycle_sheet.has_needs = 0 OR 1 = 1",
    ),
    "the part asked for is not enough": ("share", ">= share_sheet.balance", "> share_sheet.balance"),
    "as much as is asked to be known is too little": ("share", ">= share_sheet.least", "> share_sheet.least"),
    "what nobody knows is known": ("share", "pair.part <> 'unknown' AND pair.surely = 1", "pair.surely = 1"),
    "what only may lie there is known to": (
        "share",
        "pair.part <> 'unknown' AND pair.surely = 1",
        "pair.part <> 'unknown'",
    ),
    "what may speak against it must surely lie there": (
        "share",
        "WHEN pair.surely >= pair.sure THEN pair.weight",
        "WHEN pair.surely = 1 THEN pair.weight",
    ),
    "what meets it does not": ("share", "WHEN 2 THEN 'meeting'", "WHEN 2 THEN 'other'"),
    "it looks back to the beginning of another matter": (
        "share",
        "AND reading.belongs_to = event.belongs_to",
        "AND reading.belongs_to IS NOT NULL",
    ),
    "it looks back to what began later": ("share", "AND reading.day_to <= event.day_from", ""),
    "what came before the beginning is looked at": (
        "share",
        "AND (asked.since_on IS NULL OR looked_at.day_from >= asked.since_on)",
        "",
    ),
    "what came after the event is looked at": ("share", "WHEN looked_at.day_to <= asked.day_from\n", "WHEN 1 = 1\n"),
    "what came long before is looked at": ("share", "AND looked_at.gone_on > asked.day_to", ""),
    "where nobody knows the beginning it is asked of all": ("share", "OR begun.entry IS NOT NULL", "OR 1 = 1"),
    "what was asked is never checked": ("share", "AND reading.part = 'until'", "AND reading.part = 'never'"),
    "what was checked before is checked now": (
        "share",
        "AND (asked.maybe_since IS NULL OR reading.day_from >= asked.maybe_since)",
        "",
    ),
    "a later event changes nothing": ("share", "AND event_day.answered = 0", "AND event_day.answered > 1"),
    "an answer stands for ever": ("share", "LEAST(asked.gone_on, ending.ended_on)", "ending.ended_on"),
    "a part could be seen before it was recorded": (
        "share",
        "part <> 'unknown' THEN GREATEST(recorded_on, began_on)",
        "part <> 'unknown' THEN began_on",
    ),
    "what feeds told of the rest is not looked at": (
        "share",
        "share_sheet.has_needs = 0 OR named.was_told = 1",
        "share_sheet.has_needs = 0 OR 1 = 1",
    ),
    "one fewer is as many": ("change", "AND following.place = needed.many", "AND following.place = needed.many - 1"),
    "what came before is not counted": ("change", "WHEN pair.before > 0 THEN 1", "WHEN pair.before > 9 THEN 1"),
    "what only may have come before does not speak against it": (
        "change",
        "WHEN pair.before > 0 THEN 1",
        "WHEN pair.before > 1 THEN 1",
    ),
    "once after is enough to measure by": ("change", "AS INTEGER), change_sheet.least)", "AS INTEGER), 1)"),
    "the day of the event is after it": (
        "change",
        "WHEN dated.day_from > event.day_to AND",
        "WHEN dated.day_from >= event.day_to AND",
    ),
    "after is for ever": ("change", "AND dated.day_to < event.gone_on THEN 2", "THEN 2"),
    "before is for ever": (
        "change",
        "AND dated.surely_gone_on > event.day_from",
        "AND dated.surely_gone_on IS NOT NULL",
    ),
    "a meeting told twice is two": (
        "change",
        "GROUP BY pattern, child, day_from, day_to, gone_on, surely_gone_on, counts_until",
        "GROUP BY pattern, child, entry, day_from, day_to, gone_on, surely_gone_on, counts_until",
    ),
    "fewer end nothing": ("change", "HAVING SUM(CASE WHEN pair.before = 2 THEN 1 ELSE 0 END) >", "HAVING 0 >"),
    "fewer that nobody told of end it": ("change", "AND told.to_day >= event.surely_gone_on", ""),
    "fewer of which nobody is sure end it": ("change", "WHEN pair.after > 0 THEN 1", "WHEN pair.after > 1 THEN 1"),
    "what ended an earlier event ends a later one": ("change", "AND spender.day_from >= event.day_from", ""),
    "an event counts for ever": (
        "change",
        "LEAST(event.counts_until, spent.spent_on) AS lives_until",
        "COALESCE(spent.spent_on, DATE '2100-01-01') AS lives_until",
    ),
    "one event is enough": ("change", "WHEN level.events >= change_sheet.events THEN", "WHEN level.events >= 1 THEN"),
    "what feeds told of the time before is not looked at": (
        "change",
        "CASE counted.was_told WHEN 1 THEN",
        "CASE WHEN 1 = 1 THEN",
    ),
    "no better could be seen before it was recorded": (
        "change",
        "MAX(CASE WHEN began_it = 1 THEN GREATEST(recorded_on, began_on) END)",
        "MAX(CASE WHEN began_it = 1 THEN began_on END)",
    ),
    "any outcome will do": ("hit", "AND (term.outcome IS NULL OR term.outcome = entry.outcome)", ""),
    "someone else at home is the child": ("hit", "AND term.scope = entry.scope", ""),
}


READ_BY = {
    "life": "count",
    "run": "count",
    "spell": "silence",
    "hit": "count",
    "awaiting": "awaited",
    "days still to come are asked about": "then",
}
"""A shape that reads a text which is no shape itself, or where one fault of it shows: there it must be found."""


WIDE = ("awaited", "change", "count", "share", "silence")
"""Shapes that so many lives are compared for that it takes a minute: they stand in the second tier."""
EACH = [pytest.param(one, marks=[pytest.mark.long] * (one in WIDE)) for one in SHAPES]
FIRST = {
    shape: name
    for name, (shape, _, _) in reversed(FAULTS.items())
    if READ_BY.get(name, READ_BY.get(shape, shape)) not in WIDE
}
"""One fault of each other text, for the first tier; the others wait for the second."""


Asked = list[tuple[list[Sheet], History, list[Answer]]]
"""What is asked of which history, and what plain Python answers."""


@pytest.fixture(scope="module")
def asked_of(sheets) -> Callable[[str], Asked]:
    """The sheets of a shape asked of histories of what they read; an example's own sheets alone of the examples of a day."""

    @cache
    def of(shape: str) -> Asked:
        asked = [sheet for sheet in sheets if sheet.shape == shape]
        names = {sheet.name for sheet in asked}
        own = [fixture for fixture in FIXTURES.values() if fixture.sheet in names]
        shown = [one for one in examples() if one.pattern in names]
        days: dict[date, list[Example]] = {}
        for one in shown:
            days.setdefault(one.history.as_of, []).append(one)
        told = [
            (
                [sheet for sheet in asked if sheet.name in {one.pattern for one in some}],
                joined([one.history for one in some]),
            )
            for _, some in sorted(days.items())
        ]
        lives = [*((asked, life) for life in (*lives_of(asked), *together(own))), *told]
        return [(some, history, ask_oracle(some, history)) for some, history in lives]

    return of


@pytest.fixture(scope="module")
def histories() -> list[History]:
    """Histories of anything."""
    return [random_history(Random(seed), 80, most=18) for seed in range(2)]


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=[pytest.mark.long] * (name not in FIRST.values())) for name in FAULTS]
)
def test_a_fault_sown_in_a_shape_is_found(asked_of, duck, name):
    shape, right, wrong = FAULTS[name]
    texts = shape_texts()
    assert right in texts[shape], "the fault has nowhere to be sown"
    sown = texts | {shape: texts[shape].replace(right, wrong)}
    lives = asked_of(READ_BY.get(name, READ_BY.get(shape, shape)))
    assert any(duck.ask(sheets, history, sown) != answers for sheets, history, answers in lives)


@pytest.mark.parametrize("shape", EACH)
def test_without_a_fault_they_agree(asked_of, duck, postgres, shape):
    for sheets, history, answers in asked_of(shape):
        assert duck.ask(sheets, history) == answers
        assert postgres.ask(sheets, history) == answers


@pytest.mark.parametrize("shape", EACH)
def test_every_pattern_of_a_shape_holds_in_some_life_that_is_compared(asked_of, sheets, shape):
    """A comparison proves nothing of a pattern that never holds."""
    held = {answer.pattern for _, _, answers in asked_of(shape) for answer in answers if answer.holds}
    assert held == {sheet.name for sheet in sheets if sheet.shape == shape}


def test_the_order_of_ids_within_a_day_changes_no_interval(sheets, duck, histories):
    def intervals(history: History) -> list[tuple[object, ...]]:
        asked = duck.ask(sheets, history)
        return sorted((str(a.child), a.pattern, a.state, a.began_on, str(a.ended_on), a.visible_on) for a in asked)

    history = histories[0]
    ids = [entry.entry for entry in history.entries]
    Random(7).shuffle(ids)
    renamed = [replace(entry, entry=name) for entry, name in zip(history.entries, ids, strict=True)]
    assert intervals(replace(history, entries=renamed)) == intervals(history)


def test_a_later_record_never_makes_a_thing_visible_earlier(sheets, duck, histories):
    """Of an omission it takes the thing away: what was not on record by the day of the event was not held."""
    sheets, history = [sheet for sheet in sheets if sheet.shape != "omission"], histories[1]
    late = [replace(entry, recorded_on=entry.recorded_on.replace(year=2028, day=1)) for entry in history.entries]
    before = {(a.child, a.pattern, a.began_on, a.anchor): a.visible_on for a in duck.ask(sheets, history)}
    after = {
        (a.child, a.pattern, a.began_on, a.anchor): a.visible_on
        for a in duck.ask(sheets, replace(history, entries=late))
    }
    assert before.keys() == after.keys()
    assert all(after[name] > day for name, day in before.items())
