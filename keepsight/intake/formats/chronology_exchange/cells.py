"""What single cells of the exchanged table hold, each in words of a person, and read back as the same.

A cell never runs as a formula: what would is written after a quotation mark, which reading takes away again.
"""

import json
import re
from collections.abc import Iterable
from datetime import date
from typing import get_args

from keepsight.intake.drafts import NOT_HELD, Basis, DetailValue, Role
from keepsight.intake.formats.chronology_exchange.moments import day
from keepsight.intake.reading.dates import read_date
from keepsight.vocabulary import KINDS

# What a spreadsheet would run, or takes for a command in older ones (OWASP, CSV injection).
RUNS = re.compile(r"'*[=+\-@\t\r]")
QUOTED = re.compile(r"'+[=+\-@\t\r]")
TOLD = re.compile(r"(?P<agency>.*?)(?: \((?P<on>\d\d/\d\d/\d{4})\))?", re.DOTALL)
IN_A_ROLE = re.compile(r"(?P<who>.*?)(?: \((?P<role>[a-z ]+)\))?", re.DOTALL)
NO_NAME = re.compile(r"[;()\s]+")  # what parts one person from the next in a cell is no part of a name there
YES = {True: "yes", False: "no"}
KIND_OF = {words.casefold(): kind.name for kind in KINDS.values() for words in (kind.name, kind.title)}
BASIS_OF: dict[str, Basis] = {basis.replace("_", " "): basis for basis in get_args(Basis)}
ROLE_OF: dict[str, Role] = {role.replace("_", " "): role for role in get_args(Role)}


def safe(words: str) -> str:
    """Words as a cell may hold them: nothing that runs, nothing that a workbook or a document cannot hold."""
    plain = words.replace("\r\n", "\n").replace("\r", "\n").translate(NOT_HELD)
    return f"'{plain}" if RUNS.match(plain) else plain


def unquoted(cell: str) -> str:
    """The words that `safe` wrote into a cell."""
    return cell[1:] if QUOTED.match(cell) else cell


def called(name: str) -> str:
    """A name as the cells of one file call somebody."""
    return NO_NAME.sub(" ", name).strip()


def people_cell(people: Iterable[tuple[str, Role]]) -> str:
    """Who an entry is about, each with their part in it."""
    return "; ".join(f"{ref} ({role.replace('_', ' ')})" for ref, role in people)


def people_of(cell: str) -> list[tuple[str, Role | None]]:
    """Who a cell names; no role where it says none, or one that there is not."""
    parts = (IN_A_ROLE.fullmatch(part.strip()) for part in cell.split(";") if part.strip())
    return [(part["who"], ROLE_OF.get(part["role"] or "")) for part in parts if part]


def told_cell(told: Iterable[tuple[str, date | None]]) -> str:
    """Who was told, a line each, with the day where it is known."""
    return "\n".join(f"{agency} ({day(on)})" if on else agency for agency, on in told)


def told_of(cell: str) -> tuple[tuple[str, date | None], ...]:
    """Whom a cell says were told."""
    parts = (TOLD.fullmatch(line) for line in cell.splitlines() if line.strip())
    return tuple((part["agency"], read_date(part["on"]).when.first if part["on"] else None) for part in parts if part)


def pairs_cell(pairs: Iterable[tuple[str, DetailValue]]) -> str:
    """Names with what is said of each, a line each: as plain words where these are read back as the same."""
    return "\n".join(f"{name}: {_plain(value)}" for name, value in pairs)


def pairs_of(cell: str) -> dict[str, DetailValue]:
    """What a cell says of each name. A line without a name says nothing."""
    parts = (line.partition(": ") for line in cell.split("\n"))
    return {name.strip(): _value(text.strip()) for name, colon, text in parts if colon}


def _plain(value: DetailValue) -> str:
    if isinstance(value, str) and value and value == value.strip() and value.isprintable() and _value(value) == value:
        return value
    return json.dumps(value, ensure_ascii=False)


def _value(text: str) -> DetailValue:
    try:
        value: DetailValue = json.loads(text)
    except ValueError:
        return text
    return value
