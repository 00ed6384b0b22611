"""Find a child. What is searched for is posted, so that no name ever stands in an address or in a server's log.

A child in sight is a link. Of one out of sight, a search that names the child exactly says which agencies to ask, and
nothing more. "Not known here" is never "not known".
"""

import datetime as dt
import re
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse

from keepsight.access.guarding import note_attempt
from keepsight.pages import words
from keepsight.pages.page import WITH_CHILDREN, Asking, Page, Shown
from keepsight.people import queries as people
from keepsight.people.queries import Found, find
from keepsight.people.shown import ChildShown

PAGE = Page(
    address="find/",
    title="Find a child",
    who=WITH_CHILDREN,
    methods=frozenset({"GET", "POST"}),
    menu=2,
    changes_nothing=True,
)

NHS_DIGITS = 10


@dataclass(frozen=True, slots=True)
class Asked:
    """What was searched for, as it was typed."""

    name: str = ""
    day: str = ""
    month: str = ""
    year: str = ""
    nhs_number: str = ""

    @property
    def dated(self) -> bool:
        """Whether any part of a birth date was typed."""
        return bool(self.day or self.month or self.year)

    @property
    def number(self) -> str | None:
        """The NHS number without blanks, or None."""
        return re.sub(r"\s", "", self.nhs_number) or None

    @property
    def exact(self) -> bool:
        """Whether one child is named, and not a heap of them."""
        return bool(self.number or (self.name and self.born_on))

    @property
    def born_on(self) -> dt.date | None:
        """The birth date, or None where the three parts are no day."""
        try:
            return dt.date(int(self.year), int(self.month), int(self.day))
        except ValueError:
            return None


@dataclass(frozen=True, slots=True)
class Fetched:
    """What was asked and what was found. `found` None: nothing was searched for yet, or it could not be."""

    asked: Asked = Asked()
    found: Found | None = None
    errors: dict[str, str] = field(default_factory=dict)


def fetch(asking: Asking) -> Fetched:
    """An empty form."""
    return Fetched()


def act(asking: Asking) -> Fetched:
    """Search, or say what keeps us from it."""
    asked = asked_for(asking)
    if errors := errors_of(asked):
        return Fetched(asked, errors=errors)
    if asked.exact and asking.user:
        named = people.named_exactly(asked.name, born_on=asked.born_on, nhs_number=asked.number)
        for child, why in people.kept_from(asking.sight, named).items():
            note_attempt(asking.user, child, page=PAGE.title, why=why)
    return Fetched(asked, find(asking.sight, asked.name, born_on=asked.born_on, nhs_number=asked.number))


def asked_for(asking: Asking) -> Asked:
    """What was typed into the fields of a search."""
    fields = ("name", "born-day", "born-month", "born-year", "nhs_number")
    return Asked(*(asking.posted(name) for name in fields))


def errors_of(asked: Asked) -> dict[str, str]:
    """By field, what must be put right before anything can be searched for."""
    errors = {}
    if not (asked.name or asked.dated or asked.nhs_number):
        errors["name"] = "Enter a name, a birth date or an NHS number"
    if asked.dated and asked.born_on is None:
        errors["born"] = "The birth date must be a real day, such as 27 3 2019"
    if asked.nhs_number and not re.fullmatch(rf"\d{{{NHS_DIGITS}}}", re.sub(r"\s", "", asked.nhs_number)):
        errors["nhs_number"] = "An NHS number has 10 digits, such as 999 123 4567"
    return errors


def present(asking: Asking, fetched: Fetched) -> Shown:
    """The form, and under it what was found."""
    found = fetched.found
    context: dict[str, Any] = {
        "title": "Error: find a child" if fetched.errors else "Find a child",
        "asked": fetched.asked,
        "errors": fetched.errors,
        "searched": found is not None,
        "children": [_row(one, asking) for one in found.children] if found else [],
        "elsewhere": found.elsewhere if found else (),
        "exact": fetched.asked.exact,
    }
    return Shown(context)


def _row(child: ChildShown, asking: Asking) -> dict[str, str]:
    return {
        "name": child.name,
        "href": reverse("overview", kwargs={"child_id": child.id}),
        "age": words.age(child, asking.today),
        "born": words.born(child),
        "known_as": ", ".join(child.known_as),
    }
