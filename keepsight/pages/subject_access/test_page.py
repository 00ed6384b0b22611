"""A record that somebody asks for: refused to whom it is not for, decided on entry by entry, printed once two have signed."""

import io
import re

import pytest
from django.test import Client
from openpyxl import load_workbook

from keepsight.access.queries import the_machine
from keepsight.chronology.queries import chronology
from keepsight.practice.models import SubjectAccess
from keepsight.practice.rights.subject_access import release, request_of
from keepsight.store.models import AuditLine
from tests.pages.town_people import child, signed_in, user
from tests.practice.given_out import a_request, reviewed

NOTE = {
    "do": "note", "asks": "parent", "wish": "unknown", "proved_by": "Her passport, and the birth certificate",
    "asked_on-day": "20", "asked_on-month": "3", "asked_on-year": "2026",
}  # fmt: skip


def here(key: str = "wren") -> str:
    """Where a child's record is asked for."""
    return f"/children/{child(key)}/record-asked-for/"


def shown(client: Client, query: str = "") -> str:
    answer = client.get(here() + query)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize("username", ["ivo", "mina", "osei", "bea", "wilf", "robin"])
def test_a_role_that_answers_no_requests_is_refused(town: None, username: str) -> None:
    assert signed_in(username).post(here(), NOTE).status_code == 403
    assert not SubjectAccess.objects.exists()


def test_what_is_half_said_is_told_and_what_was_typed_stands_there_still(town: None) -> None:
    page = signed_in("leila").post(here(), NOTE | {"asks": ""}).content.decode()
    assert "Say who asks" in page
    assert NOTE["proved_by"] in page


def test_noted_it_says_by_when_and_asks_of_every_entry_that_may_be_given(town: None) -> None:
    client = signed_in("leila")
    assert client.post(here(), NOTE).status_code == 302
    page = shown(client)
    assert 'To be answered by</dt><dd class="govuk-summary-list__value"><strong>20 April 2026<' in page
    assert "Nobody had decided on it when this was released" in page
    assert page.count('<input class="govuk-radios__input"') >= 3


def test_entry_by_entry_it_is_decided_signed_and_waits_for_a_guardian(town: None) -> None:
    client = signed_in("leila")
    client.post(here(), NOTE)
    while fields := re.findall(r'name="(gives-[0-9a-f-]{36})"', page := shown(client)):
        assert client.post(here(), {"do": "decide", **dict.fromkeys(fields, "bare")}).status_code == 302
    (mark,) = re.findall(r'name="mark" value="([^"]+)"', page)
    assert "There is a problem" in client.post(here(), {"do": "sign", "mark": "another"}).content.decode()
    assert client.post(here(), {"do": "sign", "mark": mark}).status_code == 302
    assert "A guardian who is somebody else releases it" in shown(client)
    assert "workbook" not in shown(client)


def test_released_it_is_printed_and_taken_away_without_a_word_that_was_not_given(town: None) -> None:
    of, leila = child("wren"), user("leila")
    release(reviewed(of, leila).id, by=user("bea"))
    words = {one.narrative for one in chronology(the_machine(), of) if len(one.narrative) > 20}
    client = signed_in("leila")
    page, file = shown(client), client.get(here() + "?download=workbook")
    cells = [str(cell.value) for sheet in load_workbook(io.BytesIO(file.content)) for row in sheet for cell in row]
    request = request_of(of)
    assert request
    lines = request.gives
    assert f"{lines} entries" in page
    assert not [said for said in words if said in page or any(said in cell for cell in cells)]
    assert "ico.org.uk" in page
    looked = AuditLine.objects.filter(page="subject_access", child=of).latest("seq")
    assert (looked.act, looked.count) == ("export", lines)


def test_what_was_ended_is_noted_anew(town: None) -> None:
    a_request(child("wren"), user("leila"))
    client = signed_in("leila")
    assert client.post(here(), {"do": "end", "because": "They withdrew it"}).status_code == 302
    assert "Note it on the day it comes" in shown(client)


def test_without_names_nothing_is_shown_and_nothing_is_taken_in(town: None) -> None:
    client = signed_in("leila")
    client.post(f"/children/{child('wren')}/names/", {"names": "hide", "back": "names"})
    assert "Show names to answer a request" in shown(client)
    assert client.post(here(), NOTE).status_code == 404
    assert not SubjectAccess.objects.exists()
