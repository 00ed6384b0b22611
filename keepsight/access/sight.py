"""What a person may see, as plain data. Computed from rows at each request; nothing is kept from one to the next.

It is turned into rows twice, by two hands that do not know each other: by the queries of the rooms above, and by the
database's own row-level security (`seeing` hands it over). So what the one forgets the other withholds.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from typing import NamedTuple
from uuid import UUID

from django.db import connection

from keepsight.access.roles import Reach
from keepsight.store.asked_once import asking_anew

NONE: frozenset[UUID] = frozenset()


class Shared(NamedTuple):
    """What a standing agreement shares with a role: an agency's entries of a kind (None: of every kind), from a day on."""

    agency: str
    kind: str | None
    since: str | None  # as ISO writes it; None: whenever it happened


@dataclass(frozen=True, slots=True)
class Sight:
    """What one person may see on one day. Persons are named by the ids that access keeps: the rooms above know who they are now.

    `children`: whom the person works with; `reach` says which others their role sees. Of those, `named` are children whose
    restricted entries of every agency may be read, `cell` sealed ones that may be seen at all. `restricted` and `sealed`
    are all children of that level. `conflicts` are persons who are the user, or family: neither they nor a child in whose
    home they stand exists for this person. `shared` None: nobody has made an agreement, and nothing is kept apart for want of
    one.
    """

    user_id: int | None
    agency: str
    role: str
    reach: Reach
    children: frozenset[UUID] = NONE
    named: frozenset[UUID] = NONE
    cell: frozenset[UUID] = NONE
    glass: frozenset[UUID] = NONE  # opened by breaking the glass and in no other way: to be read, and no more
    restricted: frozenset[UUID] = NONE
    sealed: frozenset[UUID] = NONE
    conflicts: frozenset[UUID] = NONE
    shared: frozenset[Shared] | None = None
    disclosed: frozenset[UUID] = NONE  # entries that were shared with the person's agency one by one
    reads_sources: bool = False
    everything: bool = False  # the command line and the worker: whoever runs the server

    def without_persons(self) -> "Sight":
        """The same sight of somebody who works with nobody: what a role alone sees."""
        return replace(self, children=NONE, named=NONE, cell=NONE, glass=NONE)


NOBODY = Sight(None, "", "", Reach.NONE)
"""The sight of somebody who has not signed in."""

THE_MACHINE = Sight(None, "", "administrator", Reach.ALL, reads_sources=True, everything=True)


@contextmanager
def seeing(sight: Sight) -> Iterator[None]:
    """Let the database show this transaction what `sight` may see, and after it what it showed before.

    Set for the transaction alone, so that nothing of it is left to whoever uses the connection next. A transaction of the
    pages that has not said whose sight it works with is shown nothing.
    """
    before = _hand_over((as_text(sight), "", ""))
    with asking_anew():
        yield
    _hand_over(before)


def as_text(sight: Sight) -> str:
    """The sight as the database reads it. Ids are in order, so that the same sight is the same text."""
    return json.dumps({"everything": True} if sight.everything else asdict(sight), default=_plain)


def _plain(value: object) -> list[str]:
    assert isinstance(value, frozenset)
    return sorted((str(one) if isinstance(one, UUID) else one for one in value), key=str)


def _hand_over(settings: tuple[str, str, str]) -> tuple[str, str, str]:
    """Set the sight, the entries that are open and the persons beside them; what stood there before."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT current_setting('keepsight.sight', true), current_setting('keepsight.opened', true),
                   current_setting('keepsight.beside', true), set_config('keepsight.sight', %s, true),
                   set_config('keepsight.opened', %s, true), set_config('keepsight.beside', %s, true)
            """,
            settings,
        )
        sight, opened, beside, *_ = cursor.fetchone()
        return sight or "", opened or "", beside or ""
