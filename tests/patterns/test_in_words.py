"""The rule of each sheet in words names all that it asks, and changes with each of its numbers: there is no second copy of it."""

import pytest

from keepsight.errors import BrokenShelf
from keepsight.patterns.in_words import needs_in_words, rule_in_words, terms_in_words, unknown_in_words
from keepsight.patterns.numbers import Number, numbers
from keepsight.patterns.sheets import LIBRARY, library, said_in, sheet_of
from keepsight.patterns.worked import worked, worked_examples
from keepsight.vocabulary import KINDS, SECTORS

SHELF = library()


def rule(name: str) -> str:
    """The whole rule of a pattern of the library."""
    return " ".join(rule_in_words(SHELF[name].asks))


@pytest.mark.parametrize("name", SHELF)
def test_every_set_of_entries_that_a_sheet_reads_is_named_in_its_rule(name: str) -> None:
    parts = [part for part in SHELF[name].asks.parts() if part.name not in ("in_contact", "looked_at")]
    assert parts
    for part in parts:
        assert terms_in_words(part.terms) in rule(name), part.name


def otherwise(number: Number) -> object:
    """The same number, written in its sheet as another."""
    if " in " in number.says:
        return [1, 97]
    return int(number.says) + 1 if number.says.isdecimal() else "97 days"


def put(table: dict[str, object], path: str, value: object) -> None:
    """Set what stands at a path of a table."""
    *tables, key = path.split(".")
    place: dict[str, object] = table
    for one in tables:
        place = place[one]  # type: ignore[assignment]
    place[key] = value


def test_every_number_of_every_sheet_stands_in_its_rule_and_another_number_makes_another_rule() -> None:
    tried = 0
    for name in SHELF:
        for number in numbers(said_in(LIBRARY / name)):
            said = said_in(LIBRARY / name)
            put(said, number.path, otherwise(number))
            try:
                changed = sheet_of(name, said)
            except BrokenShelf:
                continue  # three agencies of two can never be
            tried += 1
            assert rule_in_words(changed.asks) != rule_in_words(SHELF[name].asks), f"{name}: {number.path}"
    assert tried > len(SHELF)


def test_a_rule_says_who_tells_what_is_asked_of_an_entry_and_whom_it_is_about() -> None:
    assert "told by Children's social care or Child and adolescent mental health services" in rule(
        "repeat-referrals-no-action"
    )
    assert "no further action or signposted" in rule("repeat-referrals-no-action")
    assert "the child being under 6 months" in rule("injury-not-yet-mobile")
    assert "about somebody in the child's home" in rule("cumulative-harm")
    assert "resting on a carer's account" in rule("assessment-rests-on-parents-account")


@pytest.mark.parametrize("name", SHELF)
def test_what_it_needs_names_every_kind_and_every_sort_of_agency(name: str) -> None:
    sheet, said = SHELF[name], " ".join(needs_in_words(SHELF[name]))
    for need in sheet.needs:
        assert all(KINDS[kind].title in said for kind in need.kinds)
        assert all(SECTORS[sector].title in said for sector in need.sectors)
    assert any("cannot tell" in one for one in unknown_in_words(sheet)) is bool(sheet.needs)


def test_examples_are_laid_out_as_they_are_written() -> None:
    first, second = worked("""# A pattern

About all of them.

## One that holds

| entry | day |
|-------|-----|
| a     | b   |

Asked on 2025-06-01.

| state | began |
|-------|-------|
| holds | c     |

## One that does not

| entry | day |
|-------|-----|
| d     | e   |

Asked on 2025-06-01.

Nothing.
""")
    assert (first.heading, first.on_record, first.answer) == (
        "One that holds", (("entry", "day"), ("a", "b")), (("state", "began"), ("holds", "c")),
    )  # fmt: skip
    assert (second.says, second.answer) == (("Asked on 2025-06-01.", "Nothing."), ())
    assert worked_examples("nobody-asks-this") == ()
