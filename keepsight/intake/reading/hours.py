"""Times of day as people type them, on London's clocks.

An hour that the clocks skipped is no moment; one that came twice is taken as the first, and named. A time that is
only a part of a day leaves the day.
"""

import re
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

from keepsight.intake.drafts import LONDON, When

NO_SUCH_DAY = "there is no such day: the words were kept, the day is unknown"
TWICE = "this time came twice that night, because the clocks went back: the first was taken"
SKIPPED_HOUR = "this time does not exist, because the clocks went forward: only the day was read"
NO_SUCH_TIME = "the time could not be read: the day was"
CLOCK = re.compile(
    r"(?P<about>approx\.?|about|around|circa|c\.|~|\?)?\s*(?:at\s+|@\s*)?"
    r"(?:(?P<hour>\d{1,2})[:.](?P<minute>\d\d)(?::\d\d(?:\.\d+)?)?\s*(?P<half>[ap]\.?m\.?)?|(?P<bare>\d{1,2})\s*(?P<half2>[ap]\.?m\.?)|(?P<run>\d{4}))"
    r"\s*(?:hrs?|hours|h)?\s*(?P<doubt>\?)?"
)
PART_OF_DAY = re.compile(
    r"a\.?m\.?|p\.?m\.?|morning|afternoon|evening|night|overnight|midday|noon|midnight|lunchtime|all day|early hours"
    r"|(?:early|late) (?:morning|afternoon|evening)"
)
OVERNIGHT = ("overnight", "night")
ISO_MOMENT = re.compile(r"\d{4}-\d\d-\d\d[t ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:z|[+-]\d\d:?\d\d)?")


@dataclass(frozen=True, slots=True)
class ReadDate:
    """A time as it was read, and what is doubtful about it (None: nothing)."""

    when: When
    doubt: str | None = None


def timed(read: ReadDate, time: str) -> ReadDate:
    """A day with its time; a time that is only a part of the day leaves the day, overnight reaches into the next."""
    day = read.when.first
    if not time or day is None:
        return read
    if PART_OF_DAY.fullmatch(time):
        return replace(read, when=_overnight(day)) if time in OVERNIGHT else read
    clock = CLOCK.fullmatch(time)
    if clock is None:
        return replace(read, doubt=read.doubt or NO_SUCH_TIME)
    if clock["about"] or clock["doubt"]:
        return read
    minutes = _minutes(clock)
    if minutes is None:
        return replace(read, doubt=read.doubt or NO_SUCH_TIME)
    return at(datetime.combine(day, datetime.min.time()) + timedelta(minutes=minutes), read.doubt)


def moment_of(text: str) -> ReadDate:
    """An ISO date and time: with a zone it is that moment in London, without one it is London's clock."""
    try:
        moment = datetime.fromisoformat(text.upper())
    except ValueError:
        return ReadDate(When(None, None, "unknown"), NO_SUCH_DAY)
    if moment.tzinfo is None and moment.time() == datetime.min.time():
        return ReadDate(When(moment.date(), moment.date(), "day"))  # how machines write a day
    if moment.tzinfo is None:
        return at(moment.replace(second=0, microsecond=0), None)
    there = moment.astimezone(LONDON).replace(second=0, microsecond=0)
    if not _in_whole_minutes(there):
        return ReadDate(When(there.date(), there.date(), "day"))
    return ReadDate(When(there.date(), there.date(), "minute", at=there))


def at(wall: datetime, doubt: str | None) -> ReadDate:
    """A moment on London's clocks. An hour that was skipped is no moment; one that came twice is taken as the first.

    Before 1847 London went by the sun, and no whole minute there is one of ours: of such an hour the day is kept.
    """
    moment = wall.replace(tzinfo=LONDON)
    day = wall.date()
    if not _in_whole_minutes(moment):
        return ReadDate(When(day, day, "day"), doubt)
    if moment.astimezone(UTC).astimezone(LONDON).replace(tzinfo=None) != wall:
        return ReadDate(When(day, day, "day"), SKIPPED_HOUR)
    if moment.utcoffset() != moment.replace(fold=1).utcoffset():
        doubt = TWICE
    return ReadDate(When(day, day, "minute", at=moment), doubt)


def _in_whole_minutes(moment: datetime) -> bool:
    return not (moment.utcoffset() or timedelta()) % timedelta(minutes=1)


def _overnight(day: date) -> When:
    return When(day, day + timedelta(days=1), "range")


def _minutes(clock: re.Match[str]) -> int | None:
    """Minutes after midnight; None for a time that no clock shows."""
    half = (clock["half"] or clock["half2"] or "").replace(".", "")
    hour = int(clock["hour"] or clock["bare"] or (clock["run"] or "")[:2])
    minute = int(clock["minute"] or (clock["run"] or "")[2:] or 0)
    if half == "am" and hour > 12:
        return None
    if half and hour <= 12:
        hour = hour % 12 + (12 if half == "pm" else 0)
    if minute > 59 or hour > 24 or (hour == 24 and minute):
        return None
    return hour * 60 + minute
