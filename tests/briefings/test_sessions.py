"""Reflective sessions: what is refused, whose the words are, and what comes back without a name."""

import pytest
from django.db import connection
from django.db.utils import ProgrammingError

from keepsight.access.actions import add_user, name_agency
from keepsight.access.models import User
from keepsight.briefings.actions import open_session, reflect, tell_lacks
from keepsight.briefings.models import Lack, Reflection, Session
from keepsight.briefings.queries import colleagues_of, lacks, session_of, sessions_of
from keepsight.errors import WrongUse

pytestmark = pytest.mark.django_db
NEGLECT = {"theme": "chronic_neglect", "audience": "social_worker"}


@pytest.fixture
def magda() -> User:
    name_agency("sc", name="Fennick children's social care", sector="social_care")
    return _person("magda", "agency_lead")


@pytest.fixture
def ivo(magda: User) -> User:
    return _person("ivo", "practitioner")


@pytest.fixture
def nell() -> User:
    name_agency("hv", name="Fennick health visiting", sector="health_visiting")
    return _person("nell", "practitioner", "hv")


def _person(username: str, role: str, agency: str = "sc") -> User:
    return add_user(username, name=username.title(), agency=agency, role=role, password="long enough a word")


def test_a_practitioner_opens_a_session_alone_and_for_nobody_else(magda: User, ivo: User) -> None:
    with pytest.raises(WrongUse, match="for yourself alone"):
        open_session(**NEGLECT, people=[magda], by=ivo)
    assert session_of(ivo, open_session(**NEGLECT, by=ivo).id)


def test_a_session_is_for_people_of_one_agency(magda: User, nell: User) -> None:
    with pytest.raises(WrongUse, match="your own agency"):
        open_session(**NEGLECT, people=[nell], by=magda)
    assert nell not in colleagues_of(magda)


@pytest.mark.parametrize(("theme", "audience"), [("luck", "gp"), ("chronic_neglect", "vicar"), ("", "")])
def test_a_session_without_questions_is_refused(ivo: User, theme: str, audience: str) -> None:
    with pytest.raises(WrongUse, match="no questions"):
        open_session(theme=theme, audience=audience, by=ivo)


def test_whoever_takes_no_part_neither_sees_a_session_nor_writes_in_it(magda: User, ivo: User, nell: User) -> None:
    session = open_session(**NEGLECT, people=[ivo], by=magda)
    assert session_of(nell, session.id) is None
    for act in (
        lambda: reflect(session=session, words={0: "Mine."}, by=nell),
        lambda: tell_lacks(session=session, lacks=["time"], by=nell),
    ):
        with pytest.raises(WrongUse, match="do not take part"):
            act()


def test_what_somebody_wrote_is_read_by_them_and_not_by_whoever_opened_the_session(magda: User, ivo: User) -> None:
    session = open_session(**NEGLECT, people=[ivo], by=magda)
    reflect(session=session, words={0: "I stopped writing down the smell."}, by=ivo)
    assert _words(ivo, session) == {0: "I stopped writing down the smell."}
    assert _words(magda, session) == {}


def test_words_written_anew_hold_and_the_earlier_ones_stay_in_the_store(ivo: User) -> None:
    session = open_session(**NEGLECT, by=ivo)
    assert reflect(session=session, words={0: "First.", 1: ""}, by=ivo) == 1
    assert reflect(session=session, words={0: "Second."}, by=ivo) == 1
    assert reflect(session=session, words={0: "Second."}, by=ivo) == 0
    assert _words(ivo, session) == {0: "Second."}
    assert Reflection.objects.count() == 2


def test_a_question_that_the_session_does_not_ask_is_refused(ivo: User) -> None:
    session = open_session(**NEGLECT, by=ivo)
    with pytest.raises(WrongUse, match="no such question"):
        reflect(session=session, words={9: "What?"}, by=ivo)


def test_what_is_lacking_is_told_once_in_words_of_the_list(ivo: User) -> None:
    session = open_session(**NEGLECT, by=ivo)
    with pytest.raises(WrongUse, match="none of the words"):
        tell_lacks(session=session, lacks=["my manager, Magda"], by=ivo)
    tell_lacks(session=session, lacks=["time", "history"], by=ivo)
    with pytest.raises(WrongUse, match="have said"):
        tell_lacks(session=session, lacks=["time"], by=ivo)


def test_what_is_lacking_comes_back_by_theme_and_nothing_kept_with_it_says_whose_it_was(magda: User, ivo: User) -> None:
    session = open_session(**NEGLECT, people=[ivo], by=magda)
    tell_lacks(session=session, lacks=["time", "history"], by=ivo)
    tell_lacks(session=session, lacks=["time"], by=magda)
    assert lacks() == [
        ("Neglect that goes on", [("Time to think, or to see the child", 2), ("The family's history in one place", 1)])
    ]
    assert {field.name for field in Lack._meta.fields} == {"id", "theme", "lack", "year"}


def test_one_s_sessions_come_latest_first_with_how_many_take_part(magda: User, ivo: User) -> None:
    first = open_session(**NEGLECT, people=[ivo], by=magda)
    second = open_session(theme="escalation", audience="social_worker", by=ivo)
    assert [(one.session.id, one.with_others) for one in sessions_of(ivo)] == [(second.id, 0), (first.id, 1)]


@pytest.mark.parametrize("table", ["briefings_session", "briefings_reflection", "briefings_lack"])
def test_the_database_changes_and_removes_nothing_that_was_written(ivo: User, table: str) -> None:
    open_session(**NEGLECT, by=ivo)
    assert Session.objects.exists()
    with pytest.raises(ProgrammingError), connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {table}")


def _words(user: User, session: Session) -> dict[int, str]:
    shown = session_of(user, session.id)
    assert shown
    return shown.words
