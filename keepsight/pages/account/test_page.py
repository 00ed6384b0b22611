"""One's own sign-in: nobody else's is seen or ended, and a changed password ends every other session."""

import re

from django.test import Client

from tests.pages.town_people import signed_in, user

PASSWORD = "invented-town"
FRESH = "quite another invention"


def of_town(username: str = "ivo") -> Client:
    """A browser in which somebody has signed in by the form."""
    client = Client()
    assert client.post("/sign-in/", {"username": username, "password": PASSWORD}).status_code == 302
    return client


def test_somebody_who_has_not_signed_in_is_sent_to_sign_in(town: None) -> None:
    assert Client().get("/your-sign-in/").status_code == 302


def test_nobody_ends_another_person_s_session(town: None) -> None:
    ivo, ada, elsewhere = of_town("ivo"), of_town("ada"), of_town("ada")
    (name,) = re.findall(r'name="end" value="(\w+)"', ada.get("/your-sign-in/").content.decode())
    ivo.post("/your-sign-in/", {"end": name})
    assert elsewhere.get("/").status_code == 200
    ada.post("/your-sign-in/", {"end": name})
    assert elsewhere.get("/").status_code == 302
    assert ada.get("/").status_code == 200


def test_one_s_own_session_is_shown_and_has_no_button(town: None) -> None:
    page = of_town().get("/your-sign-in/").content.decode()
    assert "This one" in page
    assert 'name="end"' not in page


def test_no_key_of_a_session_stands_in_the_page(town: None) -> None:
    one, other = of_town(), of_town()
    page = one.get("/your-sign-in/").content.decode()
    assert not any(str(client.session.session_key) in page for client in (one, other))


def test_a_wrong_current_password_changes_nothing(town: None) -> None:
    page = of_town().post("/your-sign-in/", {"current": "wrong", "fresh": FRESH}).content.decode()
    assert "Your current password is not right" in page
    assert user("ivo").check_password(PASSWORD)


def test_a_changed_password_keeps_this_session_and_ends_the_others(town: None) -> None:
    here, elsewhere = of_town(), of_town()
    page = here.post("/your-sign-in/", {"current": PASSWORD, "fresh": FRESH}).content.decode()
    assert "Your password is changed" in page
    assert FRESH not in page
    assert here.get("/").status_code == 200
    assert elsewhere.get("/").status_code == 302


def test_signing_in_gives_a_fresh_session(town: None) -> None:
    client = Client()
    client.get("/sign-in/")
    session = client.session
    session["planted"] = "by somebody else"
    session.save()
    before = session.session_key
    client.post("/sign-in/", {"username": "ivo", "password": PASSWORD})
    assert client.session.session_key != before


def test_somebody_who_was_locked_is_out_at_the_next_request(town: None) -> None:
    client = signed_in("ivo")
    ivo = user("ivo")
    ivo.is_active = False
    ivo.save(update_fields=["is_active"])
    assert client.get("/").status_code == 302
