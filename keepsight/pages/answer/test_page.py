"""Answering: refused to whom it is not for, then kept without scripts, beside what others said, and never lost."""

import datetime as dt
import uuid

import pytest
from django.core.signing import TimestampSigner
from django.test import Client

from keepsight.access.queries import sight, the_machine
from keepsight.practice.actions import Said, answer, forget_unsaved
from keepsight.practice.models import Unsaved
from keepsight.practice.queries import answers
from keepsight.prompts.queries import PromptShown, prompts_of
from keepsight.store import clock
from tests.pages.town_people import NOBODY_S, child, given, signed_in, user

WRONG = {"response": "wrong", "says": "The letters went to the old address.", "seen": ""}
TODAY = dt.date(2026, 4, 1)


def a_prompt() -> PromptShown:
    """A prompt about Wren that stands."""
    return next(one for one in prompts_of(the_machine(), child("wren")) if one.standing)


def address(of: uuid.UUID, asked: uuid.UUID) -> str:
    """Where a prompt is answered."""
    return f"/children/{of}/prompts/{asked}/answer/"


def here() -> str:
    """Where that prompt about Wren is answered."""
    return address(child("wren"), a_prompt().id)


def said() -> list[str]:
    """What is said to it."""
    prompt = a_prompt()
    return [one.says for one in answers([prompt], TODAY)[prompt.id].given]


@pytest.mark.parametrize("username", ["wilf", "orla", "cass", "dev", "robin", "bea"])
def test_a_role_that_reads_no_child_s_story_is_refused(town: None, username: str) -> None:
    assert signed_in(username).post(here(), WRONG).status_code == 403
    assert said() == []


def test_a_prompt_out_of_sight_another_child_s_and_none_at_all_are_not_found_alike(town: None) -> None:
    asked, client = a_prompt().id, signed_in("ada")
    wheres = [address(child("wren"), asked), address(child("linden"), asked), address(NOBODY_S, NOBODY_S)]
    assert {client.post(one, WRONG).status_code for one in wheres} == {404}
    assert {_without_token(client.get(one).content) for one in wheres} == {
        _without_token(client.get("/nowhere/").content)
    }
    assert said() == []


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"response": ""}, "Choose what you make of it"),
        ({"says": " "}, "Say why, in your own words"),
        ({"response": "right"}, "the day by when"),
        ({"response": "right", "by_when": "soon"}, "Write it like 27/3/2026"),
        ({"response": "right", "by_when": "1/4/2027"}, "cannot be promised"),
        ({"response": "not_known", "by_when": "2/4/2026"}, "whom you ask"),
        ({"response": "luck"}, "That cannot follow here"),
    ],
)
def test_an_answer_that_lacks_something_is_not_kept_and_what_was_typed_is(
    town: None, changed: dict[str, str], says: str
) -> None:
    posted = WRONG | changed
    context = given("ivo", "answer", child_id=child("wren"), prompt_id=a_prompt().id, post=posted)
    assert says in context["error"]
    assert context["form"]["says"] == posted["says"].strip()
    assert said() == []


def test_another_agency_is_not_offered_to_dismiss_and_is_refused_if_it_tries(town: None) -> None:
    context = given("tobias", "answer", child_id=child("wren"), prompt_id=a_prompt().id)
    assert [name for name, *_ in context["choices"]] == ["right", "not_known", "disagree"]
    assert b"not yours to take" in signed_in("tobias").post(here(), WRONG).content
    assert said() == []


def test_without_names_nothing_is_answered(town: None) -> None:
    client = signed_in("ivo")
    session = client.session
    session["names_hidden"] = True
    session.save()
    assert client.post(here(), WRONG).status_code == 404
    answer(a_prompt(), "wrong", Said("She is called Wren."), seen=None, by=user("magda"))
    for page in (here(), here().removesuffix("answer/"), f"/children/{child('wren')}/"):
        assert b"Magda Calder" not in client.get(page).content
        assert b"She is called" not in client.get(page).content


def test_an_answer_is_kept_and_read_on_the_prompt_s_page_and_the_overview_by_another_agency(town: None) -> None:
    assert signed_in("ivo").post(here(), WRONG).headers["Location"] == here().removesuffix("answer/") + "#answers"
    school = signed_in("tobias")
    assert WRONG["says"] in school.get(here().removesuffix("answer/")).content.decode()
    assert b"says Ivo Fairlamb" in school.get(f"/children/{child('wren')}/").content


def test_whoever_answers_second_sees_what_was_said_first_and_loses_nothing(town: None) -> None:
    signed_in("ivo").post(here(), WRONG)
    late = WRONG | {"response": "right", "says": "I will ring the clinic.", "by_when": "2/4/2026"}
    page = signed_in("tobias").post(here(), late).content.decode()
    assert "Somebody else has acted since you opened this page" in page
    assert WRONG["says"] in page
    assert late["says"] in page
    assert said() == [WRONG["says"]]
    seen = given("tobias", "answer", child_id=child("wren"), prompt_id=a_prompt().id)["seen"]
    assert signed_in("tobias").post(here(), late | {"seen": seen}).status_code == 302
    assert said() == [WRONG["says"], late["says"]]


def test_an_answer_named_by_what_is_no_id_is_none_that_was_seen(town: None) -> None:
    answer = signed_in("ivo").post(here(), {"act": "take_back", "seen": "gossip", "because": "I mixed her up."})
    assert answer.status_code == 200
    assert said() == []


def test_whoever_said_it_takes_it_back_with_a_reason(town: None) -> None:
    signed_in("ivo").post(here(), WRONG)
    seen = given("ivo", "answer", child_id=child("wren"), prompt_id=a_prompt().id)["seen"]
    assert not given("tobias", "answer", child_id=child("wren"), prompt_id=a_prompt().id)["mine"]
    signed_in("ivo").post(here(), {"act": "take_back", "seen": seen, "because": "I mixed her up."})
    assert said() == []


def test_what_was_typed_when_somebody_was_signed_out_is_in_the_form_again_and_on_no_record(town: None) -> None:
    client = signed_in("ivo")
    page = client.get(here()).content.decode()
    whose = page.split('name="whose" value="')[1].split('"')[0]
    late = Client().post(here(), WRONG | {"whose": whose})
    assert late.status_code == 302
    assert late.headers["Location"].startswith("/sign-in/")
    assert said() == []
    again = client.get(here()).content.decode()
    assert "not on record yet" in again
    assert WRONG["says"] in again
    assert WRONG["says"] not in signed_in("leila").get(here()).content.decode()
    client.post(here(), WRONG | {"whose": whose, "refilled": "yes"})
    assert not Unsaved.objects.exists()


@pytest.mark.parametrize("whose", ["", "2 /", "forged:by:nobody"])
def test_what_nobody_of_ours_signed_is_kept_for_nobody(town: None, whose: str) -> None:
    Client().post(here(), WRONG | {"whose": whose})
    Client().post(here(), WRONG | {"whose": TimestampSigner(salt="another").sign(f"{user('ivo').pk} {here()}")})
    assert not Unsaved.objects.exists()


def test_what_nobody_comes_back_for_is_forgotten(town: None) -> None:
    for days in (8, 6):
        kept_at = clock.now() - dt.timedelta(days=days)
        Unsaved.objects.create(user=user("ivo"), address=f"/{days}/", fields=WRONG, kept_at=kept_at)
    assert forget_unsaved() == 1
    assert [one.address for one in Unsaved.objects.all()] == ["/6/"]


def test_an_answer_leaves_its_line_and_the_prompt_is_no_longer_somebody_s_turn(town: None) -> None:
    signed_in("ivo").post(here(), WRONG)
    prompt = next(one for one in prompts_of(sight(user("ivo"), TODAY), child("wren")) if one.id == a_prompt().id)
    assert not answers([prompt], TODAY)[prompt.id].waits


def _without_token(content: bytes) -> bytes:
    """The page without the token against forged forms, which is new each time."""
    return b"\n".join(line for line in content.splitlines() if b"csrfmiddlewaretoken" not in line)
