"""Records that somebody asked for and somebody reviewed: a guardian signs that they are given, or sends them back."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from keepsight.errors import WrongUse
from keepsight.pages.page import Asking, Elsewhere, Page, Shown
from keepsight.people.queries import own_family
from keepsight.practice.models import SubjectAccess
from keepsight.practice.rights.subject_access import ASKS, WISH, release, send_back, to_release

PAGE = Page(
    address="guardian/records-to-release/",
    title="Records to release",
    who=frozenset({"guardian"}),
    methods=frozenset({"GET", "POST"}),
    menu=10,
    group="Who sees what",
)
ACTS = {"release": release, "send_back": send_back}


@dataclass(frozen=True, slots=True)
class Fetched:
    """What waits. Children stand here by number alone: their story is not the guardian's."""

    requests: Sequence[SubjectAccess]
    error: str | None = None


def fetch(asking: Asking, error: str | None = None) -> Fetched:
    """What was reviewed and waits: never anything of the guardian's own family."""
    found = list(to_release())
    own = own_family(asking.sight, {one.child for one in found})
    return Fetched([one for one in found if one.child not in own], error)


def act(asking: Asking) -> Fetched | Elsewhere:
    """Release a record, or send it back to whoever reviewed it."""
    assert asking.user is not None  # the door has made sure
    which, one = asking.posted("do"), asking.posted_id("id")
    try:
        if which not in ACTS or one not in {each.id for each in fetch(asking).requests}:
            raise WrongUse("There is nothing here for you to release", next_step="Open this page again.")
        ACTS[which](one, by=asking.user)
    except WrongUse as wrong:
        return fetch(asking, str(wrong))
    return Elsewhere(reverse("to_release"))


def present(asking: Asking, fetched: Fetched) -> Shown:
    """Each with how much is given, what is withheld and why, and by when it is due."""
    context: dict[str, Any] = {
        "title": "Error: records to release" if fetched.error else "Records to release",
        "requests": [(one, ASKS[one.asks], WISH[one.wish], one.due_on < asking.today) for one in fetched.requests],
        "error": fetched.error,
        "here": reverse("to_release"),
    }
    return Shown(context)
