"""Dates as people type them, into a first day, a last day and how exactly: day first always, as in Britain.

Doubt is kept, never mended. 31/02 is no day, so it becomes unknown with its words; "early 2016" is a span; "?22 May"
is that day, uncertain. What cannot be read at all is unknown too, with a doubt for the sender. Nothing becomes 1
January by default.
"""

import calendar
import re
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import lru_cache

from keepsight.intake.drafts import Precision, When
from keepsight.intake.reading.figures import in_figures
from keepsight.intake.reading.hours import CLOCK, ISO_MOMENT, NO_SUCH_DAY, PART_OF_DAY, ReadDate, at, moment_of, timed

SERIALS = (10_000, 73_050)  # a spreadsheet's day numbers from 1927 to 2099: five digits that are no year
EXCEL_EPOCH = date(1899, 12, 30)
YEARS = (1900, 2100)  # years outside this are read as written, with a doubt

NOT_READ = "this date could not be read: the words were kept, the day is unknown"
FAR_YEAR = "the year of this date lies far from our time"
BACKWARDS = "this range ends before it begins: the words were kept, the day is unknown"

MONTHS = {
    name: place
    for place in range(1, 13)
    for name in (calendar.month_name[place].lower(), calendar.month_abbr[place].lower())
}
MONTHS |= {"sept": 9}
MONTH = rf"(?P<month>{'|'.join(sorted(MONTHS, key=len, reverse=True))})\.?"
DAY_NAME = r"(?:mon|tue|tues|wed|wednes|thu|thur|thurs|fri|sat|satur|sun)(?:day)?\.?,?"
YEAR = r"(?P<year>\d{4}|'?\d{2})"
DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"

APART = r"(?:\s*[./\-]\s*|\s+)"  # one stroke, never two: "12/03/-2019" is a year below nothing
NUMERIC = re.compile(rf"(?P<day>\d{{1,2}}){APART}(?P<month>\d{{1,2}}){APART}{YEAR}")
ISO = re.compile(r"(?P<year>\d{4})[-/](?P<month>\d{1,2})[-/](?P<day>\d{1,2})")
NAMED = re.compile(rf"{DAY}(?:\s+of)?[\s\-./]*{MONTH}[\s\-./,]*{YEAR}")
MONTH_FIRST = re.compile(rf"{MONTH}\s+{DAY},?\s+(?P<year>\d{{4}})")
YEAR_FIRST = re.compile(
    rf"(?P<year>\d{{4}})-{MONTH}-(?P<day>\d\d)(?P<rest>(?:[t ]\d\d:.*)?)"
)  # how some registers write one
# "ZZ/05/2019" is a return's own way of saying that the day is not known, "?/05/2019" a person's.
NO_DAY_KNOWN = re.compile(r"^(?:(?:zz|xx|\?+)\s*[/.\-]\s*)+(?=\d)")
INSIDE = re.compile(
    r"(?<=[\da-z])\?+(?=[\s./\-])"
)  # "22? May 2016": the question is asked of one part, and so of the day
LEADING = re.compile(r"^(?:the|(?:early|late|small) hours of|(?:night|evening|morning|afternoon) of)\s+")
MONTHS_TOGETHER = re.compile(rf"{MONTH}\s*/\s*(?P<until>[a-z]{{3,9}}\.?\s+\d{{4}})")  # "Jan/Feb 2016"
RUN_TOGETHER = re.compile(
    r"(?P<day>[0-3]\d)(?P<month>[01]\d)(?P<year>(?:19|20)\d\d)|(?P<y>(?:19|20)\d\d)(?P<m>\d\d)(?P<d>\d\d)"
)
DAYS = (NUMERIC, ISO, NAMED, MONTH_FIRST, RUN_TOGETHER)

MONTH_YEAR = re.compile(rf"{MONTH}[\s\-./,]*(?P<year>\d{{4}}|'\d\d)")
SHORT_MONTH_YEAR = re.compile(rf"{MONTH}[\s\-./]*(?P<year>\d\d)")  # "May-16": a month in a workbook, a day in a diary
ISO_MONTH = re.compile(r"(?P<year>(?:19|20)\d\d)-(?P<month>0[1-9]|1[0-2])")
NUMERIC_MONTH = re.compile(r"(?P<month>\d{1,2})\s*[./\-]\s*(?P<year>\d{4})")
ONLY_YEAR = re.compile(r"(?:in\s+)?(?P<year>(?:19|20)\d\d)")
SCHOOL_YEAR = re.compile(r"(?:academic year\s+|school year\s+)?(?P<year>(?:19|20)\d\d)\s*[/\-]\s*(?P<next>\d\d|\d{4})")

# First and last day of each, as (month, day). Terms differ by council: each is the widest that is usual in England.
SEASONS = {
    "spring term": ((1, 1), (4, 30)),
    "summer term": ((4, 1), (7, 31)),
    "autumn term": ((9, 1), (12, 31)),
    "easter holidays": ((3, 20), (4, 30)),
    "summer holidays": ((7, 15), (9, 10)),
    "spring": ((3, 1), (5, 31)),
    "summer": ((6, 1), (8, 31)),
    "autumn": ((9, 1), (11, 30)),
    "winter": ((11, 1), (12, 31)),
    "christmas": ((12, 20), (12, 31)),
}
SEASON = re.compile(rf"(?P<season>{'|'.join(SEASONS)})(?:\s+of)?\s+(?P<year>\d{{4}})")

# A part of a month or a year: the thirds into which people divide them.
PARTS = {"early": 0, "beginning of": 0, "start of": 0, "mid": 1, "middle of": 1, "late": 2, "end of": 2}
PART = re.compile(rf"(?P<part>{'|'.join(PARTS)})[\s\-]+(?P<rest>.+)")
WEEK_OF = re.compile(r"(?:w/?c|w/b|week (?:commencing|beginning|of|starting))[\s:]*(?P<rest>.+)")
DOUBTFUL = re.compile(
    r"^(?:\?+|~|circa|c\.|approx(?:imately|\.)?|about|around|probably|possibly|perhaps|on or (?:about|around))\s*"
    r"|\s*(?:\?+|\((?:\?|approx\.?|approximately|date not certain|uncertain)\)|approx\.?)$"
)
RANGE = re.compile(r"\s*(?:\s[-–—]+\s|\s+to\s+|\s+until\s+|\s+and\s+|[–—]|(?<=\d)-(?=\d+[./]\d+[./]\d))\s*")
SHORT_RANGE = re.compile(
    rf"(?P<a>\d{{1,2}})(?:st|nd|rd|th)?\s*(?:-|–|—|to|&|and|/)\s*(?P<rest>{DAY}\s*(?:of\s+)?[\s\-./]*(?:{MONTH}|\d{{1,2}}).*)"
)

NOTHING = {
    "",
    "?",
    "unknown",
    "not known",
    "n/k",
    "nk",
    "n/a",
    "na",
    "tbc",
    "undated",
    "no date",
    "date unknown",
    "not recorded",
    "-",
    "various",
}


@lru_cache(maxsize=50_000)
def read_date(text: str, *, time: str = "", not_after: date | None = None) -> ReadDate:
    """The time that `text` (and a `time` from its own column) means. Never raises.

    `not_after` is the file's own date: a two-digit year is the latest that does not lie after it (None: after 2068 is
    19xx).
    """
    raw = f"{text} {time}".strip()
    read = _read(" ".join(text.lower().split()), " ".join(time.lower().split()), not_after)
    return replace(read, when=replace(read.when, raw=raw))


def read_range(text: str, end: str, *, time: str = "", not_after: date | None = None) -> ReadDate:
    """A time with its end in a column of its own; an end that cannot be read leaves the beginning, and a doubt."""
    start = read_date(text, time=time, not_after=not_after)
    finish = read_date(end, not_after=not_after)
    raw = f"{start.when.raw} to {end}".strip()
    if finish.when.first is None or start.when.first is None:
        return ReadDate(replace(start.when, raw=raw), start.doubt or finish.doubt)
    if finish.when.last == start.when.last:
        return start
    whole = _spanning(start.when, finish.when)
    return replace(whole, when=replace(whole.when, raw=raw))


def _read(text: str, time: str, not_after: date | None) -> ReadDate:
    if text in NOTHING:
        return ReadDate(When(None, None, "unknown"))
    text = in_figures(LEADING.sub("", NO_DAY_KNOWN.sub("", text)))
    if match := YEAR_FIRST.fullmatch(text):
        text = f"{match['year']}-{_month(match['month']):02}-{match['day']}{match['rest']}"
    if ISO_MOMENT.fullmatch(text):
        return moment_of(text)
    plain = INSIDE.sub("", DOUBTFUL.sub("", text)).strip()
    if plain != text:
        read = _read(plain, time, not_after)
        return (
            read
            if read.when.first is None
            else ReadDate(replace(read.when, precision="uncertain", at=None), read.doubt)
        )
    for rule in (_day_and_time, _serial, _span, _part, _week, _range):
        try:
            read_so = rule(text, time, not_after)
        except OverflowError:  # beyond the last day of the calendar
            return ReadDate(When(None, None, "unknown"), NO_SUCH_DAY)
        if read_so is not None:
            return read_so
    return ReadDate(When(None, None, "unknown"), NOT_READ)


def _day_and_time(text: str, time: str, not_after: date | None) -> ReadDate | None:
    """A day, by any of its shapes, followed by nothing or by a time."""
    text = re.sub(rf"^{DAY_NAME}\s+", "", text)
    for shape in DAYS:
        match = shape.match(text)
        if match:
            rest = re.sub(rf"^[\s,;]*(?:\(?{DAY_NAME}\)?)?[\s,;]*", "", text[match.end() :])
            if rest and not (CLOCK.fullmatch(rest) or PART_OF_DAY.fullmatch(rest)):
                continue
            return timed(_day(match, not_after), rest or time)
    return None


def _day(match: re.Match[str], not_after: date | None) -> ReadDate:
    parts = {name: text for name, text in match.groupdict().items() if text}
    day, month = int(parts.get("day") or parts["d"]), _month(parts.get("month") or parts["m"])
    for year in _years(parts.get("year") or parts["y"]):
        try:
            found = date(year, month, day)
        except ValueError:
            return ReadDate(When(None, None, "unknown"), NO_SUCH_DAY)
        if found <= (not_after or date(YEARS[1] - 32, 12, 31)) or year < 2000:
            break
    doubt = None if YEARS[0] <= found.year <= YEARS[1] else FAR_YEAR
    return ReadDate(When(found, found, "day"), doubt)


def _month(text: str) -> int:
    return int(text) if text.isdigit() else MONTHS[text.rstrip(".")]


def _years(text: str) -> tuple[int, ...]:
    """The years that a written year may be, the latest first."""
    digits = text.lstrip("'")
    if len(digits) == 2:
        return 2000 + int(digits), 1900 + int(digits)
    return (max(int(digits), 1),)


def _serial(text: str, time: str, not_after: date | None) -> ReadDate | None:
    """A spreadsheet's day number, whose cell lost its look; a fraction is the time of day."""
    if not re.fullmatch(r"\d{5}(?:\.\d+)?", text) or not SERIALS[0] <= float(text) <= SERIALS[1]:
        return None
    day, fraction = EXCEL_EPOCH + timedelta(days=int(float(text))), float(text) % 1
    if fraction:
        wall = datetime.combine(day, datetime.min.time()) + timedelta(minutes=round(fraction * 24 * 60))
        return at(wall, None)
    return timed(ReadDate(When(day, day, "day")), time)


def _span(text: str, time: str, not_after: date | None) -> ReadDate | None:
    """A month, a year, a school year, a season or a term."""
    if match := SCHOOL_YEAR.fullmatch(text):
        year = int(match["year"])
        if match["next"] == str(year + 1) and "/" not in text:
            return ReadDate(When(date(year, 1, 1), date(year + 1, 12, 31), "range"))
        if int(match["next"]) % 100 == (year + 1) % 100:
            return ReadDate(When(date(year, 9, 1), date(year + 1, 8, 31), "range"))
    if match := ONLY_YEAR.fullmatch(text):
        return ReadDate(_year(int(match["year"])))
    if match := SEASON.fullmatch(text):
        first, last = SEASONS[match["season"]]
        year = int(match["year"])
        return ReadDate(When(date(year, *first), date(year, *last), "range"))
    for shape, precision in (
        (MONTH_YEAR, "month"),
        (NUMERIC_MONTH, "month"),
        (ISO_MONTH, "month"),
        (SHORT_MONTH_YEAR, "uncertain"),
    ):
        if match := shape.fullmatch(text):
            return _whole_month(match, precision, not_after)  # type: ignore[arg-type]
    return None


def _whole_month(match: re.Match[str], precision: Precision, not_after: date | None) -> ReadDate:
    month = _month(match["month"])
    if not 1 <= month <= 12:
        return ReadDate(When(None, None, "unknown"), NO_SUCH_DAY)
    years = _years(match["year"])
    latest = not_after or date(YEARS[1] - 32, 12, 31)
    year = next((year for year in years if date(year, month, 1) <= latest), years[-1]) if len(years) > 1 else years[0]
    last = calendar.monthrange(year, month)[1]
    return ReadDate(When(date(year, month, 1), date(year, month, last), precision))


def _year(year: int) -> When:
    return When(date(year, 1, 1), date(year, 12, 31), "year")


def _part(text: str, time: str, not_after: date | None) -> ReadDate | None:
    """Early, mid or late in a month or a year: that third of it, uncertain."""
    match = PART.fullmatch(text)
    whole = _span(match["rest"], "", not_after) if match else None
    if match is None or whole is None or whole.when.first is None or whole.when.last is None:
        return None
    third = ((whole.when.last - whole.when.first).days + 1) / 3
    place = PARTS[match["part"]]
    first = whole.when.first + timedelta(days=round(third * place))
    last = whole.when.first + timedelta(days=round(third * (place + 1)) - 1)
    return ReadDate(When(first, last, "uncertain"), whole.doubt)


def _week(text: str, time: str, not_after: date | None) -> ReadDate | None:
    match = WEEK_OF.fullmatch(text)
    began = _day_and_time(match["rest"], "", not_after) if match else None
    if began is None or began.when.first is None:
        return began
    return ReadDate(When(began.when.first, began.when.first + timedelta(days=6), "range"), began.doubt)


def _range(text: str, time: str, not_after: date | None) -> ReadDate | None:
    """From one time to another, where the first may leave to the second what they share."""
    text = re.sub(r"^(?:between|from)\s+", "", text)
    if match := MONTHS_TOGETHER.fullmatch(text):
        text = f"{match['month']} to {match['until']}"
    if match := SHORT_RANGE.fullmatch(text):
        end = _read(match["rest"], "", not_after)
        if end.when.first and end.when.precision == "day" and 1 <= int(match["a"]) <= end.when.first.day:
            return _spanning(When(end.when.first.replace(day=int(match["a"])), None, "day"), end.when)
    parts = RANGE.split(text)
    if len(parts) != 2:
        return None
    end = _read(parts[1], "", not_after)
    start = _read(parts[0], "", not_after)
    if start.when.first is None and end.when.first is not None:
        start = _read(f"{parts[0]} {end.when.first.year}", "", not_after)
    if start.when.first is None or end.when.first is None:
        return ReadDate(When(None, None, "unknown"), start.doubt or end.doubt or NOT_READ)
    return _spanning(start.when, end.when)


def _spanning(start: When, end: When) -> ReadDate:
    if start.first is None or end.last is None or end.last < start.first:
        return ReadDate(When(None, None, "unknown"), BACKWARDS)
    uncertain = "uncertain" in (start.precision, end.precision)
    return ReadDate(When(start.first, end.last, "uncertain" if uncertain else "range"))
