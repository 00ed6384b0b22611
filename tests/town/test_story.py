"""The stories: nothing can be lost by a slip of the pen, nobody in them can be anybody, and they hold together."""

import re
from datetime import date

import pytest

from keepsight.clocks import is_working_day
from keepsight.errors import BrokenShelf
from keepsight.intake.identifiers import nhs_number_is_for_tests, nhs_number_is_valid, upn_is_valid
from keepsight.town import AGENCIES, STORY_ENDS_ON, Family, families, story
from keepsight.vocabulary import KINDS, SECTORS

CHILDREN = [pytest.param(child, id=child.forename) for family in families() for child in family.children]
LINES = [(family, line) for family in families() for line in family.lines]


@pytest.mark.parametrize(
    "slip",
    [
        "\n[[polise]]\nevent = 'a section nobody reads'\n",
        "\n[[police]]\nevnt = 'a word nobody knows'\n",
        "\n[people.somebody]\nforename = 'No surname'\n",
    ],
)
def test_a_slip_of_the_pen_in_a_family_file_is_refused_by_name(slip, tmp_path, monkeypatch):
    told = (story.FAMILIES_FOLDER / "ostler.toml").read_text("utf-8")
    (tmp_path / "ostler.toml").write_text(told + slip, "utf-8")
    monkeypatch.setattr(story, "FAMILIES_FOLDER", tmp_path)
    story._told.cache_clear()
    try:
        with pytest.raises(BrokenShelf, match="ostler"):
            families()
    finally:
        story._told.cache_clear()


def test_there_are_fifteen_families_and_eight_agencies_that_send_files():
    assert [family.name for family in families()] == [
        "Ashdown",
        "Brindle",
        "Larkspur",
        "Marrow",
        "Merrin of Flat 9",
        "Merrin of Flat 2",
        "Ostler",
        "Pellow",
        "Pinder",
        "Quillfeather",
        "Rushmere",
        "Saltmarsh",
        "Tansley",
        "Teasel",
        "Vesper",
    ]
    assert {line.agency for _, line in LINES} == set(story.TOLD_BY)
    assert len(story.TOLD_BY) == 8


def test_agencies_use_the_words_of_the_vocabulary():
    assert {agency.sector for agency in AGENCIES.values()} <= set(SECTORS)
    assert {kind for agency in AGENCIES.values() for kind in agency.delivers} <= set(KINDS)


@pytest.mark.parametrize("child", CHILDREN)
def test_a_childs_numbers_pass_their_checks_and_can_be_nobodys(child):
    assert nhs_number_is_valid(child.nhs_number)
    assert nhs_number_is_for_tests(child.nhs_number)
    if child.upn:
        assert upn_is_valid(child.upn)
        assert child.upn[1:4] == "999"  # no council has this number
    else:
        assert child.no_upn == "UN1"  # not of school age
    assert all(home.postcode.startswith("ZZ99 ") for home in child.homes)


def test_no_two_children_share_a_number():
    numbers = [number for one in CHILDREN for number in (one.values[0].nhs_number, one.values[0].upn) if number]
    assert len(numbers) == len(set(numbers))


def test_no_text_holds_anything_that_could_be_dialled_or_posted_to():
    looks_real = re.compile(r"\b0\d{3,4}[ -]?\d{3}|\+44|@|\b(?!ZZ99)[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b")
    for file in story.FAMILIES_FOLDER.glob("*.toml"):
        told = "\n".join(line for line in file.read_text("utf-8").splitlines() if "upn" not in line)
        assert not looks_real.search(told), file.name


def test_codes_of_agencies_are_words_of_the_vocabulary():
    assert {kind for _, line in LINES if line.kind for kind in line.kind.split("; ")} <= set(KINDS)


def test_the_surgery_and_the_school_write_no_codes():
    assert {"gp", "school"}.isdisjoint(line.agency for _, line in LINES if line.kind)


def test_everybody_but_the_police_and_the_hospital_writes_on_working_days():
    """In the story's own calendar. Police and the emergency department work at night and on Sundays."""
    open_always = ("police", "hospital")
    days = {line.on for _, line in LINES if line.agency not in open_always and isinstance(line.on, date)}
    assert [day for day in sorted(days) if not is_working_day(day)] == []


def test_nothing_happens_after_the_story_ends_and_nothing_is_written_down_before_it_happens():
    for _, line in LINES:
        if isinstance(line.on, date):
            assert line.on <= STORY_ENDS_ON
            assert all(later is None or later >= line.on for later in (line.written, line.told_on))


def test_every_line_is_about_somebody_in_its_family():
    for family, line in LINES:
        assert not line.child or line.child in family.people


def test_what_is_told_to_an_agency_names_an_agency_of_the_town():
    named = {agency for _, line in LINES for agency in line.told.split("; ") if agency}
    assert named <= {AGENCIES[name].name for name in story.TOLD_BY}
    assert len(named) > 5


@pytest.mark.parametrize("family", families(), ids=lambda family: family.name)
def test_the_facts_of_a_child_agree_with_what_its_family_file_tells(family: Family):
    """The facts are worked out by hand; this is the second hand."""
    for facts in family.facts:
        key = facts["child"]
        lines = [line for line in family.lines if line.child == key]
        episodes = [one for one in family.episodes if key in one.children]
        to_camhs = [line for line in lines if line.agency == "camhs"]
        assert facts["referrals"] == len(episodes) + sum("referral.received" in line.kind for line in to_camhs)
        assert facts["no_further_action"] == sum(one.referral.get("no_further_action", False) for one in episodes)
        assert facts["missing"] == sum(line.kind == "missing.found" for line in lines)
        assert facts["return_interviews"] == sum("Return interview held" in line.event for line in lines)
        not_brought = [
            line
            for line in lines
            if "was not brought" in f"{line.status} {line.event}".lower() or "appointment.not_brought" in line.kind
        ]
        attended = [
            line
            for line in lines
            if line.status == "Attended appointment"
            or line.event.startswith("Attended")
            or "appointment.attended" in line.kind
        ]
        assert facts["not_brought"] == len(not_brought)
        assert facts["appointments"] == len(not_brought) + len(attended)
        heard = [(line.on, line.words) for line in lines if line.words and isinstance(line.on, date)]
        assert max(heard, default=(None, None)) == (facts.get("words_on"), facts.get("words"))
        alone = [(line.on, line.by) for line in lines if line.seen == "alone"]
        assert max(alone, default=(None, None)) == (facts.get("seen_alone_on"), facts.get("seen_alone_by"))
