"""Signing in: a name, a password and the code that a telephone shows. Whichever of them is wrong, the answer is the same.

Only this server's own addresses are gone to next. In the invented town a password is enough, and the page says so.
"""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import login
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from keepsight.access.accounts import has_second_factor, recognise
from keepsight.access.elsewhere import is_set_up, way_out
from keepsight.pages.frame import PROVED
from keepsight.pages.page import EVERYONE, Asking, Elsewhere, Page, Shown
from keepsight.store.queries import is_demo

PAGE = Page(address="sign-in/", title="Sign in", who=EVERYONE, public=True, methods=frozenset({"GET", "POST"}))

SIGNED_OUT = (
    "signed-out"  # in the address: somebody who had come through their agency's provider has just signed out here
)
WRONG = "What you entered is not right. Check your user name, your password and the code, and try again."


@dataclass(frozen=True, slots=True)
class Fetched:
    """What was tried, and where to go next."""

    next: str
    username: str = ""
    error: str | None = None


def fetch(asking: Asking) -> Fetched:
    """An empty form."""
    return Fetched(asking.query.get("next", ""))


def act(asking: Asking) -> Fetched | Elsewhere:
    """Sign in, and go where the person was going."""
    username, wanted = asking.posted("username"), asking.posted("next")
    user = recognise(asking.request, username, asking.posted("password", strip=False), asking.posted("code"))
    if user is None:
        return Fetched(wanted, username, WRONG)
    login(asking.request, user)
    asking.request.session[PROVED] = has_second_factor(user)
    ours = url_has_allowed_host_and_scheme(wanted, {asking.request.get_host()}, asking.request.is_secure())
    return Elsewhere(wanted if ours else reverse("my_work"))


def present(asking: Asking, fetched: Fetched) -> Shown:
    """The form."""
    title = "Error: sign in" if fetched.error else "Sign in"
    context = {"next": fetched.next, "username": fetched.username, "error": fetched.error, "one_factor": is_demo()}
    return Shown({"title": title, **context, **_elsewhere(asking, fetched)})


def _elsewhere(asking: Asking, fetched: Fetched) -> dict[str, str | None]:
    """The way through the agency's own provider, and the way out of it, where there is one."""
    if not is_set_up():
        return {"elsewhere": None}
    here = asking.request.build_absolute_uri(reverse("sign_in"))
    return {
        "elsewhere": f"{reverse('sign_in_elsewhere')}?{urlencode({'next': fetched.next})}",
        "provider": settings.OIDC_NAME,
        "out_there": way_out(here) if SIGNED_OUT in asking.query else None,
    }
