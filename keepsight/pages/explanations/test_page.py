"""What carers say of an injury, an absence or a worry: refused half told, kept beside who checked it, asked about until then."""

import uuid

import pytest
from django.test import Client

from keepsight.access.queries import the_machine
from keepsight.chronology.queries import chronology
from keepsight.chronology.shown import EntryShown
from keepsight.pages.explanations.page import explained
from keepsight.practice.family.explaining import ACTS
from keepsight.prompts.queries import prompts_of
from tests.pages.invented import entry
from tests.pages.town_people import NOBODY_S, child, given, signed_in, user

TELL = {"act": "tell", "told_by": "Her mother", "says": "She fell off the trampoline."}
CHECK = {"act": "check", "asked_of": "The paediatrician", "found": "Not from such a fall.", "seen_as": "does_not_fit"}


def here(of: str = "wren") -> str:
    """Where explanations about a child stand."""
    return f"/children/{child(of)}/explanations/"


def to_explain() -> list[str]:
    """What of Wren may be explained and is no carer's account itself, by id."""
    found = explained(chronology(the_machine(), child("wren")))
    return [str(one.entry.id) for one in found if one.entry.basis != "carer"]


def on_record() -> list[EntryShown]:
    """What people put on record of explanations about Wren."""
    return [one for one in chronology(the_machine(), child("wren")) if one.kind in ACTS]


def refused(posted: dict[str, str]) -> str:
    """What the page says when it keeps nothing."""
    return str(given("tobias", "explanations", child_id=child("wren"), post=posted)["error"])


def does(username: str, posted: dict[str, str]) -> None:
    """Somebody puts something on record on the page."""
    assert signed_in(username).post(here(), posted).status_code == 302, refused(posted)


def stands() -> bool:
    """Whether it stands that what carers say of Wren is all there is."""
    found = prompts_of(the_machine(), child("wren"))
    return any(one.standing for one in found if one.pattern == "explanations-unchallenged")


@pytest.mark.parametrize("username", ["wilf", "orla", "cass", "dev", "robin", "bea"])
def test_a_role_that_reads_no_child_s_story_is_refused(town: None, username: str) -> None:
    assert signed_in(username).post(here(), TELL | {"about": to_explain()[0]}).status_code == 403
    assert on_record() == []


def test_a_child_out_of_sight_and_none_at_all_are_not_found_alike(town: None) -> None:
    client = signed_in("ada")
    assert [client.get(one).status_code for one in (here(), f"/children/{NOBODY_S}/explanations/")] == [404, 404]
    assert Client().get(here()).status_code == 302


@pytest.mark.parametrize(
    ("posted", "says"),
    [
        (TELL | {"about": ""}, "no such entry"),
        (TELL | {"about": str(uuid.uuid4())}, "no such entry"),
        (TELL | {"says": " "}, "what they say"),
        (TELL | {"told_by": ""}, "who says so"),
        (CHECK | {"asked_of": ""}, "whom you asked"),
        (CHECK | {"found": ""}, "what you were told or saw"),
        (CHECK | {"seen_as": "surely"}, "whether it fits"),
        ({"act": "take_back", "because": "Wrong child."}, "not yours to take back"),
    ],
)
def test_what_is_half_told_is_not_kept(town: None, posted: dict[str, str], says: str) -> None:
    assert says in refused({"about": to_explain()[0]} | posted)
    assert on_record() == []


def test_what_is_a_carer_s_account_already_is_checked_and_not_explained_again() -> None:
    account = entry("injury.recorded", "2026-03-01", basis="carer")
    checked = entry("explanation.tested", "2026-03-03", details={"about": str(account.id)})
    assert explained([account])[0].rests_on_a_carer
    assert not explained([account, checked])[0].rests_on_a_carer
    assert not explained([entry("injury.recorded", "2026-03-01")])[0].rests_on_a_carer
    assert explained([entry("injury.recorded", "2026-03-01", scope="household")]) == []


def test_two_that_nobody_checked_stand_until_one_is_and_again_when_that_is_taken_back(town: None) -> None:
    first, second = to_explain()[:2]
    does("tobias", TELL | {"about": first})
    assert not stands()
    does("tobias", TELL | {"about": first, "says": "She says so again."})
    assert not stands()  # one matter told twice
    does("ivo", TELL | {"about": second})
    assert stands()
    page = signed_in("tobias").get(here()).content.decode()
    assert TELL["says"] in page
    assert "Nobody has written down that it was checked." in page
    does("ivo", CHECK | {"about": first})
    assert not stands()
    assert "It does not fit" in signed_in("tobias").get(here()).content.decode()
    done = next(one for one in on_record() if one.kind == "explanation.tested")
    taken = {"act": "take_back", "entry": str(done.id), "thread": str(done.thread), "because": "Another child."}
    assert "not yours" in refused(taken)
    does("ivo", taken)
    assert stands()


def test_what_is_said_of_a_restricted_entry_is_as_restricted(town: None) -> None:
    does("tobias", TELL | {"about": to_explain()[0]})
    about = {str(one.id): one for one in chronology(the_machine(), child("wren"))}
    assert {one.level for one in on_record()} == {about[str(on_record()[0].details["about"])].level}
    assert on_record()[0].source.by == user("tobias").name


def test_without_names_nobody_is_named_and_nothing_is_written(town: None) -> None:
    does("tobias", TELL | {"about": to_explain()[0], "told_by": "Hazel", "says": "Hazel says that she fell."})
    client = signed_in("tobias")
    session = client.session
    session["names_hidden"] = True
    session.save()
    assert "Hazel" not in client.get(here()).content.decode()
    assert client.post(here(), TELL | {"about": to_explain()[1]}).status_code == 404
