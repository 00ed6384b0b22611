"""A page for the child: the child's own words, what the child was promised, and what came of it. Part of `actions`.

It holds nothing that anybody thought, nothing of adults, and nothing restricted. Somebody looks over every line before it is
printed, and says why a line is left out: the page may be read at home. What came since waits to be looked over again.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID, uuid4

from django.db import transaction

from keepsight.access.models import User
from keepsight.access.sight import THE_MACHINE, seeing
from keepsight.chronology.shown import EntryShown
from keepsight.errors import WrongUse
from keepsight.intake.drafts import DetailValue
from keepsight.practice.child.hearing import ANSWERED
from keepsight.practice.putting import draft_of, put
from keepsight.vocabulary import UNKNOWN

LOOKED_OVER = "child.page_looked_over"
"""The kind of the entry that says which lines stand on the page, which were left out, and why."""


@dataclass(frozen=True, slots=True)
class ToldBack:
    """What the child said, what the child was promised then, and what the child was told came of it, the oldest first.

    `promised` None: nothing on record. `ids` are the entries that it rests on.
    """

    entry: EntryShown
    promised: str | None
    became: tuple[EntryShown, ...]

    @property
    def ids(self) -> frozenset[str]:
        """By their ids, what must have been looked over before all of it is printed."""
        return frozenset(str(one.id) for one in (self.entry, *self.became))


def told_back(child: UUID, entries: Sequence[EntryShown]) -> list[ToldBack]:
    """What may stand on the page once somebody has looked it over, the oldest first."""
    may = [one for one in entries if one.level == "standard" and _of_this_child_alone(one, child)]
    found = [_told_back(one, may) for one in may if one.kind != ANSWERED]
    return [one for one in found if one.entry.child_words or one.promised]


def looked_over(entries: Iterable[EntryShown]) -> EntryShown | None:
    """What was said when the page was looked over last. None: nobody has."""
    return max((one for one in entries if one.kind == LOOKED_OVER), key=lambda one: one.received_at, default=None)


def ready(told: Iterable[ToldBack], last: EntryShown | None) -> list[ToldBack]:
    """What may be printed: the lines that were looked over and not left out, as they were then."""
    shows = _ids(last, "shows")
    return [
        replace(one, became=tuple(each for each in one.became if str(each.id) in shows))
        for one in told
        if str(one.entry.id) in shows
    ]


def unread(told: Iterable[ToldBack], last: EntryShown | None) -> list[ToldBack]:
    """What nobody has looked over in the form in which it now stands."""
    known = _ids(last, "shows") | _ids(last, "left_off")
    return [one for one in told if not one.ids <= known]


def left_out(last: EntryShown | None) -> dict[str, str]:
    """By the id of each entry that was left out, why."""
    return dict(zip(last.texts("left_off"), last.texts("reasons"), strict=False)) if last else {}


@transaction.atomic
@seeing(THE_MACHINE)
def look_over(child: UUID, shows: Collection[str], leave_out: Mapping[str, str], *, by: User) -> UUID:
    """Put on record which lines stand on the child's page, and why each of the others does not. The entry's id.

    Raises WrongUse where a line is left out without a reason, or where there are none.
    """
    if not shows and not leave_out:
        raise WrongUse("There is nothing to look over", next_step="Write down first what the child said.")
    if not all(why.strip() for why in leave_out.values()):
        raise WrongUse("A reason is missing", next_step="Say of each line that you leave out why it is left out.")
    details: dict[str, DetailValue] = {
        "shows": sorted(shows),
        "left_off": list(leave_out),
        "reasons": [why.strip() for why in leave_out.values()],
    }
    return put(draft_of(LOOKED_OVER, "", details, "standard", by), child, uuid4(), by)


def _told_back(one: EntryShown, may: Iterable[EntryShown]) -> ToldBack:
    ids = {str(each.id) for each in one.accounts}
    became = tuple(
        each for each in may if each.kind == ANSWERED and str(each.details.get("about")) in ids and _promised(each)
    )
    return ToldBack(one, _promised(one), became)


def _promised(one: EntryShown) -> str | None:
    said = one.details.get("promised")
    return str(said) if said and said != UNKNOWN else None


def _of_this_child_alone(one: EntryShown, child: UUID) -> bool:
    """Whether the words can only be this child's: what tells of several children may be a brother's or a sister's."""
    children = {about.person_id for about in one.about if about.role in ("child", "sibling")}
    return one.scope == "child" and children == {child}


def _ids(last: EntryShown | None, name: str) -> frozenset[str]:
    return frozenset(last.texts(name) if last else ())
