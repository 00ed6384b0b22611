"""Referrals to other services, each followed until it is accepted or declined, and the child was first seen there."""

from keepsight.pages.following import Fetched, act_on, fetch_of, present_of
from keepsight.pages.page import WITH_CHILDREN, Asking, Elsewhere, Page, Shown
from keepsight.practice.threads.table import ONWARD

PAGE = Page(
    address="children/<uuid:child_id>/onward/",
    title="Referrals to other services",
    who=WITH_CHILDREN,
    methods=frozenset({"GET", "POST"}),
)
STANDS = {"turned_down": "Declined.", "first_seen": "The child was seen there."}


def fetch(asking: Asking) -> Fetched:
    """The referrals to other services of this child, as far as this person may read them."""
    return fetch_of(ONWARD, asking)


def act(asking: Asking) -> Fetched | Elsewhere | None:
    """Keep a referral, or what came of one. None without names."""
    return act_on(ONWARD, asking)


def present(asking: Asking, fetched: Fetched) -> Shown:
    """Each referral with what came of it, then the form for another."""
    words = {
        "stands_words": STANDS,
        "new_heading": "Refer to another service",
        "says_label": "What was said",
        "by_when_label": "If it is accepted: the day by when the child is first seen",
    }
    return present_of(ONWARD, asking, fetched, "referrals to other services", **words)
