"""The agreements: of each feed whose children, why, on what basis, which kinds, with which roles, and until when."""

from collections.abc import Sequence
from typing import Any

from keepsight.access.models import Agreement
from keepsight.access.queries import agreements
from keepsight.access.roles import ROLES
from keepsight.pages import words
from keepsight.pages.page import EVERYONE, Asking, Page, Shown
from keepsight.pages.taken_away import Listed

PAGE = Page(address="agreements/", title="Agreements to share", who=EVERYONE, menu=3, group="Who sees what")
LISTED = Listed(
    "agreements to share",
    lambda page: page["agreements"],
    {
        "Agency": lambda one: one["agency"],
        "Whose children": lambda one: one["population"],
        "Why": lambda one: one["purpose"],
        "Lawful basis": lambda one: one["basis"],
        "What": lambda one: one["kinds"],
        "Shared with": lambda one: one["roles"],
        "From": lambda one: words.long_day(one["from_on"]),
        "To": lambda one: one["to_on"] and words.long_day(one["to_on"]),
        "Of what happened from": lambda one: one["shares_from"] and words.long_day(one["shares_from"]),
    },
)


def fetch(asking: Asking) -> Sequence[Agreement]:
    """Every agreement, ended ones too."""
    return list(agreements())


def present(asking: Asking, fetched: Sequence[Agreement]) -> Shown:
    """Each in words."""
    context: dict[str, Any] = {
        "agreements": [
            {
                "agency": one.agency.name,
                "population": one.population,
                "purpose": one.purpose,
                "basis": one.lawful_basis,
                "kinds": words.in_a_row(words.titles(tuple(one.kinds))) or "Every kind",
                "roles": words.in_a_row([ROLES[role].title for role in one.roles]),
                "shares_from": one.shares_from,
                "from_on": one.from_on,
                "to_on": one.to_on,
                "over": one.to_on is not None and one.to_on < asking.today,
            }
            for one in fetched
        ]
    }
    return Shown(context)
