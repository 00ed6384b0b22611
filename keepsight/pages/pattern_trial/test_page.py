"""A trial: refused to whom it is not for; figures, children as far as the reader sees them, and switching on with a reason."""

from uuid import uuid4

import pytest
from django.test import Client

from keepsight.pages.pattern_trial.page import figures
from keepsight.prompts.models import PatternSwitch
from tests.pages.town_patterns import a_trial, tried
from tests.pages.town_people import signed_in

NONE = {"children": 0, "ever": 0, "today": 0, "ever_before": 0, "today_before": 0, "compared": True} | {
    f"{change}_today": 0 for change in ("begins", "goes", "stays")
}


def address(trial: object) -> str:
    return f"/pattern-trials/{trial}/"


def test_somebody_who_has_not_signed_in_is_sent_to_sign_in(town: None) -> None:
    assert Client().get(address(a_trial().id)).status_code == 302


@pytest.mark.parametrize("username", ["ivo", "mina", "osei", "bea", "wilf", "orla", "cass", "dev", "robin"])
def test_a_role_that_changes_no_pattern_is_refused(town: None, username: str) -> None:
    trial = a_trial()
    assert signed_in(username).get(address(trial.id)).status_code == 403
    assert signed_in(username).post(address(trial.id), {"because": "So"}).status_code == 403


def test_a_trial_that_nobody_asked_for_is_not_found(town: None) -> None:
    assert signed_in("magda").get(address(uuid4())).status_code == 404


def test_while_the_worker_is_at_it_nothing_is_shown_and_nothing_switched_on(town: None) -> None:
    trial = a_trial()
    page = signed_in("magda").get(address(trial.id)).content.decode()
    assert "waits for its turn" in page
    assert "Switch it on" not in page
    assert "never tried" in signed_in("magda").post(address(trial.id), {"because": "So"}).content.decode()


def test_it_is_not_switched_on_without_a_reason(town: None) -> None:
    assert "needs its reason" in signed_in("magda").post(address(tried().id), {"because": " "}).content.decode()
    assert not PatternSwitch.objects.exists()


def test_figures_and_children_and_then_it_waits_for_a_second_yes(town: None) -> None:
    trial = tried()
    page = signed_in("leila").get(address(trial.id)).content.decode()
    assert "Would go with this version" in page
    assert "in a hundred" in page
    assert signed_in("magda").post(address(trial.id), {"because": "Two are no pattern here"}).status_code == 302
    waits = PatternSwitch.objects.get()
    assert (waits.needs_second, waits.agreed_by) == (True, None)


def test_a_small_figure_is_held_back_from_whoever_does_not_see_each_child_that_it_counts() -> None:
    few = NONE | {"children": 100, "ever": 3, "today": 3}
    said = dict(figures(few, []))
    assert said["It held at some time for"] == "too few children to say"
    assert said["It holds today for"] == "fewer than 5 children"
    many = dict(figures(few | {"ever": 30, "today": 20}, []))
    assert (many["It held at some time for"], many["It holds today for"]) == (
        "30 children: 30 in a hundred",
        "20 children",
    )
