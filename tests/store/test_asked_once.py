"""What one page asks again and again is asked once while it is only looked at, and every time where anything may change."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from keepsight.access.sight import THE_MACHINE, seeing
from keepsight.store.asked_once import asking_once, once
from tests.pages.town_people import child, signed_in

ASKED: list[str] = []


@once
def question(of: str) -> int:
    """How often it was asked, of whatever it is about."""
    ASKED.append(of)
    return len(ASKED)


@pytest.fixture(autouse=True)
def nothing_asked() -> None:
    ASKED.clear()


def test_where_something_may_change_every_asking_asks() -> None:
    assert (question("wren"), question("wren")) == (1, 2)


def test_what_is_only_looked_at_is_asked_once_of_each() -> None:
    with asking_once():
        assert (question("wren"), question("idris"), question("wren")) == (1, 2, 1)


def test_nothing_is_kept_for_the_next_request() -> None:
    with asking_once():
        question("wren")
    with asking_once():
        assert question("wren") == 2


def test_with_another_sight_it_is_another_question(db: None) -> None:
    with asking_once():
        assert question("wren") == 1
        with seeing(THE_MACHINE):
            assert (question("wren"), question("wren")) == (2, 2)
        assert question("wren") == 1


def test_a_sight_alone_keeps_no_answer(db: None) -> None:
    with seeing(THE_MACHINE):
        assert (question("wren"), question("wren")) == (1, 2)


@pytest.mark.parametrize(("method", "at_most_once"), [("get", True), ("post", False)])
def test_a_page_asks_once_who_somebody_is_now_unless_a_form_was_sent(
    town: None, method: str, at_most_once: bool
) -> None:
    page = reverse("chronology" if method == "get" else "voice", kwargs={"child_id": child("wren")})
    with CaptureQueriesContext(connection) as asked:
        getattr(signed_in("ivo"), method)(page)
    of_persons = [one["sql"] for one in asked.captured_queries if 'DISTINCT "people_link"."person_id"' in one["sql"]]
    assert of_persons
    assert (len(of_persons) == len(set(of_persons))) is at_most_once
