"""A pregnancy, counted as midwives count it: in whole weeks, back from the day on which the birth is expected.

It refuses to guess: where no day is known there are no weeks, and a day outside a pregnancy is in none of its weeks.
"""

from dataclasses import dataclass
from datetime import date, timedelta

LENGTH = timedelta(days=280)
"""From the day that counting begins on to the day a birth is expected: 40 weeks (NHS due date calculator; Naegele's rule)."""

LONGEST_WEEKS = 44
"""Nobody is carried longer: two weeks past the 42 at which birth is brought on (NICE NG207), for dates that are a little out."""


def began_on(expected_on: date) -> date:
    """The day that the weeks are counted from."""
    return expected_on - LENGTH


def weeks_on(expected_on: date, day: date) -> int | None:
    """How many weeks were complete on a day. None: before the pregnancy, or later than anybody is carried."""
    weeks = (day - began_on(expected_on)).days // 7
    return weeks if 0 <= weeks <= LONGEST_WEEKS else None


@dataclass(frozen=True, slots=True)
class Birth:
    """The first day on which a child may have been born, and the day on which the birth was expected. None: nobody has said."""

    born_on: date | None = None
    expected_on: date | None = None

    @property
    def weeks_from(self) -> date | None:
        """The day that the weeks of the pregnancy are counted from."""
        return began_on(self.expected_on) if self.expected_on else None

    @property
    def here_from(self) -> date | None:
        """From when on the child is taken to be born: nobody need have told of a birth that was due long ago."""
        if self.born_on or not self.expected_on:
            return self.born_on
        return began_on(self.expected_on) + timedelta(weeks=LONGEST_WEEKS)
