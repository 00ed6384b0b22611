"""Signing in. A wrong name and a wrong password answer alike, and only this server's own addresses are gone to next."""

from dataclasses import dataclass

from django.contrib.auth import authenticate, login
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from keepsight.pages.page import EVERYONE, Asking, Elsewhere, Page, Shown

PAGE = Page(address="sign-in/", title="Sign in", who=EVERYONE, public=True, methods=frozenset({"GET", "POST"}))

WRONG = "Your user name or your password is not right. Check both and try again."


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
    user = authenticate(asking.request, username=username, password=asking.posted("password", strip=False))
    if user is None:
        return Fetched(wanted, username, WRONG)
    login(asking.request, user)
    ours = url_has_allowed_host_and_scheme(wanted, {asking.request.get_host()}, asking.request.is_secure())
    return Elsewhere(wanted if ours else reverse("my_work"))


def present(asking: Asking, fetched: Fetched) -> Shown:
    """The form."""
    title = "Error: sign in" if fetched.error else "Sign in"
    return Shown({"title": title, "next": fetched.next, "username": fetched.username, "error": fetched.error})
