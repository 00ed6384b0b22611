"""One pattern: changed by nobody whom it is not for, nor by one alone; what a change did is shown to whoever sees the child."""

from html import unescape

import pytest
from django.test import Client

from keepsight.access.models import Notice
from keepsight.access.sharing import QUESTION_CHANGED
from keepsight.pages.notices.page import CHANGED
from keepsight.patterns.kept import OWN_VERSIONS_FROM
from keepsight.prompts import own
from keepsight.prompts.in_force import sheets
from keepsight.prompts.models import PatternSwitch, PatternTrial, Prompt
from tests.pages.town_patterns import PATTERN, a_version, carried, in_force
from tests.pages.town_people import signed_in, user

ADDRESS = f"/patterns/{PATTERN}/"
OFF = {"act": "off", "because": "The census asks it already"}


def said(username: str, address: str = ADDRESS) -> str:
    return signed_in(username).get(address).content.decode()


def test_somebody_who_has_not_signed_in_is_sent_to_sign_in(town: None) -> None:
    assert Client().post(ADDRESS, OFF).status_code == 302


@pytest.mark.parametrize("username", ["wilf", "orla", "robin"])
def test_a_role_that_reads_no_pattern_is_refused(town: None, username: str) -> None:
    assert signed_in(username).get(ADDRESS).status_code == 403


@pytest.mark.parametrize("username", ["ivo", "mina", "osei", "bea", "cass", "dev"])
def test_whoever_only_reads_it_changes_nothing(town: None, username: str) -> None:
    for act in ({"act": "try", "version": str(a_version().id)}, OFF, {"act": "agree"}, {"act": "let_go"}):
        assert signed_in(username).post(ADDRESS, act).status_code == 404
    assert not PatternSwitch.objects.exists()
    assert not PatternTrial.objects.exists()


def test_a_pattern_that_nobody_has_written_is_not_found(town: None) -> None:
    assert signed_in("magda").get("/patterns/nobody-asks-this/").status_code == 404
    assert signed_in("magda").post("/patterns/nobody-asks-this/", OFF).status_code == 404


def test_a_version_of_another_pattern_is_not_tried_from_here(town: None) -> None:
    other = a_version(pattern="repeat-missing", at_least="4")
    assert (
        "There is no such version"
        in signed_in("magda").post(ADDRESS, {"act": "try", "version": str(other.id)}).content.decode()
    )


def test_it_is_not_switched_off_without_a_reason(town: None) -> None:
    assert "needs its reason" in signed_in("magda").post(ADDRESS, {"act": "off"}).content.decode()
    assert not PatternSwitch.objects.exists()


def test_it_is_asked_until_somebody_of_another_agency_says_yes_too(town: None) -> None:
    assert signed_in("magda").post(ADDRESS, OFF).status_code == 302
    assert "Say yes" not in said("magda")
    assert "another agency" in signed_in("magda").post(ADDRESS, {"act": "agree"}).content.decode()
    assert PATTERN in sheets()
    assert "Say yes" in said("leila")
    assert signed_in("leila").post(ADDRESS, {"act": "agree"}).status_code == 302
    carried(PatternSwitch.objects.get())
    assert PATTERN not in sheets()
    assert "This partnership does not ask this" in said("dev")


def test_what_went_with_a_change_is_told_to_whoever_sees_the_child_in_another_agency_too(town: None) -> None:
    switch = in_force()
    gone = Prompt.objects.filter(withdrawn_by=switch)
    assert gone, "a change that takes nothing away proves nothing"
    assert "Prompts that went with it" in said("leila")
    for username in ("cass", "dev", "bea"):
        assert "Prompts that went with it" not in said(username)


def test_the_library_s_sheet_is_asked_again(town: None) -> None:
    in_force()
    assert signed_in("magda").post(ADDRESS, {"act": "library", "because": "Three were too many"}).status_code == 302
    carried(PatternSwitch.objects.get(ended_at=None))
    assert sheets()[PATTERN].version < OWN_VERSIONS_FROM


def test_a_change_is_let_go(town: None) -> None:
    own.switch_off(PATTERN, because="So", by=user("magda"))
    assert signed_in("leila").post(ADDRESS, {"act": "let_go"}).status_code == 302
    assert "Let go" in said("ivo")
    assert PATTERN in sheets()


def test_whoever_works_with_the_child_hears_that_a_prompt_went_with_the_question_in_every_agency_that_read_it(
    town: None,
) -> None:
    switch = in_force()
    told = Notice.objects.filter(what=QUESTION_CHANGED, about=switch.id)
    assert len({one.agency_id for one in told}) > 1
    assert {one.child for one in told} <= set(
        Prompt.objects.filter(withdrawn_by=switch).values_list("child", flat=True)
    )
    hears = told.exclude(agency="social-care-999").first()
    assert hears
    assert hears.user
    assert CHANGED in unescape(said(hears.user.username, "/notices/"))
    assert "because the question was changed" in said(hears.user.username, f"/children/{hears.child}/")


def test_nobody_hears_of_what_they_may_not_read(town: None) -> None:
    switch = carried(own.switch_off("domestic-abuse-repeats-no-marac", because="So", by=user("magda")))
    told = Notice.objects.filter(what=QUESTION_CHANGED, about=switch.id)
    assert {one.agency_id for one in told} <= {"social-care-999"}
    assert told, "that somebody reads it proves that others were left out"
