"""A pattern's answers laid beside the prompts that are kept: which one continues which, which is new, which is no more.

Pure, so that it can be tried on small tables. An interval that overlaps a kept prompt of the same pattern and child
continues it, whatever its anchor: a late entry may move the day it began without making it another prompt.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar


class Interval(Protocol):
    """A stretch of days. `ended_on` None: it still held when it was last asked."""

    @property
    def began_on(self) -> dt.date: ...
    @property
    def ended_on(self) -> dt.date | None: ...


KeptT = TypeVar("KeptT", bound=Interval)
AnswerT = TypeVar("AnswerT", bound=Interval)


@dataclass(frozen=True, slots=True)
class Beside(Generic[KeptT, AnswerT]):
    """Pairs of a kept prompt and the answer that continues it; answers that are new; prompts that nothing shows now."""

    continued: tuple[tuple[KeptT, AnswerT], ...]
    new: tuple[AnswerT, ...]
    gone: tuple[KeptT, ...]


def lay_beside(kept: Sequence[KeptT], answers: Sequence[AnswerT]) -> Beside[KeptT, AnswerT]:
    """Lay the answers of one pattern for one child beside what is kept of it. The oldest are paired first."""
    waiting = sorted(answers, key=_by_days)
    continued: list[tuple[KeptT, AnswerT]] = []
    gone: list[KeptT] = []
    for prompt in sorted(kept, key=_by_days):
        fitting = next((answer for answer in waiting if _overlap(prompt, answer)), None)
        if fitting is None:
            gone.append(prompt)
        else:
            waiting.remove(fitting)
            continued.append((prompt, fitting))
    return Beside(tuple(continued), tuple(waiting), tuple(gone))


def _by_days(interval: Interval) -> tuple[dt.date, dt.date]:
    return interval.began_on, interval.ended_on or dt.date.max


def _overlap(one: Interval, other: Interval) -> bool:
    """Whether they share a day. A stretch that ended the day it began (an answer a day late) stands on that day."""
    return one.began_on <= _last(other) and other.began_on <= _last(one)


def _last(interval: Interval) -> dt.date:
    return interval.ended_on or dt.date.max
