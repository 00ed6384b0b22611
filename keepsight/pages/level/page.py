"""A child's level and who is named for it: standard, restricted or sealed, with its reason. A guardian's page; it tells no story.

No child is kept from everybody: a level that nobody named would read is refused.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.urls import reverse

from keepsight.access.guarding import levels_of, name_for, named_for, set_level, staff_called
from keepsight.access.models import ChildLevel, Involvement, User
from keepsight.access.queries import involved_users
from keepsight.access.roles import ROLES
from keepsight.errors import WrongUse
from keepsight.pages.page import Asking, Elsewhere, Page, Shown
from keepsight.people.queries import guarded, ids_of, names

PAGE = Page(
    address="guardian/levels/<uuid:looked_id>/",
    title="A child’s level",
    who=frozenset({"guardian"}),
    methods=frozenset({"GET", "POST"}),
    group="Who sees what",
)
LEVELS = {
    "standard": "Standard: read by whoever works with the child, as agreements share",
    "restricted": "Restricted: each agency reads its own; only those named read all of it",
    "sealed": "Sealed: for those named alone. Nobody else is told that the child is here",
}


@dataclass(frozen=True, slots=True)
class Fetched:
    """What was said of the level, who is named and who works with the child; what was typed, with what must be put right."""

    name: str | None
    levels: Sequence[ChildLevel]
    named: Sequence[Involvement]
    workers: Sequence[User]
    said: Mapping[str, str] = field(default_factory=dict)
    chosen: frozenset[str] = frozenset()
    errors: Mapping[str, str] = field(default_factory=dict)


def fetch(asking: Asking) -> Fetched | None:
    """None where there is no such child, and for a guardian's own family."""
    child: UUID = asking.address["looked_id"]
    if child not in guarded(asking.sight, [child]):
        return None
    known = ids_of(child)
    workers = {one.pk: one for each in known for one in involved_users(each, asking.today)}
    return Fetched(
        names([child]).get(child),
        list(levels_of(known)),
        list(named_for(known)),
        sorted(workers.values(), key=lambda one: one.name),
    )


def act(asking: Asking) -> Fetched | Elsewhere | None:
    """Set the level, or name somebody more for the level that holds."""
    found = fetch(asking)
    if found is None or asking.form is None:
        return None
    said = {name: asking.posted(name) for name in ("level", "because", "also")}
    chosen = frozenset(asking.form.getlist("named"))
    if errors := _set(asking, found, said, chosen):
        return Fetched(found.name, found.levels, found.named, found.workers, said, chosen, errors)
    return Elsewhere(reverse("level", kwargs=dict(asking.address)))


def _set(asking: Asking, found: Fetched, said: Mapping[str, str], chosen: Iterable[str]) -> dict[str, str]:
    assert asking.user is not None  # the door has made sure
    child, level = asking.address["looked_id"], said["level"]
    if level not in LEVELS:
        return {"level": "Choose a level"}
    if not said["because"]:
        return {"because": "Say why"}
    try:
        named = [one for one in found.workers if one.username in set(chosen)]
        named += [staff_called(said["also"])] if said["also"] else []
        if found.levels and found.levels[0].level == level and level != "standard":
            for user in named:
                name_for(user, child, up_to=level, by=asking.user)
        else:
            set_level(child, level, because=said["because"], by=asking.user, named=named)
    except WrongUse as wrong:
        return {"also": str(wrong)}
    return {}


def present(asking: Asking, fetched: Fetched) -> Shown:
    """What holds, and the form."""
    last = fetched.levels[0] if fetched.levels else None
    context: dict[str, Any] = {
        "title": "Error: a child’s level" if fetched.errors else "A child’s level",
        "child_id": asking.address["looked_id"],
        "name": fetched.name or "A child whose name is not shown to you",
        "last": last,
        "now": last.level if last else "standard",
        "named": fetched.named,
        "workers": [(one, ROLES[one.role].title.lower(), one.username in fetched.chosen) for one in fetched.workers],
        "levels": LEVELS,
        "said": fetched.said,
        "errors": fetched.errors,
    }
    return Shown(context)
