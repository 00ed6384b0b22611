"""Entries shared one by one, and what follows from it. Part of `actions`.

Access keeps what was shared and why. Which entries there are, who may share them and whether anybody would then read them is
for this room to say.
"""

import datetime as dt
from collections.abc import Collection
from uuid import UUID

from django.db import connection, transaction

from keepsight.access.models import Disclosure, NotShared, User
from keepsight.access.queries import involved_users, sight
from keepsight.access.roles import ROLES, Reach
from keepsight.access.sharing import Reasons, disclose, return_decision, standing_decisions, tell_of_correction
from keepsight.access.sight import THE_MACHINE, seeing
from keepsight.chronology.models import Entry
from keepsight.chronology.queries import chronology
from keepsight.chronology.shown import EntryShown
from keepsight.errors import WrongUse
from keepsight.people import in_sight
from keepsight.people.queries import ids_of
from keepsight.store import clock


def may_share(by: User, entry: EntryShown) -> bool:
    """Whether it is for this person to share an entry: it is their own agency's, or they are the front door."""
    return entry.agency == by.agency_id or by.role == "hub_coordinator"


@transaction.atomic
@seeing(THE_MACHINE)
def share(child: UUID, chosen: Collection[UUID], *, to_agency: str, reasons: Reasons, by: User) -> Disclosure:
    """Share these entries of a child with one agency, which reads them from its next request on.

    Raises WrongUse where one of them is not for `by` to share, where a reason is missing, and where nobody at that agency would
    read them: what reaches nobody must not pass for told. Then nothing has changed.
    """
    theirs = {one.id for one in chronology(sight(by, clock.today()), child) if may_share(by, one)}
    if not set(chosen) <= theirs:
        raise WrongUse("One of these entries is not for you to share", next_step="Open the child’s entries again.")
    seals = dict(Entry.objects.filter(id__in=chosen).values_list("id", "words_hash"))
    made = disclose(
        child, {one: bytes(seal) for one, seal in seals.items()}, to_agency=to_agency, reasons=reasons, by=by
    )
    if not reaches(child, chosen, to_agency):
        raise WrongUse(
            "Nobody at that agency would read this: nobody there sees the child",
            next_step="Ring them. Once somebody there works with the child, or a guardian has named them, share it.",
        )
    return made


@seeing(THE_MACHINE)
def reaches(child: UUID, chosen: Collection[UUID], agency: str) -> bool:
    """Whether somebody at an agency reads all of these entries of a child."""
    return any(set(chosen) <= _read_by(one, child) for one in _readers(child, agency))


@seeing(THE_MACHINE)
def tell_of_corrections(identities: Collection[UUID]) -> None:
    """Of these matters, an account was appended: where one that was shared is no longer current, share the one that is."""
    for disclosure, entry, words_hash in _corrected(_ever_shared(identities)):
        tell_of_correction(disclosure, entry, bytes(words_hash))


def _ever_shared(identities: Collection[UUID]) -> list[UUID]:
    """Those of these matters of which anything was ever shared one by one: few, and of most imports none.

    Asked on its own, because an import asks before the planner knows of its rows, and might else look for what is current
    among all of them first.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT DISTINCT told.identity
            FROM access_disclosed_entry AS shared JOIN chronology_entry AS told ON told.id = shared.entry
            WHERE told.identity = ANY (%s)
            """,
            [list(identities)],
        )
        return [identity for (identity,) in cursor.fetchall()]


def _corrected(shared: Collection[UUID]) -> list[tuple[UUID, UUID, bytes]]:
    """Of these matters: each disclosure, and the account that is current now and is not in it, with its seal."""
    if not shared:
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT DISTINCT shared.disclosure_id, standing.id, standing.words_hash
            FROM access_disclosed_entry AS shared
            JOIN chronology_entry AS told ON told.id = shared.entry
            JOIN chronology_current AS standing ON standing.identity = told.identity
            WHERE standing.identity = ANY (%s) AND NOT EXISTS (
              SELECT FROM access_disclosed_entry AS again
              WHERE again.disclosure_id = shared.disclosure_id AND again.entry = standing.id
            )
            """,
            [list(shared)],
        )
        return list(cursor.fetchall())


@transaction.atomic
@seeing(THE_MACHINE)
def bring_back(children: Collection[UUID], *, since: dt.datetime) -> int:
    """New entries came about these children: bring back the decisions not to share whose makers read one. How many came back.

    It comes back to whoever made it, or to a colleague who reads it where they no longer do. What nobody of that agency may
    read brings nothing back: it would tell them that it is there.
    """
    standing = list(standing_decisions())
    persons = in_sight.current(one.child for one in standing)
    return sum(_brought_back(one, child, since) for one in standing for child in persons[one.child] & set(children))


def _brought_back(decision: NotShared, child: UUID, since: dt.datetime) -> bool:
    of_agency = (one for one in _readers(child, decision.by.agency_id) if one != decision.by)
    for reader in (decision.by, *of_agency):
        if any(one.received_at >= since for one in chronology(sight(reader, clock.today()), child)):
            return_decision(decision, to=reader)
            return True
    return False


def _read_by(user: User, child: UUID) -> set[UUID]:
    return {one.id for one in chronology(sight(user, clock.today()), child)}


def _readers(child: UUID, agency: str) -> list[User]:
    """Who of an agency may see this child, if its level allows: who works with it, and roles that reach further."""
    works = {one.pk for known in ids_of(child) for one in involved_users(known, clock.today())}
    staff = User.objects.filter(agency=agency, is_active=True).exclude(role="guardian").order_by("name", "pk")
    return [one for one in staff if one.pk in works or ROLES[one.role].reach in (Reach.AGENCY, Reach.ALL)]
