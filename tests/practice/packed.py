"""Evidence packs about Wren for tests: what may go in, a choice that is whole, and the pack made of it."""

from uuid import UUID

from keepsight.access.queries import sight
from keepsight.access.sharing import Reasons
from keepsight.chronology.queries import chronology
from keepsight.chronology.shown import EntryShown
from keepsight.practice.packs.editions import mark_of, offered
from keepsight.practice.packs.packing import Choice, make
from keepsight.store import clock
from tests.pages.town_people import child, user

REASONS = Reasons(
    "For the court to decide on her safety", "public_task", "no", "not_sought", "Those that show harm, and no others"
)
STATEMENT = "She was hurt, and nobody asked [1]."


def _child(of: str | UUID) -> UUID:
    return of if isinstance(of, UUID) else child(of)


def story(username: str, of: str | UUID = "wren") -> list[EntryShown]:
    """What somebody reads of a child."""
    return chronology(sight(user(username), clock.today()), _child(of))


def open_to(username: str, of: str | UUID = "wren") -> list[EntryShown]:
    """What they may put into a pack."""
    return offered(user(username), story(username, of))


def a_choice(username: str, of: str | UUID = "wren", *, many: int = 3) -> Choice:
    """The first few entries, and a reason for every other one."""
    entries = open_to(username, of)
    return Choice(
        entries=frozenset(one.id for one in entries[:many]),
        because={one.id: "It repeats what entry 1 says" for one in entries},
        decision="Whether to ask for an interim care order",
        to_whom="The local authority’s legal team",
        statement=STATEMENT,
        reasons=REASONS,
        untold=("Fennick Housing: not connected.",),
    )


def a_pack(username: str, choice: Choice | None = None, *, of: UUID | None = None, about: str | UUID = "wren") -> UUID:
    """A pack that somebody made about a child, or a later edition of one."""
    choice = choice or a_choice(username, about)
    return make(_child(about), choice, seen=mark_of(open_to(username, about)), of=of, by=user(username))
