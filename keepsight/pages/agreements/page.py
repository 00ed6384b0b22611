"""The agreements: of each feed whose children, why, on what basis, which kinds, with which roles, until when, and who said so."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.urls import reverse

from keepsight.access.models import Agreement, User
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
        "Looked at again by": lambda one: one["review_on"] and words.long_day(one["review_on"]),
        "By": lambda one: one["made_by"],
        "At": lambda one: words.moment(one["made_at"]),
        "Renewed because": lambda one: one["because"],
        "Ended sooner because": lambda one: "; ".join(each["because"] for each in one["ended"]),
    },
)
NOBODY_SIGNED_IN = "whoever runs Keepsight"


def fetch(asking: Asking) -> Sequence[Agreement]:
    """Every agreement, ended ones too."""
    return list(agreements().select_related("made_by__agency").prefetch_related("ended__by__agency"))


def present(asking: Asking, fetched: Sequence[Agreement]) -> Shown:
    """Each in words."""
    context: dict[str, Any] = {
        "agreements": [shown(one, asking.today) for one in fetched],
        "makes": asking.user is not None and asking.user.role == "guardian",
    }
    return Shown(context)


def shown(one: Agreement, today: dt.date) -> dict[str, Any]:
    """An agreement in words, with who made it and who ended it, and whether it is over."""
    return {
        "agency": one.agency.name,
        "population": one.population + (f", younger than {one.ages_under}" if one.ages_under else ""),
        "purpose": one.purpose,
        "basis": one.lawful_basis,
        "kinds": words.in_a_row(words.titles(tuple(one.kinds))) or "Every kind",
        "roles": words.in_a_row([ROLES[role].title for role in one.roles]),
        "shares_from": one.shares_from,
        "from_on": one.from_on,
        "to_on": one.over_on,
        "over": one.over_on is not None and one.over_on < today,
        "review_on": one.review_on,
        "because": one.because,
        "made_by": _who(one.made_by),
        "made_at": one.made_at,
        "ended": [
            {"last_on": each.last_on, "because": each.because, "by": _who(each.by), "at": each.at}
            for each in one.ended.all()
        ],
        "href": reverse("agreed", kwargs={"agreement_id": one.pk}),
    }


def _who(user: User | None) -> str:
    return f"{user.name}, {user.agency.name}" if user else NOBODY_SIGNED_IN
