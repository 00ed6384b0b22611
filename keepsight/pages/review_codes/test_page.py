"""What a review says of each code: refusals first; present rests on passages; silence is said apart from absence."""

import pytest
from django.test import Client

from keepsight.themes.models import ReviewCode
from tests.pages.town_coding import a_passage, the_review
from tests.pages.town_people import NOBODY_S, given, signed_in


def address(code: str = "neglect") -> str:
    return f"/coding/review/{the_review()}/?code={code}"


def test_somebody_who_has_not_signed_in_is_sent_to_sign_in(town: None) -> None:
    assert Client().get(address()).status_code == 302


@pytest.mark.parametrize("username", ["ivo", "leila", "wilf", "dev"])
def test_a_role_that_does_not_code_is_refused(town: None, username: str) -> None:
    assert signed_in(username).get(address()).status_code == 403


def test_a_review_that_is_not_there_is_not_found(town: None) -> None:
    assert signed_in("cass").get(f"/coding/review/{NOBODY_S}/").status_code == 404
    assert signed_in("cass").post(address("luck"), {"state": "present"}).status_code == 404


def test_present_without_a_passage_is_refused(town: None) -> None:
    before = ReviewCode.objects.count()
    answer = signed_in("cass").post(address(), {"state": "present"})
    assert b"Present needs a passage" in answer.content
    assert ReviewCode.objects.count() == before


def test_a_passage_without_the_code_cannot_bear_it(town: None) -> None:
    said = {"state": "present", "passages": [str(a_passage("What went well").id)]}
    assert b"Present needs a passage" in signed_in("cass").post(address(), said).content


def test_each_state_is_said_in_its_own_words(town: None) -> None:
    groups = given("cass", "review_codes", review_id=the_review())["groups"]
    said = {row["code"].name: row["state"] for _, rows in groups for row in rows}
    assert said["neglect"] == "Present"
    assert said["sexual_abuse"] == "Looked for and absent"
    assert said["identity_culture"] == "Not mentioned"
    assert said["cse"] == "Not applicable"
    assert said["mobility"] == "Not judged yet"


def test_a_judgement_is_kept_beside_the_one_before(town: None) -> None:
    before = ReviewCode.objects.count()
    said = {"state": "present", "passages": [str(a_passage("Over two years").id)], "because": "Two years of it."}
    assert signed_in("cass").post(address(), said).status_code == 302
    assert ReviewCode.objects.count() == before + 1
