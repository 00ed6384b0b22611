"""The people of the invented town for tests of pages: who signs in, and the children by the key of their story."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest import mock
from uuid import UUID, uuid4

from django.test import Client, RequestFactory

from keepsight.access.models import User
from keepsight.access.queries import the_machine
from keepsight.chronology.actions import Source, append_rows
from keepsight.intake.actions import keep_document
from keepsight.intake.drafts import DraftEntry, DraftFact, DraftPassage, DraftRow, Level, When
from keepsight.intake.formats.chronology_table.words import guesses
from keepsight.intake.models import Receipt
from keepsight.pages.door import answer_to, asking_of
from keepsight.pages.my_work.following import Line
from keepsight.pages.page import Shown
from keepsight.pages.shelf import shelf
from keepsight.people.actions import link_by_hand
from keepsight.people.queries import find, records_of
from keepsight.store import clock
from keepsight.town.story import families

NUMBERS = {child.key: child.nhs_number or "" for family in families() for child in family.children}
NOBODY_S = UUID("00000000-0000-4000-8000-000000000000")

# One person of the town for each role.
BY_ROLE = {
    "practitioner": "ivo",
    "agency_lead": "magda",
    "hub_coordinator": "leila",
    "conference_chair": "mina",
    "reviewing_officer": "osei",
    "guardian": "bea",
    "data_steward": "wilf",
    "reviewer": "orla",
    "learning_team": "cass",
    "analyst": "dev",
    "administrator": "robin",
}


def child(key: str) -> UUID:
    """A child of the town, by the name in the story: "wren". One twin's number stands on a record of the other, too."""
    found = find(the_machine(), nhs_number=NUMBERS[key]).children
    return next(one.id for one in found if (one.forename or "").lower() == key)


def the_steward_links_the_twin() -> None:
    """The data steward says that the record with the wrong number is Odelia's, as the story has it."""
    stray = next(
        one.id for one in find(the_machine(), nhs_number=NUMBERS["odette"]).children if one.forename == "Odelia"
    )
    for record in records_of([stray])[stray]:
        link_by_hand(
            record, child("odelia"), by=user("wilf"), because="The clinic's register was filled one row too far."
        )


def a_document_about(of: UUID, *, level: Level = "standard") -> None:
    """A record in words about a child, as social care might be sent one: two passages, and one fact offered."""
    day = dt.date(2026, 3, 20)
    receipt = Receipt.objects.filter(agency="social-care-999").latest("received_at")
    receipt.id, receipt.file_name, receipt.sha256 = uuid4(), "letter.docx", "of no file"
    receipt.save(force_insert=True)
    about = (("the child", "child"),)
    when = When(day, day, "day", "20/03/2026")
    came = DraftEntry("document.received", when, about, basis="document", key=f"letter about {of}", level=level)
    records = {"the child": records_of([of])[of][0]}
    source = Source("social-care-999", day, clock.now(), receipt)
    append_rows([DraftRow("text", 1, (came,))], records=records, source=source, agency_named=lambda name: name)
    passages = [
        DraftPassage(1, "text", 1, None, f"A letter about {of}"),
        DraftPassage(2, "text", 2, "Injuries", "A bruise"),
    ]
    injury = DraftEntry("injury.recorded", when, about, narrative="Injuries: A bruise", basis="document", level=level)
    keep_document(receipt, passages, [DraftFact(1, injury, (2,))], records=records)


def rows_guessed_about(of: UUID, *said: str, agency: str = "social-care-999", level: Level = "standard") -> UUID:
    """A file of an agency's with rows about a child, whose kinds are guessed from their words. Its receipt's id."""
    day = dt.date(2026, 3, 20)
    receipt = Receipt.objects.latest("received_at")
    receipt.id, receipt.agency_id, receipt.as_at = uuid4(), agency, day
    receipt.file_name, receipt.sha256 = "chronology.csv", "of no file"
    receipt.save(force_insert=True)
    records, about = {"the child": records_of([of])[of][0]}, (("the child", "child"),)
    rows = [
        DraftRow(
            None,
            number,
            tuple(
                DraftEntry(
                    guess.kind,
                    When(day, day, "day", "20/03/2026"),
                    about,
                    details=guess.details,
                    narrative=words,
                    guessed_by=guess.words,
                    level=level,
                )
                for guess in guesses(words)
            ),
        )
        for number, words in enumerate(said or ("Was not brought to the dentist",), 2)
    ]
    source = Source(agency, day, clock.now(), receipt)
    append_rows(rows, records=records, source=source, agency_named=lambda name: name)
    return receipt.id


def user(username: str) -> User:
    """Somebody who signs in to the town."""
    return User.objects.get(username=username)


def signed_in(username: str) -> Client:
    """A browser in which somebody has signed in."""
    client = Client()
    client.force_login(user(username))
    return client


@contextmanager
def on(day: dt.date, hour: int = 9) -> Iterator[None]:
    """The clock stands on another day."""
    with mock.patch.object(clock, "now", return_value=dt.datetime.combine(day, dt.time(hour), clock.LONDON)):
        yield


def waiting(username: str, sort: str) -> list[Line]:
    """What of a sort waits for somebody under My work."""
    return [line for one in given(username, "my_work")["followed"] if one.name == sort for line in one.lines]


def given(
    username: str, page: str, *, query: dict[str, str] | None = None, post: dict[str, str] | None = None, **address: Any
) -> dict[str, Any]:
    """What the template of a page is given when somebody asks for it, as the door asks."""
    factory, shelved = RequestFactory(), shelf()[page]
    request = factory.get("/", query) if post is None else factory.post("/", post, query_params=query)
    request.user = user(username)
    answer = answer_to(shelved, asking_of(shelved, request, request.user, address))
    assert isinstance(answer, Shown)
    return answer.context
