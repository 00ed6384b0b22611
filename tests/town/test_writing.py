"""What the agencies hand in: the same every time, in their own layouts, with the flaws that files have."""

import re
import zipfile
from collections import Counter
from datetime import date, timedelta
from xml.etree import ElementTree

import pytest

from keepsight.town import AGENCIES, STORY_ENDS_ON, families, story, write_town

REFUGE, OLD_HOME = "Avocet House", "3 Sluice Cottages"


def column(cells, heading):
    """The cells under a heading, of the rows below it."""
    top = next(place for place, row in enumerate(cells) if heading in row)
    return [row[cells[top].index(heading)] for row in cells[top + 1 :]]


def of(sent, agency):
    return [file for file in sent if file.agency_code == AGENCIES[agency].code]


@pytest.mark.parametrize("until", [date(2026, 3, 29), date(2027, 1, 6)])
def test_the_same_day_gives_the_same_bytes(until, tmp_path):
    once, again = (write_town(tmp_path / name, until) for name in ("once", "again"))
    assert [file.path.read_bytes() for file in once] == [file.path.read_bytes() for file in again]


def test_another_week_gives_other_dates_and_nothing_else(tmp_path):
    a_year_on = write_town(tmp_path, STORY_ENDS_ON + timedelta(weeks=52))
    text = next(file for file in a_year_on if file.path.name == "appointments.csv").path.read_text("utf-8-sig")
    assert "21/04/2026,09:40,GP practice,Was not brought" in text  # 22 April 2025, a Tuesday like this one


def test_a_workbook_was_saved_on_the_day_it_speaks_for(sent):
    for file in sent:
        if file.path.suffix == ".xlsx":
            with zipfile.ZipFile(file.path) as archive:
                core = archive.read("docProps/core.xml").decode()
                assert {one.date_time for one in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
            assert set(re.findall(r"\d{4}-\d\d-\d\d", core)) == {file.as_at.isoformat()}


def test_files_come_in_the_order_of_the_days_they_speak_for(sent):
    assert [file.as_at for file in sent] == sorted(file.as_at for file in sent)
    assert len({file.path for file in sent}) == len(sent)


def test_the_school_fell_silent_five_months_ago_and_nobody_else_did(sent):
    school = {file.as_at for file in of(sent, "school")}
    others = {agency: max(file.as_at for file in of(sent, agency)) for agency in set(story.TOLD_BY) - {"school"}}
    assert school == {date(2025, 10, 24)}
    assert all(STORY_ENDS_ON - as_at <= timedelta(days=2) for as_at in others.values())


def test_nothing_in_a_file_is_later_than_the_day_it_speaks_for():
    sent = {"school": date(2025, 10, 24), "gp": date(2026, 3, 27), "health_visiting": date(2026, 3, 27)}
    for family in families():
        for line in family.lines:
            if isinstance(line.on, date):
                assert line.on <= sent.get(line.agency, STORY_ENDS_ON)


def test_the_protected_address_is_in_no_file_of_an_agency_that_must_not_have_it(sent, rows):
    holders = {file.sector for file in sent if any(REFUGE in cell for row in rows(file) for cell in row)}
    assert holders == {"social_care", "police", "health_visiting"}


def test_the_protected_address_is_always_marked(sent, rows):
    for file in sent:
        for row in rows(file):
            assert any(REFUGE in cell for cell in row) == ("Yes" in row and "ZZ99 9PR" in row)


def test_the_surgery_and_the_school_still_hold_the_house_they_fled(sent, rows):
    [surgery] = of(sent, "gp")
    [school] = [file for file in of(sent, "school") if "linden" in file.path.name]
    after_the_move = [row for row in rows(surgery) if "25/11/2025" in row and "Marrow" in row]
    assert after_the_move
    assert all(any(OLD_HOME in cell for cell in row) for row in after_the_move)
    assert any(OLD_HOME in cell for row in rows(school) for cell in row)


def test_the_clinic_has_one_twins_number_on_both_and_the_surgery_has_not(sent, rows):
    numbers = {
        agency: {(row[1], row[0]) for row in rows(file) if "Quillfeather" in row}
        for agency in ("health_visiting", "gp")
        for file in of(sent, agency)
    }
    assert numbers["health_visiting"] == {("Odette", "9993104620"), ("Odelia", "9993104620")}
    assert numbers["gp"] == {("Odette", "9993104620"), ("Odelia", "9993104973")}


def test_one_line_of_the_police_is_there_twice_and_one_says_neither_when_nor_what(sent, rows):
    [police] = of(sent, "police")
    cells = rows(police)
    assert [row[0] for row, times in Counter(cells).items() if times > 1] == ["FW/25/0507"]
    said = zip(column(cells, "Date of incident"), column(cells, "Incident"), column(cells, "Event ref"), strict=True)
    assert [ref for on, what, ref in said if not on and not what] == ["FW/26/0202"]


def test_the_surgery_left_a_row_blank(sent, rows):
    [surgery] = of(sent, "gp")
    details = column(rows(surgery), "Details")
    assert details.count("") == 1


def test_the_clinic_wrote_a_day_that_does_not_exist(sent, rows):
    [clinic] = of(sent, "health_visiting")
    assert "31/09/2025" in column(rows(clinic), "Date of contact")


def test_a_child_heard_by_another_name_has_nothing_to_be_known_by(sent, rows):
    [police] = of(sent, "police")
    [row] = [row for row in rows(police) if "Ren" in row]
    assert "9992041188" not in row
    assert "11/05/2016" not in row


def test_later_learning_stands_under_comment_headings_and_nowhere_else(sent, rows):
    comments = [line.comment for family in families() for line in family.lines if line.comment]
    headed = ("Comments", "Author's comment", "Analysis", "Comment", "Agency comment", "Learning")
    found = []
    for file in sent:
        cells = rows(file)
        for place, row in enumerate(cells):
            hits = [(cell, at) for at, cell in enumerate(row) if cell in comments]
            top = next((head for head in reversed(cells[:place]) if set(head) & set(headed)), ())
            assert all(top[at] in headed for _, at in hits)
            found += [cell for cell, _ in hits]
    assert sorted(found) == sorted(comments)


def census(sent, year_ends):
    file = next(file for file in sent if file.format == "cin_census" and file.as_at == year_ends)
    return ElementTree.parse(file.path).getroot()


def child_of(root, child_id):
    return next(one for one in root.iter("Child") if one.findtext("ChildIdentifiers/LAchildID") == child_id)


def test_a_census_says_whose_it_is_and_for_which_day(sent):
    root = census(sent, date(2025, 3, 31))
    assert root.findtext("Header/Source/LEA") == "999"
    assert root.findtext("Header/CollectionDetails/ReferenceDate") == "2025-03-31"
    assert root.findtext("Header/CollectionDetails/Year") == "2025"


def test_the_running_year_is_cut_off_where_the_story_ends(sent):
    assert census(sent, STORY_ENDS_ON).findtext("Header/CollectionDetails/ReferenceDate") == "2026-03-29"


@pytest.mark.parametrize(
    ("year_ends", "ended_on", "closed_on"),
    [
        (date(2025, 3, 31), None, None),
        (STORY_ENDS_ON, "2025-06-12", "2025-06-12"),
    ],
)
def test_a_plan_open_in_one_year_is_told_again_ended_in_the_next(sent, year_ends, ended_on, closed_on):
    tamsin = child_of(census(sent, year_ends), "FN101006")
    assert tamsin.findtext("CINdetails/CINPlanDates/CINPlanStartDate") == "2024-11-26"
    assert tamsin.findtext("CINdetails/CINPlanDates/CINPlanEndDate") == ended_on
    assert tamsin.findtext("CINdetails/CINclosureDate") == closed_on


def test_a_referral_without_action_is_told_in_its_own_year_only(sent):
    first, second = census(sent, date(2025, 3, 31)), census(sent, STORY_ENDS_ON)
    dates = [[one.text for one in child_of(root, "FN098220").iter("CINreferralDate")] for root in (first, second)]
    assert dates == [["2024-09-16", "2025-01-20"], ["2025-01-20", "2025-09-05"]]


def test_the_twins_are_unknown_to_social_care(sent):
    names = {
        one.text for file in sent if file.format == "cin_census" for one in ElementTree.parse(file.path).iter("UPN")
    }
    twins = {child.upn for family in families() if family.name == "Quillfeather" for child in family.children}
    assert len(twins) == 2
    assert not names & twins
