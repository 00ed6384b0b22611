"""One agreement: what a guardian does about it. It is ended, at once or on a day, or renewed; always with a reason."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.urls import reverse

from keepsight.access.agreeing import end_agreement, renew_agreement, renewal_begins, speaks_for
from keepsight.access.models import Agreement
from keepsight.access.queries import agreements
from keepsight.errors import WrongUse
from keepsight.pages.agree.page import days_posted
from keepsight.pages.agreements.page import shown
from keepsight.pages.page import Asking, Elsewhere, Page, Shown

PAGE = Page(
    address="agreements/<uuid:agreement_id>/",
    title="End or renew an agreement",
    who=frozenset({"guardian"}),
    methods=frozenset({"GET", "POST"}),
)
DAYS = {"end": ("last",), "renew": ("to", "review")}
"""The days that each of the two forms asks for."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """The agreement, and whether it is this guardian's to change; what was typed, and what must be put right by field."""

    agreement: Agreement
    mine: bool
    said: Mapping[str, str] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)


def fetch(asking: Asking) -> Fetched | None:
    """None where there is no such agreement."""
    assert asking.user is not None  # the door has made sure
    which: UUID = asking.address["agreement_id"]
    found = agreements().select_related("made_by__agency").filter(pk=which).first()
    if found is None:
        return None
    return Fetched(found, found.agency_id in {one.code for one in speaks_for(asking.user)})


def act(asking: Asking) -> Fetched | Elsewhere | None:
    """End it or renew it; or the form again, as it was filled in, with what must be put right."""
    found = fetch(asking)
    if found is None or asking.form is None:
        return None
    if errors := _done(asking, found):
        said = {name: str(value).strip() for name, value in asking.form.items()}
        return Fetched(found.agreement, found.mine, said, errors)
    return Elsewhere(reverse("agreements"))


def _done(asking: Asking, found: Fetched) -> dict[str, str]:
    """What must be put right before it can be done; nothing, once it is."""
    assert asking.user is not None
    do, because = asking.posted("do"), asking.posted("because")
    if do not in DAYS:
        return {"end-because": "Choose whether to end the agreement or to renew it"}
    days, errors = days_posted(asking, DAYS[do])
    if not because:
        errors[f"{do}-because"] = "Say why"
    if errors:
        return errors
    try:
        if do == "end":
            end_agreement(found.agreement.pk, last_on=days["last"], because=because, by=asking.user)
        else:
            renew_agreement(
                found.agreement.pk, to_on=days["to"], review_on=days["review"], because=because, by=asking.user
            )
    except WrongUse as wrong:
        return {DAYS[do][-1]: str(wrong)}
    return {}


def present(asking: Asking, fetched: Fetched) -> Shown:
    """The agreement in words, then the two forms."""
    context: dict[str, Any] = {
        "title": "Error: end or renew an agreement" if fetched.errors else "End or renew an agreement",
        "one": shown(fetched.agreement, asking.today),
        "here": reverse("agreed", kwargs=dict(asking.address)),
        "mine": fetched.mine,
        "over": fetched.agreement.over_on is not None and fetched.agreement.over_on < asking.today,
        "begins": renewal_begins(fetched.agreement),
        "said": fetched.said,
        "errors": fetched.errors,
    }
    return Shown(context)
