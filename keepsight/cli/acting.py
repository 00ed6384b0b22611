"""What the invented town's people have done about what they see, so that whoever opens the demonstration finds its pages alive.

Every act goes through the same actions as a person's on a page; no row is written here. Whatever they say is invented. The tests'
town does not have it, so that what tests count is what its agencies' files tell.
"""

import datetime as dt
from dataclasses import replace
from uuid import UUID

from keepsight.access.glass import break_glass
from keepsight.access.models import User
from keepsight.access.queries import sight, the_machine
from keepsight.access.sharing import Reasons
from keepsight.access.sight import seeing
from keepsight.chronology.queries import chronology
from keepsight.chronology.shown import EntryShown
from keepsight.people import queries as people
from keepsight.practice.actions import Said, begin, disagree, go_on, still_said
from keepsight.practice.assessments.checking import ASSESSED
from keepsight.practice.assessments.passing_on import pass_on
from keepsight.practice.assessments.scoring import Use, use_tool
from keepsight.practice.child.hearing import Heard, answer_child, hear
from keepsight.practice.child.missing import episodes
from keepsight.practice.child.return_interviews import Asked, ask_child
from keepsight.practice.child.supporting import note_support
from keepsight.practice.child.telling_back import look_over, told_back
from keepsight.practice.forms.editions import change_form, make_form
from keepsight.practice.forms.filling_in import Filled, fill_in
from keepsight.practice.forms.wording import Field, Wording
from keepsight.practice.marac.checklist import Checklist, go_through
from keepsight.practice.marac.criteria import FOR_MARAC
from keepsight.practice.marac.referrals import Told, begin_referral, go_on_referral
from keepsight.practice.packs.editions import mark_of, offered
from keepsight.practice.packs.packing import Choice, make
from keepsight.practice.plans.planning import Line, OnLine, note_line, tell_of_line
from keepsight.practice.professionals.concerns import Worry, raise_concern
from keepsight.practice.professionals.conferring import ViewSaid, call, give_view
from keepsight.practice.professionals.supervising import Apart, Thought, supervise
from keepsight.practice.rights.bundles import BARE, WHOLE, Decided, finds_somebody
from keepsight.practice.rights.subject_access import decide, note_request, sign_review, undecided
from keepsight.practice.rights.subject_access import mark_of as mark_of_request
from keepsight.practice.threads.table import ADVICE, CONCERN, DISAGREEMENT, NEED
from keepsight.store import clock
from keepsight.town.story import families
from keepsight.vocabulary import UNKNOWN

NUMBERS = {child.key: child.nhs_number or "" for family in families() for child in family.children}


def load_acts(today: dt.date) -> None:
    """All that they have done, on and before a day."""
    wren, jory, juniper = (people.by_nhs_number(NUMBERS[key]) for key in ("wren", "jory", "juniper"))
    _heard(wren, today)
    _worried(wren, jory)
    _asked(juniper)
    _disputed(wren)
    _planned(wren, today)
    _missed(jory, today)
    _met(wren, today)
    _looked_again(wren, today)
    _filled_in(wren, today)
    _lacked(wren, today)
    _at_risk(wren, people.by_nhs_number(NUMBERS["idris"]), today)
    _packed(wren)
    _passed_on(people.by_nhs_number(NUMBERS["jude"]))
    _opened_at_night(jory)
    _asked_for_the_record(juniper, today)
    thought = Thought(today, "Magda Calder", ("What would Wren say is the best and the worst part of the week?",))
    apart = Apart(
        hypotheses="She may be looking after her brother.", unknowns="Who is at home at night.", hard=("capacity",)
    )
    supervise(wren, thought, apart, by=_user("ivo"))


def _heard(wren: UUID, today: dt.date) -> None:
    """Wren is heard, something is promised and comes about, and the page for her is looked over."""
    ivo, before = _user("ivo"), today - dt.timedelta(days=6)
    hear(
        wren,
        Heard(
            before,
            "alone",
            place="At school, in the library",
            communicates="Speech and drawing",
            words="When it is loud I take him under the stairs and we count.",
            showed="Drew the stairs, and two people under them.",
            thinks="She looks after her brother at night.",
            promised="To ask whether she can ring her Nan.",
        ),
        by=ivo,
    )
    note_support(wren, "advocate", before, stands="wanted", says="She would like somebody who is only hers.", by=ivo)
    (said,) = [one for one in _on_record(wren) if one.kind == "child.voice" and one.source.by and one.details]
    answer_child(wren, said.id, "Asked her Nan, and the school.", "You can ring Nan from school on Fridays.", by=ivo)
    lines = told_back(wren, _on_record(wren))
    look_over(wren, {each for one in lines for each in one.ids}, {}, by=ivo)


def _worried(wren: UUID, jory: UUID) -> None:
    """The school's concern about Wren waits; the police's about Jory was decided, and they do not know it yet."""
    worry = Worry(
        saw="Asleep at her desk twice this week.",
        was_told="She puts her brother to bed.",
        told_by="A friend of hers",
        thinks="Nobody sleeps where it is loud every night.",
        words="I am only tired.",
    )
    raise_concern(wren, worry, by=_user("tobias"))
    seen = Worry(saw="With two older boys at the arcade at midnight.", thinks="He is given things he cannot pay for.")
    thread = raise_concern(jory, seen, by=_user("rafe"))
    decided = Said("Known to his social worker, who sees him on Thursday.", outcome="accepted")
    go_on(CONCERN, jory, thread, "decide", decided, seen=_last(thread), by=_user("leila"))


def _asked(juniper: UUID) -> None:
    """The school asks a GP, and is answered."""
    question = Said(
        "Is it the new tablets that make her sleep?", asked_of="Dr Anoushka Pell, Fennick Surgery", adviser="gp"
    )
    thread = begin(ADVICE, juniper, "ask", question, by=_user("tobias"))
    answered = Said("Not at that dose. Please ask how she sleeps at home, and tell me.")
    go_on(ADVICE, juniper, thread, "advise", answered, seen=_last(thread), by=_user("anoushka"))


def _disputed(wren: UUID) -> None:
    """The school disputes the last decision about Wren, the police give a view, and it has moved up to the managers."""
    decision = next(
        one for one in reversed(_on_record(wren)) if one.kind == "referral.decided" and one.scope == "child"
    )
    said = Said("Three referrals were each answered by a letter.", wanted="An assessment that sees her alone.")
    thread = disagree(wren, decision.id, said, by=_user("tobias"))
    view = Said("We were called to the address twice since, and she opened the door both times.")
    go_on(DISAGREEMENT, wren, thread, "view", view, seen=_last(thread), by=_user("rafe"))
    higher = Said("We could not settle it between us.")
    go_on(DISAGREEMENT, wren, thread, "move_up", higher, seen=_last(thread), by=_user("ivo"))


def _planned(wren: UUID, today: dt.date) -> None:
    """A line of Wren's plan: said to be done, seen not to be, and what she lives of it."""
    ivo, entries = _user("ivo"), _on_record(wren)
    plan = next(one for one in reversed(entries) if one.kind == "plan.started" and one.scope == "child")
    line = Line(
        plan.id,
        "Wren sleeps through the night.",
        "Her mother",
        today + dt.timedelta(days=14),
        bottom_line="Wren is not left alone with her brother at night.",
        negotiable="no",
        sign="She is awake in class.",
        on_breach="We meet the same day.",
        poverty="The meter is empty by Thursday, and the heater with it.",
    )
    thread = note_line(wren, line, by=ivo)
    told = (
        ("ivo", "claim", OnLine(today, "Her mother says that everybody is in bed by nine.")),
        ("tobias", "see", OnLine(today, "Asleep at her desk on Monday.", seen_as="not_done")),
        ("tobias", "live", OnLine(today, "Yawned, and laughed about it.", words="I listen for the door.")),
    )
    for name, step, one in told:
        tell_of_line(wren, thread, step, one, seen=_last(thread), by=_user(name))


def _missed(jory: UUID, today: dt.date) -> None:
    """Jory was asked once more what happened, and says no once more."""
    ada = _user("ada")
    seen = sight(ada, today)
    last = [one for one in episodes(chronology(seen, jory))[0] if "decline_again" in one.may][-1]
    no = Asked(today, "He says that last time it went straight to his mother.", asked_for="Rafe, who found him")
    ask_child(seen, jory, last.id, "decline_again", no, seen=last.last, by=ada)


def _met(wren: UUID, today: dt.date) -> None:
    """A conference is called, and two agencies have prepared it."""
    day = today + dt.timedelta(days=5)
    conference = call(wren, on=day, because="Three referrals, and nobody has seen her alone at home.", by=_user("mina"))
    brings = (
        (
            "tobias",
            ViewSaid("Late on nine days of twenty.", "She is the parent at night.", wishes="Somebody of her own."),
        ),
        ("rafe", ViewSaid("Two calls to the address.", "He comes back when we have left.", unsure="Who has a key.")),
    )
    for name, view in brings:
        give_view(wren, conference, view, seen=None, by=_user(name))


def _looked_again(wren: UUID, today: dt.date) -> None:
    """Her mother's capacity to change is looked at twice, and the risk to Wren is rated once. The words are the town's own."""
    ivo, first, last = _user("ivo"), today - dt.timedelta(days=42), today - dt.timedelta(days=7)
    change = (
        (first, ("Says that she wants to", UNKNOWN), "She came to one meeting of three.", last),
        (last, ("Says that she wants to", "Not yet"), "The locks were not changed.", today + dt.timedelta(days=28)),
    )
    for on, levels, rests_on, review_on in change:
        use_tool(wren, "change", Use(on, levels, rests_on, of_whom="Her mother", review_on=review_on), by=ivo)
    rating = Use(last, ("High",), "Nobody sees her alone at home.", review_on=today + dt.timedelta(days=14))
    use_tool(wren, "risk", rating, by=ivo)


def _filled_in(wren: UUID, today: dt.date) -> None:
    """The hub made a form for every agency, Ivo filled it in, it was changed, and the school filled in its next edition."""
    leila, before, last = _user("leila"), today - dt.timedelta(days=20), today - dt.timedelta(days=3)
    asks = (
        Field("Where did the child sleep last night?", "line", must=True),
        Field("Who else was there?", "several", choices=("A parent", "A sibling", "Another relative", "Somebody else")),
        Field("Is there a working smoke alarm?", "yes_no"),
        Field(
            "What did the child show or say about the night?",
            "lines",
            hint="In the child’s own words, where there are any",
        ),
    )
    nights = Wording(
        "A night at home",
        "Asked after a night that worried somebody, by whoever sees the child first.",
        "standard",
        asks,
    )
    with seeing(the_machine()):
        form = make_form(nights, by=leila)
        first = ("In her brother’s room, on the floor", "A sibling", UNKNOWN, "“I sleep when he sleeps.”")
        fill_in(wren, form, Filled(before, first), edition=1, by=_user("ivo"))
        more = Field("When is somebody there to ask again?", "day")
        change_form(form, replace(nights, fields=(*asks, more)), seen=1, by=leila)
        again = (
            "Not at home",
            "Another relative; A sibling",
            "",
            "Slept at her Nan’s, and came to school early.",
            today.isoformat(),
        )
        fill_in(wren, form, Filled(last, again), edition=2, by=_user("tobias"))


def _lacked(wren: UUID, today: dt.date) -> None:
    """No service could help Wren with her nights; those who commission have answered, and Ivo has yet to hear of it."""
    need = Said(
        "She wakes at night, and does not say why.",
        asked_of="Fennick child counselling",
        unmet="trauma",
        asked_on=today - dt.timedelta(days=10),
        why_not="waiting_list",
        meanwhile="Her teacher sits with her at lunch.",
        to_whom="The children’s commissioner",
    )
    thread = begin(NEED, wren, "note", need, by=_user("ivo"))
    answer = Said("Six sessions are bought from the next county.", by_when=today + dt.timedelta(days=21))
    go_on(NEED, wren, thread, "take_up", answer, seen=_last(thread), by=_user("magda"))


def _at_risk(wren: UUID, idris: UUID, today: dt.date) -> None:
    """A checklist was gone through with Wren's mother, and does not say enough; of Idris's a referral waits to be heard."""
    answers = tuple(("yes", "yes", "no", UNKNOWN, "")[number % 5] for number in range(len(FOR_MARAC.asks)))
    told = "She told it at the children’s centre, with nobody else there. He rang twice, so that we stopped."
    hazel, carys = (_at_home(child, "parent") for child in (wren, idris))
    go_through(wren, Checklist(today - dt.timedelta(days=2), answers, told, hazel), by=_user("ivo"))
    ada = _user("ada")
    why = "He is back on the street at night since his bail ended, and she has stopped answering her telephone."
    sent = Told(today - dt.timedelta(days=5), why, "The MARAC coordinator", ("judgement",), carys)
    thread = begin_referral(idris, "refer", sent, by=ada)
    taken = Told(today - dt.timedelta(days=4), by_when=today + dt.timedelta(days=8))
    go_on_referral(idris, thread, "receive", taken, seen=_last(thread), by=ada)


def _at_home(child: UUID, role: str) -> UUID:
    """The first of a child's household in a role."""
    home = people.household([child], None)[child]
    return next(one.id for one in sorted(home, key=lambda one: one.name or "") if one.role == role)


def _packed(wren: UUID) -> None:
    """Ivo made a pack for the court, with what the school and the police told: both have yet to hear of it."""
    ivo = _user("ivo")
    entries = offered(ivo, chronology(sight(ivo, clock.today()), wren))
    chosen = frozenset(one.id for one in entries if one.agency != ivo.agency_id)
    choice = Choice(
        entries=chosen,
        because={one.id: "It is in the file that the court has already." for one in entries},
        decision="Whether to ask for a supervision order",
        to_whom="The county’s legal team",
        statement="Others told of Wren before anybody saw her alone at home [1].",
        reasons=Reasons(
            "For a legal planning meeting", "public_task", "unknown", "not_sought", "What others told, which it lacks."
        ),
    )
    make(wren, choice, seen=mark_of(entries), by=ivo)


def _passed_on(jude: UUID) -> None:
    """What came of Jude's assessment was passed on to his school, where nobody has said yet that they have read it."""
    ada = _user("ada")
    entries = chronology(sight(ada, clock.today()), jude)
    assessed = next(one for one in reversed(entries) if one.kind == ASSESSED and one.scope == "child")
    pass_on(jude, entries, assessed, _user("tobias").agency_id, "", by=ada)


def _opened_at_night(jory: UUID) -> None:
    """A paediatrician who does not work with Jory broke the glass: a guardian of another agency has yet to judge it."""
    reason = "Brought in by the police at night, and nobody answers at social care."
    break_glass(jory, category="at_the_door", reason=reason, by=_user("priya"))


def _asked_for_the_record(juniper: UUID, today: dt.date) -> None:
    """Juniper's mother asks for what is kept of her. The front door has looked at every entry; a guardian has yet to release it."""
    leila = _user("leila")
    request = note_request(
        juniper,
        asks="parent",
        wish="yes",
        proved_by="Her passport, and the child’s birth certificate",
        asked_on=today - dt.timedelta(days=19),
        by=leila,
    )
    story = chronology(sight(leila, today), juniper)
    gives = {one.id: Decided(BARE if finds_somebody(one) else WHOLE) for one in undecided(request, story)}
    decide(request.id, gives, by=leila)
    sign_review(request.id, seen=mark_of_request(request, story), by=leila)


def _on_record(child: UUID) -> list[EntryShown]:
    return list(chronology(the_machine(), child))


def _last(thread: UUID) -> UUID:
    return still_said(thread)[-1].id


def _user(username: str) -> User:
    return User.objects.select_related("agency").get(username=username)
