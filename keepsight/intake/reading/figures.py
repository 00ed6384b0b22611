"""Days of a month that people write in words: "the twenty-second of May" is "the 22 of May"."""

import re

ONES = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth")
TEENS = (
    "tenth", "eleventh", "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth",
    "nineteenth", "twentieth",
)  # fmt: skip
DAYS = {word: place for place, word in enumerate((*ONES, *TEENS), 1)}
DAYS |= {f"twenty {word}": 20 + place for place, word in enumerate(ONES, 1)} | {"thirtieth": 30, "thirty first": 31}
WORDS = "|".join(sorted(DAYS, key=len, reverse=True)).replace(" ", "[ -]")
# Of a month, and of nothing else: "second week of May" is not the second of May.
IN_WORDS = re.compile(rf"\b(?P<day>{WORDS})\b(?=\s+(?:of\s+)?[a-z]{{3,9}}\b)(?!\s+(?:week|half|part|day|quarter)\b)")


def in_figures(text: str) -> str:
    """The same words in small letters, with a day that is written as a word written as a number."""
    return IN_WORDS.sub(lambda match: str(DAYS[match["day"].replace("-", " ")]), text)
