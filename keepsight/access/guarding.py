"""What the information guardian decides and is told: levels, who is named for them, family, attempts. Part of `actions`.

Whoever is family of a child, or not in the cell of a sealed one, is answered as if nobody were there: what they tried is told
to the guardian alone, in the same transaction.
"""

import datetime as dt
from collections.abc import Collection, Iterable
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet

from keepsight.access.models import (
    LEVELS,
    Attempt,
    ChildLevel,
    Conflict,
    Involvement,
    RoleCalled,
    SafetyMarker,
    User,
)
from keepsight.access.roles import ROLES
from keepsight.errors import WrongUse
from keepsight.store import audit, clock

INVOLVEMENT_DAYS = 90  # TRUST.md T11: involvement that nobody renews ends by itself
NAMED = "named by the information guardian"
"""The source of an involvement that a guardian gave: nobody else ends it."""
MARKER_DAYS = 180  # local judgement: a marker that nobody looks at again is believed by nobody


def only_a_guardian(by: User) -> None:
    """Raise WrongUse unless this is an information guardian."""
    if by.role != "guardian" or not by.is_active:
        raise WrongUse("Only an information guardian may do this", next_step="Ask the guardian of your agency.")


def said(because: str, *, least: int = 1) -> str:
    """The reason without blanks around it. Raises WrongUse where there is none, or where it is shorter than `least` letters."""
    words = because.strip()
    if len(words) < least:
        long = f" of at least {least} letters" if least > 1 else ""
        raise WrongUse(f"A reason{long} is needed", next_step="Say in a sentence why.")
    return words


@transaction.atomic
def set_level(child: UUID, level: str, *, because: str, by: User, named: Iterable[User] = ()) -> ChildLevel:
    """Say that a child is standard, restricted or sealed from now on, and name those who still read everything.

    Raises WrongUse where nobody would be left who sees the child: no child is sealed away from everybody.
    """
    only_a_guardian(by)
    if level not in LEVELS:
        raise WrongUse("There is no such level", next_step=f"Use one of: {', '.join(LEVELS)}.")
    for user in named:
        name_for(user, child, up_to=level, by=by)
    if level != "standard" and not _named(child, level).exists():
        raise WrongUse(
            "Nobody would be left who sees this child", next_step="Name at least one person who works with it."
        )
    made = ChildLevel.objects.create(child=child, level=level, because=said(because), set_at=clock.now(), set_by=by)
    audit.note("access.set_level", by=by, child=child, about=f"level {level}")
    return made


@transaction.atomic
def name_for(user: User, child: UUID, *, up_to: str, by: User, to_on: dt.date | None = None) -> Involvement:
    """Name a user for a restricted or sealed child, for as long as involvement lasts."""
    only_a_guardian(by)
    if up_to not in LEVELS or ROLES[user.role].reach.value == "none":
        raise WrongUse("This person cannot be named so", next_step="Name somebody whose role works with children.")
    today = clock.today()
    made = Involvement.objects.create(
        user=user,
        child=child,
        from_on=today,
        to_on=to_on or today + dt.timedelta(days=INVOLVEMENT_DAYS),
        source=NAMED,
        up_to=up_to,
        named_by=by,
    )
    audit.note("access.name_for", by=by, child=child, about=f"user {user.pk}")
    return made


@transaction.atomic
def call_role(role: str, title: str, *, from_on: dt.date, by: User) -> RoleCalled:
    """Let a role be called by the partnership's own name from a day on: on every page, and for everybody who has it."""
    only_a_guardian(by)
    if role not in ROLES or from_on < clock.today():
        raise WrongUse("A role is called anew from today or a later day on", next_step="Choose a role and a day.")
    made = RoleCalled.objects.create(role=role, title=said(title), from_on=from_on, at=clock.now(), by=by)
    audit.note("access.call_role", by=by, about=f"role {role}")
    return made


@transaction.atomic
def propose_conflict(user: User, person: UUID, *, why: str) -> Conflict | None:
    """Keep that a user may be this person or family, until a guardian says. None where that was asked before."""
    found, new = Conflict.objects.get_or_create(
        user=user, person=person, defaults={"why": why, "found_at": clock.now()}
    )
    if not new:
        return None
    audit.note("access.propose_conflict", by=None, about=f"user {user.pk}")
    return found


@transaction.atomic
def answer_conflict(conflict: UUID, *, holds: bool, by: User) -> Conflict:
    """Say whether a user is this person or family. It holds from the user's next request. Nobody answers of themselves."""
    only_a_guardian(by)
    asked = Conflict.objects.select_for_update().filter(pk=conflict).first()
    if asked is None or asked.user_id == by.pk:
        raise WrongUse("There is no such question for you to answer", next_step="Open the guardian’s page again.")
    asked.holds, asked.answered_at, asked.answered_by = holds, clock.now(), by
    asked.save(update_fields=["holds", "answered_at", "answered_by"])
    audit.note("access.answer_conflict", by=by, about=f"conflict {asked.pk}", count=int(holds))
    return asked


@transaction.atomic
def note_attempt(user: User, child: UUID, *, page: str, why: str) -> Attempt:
    """Keep for the guardian that a user asked for a child who does not exist for them."""
    made = Attempt.objects.create(user=user, child=child, how=page, why=why, at=clock.now())
    audit.note("access.attempt", by=user, child=child, about=f"attempt {made.pk}")
    return made


@transaction.atomic
def attempt_seen(attempt: UUID, *, by: User) -> None:
    """Say that a guardian has looked into an attempt: never into one's own."""
    only_a_guardian(by)
    asked = Attempt.objects.filter(pk=attempt, seen_at=None).exclude(user=by)
    if not asked.update(seen_at=clock.now(), seen_by=by):
        raise WrongUse("There is no such attempt for you to look into", next_step="Open the guardian’s page again.")
    audit.note("access.attempt_seen", by=by, about=f"attempt {attempt}")


def levels_of(children: Collection[UUID]) -> QuerySet[ChildLevel]:
    """What was ever said of a child's level, the last first: that one holds."""
    return ChildLevel.objects.filter(child__in=children).select_related("set_by__agency").order_by("-id")


def named_for(children: Collection[UUID]) -> QuerySet[Involvement]:
    """Who is named for a child today beyond the standard, by a guardian, in the order of their names."""
    today = clock.today()
    standing = Involvement.objects.filter(child__in=children, from_on__lte=today, to_on__gte=today)
    return standing.exclude(up_to="standard").select_related("user__agency").order_by("user__name", "to_on")


def staff_called(words: str) -> User:
    """The one active person with this sign-in or this whole name. Raises WrongUse where it is nobody, or more than one."""
    found = User.objects.filter(Q(username__iexact=words) | Q(name__iexact=words), is_active=True)
    if len(found) != 1:
        raise WrongUse("There is no one person of that name", next_step="Give their sign-in, or their whole name.")
    return found[0]


def conflicts_for(guardian: User) -> QuerySet[Conflict]:
    """Who may be family of somebody on record and nobody has said so yet: never the guardian themselves."""
    waiting = Conflict.objects.filter(answered_at=None).exclude(user=guardian)
    return waiting.select_related("user__agency").order_by("found_at", "pk")


def attempts_for(guardian: User) -> QuerySet[Attempt]:
    """Attempts that nobody has looked into: never the guardian's own."""
    waiting = Attempt.objects.filter(seen_at=None).exclude(user=guardian)
    return waiting.select_related("user__agency").order_by("at", "pk")


@transaction.atomic
def mark_for_safety(child: UUID, *, because: str, until: dt.date, by: User) -> SafetyMarker:
    """Say what whoever visits should know first, and until when."""
    today = clock.today()
    if not today <= until <= today + dt.timedelta(days=MARKER_DAYS):
        raise WrongUse(
            "A marker ends within half a year", next_step=f"Give a day between today and {MARKER_DAYS} days from now."
        )
    made = SafetyMarker.objects.create(child=child, because=said(because), at=clock.now(), by=by, until=until)
    audit.note("access.mark_for_safety", by=by, child=child, about=f"marker {made.pk}")
    return made


@transaction.atomic
def take_marker_back(marker: UUID, *, by: User) -> None:
    """Say that a marker no longer holds."""
    standing = SafetyMarker.objects.filter(pk=marker, taken_back_at=None)
    if not standing.update(taken_back_at=clock.now(), taken_back_by=by):
        raise WrongUse("This marker does not stand", next_step="Open the child’s page again.")
    audit.note("access.take_marker_back", by=by, about=f"marker {marker}")


def _named(child: UUID, level: str) -> QuerySet[Involvement]:
    enough = LEVELS[LEVELS.index(level) :]
    today = clock.today()
    return Involvement.objects.filter(
        child=child, up_to__in=enough, from_on__lte=today, to_on__gte=today, user__is_active=True
    )
