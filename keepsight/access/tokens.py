"""Tokens with which programs read: issued and revoked by an information guardian, for a purpose, for an account, for a while.

A token sees what its account's person sees on that day, through the same rule, and no more: only some parts of it, never by broken
glass, and nothing once the account is locked.
"""

import datetime as dt
import hashlib
import secrets
from collections.abc import Collection, Sequence
from dataclasses import replace

from django.db import transaction

from keepsight.access.guarding import only_a_guardian, said
from keepsight.access.models import SCOPES, ReadToken, User
from keepsight.access.queries import sight
from keepsight.access.sight import NONE, Sight
from keepsight.errors import WrongUse
from keepsight.store import audit, clock

TOKEN_BYTES = 32
PREFIX = "ksr_"  # so that one that was lost can be known for what it is, by whoever finds it
MOST_DAYS = 365  # local judgement: whoever still needs it after a year asks again


@transaction.atomic
def issue_token(user: User, *, scopes: Collection[str], purpose: str, days: int, by: User) -> tuple[ReadToken, str]:
    """A token for `days` days, and its words, which nobody will see again.

    Raises WrongUse for a scope that is none, for too many days, for one's own account and for who is no guardian.
    """
    only_a_guardian(by)
    if not scopes or set(scopes) - set(SCOPES):
        raise WrongUse("A token is for some of the parts that there are", next_step=f"Use: {', '.join(SCOPES)}.")
    if not 1 <= days <= MOST_DAYS:
        raise WrongUse("A token is for a while", next_step=f"Say how many days, from 1 to {MOST_DAYS}.")
    if user == by or not user.is_active:
        raise WrongUse("A token is for an open account, and never for one's own")
    words = PREFIX + secrets.token_urlsafe(TOKEN_BYTES)
    now = clock.now()
    token = ReadToken.objects.create(
        user=user,
        hashed=_hashed(words),
        scopes=sorted(set(scopes)),
        purpose=said(purpose),
        issued_at=now,
        issued_by=by,
        until=now + dt.timedelta(days=days),
    )
    audit.note("access.issue_token", by=by, about=f"token {token.id}")
    return token, words


@transaction.atomic
def revoke_token(token: ReadToken, *, by: User) -> None:
    """Let nothing be read with it from now on. Raises WrongUse where it was revoked before, and for who is no guardian."""
    only_a_guardian(by)
    if not ReadToken.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=clock.now()):
        raise WrongUse("That token was revoked already")
    audit.note("access.revoke_token", by=by, about=f"token {token.id}")


def tokens() -> Sequence[ReadToken]:
    """Every token there was, the newest first."""
    return list(ReadToken.objects.select_related("user__agency", "issued_by").order_by("-issued_at", "id"))


def token_named(words: str) -> ReadToken | None:
    """The token of these words, where it opens something now: not one revoked or run out, nor of an account that is locked."""
    standing = ReadToken.objects.filter(hashed=_hashed(words), revoked_at=None, until__gt=clock.now())
    return standing.filter(user__is_active=True).select_related("user").first()


def sight_of(token: ReadToken, on: dt.date) -> Sight:
    """What a program may see with it: what its person sees, but for whom they see by broken glass alone."""
    whole = sight(token.user, on)
    return replace(whole, children=whole.children - whole.glass, named=whole.named - whole.glass, glass=NONE)


def _hashed(words: str) -> bytes:
    return hashlib.sha256(words.encode()).digest()
