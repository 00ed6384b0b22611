"""The town's files through the door that all files use: nothing refused but what was made to be, nothing lost."""

from collections import Counter
from datetime import date

import pytest

from keepsight.intake import reading
from keepsight.intake.drafts import Counted, DraftFact, DraftPerson, DraftRow, FileSaid, Warned
from keepsight.town import STORY_ENDS_ON, families, story

FORM = "referral_record"


@pytest.fixture(scope="module")
def drafts(sent):
    """Every file's drafts, by the file's name: read without a word from whoever sent it, but for the day of a list."""
    return {
        file.path.name: list(
            reading.read(file.path, today=STORY_ENDS_ON, as_at=file.as_at if file.format == "annex_a" else None)
        )
        for file in sent
    }


def of(drafts, kind):
    return [draft for file in drafts.values() for draft in file if isinstance(draft, kind)]


def entries(drafts, name):
    return [entry for row in drafts[name] if isinstance(row, DraftRow) for entry in row.entries]


def test_each_file_says_by_itself_what_it_is_and_whose_and_for_which_day(sent, drafts):
    for file in sent:
        [said] = [draft for draft in drafts[file.path.name] if isinstance(draft, FileSaid)]
        assert (said.format, said.as_at) == (file.format, file.as_at)
        assert said.agency_code == (None if file.format in ("annex_a", FORM) else file.agency_code)


def test_one_row_is_set_aside_in_the_whole_town_and_every_row_is_counted(drafts):
    assert [row.refused.column for row in of(drafts, DraftRow) if row.refused] == ["Event"]
    for file in drafts.values():
        assert sum(isinstance(draft, DraftRow) for draft in file) == sum(
            draft.rows for draft in file if isinstance(draft, Counted)
        )


def test_what_is_doubtful_is_the_day_that_does_not_exist_and_the_referral_that_nobody_decided(drafts):
    assert sorted((warned.column, warned.says.partition(":")[0]) for warned in of(drafts, Warned)) == [
        ("Date", "there is no such day"),
        ("ReferralNFA", "whether there was further action is not said, so no decision was read"),
    ]


def test_every_line_of_the_stories_is_a_row(drafts):
    lines = [line for family in families() for line in family.lines]
    events = {line.event.partition("\n")[0] for line in lines if line.event}
    told = {entry.narrative.partition("\n")[0] for name in drafts for entry in entries(drafts, name)}
    assert events <= told


def test_every_word_a_child_said_is_kept_as_the_childs(drafts):
    said = {line.words for family in families() for line in family.lines if line.words}
    assert said == {entry.child_words for name in drafts for entry in entries(drafts, name) if entry.child_words}


def test_every_file_says_what_it_would_not_leave_out(drafts):
    for said in of(drafts, FileSaid):
        if said.format == FORM:  # one form says nothing of the days on which none was sent
            assert (said.delivers, said.covers, said.covers_to) == ((), (), None)
        else:
            assert said.delivers
            assert said.covers
            assert said.covers_to == said.as_at


def test_what_the_homework_club_wrote_is_offered_and_tells_of_no_event_yet(drafts):
    [form] = [file for name, file in drafts.items() if "homework-club" in name]
    assert [one.kind for row in form if isinstance(row, DraftRow) for one in row.entries] == ["document.received"]
    voice = next(one.entry for one in form if isinstance(one, DraftFact) and one.entry.kind == "child.voice")
    assert voice.child_words.endswith("I can't do the nights as well.\"")
    assert voice.when.first == date(2026, 3, 25)


def test_the_silence_of_the_school_is_no_silence_of_the_others(drafts):
    voiced = {said.agency_sector: said.covers_to for said in of(drafts, FileSaid) if "child.voice" in said.delivers}
    assert voiced["school"] < voiced["health_visiting"] < voiced["social_care"] == STORY_ENDS_ON


def test_a_household_is_told_where_somebody_keeps_a_key(drafts):
    wren = {draft.forename: draft.ref for draft in drafts["larkspur-chronology.xlsx"] if isinstance(draft, DraftPerson)}
    assert set(wren) == {"Wren", "Alder", "Hazel", "Dane"}  # and no father


def test_the_school_knows_nothing_of_the_man_in_the_home(drafts):
    assert "Dane" not in {draft.forename for draft in drafts["larkspur-wren.xlsx"] if isinstance(draft, DraftPerson)}


@pytest.mark.parametrize(
    ("file", "kinds"),
    [
        ("appointments.csv", {"appointment.not_brought": 10, "appointment.attended": 21, "appointment.cancelled": 2}),
        ("notices-and-incidents.csv", {"missing.found": 40, "domestic_abuse.incident": 10}),
        ("ostler-chronology.xlsx", {"return_interview.held": 1, "return_interview.offered": 1}),
        ("ostler-jory.xlsx", {"school.suspended": 1, "school.absence": 1, "concern.recorded": 1}),
        ("larkspur-wren.xlsx", {"concern.recorded": 4, "injury.recorded": 1, "referral.received": 2}),
        ("larkspur-chronology.xlsx", {"supervision.held": 2, "visit.no_access": 1}),
        ("contacts-register.xlsx", {"home.observed": 1, "visit.no_access": 1, "appointment.not_brought": 3}),
    ],
)
def test_words_that_agencies_use_become_the_kinds_they_mean(drafts, file, kinds):
    found = Counter(entry.kind for entry in entries(drafts, file))
    assert {kind: found[kind] for kind in kinds} == kinds


def test_codes_are_believed_and_words_are_marked_as_guesses(drafts):
    police = entries(drafts, "notices-and-incidents.csv")
    assert {entry.guessed_by for entry in police} == {None}
    assert all(entry.guessed_by for entry in entries(drafts, "appointments.csv") if "appointment" in entry.kind)


def test_every_agency_that_sends_is_read(drafts):
    sectors = {said.agency_sector for said in of(drafts, FileSaid) if said.format != FORM}
    assert sectors == set(story.TOLD_BY)
