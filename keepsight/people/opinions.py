"""What the judges of a question have answered so far, and what it comes to: decided, waiting for another judge, differing, asked.

Part of `queries`. Nothing here says who may read it: `pairs` does.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from uuid import UUID

from keepsight.people.models import Opinion

ASK = "ask_agency"
ANSWERS = {
    "same": "They are the same person",
    "different": "They are two people",
    "cannot_tell": "I cannot tell from this",
    ASK: "Ask an agency",
}
"""What a judge may answer, in the order in which it is offered."""


@dataclass(frozen=True, slots=True)
class Found:
    """What the model and its guards said of two records at one moment: kept beside a judge's answer, and shown after it.

    `parts` are the weights of each thing, the beginning's first; they sum to `weight`. `agree`: how nearly each thing agrees, in
    the model's words. `guard`: whether a guard held, and not the weight alone; `rule` and `words` say which, and name no value.
    """

    weight: float
    parts: Mapping[str, float]
    agree: Mapping[str, str]
    rule: str
    words: str
    guard: bool


@dataclass(frozen=True, slots=True)
class Told:
    """What the agency answered that was asked, and who wrote it down."""

    says: str
    at: dt.datetime
    by: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What one judge said: a word of ANSWERS, why, and of which agency what is asked, if that is the answer."""

    id: int
    user: int
    by: str
    said: str
    because: str
    at: dt.datetime
    agency: str | None
    agency_name: str | None
    asks: str
    weighed: Found | None
    two: bool
    told: Told | None
    model: str = ""  # the name of the model that weighed (`matching.model.name_of`); "" where none did


@dataclass(frozen=True, slots=True)
class Standing:
    """All that was answered to one question, in the order in which it was said."""

    answers: tuple[Answer, ...] = ()

    @property
    def two(self) -> bool:
        """Whether two judges must say the same: a guard held, or one of the two is protected. Not known before the first."""
        return any(one.two for one in self.answers)

    @property
    def latest(self) -> tuple[Answer, ...]:
        """What each judge said last, those left out whose last word was to ask."""
        last = {one.user: one for one in self.answers}
        return tuple(one for one in last.values() if one.said != ASK)

    @property
    def asked(self) -> Answer | None:
        """What an agency is asked and has not answered."""
        return next((one for one in reversed(self.answers) if one.said == ASK and one.told is None), None)

    @property
    def differ(self) -> bool:
        """Whether the judges do not say the same."""
        return len({one.said for one in self.latest}) > 1

    @property
    def decided(self) -> str | None:
        """What it comes to: as many judges as it needs, and all who judged, say the same, and nobody is being asked."""
        enough = len(self.latest) >= (2 if self.two else 1)
        return self.latest[0].said if enough and not self.differ and not self.asked else None

    def waits_for(self, user: int) -> bool:
        """Whether this judge has something to say: nothing said yet, or the judges differ, and no agency is being asked."""
        return self.asked is None and (self.of(user) is None or self.differ)

    def of(self, user: int) -> Answer | None:
        """What this judge said last, if anything but to ask."""
        return next((one for one in self.latest if one.user == user), None)


def standing_of(questions: Collection[UUID]) -> Mapping[UUID, Standing]:
    """Where each of these stands; of one that nobody has answered, nothing said."""
    said: dict[UUID, list[Answer]] = defaultdict(list)
    rows = Opinion.objects.filter(question__in=questions).select_related("by__agency", "agency", "told__by__agency")
    for row in rows.order_by("id"):
        said[row.question_id].append(_answer(row))
    return {one: Standing(tuple(said[one])) for one in questions}


def _answer(row: Opinion) -> Answer:
    told = getattr(row, "told", None)
    return Answer(
        id=row.pk,
        user=row.by_id,
        by=f"{row.by.name}, {row.by.agency.name}",
        said=row.said,
        because=row.because,
        at=row.at,
        agency=row.agency_id,
        agency_name=row.agency.name if row.agency else None,
        asks=row.asks,
        weighed=Found(**row.weighed) if row.weighed else None,
        two=row.two,
        told=Told(told.says, told.at, f"{told.by.name}, {told.by.agency.name}") if told else None,
        model=row.model,
    )
