"""What two guardians sign: that all that is said of a child is erased for good; and what holds it back from that."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.urls import reverse

from keepsight.access.models import User
from keepsight.errors import WrongUse
from keepsight.pages.page import Asking, Elsewhere, Page, Shown
from keepsight.people.queries import own_family
from keepsight.practice.models import Hold, Purge
from keepsight.practice.rights import purging
from keepsight.practice.rights.retention import keeps

PAGE = Page(
    address="guardian/erased/",
    title="Held and erased",
    who=frozenset({"guardian"}),
    methods=frozenset({"GET", "POST"}),
    menu=9,
    group="Who sees what",
)


@dataclass(frozen=True, slots=True)
class Fetched:
    """What waits, and what is held. Children stand here by number alone: their story is not the guardian's."""

    purges: Sequence[Purge]
    holds: Sequence[Hold]
    error: str | None = None


def fetch(asking: Asking, error: str | None = None) -> Fetched:
    """What waits and what is held: never anything of the guardian's own family."""
    purges, holds = list(purging.waiting()), list(purging.holds())
    children = {one.child for one in purges} | {one.child for one in holds}
    own = own_family(asking.sight, children)
    return Fetched(
        [one for one in purges if one.child not in own], [one for one in holds if one.child not in own], error
    )


def act(asking: Asking) -> Fetched | Elsewhere:
    """Ask for an erasure, sign it or let it go; lay a hold or lift it."""
    assert asking.user is not None  # the door has made sure
    by, because = asking.user, asking.posted("because")
    acts: dict[str, Callable[[UUID], object]] = {
        "ask": lambda one: purging.ask(one, because=because, by=by),
        "sign": lambda one: purging.sign(one, by=by),
        "let_go": lambda one: purging.let_go(one, by=by),
        "hold": lambda one: purging.hold(one, because=because, by=by),
        "lift": lambda one: purging.lift(one, because=because, by=by),
    }
    which, one = asking.posted("do"), asking.posted_id("id")
    waits = fetch(asking)
    mine = {each.id for each in waits.purges} | {each.id for each in waits.holds}
    try:
        if one is None or which not in acts:
            raise WrongUse(
                "Enter the child’s number", next_step="The page Levels leads here, once you have found the child."
            )
        if own_family(asking.sight, {one}) or (which in ("sign", "let_go", "lift") and one not in mine):
            raise WrongUse("There is nothing here for you to answer", next_step="Open this page again.")
        acts[which](one)
    except WrongUse as wrong:
        return fetch(asking, str(wrong))
    return Elsewhere(reverse("erased"))


def present(asking: Asking, fetched: Fetched) -> Shown:
    """Each with who asked for it, and what this guardian may do about it."""
    assert asking.user is not None
    by = asking.user
    context: dict[str, Any] = {
        "title": "Error: held and erased" if fetched.error else "Held and erased",
        "purges": [(one, may_sign(one, by)) for one in fetched.purges],
        "holds": [(one, one.by.agency_id != by.agency_id) for one in fetched.holds],
        "keeps": keeps(),
        "error": fetched.error,
        "here": reverse("erased"),
        "child": asking.posted("id") or asking.query.get("child", ""),
        "because": asking.posted("because"),
    }
    return Shown(context)


def may_sign(one: Purge, by: User) -> bool:
    return one.signed_at is None and one.by.agency_id != by.agency_id
