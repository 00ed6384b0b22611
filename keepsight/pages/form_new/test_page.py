"""A form is made with buttons, without a script: refused to others, given back as it stands, kept when somebody says so."""

import pytest
from django.test import Client

from keepsight.pages.form_new.page import EMPTY, changed
from keepsight.practice.forms.editions import editions, forms
from keepsight.practice.forms.wording import MOST_FIELDS, Field
from tests.pages.town_people import NOBODY_S, given, signed_in, user
from tests.practice.own_forms import FIELDS, GATES, a_form

ONE, TWO, THREE = Field("One?", "line"), Field("Two?", "day"), Field("Three?", "yes_no")
SAID = {
    "seen": "", "title": "Dogs", "purpose": "Where there is a dog.", "level": "restricted", "label-0": "Whose is it?",
    "sort-0": "one", "choices-0": "Theirs\r\n\r\nA neighbour’s", "hint-0": "Ask", "must-0": "yes", "label-1": "Since when?",
    "sort-1": "day", "choices-1": "", "hint-1": "",
}  # fmt: skip
ASKED = (Field("Whose is it?", "one", "Ask", True, ("Theirs", "A neighbour’s")), Field("Since when?", "day"))


def test_a_role_that_makes_no_forms_is_refused(town: None) -> None:
    for username in ("ivo", "mina", "osei", "wilf", "orla", "cass", "dev", "robin", "bea"):
        assert signed_in(username).post("/forms/new/", SAID | {"do": "keep"}).status_code == 403, username
    assert Client().get("/forms/new/").status_code == 302


def test_a_form_that_is_not_theirs_to_change_and_none_at_all_are_not_found_alike(town: None) -> None:
    for form in (a_form("wash-constabulary"), a_form(), NOBODY_S, "gates"):
        assert signed_in("magda").get(f"/forms/new/?of={form}").status_code == 404
        assert signed_in("magda").post(f"/forms/new/?of={form}", SAID | {"do": "keep"}).status_code == 404


@pytest.mark.parametrize(
    ("did", "fields", "at"),
    [
        ("look", (ONE, TWO, THREE), None),
        ("add", (ONE, TWO, THREE, EMPTY), 3),
        ("up-1", (TWO, ONE, THREE), 0),
        ("up-0", (ONE, TWO, THREE), 0),
        ("down-1", (ONE, THREE, TWO), 2),
        ("down-2", (ONE, TWO, THREE), 2),
        ("remove-0", (TWO, THREE), 0),
        ("remove-2", (ONE, TWO), 1),
        ("remove-3", (ONE, TWO, THREE), None),
        ("remove-", (ONE, TWO, THREE), None),
    ],
)
def test_a_button_adds_moves_or_takes_out_one_field(did: str, fields: tuple[Field, ...], at: int | None) -> None:
    assert changed((ONE, TWO, THREE), did) == (fields, at)


def test_no_button_adds_more_fields_than_a_form_may_have_and_the_last_may_go() -> None:
    many = (EMPTY,) * MOST_FIELDS
    assert changed(many, "add") == (many, None)
    assert changed((ONE,), "remove-0") == ((), None)


def test_each_button_gives_back_what_stood_on_the_page_and_keeps_nothing(town: None) -> None:
    context = given("magda", "form_new", post=SAID | {"do": "up-1"})
    wording = context["wording"]
    assert (wording.title, wording.level, wording.fields) == ("Dogs", "restricted", ASKED[::-1])
    assert context["at"] == 0
    assert forms(user("magda")) == []


def test_it_is_kept_as_it_stands_for_one_s_own_agency_and_by_the_hub_for_all(town: None) -> None:
    for username, agency in (("magda", "social-care-999"), ("leila", None)):
        answer = signed_in(username).post("/forms/new/", SAID | {"do": "keep", "title": f"Dogs of {username}"})
        assert answer.status_code == 302
        (form,) = [one for one in forms(user(username)) if one.wording.title == f"Dogs of {username}"]
        assert answer.headers["Location"] == f"/forms/{form.id}/"
        assert (form.agency, form.wording.fields, form.wording.level) == (agency, ASKED, "restricted")


def test_what_cannot_be_is_said_and_what_was_typed_stays(town: None) -> None:
    context = given("magda", "form_new", post=SAID | {"do": "keep", "choices-0": "Theirs"})
    assert "Field 1 needs 2 to 20 words" in context["error"]
    assert context["wording"].fields[1] == ASKED[1]
    assert forms(user("magda")) == []


def test_of_two_who_change_it_at_once_the_second_is_told_and_loses_nothing(town: None) -> None:
    form = a_form("social-care-999")
    assert given("magda", "form_new", query={"of": str(form)})["wording"] == GATES
    for title, status in (("First", 302), ("Second", 200)):
        answer = signed_in("magda").post(f"/forms/new/?of={form}", SAID | {"do": "keep", "seen": "1", "title": title})
        assert answer.status_code == status
    told = answer.content.decode()
    assert "Somebody else has changed this form" in told
    assert 'value="Second"' in told
    assert 'name="seen" value="1"' in told
    assert [one.wording.title for one in editions(form, user("magda"))] == ["First", GATES.title]


def test_what_was_typed_when_somebody_was_signed_out_stands_there_again_with_every_field(town: None) -> None:
    client = signed_in("magda")
    signed = client.get("/forms/new/").content.decode().split('name="whose" value="')[1].split('"')[0]
    Client().post("/forms/new/", SAID | {"do": "look", "whose": signed})
    again = client.get("/forms/new/").content.decode()
    assert "not on record yet" in again
    assert "Whose is it?" in again
    assert "Since when?" in again
    assert forms(user("magda")) == []


def test_the_page_says_that_nothing_is_added_up_and_takes_no_points(town: None) -> None:
    told = signed_in("magda").get("/forms/new/").content.decode()
    assert "nothing can be added up" in told
    assert not any(f'name="{word}' in told for word in ("points", "weight", "score", "total"))
    assert len(FIELDS) == told.count("<option")
