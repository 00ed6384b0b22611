"""A workbook's numbers as a person sees them: dates, months, times and padded numbers are all one number with a look.

A cell that shows only a month is read as that month, not as its first day: the sender never said a day. Digits that the
workbook has already lost are noted, never invented.
"""

import re
from datetime import datetime, timedelta
from enum import Enum

# ECMA-376 part 1, 18.8.30: the formats that every workbook knows by number.
BUILT_IN = {
    **dict.fromkeys(("14", "15", "16"), "d/m/yyyy"),
    "17": "mmm-yy",
    **dict.fromkeys(("18", "19", "20", "21", "45", "46", "47"), "h:mm"),
    "22": "d/m/yyyy h:mm",
    **dict.fromkeys(
        ("27", "28", "29", "30", "31", "36", "50", "51", "52", "53", "54", "55", "56", "57", "58"), "d/m/yyyy"
    ),
}
SPOKEN = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.')  # parts of a format code that are not about the number
KEPT_DIGITS = 15  # a spreadsheet keeps no more; ECMA-376 stores an IEEE double
LOST_DIGITS = (
    "a number here has more digits than a spreadsheet keeps, so its last digits may be wrong: store it as text"
)
NO_SUCH_DAY = "a date here lies outside the calendar"

EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 - a spreadsheet's serial names a wall clock, never a zone
EPOCH_1904 = datetime(1904, 1, 1)  # noqa: DTZ001
FIRST_YEAR = 1900  # a negative serial is no date
LEAP_SLIP = 60  # serials below this count from one day later: the 1900 system believes in 29 February 1900


class Look(Enum):
    """How a style shows a number, with the words it would show."""

    PLAIN = ""
    DAY = "%d/%m/%Y"
    MOMENT = "%d/%m/%Y %H:%M"
    MONTH = "%B %Y"
    YEAR = "%Y"
    TIME = "%H:%M"


def look_of(format_id: str, codes: dict[str, str]) -> Look | int:
    """The look of a number format, given the workbook's own format codes; an int is a width padded with zeros."""
    code = SPOKEN.sub("", codes.get(format_id, BUILT_IN.get(format_id, ""))).split(";")[0].lower()
    if re.fullmatch("0{2,}", code):
        return len(code)
    day, year, hour = "d" in code, "y" in code, "h" in code or "s" in code
    if day:
        return Look.MOMENT if hour else Look.DAY
    if year:
        return Look.MONTH if "m" in code else Look.YEAR
    return Look.TIME if hour else Look.PLAIN


def number_as_seen(value: str, look: Look | int, *, from_1904: bool) -> tuple[str, str | None]:
    """The words a number shows, and what is odd about it (None: nothing). Raises ValueError for what is no number."""
    number = float(value)
    if isinstance(look, Look) and look is not Look.PLAIN:
        return _time_as_seen(value, number, look, from_1904)
    digits = value.lstrip("-").replace(".", "").lower().split("e")[0].strip("0")
    note = LOST_DIGITS if len(digits) > KEPT_DIGITS and number.is_integer() else None
    if not value.lstrip("-").isdigit():
        value = f"{number:.0f}" if number.is_integer() else f"{number:.15g}"
    return value.zfill(look) if isinstance(look, int) else value, note


def _time_as_seen(value: str, serial: float, look: Look, from_1904: bool) -> tuple[str, str | None]:
    if look is Look.MOMENT and serial.is_integer():
        look = Look.DAY  # a format with hours over a bare day: midnight was never said
    if look is Look.TIME and serial >= 1:
        look = Look.MOMENT
    slip = 1 if not from_1904 and 1 <= serial < LEAP_SLIP else 0
    try:
        moment = (EPOCH_1904 if from_1904 else EPOCH) + timedelta(days=slip, minutes=round(serial * 24 * 60))
    except OverflowError:
        return value, NO_SUCH_DAY
    return moment.strftime(look.value) if look is Look.TIME or moment.year >= FIRST_YEAR else value, None
