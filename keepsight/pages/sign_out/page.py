"""Signing out: only by a button, never by following a link."""

from django.contrib.auth import logout
from django.urls import reverse

from keepsight.pages.page import EVERYONE, Asking, Elsewhere, Page, Shown
from keepsight.pages.sign_in.page import SIGNED_OUT
from keepsight.pages.sign_in_elsewhere.page import FROM_ELSEWHERE

PAGE = Page(address="sign-out/", title="Sign out", who=EVERYONE, methods=frozenset({"GET", "POST"}), unproven=True)


def fetch(asking: Asking) -> tuple[()]:
    """Nothing is needed."""
    return ()


def act(asking: Asking) -> Elsewhere:
    """End the session and all it held. Whoever came through their agency's provider is shown how to sign out there, too."""
    came_from_elsewhere = asking.request.session.get(FROM_ELSEWHERE)
    logout(asking.request)
    return Elsewhere(reverse("sign_in") + (f"?{SIGNED_OUT}=1" if came_from_elsewhere else ""), forget=True)


def present(asking: Asking, fetched: tuple[()]) -> Shown:
    """The button."""
    return Shown({})
