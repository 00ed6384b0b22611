"""A comparison that cannot turn red proves nothing: each of these faults, sown in a shape, must be found."""

from dataclasses import replace
from random import Random

import pytest

from keepsight.patterns.answers import Answer
from keepsight.patterns.statement import shape_texts
from tests.patterns.asking import ask_oracle
from tests.patterns.histories import History, random_history

FAULTS = {
    "n is one more than asked": (
        "count",
        "level.entries >= count_sheet.at_least",
        "level.entries > count_sheet.at_least",
    ),
    "the number of agencies is forgotten": ("count", "AND level.agencies >= count_sheet.agencies", ""),
    "the number of services is forgotten": ("count", "AND level.services >= count_sheet.services", ""),
    "the share is turned round": (
        "count",
        "level.matters * count_sheet.share_in >= level.compared * count_sheet.share_of",
        "level.matters * count_sheet.share_of >= level.compared * count_sheet.share_in",
    ),
    "an until spends nothing": ("count", "            spent.spent_on,\n", "            clock.gone_on,\n"),
    "a run of the wrong length spends": (
        "count",
        "run_length.days_in_a_row >= count_sheet.times_in_a_row",
        "run_length.days_in_a_row > count_sheet.times_in_a_row",
    ),
    "the window of an inexact day runs from its last": (
        "count",
        "AND clock.day = spent.day_from",
        "AND clock.day = spent.day_to",
    ),
    "the day a thing could be seen forgets when it was recorded": (
        "count",
        "recorded_on > began_on THEN recorded_on ELSE began_on",
        "recorded_on > began_on THEN began_on ELSE began_on",
    ),
    "what is due is late on its own day": ("awaited", "answered_on < gone_on", "answered_on <= gone_on"),
    "a thread ties nothing": ("awaited", "trigger.tie = 'child'", "trigger.tie <> ''"),
    "an answer of another child will do": ("awaited", "AND reply.child = trigger.child", ""),
    "what feeds told is not looked at": (
        "awaited",
        "WHEN told.from_day IS NOT NULL AND missed.ran_out_on IS NOT NULL",
        "WHEN missed.ran_out_on IS NOT NULL",
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
    "any outcome will do": ("hit", "AND (term.outcome IS NULL OR term.outcome = entry.outcome)", ""),
    "someone else at home is the child": ("hit", "AND term.scope = entry.scope", ""),
}


@pytest.fixture(scope="module")
def histories() -> list[History]:
    """The same histories for every fault."""
    return [random_history(Random(seed), 80, most=18) for seed in range(6)]


@pytest.fixture(scope="module")
def expected(sheets, histories) -> list[list[Answer]]:
    """What plain Python answers of them, once."""
    return [ask_oracle(sheets, history) for history in histories]


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_sown_in_a_shape_is_found(sheets, duck, histories, expected, name):
    shape, right, wrong = FAULTS[name]
    texts = shape_texts()
    assert right in texts[shape], "the fault has nowhere to be sown"
    sown = texts | {shape: texts[shape].replace(right, wrong)}
    asked = zip(histories, expected, strict=True)
    assert any(duck.ask(sheets, history, sown) != answers for history, answers in asked)


def test_without_a_fault_they_agree(sheets, duck, postgres, histories, expected):
    for history, answers in zip(histories, expected, strict=True):
        assert duck.ask(sheets, history) == answers
        assert postgres.ask(sheets, history) == answers


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
    history = histories[1]
    late = [replace(entry, recorded_on=entry.recorded_on.replace(year=2028, day=1)) for entry in history.entries]
    before = {(a.child, a.pattern, a.began_on, a.anchor): a.visible_on for a in duck.ask(sheets, history)}
    after = {
        (a.child, a.pattern, a.began_on, a.anchor): a.visible_on
        for a in duck.ask(sheets, replace(history, entries=late))
    }
    assert before.keys() == after.keys()
    assert all(after[name] > day for name, day in before.items())
