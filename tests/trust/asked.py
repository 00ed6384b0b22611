"""Secrets of what people ask of each other about a child: concerns, advice, other services, approval, who takes a child on,
who read what came of an assessment."""

from collections.abc import Callable
from uuid import UUID, uuid4

from keepsight.access.queries import the_machine
from keepsight.chronology.acts import acts_on
from keepsight.chronology.queries import chronology
from keepsight.intake.drafts import Level
from keepsight.practice.actions import Said, begin, beginning, go_on
from keepsight.practice.assessments.checking import ASSESSED
from keepsight.practice.assessments.passing_on import acknowledge, pass_on
from keepsight.practice.plans.step_downs import STEPPED_DOWN, answer_step_down, step_downs
from keepsight.practice.professionals.concerns import Worry, keep_reason, raise_concern
from keepsight.practice.putting import put
from keepsight.practice.threads.table import ADVICE, APPROVAL, CONCERN, ONWARD
from keepsight.store import clock
from tests.pages.town_people import child, user
from tests.trust.saying import OTHER, OWN, Saying, an_entry

BEGUN = ((CONCERN, "raise", ""), (ADVICE, "ask", "advise"), (ONWARD, "refer", "turn_down"), (APPROVAL, "ask", ""))


def asked(say: Saying) -> None:
    """The police restrict what they asked, and whoever answers it reads it: a concern, advice, another service."""
    of, by = child(OWN), user("rafe")
    for begun, name, ends in BEGUN:
        said, thread = Said(say(), asked_of=say(), adviser="paediatrician", thinks=say(), to_approve="plan"), uuid4()
        put(beginning(begun, name, said, level="restricted", by=by), of, thread, by)
        if ends:
            go_on(begun, of, thread, ends, Said(say()), seen=last_act(thread), by=user("anoushka"))


def asked_elsewhere(say: Saying) -> None:
    """About a child out of sight: a concern with the child's own words, one that was not raised, advice, another service."""
    of, by = child(OTHER), user("rafe")
    worry = Worry(saw=say(), was_told=say(), told_by=say(), thinks=say(), words=say())
    thread = raise_concern(of, worry, by=by)
    decision = Said(say(), outcome="accepted")
    go_on(CONCERN, of, thread, "decide", decision, seen=last_act(thread), by=user("leila"))
    keep_reason(of, say(), by=by)
    asked = begin(ADVICE, of, "ask", Said(say(), asked_of=say(), adviser="gp"), by=by)
    go_on(ADVICE, of, asked, "advise", Said(say()), seen=last_act(asked), by=user("ada"))
    begin(ONWARD, of, "refer", Said(say(), asked_of=say()), by=by)
    begin(APPROVAL, of, "ask", Said(say(), to_approve="closure"), by=by)
    say.ids["child_id"] = of


def step_down_of(level: Level) -> Callable[[Saying], None]:
    def plant(say: Saying) -> None:
        stepped = an_entry(say, child(OWN), "rafe", level, STEPPED_DOWN)
        by = user("anoushka")
        seen = [one for one in chronology(the_machine(), child(OWN)) if one.id == stepped]
        (one,) = step_downs(seen, by, clock.today())
        answer_step_down(child(OWN), one, "refuse", {"says": say(), "risk": say()}, seen=None, by=by)

    return plant


def outcome_of(level: Level) -> Callable[[Saying], None]:
    def plant(say: Saying) -> None:
        of, assessed = child(OWN), an_entry(say, child(OWN), "rafe", level, ASSESSED)
        seen = [one for one in chronology(the_machine(), of) if one.id == assessed]
        pass_on(
            of, seen, seen[0], "lantern-street-surgery", "By telephone", by=user("leila")
        )  # she reads her own words
        acknowledge(of, seen, seen[0], True, say(), by=user("anoushka"))

    return plant


def last_act(thread: UUID) -> UUID:
    """What was done last on a thread."""
    return acts_on([thread])[thread][-1].id
