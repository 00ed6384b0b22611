"""A long list a part at a time, as long as a page can be on a telephone: which part is asked for, and where the others stand.

Nothing is out of reach. Each part is a link away, the whole stands on one page for whoever prints it, and what leads to one row
leads to the part in which it stands. A list that is not longer than one part is as if there were none.
"""

import re
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

AT_ONCE = 500  # rows; some 500 kB of an answer: measured in bench/logs, load
PART, WHOLE, ROW = "part", "all", "entry"
NUMBER = re.compile(r"[0-9]{1,6}")
SHOWN_BESIDE = 2  # parts before and after this one that are named by their number; the first and the last always are


@dataclass(frozen=True, slots=True)
class Part:
    """The rows from `first` to `last`, both counted from 1, of `total`: part `number` of `of`. The whole is part 1 of 1."""

    number: int
    of: int
    total: int
    at_once: int
    query: QueryDict

    @property
    def first(self) -> int:
        return 1 + self.at_once * (self.number - 1)

    @property
    def last(self) -> int:
        return self.total if self.number == self.of else self.at_once * self.number

    @property
    def rows(self) -> slice:
        """Which of the rows are in this part."""
        return slice(self.first - 1, self.last)

    @property
    def here(self) -> str:
        """Where this part stands."""
        return self._at(self.number)

    @property
    def whole(self) -> str:
        """Where all of it stands on one page."""
        return self._at(WHOLE)

    @property
    def links(self) -> dict[str, Any]:
        """The parts, as GOV.UK's pagination is told of them."""
        before, after = self.number - 1, self.number + 1
        return {
            "classes": "ks-not-printed",
            "previous": {"href": self._at(before), "text": "Earlier part"} if before else None,
            "next": {"href": self._at(after), "text": "Next part"} if after <= self.of else None,
            "items": [self._item(one) for one in self._named()],
        }

    def _named(self) -> list[int | None]:
        """The numbers that are shown, None where some are left out between two."""
        shown = [one for one in range(1, self.of + 1) if one in (1, self.of) or abs(one - self.number) <= SHOWN_BESIDE]
        found: list[int | None] = []
        for one in shown:
            if found and found[-1] != one - 1:
                found.append(None)
            found.append(one)
        return found

    def _item(self, number: int | None) -> dict[str, Any]:
        if number is None:
            return {"ellipsis": True}
        return {
            "number": number,
            "href": self._at(number),
            "current": number == self.number,
            "visuallyHiddenText": f"Part {number}",
        }

    def _at(self, part: int | str) -> str:
        query = self.query.copy()
        query.pop(ROW, None)
        query[PART] = str(part)
        return f"?{query.urlencode()}"


def part_of(
    total: int, at_once: int, query: QueryDict, *, place: int | None = None, may_be_whole: bool = False
) -> Part:
    """The part of `total` rows that an address asks for: by its number, that of the row at `place`, from 0, or the whole.

    What cannot be read is the first part, and what lies past the end the last one: an old link shows something.
    """
    asked, parts = query.get(PART, ""), max(1, -(-total // at_once))
    if asked == WHOLE and may_be_whole:
        return Part(1, 1, total, at_once, query)
    if place is not None:
        return Part(1 + place // at_once, parts, total, at_once, query)
    number = int(asked) if NUMBER.fullmatch(asked) else 1
    return Part(min(max(number, 1), parts), parts, total, at_once, query)
