"""The quality of an assessment: refusals first; what is evident is shown by an entry, and two people may see it differently."""

import datetime as dt
from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from keepsight.access.queries import the_machine
from keepsight.chronology.queries import chronology
from keepsight.chronology.shown import EntryShown
from keepsight.practice.assessments.checking import CHECKED, FOLLOWED_UP, ON_RECORD, PLAN_CHECKED, PLANS
from keepsight.practice.assessments.qualities import OF_ASSESSMENT, OF_PLAN
from keepsight.vocabulary import KINDS
from tests.pages.town_people import NOBODY_S, child, given, signed_in, waiting


def entries() -> list[EntryShown]:
    """All that is on record about Idris."""
    return chronology(the_machine(), child("idris"))


def assessment() -> EntryShown:
    """His assessment, as the census tells it."""
    found = [one for one in entries() if one.kind == "assessment.completed" and one.scope == "child"]
    return next(one for one in found if one.details.get("factors"))


def here(entry: EntryShown | None = None) -> str:
    """Where it is looked at."""
    return f"/children/{child('idris')}/entries/{(entry or assessment()).id}/quality/"


def shown(username: str) -> dict[str, Any]:
    """What somebody is given of it."""
    return given(username, "quality", child_id=child("idris"), entry_id=assessment().id)


def look(username: str, quality: str, found: str, *, because: str = "Page two.", number: str = "1") -> dict[str, str]:
    """What somebody found of one quality, as the form sends it."""
    total = str(shown(username)["total"])
    said = {f"found-{quality}": found, f"because-{quality}": because, f"number-{quality}": number}
    return {"act": "check", "total": total} | said


def of(username: str, quality: str) -> dict[str, Any]:
    """What stands of one quality."""
    return next(one for one in shown(username)["qualities"] if one["name"] == quality)


SAID = {"found": "cannot_tell", "because": "Nothing of it was read in."}


def waits(username: str, sort: str) -> list[Any]:
    """What waits for somebody of a sort about Jude, who was assessed of late."""
    return [line for line in waiting(username, sort) if line.child.id == child("jude")]


def kept() -> list[str]:
    """The kinds of what was put on record."""
    return [one.kind for one in entries() if one.kind in (CHECKED, FOLLOWED_UP)]


@pytest.mark.parametrize("username", ["wilf", "orla", "cass", "dev", "robin", "bea"])
def test_a_role_that_reads_no_child_s_story_is_refused(town: None, username: str) -> None:
    assert signed_in(username).get(here()).status_code == 403


def test_a_child_out_of_sight_an_entry_of_nobody_and_no_assessment_take_nothing(town: None) -> None:
    form = look("ada", "risks", "evident")
    assert signed_in("ivo").get(here()).status_code == 404
    nobody = f"/children/{child('idris')}/entries/{NOBODY_S}/quality/"
    assert signed_in("ada").post(nobody, form).status_code == 404
    other = next(one for one in entries() if one.kind == "child.seen")
    assert "This entry is no assessment" in signed_in("ada").get(here(other)).content.decode()
    assert signed_in("ada").post(here(other), form).status_code == 404
    assert Client().get(here()).status_code == 302
    assert kept() == []


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"found-risks": ""}, "at least one question"),
        ({"found-risks": "splendid"}, "Choose what you found"),
        ({"because-risks": " "}, "Say why"),
        ({"number-risks": ""}, "the number of the entry"),
        ({"number-risks": "0"}, "No entry has that number"),
        ({"number-risks": "100000"}, "No entry has that number"),
        ({"number-risks": "twelve"}, "No entry has that number"),
        ({"total": "1"}, "has changed since you opened"),
        ({"act": "follow_up"}, "what was recommended"),
        ({"act": "follow_up", "what": "A group.", "carried_out": "no"}, "why not"),
        ({"act": "follow_up", "what": "A group.", "carried_out": "perhaps"}, "whether it was done"),
        ({"act": "take_back", "entry": str(NOBODY_S), "thread": str(NOBODY_S)}, "not yours"),
    ],
)
def test_what_is_half_said_is_not_kept_and_what_was_typed_is(town: None, changed: dict[str, str], says: str) -> None:
    form = look("ada", "risks", "evident") | changed
    context = given("ada", "quality", child_id=child("idris"), entry_id=assessment().id, post=form)
    assert says in context["error"]
    assert context["form"]["because-risks"] == form["because-risks"].strip()
    assert kept() == []


def test_two_people_see_it_differently_and_both_stand(town: None) -> None:
    assert signed_in("ada").post(here(), look("ada", "history_used", "evident")).status_code == 302
    assert not of("ada", "history_used")["differ"]
    differs = look("tobias", "history_used", "not_evident", because="Nothing of 2024 is in it.", number="")
    assert signed_in("tobias").post(here(), differs).status_code == 302
    for reader in ("ada", "tobias", "wenna"):
        stands = of(reader, "history_used")
        assert {one["found"] for one in stands["looks"]} == {"Evident", "Not evident"}
        assert stands["differ"]
    evident = next(one for one in of("ada", "history_used")["looks"] if one["found"] == "Evident")
    assert "#entry-" in evident["shown_by"][2]
    page = signed_in("ada").get(here()).content.decode()
    assert "Both stand" in page
    assert "Nothing of 2024 is in it." in page


def test_whoever_changes_their_own_mind_differs_with_nobody(town: None) -> None:
    for found in ("cannot_tell", "not_evident"):
        assert signed_in("ada").post(here(), look("ada", "poverty", found, number="")).status_code == 302
    assert len(of("ada", "poverty")["looks"]) == 2
    assert not of("ada", "poverty")["differ"]


def test_what_nobody_looked_at_is_said_of_nobody_and_nothing_is_added_up(town: None) -> None:
    signed_in("ada").post(here(), look("ada", "risks", "evident"))
    context = shown("ada")
    assert [one["name"] for one in context["qualities"] if one["looks"]] == ["risks"]
    page = signed_in("ada").get(here()).content.decode()
    for word in ("score", "out of", "per cent", "%"):
        assert word not in page.partition("<main")[2].partition("</main>")[0], word


def test_a_check_is_taken_back_by_whoever_made_it_and_by_nobody_else(town: None) -> None:
    signed_in("ada").post(here(), look("ada", "risks", "evident"))
    [(entry, thread, _)] = shown("ada")["mine"]
    back = {"act": "take_back", "entry": str(entry), "thread": str(thread), "because": "The wrong assessment."}
    context = given("tobias", "quality", child_id=child("idris"), entry_id=assessment().id, post=back)
    assert "not yours" in context["error"]
    assert signed_in("ada").post(here(), back).status_code == 302
    assert of("ada", "risks")["looks"] == []


def test_what_became_of_a_recommendation_keeps_its_reason(town: None) -> None:
    for carried_out, reason in (("yes", ""), ("no", "The group is full.")):
        form = {"act": "follow_up", "what": "A group for children.", "carried_out": carried_out, "reason": reason}
        assert signed_in("tobias").post(here(), form).status_code == 302
    told = {(one["carried_out"], one["reason"]) for one in shown("ada")["followed"]}
    assert told == {("Done", None), ("Not done", "The group is full.")}


def test_what_is_on_record_stands_beside_the_question_and_answers_none(town: None) -> None:
    there = of("ada", "child_seen")
    assert there["on_record"]
    assert there["looks"] == []
    assert all(set(kinds) <= set(KINDS) for beside in ON_RECORD.values() for kinds, _ in beside)
    assert set(ON_RECORD) <= {*OF_ASSESSMENT.qualities, *OF_PLAN.qualities}


def test_what_nobody_looked_at_waits_for_the_lead_and_what_was_half_looked_at_for_whoever_began(town: None) -> None:
    (line,) = waits("magda", "unchecked")
    assert not [name for name in ("ada", "tobias", "leila") if waits(name, "unchecked")]
    there = line.href.partition("#")[0]
    every = {f"{part}-{name}": said for name in OF_ASSESSMENT.qualities for part, said in SAID.items()}
    for left, form in ((1, {name: said for name, said in every.items() if "poverty" not in name}), (0, every)):
        total = str(given("ada", "quality", child_id=child("jude"), entry_id=UUID(there.split("/")[-3]))["total"])
        assert signed_in("ada").post(there, form | {"act": "check", "total": total}).status_code == 302
        assert [f"left {left} question;" in one.text for one in waits("ada", "check_begun")] == [True] * left
        assert not waits("magda", "unchecked") + waits("tobias", "check_begun")


def test_the_list_is_due_to_be_looked_at_again_and_holds_what_statute_and_reviews_ask() -> None:
    for of, statute, reviews in ((OF_ASSESSMENT, 14, 5), (OF_PLAN, 7, 4)):
        assert of.look_again_on > dt.date(2026, 1, 1)
        sources = [one.source for one in of.qualities.values()]
        assert (sources.count("statutory guidance"), sources.count("case reviews")) == (statute, reviews)
    assert not OF_ASSESSMENT.qualities.keys() & OF_PLAN.qualities.keys()


def plan() -> EntryShown:
    """Wren's plan."""
    found = [one for one in chronology(the_machine(), child("wren")) if one.kind in PLANS and one.scope == "child"]
    return found[-1]


def of_plan(post: dict[str, str] | None = None, username: str = "ivo") -> dict[str, Any]:
    """What somebody is given of the quality of Wren's plan, whom a form is sent."""
    return given(username, "quality", child_id=child("wren"), entry_id=plan().id, post=post)


EVIDENT = {"found-change": "evident", "because-change": "An aim stands beside each worry.", "number-change": "1"}


@pytest.mark.long
@pytest.mark.parametrize(
    ("lacks", "says"),
    [
        ({"because-change": ""}, "why"),
        ({"number-change": ""}, "the number of the entry"),
        ({"found-poverty": "not_evident", "because-poverty": "Not there."}, "the questions that are asked"),
        ({"found-change": ""}, "at least one"),
        ({"act": "follow_up", "what": "A group", "carried_out": "yes"}, "which assessment"),
        ({"act": "read", "differs": "no"}, "no assessment"),
    ],
)
def test_of_a_plan_nothing_is_kept_that_is_half_told_or_asked_of_an_assessment(
    town: None, lacks: dict[str, str], says: str
) -> None:
    form = {"act": "check", "total": str(of_plan()["total"])} | EVIDENT | lacks
    assert says in of_plan(form, "tobias")["error"]
    assert of_plan()["checks"] == []


def test_a_plan_is_looked_at_for_what_a_plan_should_hold_and_its_page_says_so(town: None) -> None:
    where, its_page = f"/children/{child('wren')}/entries/{plan().id}/quality/", f"/children/{child('wren')}/plan/"
    before = signed_in("tobias").get(its_page).content.decode()
    assert where in before
    assert "nobody has yet, as far as you may read" in before
    form = {"act": "check", "total": str(of_plan()["total"])} | EVIDENT
    assert signed_in("ivo").post(where, form).status_code == 302
    kept = [one for one in chronology(the_machine(), child("wren")) if one.kind == PLAN_CHECKED]
    assert [one.details["list_version"] for one in kept] == [OF_PLAN.version]
    told = next(one for one in of_plan(username="tobias")["qualities"] if one["name"] == "change")
    assert [look["found"] for look in told["looks"]] == ["Evident"]
    assert "Its quality was looked at 1 time" in signed_in("tobias").get(its_page).content.decode()
    page = signed_in("tobias").get(where).content.decode()
    assert "Who knows what came of it" not in page
    assert "What became of what it recommended" not in page
