"""Signing out: only by a button, never by following a link."""

from django.contrib.auth import logout
from django.urls import reverse

from keepsight.pages.page import EVERYONE, Asking, Elsewhere, Page, Shown

PAGE = Page(address="sign-out/", title="Sign out", who=EVERYONE, methods=frozenset({"GET", "POST"}), unproven=True)


def fetch(asking: Asking) -> tuple[()]:
    """Nothing is needed."""
    return ()


def act(asking: Asking) -> Elsewhere:
    """End the session and all it held."""
    logout(asking.request)
    return Elsewhere(reverse("sign_in"), forget=True)


def present(asking: Asking, fetched: tuple[()]) -> Shown:
    """The button."""
    return Shown({})
