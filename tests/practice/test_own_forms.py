"""Forms of a partnership's own: refused to whom they are not for and as they cannot be, kept edition by edition, never added up."""

import dataclasses
from collections.abc import Callable
from dataclasses import replace
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction

from keepsight.access.queries import sight
from keepsight.access.sight import seeing
from keepsight.errors import Overtaken, WrongUse
from keepsight.practice.forms import editions as own_forms
from keepsight.practice.forms import wording as form_wording
from keepsight.practice.forms.editions import MAY_MAKE, change_form, editions, end_form, forms, make_form
from keepsight.practice.forms.wording import MOST_CHARACTERS, MOST_CHOICES, MOST_FIELDS, Field, Wording
from keepsight.practice.models import FormEdition
from keepsight.store import clock
from tests.pages.town_people import BY_ROLE, user
from tests.practice.own_forms import FIELDS, GATES, a_form

LINE, CHOICE = FIELDS[0], FIELDS[3]
CANNOT_BE = [
    (replace(GATES, title=" "), "called is not said"),
    (replace(GATES, title="x" * (MOST_CHARACTERS + 1)), "called is too long"),
    (replace(GATES, purpose=""), "for is not said"),
    (replace(GATES, level="sealed"), "who reads"),
    (replace(GATES, fields=()), "1 to 40 fields"),
    (replace(GATES, fields=tuple(Field(f"Q{n}", "line") for n in range(MOST_FIELDS + 1))), "1 to 40 fields"),
    (replace(GATES, fields=(LINE, replace(LINE, label=LINE.label.upper()))), "ask the same"),
    (replace(GATES, fields=(replace(LINE, label=" "),)), "field 1 asks is not said"),
    (replace(GATES, fields=(LINE, Field("How much?", "points"))), "how field 2 is answered"),
    (replace(GATES, fields=(replace(CHOICE, choices=("Dry",)),)), "needs 2 to 20 words"),
    (replace(GATES, fields=(replace(CHOICE, choices=("Dry", " dry ", "Dry")),)), "tell two words of field 1 apart"),
    (replace(GATES, fields=(replace(CHOICE, choices=tuple(map(str, range(MOST_CHOICES + 1)))),)), "needs 2 to 20 words"),
    (replace(GATES, fields=(replace(CHOICE, choices=("Dry", "Wet; cold")),)), "semicolon"),
    (replace(GATES, fields=(replace(CHOICE, choices=("Dry", "Not known")),)), "stands in every field"),
    (replace(GATES, fields=(replace(CHOICE, choices=("Dry", "unknown")),)), "stands in every field"),
]  # fmt: skip


def made(by: str = "magda", wording: Wording = GATES) -> own_forms.OwnForm:
    """A form that somebody made."""
    return editions(make_form(wording, by=user(by)), user(by))[0]


@pytest.mark.parametrize("role", sorted(BY_ROLE.keys() - MAY_MAKE))
def test_a_role_that_makes_no_forms_makes_changes_and_ends_none(town: None, role: str) -> None:
    somebody, form = user(BY_ROLE[role]), a_form()
    acts: tuple[Callable[[], object], ...] = (
        lambda: make_form(GATES, by=somebody),
        lambda: change_form(form, replace(GATES, purpose="Other"), seen=1, by=somebody),
        lambda: end_form(form, because="So", seen=1, by=somebody),
    )
    for act in acts:
        with pytest.raises(WrongUse, match="not yours to make"):
            act()


def test_a_lead_changes_no_form_of_another_agency_nor_one_for_all_and_the_hub_none_of_an_agency(town: None) -> None:
    for form, who in (
        (a_form("wash-constabulary"), "magda"),
        (a_form(), "magda"),
        (a_form("social-care-999"), "leila"),
    ):
        for act in (
            lambda form=form, who=who: change_form(form, replace(GATES, purpose="Other"), seen=1, by=user(who)),
            lambda form=form, who=who: end_form(form, because="So", seen=1, by=user(who)),
        ):
            with pytest.raises(WrongUse, match="not yours to change"):
                act()


@pytest.mark.parametrize(("wording", "why"), CANNOT_BE, ids=[why for _, why in CANNOT_BE])
def test_a_form_that_could_not_be_filled_in_is_refused_in_words(town: None, wording: Wording, why: str) -> None:
    with pytest.raises(WrongUse, match=why):
        make_form(wording, by=user("magda"))
    assert forms(user("magda")) == []


def test_two_forms_in_use_are_told_apart_by_their_titles(town: None) -> None:
    form = made()
    with pytest.raises(WrongUse, match="in use already"):
        make_form(replace(GATES, title="gates AND yards"), by=user("magda"))
    end_form(form.id, because="Nobody asks it", seen=1, by=user("magda"))
    made()


def test_of_two_who_change_at_once_the_second_is_told_and_overwrites_nothing(town: None) -> None:
    form, by = made(), user("magda")
    assert change_form(form.id, replace(GATES, purpose="First"), seen=1, by=by) == 2
    for act in (
        lambda: change_form(form.id, replace(GATES, purpose="Second"), seen=1, by=by),
        lambda: end_form(form.id, because="So", seen=1, by=by),
    ):
        with pytest.raises(Overtaken):
            act()
    assert [one.wording.purpose for one in editions(form.id, by)] == ["First", GATES.purpose]


def test_nothing_is_kept_where_nothing_differs_and_nothing_ends_twice_or_without_a_reason(town: None) -> None:
    form, by = made(), user("magda")
    with pytest.raises(WrongUse, match="Nothing differs"):
        change_form(form.id, GATES, seen=1, by=by)
    with pytest.raises(WrongUse, match="filled in no more"):
        end_form(form.id, because=" ", seen=1, by=by)
    end_form(form.id, because="Nobody asks it", seen=1, by=by)
    with pytest.raises(WrongUse, match="ended already"):
        end_form(form.id, because="Again", seen=2, by=by)


def test_each_edition_stays_as_it_was_said_by_whom_and_when_and_one_that_ended_can_be_taken_up_again(
    town: None,
) -> None:
    form, by = made(), user("magda")
    shorter = replace(GATES, fields=FIELDS[:2])
    change_form(form.id, shorter, seen=1, by=by)
    end_form(form.id, because="Nobody asks it", seen=2, by=by)
    change_form(form.id, shorter, seen=3, by=by)
    told = editions(form.id, by)
    assert [(one.number, one.ended, one.because) for one in told] == [
        (4, False, ""), (3, True, "Nobody asks it"), (2, False, ""), (1, False, ""),
    ]  # fmt: skip
    assert [one.wording for one in told] == [shorter, shorter, shorter, GATES]
    assert {one.by for one in told} == {f"{by.name}, {by.agency.name}"}


def test_a_form_is_offered_to_its_own_agency_alone_and_one_of_the_hub_to_every_agency(town: None) -> None:
    for_all, theirs = made("leila", replace(GATES, title="For all")), made("magda")
    offered = {name: {one.id for one in forms(user(name))} for name in ("ivo", "magda", "tobias", "leila", "rafe")}
    assert offered == {
        "ivo": {for_all.id, theirs.id}, "magda": {for_all.id, theirs.id},
        "tobias": {for_all.id}, "leila": {for_all.id}, "rafe": {for_all.id},
    }  # fmt: skip
    assert editions(theirs.id, user("tobias")) == []


@pytest.mark.parametrize(
    ("who", "agency", "takes"),
    [
        ("magda", "social-care-999", True), ("magda", "wash-constabulary", False), ("magda", None, False),
        ("leila", None, True), ("leila", "social-care-999", False), ("ivo", "social-care-999", False),
    ],
)  # fmt: skip
def test_the_database_takes_a_form_from_nobody_else_whatever_the_application_forgets(
    town: None, who: str, agency: str | None, takes: bool
) -> None:
    def keep() -> None:
        with transaction.atomic(), seeing(sight(user(who), clock.today())):
            FormEdition.objects.create(form=uuid4(), number=1, agency_id=agency, says={}, by=user(who), at=clock.now())

    if takes:
        keep()
    else:
        with pytest.raises(DatabaseError, match="row-level security"):
            keep()


def test_the_database_shows_a_form_to_no_other_agency_and_changes_none(town: None) -> None:
    a_form("wash-constabulary")
    for who, shown in (("rafe", 1), ("ivo", 0), ("leila", 0)):
        with transaction.atomic(), seeing(sight(user(who), clock.today())):
            assert FormEdition.objects.count() == shown, who
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE practice_form_edition SET because = 'Otherwise'")


def test_no_field_has_points_and_none_is_worked_out_from_another() -> None:
    """The sabotage would be a field of a field: whoever adds one says here what it may do."""
    assert {one.name for one in dataclasses.fields(Field)} == {"label", "sort", "hint", "must", "choices"}
    assert set(form_wording.SORTS) == {"line", "lines", "day", "one", "several", "yes_no"}
