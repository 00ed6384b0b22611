"""Signing in: who somebody is, proved twice; what becomes of an account. The acts of accounts, each with its line in the audit.

Here is no page and no message. A name, a password and a code that do not fit together are told apart by nobody.
"""

import base64
import datetime as dt
import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib.auth import authenticate
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice

from keepsight.access.models import KnownElsewhere, RecoveryCode, RoleGrant, Session, User
from keepsight.access.roles import ROLES
from keepsight.errors import WrongUse
from keepsight.store import audit, clock
from keepsight.store.models import AuditLine

WRONG_TRIES = 5  # in a row; ASVS 6.3.1 asks for a limit and leaves the number to us
REST = dt.timedelta(minutes=15)  # how long a sign-in rests then: long for a guesser, short for a duty worker
RECOVERY_CODES = 8
CODE_BYTES = 15  # 120 bits, 24 letters
FAILED, SIGNED_IN = "access.sign_in_failed", "access.sign_in"


@transaction.atomic
def recognise(request: HttpRequest, username: str, password: str, code: str) -> User | None:
    """The user whose name, password and code these are, or None. Whoever has no second factor yet needs no code.

    Every try is written down, and a sign-in with too many wrong ones in a row rests, whatever is entered.
    """
    claimed = User.objects.filter(username=username).first()
    user = authenticate(request, username=username, password=password)
    right = isinstance(user, User) and not _resting(user) and _second_factor_right(user, code)
    if not right:
        audit.note(FAILED, by=None, about=f"user {claimed.pk}" if claimed else None)
        return None
    assert isinstance(user, User)
    audit.note(SIGNED_IN, by=user, about=f"user {user.pk}")
    return user


def has_second_factor(user: User) -> bool:
    """Whether this person has a telephone that shows codes for them."""
    return bool(TOTPDevice.objects.filter(user=user, confirmed=True).exists())


@transaction.atomic
def take_second_factor(user: User, key: str, code: str) -> list[str] | None:
    """Keep the secret that the person's telephone now holds, where it has just shown the right code.

    The recovery codes, which nobody will see again; None where the code is wrong. Raises WrongUse for a second one.
    """
    if has_second_factor(user):
        raise WrongUse("You have a second factor already", next_step="Ask your administrator to reset it.")
    if not (code.isdecimal() and TOTP(bytes.fromhex(key)).verify(int(code), tolerance=1)):
        return None
    device = TOTPDevice(user=user, name="telephone", key=key)
    device.save()
    if not device.verify_token(code):  # so that the code just shown is used up
        raise WrongUse("The code was used already", next_step="Wait for the next one.")
    codes = [_fresh_code() for _ in range(RECOVERY_CODES)]
    RecoveryCode.objects.bulk_create([RecoveryCode(user=user, hashed=_hashed(one)) for one in codes])
    audit.note("access.take_second_factor", by=user, about=f"user {user.pk}")
    return codes


@transaction.atomic
def change_password(user: User, *, current: str, fresh: str) -> list[str]:
    """Give oneself another password. What is wrong with it, in sentences; nothing, once it is changed.

    Every other session of the person has then ended.
    """
    if not user.check_password(current):
        return ["Your current password is not right"]
    if problems := _problems(fresh, user):
        return problems
    user.set_password(fresh)
    user.save(update_fields=["password"])
    audit.note("access.change_password", by=user, about=f"user {user.pk}")
    return []


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A browser in which somebody is signed in. `name` says which, and opens nothing."""

    name: str
    began_at: dt.datetime
    idle_since: dt.datetime
    here: bool


def sessions(user: User, here: str | None, idle: dt.timedelta) -> list[SignedIn]:
    """Where this person is signed in, the newest first. `here` is the key of the session that asks."""
    rows = Session.objects.filter(user_id=user.pk, expire_date__gt=clock.now()).order_by("-began_at", "session_key")
    return [
        SignedIn(_named(row.session_key), row.began_at, row.expire_date - idle, row.session_key == here)
        for row in rows
        if row.began_at
    ]


@transaction.atomic
def end_session(user: User, name: str) -> bool:
    """End one of this person's own sessions. Whether there was one of that name."""
    ending = [row for row in Session.objects.filter(user_id=user.pk) if _named(row.session_key) == name]
    for row in ending:
        row.delete()
        audit.note("access.end_session", by=user, about=f"user {user.pk}")
    return bool(ending)


@transaction.atomic
def add_account(
    username: str, *, name: str, agency: str, role: str, home_postcode: str | None = None
) -> tuple[User, str]:
    """An account that waits for a guardian to grant its role, and the password to hand to its owner.

    Where there is no guardian yet who could, a guardian's account is open at once. Raises WrongUse where the name is taken.
    """
    _refuse_unknown_role(role)
    if User.objects.filter(username=username).exists():
        raise WrongUse("That user name is taken", next_step="Choose another: a name is never given to a second person.")
    first = role == "guardian" and not User.objects.filter(role="guardian", is_active=True).exists()
    password = fresh_password()
    user = User(username=username, name=name, agency_id=agency, role=role, is_active=first, home_postcode=home_postcode)
    user.set_password(password)
    user.save()
    audit.note("access.add_account", by=None, about=f"user {user.pk}")
    if not first:
        ask_for_role(user, role)
    return user, password


@transaction.atomic
def ask_for_role(user: User, role: str) -> RoleGrant:
    """Ask for a role on a user's behalf. The role they have stays until a guardian has answered."""
    _refuse_unknown_role(role)
    RoleGrant.objects.filter(user=user, answered_at=None).update(answered_at=clock.now(), granted=False)
    grant = RoleGrant.objects.create(user=user, role=role, asked_at=clock.now())
    audit.note("access.ask_for_role", by=None, about=f"user {user.pk}")
    return grant


@transaction.atomic
def answer_grant(grant: int, *, granted: bool, by: User) -> None:
    """Grant a role that was asked for, or refuse it. Raises WrongUse for one's own, for one answered, and to non-guardians."""
    waiting = RoleGrant.objects.select_for_update().filter(pk=grant, answered_at=None).select_related("user").first()
    if waiting is None:
        raise WrongUse("That has been answered already", next_step="Open the page again.")
    if by.role != "guardian" or waiting.user_id == by.pk:
        raise WrongUse("A role is granted by a guardian, and never by whoever is to have it")
    waiting.answered_at, waiting.answered_by, waiting.granted = clock.now(), by, granted
    waiting.save(update_fields=["answered_at", "answered_by", "granted"])
    if granted:
        User.objects.filter(pk=waiting.user_id).update(role=waiting.role, is_active=True)
        end_sessions(waiting.user)
    act = "access.grant_role" if granted else "access.refuse_role"
    audit.note(act, by=by, about=f"user {waiting.user_id}")


def grants_waiting() -> Sequence[RoleGrant]:
    """Roles that wait for a guardian, the oldest first."""
    return list(RoleGrant.objects.filter(answered_at=None).select_related("user__agency").order_by("asked_at", "pk"))


def grants_answered(most: int) -> Sequence[RoleGrant]:
    """The last roles that were granted or refused, the newest first."""
    answered = RoleGrant.objects.exclude(answered_at=None).select_related("user__agency", "answered_by")
    return list(answered.order_by("-answered_at", "-pk")[:most])


@transaction.atomic
def lock(user: User) -> None:
    """Let nobody sign in with this account, from now on, and end what is open. Only a guardian's grant opens it again."""
    user.is_active = False
    user.save(update_fields=["is_active"])
    end_sessions(user)
    audit.note("access.lock", by=None, about=f"user {user.pk}")


@transaction.atomic
def reset(user: User) -> str:
    """A fresh password, no second factor, no recovery codes, known to no provider, nothing open. The password to hand over."""
    password = fresh_password()
    user.set_password(password)
    user.save(update_fields=["password"])
    TOTPDevice.objects.filter(user=user).delete()
    KnownElsewhere.objects.filter(
        user=user
    ).delete()  # whoever comes from the provider next is looked for by name again
    RecoveryCode.objects.filter(user=user, used_at=None).update(used_at=clock.now())
    end_sessions(user)
    audit.note("access.reset", by=None, about=f"user {user.pk}")
    return password


def end_sessions(user: User) -> None:
    """End every session of this person."""
    Session.objects.filter(user_id=user.pk).delete()


def fresh_password() -> str:
    """Sixteen letters and figures, in four groups, to be read out once."""
    return "-".join(_letters(secrets.token_bytes(10))[at : at + 4] for at in range(0, 16, 4))


def _resting(user: User) -> bool:
    """Whether the last tries were too many wrong ones: the audit remembers them, so nothing else need."""
    tries = AuditLine.objects.filter(act__in=(FAILED, SIGNED_IN), about=f"user {user.pk}", at__gt=clock.now() - REST)
    last = list(tries.order_by("-seq").values_list("act", flat=True)[:WRONG_TRIES])
    return len(last) == WRONG_TRIES and SIGNED_IN not in last


def _second_factor_right(user: User, code: str) -> bool:
    device = TOTPDevice.objects.select_for_update().filter(user=user, confirmed=True).first()
    if device is None:
        return True
    return bool(device.verify_token(code)) if code.isdecimal() else _recovered(user, code)


def _recovered(user: User, code: str) -> bool:
    """Use up a recovery code."""
    unused = RecoveryCode.objects.filter(user=user, hashed=_hashed(code), used_at=None)
    used = bool(unused.update(used_at=clock.now()))
    if used:
        audit.note("access.use_recovery_code", by=user, about=f"user {user.pk}")
    return used


def _fresh_code() -> str:
    letters = _letters(secrets.token_bytes(CODE_BYTES))
    return "-".join(letters[at : at + 4] for at in range(0, len(letters), 4))


def _hashed(code: str) -> bytes:
    letters = "".join(letter for letter in code.casefold() if letter.isalnum())
    return hashlib.sha256(letters.encode()).digest()


def _letters(random: bytes) -> str:
    return base64.b32encode(random).decode("ascii").casefold()


def _named(session_key: str) -> str:
    return hashlib.sha256(session_key.encode()).hexdigest()[:16]


def _problems(password: str, user: User) -> list[str]:
    try:
        validate_password(password, user)
    except ValidationError as wrong:
        return [str(message) for message in wrong.messages]
    return []


def _refuse_unknown_role(role: str) -> None:
    if role not in ROLES:
        raise WrongUse(f"'{role}' is not a role", next_step=f"Use one of: {', '.join(ROLES)}.")
