"""Every step of every thread, allowed and refused, on a clock that stands where the table says."""

import datetime as dt
from dataclasses import replace
from itertools import product
from pathlib import Path
from uuid import uuid4

import pytest

from keepsight.errors import BrokenShelf, WrongUse
from keepsight.practice.threads import table as threads
from keepsight.practice.threads.ladders import LADDERS, load_ladders
from keepsight.practice.threads.steps import Taken, Taker, check, check_follows, state_on, unanswered
from keepsight.practice.threads.table import (
    ANSWER,
    CONCERN,
    CONFERENCE,
    DISAGREEMENT,
    STEP_DOWN,
    THREADS,
    WITHOUT_LADDER,
    diagram,
    kinds,
)
from keepsight.practice.threads.thread import CLOCKS, NOT_BEGUN, SAID, WHO, Thread
from keepsight.vocabulary import KINDS

DOCS = Path(__file__).parents[2] / "docs" / "practice.md"
MONDAY = dt.date(2026, 3, 2)
VIEW = uuid4()
EVERYTHING = {
    "says": "Because.", "by_when": MONDAY, "asked_of": "The school", "wanted": "A visit", "about": VIEW, "thinks": "Not safe.",
    "outcome": "accepted", "adviser": "gp",
}  # fmt: skip
EVERYTHING |= {"interviewer": "S. Onyango", "quality": "She was listened to."}
EVERYTHING |= {"by_whom": "Her aunt", "seen_as": "done", "followed": "contingency", "risk": "A visit each week."}
EVERYTHING |= {
    "decision": "An interim care order",
    "to_whom": "The court",
    "statement": "Unseen [1].",
    "received_by": "L. Marsh",
}

EVERYTHING |= {"reached": "yes", "differs": "no"}
EVERYTHING |= {"to_approve": "closure"}
EVERYTHING |= {
    "unmet": "speech",
    "asked_on": MONDAY,
    "why_not": "waiting_list",
    "meanwhile": "Her teacher reads with her.",
}

# Written by hand: the state in which each thread stands after a step from each of its states. What has no line is refused.
ALLOWED = """
answer        waits      right          promised
answer        waits      already_known  dismissed
answer        waits      wrong          dismissed
answer        waits      not_known      asking
answer        waits      disagree       disputed
answer        promised   right          promised
answer        promised   already_known  dismissed
answer        promised   wrong          dismissed
answer        promised   not_known      asking
answer        promised   disagree       disputed
answer        asking     right          promised
answer        asking     already_known  dismissed
answer        asking     wrong          dismissed
answer        asking     not_known      asking
answer        asking     disagree       disputed
answer        dismissed  right          promised
answer        dismissed  already_known  dismissed
answer        dismissed  wrong          dismissed
answer        dismissed  not_known      asking
answer        dismissed  disagree       disputed
answer        disputed   right          promised
answer        disputed   already_known  dismissed
answer        disputed   wrong          dismissed
answer        disputed   not_known      asking
answer        disputed   disagree       disputed
disagreement  not_begun  raise          open
disagreement  open       view           open
disagreement  open       answer_view    open
disagreement  open       move_up        open
disagreement  open       offer          offered
disagreement  open       dissent        dissent
disagreement  offered    view           offered
disagreement  offered    answer_view    offered
disagreement  offered    move_up        open
disagreement  offered    settle         settled
disagreement  offered    dissent        dissent
concern       not_begun  raise          raised
concern       not_begun  not_raise      not_raised
concern       raised     decide         decided
concern       decided    decide         decided
concern       decided    tell           told
concern       told       decide         decided
advice        not_begun  ask            advice_asked
advice        advice_asked  advise      advised
advice        advised    advise         advised
onward        not_begun  refer          sent
onward        sent       take_on        taken_on
onward        sent       turn_down      turned_down
onward        taken_on   turn_down      turned_down
onward        taken_on   see            first_seen
onward        turned_down  take_on      taken_on
conference    not_begun  call           called
conference    called     postpone       called
conference    called     conclude       concluded
conference_view not_begun give          given
conference_view not_begun differ        differs
conference_view given    give           given
conference_view given    answer         answered
conference_view answered give           given
conference_view answered differ         differs
conference_view differs  answer         answered
return        back       offer          offered
return        back       agree          agreed
return        back       decline        declined
return        back       hold           held
return        offered    offer          offered
return        offered    agree          agreed
return        offered    decline        declined
return        offered    hold           held
return        agreed     offer          offered
return        agreed     agree          agreed
return        agreed     decline        declined
return        agreed     hold           held
return        declined   offer          offered
return        declined   agree          agreed
return        declined   decline_again  declined_again
return        declined   hold           held
return        declined_again  offer     offered
return        declined_again  agree     agreed
return        declined_again  decline_again  declined_again
return        declined_again  hold      held
return        held       use            used
return        used       use            used
plan_line     not_begun  note           agreed
plan_line     agreed     claim          agreed
plan_line     agreed     see            agreed
plan_line     agreed     live           agreed
plan_line     agreed     ask            agreed
plan_line     agreed     breach         breached
plan_line     breached   claim          breached
plan_line     breached   see            breached
plan_line     breached   live           breached
plan_line     breached   ask            breached
plan_line     breached   follow         agreed
step_down     handed_over  accept       accepted
step_down     handed_over  refuse       refused
step_down     refused    accept         accepted
need          not_begun  note           noted
need          noted      take_up        taken_up
need          noted      meet           met
need          noted      withdraw       withdrawn
need          taken_up   take_up        taken_up
need          taken_up   stay           not_met
need          taken_up   meet           met
need          taken_up   withdraw       withdrawn
need          not_met    take_up        taken_up
need          not_met    meet           met
need          not_met    withdraw       withdrawn
approval      not_begun  ask            approval_asked
approval      approval_asked  approve   approved
approval      approval_asked  send_back  sent_back
approval      approval_asked  let_go    let_go
approval      sent_back  ask_again      approval_asked
approval      sent_back  let_go         let_go
marac         not_begun  refer          sent
marac         not_begun  consider       not_referred
marac         sent       receive        received
marac         sent       send_back      turned_away
marac         sent       hear           heard
marac         received   receive        received
marac         received   send_back      turned_away
marac         received   hear           heard
marac         turned_away  refer        sent
marac         turned_away  consider     not_referred
pack          not_begun  make           made
pack          made       make           made
pack          made       receive        made
outcome       untold     tell           told
outcome       untold     read           read
outcome       told       tell           told
outcome       told       read           read
"""
TABLE = {(thread, state, step): after for thread, state, step, after in map(str.split, ALLOWED.strip().splitlines())}
EVERY = [(thread, state, step) for thread in THREADS.values() for state, step in product(thread.states, thread.steps)]
WITHOUT = [
    (thread, state, step)
    for thread in WITHOUT_LADDER.values()
    for state, step in product(dict.fromkeys((thread.begins, *thread.states)), thread.steps)
]
BEGINNING = [
    (thread, NOT_BEGUN, step) for thread in THREADS.values() if thread.begins == NOT_BEGUN for step in thread.steps
]

# One way into each state.
WAYS = {
    "waits": (), "promised": ("right",), "asking": ("not_known",), "dismissed": ("wrong",), "disputed": ("disagree",),
    "not_begun": (), "open": ("raise",), "offered": ("raise", "offer"), "settled": ("raise", "offer", "settle"),
    "dissent": ("raise", "move_up", "move_up", "dissent"),
    "raised": ("raise",), "decided": ("raise", "decide"), "told": ("raise", "decide", "tell"), "not_raised": ("not_raise",),
    "agreed": ("note",), "breached": ("note", "breach"),
    "handed_over": (), "refused": ("refuse",), "accepted": ("accept",),
    "advice_asked": ("ask",), "advised": ("ask", "advise"), "sent": ("refer",), "taken_on": ("refer", "take_on"),
    "turned_down": ("refer", "turn_down"), "first_seen": ("refer", "take_on", "see"),
    "called": ("call",), "concluded": ("call", "conclude"),
    "given": ("give",), "answered": ("give", "answer"), "differs": ("differ",),
    "noted": ("note",), "taken_up": ("note", "take_up"), "not_met": ("note", "take_up", "stay"), "met": ("note", "meet"),
    "withdrawn": ("note", "withdraw"),
    "approval_asked": ("ask",), "approved": ("ask", "approve"), "sent_back": ("ask", "send_back"), "let_go": ("ask", "let_go"),
    "received": ("refer", "receive"), "turned_away": ("refer", "send_back"), "heard": ("refer", "hear"),
    "not_referred": ("consider",),
}  # fmt: skip

WORKER = Taker(1, "social-care", "practitioner", owns=True)
TEACHER = Taker(2, "school", "practitioner")
MANAGER = Taker(3, "school", "agency_lead")
CHAIR = Taker(4, "hub", "conference_chair", owns=True)


def took(*names: str, on: dt.date = MONDAY, by: Taker = TEACHER, by_when: dt.date | None = None) -> list[Taken]:
    """Steps that one person took, all on one day."""
    return [Taken(uuid4(), name, on, by.id, by.agency, by_when) for name in names]


def refused(thread: Thread, taken: list[Taken], step: str, by: Taker, said: dict[str, object] = EVERYTHING) -> str:
    """Why a step is refused; nothing, where it is not."""
    try:
        check(thread, state_on(thread, MONDAY, taken, MONDAY), step, by, said, taken)
    except WrongUse as wrong:
        return str(wrong)
    return ""


def somebody_who_may(thread: Thread, state: str, step: str) -> tuple[list[Taken], Taker]:
    """A thread in a state, at its top stage where the step asks for that, and somebody who may take the step."""
    way = list(WAYS[state])
    if thread.steps[step].at_top and state in ("open", "offered"):
        way[1:1] = ["move_up", "move_up"]
    if step in ("take_up", "approve", "send_back"):
        return took(*way), MANAGER
    return took(*way), TEACHER if thread.steps[step].who == "receiver" else CHAIR


@pytest.mark.parametrize(("thread", "state", "step"), [*EVERY, *BEGINNING])
def test_every_step_from_every_state_is_allowed_or_refused_as_the_table_says(thread, state, step):
    taken, by = somebody_who_may(thread, state, step)
    expected = TABLE.get((thread.name, state, step))
    why = refused(thread, taken, step, by)
    assert why.startswith("That cannot follow here") == (expected is None), why
    if expected:
        assert why == ""
        assert state_on(thread, MONDAY, [*taken, *took(step, by_when=MONDAY)], MONDAY).name == expected


@pytest.mark.parametrize(("thread", "state", "step"), WITHOUT)
def test_a_thread_without_a_ladder_allows_and_refuses_as_the_table_says(thread, state, step):
    expected = TABLE.get((thread.name, state, step))
    if expected is None:
        with pytest.raises(WrongUse, match="That cannot follow here"):
            check_follows(thread, state, step, EVERYTHING)
    else:
        assert check_follows(thread, state, step, EVERYTHING) == thread.steps[step]
        assert thread.followed([step]) == expected


def test_the_hand_written_table_names_no_state_or_step_that_is_none():
    assert set(TABLE) <= {(thread.name, state, step) for thread, state, step in [*EVERY, *BEGINNING, *WITHOUT]}


@pytest.mark.parametrize(
    ("thread", "step", "lacks"),
    [(thread, name, word) for thread in THREADS.values() for name, step in thread.steps.items() for word in step.needs],
)
def test_a_step_without_what_must_be_said_is_refused_and_says_what(thread, step, lacks):
    taken, by = somebody_who_may(thread, thread.steps[step].start[0], step)
    assert SAID[lacks] in refused(thread, taken, step, by, EVERYTHING | {lacks: ""})


@pytest.mark.parametrize(
    ("step", "by", "may"),
    [
        ("wrong", WORKER, True),
        ("wrong", replace(WORKER, named=True), False),
        ("wrong", TEACHER, False),
        ("already_known", replace(WORKER, named=True), False),
        ("already_known", TEACHER, False),
        ("right", replace(WORKER, named=True), True),
        ("right", TEACHER, True),
        ("not_known", TEACHER, True),
        ("disagree", TEACHER, True),
    ],
)
def test_a_dismissal_is_the_owner_s_and_never_of_somebody_it_names(step, by, may):
    assert (refused(ANSWER, [], step, by) == "") == may


def test_no_agency_takes_on_the_child_that_it_stepped_down():
    assert "not yours" in refused(STEP_DOWN, [], "accept", WORKER)
    assert "not yours" in refused(STEP_DOWN, [], "refuse", WORKER)
    assert refused(STEP_DOWN, [], "accept", TEACHER) == ""


def test_nobody_signs_twice_and_nobody_s_agency_does():
    offered = took("raise", "offer", by=TEACHER)
    assert "not yours" in refused(DISAGREEMENT, offered, "settle", TEACHER)
    assert "not yours" in refused(DISAGREEMENT, offered, "settle", MANAGER)
    assert refused(DISAGREEMENT, offered, "settle", WORKER) == ""


def test_the_front_door_decides_and_whoever_raised_it_says_that_they_know():
    nurse, raised = Taker(9, "health-visiting", "practitioner"), took("raise", by=TEACHER)
    assert "front door" in refused(CONCERN, raised, "decide", TEACHER)
    assert refused(CONCERN, raised, "decide", WORKER) == ""
    decided = [*raised, *took("decide", by=WORKER)]
    assert [refused(CONCERN, decided, "tell", one) for one in (TEACHER, MANAGER, WORKER)] == ["", "", ""]
    assert "not yours" in refused(CONCERN, decided, "tell", nurse)


def test_a_stage_that_was_moved_up_is_no_longer_the_worker_s_to_settle():
    above = took("raise", "move_up")
    assert "not yours" in refused(DISAGREEMENT, above, "offer", WORKER)
    assert refused(DISAGREEMENT, above, "offer", MANAGER) == ""
    assert refused(DISAGREEMENT, above, "offer", CHAIR) == ""


def test_a_conference_is_called_by_whoever_chairs_or_by_the_agency_that_leads_and_concluded_by_whose_turn_it_is():
    assert [refused(CONFERENCE, [], "call", by) == "" for by in (WORKER, CHAIR, TEACHER)] == [True, True, False]
    called = took("call", by_when=MONDAY)
    assert [refused(CONFERENCE, called, "conclude", by) == "" for by in (CHAIR, MANAGER, WORKER)] == [True, True, False]


@pytest.mark.parametrize(
    ("by", "may"),
    [
        (MANAGER, True),
        (TEACHER, False),
        (replace(MANAGER, id=2), False),  # whoever asked, had they become a manager since
        (replace(MANAGER, agency="social-care"), False),
        (CHAIR, False),
    ],
)
def test_what_is_asked_is_approved_by_another_person_who_manages_the_same_agency(by, may):
    for step in ("approve", "send_back"):
        assert (refused(threads.APPROVAL, took("ask"), step, by) == "") == may


def test_whoever_asks_again_does_not_approve_it():
    again = [*took("ask"), *took("send_back", by=replace(MANAGER, id=4)), *took("ask_again", by=MANAGER)]
    assert "who did not ask" in refused(threads.APPROVAL, again, "approve", MANAGER)


def test_dissent_is_recorded_at_the_top_and_nothing_moves_up_from_there():
    assert "stages above" in refused(DISAGREEMENT, took("raise", "move_up"), "dissent", CHAIR)
    assert "no stage above" in refused(DISAGREEMENT, took("raise", "move_up", "move_up"), "move_up", TEACHER)


@pytest.mark.parametrize("step", ["settle", "dissent"])
def test_nothing_ends_while_a_view_has_no_answer(step):
    way = ["raise", "move_up", "move_up", *(["offer"] if step == "settle" else [])]
    seen = [*took(*way), Taken(VIEW, "view", MONDAY, 9, "police")]
    assert "no answer yet" in refused(DISAGREEMENT, seen, step, CHAIR)
    answered = [*seen, Taken(uuid4(), "answer_view", MONDAY, 1, "social-care", about=VIEW)]
    assert unanswered(answered) == []
    assert refused(DISAGREEMENT, answered, step, CHAIR) == ""


def test_every_kind_of_a_step_is_in_the_vocabulary_and_is_known_again():
    assert kinds() <= set(KINDS)
    for thread in threads.EVERY:
        for name, step in thread.steps.items():
            assert thread.step_of(step.kind, name) == name
        assert thread.step_of("note.made", None) is None


def test_every_word_of_the_table_is_one_that_it_explains():
    for thread in threads.EVERY:
        assert set(thread.states.values()) <= set(CLOCKS)
        assert {step.who for step in thread.steps.values()} <= set(WHO)
        assert {word for step in thread.steps.values() for word in step.needs} <= set(SAID)
        assert {step.into for step in thread.steps.values()} - {None} <= set(thread.states)


def test_the_diagrams_in_the_manual_are_those_of_the_table():
    drawn = [block.split("```")[0] for block in DOCS.read_text(encoding="utf-8").split("```mermaid\n")[1:]]
    assert drawn == [diagram(thread) for thread in threads.EVERY]


@pytest.mark.parametrize(
    "words",
    [
        'roles = ["practitioner"]',
        'within = "soon"\nroles = ["practitioner"]',
        'within = "2 working days"\nroles = []',
        'within = "2 working days"\nroles = ["magician"]',
    ],
)
def test_a_ladder_with_a_rung_missing_is_refused(tmp_path, words):
    path = tmp_path / "ladders.toml"
    path.write_text(
        f'[answer]\ntitle = "A"\nsource = "B"\npromise = "5 days"\n[[answer.stages]]\ntitle = "C"\n{words}\n',
        encoding="utf-8",
    )
    with pytest.raises(BrokenShelf, match="ladders"):
        load_ladders(path)


def test_there_is_a_ladder_for_every_thread():
    assert set(LADDERS) == set(THREADS)
