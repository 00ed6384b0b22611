"""When a thread moves up by itself: every state with a clock, on the last day in time and on the day after."""

import datetime as dt

import pytest

from keepsight.practice.threads import steps
from keepsight.practice.threads.steps import NEW_EVIDENCE, Taken, state_on
from keepsight.practice.threads.table import ANSWER, THREADS
from tests.practice.test_steps import MONDAY, took

# A thread begun on Monday 2 March 2026, by the day: its state, its stage, the last day in time, too late for the last stage.
CLIMBING = """
answer        -                   2026-03-02  waits      0  2026-03-09  no
answer        -                   2026-03-09  waits      0  2026-03-09  no
answer        -                   2026-03-10  waits      1  2026-03-12  no
answer        -                   2026-03-13  waits      2  2026-03-16  no
answer        -                   2026-03-17  waits      2  2026-03-16  yes
answer        right:2026-03-20    2026-03-20  promised   0  2026-03-20  no
answer        right:2026-03-20    2026-03-21  promised   1  2026-03-25  no
answer        not_known:2026-03-04 2026-03-05  asking     1  2026-03-09  no
answer        wrong               2026-12-31  dismissed  0  -           no
answer        disagree            2026-03-02  disputed   1  2026-03-05  no
disagreement  raise               2026-03-04  open       0  2026-03-04  no
disagreement  raise               2026-03-05  open       1  2026-03-09  no
disagreement  raise               2026-03-10  open       2  2026-03-16  no
disagreement  raise               2026-03-17  open       2  2026-03-16  yes
disagreement  raise,move_up       2026-03-02  open       1  2026-03-05  no
disagreement  raise,offer         2026-03-05  offered    1  2026-03-09  no
disagreement  raise,offer,settle  2026-12-31  settled    0  -           no
concern       raise               2026-03-03  raised     0  2026-03-03  no
concern       raise               2026-03-04  raised     1  2026-03-04  no
concern       raise               2026-03-05  raised     2  2026-03-05  no
concern       raise               2026-03-06  raised     2  2026-03-05  yes
concern       raise,decide        2026-03-03  decided    0  2026-03-03  no
concern       raise,decide        2026-03-04  decided    1  2026-03-04  no
concern       raise,decide,tell   2026-12-31  told       0  -           no
concern       not_raise           2026-12-31  not_raised 0  -           no
step_down     -                   2026-03-16  handed_over 0 2026-03-16  no
step_down     -                   2026-03-17  handed_over 1 2026-03-19  no
step_down     refuse              2026-03-17  refused    1  2026-03-19  no
step_down     accept              2026-12-31  accepted   0  -           no
plan_line     note                2026-12-31  agreed     0  -           no
plan_line     note,breach         2026-03-16  breached   0  2026-03-16  no
plan_line     note,breach         2026-03-17  breached   1  2026-03-19  no
plan_line     note,breach,follow  2026-12-31  agreed     0  -           no
advice        ask                 2026-03-04  advice_asked 0  2026-03-04  no
advice        ask                 2026-03-05  advice_asked 1  2026-03-06  no
advice        ask,advise          2026-12-31  advised    0  -           no
onward        refer               2026-03-16  sent       0  2026-03-16  no
onward        refer               2026-03-17  sent       1  2026-03-23  no
onward        refer,take_on:2026-03-20      2026-03-20  taken_on    0  2026-03-20  no
onward        refer,take_on:2026-03-20      2026-03-21  taken_on    1  2026-03-27  no
onward        refer,turn_down     2026-12-31  turned_down 0  -          no
onward        refer,take_on:2026-03-20,see  2026-12-31  first_seen  0  -           no
conference    call:2026-03-20     2026-03-20  called     0  2026-03-20  no
conference    call:2026-03-20     2026-03-21  called     1  2026-03-25  no
conference    call:2026-03-20     2026-03-26  called     1  2026-03-25  yes
conference    call:2026-03-20,postpone:2026-03-31 2026-03-21  called 0  2026-03-31  no
conference    call:2026-03-20,conclude 2026-12-31  concluded  0  -           no
conference_view give              2026-12-31  given      0  -           no
conference_view differ            2026-03-09  differs    0  2026-03-09  no
conference_view differ            2026-03-10  differs    1  2026-03-12  no
need          note                2026-03-16  noted      0  2026-03-16  no
need          note                2026-03-17  noted      1  2026-03-30  no
need          note                2026-03-31  noted      1  2026-03-30  yes
need          note,take_up:2026-03-20       2026-03-20  taken_up    0  2026-03-20  no
need          note,take_up:2026-03-20       2026-03-21  taken_up    1  2026-04-07  no
need          note,take_up:2026-03-20,stay  2026-03-16  not_met     0  2026-03-16  no
need          note,meet           2026-12-31  met        0  -           no
need          note,withdraw       2026-12-31  withdrawn  0  -           no
approval      ask                 2026-03-05  approval_asked 0 2026-03-05 no
approval      ask                 2026-03-06  approval_asked 1 2026-03-12 no
approval      ask                 2026-03-13  approval_asked 1 2026-03-12 yes
approval      ask,send_back:2026-03-20      2026-03-20  sent_back   0  2026-03-20  no
approval      ask,send_back:2026-03-20      2026-03-21  sent_back   1  2026-03-27  no
approval      ask,send_back:2026-03-20,ask_again 2026-03-05 approval_asked 0 2026-03-05 no
approval      ask,approve         2026-12-31  approved   0  -           no
approval      ask,let_go          2026-12-31  let_go     0  -           no
marac         refer               2026-03-09  sent       0  2026-03-09  no
marac         refer               2026-03-10  sent       1  2026-03-11  no
marac         refer               2026-03-12  sent       2  2026-03-13  no
marac         refer               2026-03-16  sent       2  2026-03-13  yes
marac         refer,receive:2026-03-20      2026-03-20  received    0  2026-03-20  no
marac         refer,receive:2026-03-20      2026-03-21  received    1  2026-03-24  no
marac         refer,send_back     2026-03-10  turned_away 1  2026-03-11  no
marac         refer,hear          2026-12-31  heard      0  -           no
marac         consider            2026-12-31  not_referred 0  -         no
"""


def moments(written: str) -> list[Taken]:
    """ "right:2026-03-20,wrong": steps of 2 March, each with the day it promises."""
    taken = []
    for one in written.split(",") if written != "-" else ():
        name, _, day = one.partition(":")
        taken += took(name, by_when=dt.date.fromisoformat(day) if day else None)
    return taken


@pytest.mark.parametrize("line", CLIMBING.strip().splitlines())
def test_a_thread_moves_up_by_itself_when_its_day_has_passed_and_not_on_it(line):
    name, did, on, state, stage, due, late = line.split()
    stands = state_on(THREADS[name], MONDAY, moments(did), dt.date.fromisoformat(on))
    assert (stands.name, stands.stage, str(stands.due or "-"), stands.late) == (state, int(stage), due, late == "yes")


def test_a_clock_that_never_runs_out_is_found(monkeypatch):
    """The sabotage: with the climbing taken out, the table above no longer holds."""
    monkeypatch.setattr(steps, "_climbed", lambda ladder, state, today: state)
    with pytest.raises(AssertionError):
        test_a_thread_moves_up_by_itself_when_its_day_has_passed_and_not_on_it(CLIMBING.strip().splitlines()[2])


def test_new_evidence_opens_what_was_dismissed_again_and_nothing_else():
    later = dt.date(2026, 3, 30)
    new = Taken(None, NEW_EVIDENCE, later)
    again = state_on(ANSWER, MONDAY, [*took("wrong"), new], later)
    assert (again.name, again.stage, again.due) == ("waits", 0, dt.date(2026, 4, 8))  # Easter lies between
    promised = state_on(ANSWER, MONDAY, [*took("right", by_when=later), new], later)
    assert (promised.name, promised.due) == ("promised", later)


def test_what_was_answered_after_it_moved_up_waits_for_nobody_until_its_new_day_has_passed():
    moved_up = dt.date(2026, 3, 11)
    promised = [*took("right", on=moved_up, by_when=dt.date(2026, 3, 20))]
    stands = [state_on(ANSWER, MONDAY, promised, dt.date(2026, 3, day)) for day in (11, 20, 21)]
    assert [(one.clock, one.stage, one.passed) for one in stands] == [
        ("promise", 1, False), ("promise", 1, False), ("promise", 2, True),
    ]  # fmt: skip
    dismissed = state_on(ANSWER, MONDAY, took("wrong", on=moved_up), dt.date(2026, 12, 31))
    assert (dismissed.clock, dismissed.passed, dismissed.late) == ("still", False, False)
