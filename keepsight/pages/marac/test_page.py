"""Domestic abuse and MARAC: refused half told, restricted, decided by nobody here; a referral is followed until it was heard."""

import datetime as dt
from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from keepsight.access.glass import break_glass
from keepsight.access.queries import sight, the_machine
from keepsight.chronology.actions import Source, append
from keepsight.chronology.queries import chronology
from keepsight.chronology.shown import EntryShown
from keepsight.intake.drafts import DraftEntry, When
from keepsight.intake.models import Receipt
from keepsight.pages.marac.page import KINDS, NAMES, QUESTIONS
from keepsight.pages.marac.shown import SAYS, STATES, record_of
from keepsight.pages.story import Story
from keepsight.people.queries import household, records_of
from keepsight.practice.marac.checklist import CHECKED, INCIDENT
from keepsight.practice.marac.criteria import COUNTS, FOR_MARAC
from keepsight.prompts.queries import prompts_of
from keepsight.store import clock
from tests.pages.invented import entry
from tests.pages.town_people import NOBODY_S, child, given, signed_in, user, waiting

ABUSE = "domestic-abuse-repeats-no-marac"
ABOUT = {"on": "30/3/2026", "who": "Her mother", "adult": ""}
CHECK = ABOUT | {"act": "check", "says": "She told it alone.", "question-1": "yes", "question-2": "no"}
CHECK |= {"question-3": "unknown"}
REFER = ABOUT | {"act": "refer", "says": "He is back at night.", "to_whom": "The coordinator"}
REFER |= {"criteria-judgement": "yes"}
CONSIDER = ABOUT | {"act": "consider", "says": "He moved away, and the locks are changed."}
RECEIVE = {"act": "go_on", "step": "receive", "on": "31/3/2026", "by_when": "9/4/2026"}
HEAR = {"act": "go_on", "step": "hear", "on": "1/4/2026", "says": "New locks.", "by_whom": "Housing, by Friday"}
BACK = {"act": "go_on", "step": "send_back", "on": "1/4/2026", "says": "No address on it."}

HALF_TOLD = [
    (CHECK | {"question-1": "very"}, "an answer that the page offers"),
    (CHECK | dict.fromkeys(QUESTIONS, ""), "the answer to a question"),
    (CHECK | {"judgement": "yes"}, "on what your judgement rests"),
    (CHECK | {"judgement": "surely", "judged_because": "So"}, "what your judgement is"),
    (CHECK | {"who": " "}, "which adult"),
    (CHECK | {"says": " "}, "who told it"),
    (CHECK | {"on": "2/4/2027"}, "has not come yet"),
    (CHECK | {"on": "soon"}, "Write it like 27/3/2026"),
    (CHECK | {"numbers": "100000"}, "No entry has that number"),
    (CHECK | {"adult": str(NOBODY_S)}, "no such adult"),
    (REFER | {"criteria-judgement": ""}, "which criteria it names"),
    (REFER | {"to_whom": ""}, "to whom it goes"),
    (REFER | {"says": ""}, "why, in your own words"),
    (REFER | {"who": ""}, "which adult"),
    (REFER | {"on": "2/4/2027"}, "has not come yet"),
    (CONSIDER | {"says": " "}, "why, in your own words"),
    (RECEIVE | {"thread": str(NOBODY_S)}, "no such referral"),
    ({"act": "take_back", "because": "Wrong child."}, "not yours to take back"),
]


def here(of: str = "wren") -> str:
    """Where it stands of a child."""
    return f"/children/{child(of)}/marac/"


def on_record(of: str = "wren") -> list[EntryShown]:
    """What people put on record of it."""
    return [one for one in chronology(the_machine(), child(of)) if one.kind in KINDS and one.source.by]


def shown(username: str, of: str = "wren", **post: str) -> dict[str, Any]:
    """What somebody is shown, or what the page answers to a form that it does not take."""
    return given(username, "marac", child_id=child(of), **({"post": post} if post else {}))


def as_open(username: str, form: dict[str, str], of: str = "wren") -> dict[str, str]:
    """A form as it is sent by whoever has just opened the page."""
    opened = shown(username, of)
    return {"total": str(opened["total"]), "seen": opened["seen"]} | form


def does(username: str, form: dict[str, str], of: str = "wren") -> None:
    """Somebody sends a form."""
    answer = signed_in(username).post(here(of), as_open(username, form, of))
    assert answer.status_code == 302, answer.content.decode().partition("error-summary")[2][:400]


def goes_on(username: str, form: dict[str, str], number: int = 0) -> None:
    """Somebody says what came of a referral: the latest one, or another by its number."""
    one = shown(username)["found"][number]["one"]
    does(username, form | {"thread": str(one.id), "seen": str(one.stands.last.id)})


def page(username: str, of: str = "wren") -> str:
    """What somebody reads."""
    return signed_in(username).get(here(of)).content.decode().partition("<main")[2].partition("</main>")[0]


def waits(username: str) -> list[str]:
    """What of MARAC waits for somebody under My work."""
    return [line.text for line in waiting(username, "marac")]


def a_file_tells(kind: str, on: dt.date, *, of: str = "wren", agency: str = "social-care-999") -> None:
    """A file of an agency's tells something of a child, as the conference's list does."""
    receipt = Receipt.objects.filter(agency=agency).latest("received_at")
    draft = DraftEntry(
        kind, When(on, on, "day", f"{on:%d/%m/%Y}"), (("the child", "child"),), recorded_on=on, key=f"{kind} {on}",
        level="restricted",
    )  # fmt: skip
    records = {"the child": records_of([child(of)])[child(of)][0]}
    append(draft, records=records, source=Source(agency, on, clock.now(), receipt))


def asked(of: str = "wren") -> bool:
    """Whether the question of a child stands: abuse at home, again and again, and no MARAC."""
    return any(one.pattern == ABUSE and one.standing for one in prompts_of(the_machine(), child(of)))


def test_a_role_that_reads_no_child_s_story_is_refused(town: None) -> None:
    for username in ("wilf", "orla", "cass", "dev", "robin", "bea"):
        assert signed_in(username).post(here(), REFER).status_code == 403, username
    assert on_record() == []


def test_a_child_out_of_sight_and_none_at_all_are_not_found_alike(town: None) -> None:
    answers = [signed_in("ada").post(one, REFER) for one in (here(), f"/children/{NOBODY_S}/marac/")]
    assert [one.status_code for one in answers] == [404, 404]
    assert Client().get(here()).status_code == 302


@pytest.mark.long
def test_what_is_half_told_is_not_kept_and_what_was_typed_is(town: None) -> None:
    opened = as_open("ivo", {})
    for form, says in HALF_TOLD:
        context = shown("ivo", **(opened | form))
        assert says in context["error"], form
        assert context["form"]["on"] == form.get("on", "")
    assert on_record() == []


@pytest.mark.long
def test_whoever_was_overtaken_reads_what_the_other_wrote_before_it_is_kept(town: None) -> None:
    opened = as_open("ivo", {})
    does("magda", CHECK)
    for form in (CHECK, REFER, CONSIDER):
        context = shown("ivo", **(opened | form))
        assert "Somebody has written something down" in context["error"]
        assert context["form"]["says"] == form["says"]
    assert len(on_record()) == 1
    does("ivo", REFER)
    one = shown("ivo")["found"][0]["one"]
    late = {"thread": str(one.id), "seen": str(one.stands.last.id)}
    goes_on("magda", RECEIVE)
    assert "Somebody else has acted" in shown("ivo", **(HEAR | late))["error"]


@pytest.mark.long
def test_who_may_not_read_what_is_restricted_sees_no_entry_and_counts_none(town: None) -> None:
    before = {name: page(name) for name in ("tobias", "rafe", "leila")}
    does("ivo", CHECK | {"judgement": "yes", "judged_because": "He has a knife."})
    does("ivo", REFER)
    assert {one.level for one in on_record()} == {"restricted"}
    said = ("He has a knife.", "He is back at night.", "She told it alone.", "1 yes, 1 no, 1 not known, 21 not asked")
    assert [one for one in said if one not in page("ivo")] == []
    for name, was in before.items():
        told = page(name)
        assert [one for one in said if one in told] == [], name
        for counted in ("0 checklists gone through", "0 entries of MARAC", "Not shown"):
            assert (counted in was, counted in told) == (True, True), (name, counted)
        assert {one["name"]: one["state"] for one in shown(name)["criteria"]}["judgement"] == "not_shown", name
        assert waits(name) == [], name
    does("tobias", CHECK | {"says": "Told at school."})  # who may not read it is overtaken by nobody


@pytest.mark.long
def test_what_is_on_record_comes_first_each_number_with_what_it_counts_and_the_page_decides_nothing(town: None) -> None:
    told = page("ivo")
    days = [one.text for one in shown("ivo")["record"].lately]
    assert len(days) == 3
    assert "3 incidents of abuse at home in the last 12 months" in told
    assert [day for day in days if told.count(day) < 2] == [], "in the list, and beside the criteria they meet"
    stands = {one["name"]: one["state"] for one in shown("ivo")["criteria"]}
    assert stands == {
        "judgement": "not_shown",
        "checklist": "not_shown",
        "escalation": "met",
        "again": "not_shown",
    }
    for word in ("score", "rank", "points", "average", "%", "govuk-tag", "of 4", "safe now", "low risk"):
        assert word not in told, word
    assert "Whether to refer is for people" in told
    assert told.index("What is on record") < told.index("criteria that meets") < told.index('id="write"')


def test_the_page_has_words_for_all_that_cannot_be_shown() -> None:
    states = {(counts, state) for counts in COUNTS for state in ("cannot_tell", "not_shown")}
    said = {(counts, state) for counts, says in SAYS.items() for state in says}
    assert states - {("judgement", "cannot_tell")} == said
    assert "not met" not in str(STATES).casefold()


def test_one_night_that_two_agencies_tell_of_is_one_day() -> None:
    told = [entry(INCIDENT, day, agency) for day, agency in (("2026-01-05", "Police"), ("2026-01-05", "Hospital"))]
    told += [entry(INCIDENT, None), entry(INCIDENT, "2024-01-05")]
    found = record_of(Story(child_id=NOBODY_S, entries=told, prompts=[]), dt.date(2026, 3, 16))
    assert (len(found.lately), found.days, len(found.before)) == (3, 1, 1)


@pytest.mark.long
def test_few_answers_clear_nothing_and_what_was_not_asked_is_no_no(town: None) -> None:
    does("ivo", CHECK)
    told = page("ivo")
    assert "21 questions were not asked. Of 1 question the answer is not known. None of these is a “no”." in told
    assert "Few questions answered yes clear nobody" in told
    assert {one["name"]: one["state"] for one in shown("ivo")["criteria"]}["checklist"] == "cannot_tell"
    assert asked(), "a checklist alone clears no question"
    [one] = on_record()
    assert (one.kind, one.details["answered_no"]) == (CHECKED, ["Question 2"])
    assert one.details["list_version"] == FOR_MARAC.version


@pytest.mark.long
def test_fourteen_and_a_judgement_each_meet_their_own_and_no_other(town: None) -> None:
    does("ivo", CHECK | dict.fromkeys(QUESTIONS[:14], "yes"))
    assert {one["name"]: one["state"] for one in shown("ivo")["criteria"]}["checklist"] == "met"
    does("ivo", CHECK | dict.fromkeys(QUESTIONS, "no") | {"judgement": "yes", "judged_because": "She is afraid."})
    stands = {one["name"]: one for one in shown("ivo")["criteria"]}
    assert (stands["judgement"]["state"], stands["checklist"]["state"]) == ("met", "met"), "the second clears nothing"
    assert "She is afraid." in page("ivo")
    checked = {name for name in NAMES if f'name="{name}" type="checkbox" value="yes" checked' in page("ivo")}
    assert checked == {"criteria-judgement", "criteria-checklist", "criteria-escalation"}


@pytest.mark.long
def test_a_checklist_about_an_adult_of_record_stands_with_every_child_of_the_home(town: None) -> None:
    mother = next(one.id for one in household([child("wren")], None)[child("wren")] if one.role == "parent")
    does("ivo", CHECK | {"adult": str(mother), "who": ""})
    does("ivo", REFER | {"adult": str(mother), "who": ""})
    goes_on("ivo", RECEIVE)
    assert [one.scope for one in on_record("alder")] == ["household"] * 3
    assert not asked("wren")
    assert not asked("alder"), "one referral is for every child at home"
    assert "1 checklist gone through" in page("ivo", "alder")


@pytest.mark.long
def test_a_referral_is_followed_until_it_was_heard_and_says_what_was_agreed(town: None) -> None:
    does("ivo", REFER)
    assert not asked()
    assert "It names: Professional judgement." in page("ivo")
    assert [says for _, says, _ in shown("ivo")["found"][0]["way"]] == [
        "30 Mar 2026", "Not on record", "No day on record", "Not on record",
    ]  # fmt: skip
    assert waits("ivo") == ["sent, and nobody has said that it was received"]
    goes_on("ivo", RECEIVE)
    assert waits("ivo") == []
    assert "To be heard on 9 April 2026" in page("magda")
    goes_on("ivo", HEAR)
    told = page("ivo")
    assert ("New locks." in told, "Housing, by Friday" in told, "MARAC talked about it." in told) == (True,) * 3
    assert [done for _, _, done in shown("ivo")["found"][0]["way"]] == [True] * 4
    assert waits("ivo") == []


@pytest.mark.long
def test_one_that_is_not_heard_of_moves_up_and_is_late(town: None, monkeypatch: pytest.MonkeyPatch) -> None:
    does("ivo", REFER)
    goes_on("ivo", RECEIVE | {"by_when": "2/4/2026"})

    def the_day(day: int) -> dict[str, list[str]]:
        later = dt.datetime(2026, 4, day, 9, tzinfo=clock.LONDON)
        monkeypatch.setattr(clock, "now", lambda: later)
        return {name: waits(name) for name in ("ivo", "magda", "tobias", "leila")}

    over = ["the day of the meeting is over, and what came of it is not on record"]
    assert the_day(2) == {"ivo": [], "magda": [], "tobias": [], "leila": []}
    assert the_day(3) == {"ivo": over, "magda": over, "tobias": [], "leila": []}
    assert [says for _, says, _ in shown("ivo")["found"][0]["way"]][1:] == [
        "31 Mar 2026", "2 Apr 2026", "Late: not on record",
    ]  # fmt: skip


@pytest.mark.long
def test_the_conference_s_own_list_says_that_it_was_heard_for_whoever_reads_that(town: None) -> None:
    does("ivo", REFER)
    a_file_tells("marac.discussed", dt.date(2026, 3, 29))
    assert waits("ivo") != [], "what was heard before it was sent was another matter"
    a_file_tells("marac.discussed", dt.date(2026, 4, 1), agency="wash-constabulary")
    assert waits("ivo") != [], "a list that the referrer may not read tells them nothing"
    a_file_tells("marac.referred", dt.date(2026, 3, 31))
    assert "That MARAC has talked about it since is not on record" in page("ivo")
    assert "It stands on the conference’s list" in page("ivo")
    a_file_tells("marac.discussed", dt.date(2026, 4, 1))
    assert waits("ivo") == []
    told = page("ivo")
    assert "MARAC talked about it, as another entry says" in told
    assert "What has come of it" not in told
    assert "MARAC talked about it from then on" in told


@pytest.mark.long
@pytest.mark.parametrize(
    ("step", "open_still"),
    [
        (
            {"step": "refer", "says": "With the address.", "to_whom": "The coordinator"},
            ["sent, and nobody has said that it was received"],
        ),
        ({"step": "consider", "says": "They have moved."}, []),
    ],
)
def test_one_that_was_sent_back_waits_until_it_is_sent_again_or_somebody_says_why_not(
    town: None, step: dict[str, str], open_still: list[str]
) -> None:
    does("ivo", REFER)
    goes_on("ivo", BACK)
    assert waits("ivo") == ["sent back, and nobody has said what follows"]
    assert "No address on it." in page("ivo")
    assert "That cannot follow here" in shown("ivo", **_last_of("ivo", HEAR))["error"]
    assert [says for _, says, _ in shown("ivo")["found"][0]["way"]][1] == "Sent back"
    goes_on("ivo", {"act": "go_on", "on": "1/4/2026"} | step)
    assert waits("ivo") == open_still
    assert [says for _, says, _ in shown("ivo")["found"][0]["way"]][1] == (
        "Not on record" if open_still else "Sent back"
    )


def _last_of(username: str, form: dict[str, str]) -> dict[str, str]:
    one = shown(username)["found"][0]["one"]
    return form | {"thread": str(one.id), "seen": str(one.stands.last.id)}


@pytest.mark.long
def test_why_there_is_no_referral_is_kept_with_the_criteria_that_were_met_that_day(town: None) -> None:
    does("ivo", CONSIDER)
    [one] = on_record()
    assert (one.kind, one.details["criteria"]) == ("marac.considered", ["It happens again and again"])
    assert "Met, by what was on record: It happens again and again." in page("ivo")
    about = f"/children/{child('wren')}/disagreements/?about={one.id}"
    assert f'{about}#new"' in page("ivo"), "whoever sees it otherwise disagrees"
    assert f'value="{one.id}" selected' in signed_in("ivo").get(about).content.decode()
    assert not asked()
    assert waits("ivo") == []


@pytest.mark.long
def test_each_takes_back_their_own_and_nobody_else_s(town: None) -> None:
    does("ivo", CHECK)
    [one] = on_record()
    back = {"act": "take_back", "entry": str(one.id), "thread": str(one.thread), "because": "The wrong child."}
    assert "not yours" in shown("magda", **back)["error"]
    assert signed_in("ivo").post(here(), back).status_code == 302
    does("ivo", REFER)
    undo = {"act": "undo", "says": "The wrong child."}
    assert "not yours" in shown("magda", **_last_of("magda", undo))["error"]
    goes_on("ivo", undo)
    assert on_record() == []
    assert asked(), "the question stands again"


@pytest.mark.long
def test_a_step_on_a_day_before_the_referral_or_a_meeting_that_is_over_is_refused(town: None) -> None:
    does("ivo", REFER)
    assert "before the referral" in shown("ivo", **_last_of("ivo", HEAR | {"on": "29/3/2026"}))["error"]
    assert "cannot be promised" in shown("ivo", **_last_of("ivo", RECEIVE | {"by_when": "31/3/2026"}))["error"]
    assert "the day by when" in shown("ivo", **_last_of("ivo", RECEIVE | {"by_when": ""}))["error"]
    assert "who does it" in shown("ivo", **_last_of("ivo", HEAR | {"by_whom": ""}))["error"]
    assert len(on_record()) == 1


@pytest.mark.long
def test_what_is_disputed_says_so_wherever_it_stands(town: None) -> None:
    incident = next(one for one in chronology(sight(user("ivo"), clock.today()), child("wren")) if one.kind == INCIDENT)
    dispute = {"by": "parent", "on": "20/3/2026", "words": "It was the radio."}
    answer = signed_in("ivo").post(f"/children/{child('wren')}/entries/{incident.id}/dispute/", dispute)
    assert answer.status_code == 302
    assert page("ivo").count("It was the radio.") == 2


@pytest.mark.long
def test_nothing_that_a_family_is_given_tells_of_it(town: None) -> None:
    does("ivo", CHECK)
    does("ivo", REFER)
    for where in ("for-the-child/", "support/"):
        told = signed_in("ivo").get(f"/children/{child('wren')}/{where}").content.decode()
        assert [one for one in ("MARAC", "He is back at night.", "She told it alone.") if one in told] == [], where
    told = page("ivo")
    assert "Whoever abuses must not learn of this page" in told
    assert "data-print" not in told


@pytest.mark.long
def test_without_names_nobody_is_named_and_nothing_is_written(town: None) -> None:
    does("ivo", CHECK | {"who": "Hazel", "says": "Hazel told it."})
    does("ivo", REFER | {"who": "Hazel", "says": "Hazel is afraid."})
    client = signed_in("ivo")
    session = client.session
    session["names_hidden"] = True
    session.save()
    told = client.get(here()).content.decode()
    assert "Hazel" not in told
    assert "Ivo" not in told.partition("<main")[2].partition("</main>")[0]
    assert client.post(here(), as_open("ivo", REFER)).status_code == 404


@pytest.mark.long
def test_whoever_broke_the_glass_reads_and_writes_nothing(town: None) -> None:
    break_glass(child("jory"), category="missing", reason="Rung by the police at two", by=user("ivo"))
    told = page("ivo", "jory")
    assert "Which of your partnership’s criteria" in told
    assert "<form" not in told
    assert signed_in("ivo").post(here("jory"), REFER).status_code in (403, 404)


@pytest.mark.long
def test_the_overview_adults_the_chronology_and_the_prompt_lead_here(town: None) -> None:
    seen = sight(user("ivo"), clock.today())
    prompt: UUID = next(one.id for one in prompts_of(seen, child("wren")) if one.pattern == ABUSE)
    other: UUID = next(one.id for one in prompts_of(seen, child("wren")) if one.pattern == "child-not-heard")
    for where in ("", "adults/", "chronology/?show=all", f"prompts/{prompt}/"):
        assert f'href="{here()}"' in signed_in("ivo").get(f"/children/{child('wren')}/{where}").content.decode(), where
    assert (
        f'href="{here()}"' not in signed_in("ivo").get(f"/children/{child('wren')}/prompts/{other}/").content.decode()
    )
