"""The people of the invented town for tests of pages: who signs in, and the children by the key of their story."""

from typing import Any
from uuid import UUID

from django.test import Client, RequestFactory

from keepsight.access.models import User
from keepsight.access.queries import the_machine
from keepsight.pages.door import answer_to, asking_of
from keepsight.pages.page import Shown
from keepsight.pages.shelf import shelf
from keepsight.people.actions import link_by_hand
from keepsight.people.queries import find, records_of
from keepsight.town.story import families

NUMBERS = {child.key: child.nhs_number or "" for family in families() for child in family.children}
NOBODY_S = UUID("00000000-0000-4000-8000-000000000000")


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


def user(username: str) -> User:
    """Somebody who signs in to the town."""
    return User.objects.get(username=username)


def signed_in(username: str) -> Client:
    """A browser in which somebody has signed in."""
    client = Client()
    client.force_login(user(username))
    return client


def given(
    username: str, page: str, *, query: dict[str, str] | None = None, post: dict[str, str] | None = None, **address: Any
) -> dict[str, Any]:
    """What the template of a page is given when somebody asks for it, as the door asks."""
    factory, shelved = RequestFactory(), shelf()[page]
    request = factory.get("/", query) if post is None else factory.post("/", post)
    request.user = user(username)
    answer = answer_to(shelved, asking_of(shelved, request, request.user, address))
    assert isinstance(answer, Shown)
    return answer.context
