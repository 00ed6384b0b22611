"""Pairs of invented people on which judges practise, and how often each judge said what is so.

Who is who is known of them, because they were made so: the one way to measure judging without guessing at the truth. They are shown
apart from the queue, so that no invented child ever stands among real ones. Of one pair the first answer counts.
"""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from django.db import IntegrityError, transaction

from keepsight.access.models import User
from keepsight.errors import WrongUse
from keepsight.people.models import Practised
from keepsight.store import audit, clock

_FILE = tomllib.loads((Path(__file__).parent / "practising.toml").read_text(encoding="utf-8"))
THINGS: tuple[str, ...] = tuple(_FILE["things"])
SAID = {
    "same": "They are the same person",
    "different": "They are two people",
    "cannot_tell": "I cannot tell from this",
}
"""What may be answered, in the order in which it is offered. There is no agency to ask."""
LEAST_JUDGES = 5  # fewer judges than this are not told together, so that nobody is known by it


@dataclass(frozen=True, slots=True)
class Invented:
    """A pair. `sides` say the same THINGS, "" for what is not said. `knowable`: whether what stands there suffices to say."""

    key: str
    agencies: tuple[str, str]
    sides: tuple[tuple[str, ...], tuple[str, ...]]
    same: bool
    knowable: bool
    tells: str

    def right(self, said: str) -> bool:
        """Whether an answer is the one that what stands there gives."""
        return said == (("same" if self.same else "different") if self.knowable else "cannot_tell")


PAIRS: Mapping[str, Invented] = {
    one["key"]: Invented(
        one["key"],
        tuple(one["agencies"]),
        (tuple(one["a"]), tuple(one["b"])),
        one["same"],
        one["knowable"],
        one["tells"],
    )
    for one in _FILE["pair"]
}
"""By key, in the order in which they are judged."""


@dataclass(frozen=True, slots=True)
class Practice:
    """How often it was said as it is. `joined`: two people said to be one, the mistake that puts one child's harm on another's
    record; `parted`: one said to be two; `unsure`: not told though it could be; `guessed`: told though it could not be.
    """

    answered: int
    right: int
    joined: int
    parted: int
    unsure: int
    guessed: int


@transaction.atomic
def practise(pair: str, said: str, *, by: User) -> None:
    """Keep what a judge answers of an invented pair. Raises WrongUse for no such pair or answer, and for a second answer."""
    if pair not in PAIRS:
        raise WrongUse("There is no such pair to practise on", next_step="Open the page again.")
    if said not in SAID:
        raise WrongUse("Choose one of the three answers", next_step="Say that you cannot tell, if you cannot.")
    try:
        with transaction.atomic():
            Practised.objects.create(judge=by, pair=pair, said=said, at=clock.now())
    except IntegrityError:
        raise WrongUse("You have answered this pair before", next_step="Only the first answer counts.") from None
    audit.note("people.practise", by=by)


def answers_of(judge: User) -> dict[str, str]:
    """What a judge answered, by pair."""
    return dict(Practised.objects.filter(judge=judge, pair__in=list(PAIRS)).values_list("pair", "said"))


def of_all_judges() -> tuple[int, Practice] | None:
    """How many judges practised, and all their answers together. None: too few to be told."""
    said = list(Practised.objects.filter(pair__in=list(PAIRS)).values_list("judge", "pair", "said"))
    judges = len({judge for judge, _, _ in said})
    return (judges, counted((pair, answer) for _, pair, answer in said)) if judges >= LEAST_JUDGES else None


def counted(said: Iterable[tuple[str, str]]) -> Practice:
    """These answers, each of a pair, counted. Each is in one count beside `answered`."""
    kinds = [_kind(PAIRS[pair], answer) for pair, answer in said]
    return Practice(len(kinds), *(kinds.count(kind) for kind in ("right", "joined", "parted", "unsure", "guessed")))


def _kind(pair: Invented, said: str) -> str:
    if pair.right(said):
        return "right"
    if said == "cannot_tell":
        return "unsure"
    if not pair.same and said == "same":
        return "joined"
    return "parted" if pair.same else "guessed"
