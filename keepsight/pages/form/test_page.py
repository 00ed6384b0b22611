"""One form: read by those to whom it is offered, ended by whoever may change it, with every edition and where it was filled in."""

import datetime as dt

import pytest

from keepsight.practice.forms.editions import editions
from keepsight.practice.forms.filling_in import Filled, fill_in
from keepsight.store import audit
from keepsight.store.models import AuditLine
from tests.pages.town_people import NOBODY_S, child, given, signed_in, user
from tests.practice.own_forms import FIELDS, a_form

TOLD = Filled(dt.date(2026, 3, 2), ("By the road", "", "", "", "", ""))
END = {"seen": "1", "because": "Nobody asks it"}


def test_a_role_that_reads_no_child_s_story_is_refused(town: None) -> None:
    form = a_form()
    for username in ("wilf", "orla", "cass", "dev", "robin", "bea"):
        assert signed_in(username).post(f"/forms/{form}/", END).status_code == 403, username


def test_a_form_of_another_agency_and_none_at_all_are_not_found_alike(town: None) -> None:
    for form in (a_form("wash-constabulary"), NOBODY_S):
        assert signed_in("magda").get(f"/forms/{form}/").status_code == 404
        assert signed_in("magda").post(f"/forms/{form}/", END).status_code == 404


def test_whoever_may_not_change_it_ends_it_neither_and_is_offered_no_way(town: None) -> None:
    form = a_form("social-care-999")
    assert "not yours" in given("ivo", "form", form_id=form, post=END)["error"]
    assert b"End this form" not in signed_in("ivo").get(f"/forms/{form}/").content
    assert not editions(form, user("ivo"))[0].ended


def test_it_ends_with_its_reason_and_by_nobody_who_was_overtaken(town: None) -> None:
    form = a_form("social-care-999")
    assert "Say why" in given("magda", "form", form_id=form, post={"seen": "1", "because": " "})["error"]
    assert "Somebody else" in given("magda", "form", form_id=form, post=END | {"seen": "7"})["error"]
    assert signed_in("magda").post(f"/forms/{form}/", END).status_code == 302
    told = signed_in("ivo").get(f"/forms/{form}/").content.decode()
    assert "It is filled in no more" in told
    assert "Nobody asks it" in told
    assert all(one.label in told for one in FIELDS)


@pytest.mark.long
def test_it_says_where_it_was_filled_in_and_leaves_a_line_for_each_child(town: None) -> None:
    form = a_form()
    for _ in range(2):
        fill_in(child("wren"), form, TOLD, edition=1, by=user("ivo"))
    filled = given("ivo", "form", form_id=form)["filled"]
    assert [(each["name"], each["when"]) for each in filled] == [("Wren Larkspur", "2 Mar 2026")] * 2
    audit.write()
    before = AuditLine.objects.latest("seq").seq
    assert signed_in("ivo").get(f"/forms/{form}/").status_code == 200
    assert [(one.child, one.count) for one in AuditLine.objects.filter(seq__gt=before)] == [(child("wren"), 2)]
    assert given("ada", "form", form_id=form)["filled"] == []
