"""An edition: no file before it is cleared, decisions word by word, cleared in somebody's name, and whom it reached."""

import pytest
from django.test import Client

from keepsight.briefings.actions import decide
from keepsight.briefings.models import Decision, Edition
from keepsight.briefings.queries import readings_of, waiting_in
from tests.pages.town_papers import a_cleared_edition, an_edition
from tests.pages.town_people import NOBODY_S, given, signed_in, user


@pytest.fixture
def edition(town: None) -> Edition:
    return an_edition(public=True)


def address(edition: Edition) -> str:
    return f"/briefings/editions/{edition.id}/"


def first_of(edition: Edition, **said: str) -> dict[str, str]:
    return {"do": "decide", "word-0": waiting_in(edition)[0].word, **said}


def test_somebody_who_has_not_signed_in_is_sent_to_sign_in(edition: Edition) -> None:
    assert Client().get(address(edition)).status_code == 302


@pytest.mark.parametrize("username", ["ivo", "magda", "leila", "mina", "osei", "bea", "wilf", "orla", "dev", "robin"])
@pytest.mark.parametrize("public", [True, False])
def test_nobody_else_opens_an_edition_or_takes_its_files(town: None, username: str, public: bool) -> None:
    edition = an_edition(public=public)
    assert signed_in(username).get(f"{address(edition)}?download=pdf").status_code == 403


@pytest.mark.parametrize("method", ["get", "post"])
def test_an_edition_that_is_not_there_answers_so(town: None, method: str) -> None:
    assert getattr(signed_in("cass"), method)(f"/briefings/editions/{NOBODY_S}/").status_code == 404


def test_no_file_is_given_of_a_public_edition_that_nobody_has_cleared(edition: Edition) -> None:
    answer = signed_in("cass").get(f"{address(edition)}?download=docx")
    assert answer.headers["Content-Type"].startswith("text/html")
    assert "Content-Disposition" not in answer.headers


def test_an_edition_is_not_cleared_while_words_wait_or_unread(edition: Edition) -> None:
    page = signed_in("cass").post(address(edition), {"do": "clear", "read_whole": "yes"})
    assert b"words still wait to be decided" in page.content
    page = signed_in("cass").post(address(edition), {"do": "clear"})
    assert b"No list finds everything" in page.content
    edition.refresh_from_db()
    assert edition.cleared_at is None


def test_a_word_is_decided_only_under_the_word_that_was_shown(edition: Edition) -> None:
    signed_in("cass").post(address(edition), {"do": "decide", "word-0": "Another", "stands-0": "somebody"})
    signed_in("cass").post(address(edition), first_of(edition))
    assert not Decision.objects.filter(edition=edition).exists()


@pytest.mark.parametrize(("said", "stands"), [({"stands-0": "a town"}, "a town"), ({"stays-0": "yes"}, None)])
def test_a_word_is_replaced_or_may_stay(edition: Edition, said: dict[str, str], stands: str | None) -> None:
    word = waiting_in(edition)[0].word
    signed_in("cass").post(address(edition), first_of(edition, **said))
    assert list(Decision.objects.filter(edition=edition).values_list("word", "stands")) == [(word, stands)]
    assert word not in {one.word for one in given("cass", "edition", edition_id=edition.id)["waiting"]}


def test_an_edition_is_cleared_once_and_whoever_comes_late_is_told(edition: Edition) -> None:
    decide(edition=edition, stands={one.word: None for one in waiting_in(edition)}, by=user("cass"))
    client = signed_in("cass")
    assert client.post(address(edition), {"do": "clear", "read_whole": "yes"}).status_code == 302
    late = client.post(address(edition), {"do": "clear", "read_whole": "yes"})
    assert b"Somebody else has cleared this edition" in late.content


@pytest.mark.parametrize("suffix", ["docx", "html", "pdf"])
def test_a_cleared_edition_is_taken_away_under_a_name_that_tells_nothing(town: None, suffix: str) -> None:
    answer = signed_in("cass").get(f"{address(a_cleared_edition())}?download={suffix}")
    assert answer.headers["Content-Disposition"] == f'attachment; filename="briefing.{suffix}"'


@pytest.mark.parametrize(
    ("said", "wrong"),
    [
        ({"who": ""}, "Say who"),
        ({"on-day": "31", "on-month": "2"}, "No calendar has that day"),
        ({"on-year": "2027"}, "has not come yet"),
        ({"do": "burn"}, "Nothing was asked for"),
    ],
)
def test_a_reading_that_cannot_be_is_refused(town: None, said: dict[str, str], wrong: str) -> None:
    edition = a_cleared_edition()
    whole = {"do": "reading", "who": "The board", "did": "read", "on-day": "1", "on-month": "3", "on-year": "2026"}
    assert wrong in signed_in("cass").post(address(edition), whole | said).content.decode()
    assert readings_of(edition) == []


def test_whom_an_edition_reached_is_noted(town: None) -> None:
    edition = a_cleared_edition()
    whole = {"do": "reading", "who": "The board", "did": "discussed", "on-day": "1", "on-month": "3", "on-year": "2026"}
    assert signed_in("cass").post(address(edition), whole).status_code == 302
    assert [(one.who, one.did) for one in given("cass", "edition", edition_id=edition.id)["readings"]] == [
        ("The board", "discussed")
    ]
