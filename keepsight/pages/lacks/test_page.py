"""What teams lack: refused to whom it is not for; by theme, and without anybody's name."""

import pytest

from keepsight.briefings.actions import open_session, tell_lacks
from tests.pages.town_people import given, signed_in, user


@pytest.mark.parametrize("username", ["ivo", "leila", "osei", "bea", "wilf", "orla", "robin"])
def test_a_role_that_does_not_plan_learning_is_refused(town: None, username: str) -> None:
    assert signed_in(username).get("/learning/lacks/").status_code == 403


def test_what_a_team_said_comes_back_without_who_said_it(town: None) -> None:
    ivo = user("ivo")
    session = open_session(theme="escalation", audience="social_worker", by=ivo)
    tell_lacks(session=session, lacks=["challenge"], by=ivo)
    said = dict(given("cass", "lacks")["themes"])
    assert said["Disagreeing and stepping down"] == [("Backing to disagree, or to challenge a parent", 1)]
    page = signed_in("cass").get("/learning/lacks/").content.decode()
    assert ivo.name not in page
    assert ivo.agency.name not in page
