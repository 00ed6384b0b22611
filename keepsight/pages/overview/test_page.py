"""The overview of a child: refused to whom it is not for, then six facts that say what they rest on."""

import datetime as dt
import re
import uuid

import pytest
from django.test import Client

from keepsight.chronology.shown import EntryShown
from keepsight.intake.queries import Feed
from keepsight.pages import words
from keepsight.pages.coverage import untold
from keepsight.pages.overview.facts import FACTS, Fact, Known, facts
from keepsight.pages.overview.leads import LEADS
from keepsight.pages.overview.page import unasked
from keepsight.pages.page import WITH_CHILDREN
from keepsight.pages.shelf import shelf
from keepsight.patterns.coverage import Lacking
from keepsight.patterns.sheets import library
from keepsight.prompts.asking import CannotTell
from keepsight.store.models import AuditLine
from keepsight.town.expected import Facts
from keepsight.town.expected import facts as expected_facts
from tests.pages.invented import TODAY, entry, feed, nell, of_tam, prompt
from tests.pages.town_people import NOBODY_S, NUMBERS, child, given, signed_in, the_steward_links_the_twin

T1, T2 = uuid.uuid4(), uuid.uuid4()


def address(of: uuid.UUID) -> str:
    """Where a child's overview stands."""
    return f"/children/{of}/"


def test_somebody_who_has_not_signed_in_is_sent_to_sign_in(town: None) -> None:
    answer = Client().get(address(child("wren")))
    assert (answer.status_code, answer.headers["Location"].split("?")[0]) == (302, "/sign-in/")


@pytest.mark.parametrize("username", ["wilf", "orla", "cass", "dev", "robin", "bea"])
def test_a_role_that_reads_no_child_s_story_is_refused(town: None, username: str) -> None:
    assert signed_in(username).get(address(child("wren"))).status_code == 403


def test_a_child_out_of_sight_answers_exactly_as_one_who_does_not_exist(town: None) -> None:
    client = signed_in("ivo")
    hidden, unknown = client.get(address(child("linden"))), client.get(address(NOBODY_S))
    assert hidden.status_code == unknown.status_code == 404
    assert _without_token(hidden.content) == _without_token(unknown.content)
    assert hidden.headers == unknown.headers


def test_a_refusal_is_written_down_as_a_look(town: None) -> None:
    signed_in("ivo").get(address(child("linden")))
    look = AuditLine.objects.latest("seq")
    assert (look.page, look.child, look.answer, look.count) == ("overview", child("linden"), 404, 0)


def test_the_page_is_never_stored_and_the_look_counts_its_entries(town: None) -> None:
    answer = signed_in("ivo").get(address(child("wren")))
    look = AuditLine.objects.latest("seq")
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    assert (look.page, look.child, look.answer) == ("overview", child("wren"), 200)
    assert look.count > 0


@pytest.mark.parametrize("key", sorted(NUMBERS))
def test_the_facts_of_every_child_of_the_town_are_those_worked_out_by_hand(town: None, key: str) -> None:
    """Once the one record with a wrong number has been linked by a person: no rule joins twins."""
    the_steward_links_the_twin()
    context = given("leila", "overview", child_id=child(key))
    told = {one["fact"].name: one["fact"] for one in context["facts"]}
    expected = next(one for one in expected_facts(dt.date(2026, 3, 31)) if one.child == NUMBERS[key])
    assert _told(told) == _expected(expected, told)
    assert expected.seen_alone_on or told["seen_alone"].value in ("Not recorded", "Not connected")


def test_a_fact_that_nobody_sends_is_not_connected_and_one_that_nobody_wrote_is_not_recorded() -> None:
    assert _values([], []) == {
        "seen_alone": "Not connected",
        "own_words": "Not recorded",
        "referrals": "Not connected",
        "not_brought": "Not connected",
        "missing": "Not connected",
    }
    everything = feed(
        "Fennick", "social_care", ("child.seen", "referral.received", "appointment.not_brought", "missing.reported")
    )
    assert set(_values([], [everything]).values()) == {"Not recorded"}


def test_a_fact_that_is_not_recorded_says_who_would_have_told_and_until_when() -> None:
    silent = feed("Wash Constabulary", "police", ("missing.reported",), to=dt.date(2025, 11, 3))
    assert _fact("missing", [], [silent]).sentence == "None from Wash Constabulary, up to 3 Nov 2025"


@pytest.mark.parametrize(
    ("alone", "value", "sentence"),
    [
        ("yes", "10 Mar 2026", "by Fennick Children’s Social Care, 6 days ago"),
        ("no", "Not connected", "Seen 1 time, each with a parent or carer"),
        ("unknown", "Not connected", "Seen 1 time; alone or not is unsaid in 1"),
    ],
)
def test_seen_is_not_seen_alone(alone: str, value: str, sentence: str) -> None:
    fact = _fact("seen_alone", [entry("child.seen", "2026-03-10", details={"alone": alone})])
    assert (fact.value, fact.sentence) == (value, sentence)


def test_the_child_s_words_are_the_last_ones_and_long_ones_are_cut_at_a_word() -> None:
    said = [
        entry("child.voice", "2026-01-01", child_words="One"),
        entry("child.voice", "2026-02-01", child_words="two " * 40),
    ]
    fact = _fact("own_words", said)
    assert fact.label == "In her own words"
    assert fact.value.endswith("two …")
    assert len(fact.value) < 75
    assert fact.entries == (said[0].id, said[1].id)
    assert fact.sentence == "1 Feb 2026, 43 days ago, Fennick Children’s Social Care (2 times in all)"


@pytest.mark.parametrize(
    ("decisions", "sentence"),
    [
        ((), "0 with no further action; 1 with no decision on record"),
        (("no_further_action",), "1 with no further action"),
        (("unknown",), "0 with no further action; 1 with no decision on record"),
        (("no_further_action", "accepted"), "0 with no further action"),
    ],
)
def test_the_last_decision_on_a_referral_counts(decisions: tuple[str, ...], sentence: str) -> None:
    made = [entry("referral.received", "2026-01-01", thread=T1)]
    made += [
        entry("referral.decided", f"2026-01-0{n}", thread=T1, details={"outcome": one})
        for n, one in enumerate(decisions, 2)
    ]
    assert (_fact("referrals", made).value, _fact("referrals", made).sentence) == ("1", sentence)


def test_a_decision_on_another_matter_decides_nothing() -> None:
    made = [
        entry("referral.received", "2026-01-01", thread=T1),
        entry("referral.decided", "2026-01-02", thread=T2, details={"outcome": "no_further_action"}),
    ]
    assert _fact("referrals", made).sentence == "0 with no further action; 1 with no decision on record"


def test_a_school_s_note_that_it_referred_is_not_a_second_referral() -> None:
    made = [
        entry("referral.received", "2026-01-01", thread=T1),
        entry("referral.received", "2026-01-01", "Marshlight School", sector="school"),
    ]
    assert _fact("referrals", made).value == "1"


def test_not_brought_is_told_of_those_with_an_outcome_by_service_and_apart_from_others_at_home() -> None:
    made = [
        entry("appointment.not_brought", "2026-01-01", details={"service": "Dental"}),
        entry("appointment.attended", "2026-01-05", details={"service": "Dental"}),
        entry("appointment.cancelled", "2026-01-06", details={"service": "Dental"}),
        entry("appointment.attended", "2026-01-07", details={"service": "Eyes"}),
        of_tam(entry("appointment.not_brought", "2026-01-08", details={"service": "Dental"})),
    ]
    fact = _fact("not_brought", made)
    assert (fact.value, fact.sentence) == ("1 of 3", "Dental 1 of 2; 1 more about others at home")


def test_a_return_interview_that_was_declined_is_not_one_that_was_held() -> None:
    made = [
        entry("missing.reported", "2026-01-01"),
        entry("return_interview.offered", "2026-01-03", details={"answer": "declined"}),
    ]
    fact = _fact("missing", made)
    assert (fact.value, fact.sentence) == ("1 time", "0 return interviews on record, 1 declined")


def test_what_waits_on_nobody_is_said() -> None:
    told = facts(Known(nell(), [], [], TODAY), [])[-1]
    assert told.value == "Nothing"
    some = entry("referral.received", "2026-01-01")
    waits = facts(Known(nell(), [], [], TODAY), [prompt("re-referral", "Twice.", (some.id,))])[-1]
    assert waits.value == "1 prompt"


def test_what_cannot_be_told_names_each_agency_that_is_silent() -> None:
    feeds = [
        feed("Fennick CAMHS", "camhs", to=None, connected=False),
        feed("Wash Constabulary", "police", to=dt.date(2025, 11, 3)),
        feed("Marshlight School", "school", to=TODAY),
    ]
    assert untold(feeds, TODAY) == [
        "Fennick CAMHS: not connected. What happened there would not show here.",
        "Wash Constabulary: nothing covers the days after 3 November 2025. What happened there would not show here.",
        "What the other agencies know is here up to 16 March 2026.",
    ]


def test_what_could_not_be_asked_stands_once_under_each_thing_that_was_not_sent() -> None:
    voice, seen = (Lacking(kind, ("school",), None) for kind in ("child.voice", "child.seen"))
    late = Lacking("referral.received", ("social_care",), dt.date(2025, 11, 3))
    told = [
        CannotTell("child-not-heard", (voice, late), ()),
        CannotTell("inactive-case", (late,), ()),
        CannotTell("delay-before-seen", (seen,), ()),
    ]
    title = {name: library()[name].title for name in ("child-not-heard", "inactive-case", "delay-before-seen")}
    assert [(one.senders, one.told_until, one.kinds, set(one.questions)) for one in unasked(told, library())] == [
        (late.senders, late.told_until, "Referral", {title["child-not-heard"], title["inactive-case"]}),
        (
            voice.senders,
            None,
            "The child's voice and child seen",
            {title["child-not-heard"], title["delay-before-seen"]},
        ),
    ]


def _fact(name: str, entries: list[EntryShown], feeds: list[Feed] | None = None) -> Fact:
    return FACTS[name](Known(nell(), entries, feeds or [], TODAY))


def _values(entries: list[EntryShown], feeds: list[Feed]) -> dict[str, str]:
    return {name: _fact(name, entries, feeds).value for name in FACTS if name != "own_words" or not feeds} | (
        {"own_words": "Not recorded"}
    )


def _told(told: dict[str, Fact]) -> tuple[str | None, ...]:
    """What the page says in numbers, and of the child's words as many as the strip has room for."""
    return (
        told["seen_alone"].value.split(",")[0],
        told["own_words"].value.removesuffix(" …"),
        *(told[name].value for name in ("referrals", "not_brought", "missing")),
        told["referrals"].sentence.split(";")[0] if told["referrals"].entries else None,
        told["missing"].sentence.split(" on")[0] if told["missing"].entries else None,
    )


OF_A_CHILD = re.compile(r"children/<uuid:child_id>/(?!.*<)[^/]")
LED_TO_ELSEWHERE = {
    "before_a_visit", "conference_pack", "export", "for_the_child", "history", "keep_back", "looks", "names", "pack_make",
    "rests_on", "share", "subject_access", "support", "take_out", "visits",
}  # fmt: skip


def test_every_page_about_a_child_that_is_no_tab_and_is_led_to_from_no_other_is_led_to_once_from_here() -> None:
    led = [one.page for links in LEADS.values() for one in links]
    about = {name for name, one in shelf().items() if OF_A_CHILD.match(one.page.address) and not one.page.tab}
    assert sorted(led) == sorted(about - LED_TO_ELSEWHERE)
    assert all(shelf()[name].page.who >= WITH_CHILDREN for name in led)


def _expected(one: Facts, told: dict[str, Fact]) -> tuple[str | None, ...]:
    said = " ".join((one.words or "").split()).strip("\"'")
    shown = len(told["own_words"].value.removesuffix(" …"))
    return (
        words.day(one.seen_alone_on) if one.seen_alone_on else told["seen_alone"].value,
        said[:shown] if said else "Not recorded",
        str(one.referrals) if one.referrals else "Not recorded",
        f"{one.not_brought} of {one.appointments}" if one.appointments else "Not recorded",
        words.counted(one.missing, "time") if one.missing else "Not recorded",
        f"{one.no_further_action} with no further action" if one.referrals else None,
        words.counted(one.return_interviews, "return interview") if one.missing else None,
    )


def _without_token(content: bytes) -> bytes:
    """The page without the token against forged forms, which is new each time."""
    return b"\n".join(line for line in content.splitlines() if b"csrfmiddlewaretoken" not in line)
