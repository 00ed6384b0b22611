"""Advice before a referral: whom somebody asked, what, and what the answer was. It is not a referral, and counts as none."""

from keepsight.pages.following import Fetched, act_on, fetch_of, present_of
from keepsight.pages.page import WITH_CHILDREN, Asking, Elsewhere, Page, Shown
from keepsight.practice.threads.table import ADVICE

PAGE = Page(
    address="children/<uuid:child_id>/advice/",
    title="Ask advice",
    who=WITH_CHILDREN,
    methods=frozenset({"GET", "POST"}),
)
STANDS = {"advised": "Answered."}
ADVISERS = {
    "paediatrician": "A paediatrician",
    "health_visitor": "A health visitor",
    "gp": "A GP",
    "police": "The police",
    "named_professional": "A named or designated professional for safeguarding",
    "other": "Somebody else",
}


def fetch(asking: Asking) -> Fetched:
    """The advice that was asked about this child, as far as this person may read it."""
    return fetch_of(ADVICE, asking)


def act(asking: Asking) -> Fetched | Elsewhere | None:
    """Keep a question or an answer. None without names."""
    return act_on(ADVICE, asking, {"adviser": ADVISERS})


def present(asking: Asking, fetched: Fetched) -> Shown:
    """Each question with its answer, then the form that asks another."""
    words = {"stands_words": STANDS, "new_heading": "Ask for advice", "says_label": "The advice, as it was given"}
    return present_of(ADVICE, asking, fetched, "advice", advisers=ADVISERS, **words)
