"""One's own sign-in: where one is signed in, each to be ended, and another password. Nobody else's is ever shown."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.auth import update_session_auth_hash
from django.urls import reverse

from keepsight.access.accounts import SignedIn, change_password, end_session, has_second_factor, sessions
from keepsight.pages.page import EVERYONE, Asking, Elsewhere, Page, Shown

PAGE = Page(
    address="your-sign-in/", title="Your sign-in", who=EVERYONE, methods=frozenset({"GET", "POST"}), secret=True
)


@dataclass(frozen=True, slots=True)
class Fetched:
    """Where the person is signed in, what is wrong with the password they chose, and whether it has been changed."""

    sessions: list[SignedIn]
    second_factor: bool
    errors: tuple[str, ...] = ()
    changed: bool = False


def fetch(asking: Asking) -> Fetched:
    """The person's own sessions."""
    assert asking.user
    idle = dt.timedelta(seconds=settings.IDLE_SECONDS)
    kept = sessions(asking.user, asking.request.session.session_key, idle)
    return Fetched(kept, has_second_factor(asking.user))


def act(asking: Asking) -> Fetched | Elsewhere:
    """End one of the sessions, or change the password."""
    assert asking.user
    if ending := asking.posted("end"):
        end_session(asking.user, ending)
        return Elsewhere(reverse("account"))
    current, fresh = asking.posted("current", strip=False), asking.posted("fresh", strip=False)
    errors = change_password(asking.user, current=current, fresh=fresh)
    if not errors:
        update_session_auth_hash(asking.request, asking.user)
    fetched = fetch(asking)
    return Fetched(fetched.sessions, fetched.second_factor, tuple(errors), changed=not errors)


def present(asking: Asking, fetched: Fetched) -> Shown:
    """The sessions, then the form."""
    context: dict[str, Any] = {
        "title": "Error: your sign-in" if fetched.errors else "Your sign-in",
        "sessions": fetched.sessions,
        "second_factor": fetched.second_factor,
        "errors": fetched.errors,
        "changed": fetched.changed,
    }
    return Shown(context)
