"""Signing in through an agency's own provider of identity (OpenID Connect), where the settings name one.

It opens an account that is there already, and makes none. What the provider proves, it must have proved twice. The exchange is
Authlib's: a code with PKCE, a state and a nonce kept in the session, a signature by the provider's own keys.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from authlib.common.errors import AuthlibBaseError
from authlib.integrations.django_client import OAuth
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest
from joserfc.errors import JoseError
from requests import RequestException

from keepsight.access.accounts import FAILED, SIGNED_IN
from keepsight.access.models import KnownElsewhere, User
from keepsight.store import audit, clock
from keepsight.store.queries import is_demo

DISCOVERY = "/.well-known/openid-configuration"  # OpenID Connect Discovery 1.0, section 4
ANSWERS_WITHIN_SECONDS = 5
TWICE = "mfa"  # RFC 8176: more than one factor was used
UNKNOWN = "unknown"
ONCE = "once"


class ProviderGone(Exception):
    """The provider does not answer, or with a mistake of its own."""


class NotProved(Exception):
    """What came back is not what was asked for: another browser's, too old, or not signed by the provider."""


@dataclass(frozen=True, slots=True)
class Recognised:
    """Who it is, or (`user` None) why nobody is signed in: `UNKNOWN` or `ONCE`."""

    user: User | None
    why_not: str | None = None


def is_set_up() -> bool:
    """Whether the settings name a provider."""
    return bool(settings.OIDC_ISSUER and settings.OIDC_CLIENT_ID)


def way_there(request: HttpRequest, back_to: str) -> str:
    """The provider's address to which the browser goes, to come back to `back_to`. Raises ProviderGone."""
    try:
        return str(_provider().authorize_redirect(request, back_to).url)
    except (RequestException, ValueError) as error:
        raise ProviderGone from error


def claims_of(request: HttpRequest) -> Mapping[str, Any]:
    """What the provider says of whoever came back from it. Raises ProviderGone and NotProved."""
    try:
        claims = _provider().authorize_access_token(request).get("userinfo")
    except RequestException as error:
        raise ProviderGone from error
    except (AuthlibBaseError, JoseError, ValueError, RuntimeError) as error:
        raise NotProved from error
    if not claims or claims.get("iss", "").rstrip("/") != settings.OIDC_ISSUER:
        raise NotProved
    return dict(claims)


@transaction.atomic
def recognise_elsewhere(claims: Mapping[str, Any]) -> Recognised:
    """Whose account these claims open. Each try is written down."""
    user = _known(str(claims["sub"])) or _named(claims)
    why_not = UNKNOWN if user is None or not user.is_active else None if _proved_twice(claims) else ONCE
    if user is None or why_not:
        audit.note(FAILED, by=None, about=f"user {user.pk}" if user else None)
        return Recognised(None, why_not)
    KnownElsewhere.objects.get_or_create(
        issuer=settings.OIDC_ISSUER, subject=str(claims["sub"]), defaults={"user": user, "at": clock.now()}
    )
    audit.note(SIGNED_IN, by=user, about=f"user {user.pk}")
    return Recognised(user)


def way_out(back_to: str) -> str | None:
    """The provider's address where somebody signs out there too; None where it has none, or does not answer."""
    try:
        address = _provider().load_server_metadata().get("end_session_endpoint")
    except (RequestException, ValueError):
        return None
    asked = urlencode({"client_id": settings.OIDC_CLIENT_ID, "post_logout_redirect_uri": back_to})
    return f"{address}?{asked}" if address else None


def _known(subject: str) -> User | None:
    known = KnownElsewhere.objects.filter(issuer=settings.OIDC_ISSUER, subject=subject).select_related("user").first()
    return known.user if known else None


def _named(claims: Mapping[str, Any]) -> User | None:
    """The account of that name, where nobody has come to it from the provider before: a name may be given to a second person."""
    name = claims.get(settings.OIDC_CLAIM)
    user = User.objects.filter(username=name).first() if isinstance(name, str) and name else None
    taken = user and KnownElsewhere.objects.filter(issuer=settings.OIDC_ISSUER, user=user).exists()
    return None if taken else user


def _proved_twice(claims: Mapping[str, Any]) -> bool:
    """Whether the provider says so. In the invented town once is enough, as with a password."""
    ways = claims.get("amr")
    return (isinstance(ways, list) and TWICE in ways) or claims.get("acr") in settings.OIDC_ACR or is_demo()


def _provider() -> Any:
    """Asked anew each time, so that one that was gone, or has other keys now, is found as it is."""
    return OAuth().register(
        "provider",
        client_id=settings.OIDC_CLIENT_ID,
        client_secret=settings.OIDC_CLIENT_SECRET,
        server_metadata_url=settings.OIDC_ISSUER + DISCOVERY,
        client_kwargs={
            "scope": "openid profile",
            "code_challenge_method": "S256",
            "default_timeout": ANSWERS_WITHIN_SECONDS,
        },
    )
