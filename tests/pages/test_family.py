"""Who is in a child's life, told of invented people: several homes, who is missing, and that all drawn words keep to their box."""

import datetime as dt
import xml.etree.ElementTree as ET
from dataclasses import replace
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from keepsight.pages.family import ecomap
from keepsight.pages.family.drawing import NAME, NOTE, PLAIN, ROOM_AFTER, WORDS_AT, drawing, lines_of, ties_drawn
from keepsight.pages.family.kin import Family, Kin, Known, family_of
from keepsight.pages.family.lettering import width_of
from keepsight.pages.family.network import in_words, network_of
from keepsight.pages.family.placing import CARD, placed
from keepsight.people.queries import Member
from keepsight.people.shown import ChildShown
from keepsight.people.ties import Said, Tie
from tests.pages.invented import NELL, TAM, TODAY, entry, feed, nell, of_tam

MUM, DAD, GRAN = (UUID(int=number) for number in (1, 2, 3))
HOSTILE = ["<script>alert(1)</script>", "W" * 80, "‮gnp.exe", "\"'&", "Ñandú " * 9, "李" * 30]
WHO = {NELL: "Nell", TAM: "Tam", MUM: "Mum", DAD: "Dad", GRAN: "Gran"}
SEX = {MUM: "female", DAD: "male", GRAN: "female"}


def tie(a: UUID, kind: str, b: UUID, to_on: dt.date | None = None, raw: str = "") -> Tie:
    """What the school says of two people."""
    return Tie(a, kind, b, (Said("Marshlight School", TODAY, None, to_on, raw),))


def fact(one: UUID) -> ChildShown:
    """Somebody as they are shown, born on no known day but for Nell."""
    return nell() if one == NELL else nell(id=one, name=WHO[one], forename=WHO[one], sex=SEX.get(one), born_on=None)


def family(*ties: Tie, **roles: str) -> Family:
    """Nell's family, of whom her agencies say this."""
    home = [
        Member({"tam": TAM, "mum": MUM, "dad": DAD, "gran": GRAN}[who], who, role, None, None)
        for who, role in roles.items()
    ]
    return family_of(Known(nell(), home, [], ties, {one: fact(one) for one in WHO}, WHO, TODAY))


def of(found: Family, name: str) -> Kin:
    """Somebody of a family."""
    return next(one for one in found.kin if one.name == name)


MOTHER, FATHER = tie(MUM, "parent_of", NELL), tie(DAD, "parent_of", NELL)


@pytest.mark.parametrize(
    ("ties", "roles", "says"),
    [
        ((), {}, "No parent recorded."),
        ((MOTHER,), {"mum": "parent"}, "No father recorded."),
        ((FATHER,), {"dad": "parent"}, "No mother recorded."),
        ((MOTHER, tie(GRAN, "parent_of", NELL)), {"mum": "parent", "gran": "parent"}, "No father recorded."),
    ],
)
def test_a_parent_whom_nobody_has_recorded_has_a_place_and_a_sentence(
    ties: tuple[Tie, ...], roles: dict[str, str], says: str
) -> None:
    found = family(*ties, **roles)
    assert says in found.missing
    assert [one.name for one in found.kin if one.missing] == [says.rstrip(".")]


def test_with_mother_and_father_on_record_nobody_s_place_is_empty() -> None:
    found = family(MOTHER, FATHER, mum="parent", dad="parent")
    assert not [one for one in found.kin if one.missing]


def test_somebody_of_two_homes_is_told_with_both() -> None:
    homes = (tie(DAD, "lives_with", NELL), tie(DAD, "lives_with", TAM), tie(MUM, "lives_with", NELL))
    found = family(MOTHER, FATHER, *homes, mum="parent", dad="parent", tam="sibling")
    assert (of(found, "Dad").at_home, of(found, "Dad").lives) == (True, "lives with Tam")
    assert (of(found, "Mum").at_home, of(found, "Mum").lives) == (True, "")
    assert of(found, "Tam").at_home is False
    assert of(found, "Nell").lives == "lives with Dad and Mum"


def test_a_home_that_has_ended_is_no_home_today() -> None:
    found = family(MOTHER, tie(MUM, "lives_with", NELL, to_on=TODAY - dt.timedelta(1)), mum="parent")
    assert of(found, "Mum").at_home is False
    assert "No file says with whom the child lives today." in found.missing


def test_generations_are_those_that_ties_say_and_else_those_of_the_role() -> None:
    found = family(MOTHER, tie(GRAN, "parent_of", MUM), mum="parent", gran="other", dad="partner", tam="sibling")
    assert {one.name: one.generation for one in found.kin if not one.missing} == {"Gran": -2, "Mum": -1, "Nell": 0}
    found = family(tie(DAD, "lives_with", NELL), tie(TAM, "lives_with", NELL), dad="other", tam="sibling")
    assert (of(found, "Dad").generation, of(found, "Tam").generation) == (-1, 0)


def test_of_a_household_nobody_stands_here_whom_no_tie_that_may_be_told_leads_to() -> None:
    assert [one.name for one in family(dad="other").kin if not one.missing] == ["Nell"]


def test_an_entry_about_others_at_home_makes_their_father_none_of_the_child_s() -> None:
    about = entry("child.seen", "2026-01-01")
    with_dad = replace(about, about=(replace(about.about[0], person_id=DAD, name="Dad", role="parent"),))
    facts = {one: fact(one) for one in WHO}
    told = [
        family_of(Known(nell(), [], [one], (), facts, WHO, TODAY))
        for one in (with_dad, replace(with_dad, scope="household"))
    ]
    assert [[one.name for one in each.kin if one.what == "father"] for each in told] == [["Dad"], []]


def test_two_records_of_one_name_stand_apart_and_the_page_says_why() -> None:
    facts = {one: fact(one) for one in WHO} | {GRAN: replace(fact(MUM), id=GRAN)}
    known = Known(nell(), [Member(one, "", "parent", None, None) for one in (MUM, GRAN)], [],
                  [MOTHER, tie(GRAN, "parent_of", NELL)], facts, WHO | {GRAN: "Mum"}, TODAY)  # fmt: skip
    found = family_of(known)
    assert [one.name for one in found.kin].count("Mum") == 2
    assert (
        "Mum may be one person: 2 records bear one name, and nobody has said that they are the same." in found.missing
    )


@settings(max_examples=40)
@given(st.text(max_size=60), st.text(max_size=40), st.text(max_size=80))
def test_no_words_are_wider_than_their_card(name: str, what: str, lives: str) -> None:
    names, notes = lines_of(Kin("a", name, what, None, 0, lives=lives), CARD)
    room = CARD - WORDS_AT - ROOM_AFTER
    assert all(width_of(line, NAME) <= room for line in names)
    assert all(width_of(line, NOTE * PLAIN) <= room for line in notes)
    assert len(names) <= 2
    assert len(notes) <= 2


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_name_is_text_and_nothing_else(name: str) -> None:
    found = family(MOTHER, mum="parent")
    found = replace(found, kin=tuple(replace(one, name=name) for one in found.kin))
    drawn = placed({one.id: one.generation for one in found.kin}, ties_drawn(found, TODAY))
    tags = {one.tag for one in ET.fromstring(str(drawing(found, drawn))).iter()}
    assert tags <= {"svg", "g", "rect", "circle", "path", "text"}


@given(st.lists(st.tuples(st.text(min_size=1, max_size=60), st.booleans(), st.booleans()), min_size=1, max_size=20))
def test_every_agency_has_its_box_and_every_tie_of_it_its_line(told: list[tuple[str, bool, bool]]) -> None:
    of_child = [entry("child.seen", "2026-01-01", name) for name, told_of_child, _ in told if told_of_child]
    of_home = [of_tam(entry("child.seen", "2026-01-01", name)) for name, _, told_of_home in told if told_of_home]
    entries = [*of_child, *of_home]
    services = network_of(entries, [], ())
    if not services:
        return
    drawn = ecomap.network("Nell", services)
    boxes = [(one.x, one.y, one.x + one.width, one.y + one.height) for one in drawn.boxes]
    assert len({box[1] for box in boxes}) >= len(services)
    assert not [
        1 for a in boxes for b in boxes if a is not b and a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]
    ]
    assert all(
        left > 0 and top > 0 and right < drawn.width and bottom < drawn.height for left, top, right, bottom in boxes
    )
    assert len(drawn.lines) == sum(bool(one.tie) + bool(one.home) for one in services)
    edges = {x for left, _, right, _ in boxes for x in (left, right)}
    assert all({line.left, line.right} <= edges for line in drawn.lines)
    room = {box: box.width - 2 * ecomap.PAD for box in drawn.boxes}
    assert all(width_of(line, ecomap.NOTE * PLAIN) <= room[box] for box in drawn.boxes for line in box.lines)


def test_agencies_are_told_by_what_ties_them_and_in_the_order_of_their_names() -> None:
    heard = entry("child.voice", "2026-02-01", "Marshlight School", child_words="It hums.")
    entries = [heard, replace(entry("child.seen", "2026-01-01", "Wash Constabulary"), told=(("Fennick Housing", None),)),
               of_tam(entry("child.seen", "2026-01-03", "Lantern Street Surgery"))]  # fmt: skip
    feeds = [feed("Fennick CAMHS", "camhs", to=None, connected=False), feed("Ashby School", "school")]
    found = network_of(entries, feeds, {"ashby school"})
    assert [(one.name, one.tie) for one in found] == [
        ("Ashby School", "record"), ("Fennick CAMHS", None), ("Fennick Housing", "told"), ("Lantern Street Surgery", None),
        ("Marshlight School", "heard"), ("Wash Constabulary", "knows"),
    ]  # fmt: skip
    assert in_words(found[1]) == ["Not connected: what it knows is not here"]
    assert in_words(found[3]) == ["Has told of others at home: 3 Jan 2026"]
