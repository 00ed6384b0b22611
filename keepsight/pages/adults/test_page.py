"""Adults: refused to whom it is not for; offence, finding and allegation never mixed; a parent is heard, or it waits."""

import datetime as dt
import uuid

import pytest
from django.test import Client

from keepsight.access.queries import the_machine
from keepsight.access.sharing import Reasons
from keepsight.chronology.queries import chronology
from keepsight.chronology.sharing import share
from keepsight.chronology.shown import About, EntryShown
from keepsight.pages.adults.page import ILL, adults_of
from keepsight.people.queries import Member
from keepsight.practice.family.adults import KINDS
from keepsight.prompts.queries import prompts_of
from tests.pages.invented import NELL, TAM, entry
from tests.pages.town_people import NOBODY_S, child, given, signed_in, user

ALLEGED = {
    "sort": "allegation", "on": "20/3/2026", "says": "A neighbour says he hit a boy.", "known_from": "The neighbour",
    "children_at_risk": "Wren and Alder, when Mum is out",
}  # fmt: skip
TOLD = {"sort": "told", "on": "3/3/2026", "says": "He takes my telephone.", "force": "She pushed him off the baby."}


def address(of: uuid.UUID) -> str:
    """Where the adults in a child's life stand."""
    return f"/children/{of}/adults/"


def adult(name: str) -> str:
    """An adult whom Wren's social worker may choose."""
    choices = given("ivo", "adults", child_id=child("wren"))["choices"]
    return next(str(one) for one, text in choices if name in text)


def on_record(of: str = "wren") -> list[EntryShown]:
    """What people put on record of adults in a child's life."""
    return [one for one in chronology(the_machine(), child(of)) if one.kind in KINDS]


def refused(username: str, posted: dict[str, str]) -> str:
    """What the page says when it keeps nothing."""
    return str(given(username, "adults", child_id=child("wren"), post=posted)["error"])


def does(username: str, posted: dict[str, str]) -> None:
    """Somebody writes down what they know of an adult."""
    assert signed_in(username).post(address(child("wren")), posted).status_code == 302, refused(username, posted)


def stands(of: str, pattern: str = "partner-disclosure-unheard") -> bool:
    """Whether a pattern holds for a child: unless said, that of a parent who was not heard."""
    return any(one.pattern == pattern and one.standing for one in prompts_of(the_machine(), child(of)))


@pytest.mark.parametrize("username", ["wilf", "orla", "cass", "dev", "robin", "bea"])
def test_a_role_that_reads_no_child_s_story_is_refused(town: None, username: str) -> None:
    assert signed_in(username).post(address(child("wren")), ALLEGED | {"who": "Vic"}).status_code == 403
    assert on_record() == []


def test_a_child_out_of_sight_and_none_at_all_are_not_found_alike(town: None) -> None:
    assert [signed_in("ada").post(address(one), ALLEGED).status_code for one in (child("wren"), NOBODY_S)] == [404, 404]
    assert Client().get(address(child("wren"))).status_code == 302


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"who": ""}, "which adult"),
        ({"adult": str(NOBODY_S)}, "no such adult"),
        ({"sort": "gossip"}, "Choose what you write down"),
        ({"says": ""}, "what it is"),
        ({"known_from": ""}, "from whom or what it is known"),
        ({"sort": "asked", "by_when": "9/4/2026"}, "of whom it is asked"),
        ({"sort": "asked", "asked_of": "Dr Tull"}, "the day by when"),
        ({"on": "soon"}, "Write it like 27/3/2026"),
        ({"on": "2/4/2027"}, "has not come yet"),
        ({"act": "take_back"}, "not yours to take back"),
    ],
)
def test_what_is_half_told_is_not_kept(town: None, changed: dict[str, str], says: str) -> None:
    assert says in refused("ivo", ALLEGED | {"who": "Vic"} | changed)
    assert on_record() == []


def test_offence_finding_and_allegation_stand_apart_and_restricted(town: None) -> None:
    dane = adult("Dane")
    for sort in ("offence", "finding", "allegation", "assessment", "strength"):
        does("ivo", ALLEGED | {"adult": dane, "sort": sort, "says": f"The {sort}."})
    shown = next(one for one in given("ivo", "adults", child_id=child("wren"))["adults"] if "Dane" in one["name"])
    risk = {title: [each["one"].narrative for each in some] for title, some in shown["risk"]}
    assert risk == {
        "Offences": ["The offence."], "Findings of a court": ["The finding."], "Allegations": ["The allegation."],
        "Assessments of the risk": ["The assessment."],
    }  # fmt: skip
    assert [each["one"].narrative for each in shown["strengths"]] == ["The strength."]
    assert {one.level for one in on_record()} == {"restricted"}
    assert "The allegation." not in signed_in("tobias").get(address(child("wren"))).content.decode()


def test_it_stands_in_the_story_of_every_child_who_shares_a_home_with_the_adult(town: None) -> None:
    does("ivo", ALLEGED | {"adult": adult("Hazel")})
    assert [one.kind for one in on_record("alder")] == ["adult.allegation"]
    does("ivo", ALLEGED | {"who": "A man called Vic"})
    assert {one.scope for one in on_record("alder")} == {"household"}
    names = [one["name"] for one in given("ivo", "adults", child_id=child("wren"))["adults"]]
    assert names[-1] == "A man called Vic"


def test_a_parent_s_disclosure_waits_until_it_is_acted_on_and_again_when_that_is_taken_back(town: None) -> None:
    hazel = {"adult": adult("Hazel")}
    does("ivo", TOLD | hazel)
    assert stands("wren")
    assert stands("alder")  # she is his mother too
    does("ivo", {"sort": "safety", "on": "30/3/2026", "says": "We made a plan for her telephone."} | hazel)
    assert not stands("wren")
    assert not stands("alder")
    done = next(one for one in on_record() if one.kind == "safety.assessed")
    does("ivo", {"act": "take_back", "entry": str(done.id), "thread": str(done.thread), "because": "Not done yet."})
    assert stands("wren")
    assert stands("alder")
    taken = next(one for one in chronology(the_machine(), child("wren")) if one.kind == "act.taken_back")
    assert {one.person_id for one in taken.about} == {child("wren"), uuid.UUID(hazel["adult"])}
    told = next(one for one in on_record() if one.kind == "partner_abuse.told")
    assert told.details["force"] == TOLD["force"]


def test_nobody_was_seen_apart_until_their_mother_was_and_again_when_that_is_taken_back(town: None) -> None:
    assert stands("wren", "not-seen-separately")
    assert stands("alder", "not-seen-separately")
    apart = {"sort": "apart", "on": "30/3/2026", "says": "At the surgery, while he waited outside."}
    does("ivo", apart | {"adult": adult("Hazel")})
    assert not stands("wren", "not-seen-separately")
    assert not stands("alder", "not-seen-separately")  # she is his mother too
    hazel = next(one for one in given("ivo", "adults", child_id=child("wren"))["adults"] if "Hazel" in one["name"])
    assert [each["one"].narrative for each in hazel["apart"]] == [apart["says"]]
    done = next(one for one in on_record() if one.kind == "adult.seen_apart")
    does("ivo", {"act": "take_back", "entry": str(done.id), "thread": str(done.thread), "because": "He was there."})
    assert stands("wren", "not-seen-separately")


def test_nobody_takes_back_what_somebody_else_wrote(town: None) -> None:
    does("ivo", ALLEGED | {"who": "Vic"})
    (one,) = on_record()
    back = {"act": "take_back", "entry": str(one.id), "thread": str(one.thread), "because": "No."}
    assert "not yours" in refused("magda", back)


def day_of(one: EntryShown) -> dt.date:
    assert one.occurred_from
    return one.occurred_from


def test_an_illness_says_whom_it_reached_as_the_record_says_and_as_it_was_shared(town: None) -> None:
    def lines() -> list[list[str]]:
        shown = given("wenna", "adults", child_id=child("idris"))["adults"]
        return [each["reached"] for one in shown for each in one["ill"]]

    reached, nobody = lines()  # that of the summer of 2024; the evening of January reached nobody
    assert (reached, nobody) == (["Lantern Street Surgery, 6 Aug 2024"], [])
    episode = min((one for one in chronology(the_machine(), child("idris")) if one.kind in ILL), key=day_of)
    reasons = Reasons("To plan with her", "public_task", "yes", "yes", "One entry, and it says why")
    share(child("idris"), [episode.id], to_agency=user("ada").agency_id, reasons=reasons, by=user("wenna"))
    again, _ = lines()
    assert again[0] == reached[0]
    assert "Fennick Children" in again[1]


def test_without_names_nothing_is_written_and_nobody_is_named(town: None) -> None:
    does("ivo", ALLEGED | {"adult": adult("Dane")})
    client = signed_in("ivo")
    session = client.session
    session["names_hidden"] = True
    session.save()
    assert client.post(address(child("wren")), ALLEGED).status_code == 404
    page = client.get(address(child("wren"))).content.decode()
    assert "Corrow" not in page
    assert "Hazel" not in page


def test_siblings_are_no_adults_and_an_adult_whom_only_an_entry_names_is_one() -> None:
    home = [Member(NELL, "Nell Sedgeway", "parent", None, None), Member(TAM, "Tam Sedgeway", "sibling", None, None)]
    uncle = uuid.uuid4()
    about = (About(TAM, "Tam Sedgeway", "parent"), About(uncle, "Vic Sedgeway", "adult_of_concern"))
    found = adults_of([entry("adult.offence", "2026-01-01", about=about)], home)
    assert [(one.name, len(one.entries)) for one in found] == [("Vic Sedgeway", 1), ("Nell Sedgeway", 0)]


def test_two_adults_of_one_name_are_told_apart_by_who_knows_them_where_one_of_them_is_chosen(town: None) -> None:
    choices = [text for _, text in given("ivo", "adults", child_id=child("wren"))["choices"]]
    assert [one for one in choices if "Hazel" in one] == [
        "Hazel Larkspur, parent, known to Fennick Children's Services",
        "Hazel Larkspur, parent, known to Marshlight School",
    ]
    assert len(set(choices)) == len(choices)
