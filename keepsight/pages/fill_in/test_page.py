"""Forms filled in for a child: refused half told, kept in the words of their edition, corrected by whoever wrote them."""

from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from keepsight.access.glass import break_glass
from keepsight.access.queries import the_machine
from keepsight.chronology.queries import chronology
from keepsight.chronology.shown import EntryShown
from keepsight.practice.forms.editions import change_form, end_form
from keepsight.practice.forms.filling_in import FILLED_IN, MOST_ANSWERED
from keepsight.practice.rights.bundles import WHOLE, Decided, bundle
from keepsight.vocabulary import UNKNOWN
from tests.pages.town_people import NOBODY_S, child, given, signed_in, user
from tests.practice.own_forms import FIELDS, GATES, a_form

TOLD = {
    "act": "fill_in", "on": "2/3/2026", "answer-0": "By the road", "answer-1": "It is\r\nopen.",
    "answer-2": "1/3/2026", "answer-3": "Wet", "answer-4": "A dog", "answer-5": "No",
}  # fmt: skip
ANSWERS = ["By the road", "It is\nopen.", "2026-03-01", "Wet", "A dog", "No"]
HALF_TOLD = [
    (TOLD | {"answer-0": " "}, "“Where was it?” must be answered"),
    (TOLD | {"unknown-0": UNKNOWN}, "Say the one or the other"),
    (TOLD | {"answer-2": "soon"}, "Write it like 27/3/2026"),
    (TOLD | {"answer-3": "Snowy"}, "has no such answer"),
    (TOLD | {"answer-4": "A ghost"}, "has no such answer"),
    (TOLD | {"answer-5": "Perhaps"}, "has no such answer"),
    (TOLD | {"answer-1": "x" * (MOST_ANSWERED + 1)}, "too great a length"),
    (TOLD | {"on": ""}, "Write it like 27/3/2026"),
    (TOLD | {"on": "2/4/2027"}, "has not come yet"),
    (TOLD | {"edition": "7"}, "which edition it is"),
    ({"act": "take_back", "because": "Wrong child."}, "not yours to take back"),
]


Said = dict[str, Any]
"""What is posted, by the name of the field: words, or several of them."""


def here(query: str = "") -> str:
    """Where it stands of Wren."""
    return f"/children/{child('wren')}/forms/{query}"


def on_record() -> list[EntryShown]:
    """What is on record of it."""
    return [one for one in chronology(the_machine(), child("wren")) if one.kind == FILLED_IN]


def sent(username: str, form: UUID, said: Said) -> Said:
    """A form as it is sent by whoever has just opened it."""
    opened = given(username, "fill_in", query={"form": str(form)}, child_id=child("wren"))
    return {"seen": opened["seen"], "edition": str(opened["form"].number)} | said


def fills(username: str, form: UUID, said: Said) -> None:
    """Somebody fills a form in."""
    answer = signed_in(username).post(here(f"?form={form}"), sent(username, form, TOLD | said))
    assert answer.status_code == 302, answer.content.decode().partition("error-summary")[2][:400]


def page(username: str, query: str = "") -> str:
    """What somebody reads."""
    return signed_in(username).get(here(query)).content.decode().partition("<main")[2].partition("</main>")[0]


def test_a_role_that_reads_no_child_s_story_is_refused(town: None) -> None:
    form = a_form()
    for username in ("wilf", "orla", "cass", "dev", "robin", "bea"):
        assert signed_in(username).post(here(f"?form={form}"), TOLD).status_code == 403, username
    assert on_record() == []


def test_a_child_out_of_sight_and_none_at_all_are_not_found_alike(town: None) -> None:
    form = a_form()
    answers = [signed_in("ada").post(f"{one}?form={form}", TOLD) for one in (here(), f"/children/{NOBODY_S}/forms/")]
    assert [one.status_code for one in answers] == [404, 404]
    assert Client().get(here()).status_code == 302


def test_a_form_of_another_agency_and_none_at_all_are_not_found_alike_and_neither_is_offered(town: None) -> None:
    form = a_form("wash-constabulary")
    assert given("ivo", "fill_in", child_id=child("wren"))["forms"] == []
    for query in (f"?form={form}", f"?form={NOBODY_S}", "?form=gates"):
        assert signed_in("ivo").get(here(query)).status_code == 404
        assert signed_in("ivo").post(here(query), TOLD).status_code == 404
    assert on_record() == []


def test_whoever_broke_the_glass_reads_and_fills_nothing_in(town: None) -> None:
    form, of = a_form(), child("jory")
    break_glass(of, category="missing", reason="Rung by the police at two", by=user("ivo"))
    where = f"/children/{of}/forms/?form={form}"
    assert b'ks-form"' not in signed_in("ivo").get(where).content
    assert signed_in("ivo").post(where, TOLD).status_code == 403


@pytest.mark.long
def test_what_is_half_told_is_not_kept_and_what_was_typed_is(town: None) -> None:
    form = a_form()
    for said, says in HALF_TOLD:
        post = {"seen": "", "edition": "1"} | said
        context = given("ivo", "fill_in", query={"form": str(form)}, child_id=child("wren"), post=post)
        assert says in context["error"], said
        assert context["typed"].get("answer-3") == said.get("answer-3")
    assert on_record() == []


def test_what_was_answered_is_one_entry_in_the_words_of_its_form(town: None) -> None:
    form = a_form()
    fills("ivo", form, {"answer-4": ["A parent", "A dog"]})
    (one,) = on_record()
    assert (str(one.occurred_from), one.level, one.basis) == ("2026-03-02", "standard", None)
    assert one.details["form_title"] == GATES.title
    assert one.details["fields"] == [field.label for field in FIELDS]
    assert one.details["answers"] == [*ANSWERS[:4], "A parent; A dog", "No"]
    assert one.narrative == (
        "Gates and yards, edition 1\nWhere was it? By the road\nWhat was said: It is\nopen.\nAsked on: 1/3/2026\n"
        "Weather: Wet\nWho was there: A parent; A dog\nIs there a gate? No"
    )


def test_not_known_is_an_answer_and_blank_was_not_asked(town: None) -> None:
    form = a_form()
    blank = {f"answer-{n}": "" for n in range(6)}
    fills("ivo", form, blank | {"unknown-0": UNKNOWN, "answer-5": UNKNOWN})
    (one,) = on_record()
    assert one.details["answers"] == [UNKNOWN, "", "", "", "", UNKNOWN]
    assert "Where was it? Not known\nIs there a gate? Not known\nNot asked: What was said; Asked on" in one.narrative
    (_, (shown,)), *_ = given("leila", "fill_in", child_id=child("wren"))["filled"]
    assert [said for _, said, _ in shown["answers"]] == ["Not known", *["Not asked"] * 4, "Not known"]


@pytest.mark.long
def test_what_was_filled_in_keeps_the_words_of_its_edition_and_is_read_newest_first(town: None) -> None:
    form, by = a_form("social-care-999"), user("magda")
    fills("ivo", form, {})
    change_form(form, replace(GATES, title="Gates", fields=FIELDS[:1]), seen=1, by=by)
    fills("ivo", form, {"on": "20/3/2026", "answer-0": "At the back"})
    end_form(form, because="Nobody asks it", seen=2, by=by)
    [(title, filled)] = given("leila", "fill_in", child_id=child("wren"))["filled"]
    assert (title, [each["when"] for each in filled]) == ("Gates", ["20 Mar 2026", "2 Mar 2026"])
    assert [each["edition"] for each in filled] == [2, 1]
    assert [[label for label, _, _ in each["answers"]] for each in filled] == [
        [FIELDS[0].label],
        [one.label for one in FIELDS],
    ]
    assert signed_in("ivo").get(here(f"?form={form}")).status_code == 404


@pytest.mark.long
def test_whoever_was_overtaken_reads_what_the_other_filled_in_before_theirs_is_kept(town: None) -> None:
    form = a_form()
    late = sent("ivo", form, TOLD)
    fills("tobias", form, {"answer-0": "At the back"})
    context = given("ivo", "fill_in", query={"form": str(form)}, child_id=child("wren"), post=late)
    assert "Somebody has filled in this form" in context["error"]
    assert context["typed"]["answer-0"] == "By the road"
    assert len(on_record()) == 1
    fills("ivo", form, {})
    assert len(on_record()) == 2


@pytest.mark.long
def test_where_the_form_was_changed_meanwhile_answers_stand_where_it_still_asks_them_and_none_is_lost(
    town: None,
) -> None:
    form = a_form("social-care-999")
    late = sent("ivo", form, TOLD)
    turned = replace(GATES, fields=(FIELDS[5], FIELDS[0]))
    change_form(form, turned, seen=1, by=user("magda"))
    context = given("ivo", "fill_in", query={"form": str(form)}, child_id=child("wren"), post=late)
    assert "was changed since you opened it" in context["error"]
    assert context["form"].number == 2
    assert (context["typed"]["answer-0"], context["typed"]["answer-1"]) == ("No", "By the road")
    assert [said for _, said in context["lost"]] == ["It is\r\nopen.", "1/3/2026", "Wet", "A dog"]
    assert on_record() == []


@pytest.mark.long
def test_it_is_corrected_by_whoever_filled_it_in_in_its_own_edition_and_what_stood_there_stays(town: None) -> None:
    form = a_form("social-care-999")
    fills("ivo", form, {})
    (one,) = on_record()
    change_form(form, replace(GATES, fields=FIELDS[:1]), seen=1, by=user("magda"))
    assert signed_in("magda").get(here(f"?correct={one.id}")).status_code == 404
    opened = given("ivo", "fill_in", query={"correct": str(one.id)}, child_id=child("wren"))
    assert opened["typed"] == {name: TOLD[name].replace("\r", "") for name in TOLD if name != "act"}
    again = TOLD | {"entry": str(one.id), "thread": str(one.thread), "answer-3": "Dry"}
    assert signed_in("magda").post(here(f"?correct={one.id}"), again).status_code == 404
    assert signed_in("ivo").post(here(f"?correct={one.id}"), again).status_code == 302
    (now,) = on_record()
    assert now.details["answers"] == [*ANSWERS[:3], "Dry", *ANSWERS[4:]]
    assert [each.details["answers"] for each in now.earlier] == [ANSWERS]
    assert signed_in("ivo").post(here(f"?correct={one.id}"), again).status_code == 404


@pytest.mark.long
def test_it_is_taken_back_by_whoever_filled_it_in_and_by_nobody_else(town: None) -> None:
    fills("ivo", a_form(), {})
    (one,) = on_record()
    back = {"act": "take_back", "entry": str(one.id), "thread": str(one.thread), "because": "The wrong child."}
    assert "not yours" in given("tobias", "fill_in", child_id=child("wren"), post=back)["error"]
    assert signed_in("ivo").post(here(), back).status_code == 302
    assert on_record() == []
    assert "Nothing, as far as you may read." in page("ivo")


@pytest.mark.long
def test_what_a_restricted_form_holds_is_read_by_nobody_of_another_agency(town: None) -> None:
    form = a_form(None, replace(GATES, level="restricted"))
    fills("ivo", form, {"answer-0": "Behind the heron"})
    assert {one.level for one in on_record()} == {"restricted"}
    assert "Behind the heron" in page("ivo")
    assert "Behind the heron" not in page("tobias")
    fills("tobias", form, {})  # who may not read it is overtaken by nobody


@pytest.mark.long
def test_the_chronology_and_the_child_s_own_record_tell_all_of_it(town: None) -> None:
    fills("ivo", a_form(), {})
    story = signed_in("ivo").get(f"/children/{child('wren')}/chronology/?show=all").content.decode()
    assert "Gates and yards, edition 1" in story
    assert story.count("By the road") == 1
    (one,) = on_record()
    (line,) = bundle([one], {one.id: Decided(WHOLE)}, child("wren")).lines
    assert "Is there a gate? No" in line.words


@pytest.mark.long
def test_nothing_is_added_up_and_no_answer_has_a_colour_of_ours(town: None) -> None:
    fills("ivo", a_form(), {})
    told = page("ivo")
    for word in ("score", "average", "rank", "total", "%", "govuk-tag", "style="):
        assert word not in told, word


@pytest.mark.long
def test_what_was_typed_when_somebody_was_signed_out_is_in_the_form_again_and_on_no_record(town: None) -> None:
    form, client = a_form(), signed_in("ivo")
    where = here(f"?form={form}")
    signed = client.get(where).content.decode().split('name="whose" value="')[1].split('"')[0]
    Client().post(where, sent("ivo", form, TOLD) | {"whose": signed})
    again = client.get(where).content.decode()
    assert "not on record yet" in again
    assert "By the road" in again
    assert on_record() == []


@pytest.mark.long
def test_without_names_nobody_is_named_and_nothing_is_written(town: None) -> None:
    form = a_form()
    fills("ivo", form, {"answer-0": "With Hazel"})
    client = signed_in("ivo")
    session = client.session
    session["names_hidden"] = True
    session.save()
    told = client.get(here(f"?form={form}")).content.decode()
    assert "Hazel" not in told
    assert 'ks-form"' not in told
    assert client.post(here(f"?form={form}"), sent("ivo", form, TOLD)).status_code == 404


def test_the_overview_leads_here(town: None) -> None:
    assert f'href="{here()}"' in signed_in("ivo").get(f"/children/{child('wren')}/").content.decode()
