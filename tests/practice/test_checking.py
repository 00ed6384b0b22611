"""What is laid beside a question of an assessment: of the child, of the parents' own lives, and nothing else."""

from dataclasses import replace

import pytest

from keepsight.practice.assessments.checking import on_record
from tests.pages.invented import entry


@pytest.mark.parametrize(
    ("says", "kind", "role", "beside"),
    [
        ("the mother was in care herself", "looked_after.started", "parent", True),
        ("a brother was taken into care", "looked_after.started", "sibling", True),
        ("a sister was adopted", "adoption.decided", "sibling", True),
        ("a brother died", "child.died", "sibling", True),
        ("the child is in care", "looked_after.started", "child", False),
        ("somebody else who lives there was in care", "looked_after.started", "other", False),
        ("a carer was hurt as a child", "disclosure.made", "carer", True),
        ("what the child told of harm", "disclosure.made", "child", False),
        ("violence, told of the mother", "domestic_abuse.incident", "parent", True),
        ("violence, told of the child", "domestic_abuse.incident", "child", True),
        ("the father’s illness", "adult_mental_health.episode", "parent", True),
        ("the child at school", "school.absence", "child", False),
    ],
)
def test_beside_the_parents_past_stands_what_they_lived_through(says: str, kind: str, role: str, beside: bool) -> None:
    told = entry(kind, "2001-03-02", scope="child" if role == "child" else "household", role=role)
    assert bool(on_record([told], "parents_past")) is beside, says


def test_beside_what_is_asked_of_the_child_stands_nothing_of_anybody_else() -> None:
    of_child = entry("child.seen", "2026-03-02")
    of_brother = replace(of_child, scope="household", role="sibling")
    assert on_record([of_child, of_brother], "child_seen") == [of_child]
    assert on_record([of_child], "risks") == []
