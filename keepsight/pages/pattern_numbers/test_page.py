"""Setting numbers otherwise: refused to whom it is not for and where a number cannot be; what is written asks nothing yet."""

import pytest
from django.test import Client

from keepsight.patterns.kept import OWN_VERSIONS_FROM
from keepsight.prompts.in_force import sheets
from keepsight.prompts.models import PatternVersion
from tests.pages.town_patterns import PATTERN
from tests.pages.town_people import signed_in

ADDRESS = f"/patterns/{PATTERN}/numbers/"


def test_somebody_who_has_not_signed_in_is_sent_to_sign_in(town: None) -> None:
    assert Client().post(ADDRESS, {"at_least": "3"}).status_code == 302


@pytest.mark.parametrize("username", ["ivo", "mina", "osei", "bea", "wilf", "orla", "cass", "dev", "robin"])
def test_a_role_that_changes_no_pattern_is_refused(town: None, username: str) -> None:
    assert signed_in(username).post(ADDRESS, {"at_least": "3"}).status_code == 403
    assert not PatternVersion.objects.exists()


def test_a_pattern_that_nobody_has_written_is_not_found(town: None) -> None:
    assert signed_in("magda").get("/patterns/nobody-asks-this/numbers/").status_code == 404


@pytest.mark.parametrize(
    ("form", "why"),
    [
        ({}, "Nothing differs"),
        ({"at_least": "none"}, "cannot be read"),
        ({"at_least": "3", "sentence": "{nobody} was referred"}, "may leave open only"),
    ],
)
def test_what_cannot_be_is_said_and_what_was_typed_stays(town: None, form: dict[str, str], why: str) -> None:
    answer = signed_in("magda").post(ADDRESS, form).content.decode()
    assert why in answer
    assert all(f'value="{said}"' in answer or said in answer for said in form.values())
    assert not PatternVersion.objects.exists()


def test_a_number_that_the_law_sets_has_no_field(town: None) -> None:
    page = signed_in("magda").get(ADDRESS).content.decode()
    assert 'name="at_least"' in page
    assert 'name="within"' not in page


def test_a_version_is_written_and_asks_nothing_yet(town: None) -> None:
    assert signed_in("leila").post(ADDRESS, {"at_least": "3", "within": "1 month"}).status_code == 302
    written = PatternVersion.objects.get()
    assert (written.number, written.says["at_least"], written.says["within"]) == (1, 3, "12 months")
    assert sheets()[PATTERN].version < OWN_VERSIONS_FROM
