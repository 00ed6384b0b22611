"""The child's words: refused half told, kept apart from what is thought of them, and what waits for them is cleared."""

import datetime as dt
import uuid

import pytest
from django.test import Client

from keepsight.access.queries import sight, the_machine
from keepsight.chronology.queries import chronology
from keepsight.chronology.shown import EntryShown
from keepsight.errors import WrongUse
from keepsight.pages.voice.page import answerable, is_heard, last_heard
from keepsight.practice.child.hearing import take_back_meeting
from keepsight.practice.models import Unsaved
from keepsight.prompts.queries import prompts_of, standing
from tests.pages.invented import TODAY, entry
from tests.pages.test_acts_clear_prompts import Told
from tests.pages.town_people import NOBODY_S, child, given, signed_in, user

MET = {
    "on": "31/3/2026", "seen": "alone", "place": "At school", "communicates": "Speech", "words": "I want Nan.",
    "showed": "Held her bag all the time.", "thinks": "She may not feel safe at home.", "promised": "To ring her Nan.",
}  # fmt: skip
SILENT = ("child-not-heard", "child-not-seen", "child-not-seen-on-protection-plan")


def address(of: uuid.UUID) -> str:
    """Where a child's words stand."""
    return f"/children/{of}/voice/"


def on_record(of: uuid.UUID) -> list[EntryShown]:
    """What people put on record of meetings with a child."""
    found = chronology(the_machine(), of)
    return [one for one in found if one.source.by and one.kind in ("child.seen", "child.not_seen", "child.voice")]


def silent_about(username: str) -> dict[str, uuid.UUID]:
    """The patterns of silence that stand for children whom somebody sees, each with such a child."""
    found = standing(sight(user(username), dt.date(2026, 4, 1)))
    return {one.pattern: one.child_id for one in found if one.pattern in SILENT}


@pytest.mark.parametrize("username", ["wilf", "orla", "cass", "dev", "robin", "bea"])
def test_a_role_that_reads_no_child_s_story_is_refused(town: None, username: str) -> None:
    assert signed_in(username).post(address(child("wren")), MET).status_code == 403
    assert on_record(child("wren")) == []


def test_a_child_out_of_sight_and_none_at_all_are_not_found_alike(town: None) -> None:
    assert [signed_in("ada").post(address(one), MET).status_code for one in (child("wren"), NOBODY_S)] == [404, 404]
    assert Client().get(address(child("wren"))).status_code == 302


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"on": "soon"}, "Write it like 27/3/2026"),
        ({"on": "2/4/2027"}, "has not come yet"),
        ({"seen": ""}, "whether you saw the child"),
        ({"seen": "with"}, "who else was there"),
        ({"seen": "not", "words": "", "showed": ""}, "why you did not see"),
        ({"seen": "not", "why_not": "Nobody opened"}, "did not see the child"),
        ({"distressed": "yes", "showed": ""}, "what the child showed"),
        ({"act": "answer", "about": str(NOBODY_S), "did": "Rang."}, "nothing of that here"),
    ],
)
def test_what_is_half_told_is_not_kept_and_what_was_typed_is(town: None, changed: dict[str, str], says: str) -> None:
    context = given("ivo", "voice", child_id=child("wren"), post=MET | changed)
    assert says in context["error"]
    assert context["form"]["thinks"] == MET["thinks"]
    assert on_record(child("wren")) == []


def test_words_what_was_shown_and_what_is_thought_are_kept_apart(town: None) -> None:
    assert signed_in("ivo").post(address(child("wren")), MET).status_code == 302
    seen, voice = sorted(on_record(child("wren")), key=lambda one: one.kind)
    assert (seen.kind, seen.details) == ("child.seen", {"alone": "yes", "place": "At school"})
    assert (voice.child_words, voice.narrative, voice.significance) == (MET["words"], MET["showed"], MET["thinks"])
    assert voice.details == {"communicates": "Speech", "promised": "To ring her Nan."}
    assert (voice.basis, voice.occurred_from, voice.thread) == ("child", dt.date(2026, 3, 31), seen.thread)
    page = signed_in("leila").get(address(child("wren"))).content.decode()
    assert "Last heard on 31 March 2026, 1 day ago." in page or "Last heard" in page


def test_that_a_child_was_not_seen_is_said_with_the_reason_and_is_no_word_of_the_child(town: None) -> None:
    signed_in("ivo").post(address(child("wren")), {"on": "31/3/2026", "seen": "not", "why_not": "Nobody opened"})
    (one,) = on_record(child("wren"))
    assert (one.kind, one.details) == ("child.not_seen", {"reason": "Nobody opened"})


@pytest.mark.long
@pytest.mark.parametrize("username", ["ada", "ivo", "osei"])
def test_the_silence_is_ended_by_the_act_and_returns_when_it_is_taken_back(town: None, username: str) -> None:
    silent = silent_about(username)
    assert silent or username != "ada", "the town has a child whom nobody heard"
    for pattern, of in silent.items():
        client = signed_in(username)
        assert client.post(address(of), MET).status_code == 302
        assert pattern not in _standing(of)
        ((thread, _),) = given(username, "voice", child_id=of)["mine"]
        client.post(address(of), {"act": "take_back", "thread": str(thread), "because": "It was her sister."})
        assert pattern in _standing(of)


def test_a_sister_s_plan_asks_for_this_child_s_words_until_they_are_written_down(town: None) -> None:
    def ended() -> dt.date | None:
        found = prompts_of(the_machine(), child("jory"))
        return next(one.ended_on for one in found if one.pattern == "sibling-not-heard")

    assert ended() == dt.date(2025, 6, 12)  # with Tamsin's plan: nobody had heard Jory
    client = signed_in("ada")
    client.post(address(child("jory")), MET | {"on": "1/6/2025"})
    assert ended() == dt.date(2025, 6, 1)
    ((thread, _),) = given("ada", "voice", child_id=child("jory"))["mine"]
    client.post(address(child("jory")), {"act": "take_back", "thread": str(thread), "because": "It was Tamsin."})
    assert ended() == dt.date(2025, 6, 12)


@pytest.mark.long
def test_distress_is_answered_by_what_was_done_and_waits_again_when_that_is_taken_back(town: None) -> None:
    of, client = child("wren"), signed_in("ivo")
    client.post(address(of), MET | {"on": "3/3/2026", "distressed": "yes"})
    assert "distress-unanswered" not in _standing(of)
    client.post(address(of), MET | {"distressed": "yes"})
    assert "distress-unanswered" in _standing(of)
    assert "Wren was distressed" in client.get(address(of)).content.decode()
    voice = next(one for one in on_record(of) if one.kind == "child.voice")
    assert "what you did" in given("ivo", "voice", child_id=of, post={"act": "answer", "about": str(voice.id)})["error"]
    done = {"act": "answer", "about": str(voice.id), "did": "Rang Nan with her.", "told": "She can ring on Sundays."}
    client.post(address(of), done)
    assert "distress-unanswered" not in _standing(of)
    assert "Rang Nan with her." in signed_in("leila").get(address(of)).content.decode()
    (answer,) = [one for one in chronology(the_machine(), of) if one.kind == "child.answered"]
    assert (answer.details, answer.level) == ({"about": str(voice.id), "promised": done["told"]}, "standard")
    client.post(address(of), {"act": "take_back", "thread": str(answer.thread), "because": "It was her sister."})
    assert "distress-unanswered" in _standing(of)


def test_a_disclosure_can_be_answered_and_is_no_word_that_was_heard() -> None:
    told = entry("disclosure.made", "2026-03-06", narrative="He hits.")
    seen = entry("child.distress", "2026-03-07")
    of_brother = entry("child.distress", "2026-03-07", scope="household")
    assert answerable([told, seen, of_brother]) == [seen, told]
    assert not any(is_heard(one) for one in (told, seen))


def test_how_what_was_done_to_protect_a_child_is_for_the_child_is_asked_and_said_not_to_be(town: None) -> None:
    page, of = "voice", child("kestrel")
    asked = given("ada", page, child_id=of)["protected"]
    assert [one.told for one in asked] == [()] * len(asked)
    assert asked, "Kestrel was moved twice"
    unsaid = "Nobody has written down how this is for Kestrel"
    assert signed_in("ada").get(address(of)).content.decode().count(unsaid) == len(asked)
    of_it = MET | {"effect": asked[0].id, "words": "I miss my bed."}
    error = given("ada", page, child_id=of, post=of_it | {"words": "", "showed": ""})["error"]
    assert "what the child said or showed of it" in error
    assert "nothing of that here" in given("ada", page, child_id=of, post=of_it | {"effect": str(NOBODY_S)})["error"]
    assert signed_in("ada").post(address(of), of_it).status_code == 302
    assert signed_in("ada").get(address(of)).content.decode().count(unsaid) == len(asked) - 1
    assert [one.child_words for one in given("leila", page, child_id=of)["protected"][0].told] == ["I miss my bed."]
    signed_in("ada").post(address(of), MET | {"protected_by": "She may not see Dad."})
    told = given("leila", page, child_id=of)["protected"][-1]
    assert (told.what, [one.child_words for one in told.told]) == ("She may not see Dad.", [MET["words"]])


def test_a_move_waits_on_my_work_of_whoever_did_it_until_the_child_is_asked_of_it(town: None) -> None:
    def waits(username: str) -> list[str]:
        found = [one for one in given(username, "my_work")["followed"] if one.name == "protected"]
        return [line.href for one in found for line in one.lines]

    of = child("jory")
    Told("placement.started", dt.date(2026, 3, 20)).of("jory")
    assert [waits(name) for name in ("ada", "magda", "tobias", "rafe")] == [[f"{address(of)}#protected"], [], [], []]
    asked = given("ada", "voice", child_id=of)["protected"]
    signed_in("ada").post(address(of), MET)
    assert waits("ada")
    signed_in("ada").post(address(of), MET | {"effect": asked[0].id, "words": "I miss my bed."})
    assert waits("ada") == []


def test_nobody_takes_back_what_somebody_else_wrote(town: None) -> None:
    signed_in("ivo").post(address(child("wren")), MET)
    thread = on_record(child("wren"))[0].thread
    assert thread
    with pytest.raises(WrongUse, match="not yours"):
        take_back_meeting(child("wren"), thread, because="No.", by=user("leila"))
    with pytest.raises(WrongUse, match="why"):
        take_back_meeting(child("wren"), thread, because=" ", by=user("ivo"))


def test_a_meeting_named_by_what_is_no_id_is_not_there(town: None) -> None:
    answer = signed_in("ivo").post(
        address(child("wren")), {"act": "take_back", "thread": "gossip", "because": "It was her sister."}
    )
    assert b"There is no such meeting here" in answer.content


def test_what_was_typed_when_somebody_was_signed_out_is_in_the_form_again(town: None) -> None:
    client, here = signed_in("ivo"), address(child("wren"))
    whose = client.get(here).content.decode().split('name="whose" value="')[1].split('"')[0]
    Client().post(here, MET | {"whose": whose})
    assert on_record(child("wren")) == []
    assert MET["words"] in client.get(here).content.decode()
    client.post(here, MET | {"whose": whose, "refilled": "yes"})
    assert not Unsaved.objects.exists()


def test_without_names_nothing_is_written(town: None) -> None:
    client = signed_in("ivo")
    session = client.session
    session["names_hidden"] = True
    session.save()
    assert client.post(address(child("wren")), MET).status_code == 404
    assert client.get(address(child("wren"))).status_code == 200


def test_how_long_ago_a_child_was_heard_is_told_in_days_or_that_nobody_knows() -> None:
    assert last_heard([entry("child.voice", "2026-03-06")], TODAY) == "Last heard on 6 March 2026, 10 days ago."
    assert last_heard([entry("child.voice", "2026-03-16")], TODAY) == "Heard today."
    assert last_heard([], TODAY).startswith("Nobody has written down yet")


@pytest.mark.parametrize(
    ("page", "of_adults"), [("voice", "What the child showed"), ("adults", "An offence, a finding")]
)
def test_how_long_ago_a_child_was_heard_stands_above_all_that_is_of_adults(
    town: None, page: str, of_adults: str
) -> None:
    said = signed_in("ivo").get(f"/children/{child('wren')}/{page}/").content.decode()
    assert said.index("Last heard on") < said.index(of_adults)


def _standing(of: uuid.UUID) -> set[str]:
    return {one.pattern for one in prompts_of(the_machine(), of) if one.standing}
