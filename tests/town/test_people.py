"""Who signs in, and what must be seen: every role has somebody, every expectation is about a child of the town."""

from datetime import date, timedelta
from itertools import pairwise

from keepsight.access.roles import ROLES
from keepsight.patterns.sheets import library
from keepsight.town import AGENCIES, EXPECTED, FACTS, FAMILIES, STAFF, STORY_ENDS_ON, expected, facts, families

# Asked of what people do in Keepsight itself, which no agency's file tells.
OF_WHAT_IS_DONE_HERE = {
    "bottom-line-breached",
    "change-not-sustained",
    "claims-without-evidence",
    "dissent-unresolved",
    "explanations-unchallenged",
    "distress-unanswered",
    "longest-contact-unheard",
    "onward-referral-not-seen",
    "onward-referral-unanswered",
    "partner-disclosure-unheard",
    "referrer-not-told",
    "risk-meetings-without-effect",
    "step-down-unaccepted",
    "unmet-specialist-need",
    "view-not-weighed",
}
# Asked of years of a child's life, or of what the town's files do not say: the stories begin in 2023, and no list of theirs gives
# what came of an assessment.
LONGER_THAN_A_STORY = {
    "assessment-not-followed-up",
    "conference-review-late",
    "early-harm-later-risk",
    "focus-moved-to-parent",
    "guardianship-without-support-review",
    "plan-again",
    "plan-without-legal-advice",
    "signs-of-control-gather",
    "start-stop-involvement",
}
CHILDREN = {child.nhs_number: child.forename for family in families() for child in family.children}


def test_every_role_has_somebody_to_sign_in_as():
    assert {staff.role for staff in STAFF} == set(ROLES)
    assert len({staff.username for staff in STAFF}) == len(STAFF)


def test_every_agency_has_somebody_and_everybody_an_agency():
    assert {staff.agency_code for staff in STAFF} == {agency.code for agency in AGENCIES.values()}


def test_practitioners_work_with_children_and_those_who_keep_the_system_do_not():
    assert all(staff.children for staff in STAFF if staff.role == "practitioner")
    assert not any(staff.children for staff in STAFF if ROLES[staff.role].reach == "none")


def test_nobody_is_let_in_by_a_number_that_two_children_bear():
    let_in = {CHILDREN[child] for staff in STAFF for child in staff.children}
    assert set(CHILDREN.values()) - let_in == {"Odette"}


def test_every_pattern_that_agencies_files_can_show_is_shown_by_a_child_of_the_town():
    assert {one.pattern for one in EXPECTED} == set(library()) - OF_WHAT_IS_DONE_HERE - LONGER_THAN_A_STORY


def test_an_expectation_is_about_a_child_of_the_town_and_lies_within_the_story():
    for one in EXPECTED:
        assert one.child in CHILDREN
        assert one.began_on <= (one.ended_on or STORY_ENDS_ON) <= STORY_ENDS_ON


def test_intervals_of_one_pattern_for_one_child_follow_each_other():
    for child, pattern in {(one.child, one.pattern) for one in EXPECTED}:
        if pattern == "assessment-drift":  # told by two sources, and taken for two: see the Tansleys
            continue
        spells = [one for one in EXPECTED if (one.child, one.pattern) == (child, pattern)]
        assert all(one.ended_on and one.ended_on < after.began_on for one, after in pairwise(spells))


def test_somebody_who_signs_in_is_the_mother_of_a_child_of_the_town():
    [parent] = [one for one in STAFF if one.parent]
    grown_up = next(one for family in families() for key, one in family.people.items() if key == parent.parent)
    assert parent.name == f"{grown_up.forename} {grown_up.surname}"
    assert grown_up.born
    assert grown_up.homes
    assert "Juniper" not in {CHILDREN[child] for child in parent.children}


def test_nothing_is_expected_of_the_children_for_whom_all_went_well():
    assert {"Odette", "Odelia", "Tamsin", "Sorrel", "Juniper", "Kestrel", "Perrin", "Ellis", "Elis"}.isdisjoint(
        CHILDREN[one.child] for one in EXPECTED
    )


def test_expectations_and_facts_move_with_the_story():
    later = expected(date(2027, 3, 31))
    assert {one.began_on - before.began_on for one, before in zip(later, EXPECTED, strict=True)} == {
        timedelta(weeks=52)
    }
    assert [one.child for one in facts(date(2027, 3, 31))] == [one.child for one in FACTS]


def test_there_are_facts_for_every_child():
    assert {one.child for one in FACTS} == set(CHILDREN)


def test_every_family_says_what_its_story_is():
    assert all(len(says.split()) > 20 for _, says in FAMILIES)
