"""The vocabulary holds only kinds that something uses: a format delivers, makes or guesses them, a pattern asks, people act."""

import tomllib

import pytest

from keepsight.chronology import disputes
from keepsight.chronology.actions import RETRACTED
from keepsight.errors import BrokenShelf
from keepsight.intake.formats import formats
from keepsight.patterns.sheets import library
from keepsight.practice.assessments import checking, resting, scoring
from keepsight.practice.child import supporting, telling_back
from keepsight.practice.child.exploitation import KINDS as EXPLOITATION
from keepsight.practice.child.missing import WHEREABOUTS
from keepsight.practice.family.adults import KINDS as ADULTS
from keepsight.practice.forms import filling_in
from keepsight.practice.marac import checklist as marac
from keepsight.practice.plans import planning
from keepsight.practice.threads.table import kinds as kinds_of_acts
from keepsight.vocabulary import KINDS, check

# What a free row becomes when no rule knows its words: see formats/chronology_table/rows.py.
WITHOUT_A_RULE = {"note.made"}
BY_ACTS = {
    disputes.KIND,
    RETRACTED,
    WHEREABOUTS,
    planning.CONTROL,
    supporting.SUPPORT,
    telling_back.LOOKED_OVER,
    resting.RESTS,
    scoring.USED,
    filling_in.FILLED_IN,
    checking.CHECKED,
    checking.FOLLOWED_UP,
    checking.PLAN_CHECKED,
    marac.CHECKED,
    *ADULTS,
    *EXPLOITATION,
}  # what people append themselves


def made() -> set[str]:
    """The kinds that stand in the tables of what the samples of the shelf become, which the samples are held to."""
    tables = (
        table.read_text(encoding="utf-8") for one in formats().values() for table in one.folder.glob("*.expected.md")
    )
    cells = {cell.strip() for table in tables for line in table.splitlines() for cell in line.split("|")}
    return cells & set(KINDS)


def used() -> set[str]:
    delivered = {kind for one in formats().values() for kind in one.delivers}
    terms = (term for sheet in library().values() for part in sheet.asks.parts() for term in part.terms)
    asked = {kind for term in terms for kind in term.kinds}
    rules = (formats()["chronology_table"].folder / "words.toml").read_text(encoding="utf-8")
    assert tomllib.loads(rules)
    guessed = {kind for kind in KINDS if f'"{kind}"' in rules}
    return delivered | made() | asked | guessed | kinds_of_acts() | BY_ACTS | WITHOUT_A_RULE


def test_a_kind_that_nothing_uses_is_refused_by_name():
    with pytest.raises(BrokenShelf, match=r"school\.excluded"):
        check(used() - {"school.excluded"})


def test_every_kind_is_used():
    check(used())
