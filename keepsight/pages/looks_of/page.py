"""Who has looked at a child, for a guardian: the same looks, and nothing of the child but who it is."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from keepsight.access.looks import LookShown, looks_at
from keepsight.access.models import TakenOut
from keepsight.access.taking import taken_out_of
from keepsight.pages.looking import look_rows
from keepsight.pages.page import Asking, Page, Shown
from keepsight.people.queries import guarded, names, own_family

PAGE = Page(
    address="unusual/<uuid:looked_id>/", title="Looks at a child", who=frozenset({"guardian"}), group="Who sees what"
)


@dataclass(frozen=True, slots=True)
class Fetched:
    """The last looks, how many there are in all, what was taken out, and what the child is called (None: not told).

    `levels` are those whose level may be set: nobody where it is no child, and who it is now where records were joined since.
    """

    looks: list[LookShown]
    total: int
    taken_out: list[TakenOut]
    name: str | None
    levels: list[UUID]


def fetch(asking: Asking) -> Fetched | None:
    """None where nobody ever looked at such a child, and for a guardian's own family."""
    child: UUID = asking.address["looked_id"]
    looks, total = looks_at([child])
    total = 0 if own_family(asking.sight, [child]) else total
    if not total:
        return None
    levels = sorted(guarded(asking.sight, [child]))
    return Fetched(looks, total, taken_out_of(child), names([child]).get(child), levels)


def present(asking: Asking, fetched: Fetched) -> Shown:
    """The looks, the last first."""
    context: dict[str, Any] = {
        "levels": fetched.levels,
        "name": fetched.name or "A child whose name is not shown to you",
        "looks": look_rows(fetched.looks),
        "total": fetched.total,
        "taken_out": fetched.taken_out,
    }
    return Shown(context)
