"""What helps a child to be heard: refused half told, not recorded until it is, and shown above the child's words."""

import datetime as dt

import pytest
from django.test import Client

from keepsight.access.queries import the_machine
from keepsight.chronology.queries import chronology
from keepsight.chronology.shown import EntryShown
from keepsight.practice.child.supporting import SUPPORT, supports
from tests.pages.invented import entry
from tests.pages.town_people import NOBODY_S, child, given, signed_in

WANTED = {"support": "advocate", "on": "20/3/2026", "stands": "wanted", "says": "She asked for somebody on her side."}
IN_PLACE = {"support": "advocate", "on": "27/3/2026", "stands": "in_place", "by_whom": "Fennick Voices"}
SIGNS = {"support": "communication", "on": "2/3/2026", "says": "She signs, and speaks to her Nan."}


def here() -> str:
    """Where it stands of Wren."""
    return f"/children/{child('wren')}/support/"


def on_record() -> list[EntryShown]:
    """What is on record of it."""
    return [one for one in chronology(the_machine(), child("wren")) if one.kind == SUPPORT]


@pytest.mark.parametrize("username", ["wilf", "orla", "cass", "dev", "robin", "bea"])
def test_a_role_that_reads_no_child_s_story_is_refused(town: None, username: str) -> None:
    assert signed_in(username).post(here(), SIGNS).status_code == 403
    assert on_record() == []


def test_a_child_out_of_sight_and_none_at_all_are_not_found_alike(town: None) -> None:
    answers = [signed_in("ada").post(one, SIGNS) for one in (here(), f"/children/{NOBODY_S}/support/")]
    assert [one.status_code for one in answers] == [404, 404]
    assert Client().get(here()).status_code == 302


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"support": "gossip"}, "what you write down"),
        ({"support": "communication", "says": " "}, "how the child communicates"),
        ({"stands": ""}, "how it stands"),
        ({"stands": "in_place"}, "by whom"),
        ({"on": "2/4/2027"}, "has not come yet"),
        ({"on": "soon"}, "Write it like 27/3/2026"),
    ],
)
def test_what_is_half_told_is_not_kept_and_what_was_typed_is(town: None, changed: dict[str, str], says: str) -> None:
    context = given("ivo", "support", child_id=child("wren"), post=WANTED | changed)
    assert says in context["error"]
    assert context["form"]["on"] == (WANTED | changed)["on"]
    assert on_record() == []


def test_it_is_not_recorded_until_somebody_writes_it_and_then_stands_above_the_child_s_words(town: None) -> None:
    voice, reader = f"/children/{child('wren')}/voice/", signed_in("leila")
    before = reader.get(voice).content.decode()
    assert "Not recorded:</strong> how the child communicates, interpreter, advocate" in before
    client = signed_in("ivo")
    for one in (SIGNS, WANTED, IN_PLACE):
        assert client.post(here(), one).status_code == 302
    page = reader.get(voice).content.decode()
    assert "In place, by Fennick Voices, since 27 Mar 2026" in page
    assert "since 2 Mar 2026: She signs, and speaks to her Nan." in page
    assert page.index("Fennick Voices") < page.index("So far")
    assert "Not recorded:</strong> interpreter</li>" in page
    assert "not recorded: interpreter</p>" in reader.get(f"/children/{child('wren')}/").content.decode()


def test_what_is_taken_back_stands_no_longer(town: None) -> None:
    client = signed_in("ivo")
    client.post(here(), WANTED)
    client.post(here(), IN_PLACE)
    last = on_record()[-1]
    back = {"act": "take_back", "thread": str(last.thread), "entry": str(last.id), "because": "It was her sister."}
    assert b"not yours" in signed_in("leila").post(here(), back).content
    client.post(here(), back)
    assert "The child wants it" in client.get(here()).content.decode()


def test_the_latest_day_stands_whenever_it_was_written_down() -> None:
    later = entry(SUPPORT, "2026-03-27", details={"support": "advocate", "stands": "in_place"})
    earlier = entry(SUPPORT, "2026-03-20", details={"support": "advocate", "stands": "wanted"})
    of_brother = entry(SUPPORT, "2026-03-28", scope="household", details={"support": "interpreter"})
    found = supports([later, earlier, of_brother])
    assert found == {"communication": None, "interpreter": None, "advocate": later}
    assert later.occurred_to == dt.date(2026, 3, 27)


def test_without_names_nothing_is_written(town: None) -> None:
    client = signed_in("ivo")
    session = client.session
    session["names_hidden"] = True
    session.save()
    assert client.post(here(), WANTED).status_code == 404
    assert client.get(here()).status_code == 200
