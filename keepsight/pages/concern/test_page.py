"""Raising a concern: refused half told, read beside what was asked before, its parts kept apart, its decision brought back."""

import datetime as dt
import uuid
from typing import Any
from unittest import mock

import pytest
from django.test import Client

from keepsight.access.queries import the_machine
from keepsight.chronology.actions import Source
from keepsight.chronology.queries import chronology
from keepsight.chronology.shown import EntryShown
from keepsight.errors import WrongUse
from keepsight.intake.drafts import DraftEntry, When
from keepsight.pages.story import Story
from keepsight.people.queries import records_of
from keepsight.practice.actions import Said, go_on
from keepsight.practice.models import Unsaved
from keepsight.practice.professionals.concerns import Worry, raise_concern, take_back_concern
from keepsight.practice.threads.table import CONCERN
from keepsight.prompts.actions import append_and_ask
from keepsight.prompts.queries import prompts_of
from keepsight.store import clock
from tests.pages.town_people import NOBODY_S, child, given, signed_in, user

WORRY = {
    "saw": "A bruise on her arm, on Tuesday at school. She smelt of smoke.", "was_told": "That she slept in the car.",
    "told_by": "A friend of hers", "thinks": "I think that nobody looks after her at night.", "words": "Don’t tell Mum.",
}  # fmt: skip


def here(of: str = "wren") -> str:
    """Where concerns about a child are raised."""
    return f"/children/{child(of)}/concern/"


def on_record(of: str = "wren") -> list[EntryShown]:
    """What people put on record here of concerns about a child."""
    kinds = ("concern.raised", "concern.decided", "referrer.told", "referral.considered", "child.voice")
    return [one for one in chronology(the_machine(), child(of)) if one.source.by and one.kind in kinds]


def shown(username: str) -> list[dict[str, Any]]:
    """The concerns about Wren that somebody reads, the latest first."""
    read: list[dict[str, Any]] = given(username, "concern", child_id=child("wren"))["found"]
    return read


def raised_by(username: str) -> uuid.UUID:
    """A concern that somebody raised on the page: its thread."""
    assert signed_in(username).post(here(), WORRY | {"act": "send"}).status_code == 302
    thread: uuid.UUID = shown(username)[0]["one"].id
    return thread


def decided(thread: uuid.UUID, outcome: str = "no_further_action") -> None:
    """The hub coordinator decides."""
    seen = shown("leila")[0]["one"].stands.last.id
    go_on(
        CONCERN, child("wren"), thread, "decide", Said("Seen last week.", outcome=outcome), seen=seen, by=user("leila")
    )


@pytest.mark.parametrize("username", ["wilf", "orla", "cass", "dev", "robin", "bea"])
def test_a_role_that_reads_no_child_s_story_is_refused(town: None, username: str) -> None:
    assert signed_in(username).post(here(), WORRY | {"act": "send"}).status_code == 403
    assert on_record() == []


def test_a_child_out_of_sight_and_none_at_all_are_not_found_alike(town: None) -> None:
    client = signed_in("ada")
    answers = [client.post(one, WORRY | {"act": "send"}) for one in (here(), f"/children/{NOBODY_S}/concern/")]
    assert [one.status_code for one in answers] == [404, 404]
    assert Client().get(here()).status_code == 302


@pytest.mark.parametrize("doing", ["check", "send"])
@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"saw": "", "was_told": "", "words": ""}, "what you saw, or what you were told"),
        ({"told_by": ""}, "who told you"),
        ({"thinks": ""}, "what worries you"),
    ],
)
def test_what_is_half_told_is_not_kept_and_what_was_typed_is(
    town: None, changed: dict[str, str], says: str, doing: str
) -> None:
    context = given("tobias", "concern", child_id=child("wren"), post=WORRY | changed | {"act": doing})
    assert says in context["error"]
    assert context["form"]["thinks"] == (WORRY | changed)["thinks"]
    assert on_record() == []


def test_one_thing_seen_and_what_worries_about_it_are_enough(town: None) -> None:
    said = {"act": "send", "saw": "Asleep in class.", "thinks": "She does not sleep at home."}
    assert signed_in("tobias").post(here(), said).status_code == 302
    (one,) = on_record()
    assert (one.kind, one.basis, one.details) == ("concern.raised", "observed", {})


def test_before_it_is_sent_it_is_read_beside_what_was_asked_before_and_nothing_is_on_record(town: None) -> None:
    context = given("tobias", "concern", child_id=child("wren"), post=WORRY | {"act": "check"})
    assert context["checking"]
    asked = {one.entry.kind for one in context["before"]}
    assert {"referral.received", "referral.decided"} <= asked
    assert len({one.agency for one in context["before"]}) > 1
    page = signed_in("tobias").post(here(), WORRY | {"act": "check"}).content.decode()
    assert all(f'name="{name}" value="' in page for name in WORRY)
    assert on_record() == []
    with mock.patch("keepsight.pages.concern.page.story_of", return_value=Story(child("wren"), [], [])):
        alone = given("tobias", "concern", child_id=child("wren"), post=WORRY | {"act": "check"})
    assert alone["before"] == [], "only what the writer may read"


def test_what_was_seen_told_and_thought_and_the_child_s_words_are_kept_apart(town: None) -> None:
    thread = raised_by("tobias")
    one, voice = sorted(on_record(), key=lambda one: one.kind, reverse=True)
    assert (one.kind, one.agency_name, one.basis) == ("concern.raised", "Marshlight School", "observed")
    assert (one.narrative, one.significance) == (WORRY["saw"], WORRY["thinks"])
    assert one.details == {"was_told": WORRY["was_told"], "told_by": WORRY["told_by"]}
    assert [agency for agency, _ in one.told] == ["Fennick Children's Services"]
    assert (voice.child_words, voice.basis, voice.thread) == (WORRY["words"], "child", thread)


def test_the_receipt_says_who_decides_and_by_when(town: None) -> None:
    answer = signed_in("tobias").post(here(), WORRY | {"act": "send"}, follow=True).content.decode()
    assert "Sent to the front door" in answer
    assert "It decides by 2 April 2026" in answer


def test_the_decision_and_its_reason_come_back_and_are_read(town: None) -> None:
    thread = raised_by("tobias")
    decided(thread)
    page = signed_in("tobias").get(here()).content.decode()
    assert "no further action" in page
    assert "Seen last week." in page
    assert "Not accepted: what now" in page
    assert f"?about={shown('tobias')[0]['decided'].id}#new" in page
    seen = str(shown("tobias")[0]["one"].stands.last.id)
    signed_in("tobias").post(here(), {"act": "tell", "thread": str(thread), "seen": seen})
    assert shown("tobias")[0]["one"].stands.state.name == "told"


def test_whoever_said_too_early_that_they_have_read_it_takes_that_back_and_nobody_else_does(town: None) -> None:
    thread = raised_by("tobias")
    decided(thread)
    post = {"act": "tell", "thread": str(thread), "seen": str(shown("tobias")[0]["one"].stands.last.id)}
    assert signed_in("tobias").post(here(), post).status_code == 302
    assert [shown(name)[0]["may_take_back"] for name in ("tobias", "ivo")] == [True, False]
    post = {"act": "take_back", "thread": str(thread), "seen": str(shown("tobias")[0]["one"].stands.last.id)}
    assert "not yours" in given("ivo", "concern", child_id=child("wren"), post=post | {"reason": "No."})["error"]
    assert signed_in("tobias").post(here(), post | {"reason": "I read the one before."}).status_code == 302
    assert shown("tobias")[0]["one"].stands.state.name == "decided"


def test_an_accepted_concern_offers_no_way_round_it(town: None) -> None:
    decided(raised_by("tobias"), "accepted")
    assert "Not accepted: what now" not in signed_in("tobias").get(here()).content.decode()


def test_whoever_did_not_raise_it_does_not_say_that_they_know(town: None) -> None:
    thread = raised_by("tobias")
    decided(thread)
    assert not shown("rafe")[0]["may_tell"]
    seen = str(shown("rafe")[0]["one"].stands.last.id)
    post = {"act": "tell", "thread": str(thread), "seen": seen}
    assert "not yours" in given("rafe", "concern", child_id=child("wren"), post=post)["error"]


def test_a_concern_that_is_not_raised_keeps_its_reason(town: None) -> None:
    context = given("tobias", "concern", child_id=child("wren"), post={"act": "not_raise", "reason": " "})
    assert "why, in your own words" in context["error"]
    signed_in("tobias").post(here(), {"act": "not_raise", "reason": "Her nan has taken her in."})
    (one,) = on_record()
    assert (one.kind, one.narrative) == ("referral.considered", "Her nan has taken her in.")


def test_what_one_raised_one_takes_back_with_the_child_s_words_and_nobody_else_does(town: None) -> None:
    thread = raised_by("tobias")
    with pytest.raises(WrongUse, match="not yours"):
        take_back_concern(child("wren"), thread, because="No.", by=user("rafe"))
    post = {"act": "take_back", "thread": str(thread), "reason": ""}
    assert "why you take it back" in given("tobias", "concern", child_id=child("wren"), post=post)["error"]
    assert signed_in("tobias").post(here(), post | {"reason": "Another Wren."}).status_code == 302
    assert on_record() == []
    assert shown("tobias") == []


def test_what_was_decided_on_is_not_taken_back(town: None) -> None:
    thread = raised_by("tobias")
    decided(thread)
    assert not shown("tobias")[0]["may_take_back"]
    with pytest.raises(WrongUse, match="not yours"):
        take_back_concern(child("wren"), thread, because="Another Wren.", by=user("tobias"))


def test_a_concern_that_is_none_of_this_child_is_not_there(town: None) -> None:
    post = {"act": "tell", "thread": str(uuid.uuid4()), "seen": ""}
    assert "no such concern" in given("tobias", "concern", child_id=child("wren"), post=post)["error"]


def test_whoever_may_not_read_the_concern_is_not_told_that_it_was_raised(town: None) -> None:
    raised_by("tobias")
    assert len(shown("rafe")) == 1
    with mock.patch("keepsight.pages.concern.page.story_of", return_value=Story(child("wren"), [], [])):
        assert shown("rafe") == []


def test_what_was_typed_when_somebody_was_signed_out_is_in_the_form_again(town: None) -> None:
    client = signed_in("tobias")
    page = client.post(here(), WORRY | {"act": "check"}).content.decode()
    whose = page.split('name="whose" value="')[1].split('"')[0]
    Client().post(here(), WORRY | {"act": "send", "whose": whose})
    assert on_record() == []
    assert WORRY["thinks"] in client.get(here()).content.decode()
    client.post(here(), WORRY | {"act": "send", "whose": whose, "refilled": "yes"})
    assert not Unsaved.objects.exists()


def test_without_names_nothing_is_written_and_no_words_of_anybody_are_shown(town: None) -> None:
    decided(raised_by("tobias"))
    client = signed_in("ivo")
    session = client.session
    session["names_hidden"] = True
    session.save()
    page = client.get(here()).content.decode()
    assert not [said for said in (*WORRY.values(), "Tobias", "Seen last week.") if said in page]
    assert client.post(here(), WORRY | {"act": "send"}).status_code == 404


def told_of_harm() -> None:
    """Wren told of harm at school, and every feed has told of more days since than either prompt waits."""
    day = dt.date(2026, 3, 17)
    draft = DraftEntry("disclosure.made", When(day, day, "day", "17/03/2026"), (("the child", "child"),), basis="child")
    records = {"the child": records_of([child("wren")])[child("wren")][0]}
    append_and_ask(draft, records=records, source=Source("marshlight-school", day, clock.now(), by=user("tobias")))


def standing(of: str = "wren") -> set[str]:
    """The patterns that hold for a child."""
    return {one.pattern for one in prompts_of(the_machine(), child(of)) if one.standing}


OF_HARM = {"disclosure-without-referral", "harm-observed-no-action"}


@pytest.mark.parametrize("doing", ["send", "not_raise"])
def test_the_prompts_that_nobody_acted_on_harm_are_cleared_by_the_act_and_return_when_it_is_taken_back(
    town: None, doing: str
) -> None:
    assert not standing() & OF_HARM
    told_of_harm()
    assert standing() >= OF_HARM
    signed_in("tobias").post(here(), WORRY | {"act": doing, "reason": "It was looked into the same day."})
    assert not standing() & OF_HARM
    post = {"act": "take_back", "thread": str(shown("tobias")[0]["one"].id), "reason": "Another Wren."}
    assert signed_in("tobias").post(here(), post).status_code == 302
    assert standing() >= OF_HARM


def test_what_three_agencies_raise_here_stands_as_worries_with_nothing_open_until_one_takes_its_own_back(
    town: None,
) -> None:
    worry = Worry(saw="A bruise.", thinks="Not an accident.")
    for name in ("tobias", "anoushka", "tobias"):
        raise_concern(child("juniper"), worry, by=user(name))
    assert "concerns-from-several-agencies" not in standing("juniper")
    thread = raise_concern(child("juniper"), worry, by=user("jonah"))
    assert "concerns-from-several-agencies" in standing("juniper")
    take_back_concern(child("juniper"), thread, because="Another Juniper.", by=user("jonah"))
    assert "concerns-from-several-agencies" not in standing("juniper")
