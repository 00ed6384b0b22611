"""What a person may see, as plain data. Computed from rows at each request; nothing is kept from one to the next."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Sight:
    """What one person may see on one day.

    `children` None means every child; an empty set means none. `levels` are the levels of other agencies' entries
    that may be read; the person's own agency's entries are read at the levels in `own_levels`.
    """

    user_id: int | None
    agency: str
    role: str
    children: frozenset[UUID] | None
    levels: frozenset[str] = frozenset({"standard"})
    own_levels: frozenset[str] = frozenset({"standard", "restricted"})
    fields: frozenset[str] = frozenset()
    # Roles whose reach is "the children whom my agency has a record of": the rooms above turn it into rows.
    of_agency: str | None = None
    reads_sources: bool = False
