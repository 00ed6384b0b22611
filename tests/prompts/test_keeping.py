"""Which answer continues which prompt."""

import datetime as dt
from dataclasses import dataclass

import pytest

from keepsight.prompts.keeping import lay_beside


@dataclass(frozen=True)
class Stretch:
    began_on: dt.date
    ended_on: dt.date | None


def stretch(words: str) -> Stretch:
    """`3-9` is the 3rd to the 9th of May, `3-` since the 3rd."""
    first, _, last = words.partition("-")
    return Stretch(dt.date(2026, 5, int(first)), dt.date(2026, 5, int(last)) if last else None)


def stretches(words: str) -> list[Stretch]:
    return [stretch(word) for word in words.split()]


@pytest.mark.parametrize(
    ("kept", "answers", "continued", "new", "gone"),
    [
        ("", "3-", "", "3-", ""),  # first asked
        ("3-", "3-", "3-=3-", "", ""),  # asked again: nothing changes
        ("3-", "3-20", "3-=3-20", "", ""),  # it ended
        ("3-", "1-", "3-=1-", "", ""),  # a late entry shows that it began earlier
        ("3-9", "20-", "", "20-", "3-9"),  # a correction took it away, and it began again
        ("3-9", "3-9 20-", "3-9=3-9", "20-", ""),  # it began again
        ("3-9 20-", "3-", "3-9=3-", "", "20-"),  # a late entry joined two into one: the older goes on
        ("3-", "3-9 20-", "3-=3-9", "20-", ""),  # a late entry parted one into two: the older goes on
        ("4-4", "4-4", "4-4=4-4", "", ""),  # answered a day late
        ("3-9", "", "", "", "3-9"),  # nothing shows it any more
    ],
)
def test_an_answer_continues_the_prompt_it_overlaps(kept, answers, continued, new, gone):
    beside = lay_beside(stretches(kept), stretches(answers))
    pairs = [tuple(map(stretch, pair.split("="))) for pair in continued.split()]
    assert list(beside.continued) == pairs
    assert list(beside.new) == stretches(new)
    assert list(beside.gone) == stretches(gone)
