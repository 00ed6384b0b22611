"""Agreements to share what an agency's feed brings: a guardian makes one, ends it, renews it. Part of `actions`.

From the first one on, what no agreement covers is refused at intake. Nothing of one is ever changed: it is ended by a row that
says why, and renewed by a new one that says which it goes on from.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from keepsight.access.guarding import only_a_guardian, said
from keepsight.access.models import Agency, Agreement, AgreementEnded, User
from keepsight.access.queries import agreements
from keepsight.access.roles import READS_CHILDREN
from keepsight.errors import WrongUse
from keepsight.store import audit, clock
from keepsight.vocabulary import KINDS

OLDEST = 25  # years: nothing here is about anybody older (Children and Families Act 2014, section 83: a young person is under 25)
LOOK_AHEAD = dt.timedelta(days=30)  # local judgement: so long before its last day an agreement is shown to be looked at
ONE_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Terms:
    """What an agreement says. `kinds` empty: every kind. `ages_under` None: children of any age."""

    population: str
    purpose: str
    lawful_basis: str
    roles: Sequence[str]
    kinds: Sequence[str] = ()
    ages_under: int | None = None
    shares_from: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Days:
    """From when until when an agreement holds (None: no last day is said), and by when it is looked at again."""

    from_on: dt.date
    to_on: dt.date | None = None
    review_on: dt.date | None = None


@transaction.atomic
def agree(agency: str, terms: Terms, days: Days, *, by: User | None) -> Agreement:
    """Keep an agreement for one agency's feed. `by` None: whoever runs the server, who need not say when it is looked at again.

    Raises WrongUse with the first thing that is wrong with it, and for whoever may not speak for the agency.
    """
    if by is not None:
        _only_for(agency, by)
    if wrong := wrong_terms(terms) | wrong_days(days, reviewed=by is not None):
        raise WrongUse(next(iter(wrong.values())))
    made = _keep(agency, terms, days, by=by)
    audit.note("access.agree", by=by, about=f"agreement {made.pk}")
    return made


@transaction.atomic
def end_agreement(agreement: UUID, *, last_on: dt.date | None, because: str, by: User) -> AgreementEnded:
    """Let an agreement hold no longer than `last_on`; None: it is over at once. What it let in stays; others read it no longer.

    Raises WrongUse where it is over by then already, and for a day that has gone by.
    """
    found, yesterday = _of(agreement, by), clock.today() - ONE_DAY
    last = last_on or yesterday
    if last < yesterday:
        raise WrongUse("An agreement cannot end on a day that has gone by", next_step="End it at once, or later.")
    if found.over_on is not None and found.over_on <= last:
        raise WrongUse("The agreement is over by then already", next_step="Choose an earlier day.")
    made = _end(found, last, said(because), by)
    audit.note("access.end_agreement", by=by, about=f"agreement {found.pk}")
    return made


@transaction.atomic
def renew_agreement(
    agreement: UUID, *, to_on: dt.date | None, review_on: dt.date | None, because: str, by: User
) -> Agreement:
    """Let the same terms hold on: from the day after its last one, or from today where that has gone by or was never said.

    Raises WrongUse where it has not begun yet, was renewed before, or by what `wrong_days` says of the days.
    """
    found = _of(agreement, by)
    if Agreement.objects.filter(renews=found).exists():
        raise WrongUse("The agreement was renewed already", next_step="Renew the one that goes on from it.")
    begins = renewal_begins(found)
    if begins <= found.from_on:
        raise WrongUse("The agreement has only just begun", next_step="Renew it on another day, or end it.")
    days = Days(begins, to_on, review_on)
    if wrong := wrong_days(days, reviewed=True):
        raise WrongUse(next(iter(wrong.values())))
    made = _keep(found.agency_id, _terms_of(found), days, by=by, renews=found, because=said(because))
    if found.over_on is None:
        _end(found, begins - ONE_DAY, made.because, by)
    audit.note("access.renew_agreement", by=by, about=f"agreement {made.pk}")
    return made


def renewal_begins(agreement: Agreement) -> dt.date:
    """The first day of what would renew this agreement, one of `queries.agreements`."""
    after = agreement.over_on + ONE_DAY if agreement.over_on else clock.today()
    return max(after, clock.today())


def wrong_terms(terms: Terms) -> dict[str, str]:
    """What is wrong with terms, by field; nothing, where they can be agreed."""
    asked = {
        "population": (terms.population.strip(), "Say whose children it is about"),
        "purpose": (terms.purpose.strip(), "Say why their records are shared"),
        "lawful_basis": (terms.lawful_basis.strip(), "Say on what lawful basis they are shared"),
        "roles": (terms.roles, "Choose with whom they are shared"),
    }
    wrong = {field: says for field, (given, says) in asked.items() if not given}
    if set(terms.roles) - READS_CHILDREN:
        wrong["roles"] = "An agreement shares only with roles that work with children"
    if set(terms.kinds) - KINDS.keys():
        wrong["kinds"] = "There is no such kind of entry"
    if terms.ages_under is not None and not 1 <= terms.ages_under <= OLDEST:
        wrong["ages_under"] = f"An age is a whole number from 1 to {OLDEST}"
    return wrong


def wrong_days(days: Days, *, reviewed: bool) -> dict[str, str]:
    """What is wrong with the days of an agreement that is made today, by field. `reviewed`: it must say its review day."""
    wrong: dict[str, str] = {}
    if days.to_on is not None and days.to_on < days.from_on:
        wrong["to"] = "It would end before it begins"
    elif reviewed and days.to_on is not None and days.to_on < clock.today():
        wrong["to"] = "It would be over already"
    if days.review_on is None:
        return wrong | ({"review": "Say by when it is looked at again"} if reviewed else {})
    if days.review_on < max(days.from_on, clock.today()):
        wrong["review"] = "It would be looked at again before it begins, or on a day that has gone by"
    elif days.to_on is not None and days.review_on > days.to_on and not wrong:
        wrong["review"] = "It would be looked at again only when it is over"
    return wrong


def speaks_for(guardian: User) -> list[Agency]:
    """The agencies whose agreements this guardian makes and ends: their own, and those that have no guardian of their own."""
    guarded = User.objects.filter(role="guardian", is_active=True).exclude(agency=guardian.agency_id).values("agency")
    return list(Agency.objects.exclude(code__in=guarded).order_by("name"))


def to_look_at(on: dt.date) -> list[Agreement]:
    """Agreements in force that are to be looked at again by that day, or end soon after it, and that nobody has renewed."""
    standing = agreements(on).filter(renewed=None).prefetch_related("ended")
    return [one for one in standing if _due(one, on)]


def _due(one: Agreement, on: dt.date) -> bool:
    ends_soon = one.over_on is not None and one.over_on <= on + LOOK_AHEAD
    return ends_soon or (one.review_on is not None and one.review_on <= on)


def _only_for(agency: str, by: User) -> None:
    """Raise WrongUse unless this guardian speaks for the agency."""
    only_a_guardian(by)
    if agency not in {one.code for one in speaks_for(by)}:
        raise WrongUse("Another guardian speaks for that agency", next_step="Ask the guardian of that agency.")


def _of(agreement: UUID, by: User) -> Agreement:
    found = agreements().filter(pk=agreement).first()
    if found is None:
        raise WrongUse("There is no such agreement", next_step="Open the page of agreements again.")
    _only_for(found.agency_id, by)
    return found


def _terms_of(one: Agreement) -> Terms:
    return Terms(one.population, one.purpose, one.lawful_basis, one.roles, one.kinds, one.ages_under, one.shares_from)


def _keep(
    agency: str, terms: Terms, days: Days, *, by: User | None, renews: Agreement | None = None, because: str = ""
) -> Agreement:
    return Agreement.objects.create(
        agency_id=agency,
        population=said(terms.population),
        ages_under=terms.ages_under,
        purpose=said(terms.purpose),
        lawful_basis=said(terms.lawful_basis),
        kinds=list(terms.kinds),
        roles=list(terms.roles),
        shares_from=terms.shares_from,
        from_on=days.from_on,
        to_on=days.to_on,
        review_on=days.review_on,
        renews=renews,
        because=because,
        made_at=clock.now(),
        made_by=by,
    )


def _end(agreement: Agreement, last_on: dt.date, because: str, by: User) -> AgreementEnded:
    return AgreementEnded.objects.create(agreement=agreement, last_on=last_on, because=because, at=clock.now(), by=by)
