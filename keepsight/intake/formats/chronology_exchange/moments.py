"""When something happened, in words that a person reads and that are read back as exactly the same time.

Each precision has its own words: "12/03/2019", "?12/03/2019", "March 2021", "about March 2021", "2021", "not known". Where no
such words say it exactly, it stands beside them for the machine, and holds only as long as nobody changes the words.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import get_args

from keepsight.intake.drafts import LONDON, Precision, When
from keepsight.intake.reading.dates import read_date, read_range
from keepsight.intake.reading.hours import ReadDate

NOT_KNOWN = "not known"
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
)  # fmt: skip
Words = dict[str, str]


def words_of(when: When) -> Words:
    """The words of a time by field: `date`, `time`, `end`; `written`, as the agency wrote it; `exact` where they fall short."""
    words = next((one for one in _ways(when) if _same(_read(one, None).when, when)), None)
    if words is None:
        words = next(_ways(when)) | {"exact": _exact(when)}
    return {name: text for name, text in (words | {"written": when.raw}).items() if text}


def when_of(said: Words, not_after: date | None) -> ReadDate:
    """The time that a row's fields say. A time whose words nobody has changed is exactly the one that was written.

    The words of a row that somebody added are those of its date.
    """
    read = _read(said, not_after)
    if "exact" in said and (exact := _from_exact(said["exact"])) and _says(said, next(_ways(exact))):
        read = ReadDate(exact)
    raw = said.get("written", "" if "entry" in said else read.when.raw)
    return replace(read, when=replace(read.when, raw=raw))


def day(on: date) -> str:
    """A day as it stands in a cell."""
    return f"{on.day:02}/{on.month:02}/{on.year:04}"


def _read(said: Words, not_after: date | None) -> ReadDate:
    text, time = said.get("date", ""), said.get("time", "")
    if "end" in said:
        return read_range(text, said["end"], time=time, not_after=not_after)
    return read_date(text, time=time, not_after=not_after)


def _says(said: Words, words: Words) -> bool:
    return all(said.get(name, "") == words.get(name, "") for name in ("date", "time", "end"))


def _ways(when: When) -> Iterator[Words]:
    """Ways to say a time, the best for a reader first. There is always one."""
    first, last = when.first, when.last
    if first is None or last is None:
        yield {"date": NOT_KNOWN}
        return
    if when.at:
        there = when.at.astimezone(LONDON)
        yield {"date": day(there.date()), "time": f"{there:%H:%M}"}
        yield {"date": there.isoformat(timespec="minutes")}
    doubt = "?" if when.precision == "uncertain" else ""
    if span := _span(first, last):
        yield {"date": f"{'about ' if doubt else ''}{span}"}
    if first == last:
        yield {"date": f"{doubt}{day(first)}"}
    yield {"date": f"{doubt}{day(first)}", "end": day(last)}
    yield {"date": f"{doubt}{day(first)} to {day(last)}"}


def _span(first: date, last: date) -> str | None:
    """A whole month or a whole year, by name."""
    if (first.month, first.day, last.month, last.day, first.year) == (1, 1, 12, 31, last.year):
        return f"{first.year:04}"
    whole = first.day == 1 and (last.year, last.month) == (first.year, first.month)
    return f"{MONTHS[first.month - 1]} {first.year:04}" if whole and _ends_its_month(last) else None


def _ends_its_month(on: date) -> bool:
    return on == date.max or (on + timedelta(days=1)).day == 1


def _same(a: When, b: When) -> bool:
    return (a.first, a.last, a.precision, a.at) == (b.first, b.last, b.precision, b.at)


def _exact(when: When) -> str:
    parts = (when.precision, when.first, when.last, when.at and when.at.astimezone(LONDON))
    return " ".join(one if isinstance(one, str) else one.isoformat() if one else "-" for one in parts)


def _from_exact(text: str) -> When | None:
    """The time that `_exact` wrote; None for anything else."""
    try:
        precision, first, last, at = text.split(" ")
        days = [None if one == "-" else date.fromisoformat(one) for one in (first, last)]
        moment = None if at == "-" else datetime.fromisoformat(at).astimezone(LONDON)
        return When(days[0], days[1], precision, "", moment) if precision in get_args(Precision) else None  # type: ignore[arg-type]  # asked
    except (ValueError, OverflowError):
        return None
