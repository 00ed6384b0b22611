"""What could have been seen of one child, without names: for those who learn, and only where a review is about the child."""

import pytest
from django.urls import reverse

from keepsight.access.actions import name_agency
from keepsight.pages.earlier_child.page import by_their_kind
from keepsight.reviews.actions import say_about
from keepsight.reviews.models import Review
from keepsight.store import audit
from keepsight.store.models import AuditLine
from keepsight.vocabulary import KINDS
from tests.pages.town_people import child, signed_in
from tests.pages.town_replays import a_replaying


def here(*, reviewed: bool = True, number: int = 1) -> str:
    """Where the picture of Idris stands."""
    made = a_replaying(child("idris"), reviewed=reviewed)
    return reverse("earlier_child", kwargs={"replaying_id": made, "number": number})


@pytest.mark.parametrize("username", ["ivo", "magda", "leila", "dev", "orla", "bea"])
def test_only_the_learning_team_opens_it(town: None, username: str) -> None:
    assert signed_in(username).get(here()).status_code == 403


def test_without_a_review_about_the_child_and_with_nobody_of_that_number_there_is_nothing(town: None) -> None:
    client = signed_in("cass")
    assert client.get(here(reviewed=False)).status_code == 404
    assert client.get(here(number=2)).status_code == 404
    about = here()
    assert client.get(about).status_code == 200
    say_about(Review.objects.earliest("added_at", "id"), child("idris"), holds=False, by=None)
    assert client.get(about).status_code == 404, "it was not about the child after all"


def test_it_names_nobody_and_stands_in_the_log_of_looks_of_the_child(town: None) -> None:
    where = here()
    audit.write()
    page = signed_in("cass").get(where).content.decode()
    assert "Child 1: who could have seen it, and when" in page
    assert "0 could be seen only by several together, and 1 by all together at least a year" in page
    assert "365 days earlier than the first agency alone" in page
    assert f"{KINDS['missing.reported'].title}, 40 days later" in page
    assert "School: from 1 March 2025" in page
    assert not [name for name in ("Idris", "Wash Constabulary", "Marshlight", str(child("idris"))) if name in page]
    look = AuditLine.objects.latest("seq")
    assert (look.page, look.child) == ("earlier_child", child("idris"))


def test_agencies_stand_by_their_kind_numbered_where_there_are_several(town: None) -> None:
    name_agency("shore-school", sector="school")
    called = by_their_kind(["wash-constabulary", "shore-school", "marshlight-school", "nobody"])
    assert called == {"wash-constabulary": "Police", "marshlight-school": "School 1", "shore-school": "School 2"}
