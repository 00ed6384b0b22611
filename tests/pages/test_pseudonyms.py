"""A story without names: every known name replaced by a role that stays the same, and the rest listed for a person."""

import datetime as dt
import uuid
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keepsight.chronology.shown import About
from keepsight.pages.pseudonyms import Cast, Named, cast_of, hidden_child, hidden_entry, hidden_feed
from tests.pages.invented import NELL, TAM, entry, feed, nell, of_tam

MUM = uuid.UUID("6a1f0d36-6f0e-4c1c-9a55-1c0ffee00003")
SCHOOL = "Marshlight School"


def cast(**names: str) -> Cast:
    """A cast of one person, called this or that."""
    return Cast((Named("Parent 1", tuple(names.values())),), {MUM: "Parent 1"})


def story() -> Cast:
    entries = [
        entry("concern.recorded", "2025-01-02", SCHOOL, sector="school", professional="Mrs Ada Pym, class teacher"),
        of_tam(entry("child.seen", "2025-01-03", professional="Ivo Fairlamb, social worker")),
        entry("concern.recorded", "2025-01-04", "Hill School", sector="school", told=(("Wash Constabulary", None),)),
        replace(entry("home.observed", "2025-01-05"), about=(About(MUM, "Kay Sedgeway", "parent"),), scope="household"),
    ]
    feeds = [feed(SCHOOL, "school"), feed("Wash Constabulary", "police")]
    spelt = {NELL: ("Nell Sedgeway", "Nell", "Nelly", "C1"), TAM: ("Tam Sedgeway",), MUM: ("Kay Sedgeway", "MO")}
    return cast_of(nell(nhs_number="9991234567"), entries, feeds, spelt, {MUM: "parent", TAM: "sibling"})


def test_a_number_says_what_number_it_is_and_a_name_stands_as_it_is_spelt() -> None:
    assert Named("Child A", ("Nell", "999 123 4567", "9991234567", "A123456789012")).on_record_as == [
        "Nell",
        "NHS number 999 123 4567",
        "NHS number 9991234567",
        "pupil number A123456789012",
    ]


@pytest.mark.parametrize(
    ("words", "without"),
    [
        ("Nell said that Tam cried", "Child A said that Sibling 1 cried"),
        ("NELL’S coat; Nelly's shoes", "Child A’S coat; Child A's shoes"),
        ("MO shouted at C1", "Parent 1 shouted at Child A"),
        ("Kay  Sedgeway came", "Parent 1 came"),
        ("the Sedgeway house", "the [name] house"),
        ("seen at Marshlight School, then Hill School", "seen at School 1, then School 2"),
        ("Mrs Pym rang Ivo Fairlamb", "Mrs Professional 1 rang Professional 2"),
        ("Nell-Marie and Smith-Sedgeway", "Child A and [name]"),
        ("NHS 999 123 4567, ring 01945 123456", "NHS [NHS number], ring [telephone number]"),
        ("moved to 14 Lantern Street, ZZ99 3AB", "moved to [address], [postcode]"),
        ("born 04/02/2017, that is 4 February 2017", "born [date of birth], that is [date of birth]"),
        ("write to kay@home.example", "write to [e-mail address]"),
        ("Nellie Bly was no Nelson", "Nellie Bly was no Nelson"),
        ("nothing here", "nothing here"),
        ("", ""),
    ],
)
def test_every_known_name_is_replaced_by_a_role(words, without):
    assert story().text(words) == without


@pytest.mark.parametrize(
    ("name", "words", "without"),
    [
        ("May Rose", "May went home; Rose did not", "Parent 1 went home; Parent 1 did not"),
        ("May Rose", "on 3 May 2025, and in May 2024", "on 3 May 2025, and in May 2024"),
        ("May Rose", "her temperature rose, she may go", "her temperature rose, she may go"),
        ("Jo Byrne", "Jonas and Byrnes", "Jonas and Byrnes"),
        ("O'Neill", "Mr O’Neill and Mr O'Neill", "Mr Parent 1 and Mr Parent 1"),
        ("A.B (the) [x]+*", "seen by A.B (the) [x]+* today", "seen by Parent 1 today"),
        ("مريم حسن", "جاءت مريم إلى المدرسة", "جاءت Parent 1 إلى المدرسة"),
        ("Zoë Ångström", "ZOË ÅNGSTRÖM and zoë", "Parent 1 and Parent 1"),
        ("<script>", "said <script> twice", "said Parent 1 twice"),
    ],
)
def test_hostile_names_are_replaced_and_words_that_only_look_like_them_are_not(name, words, without):
    assert cast(name=name).text(words) == without


@given(
    st.from_regex(r"[A-Z][a-z]{3,9} [A-Z][a-z]{3,9}", fullmatch=True), st.text(alphabet="abc .,;:!?\n'“”-", max_size=30)
)
def test_no_known_name_ever_stays(name, around):
    who = cast(name=name)
    for said in (name, name.upper(), *name.split(), f"{name}'s", f"({name})"):
        left = who.text(f"{around} {said} {around}")
        assert name not in left
        assert "Parent 1" in left


@given(st.text(max_size=60))
def test_replacing_twice_is_replacing_once(words):
    once = story().text(words)
    assert story().text(once) == once


def test_the_same_person_is_the_same_role_whatever_is_shown_of_the_story():
    assert story().people == {NELL: "Child A", TAM: "Sibling 1", MUM: "Parent 1"}


def test_words_that_may_still_tell_who_is_meant_are_listed_for_a_person():
    said = "Seen with Auntie Gwen at Fennick Fair. The GP and Child A agreed on Monday, not on Sundays. Then nell came."
    assert [word for word, _ in story().left([said])] == ["Auntie", "Fair", "Fennick", "Gwen", "nell"]


def test_an_entry_without_names_holds_no_known_name_in_any_field():
    made = entry(
        "emergency.attended", "2025-02-03", SCHOOL, sector="school", professional="Mrs Ada Pym", narrative="Nell fell",
        child_words="Tam pushed me", hindsight="Kay knew", significance="Nell alone", guessed_by="Nell fell",
        raw_when="Nell’s birthday", details={"service": "Marshlight School clinic", "presented_with": "injury"},
        told=((SCHOOL, dt.date(2025, 2, 4)),), earlier=(entry("note.made", "2025-02-03", narrative="Nell again"),),
    )  # fmt: skip
    without = repr(replace(hidden_entry(made, story()), title=""))
    for name in ("Nell", "Tam", "Kay", "Sedgeway", "Pym", "Marshlight", "fennick.csv"):
        assert name not in without, name
    assert hidden_entry(made, story()).details["presented_with"] == "injury"


def test_the_child_keeps_a_year_of_birth_and_no_name_or_number():
    without = hidden_child(nell(nhs_number="9991234567", upn="A123", known_as=("Nelly Sedgeway",)))
    assert (without.name, without.known_as, without.nhs_number, without.upn) == ("Child A", (), None, None)
    assert (without.born_precision, without.born_raw) == ("year", "2017")
    assert hidden_child(nell(born_on=None, born_precision="unknown", born_raw=None)).born_raw is None


def test_an_agency_is_called_by_its_kind_and_a_kind_stays_what_it_is():
    assert hidden_feed(feed(SCHOOL, "school"), story()).agency_name == "School 1"
    assert story().agency("Police") == "Police"
    assert story().agency("Wash Constabulary") == "Police"
