"""What was on record beside what a decision names: refusals first; unknown is said plainly, and an act clears what it speaks of."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client

from keepsight.access.queries import the_machine
from keepsight.chronology.actions import Source, append
from keepsight.chronology.queries import chronology
from keepsight.chronology.shown import EntryShown
from keepsight.intake.drafts import DraftEntry, When
from keepsight.intake.models import Receipt
from keepsight.intake.queries import Feed
from keepsight.pages.held.page import silent_on
from keepsight.people.queries import records_of
from keepsight.practice.assessments.weighing import DECISIONS, side_by_side
from keepsight.prompts.kept import ask
from keepsight.prompts.queries import prompts_of
from keepsight.store import clock
from keepsight.vocabulary import KINDS
from tests.pages.town_people import NOBODY_S, child, given, signed_in

ON = dt.date(2026, 3, 30)
DAY = dt.timedelta(days=1)
SAID = {"topics": "adult_mental_ill_health", "bearing": "considered", "says": "We talked with her nurse in September."}


def entries(key: str = "idris") -> list[EntryShown]:
    """All that is on record about a child."""
    return chronology(the_machine(), child(key))


def assessment(key: str = "idris") -> EntryShown:
    """The assessment about a child that names its factors."""
    found = [one for one in entries(key) if one.kind == "assessment.completed" and one.scope == "child"]
    return next(one for one in found if one.details.get("factors"))


def here(entry: EntryShown, key: str = "idris") -> str:
    """Where it is laid beside what was on record."""
    return f"/children/{child(key)}/entries/{entry.id}/held/"


def shown(username: str, entry: EntryShown, key: str = "idris") -> dict[str, Any]:
    """What somebody is given of it."""
    return given(username, "held", child_id=child(key), entry_id=entry.id)


def agencies(context: dict[str, Any]) -> dict[str, list[str]]:
    """By agency, the topics of which something was on record with it."""
    return {one["name"]: [line["topic"] for line in one["topical"]] for one in context["agencies"]}


def a_late_assessment(*factors: str) -> EntryShown:
    """A further assessment of Idris, that social care's file tells of."""
    of = child("idris")
    draft = DraftEntry(
        "assessment.completed", When(ON, ON, "day", "30/03/2026"), (("him", "child"),),
        details={"factors": list(factors)} if factors else {}, key="a late assessment",
    )  # fmt: skip
    receipt = Receipt.objects.filter(agency="social-care-999").latest("received_at")
    source = Source("social-care-999", ON, clock.now(), receipt)
    append(draft, records={"him": records_of([of])[of][0]}, source=source)
    ask([of], clock.today())
    return next(one for one in entries() if one.kind == "assessment.completed" and one.occurred_to == ON)


def left_out() -> list[int]:
    """The numbers of the prompts that stand and say that something was left out of Idris's assessment."""
    found = prompts_of(the_machine(), child("idris"))
    return [one.measure for one in found if one.pattern == "held-but-not-used" and one.standing]


@pytest.mark.parametrize("username", ["wilf", "orla", "cass", "dev", "robin", "bea"])
def test_a_role_that_reads_no_child_s_story_is_refused(town: None, username: str) -> None:
    assert signed_in(username).get(here(assessment())).status_code == 403


def test_a_child_out_of_sight_and_an_entry_of_nobody_are_not_found_alike(town: None) -> None:
    assert signed_in("ivo").get(here(assessment())).status_code == 404
    nobody = f"/children/{child('idris')}/entries/{NOBODY_S}/held/"
    assert signed_in("ada").get(nobody).status_code == 404
    assert signed_in("ada").post(nobody, SAID).status_code == 404
    assert Client().get(here(assessment())).status_code == 302


@pytest.mark.parametrize(
    ("username", "changed", "says"),
    [
        ("tobias", {}, "Another agency decided this"),
        ("ada", {"topics": ""}, "of what you speak"),
        ("ada", {"topics": "adult_substance_use"}, "of what you speak"),
        ("ada", {"bearing": "obvious"}, "whether it was considered"),
        ("ada", {"says": " "}, "why, in your own words"),
        ("ada", {"act": "take_back", "entry": str(NOBODY_S), "thread": str(NOBODY_S)}, "not yours"),
    ],
)
def test_what_is_not_theirs_to_say_or_half_said_is_not_kept(
    town: None, username: str, changed: dict[str, str], says: str
) -> None:
    context = given(username, "held", child_id=child("idris"), entry_id=assessment().id, post=SAID | changed)
    assert says in context["error"]
    assert not [one for one in entries() if one.kind == "decision.weighed"]


def test_what_each_agency_held_stands_beside_what_the_assessment_names(town: None) -> None:
    context = shown("ada", assessment())
    found = agencies(context)
    assert found["Long Drove Adult Mental Health"] == ["Mental ill health of an adult in the home"]
    assert set(found["Wash Constabulary"]) == {"Domestic abuse"}
    assert context["laid"].names == ("Domestic abuse: a parent or carer",)
    assert context["unnamed"] == ["Mental ill health of an adult in the home"]
    page = signed_in("ada").get(here(assessment())).content.decode()
    assert "No record says that Fennick Children’s Services was told by then." in page.replace("&#39;", "’").replace(
        "'", "’"
    )
    assert "should have known" not in page


def test_only_what_was_written_down_by_that_day_was_held(town: None) -> None:
    beside = side_by_side(entries(), assessment())
    assert beside is not None
    assert beside.held
    assert all(one.account.recorded_on <= beside.day for one in beside.held)
    later = {one.id for one in entries() if one.recorded_on > beside.day}
    assert later
    assert later.isdisjoint({one.entry.id for one in beside.held if not one.entry.earlier})


def test_a_decision_that_does_not_say_what_it_considered_is_not_said_to_leave_anything_out(town: None) -> None:
    decided = next(one for one in entries("wren") if one.kind == "referral.decided" and one.scope == "child")
    context = shown("ivo", decided, "wren")
    assert context["laid"].names is None
    assert context["unnamed"] == []
    assert "<strong>Not known.</strong>" in signed_in("ivo").get(here(decided, "wren")).content.decode()


def test_an_entry_that_decides_nothing_is_laid_beside_nothing_and_takes_nothing(town: None) -> None:
    seen = next(one for one in entries() if one.kind not in DECISIONS and one.occurred_to)
    assert "decides nothing" in signed_in("ada").get(here(seen)).content.decode()
    assert signed_in("ada").post(here(seen), SAID).status_code == 404


@pytest.mark.parametrize(
    ("first", "last", "connected", "says"),
    [
        (ON, ON, True, []),
        (ON + DAY, ON + DAY, True, ["Fennick Police: no file of its own speaks for that day"]),
        (ON - DAY, ON - DAY, True, ["Fennick Police: no file of its own speaks for that day"]),
        (None, None, True, ["Fennick Police: no file of its own speaks for that day"]),
        (ON, ON, False, ["Fennick Police: not connected"]),
    ],
)
def test_an_agency_whose_files_do_not_speak_for_the_day_is_named(
    first: dt.date | None, last: dt.date | None, connected: bool, says: list[str]
) -> None:
    feed = Feed("police", "Fennick Police", "police", "Police", (), first, last, None, connected)
    assert silent_on([feed], ON) == says


def test_what_is_said_of_one_thing_clears_it_and_leaves_the_other(town: None) -> None:
    late = a_late_assessment("16A")
    assert left_out() == [2]
    assert signed_in("ada").post(here(late), SAID).status_code == 302
    assert left_out() == [2]  # abuse at home is still not among what it names
    of_abuse = {"topics": "domestic_abuse", "bearing": "not_known", "says": "The police had not told us."}
    assert signed_in("ada").post(here(late), of_abuse).status_code == 302
    assert left_out() == [2]  # that it was not known is said, and clears nothing
    assert signed_in("ada").post(here(late), of_abuse | {"bearing": "did_not_bear"}).status_code == 302
    assert left_out() == []
    said = shown("tobias", late)["said"]
    assert [one["bearing"].split()[0] for one in said].count("It") == 3
    assert not any(one["mine"] for one in said)


def test_what_is_taken_back_clears_nothing_any_more(town: None) -> None:
    late = a_late_assessment("3B")
    assert left_out() == [1]
    assert signed_in("ada").post(here(late), SAID).status_code == 302
    assert left_out() == []
    [said] = shown("ada", late)["said"]
    back = {"act": "take_back", "entry": str(said["one"].id), "thread": str(said["one"].thread), "says": "Wrong child."}
    assert signed_in("ada").post(here(late), back).status_code == 302
    assert left_out() == [1]
    assert shown("ada", late)["said"] == []


def test_without_names_nothing_is_written(town: None) -> None:
    client = signed_in("ada")
    session = client.session
    session["names_hidden"] = True
    session.save()
    page = client.get(here(assessment())).content.decode()
    assert "Show names to write" in page
    assert client.post(here(assessment()), SAID).status_code == 404


def test_the_chronology_leads_to_it_from_every_decision_and_from_nothing_else(town: None) -> None:
    page = signed_in("ada").get(f"/children/{child('idris')}/chronology/?show=all").content.decode()
    assert set(DECISIONS) <= set(KINDS)
    for one in entries():
        assert (f"/entries/{one.id}/held/" in page) == (one.kind in DECISIONS), one.kind
