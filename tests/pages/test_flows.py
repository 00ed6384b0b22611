"""The key flows of the product, each as the story of the people in it: by keyboard alone, without scripts, on both widths.

In the second tier axe looks at every page that they come to.
"""

import csv
import datetime as dt
import itertools
from collections.abc import Callable
from pathlib import Path

import pytest

from keepsight.prompts.actions import receive
from tests.pages.walking import BUTTON, MENU, SCREENS, Walker

MOST_PAGES = 5  # of raising a concern, from the child's own page to the receipt, with a time-out on the way
MOST_MANDATORY = 4
SIX = 6  # facts of the overview
VIEW = ".ks-views__view:has(h3:text-is('{}'))"
LIST, PANEL = "main a:has-text({})", ".govuk-panel"

TIME = "article:first-of-type"
THREE = 3
WALKS = itertools.count(1)
"""Said with what must be new. The clock of the town stands, and the next walk finds what this one left there: the same words again
would be the same account."""

Sits = Callable[..., Walker]
Days = Callable[[dt.date], str]


@pytest.mark.long
def test_a_concern_is_raised_in_a_few_pages_and_the_decision_and_its_reason_come_back(sits: Sits) -> None:
    teacher = sits("tobias")
    teacher.sets_out_for("Imani")
    teacher.presses("What you can do here")
    teacher.presses("Raise a concern")
    mandatory = {"#saw": "Imani came without a coat, and ate two breakfasts.", "#thinks": "There is no food at home."}
    for box, text in mandatory.items():
        teacher.types(box, text)
    teacher.is_timed_out()
    teacher.presses("Read it before you send", BUTTON)
    teacher.signs_in_again()
    teacher.reads("not on record yet")
    assert [teacher.page.input_value(box) for box in mandatory] == list(mandatory.values())
    teacher.presses("Read it before you send", BUTTON)
    teacher.reads("Asked about Imani before")
    teacher.presses("Send to the front door", BUTTON)
    teacher.reads("It decides by", PANEL)
    assert len(mandatory) <= MOST_MANDATORY
    assert len([one for one in teacher.pages if not one.startswith("/sign-in/")]) <= MOST_PAGES, teacher.pages

    hub = sits("leila")
    hub.presses("Imani Tansley: raised by Marshlight School", LIST)
    hub.reads("ate two breakfasts")
    hub.chooses("[name=outcome][value=signposted]")
    hub.presses("Save the decision", BUTTON)
    hub.reads("Say why", ".govuk-error-summary")
    hub.types("form:has([name=outcome]) textarea", "The family is given the food bank’s number.")
    hub.presses("Save the decision", BUTTON)
    hub.reads("Before you close")
    hub.presses("I have read them: save the decision", BUTTON)
    hub.reads("Whoever raised it has not been told")

    teacher.presses("My work", MENU)
    teacher.presses("Imani Tansley: signposted", LIST)
    teacher.reads("The family is given the food bank’s number.")
    teacher.reads("Not accepted: what now")
    teacher.presses("I have read the decision", BUTTON)
    teacher.reads("Known to whoever raised it")


def test_the_six_facts_are_read_without_scrolling_half_a_minute_after_the_name_is_typed(sits: Sits) -> None:
    worker = sits("ivo")
    worker.sets_out_for("Wren")
    facts = [one.bounding_box() for one in worker.page.locator(".ks-facts__fact").all()]
    assert len(facts) == SIX
    if worker.page.viewport_size == SCREENS["1280"]:
        assert all(one and one["y"] + one["height"] <= SCREENS["1280"]["height"] for one in facts)
    worker.presses("", ".ks-facts a:has-text({})")
    assert worker.page.locator(":target, .ks-table tbody tr").count() > 0


@pytest.mark.long
def test_a_prompt_is_answered_and_the_answer_taken_back(sits: Sits) -> None:
    worker = sits("ivo")
    asks = f"Who takes her to school? ({next(WALKS)})"
    worker.presses("", ".ks-work__prompts a:has-text({})")
    worker.presses("Answer it")
    worker.chooses("[name=response][value=not_known]")
    worker.types("#says", asks)
    worker.types("#asked_of", "The school nurse")
    worker.presses("Save answer", BUTTON)
    worker.reads("the day by when", ".govuk-error-summary")
    worker.types("#by_when", "2/4/2026")  # the day after the one on which the server's clock stands
    worker.presses("Save answer", BUTTON)
    worker.reads(asks, ".ks-answers")
    worker.presses("Answer it")
    worker.opens("Take back")
    worker.types("#because", "Asked and answered.")
    worker.presses("Take it back", BUTTON)
    assert worker.page.locator(".ks-answers").count() == 0


def test_what_a_child_said_is_kept_in_the_child_s_own_words_and_apart_from_what_is_thought_of_it(sits: Sits) -> None:
    worker = sits("ivo")
    worker.sets_out_for("Wren")
    worker.presses("The child’s words", ".ks-tabs a:text-is({})")
    worker.chooses("[name=seen][value=alone]")
    worker.types("#words", "I want to live with Nan.")
    worker.types("#thinks", "She is afraid of the weekends.")
    worker.presses("Save", BUTTON)
    worker.reads("I want to live with Nan.", ".ks-quote")
    worker.reads("Heard today.", ".ks-sentence")
    assert "weekends" not in worker.page.locator(".ks-quote").first.inner_text()


@pytest.mark.long
def test_a_conference_is_prepared_by_each_agency_and_every_view_is_answered_before_it_concludes(sits: Sits) -> None:
    chair = sits("mina")
    chair.sets_out_for("Wren")
    chair.presses("What you can do here")
    chair.presses("Conference: prepare it", LIST)
    chair.types("#call-day", "20/4/2026")
    chair.types("#call-says", "Is she safe at home?")
    chair.presses("Call it", BUTTON)
    chair.reads("Called for 20 April 2026.")

    teacher = sits("tobias")
    teacher.presses("Wren Larkspur: conference", LIST)
    assert teacher.page.input_value("#knows"), "what the school has on record stands in its form"
    teacher.types("#worries", "She is hungry on Mondays.")
    teacher.types("#wishes", "Somebody sees what is in the cupboards.")
    teacher.is_timed_out()
    teacher.presses("Save what we bring", BUTTON)
    teacher.signs_in_again()
    teacher.reads("not on record yet")
    teacher.presses("Save what we bring", BUTTON)
    teacher.reads("She is hungry on Mondays.", VIEW.format("Marshlight School"))
    teacher.reads("Nothing yet.", VIEW.format("Wash Constabulary"))

    chair.presses("My work", MENU)
    chair.presses("Wren Larkspur: conference", LIST)
    chair.types("#conclude-says", "The plan goes on.")
    chair.presses("Conclude", BUTTON)
    chair.reads("A view has no answer yet", ".govuk-error-summary")
    chair.chooses('[name=weighed][value="not followed"]')
    chair.types("form:has([name=weighed]) textarea", "The visit on Tuesday saw full cupboards.")
    chair.presses("Answer Marshlight School", BUTTON)
    chair.reads("Stands as recorded dissent", VIEW.format("Marshlight School"))
    chair.types("#conclude-says", "The plan goes on: somebody else has seen the kitchen.")
    chair.types("#conclude-day", "1/7/2026")
    chair.presses("Conclude", BUTTON)
    chair.reads("Looked at again on 1 July 2026.")

    chair.presses("The pack, to print")
    for text in ("hungry on Mondays", "full cupboards", "recorded dissent", "somebody else has seen the kitchen"):
        chair.reads(text)
    views = [one.bounding_box() for one in chair.page.locator(".ks-views > *").all()]
    assert len({round(one["width"]) for one in views if one}) == 1


@pytest.mark.long
def test_two_people_who_answer_one_prompt_at_once_see_each_other_s_words_and_lose_none(sits: Sits) -> None:
    worker, teacher = sits("ivo"), sits("tobias")
    walk = next(WALKS)
    promises = {one.username: f"{one.username} rings the clinic. ({walk})" for one in (worker, teacher)}
    for one in (worker, teacher):
        one.sets_out_for("Wren")
        one.presses("Skip the chart")
        one.presses("", ".ks-prompt__title a:has-text({})")
        one.presses("Answer it")
        one.chooses("[name=response][value=right]")
        one.types("#says", promises[one.username])
        one.types("#by_when", "2/4/2026")
    worker.presses("Save answer", BUTTON)
    teacher.presses("Save answer", BUTTON)
    teacher.reads("Somebody else has acted since you opened this page", ".govuk-error-summary")
    teacher.reads(promises["ivo"], ".ks-answers")
    assert teacher.page.input_value("#says") == promises["tobias"]
    teacher.presses("Save answer", BUTTON)
    for promise in promises.values():
        teacher.reads(promise, ".ks-answers")


@pytest.mark.long
def test_a_disagreement_moves_up_by_itself_and_ends_in_a_signature_or_in_dissent_on_record(
    sits: Sits, days: Days
) -> None:
    opened, later = days(dt.date(2026, 4, 1)), days(dt.date(2026, 4, 13))
    settled, disputed = (f".ks-disagreement:has-text('{says}')" for says in ("She is hungry.", "She is cold."))
    teacher = sits("tobias", at=opened)
    for place, says in ((1, "She is hungry."), (2, "She is cold.")):
        teacher.sets_out_for("Wren")
        teacher.presses("What you can do here")
        teacher.presses("Disagree with a decision")
        teacher.picks("#about", place)
        teacher.types("#says", says)
        teacher.types("#wanted", "Somebody goes there.")
        teacher.presses("Open a disagreement", BUTTON)
    teacher.reads("It waits for the professionals themselves, by 7 April 2026.", settled)
    officer = sits("rafe", at=opened)
    officer.sets_out_for("Wren")
    officer.presses("What you can do here")
    officer.presses("Disagree with a decision")
    officer.chooses(f"{disputed} [name=step][value=view]")
    officer.types(f"{disputed} textarea", "The heating was on when I was there.")
    officer.presses("Save", disputed + " button:text-is({})")
    officer.reads("No answer yet", disputed)

    hub = sits("leila", at=later)
    hub.presses("Wren Larkspur: disputed by", LIST)
    hub.reads("It waits for the hub and whoever chairs for the child", settled)
    assert hub.page.locator(f"{disputed} [value=dissent]").count() == 0, "no view is passed over"
    hub.chooses(f"{disputed} [name=step][value=answer_view]")
    hub.picks(f"{disputed} select", 2)
    hub.types(f"{disputed} textarea", "That was on one evening.")
    hub.presses("Save", disputed + " button:text-is({})")
    hub.chooses(f"{disputed} [name=step][value=dissent]")
    hub.types(f"{disputed} textarea", "The two agencies see it differently.")
    hub.presses("Save", disputed + " button:text-is({})")
    hub.reads("The dissent is on record, with every view.", disputed)

    chair = sits("mina", at=later)
    chair.presses("Wren Larkspur: disputed by", LIST)
    chair.chooses(f"{settled} [name=step][value=offer]")
    chair.types(f"{settled} textarea", "A visit on Monday morning, before school.")
    chair.presses("Save", settled + " button:text-is({})")
    hub.presses("My work", MENU)
    hub.presses("Wren Larkspur: disputed by", LIST)
    hub.chooses(f"{settled} [name=step][value=settle]")
    hub.types(f"{settled} textarea", "We sign.")
    hub.presses("Save", settled + " button:text-is({})")
    hub.reads("Settled: two agencies have signed.", settled)


@pytest.mark.long
def test_a_child_who_went_missing_three_times_is_asked_within_the_time_and_it_goes_into_the_plan(
    sits: Sits, days: Days, tmp_path: Path
) -> None:
    receive(from_the_police(tmp_path / "missing.csv"))
    worker = sits("ada", at=days(dt.date(2026, 4, 1)))
    worker.sets_out_for("Jory")
    worker.presses("What you can do here")
    worker.presses("Missing, and asked what happened")
    worker.reads("3 times within 30 days", ".govuk-inset-text")
    worker.reads("To be asked by 3 Apr 2026, 07:00", TIME)
    worker.presses("Offered, and the child declines", TIME + " a:has-text({})")
    worker.types("#says", "He has nothing to say.")
    worker.presses("Save", BUTTON)
    worker.reads("A first no is often a test", TIME)

    worker = sits("ada", at=days(dt.date(2026, 4, 7)))
    worker.sets_out_for("Jory")
    worker.presses("What you can do here")
    worker.presses("Missing, and asked what happened")
    worker.reads("The 72 hours since the return were over on 3 Apr 2026", TIME)
    worker.presses("Interview held", TIME + " a:has-text({})")
    worker.types("#interviewer", "S. Onyango")
    worker.chooses("[name=independent][value=yes]")
    worker.types("#words", "They give me things.")
    worker.types("#before", "A row about the telephone.")
    worker.types("#place", "A flat above the arcade")
    worker.presses("Save", BUTTON)
    for text in ("They give me things.", "Independent of the child’s care", "A flat above the arcade"):
        worker.reads(text, TIME)
    worker.presses("Into the plan", TIME + " a:has-text({})")
    worker.types("#says", "The arcade is watched.")
    worker.types("#quality", "He was listened to.")
    worker.presses("Save", BUTTON)
    worker.reads("what was learned goes into the plan", TIME)
    assert worker.page.locator("article").count() > THREE


def from_the_police(path: Path) -> Path:
    """A file of the police: Jory was missing twice more within the month."""
    above = {
        "Agency": "Wash Constabulary", "Agency code": "wash-constabulary", "Sector": "police", "As at": "2026-03-31",
        "Period from": "2026-03-01", "Period to": "2026-03-31", "Covers": "All children the agency knows",
        "Kinds delivered": "missing.reported, missing.found",
    }  # fmt: skip
    told = (
        ("10/03/2026 21:30", "M1", "missing.reported", "Not home since school"),
        ("11/03/2026 01:10", "M1", "missing.found", "Found at the station"),
        ("24/03/2026 23:10", "M2", "missing.reported", "Gone with a bag"),
        ("31/03/2026 07:00", "M2", "missing.found", "Walked into the bakery"),
    )
    jory = ("Jory", "Ostler", "22/10/2010", "9991527362")
    with path.open("w", encoding="utf-8", newline="") as table:
        out = csv.writer(table)
        heads = ("Date", "Reference", "Kind", "Event", "Child forename", "Child surname", "Date of birth", "NHS number")
        out.writerows([*above.items(), [], heads, *((*row, *jory) for row in told)])
    return path


@pytest.mark.long
def test_a_passage_is_coded_and_where_two_readers_agree_is_a_link_away(sits: Sits) -> None:
    coder = sits("cass")
    coder.presses("Learning", MENU)
    coder.presses("Coding", ".ks-tabs a:text-is({})")
    coder.presses("Report on Isla")
    coder.presses("Passage after")
    box = coder.page.locator("[data-key]:not(:checked)").first.get_attribute("id")
    coder.chooses(f"#{box}")
    coder.types("#memo", "Seen twice.")
    coder.is_timed_out()
    coder.presses("Save", BUTTON)
    coder.signs_in_again()
    coder.reads("not on record yet")
    coder.presses("Save", BUTTON)
    assert coder.page.is_checked(f"#{box}")
    assert coder.page.input_value("#memo") == "Seen twice."
    coder.chooses_not(f"#{box}")
    coder.presses("Save and go on", BUTTON)
    coder.presses("Passage before")
    assert not coder.page.is_checked(f"#{box}")
    coder.presses("Where readers agree")
    coder.reads("Kappa")
