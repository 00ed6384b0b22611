"""The way to every form: of each template, who opens which page, and what was done there before."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import NamedTuple

from keepsight.access.accounts import ask_for_role
from keepsight.access.glass import break_glass
from keepsight.access.guarding import note_attempt, propose_conflict
from keepsight.access.models import Agency, Agreement
from keepsight.access.queries import the_machine
from keepsight.assurance.actions import Recommended, recommend
from keepsight.briefings.actions import decide, open_session
from keepsight.briefings.queries import waiting_in
from keepsight.chronology.queries import chronology
from keepsight.intake.models import Receipt, Upload
from keepsight.pages.guesses.page import group_id
from keepsight.people.actions import say_different
from keepsight.people.queries import records_of
from keepsight.practice.models import Hold, Purge
from keepsight.practice.plans.step_downs import STEPPED_DOWN
from keepsight.prompts.going_back import go_back
from keepsight.prompts.models import PatternSwitch
from keepsight.reviews.actions import Said, register
from keepsight.reviews.documents import add_document
from keepsight.store import clock
from keepsight.themes.actions import suggest_codes
from tests.pages.handing_in import checked, of_no_format, read_through
from tests.pages.town_pairs import SOCIAL_CARE, SURGERY, a_pair
from tests.pages.town_papers import an_edition
from tests.pages.town_patterns import PATTERN, a_version, carried, tried
from tests.pages.town_people import child, rows_guessed_about, user
from tests.practice.given_out import a_request, all_decided, reviewed
from tests.practice.own_forms import a_form
from tests.trust.saying import Saying, an_entry


class Step(NamedTuple):
    """Somebody opens a page about a child, follows links (by a part of their address) and sends a form, by what it says."""

    who: str
    page: str
    sends: dict[str, str] | None = None
    through: tuple[str, ...] = ()
    of: str = "wren"
    stays: bool = False  # the page is answered again, with a question or with what must be put right


Made = Callable[[], dict[str, object]]
"""What no page makes, or not so shortly. What it gives is part of the address of the pages after it."""

OF_GUIDANCE = {"year": "2025", "address": "", "looked-day": "31", "looked-month": "3", "looked-year": "2026"}


def _recommendation() -> dict[str, object]:
    owner = Agency.objects.get(pk="social-care-999")
    said = Recommended("Letters are read aloud before they are sent.", "system", "local", owner, dt.date(2025, 5, 1))
    return {"recommendation_id": recommend(said, by=None).id}


def _for_the_guardian() -> dict[str, object]:
    break_glass(child("jory"), category="missing", reason="Rung by the police at two", by=user("ivo"))
    propose_conflict(user("ivo"), child("wren"), why="the same surname and birth date")
    note_attempt(user("ada"), child("wren"), page="Overview", why="sealed")
    return {}


def _held_and_asked() -> dict[str, object]:
    """One record held, and another asked to be erased, by another agency than the guardian’s own."""
    other, now = user("ivo"), clock.now()
    Hold.objects.create(child=child("jory"), because="An inquiry asks for it", by=other, at=now)
    Purge.objects.create(child=child("wren"), because="It is time", by=other, at=now)
    return {}


def _record_asked_for() -> dict[str, object]:
    a_request(child("wren"), user("leila"))
    return {}


def _record_looked_at() -> dict[str, object]:
    all_decided(child("wren"), user("leila"))
    return {}


def _record_reviewed() -> dict[str, object]:
    reviewed(child("wren"), user("leila"))
    return {}


def _role_asked_for() -> dict[str, object]:
    ask_for_role(user("dev"), "hub_coordinator")
    return {}


def _assessment() -> dict[str, object]:
    found = [one for one in chronology(the_machine(), child("idris")) if one.kind == "assessment.completed"]
    return {"entry_id": next(one.id for one in found if one.scope == "child" and one.details.get("factors"))}


def _entry_of(agency: str) -> Made:
    def made() -> dict[str, object]:
        told = chronology(the_machine(), child("wren"))
        return {"entry_id": next(one.id for one in told if one.agency == agency and one.level == "standard")}

    return made


def _said_to_be_two() -> dict[str, object]:
    one, other = (records_of([child(key)])[child(key)][0] for key in ("wren", "linden"))
    say_different(one, other, by=user("leila"), because="two households")
    return {}


def _waiting_edition() -> dict[str, object]:
    return {"edition_id": an_edition(public=True).id}


def _decided_edition() -> dict[str, object]:
    edition = an_edition(public=True)
    decide(edition=edition, stands={one.word: None for one in waiting_in(edition)}, by=user("cass"))
    return {"edition_id": edition.id}


def _read_through() -> dict[str, object]:
    return {"upload_id": read_through(Upload.objects.get(state="to_check")).id}


def _switched_off() -> dict[str, object]:
    return {"pattern": carried(PatternSwitch.objects.get(ended_at=None)).pattern}


def _went_back() -> dict[str, object]:
    notice = go_back(PATTERN, dt.date(2026, 1, 1), wrong=7, answered=20)
    return {"pattern": notice.pattern if notice else PATTERN}


def _stepped_down() -> dict[str, object]:
    an_entry(Saying(lambda: "Early help takes over", user("rafe")), child("wren"), "rafe", kind=STEPPED_DOWN)
    return {}


def _report() -> dict[str, object]:
    review = register("not-read-yet", Said("rapid_review", "Fern"), by=user("cass"))
    with NamedTemporaryFile("w", suffix=".txt") as file:
        file.write("What we learnt.\n\nShe was neglected, and there was no further action.\n")
        file.flush()
        added = add_document(Path(file.name), review=review, title="Report", by=user("cass"))
    suggest_codes(document=added.version.document, by=None)
    return {"document_id": added.version.document.id}


NOT_BROUGHT = group_id("appointment.not_brought", "was not brought")
ANY = "*"  # whatever the form itself says there
DAY, LATER = "20/3/2026", "27/4/2026"
UNTIL = {"due-day": "1", "due-month": "9", "due-year": "2026"}

# Of these no form is asked for what is kept: whoever sends it signs in or out, or asks for somebody, or proves who they are.
NEVER_KEPT = {
    "sign_in/page": "nobody has signed in yet",
    "sign_out/page": "nothing is typed to sign out",
    "layout/base": "nothing is typed to sign out",
    "second_factor/page": "a code is kept nowhere",
    "account/page": "a password is kept nowhere",
    "find/page": "a search changes nothing",
    "levels/page": "a search changes nothing",
    "who_sees/page": "a search changes nothing",
}

KNOWN = {"unknown-0": "", "unknown-1": "", "unknown-2": ""}
TAKE_BACK = {"act": "take_back", "because": "It was her sister"}
OF_MARAC = {"on": DAY, "adult": ""}
STEP_BACK = {"step": "take_back", "says": "It was her sister"}
DISPUTES = {"by": "parent", "on": DAY, "words": "I was at every one of those"}
WORRY = {"saw": "A bruise on her arm", "thinks": "Nobody looks after her at night"}
RAISES = Step("tobias", "concern", {"act": "check", **WORRY}, stays=True)
SENDS = Step("tobias", "", {"act": "send"})  # from where it was read before

WAYS: dict[str, tuple[Step | Made, ...]] = {
    "adults/page": (
        Step("ivo", "adults", {"sort": "allegation", "on": DAY, "by_when": "", "asked_of": "", "force": ""}),
        Step("ivo", "adults", TAKE_BACK),
    ),
    "agree/page": (Step("bea", "agree", stays=True),),
    "agreed/page": (
        lambda: {
            "agreement_id": Agreement.objects.exclude(agency="wash-general-hospital").earliest("from_on", "id").pk
        },
        Step("bea", "agreed", {"do": "renew"}, stays=True),
    ),
    "answer/page": (
        Step("ivo", "answer", {"response": "wrong", "asked_of": "", "by_when": ""}),
        Step("ivo", "answer", TAKE_BACK),
    ),
    "before_a_visit/page": (
        Step("ivo", "before_a_visit", {"because": "Go in pairs", "until": "1/6/2026"}),
        Step("ivo", "before_a_visit", {"marker": ANY}),
    ),
    "break_glass/page": (Step("wenna", "break_glass"),),
    "briefing/page": (Step("cass", "briefing"),),
    "briefing_words/page": (Step("cass", "briefing_words"),),
    "briefings/page": (Step("cass", "briefings"),),
    "caseload/page": (Step("magda", "caseload", {"do": "say"}, ("of=",), stays=True),),
    "codebook/page": (
        Step("cass", "codebook"),
        Step("cass", "codebook", {"do": "reword:neglect", "because": "Plainer"}, ("change=neglect",)),
    ),
    "coding_desk/page": (
        _report,
        Step("cass", "coding_desk", {"do": "read:"}),
        Step("cass", "coding_desk", {"do": "accept:"}, ("passage=2",)),
    ),
    "concern/page": (
        RAISES,
        SENDS,
        Step("leila", "decide", {"step": "decide", "outcome": "accepted", "says": "She is safe"}),
        Step("tobias", "concern", {"act": "tell"}),
        Step("tobias", "concern", {"act": "take_back", "reason": "I have not read it"}),
        Step("tobias", "concern", {"act": "not_raise", "reason": "Her nan has taken her in"}),
    ),
    "conference/page": (
        Step("mina", "conference", {"act": "call", "day": LATER, "says": "Is she safe?"}),
        Step("tobias", "conference", {"act": "view"}),
        Step("tobias", "conference"),
        Step("mina", "conference", {"act": "postpone", "day": LATER, "says": "He is ill"}),
        Step("mina", "conference", {"act": "answer", "weighed": "not followed"}),
        Step("tobias", "conference", {"act": "differ", "says": "She was not heard"}),
        Step("mina", "conference"),
    ),
    "decide/page": (
        RAISES,
        SENDS,
        Step("leila", "decide"),
        Step("leila", "decide", {"step": "decide", "outcome": "no_further_action", "says": "She is safe"}, stays=True),
        Step("leila", "", {"read": "yes"}),
    ),
    "disagreements/page": (
        Step("tobias", "disagreements", {"says": "She is not safe", "wanted": "An assessment"}),
        Step("ivo", "disagreements", {"step": "view", "about": ""}),
        Step("ivo", "disagreements", STEP_BACK),
    ),
    "dispute/page": (
        _entry_of("social-care-999"),
        Step("ivo", "dispute", DISPUTES),
        Step("ivo", "dispute", {"response": "No"}),
    ),
    "document/page": (Step("leila", "document"),),
    "edition/page": (
        _waiting_edition,
        Step("cass", "edition"),
        _decided_edition,
        Step("cass", "edition", {"do": "clear"}),
    ),
    "erased/page": (
        _held_and_asked,
        Step("bea", "erased", {"because": "An inquiry asks for it"}, stays=True),
    ),
    "explanations/page": (
        Step("tobias", "explanations", {"act": "tell"}),
        Step("tobias", "explanations", TAKE_BACK),
    ),
    "exploitation/page": (
        Step("ada", "exploitation", {"sort": "context", "on": DAY}, ("sort=context",), of="jory"),
        Step("ada", "exploitation", TAKE_BACK, of="jory"),
    ),
    "export/page": (Step("leila", "export"),),
    "fill_in/page": (
        lambda: {"form_id": a_form()},
        Step("ivo", "fill_in", {"act": "fill_in", "on": DAY, "answer-2": DAY, **KNOWN}, ("form=",)),
        Step("ivo", "fill_in", TAKE_BACK),
    ),
    "for_the_child/page": (Step("ivo", "for_the_child"),),
    "form/page": (
        lambda: {"form_id": a_form("social-care-999")},
        Step("magda", "form", {"because": "Nobody asks it any more"}),
    ),
    "form_new/page": (
        Step("magda", "form_new", {"do": "add"}, stays=True),
        Step("magda", "form_new", {"do": "keep", "title": "Gates", "purpose": "Roads", "label-0": "Is there one?"}),
    ),
    "grants/page": (_role_asked_for, Step("bea", "grants", {"answer": "grant"})),
    "guardian/page": (_for_the_guardian, Step("bea", "guardian", {"judgement": "justified"})),
    "guesses/page": (
        lambda: {"receipt_id": rows_guessed_about(child("wren"), "Was not brought to the dentist", "WNB CAMHS")},
        Step("ivo", "guesses", {"row": ANY, f"what-{NOT_BROUGHT}": "so", f"kind-{NOT_BROUGHT}": ""}),
    ),
    "guidance/page": (
        Step(
            "cass", "guidance", {"title": "Cold at home", "kind": "practice", "year": "2025"}, ("theme=",), stays=True
        ),
        Step("cass", "guidance", OF_GUIDANCE, ("change=",)),
        Step("cass", "guidance", {"do": "look"}),
        Step("cass", "guidance", {"do": "withdraw", "because": "Later guidance"}),
    ),
    "hand_in/page": (Step("magda", "hand_in"),),
    "handed_in/laying_out": (
        lambda: {"upload_id": read_through(of_no_format()).id},
        Step("magda", "handed_in", {"act": "lay_out", "kind": "concern.recorded"}, stays=True),
    ),
    "handed_in/page": (
        lambda: {"upload_id": checked().id},
        Step("magda", "handed_in"),
        lambda: {"upload_id": read_through(of_no_format()).id},
        Step("magda", "handed_in", {"act": "lay_out", "kind": "concern.recorded"}, stays=True),
        Step(
            "magda",
            "",
            {"column-0": "child.local_id", "column-1": "row.on", "column-2": "left_out", "column-3": "row.words"},
        ),
        _read_through,
        Step("magda", "handed_in"),
    ),
    "held/page": (
        _assessment,
        Step("ada", "held", {"bearing": "considered", "says": "We talked"}, of="idris"),
        Step("ada", "held", {"act": "take_back", "says": "It was another"}, of="idris"),
    ),
    "keep_back/page": (Step("magda", "keep_back"),),
    "layout/child": (Step("ivo", "names", {"names": "hide"}), Step("ivo", "overview")),
    "layout/followed": (
        Step("ivo", "advice", {"adviser": "gp", "asked_of": "Dr Reed"}),
        Step("rafe", "advice"),
        Step("ivo", "advice", STEP_BACK),
    ),
    "level/page": (Step("bea", "level"),),
    "marac/page": (
        Step("ivo", "marac", OF_MARAC | {"act": "check", "numbers": "", "judgement": "", "question-1": "yes"}),
        Step("ivo", "marac", OF_MARAC | {"act": "refer", "criteria-judgement": "yes"}),
        Step("ivo", "marac", {"act": "go_on", "step": "receive", "on": DAY, "by_when": LATER}),
        Step("ivo", "marac", TAKE_BACK),
    ),
    "missing/page": (
        Step("ada", "missing", {"step": "hold", "on": "31/3/2026"}, ("step=hold",), of="jory"),
        Step("ada", "missing", {"step": "take_back"}, of="jory"),
    ),
    "names/page": (Step("ivo", "names"),),
    "notices/list": (
        _for_the_guardian,
        Step("osei", "notices", {"notice": ANY}),
    ),
    "pattern/page": (
        lambda: {"pattern": a_version().pattern},
        _went_back,
        Step("magda", "pattern", {"act": "keep"}),
        Step("magda", "pattern", {"act": "off"}),
        Step("leila", "pattern", {"act": "agree"}),
        _switched_off,
        Step("magda", "pattern"),
    ),
    "pattern_new/page": (Step("magda", "pattern_new", through=("shape=silence",)),),
    "pattern_numbers/page": (
        lambda: {"pattern": "re-referral"},
        Step("magda", "pattern_numbers", {"at_least": "3"}),
    ),
    "pattern_trial/page": (
        lambda: {"trial_id": tried().id},
        Step("magda", "pattern_trial"),
    ),
    "layout/carry": (Step("magda", "pack", {"act": "carry", "until": "1/1/2020"}, stays=True),),
    "pack/page": (Step("magda", "pack"),),
    "pack_make/page": (Step("magda", "pack_make"),),
    "pair/page": (
        lambda: {"question_id": a_pair(agencies=(SOCIAL_CARE, SURGERY))},
        Step("leila", "pair", {"said": "ask_agency", "agency": SOCIAL_CARE}),
        Step("magda", "pair"),
        Step("wilf", "pair"),
    ),
    "practise/page": (Step("wilf", "practise", {"said": "different"}),),
    "plan/page": (
        Step("ivo", "plan", {"bottom_line": "She is not left alone", "by_when": LATER, "negotiable": "no"}),
        Step("ivo", "plan", {"step": "claim", "on": DAY}),
        Step("ivo", "plan", STEP_BACK),
        _stepped_down,
        Step("anoushka", "plan"),
    ),
    "quality/page": (
        _assessment,
        Step("ada", "quality", {"act": "follow_up"}, of="idris"),
        Step("ada", "quality", TAKE_BACK, of="idris"),
        Step("ada", "quality", {"act": "tell", "agency": "marshlight-school"}, of="idris"),
        Step("tobias", "quality", of="idris"),
    ),
    "receipt/page": (
        lambda: {"receipt_id": Receipt.objects.filter(agency="social-care-999").earliest("received_at", "id").id},
        Step("magda", "receipt"),
    ),
    "earlier/page": (Step("cass", "earlier"),),
    "recommendation/page": (
        _recommendation,
        Step("magda", "recommendation", {"step": "accepted"}),
        Step("magda", "recommendation", {"form": "action", **UNTIL}),
        Step("cass", "recommendation", {"form": "request", **UNTIL}),
        Step("magda", "recommendation"),
    ),
    "records/page": (
        _said_to_be_two,
        Step("leila", "records", {"act": "ask"}, stays=True),
        Step("leila", "records", {"act": "take_back"}),
    ),
    "reflect/page": (Step("ivo", "reflect"),),
    "reflection/page": (
        lambda: {"session_id": open_session(theme="escalation", audience="manager", by=user("ivo")).id},
        Step("ivo", "reflection"),
    ),
    "restrict/page": (_entry_of("social-care-999"), Step("magda", "restrict", {"because": "He works there"})),
    "rests_on/page": (
        Step("ivo", "rests_on", {"rests_on": "one_opinion"}),
        Step("ivo", "rests_on", TAKE_BACK),
    ),
    "review/page": (Step("cass", "review", {"form": "step"}),),
    "review_codes/page": (Step("cass", "review_codes", {"state": "absent"}, ("code=neglect",)),),
    "review_facts/page": (Step("cass", "review_facts", {"form": "facts", "year": "2024"}),),
    "reviews/page": (Step("cass", "reviews"),),
    "share/page": (Step("magda", "share"),),
    "statements/page": (Step("cass", "statements"),),
    "subject_access/page": (
        Step("leila", "subject_access"),
        _record_asked_for,
        Step("leila", "subject_access"),
        _record_looked_at,
        Step("leila", "subject_access"),
    ),
    "supervision/page": (Step("ivo", "supervision", {"on": "31/3/2026"}), Step("ivo", "supervision", TAKE_BACK)),
    "support/page": (
        Step("ivo", "support", {"support": "communication", "on": DAY, "stands": "", "by_whom": ""}),
        Step("ivo", "support", TAKE_BACK),
    ),
    "take_out/page": (Step("ivo", "take_out"),),
    "to_release/page": (_record_reviewed, Step("bea", "to_release")),
    "tools/page": (
        Step("ivo", "tools", {"tool": "risk", "on": DAY, "review_on": LATER, "numbers": "", "unknown-0": ""}),
        Step("ivo", "tools", TAKE_BACK),
    ),
    "visits/page": (Step("ivo", "visits"),),
    "voice/page": (
        Step("ivo", "voice", {"on": "31/3/2026", "seen": "alone"}),
        Step("ivo", "voice", {"act": "answer"}, ("about=",)),
        Step("ivo", "voice", TAKE_BACK),
    ),
}
