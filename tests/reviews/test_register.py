"""The register: who may read which review, what follows what, numbers that never move, and what a paper says twice."""

import datetime as dt
import itertools
from pathlib import Path

import pytest
from django.db import DatabaseError, connection, transaction

from keepsight.access.actions import name_agency
from keepsight.access.models import User
from keepsight.access.queries import sight
from keepsight.access.sight import NOBODY
from keepsight.errors import WrongUse
from keepsight.reviews.actions import Child, Counted, Said, correct, give, register, state, take_step
from keepsight.reviews.contradictions import contradictions
from keepsight.reviews.documents import Added, add_document
from keepsight.reviews.example import load_example
from keepsight.reviews.models import Given, Passage, Review, ReviewStep, Statement
from keepsight.reviews.queries import gone, passages, review, reviews
from keepsight.reviews.steps import BEGINNING, STEPS, check
from keepsight.store.clock import now, today

pytestmark = pytest.mark.django_db


def person(role: str) -> User:
    agency, _ = name_agency("partnership", name="Fennick Safeguarding Partnership", sector="other")
    return User.objects.create(username=role, name="Somebody", agency=agency, role=role)


def entered(slug: str = "rowan", **said: object) -> Review:
    facts = {"kind": "child_safeguarding_practice_review", "title": "Rowan", "year": 2025} | said
    return register(slug, Said(**facts), children=[Child("Rowan", "death", 14, ["neglect"])], by=None)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("role", "given", "published", "may"),
    [
        ("learning_team", False, False, True),
        ("guardian", False, False, True),
        ("reviewer", False, False, False),
        ("reviewer", True, False, True),
        ("practitioner", False, False, False),
        ("practitioner", False, True, True),
        ("administrator", False, False, False),
    ],
)
def test_who_may_read_a_review(role: str, given: bool, published: bool, may: bool) -> None:
    one, user = entered(), person(role)
    if given:
        give(one, user, until_on=today(), by=None)
    if published:
        take_step(one, "published", after=0, by=None)
    seen = sight(user, today())
    assert (review(seen, one.id) is not None) is may
    assert ([shown.id for shown in reviews(seen)] == [one.id]) is may


@pytest.mark.parametrize(("role", "days"), [("practitioner", 0), ("reviewer", -1)])
def test_a_review_is_not_given_to_another_role_nor_until_a_day_that_is_over(role: str, days: int) -> None:
    with pytest.raises(WrongUse):
        give(entered(), person(role), until_on=today() + dt.timedelta(days=days), by=None)
    assert not Given.objects.exists()


@pytest.mark.parametrize(("role", "days"), [("practitioner", 1), ("reviewer", -1)])
def test_what_was_given_opens_nothing_to_another_role_and_ends_by_itself(role: str, days: int) -> None:
    one, user = entered(), person(role)
    Given.objects.create(review=one, user=user, until_on=today() + dt.timedelta(days=days), at=now())
    assert review(sight(user, today()), one.id) is None


def test_nobody_who_has_not_signed_in_reads_anything_unpublished() -> None:
    assert review(NOBODY, entered().id) is None


def test_each_step_that_may_follow_does_and_no_other() -> None:
    for before, step in itertools.product(STEPS, [*STEPS, "no_such_step"]):
        if step in STEPS[before].then:
            check(before, step, "Because.")
        else:
            with pytest.raises(WrongUse, match="cannot follow"):
                check(before, step, "Because.")


def test_every_step_can_be_reached_and_one_that_must_say_why_is_refused_without() -> None:
    reached = {BEGINNING}
    while more := {step for at in reached for step in STEPS[at].then} - reached:
        reached |= more
    assert reached == set(STEPS)
    for before, allowed in STEPS.items():
        for step in allowed.then:
            if STEPS[step].must_say:
                with pytest.raises(WrongUse, match="Say "):
                    check(before, step, " ")


def test_the_second_of_two_people_who_act_at_once_is_told() -> None:
    one = entered()
    take_step(one, "notified", after=0, by=None)
    with pytest.raises(WrongUse, match="Somebody else"):
        take_step(one, "commissioned", after=0, by=None)
    correct(one, Said("rapid_review", "Rowan, corrected"), after=1, by=None)
    with pytest.raises(WrongUse, match="Somebody else"):
        correct(one, Said("rapid_review", "Rowan, again"), after=1, by=None)
    assert one.title == "Rowan, corrected"
    assert ReviewStep.objects.count() == 1


def test_two_reviews_never_share_a_short_name() -> None:
    entered()
    with pytest.raises(WrongUse, match="short name"):
        entered()


@pytest.mark.parametrize("table", ["reviews_passage", "reviews_facts", "reviews_statement"])
def test_what_was_entered_is_never_rewritten(tmp_path: Path, table: str) -> None:
    added(entered(), tmp_path, "One.\n\nTwo.")
    state(Counted("A paper", "1", "a thing", "some", count=1), by=None)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {table}")


def added(one: Review, folder: Path, text: str, name: str = "report.txt") -> Added:
    (folder / name).write_text(text, "utf-8")
    return add_document(folder / name, review=one, title="Report", by=None)


def numbers(made: Added) -> list[tuple[int, str]]:
    return [(one.number, one.words) for one in passages(made.version.document_id)]


def test_a_new_version_keeps_the_numbers_of_what_still_stands(tmp_path: Path) -> None:
    one = entered()
    first = added(one, tmp_path, "Alpha one.\n\nBeta two.\n\nGamma three.\n\nDelta four.")
    assert numbers(first) == [(1, "Alpha one."), (2, "Beta two."), (3, "Gamma three."), (4, "Delta four.")]
    second = added(one, tmp_path, "Before all.\n\nAlpha  one.\n\nGamma three.\n\nGamma three.\n\nDelta, changed.")
    assert numbers(second) == [
        (5, "Before all."), (1, "Alpha one."), (3, "Gamma three."), (6, "Gamma three."), (7, "Delta, changed."),
    ]  # fmt: skip
    assert (second.passages, second.new, second.gone) == (5, 3, 2)
    assert [(one.number, one.words) for one in gone(second.version.document_id)] == [
        (2, "Beta two."),
        (4, "Delta four."),
    ]
    assert Passage.objects.get(number=2).words == "Beta two."


def test_the_very_same_file_again_is_refused_and_changes_nothing(tmp_path: Path) -> None:
    one = entered()
    added(one, tmp_path, "Alpha one.")
    with pytest.raises(WrongUse, match="there already"):
        added(one, tmp_path, "Alpha one.", "renamed.txt")
    assert Passage.objects.count() == 1


def stated(*rows: tuple[str, int | None, int | None, float | None]) -> list[Statement]:
    return [
        Statement(paper="A paper", place=str(place), claim=claim, population="its reviews", count=count, out_of=out_of,
                  percent=percent)
        for place, (claim, count, out_of, percent) in enumerate(rows)
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        ([("seen", 3, 12, None), ("heard", 4, 12, None)], []),
        ([("seen", 3, 12, None), ("heard", 4, 13, None)], ["said to be 12 and 13"]),
        ([("seen", None, 10, 47.0), ("seen", None, 10, 48.0)], []),
        ([("seen", None, 10, 47.0), ("seen", None, 10, 55.0)], ["given as 47% and 55%"]),
        ([("seen", None, None, 47.0)], ["nobody says of how many"]),
        ([("seen", 13, 12, None)], ["more than there are"]),
        ([("seen", 6, 12, 40.0)], ["6 of 12 is 50%, not 40%"]),
        ([("seen", 6, 12, 50.0)], []),
        ([("seen", 6, None, None), ("seen", 7, None, None)], ["counted as 6 and 7"]),
    ],
)
def test_what_cannot_both_be_right_is_shown(
    rows: list[tuple[str, int | None, int | None, float | None]], says: list[str]
) -> None:
    found = contradictions(stated(*rows))
    assert len(found) == len(says)
    assert all(words in one.says for words, one in zip(says, found, strict=True))


def test_the_worked_example_shows_two_denominators_and_two_figures_for_one_claim() -> None:
    loaded, statements = load_example()
    found = [one.says for one in contradictions(statements)]
    assert any("said to be 12 and 13" in says for says in found)
    assert any("given as 47% and 55%" in says for says in found)
    assert len(loaded) == 12
    assert {one.id for one in reviews(sight(person("practitioner"), today()))} == {one.id for one in loaded}
