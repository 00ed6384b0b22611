"""Agencies and users are named, involvement begins and ends. Each leaves its line in the audit."""

import datetime as dt
from collections.abc import Sequence
from uuid import UUID

from django.db import transaction

from keepsight.access.models import Agency, Involvement, User
from keepsight.access.roles import ROLES
from keepsight.errors import WrongUse
from keepsight.store import audit, clock
from keepsight.vocabulary import SECTORS

INVOLVEMENT_DAYS = 90  # TRUST.md T11: involvement that nobody renews ends by itself


@transaction.atomic
def name_agency(code: str, *, name: str | None = None, sector: str) -> tuple[Agency, bool]:
    """The agency of this code, and whether it had to be added. An agency that is known keeps its name and sector."""
    if sector not in SECTORS:
        raise WrongUse(f"'{sector}' is not a kind of agency", next_step="See 'keepsight formats' for the words.")
    agency, new = Agency.objects.get_or_create(code=code, defaults={"name": name or code, "sector": sector})
    if new:
        audit.note("access.name_agency", by=None, about=f"agency {code}")
    return agency, new


@transaction.atomic
def add_user(
    username: str,
    *,
    name: str,
    agency: str,
    role: str,
    password: str,
    born_on: dt.date | None = None,
    other_names: Sequence[str] = (),
) -> User:
    """A new sign-in. Its password is kept only as an Argon2 hash.

    A birth date and other names (a maiden name, an alias) only keep a person's own family from them: no page shows them.
    """
    if role not in ROLES:
        raise WrongUse(f"'{role}' is not a role", next_step=f"Use one of: {', '.join(ROLES)}.")
    user = User(
        username=username, name=name, agency_id=agency, role=role, born_on=born_on, other_names=list(other_names)
    )
    user.set_password(password)
    user.save()
    audit.note("access.add_user", by=None, about=f"user {user.pk}")
    return user


@transaction.atomic
def involve(
    user: User,
    child: UUID,
    *,
    from_on: dt.date,
    to_on: dt.date | None = None,
    source: str,
    by: User | None = None,
) -> Involvement:
    """Let `user` work with `child` from a day, until `to_on` or for as long as involvement lasts by itself.

    It opens what involvement opens and no more: neither a sealed child, nor one's own family, nor what is restricted. Whether it
    is for `by` to say is for the rooms above, which know whose records the child has.
    """
    ends = to_on or from_on + dt.timedelta(days=INVOLVEMENT_DAYS)
    said_at = clock.now() if by else None
    involvement = Involvement.objects.create(
        user=user, child=child, from_on=from_on, to_on=ends, source=source, named_by=by, said_at=said_at
    )
    audit.note("access.involve", by=by, child=child, about=f"user {user.pk}")
    return involvement


@transaction.atomic
def end_involvement(involvement: Involvement, *, last_on: dt.date | None = None, by: User) -> None:
    """Let an involvement hold no longer than `last_on`; None: it is taken back, and holds at no request from the next one on."""
    yesterday = max(clock.today(), involvement.from_on) - dt.timedelta(days=1)
    involvement.to_on = max(last_on or yesterday, involvement.from_on - dt.timedelta(days=1))
    involvement.save(update_fields=["to_on"])
    audit.note("access.end_involvement", by=by, child=involvement.child, about=f"user {involvement.user_id}")
