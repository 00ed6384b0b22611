"""One session: unknown to whoever takes no part; nobody but the writer reads what was written."""

import pytest
from django.test import Client

from keepsight.briefings.actions import open_session
from keepsight.briefings.models import Session
from tests.pages.town_people import given, signed_in, user

WORDS = "I had stopped seeing the cold."


@pytest.fixture
def session(town: None) -> Session:
    return open_session(theme="chronic_neglect", audience="social_worker", people=[user("ivo")], by=user("magda"))


def test_somebody_who_has_not_signed_in_is_sent_to_sign_in(session: Session) -> None:
    assert Client().get(f"/reflect/{session.id}/").status_code == 302


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("username", ["ada", "nell", "bea", "robin", "cass"])
def test_whoever_takes_no_part_learns_nothing_of_a_session(session: Session, username: str, method: str) -> None:
    assert getattr(signed_in(username), method)(f"/reflect/{session.id}/").status_code == 404


def test_what_was_written_is_shown_to_its_writer_and_not_to_the_manager(session: Session) -> None:
    answer = signed_in("ivo").post(f"/reflect/{session.id}/", {"words-0": WORDS})
    assert answer.status_code == 302
    assert WORDS in signed_in("ivo").get(f"/reflect/{session.id}/").content.decode()
    assert WORDS not in signed_in("magda").get(f"/reflect/{session.id}/").content.decode()


def test_a_word_that_is_not_on_the_list_of_lacks_is_refused_and_what_was_typed_stays(session: Session) -> None:
    page = signed_in("ivo").post(f"/reflect/{session.id}/", {"words-0": WORDS, "lacks": ["Magda"]})
    assert b"none of the words" in page.content
    assert WORDS in page.content.decode()


def test_what_is_lacking_is_told_and_then_not_offered_again(session: Session) -> None:
    signed_in("ivo").post(f"/reflect/{session.id}/", {"lacks": ["time"]})
    shown = given("ivo", "reflection", session_id=session.id)["shown"]
    assert shown.told_lacks
    assert b'name="lacks"' not in signed_in("ivo").get(f"/reflect/{session.id}/").content
