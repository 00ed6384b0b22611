"""Make an agreement: for whose feed, of whose children, why, on what lawful basis, what, with which roles, from when until when."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse

from keepsight.access.agreeing import Days, Terms, agree, speaks_for, wrong_days, wrong_terms
from keepsight.access.bases import Basis, bases, basis_on
from keepsight.access.models import Agency
from keepsight.access.roles import READS_CHILDREN, ROLES
from keepsight.errors import WrongUse
from keepsight.pages.page import Asking, Elsewhere, Page, Shown
from keepsight.vocabulary import KINDS

PAGE = Page(
    address="agreements/make/",
    title="Make an agreement",
    who=frozenset({"guardian"}),
    methods=frozenset({"GET", "POST"}),
)
MANY = ("bases", "roles", "kinds")
"""Fields of which several may be chosen."""
DAYS = ("from", "shares", "to", "review")


@dataclass(frozen=True, slots=True)
class Fetched:
    """The agencies this guardian speaks for; what was typed and chosen, with what must be put right by field."""

    agencies: Sequence[Agency]
    said: Mapping[str, str] = field(default_factory=dict)
    chosen: Mapping[str, frozenset[str]] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)


def fetch(asking: Asking) -> Fetched:
    """An empty form."""
    assert asking.user is not None  # the door has made sure
    return Fetched(speaks_for(asking.user))


def act(asking: Asking) -> Fetched | Elsewhere:
    """Keep the agreement; or the form again, as it was filled in, with all that must be put right."""
    assert asking.user is not None
    assert asking.form is not None
    days, errors = days_posted(asking, DAYS)
    terms, wrong = _terms(asking, days)
    errors = wrong | errors
    agency = asking.posted("agency")
    if agency not in {one.code for one in speaks_for(asking.user)}:
        errors = {"agency": "Choose whose records are shared"} | errors
    held = Days(days["from"] or asking.today, days["to"], days["review"])
    errors = errors | {name: says for name, says in wrong_days(held, reviewed=True).items() if name not in errors}
    if errors:
        said = {name: str(value).strip() for name, value in asking.form.items() if name not in MANY}
        chosen = {name: frozenset(map(str, asking.form.getlist(name))) for name in MANY}
        return Fetched(speaks_for(asking.user), said, chosen, errors)
    agree(agency, terms, held, by=asking.user)
    return Elsewhere(reverse("agreements"))


def days_posted(asking: Asking, names: Sequence[str]) -> tuple[dict[str, dt.date | None], dict[str, str]]:
    """The days that were posted by these names, and what is wrong with any of them."""
    days, errors = dict.fromkeys(names, None), {}
    for name in names:
        try:
            days[name] = asking.posted_day(name)
        except WrongUse as wrong:
            errors[name] = str(wrong)
    return days, errors


def _terms(asking: Asking, days: Mapping[str, dt.date | None]) -> tuple[Terms, dict[str, str]]:
    """The terms as they were filled in, and what must be put right in them, by field."""
    assert asking.form is not None
    first, errors = days["from"], {}
    if first is None:
        errors["from"] = "Say from which day it holds"
    grounds = [basis_on(code, first or asking.today) for code in asking.form.getlist("bases")]
    age, which = asking.posted("ages_under"), asking.posted("which")
    kinds = asking.form.getlist("kinds") if which == "some" else []
    if which not in ("every", "some") or (which == "some" and not kinds):
        errors["which"] = "Choose every kind of entry, or which ones"
    if age and not age.isdecimal():
        errors["ages_under"] = "Give an age in whole years, or leave it empty"
    if None in grounds:
        errors["bases"] = "That lawful basis is not known to be in force on the first day"
    terms = Terms(
        population=asking.posted("population"),
        purpose=asking.posted("purpose"),
        lawful_basis="; ".join(_in_words(one) for one in grounds if one),
        roles=asking.form.getlist("roles"),
        kinds=kinds,
        ages_under=int(age) if age.isdecimal() else None,
        shares_from=days["shares"],
    )
    wrong = {"bases" if name == "lawful_basis" else name: says for name, says in wrong_terms(terms).items()}
    return terms, wrong | errors


def _in_words(basis: Basis) -> str:
    return f"{basis.title}, {basis.version}"


def present(asking: Asking, fetched: Fetched) -> Shown:
    """The form, with what is wrong said first."""
    chosen = {name: fetched.chosen.get(name, frozenset()) for name in MANY}
    known = [one for one in bases() if basis_on(one.code, asking.today)]
    context: dict[str, Any] = {
        "title": "Error: make an agreement" if fetched.errors else "Make an agreement",
        "agencies": [(one.code, one.name) for one in fetched.agencies],
        "bases": [(one.code, _in_words(one), one.code in chosen["bases"]) for one in known],
        "roles": [(name, ROLES[name].title, name in chosen["roles"]) for name in ROLES if name in READS_CHILDREN],
        "kinds": [(name, kind.title, name in chosen["kinds"]) for name, kind in KINDS.items()],
        "said": fetched.said,
        "errors": fetched.errors,
    }
    return Shown(context)
