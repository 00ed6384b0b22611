"""Who has known a child longest: whoever had to do with the child first, and not whoever decided or wrote of them first."""

import datetime as dt

from keepsight.chronology.contact import InContact, in_contact
from keepsight.vocabulary import KINDS
from tests.pages.invented import entry

SCHOOL = "Marshlight School"


def test_whoever_came_first_stands_at_the_head():
    entries = [
        entry("child.seen", "2026-01-01"),
        entry("concern.recorded", "2022-01-01", SCHOOL, sector="school"),
        entry("school.absence", "2021-01-01", SCHOOL, sector="school"),
    ]
    for order in (entries, entries[::-1]):
        first, second = in_contact(order)
        assert first == InContact(first.agency, SCHOOL, dt.date(2021, 1, 1), dt.date(2022, 1, 1), 2)
        assert second.first == dt.date(2026, 1, 1)
    assert in_contact([]) == []


def test_a_birth_a_decision_and_a_view_are_no_contact_and_nor_is_what_is_known_of_a_brother():
    school = entry("concern.recorded", "2022-01-01", SCHOOL, sector="school")
    for kind in ("child.born", "referral.decided", "conference.view_given", "note.made"):
        assert [one.agency_name for one in in_contact([entry(kind, "2012-01-01"), school])] == [SCHOOL]
    assert in_contact([entry("child.seen", "2012-01-01", scope="household"), entry("child.seen", None)]) == []


def test_to_see_hear_or_visit_a_child_is_contact_and_to_judge_or_write_of_them_is_not():
    marked = {name for name, kind in KINDS.items() if kind.contact}
    assert {"child.seen", "child.voice", "visit.made", "appointment.attended", "concern.raised"} <= marked
    assert not [name for name in marked if name.split(".")[0] in ("prompt", "disagreement", "conference", "adult")]
    assert not [name for name in marked if name.endswith((".decided", ".considered", ".answered"))]
