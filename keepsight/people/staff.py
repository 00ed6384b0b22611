"""Which staff may be somebody on record: candidates, found at each intake, for a guardian to say yes or no to. Never a link.

It would rather ask once too often: whoever is missed could read of their own child. A maiden name, a hyphen, a short form and an
alias each leave one word of a name the same, and the birth date does the rest.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from keepsight.access.guarding import propose_conflict
from keepsight.access.models import User
from keepsight.people.models import Description
from keepsight.people.queries import persons_of
from keepsight.people.standard import name_words

TITLES = frozenset({"dr", "pc", "ps", "ds", "dc", "mr", "mrs", "ms", "miss", "mx", "prof", "sister"})
SHORTEST_WORD = 2  # letters: an initial is nobody's name


@dataclass(frozen=True, slots=True)
class Named:
    """A member of staff as the staff list has them: every name, and the birth date where it is known."""

    names: tuple[str, ...]
    born_on: dt.date | None


def may_be(staff: Named, forename: str | None, surname: str | None, born: tuple[dt.date, dt.date] | None) -> str | None:
    """Why a description may be of a member of staff, in words without a name. None: there is no reason to ask.

    `born`: the first and last day on which the person may have been born, where that is said.
    """
    first, last = _words(forename), _words(surname)
    theirs = frozenset[str]().union(*(_words(name) for name in staff.names))
    if staff.born_on and born:
        within = born[0] <= staff.born_on <= born[1]
        return "a name in common and the same birth date" if within and theirs & (first | last) else None
    return "the same forename and surname" if theirs & first and theirs & last else None


def look_for_staff(records: Iterable[UUID]) -> int:
    """Keep who of the staff may be somebody whose records these are. How many were not asked about before."""
    by_word = _by_word()
    found: dict[tuple[int, UUID], tuple[User, str]] = {}
    said = Description.objects.filter(record__in=set(records))
    for record, forename, surname, first, last in said.values_list(
        "record_id", "forename", "surname", "born_from", "born_to"
    ):
        born = (first, last) if first and last else None
        words = _words(forename) | _words(surname)
        for user, named in {one for word in words for one in by_word.get(word, ())}:
            if why := may_be(named, forename, surname, born):
                found.setdefault((user.pk, record), (user, why))
    persons = persons_of({record for _, record in found})
    asked = [(user, persons[record], why) for (_, record), (user, why) in found.items() if record in persons]
    return sum(1 for user, person, why in asked if propose_conflict(user, person, why=why))


def _by_word() -> dict[str, list[tuple[User, Named]]]:
    """The active staff by each word of their names: of the many people of a file, few share one with any of them."""
    found: dict[str, list[tuple[User, Named]]] = defaultdict(list)
    for user in User.objects.filter(is_active=True):
        named = Named((user.name, *user.other_names), user.born_on)
        for word in frozenset[str]().union(*(_words(name) for name in named.names)):
            found[word].append((user, named))
    return found


def _words(name: str | None) -> frozenset[str]:
    return frozenset(word for word in name_words(name).split() if len(word) >= SHORTEST_WORD and word not in TITLES)
