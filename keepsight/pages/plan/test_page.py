"""The plan: refused to whom it is not for, unknown where the plan is; what is said, seen and lived stand beside each other."""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Callable
from typing import Any
from unittest import mock

import pytest
from django.test import Client

from keepsight.access.queries import the_machine
from keepsight.chronology.actions import Source, append
from keepsight.chronology.queries import chronology
from keepsight.chronology.shown import EntryShown
from keepsight.intake.drafts import DraftEntry, When
from keepsight.intake.models import Receipt
from keepsight.pages.story import Story
from keepsight.people.queries import records_of
from keepsight.practice.plans.step_downs import STEPPED_DOWN
from keepsight.prompts.kept import ask
from keepsight.prompts.queries import prompts_of
from keepsight.store import clock
from tests.pages.town_people import NOBODY_S, child, given, on, signed_in

SAYS = "Wren eats breakfast before school."
BESIDE = ("Said to be done", "Seen by somebody else", "What the child lives")


def here() -> str:
    """Where Wren's plan stands."""
    return f"/children/{child('wren')}/plan/"


def the_plan() -> EntryShown:
    """The plan about Wren that social care's file tells of."""
    entries = chronology(the_machine(), child("wren"))
    return next(one for one in entries if one.kind == "plan.started" and one.scope == "child")


def line() -> dict[str, str]:
    """A line as the form sends it."""
    return {
        "about": str(the_plan().id), "says": SAYS, "by_whom": "Her mother, with the school", "by_when": "1/5/2026",
        "bottom_line": "Wren is not left alone at night.", "negotiable": "no", "sign": "She is awake in class.",
        "on_breach": "We meet the same day.", "contingency": "She stays with her Nan.",
        "poverty": "The meter is empty by Thursday.",
    }  # fmt: skip


def shown(username: str) -> list[dict[str, Any]]:
    """The lines that somebody reads."""
    plans = given(username, "plan", child_id=child("wren"))["plans"]
    return [each for plan in plans for each in plan["lines"]]


def noted_by(username: str) -> str:
    """A line that somebody noted on the page."""
    assert signed_in(username).post(here(), line()).status_code == 302
    return str(shown(username)[-1]["one"].id)


def tells(username: str, step: str, thread: str, **more: str) -> None:
    """Somebody writes something down beside a line, having read what was there."""
    answer = signed_in(username).post(here(), beside(username, step, thread) | more)
    assert answer.status_code == 302, refused(username, beside(username, step, thread) | more)


def beside(username: str, step: str, thread: str) -> dict[str, str]:
    """What the form sends for something beside a line."""
    seen = next(str(one["one"].last.id) for one in shown(username) if str(one["one"].id) == thread)
    day = f"{clock.today():%d/%m/%Y}"
    return {"thread": thread, "step": step, "seen": seen, "on": day, "says": f"{username} says so"}


def refused(username: str, posted: dict[str, str]) -> str:
    """What the page says when it keeps nothing."""
    return str(given(username, "plan", child_id=child("wren"), post=posted)["error"])


@pytest.mark.parametrize("username", ["wilf", "orla", "cass", "dev", "robin", "bea"])
def test_a_role_that_reads_no_child_s_story_is_refused(town: None, username: str) -> None:
    assert signed_in(username).post(here(), line()).status_code == 403


def test_a_child_out_of_sight_and_none_at_all_are_not_found_alike(town: None) -> None:
    answers = [signed_in("ada").get(one) for one in (here(), f"/children/{NOBODY_S}/plan/")]
    assert [one.status_code for one in answers] == [404, 404]
    assert Client().get(here()).status_code == 302


@pytest.mark.parametrize(
    ("lacks", "says"),
    [
        ({"about": ""}, "Choose the plan"),
        ({"about": str(NOBODY_S)}, "Choose the plan"),
        ({"says": ""}, "in your own words"),
        ({"by_whom": ""}, "who does it"),
        ({"by_when": ""}, "the day by when"),
        ({"by_when": "soon"}, "Write it like 27/3/2026"),
    ],
)
def test_a_line_that_lacks_its_plan_its_outcome_or_whose_it_is_is_not_noted(
    town: None, lacks: dict[str, str], says: str
) -> None:
    assert says in refused("ivo", line() | lacks)
    assert shown("ivo") == []


def test_what_poverty_does_to_a_line_is_asked_and_that_nobody_asked_is_said(town: None) -> None:
    client, unsaid = signed_in("ivo"), "nobody has written down that they asked"
    client.post(here(), line() | {"poverty": ""})
    assert unsaid in client.get(here()).content.decode()
    client.post(here(), line())
    said = dict(shown("ivo")[-1]["says"])
    assert said["What poverty does to it"] == "The meter is empty by Thursday."
    assert client.get(here()).content.decode().count(unsaid) == 1


def test_a_decision_that_is_no_plan_has_no_lines(town: None) -> None:
    other = next(one for one in chronology(the_machine(), child("wren")) if one.kind == "referral.decided")
    assert "Choose the plan" in refused("ivo", line() | {"about": str(other.id)})


@pytest.mark.parametrize(
    ("step", "changed", "says"),
    [
        ("claim", {"on": "1/4/2027"}, "has not come yet"),
        ("claim", {"on": "soon"}, "Write it like 27/3/2026"),
        ("claim", {"says": ""}, "in your own words"),
        ("see", {}, "how it was found"),
        ("see", {"seen_as": "splendid"}, "Choose one"),
        ("live", {"says": ""}, "what the child said"),
        ("follow", {"followed": "contingency"}, "cannot follow here"),
        ("note", {}, "cannot follow here"),
        ("praise", {}, "cannot follow here"),
    ],
)
def test_what_is_half_told_beside_a_line_is_not_kept(town: None, step: str, changed: dict[str, str], says: str) -> None:
    thread = noted_by("ivo")
    assert says in refused("ivo", beside("ivo", step, thread) | changed)
    assert shown("ivo")[-1]["one"].told == ()


def test_a_bottom_line_that_nobody_drew_cannot_be_crossed(town: None) -> None:
    assert signed_in("ivo").post(here(), line() | {"bottom_line": ""}).status_code == 302
    thread = str(shown("ivo")[-1]["one"].id)
    assert "no bottom line" in refused("ivo", beside("ivo", "breach", thread))


def test_whoever_may_not_read_the_plan_is_not_told_that_it_has_lines(town: None) -> None:
    thread = noted_by("ivo")
    assert len(shown("tobias")) == 1
    posted = beside("tobias", "claim", thread)
    with mock.patch("keepsight.pages.plan.page.story_of", return_value=Story(child("wren"), [], [])):
        assert shown("tobias") == []
        assert "no such line" in refused("tobias", posted)
        assert "Choose the plan" in refused("tobias", line())


def test_what_is_said_seen_and_lived_stand_beside_each_other_each_with_its_entry(town: None) -> None:
    thread = noted_by("ivo")
    tells("tobias", "claim", thread, says="Her mother says that she eats every morning.")
    tells("rafe", "see", thread, seen_as="not_done", says="There was no food in the kitchen at eight.")
    tells("ivo", "live", thread, words="I have crisps on the bus.", says="")
    (each,) = shown("ivo")
    assert [title for title, _, _ in each["beside"]] == list(BESIDE)
    assert [[one["act"].by_name for one in found] for _, found, _ in each["beside"]] == [
        ["Tobias Reed"],
        ["PC Rafe Dunmore"],
        ["Ivo Fairlamb"],
    ]
    by_id = {one.id: one for one in chronology(the_machine(), child("wren"))}
    entries = [by_id[one["act"].id] for _, found, _ in each["beside"] for one in found]
    assert [(one.kind, one.basis) for one in entries] == [
        ("plan.line_claimed", "carer"),
        ("plan.line_seen", "observed"),
        ("child.voice", "child"),
    ]
    assert entries[-1].child_words == "I have crisps on the bus."
    page = signed_in("ivo").get(here()).content.decode()
    columns = page.split('<ul class="ks-views">')[1].split("</ul>")[0]
    assert columns.count('<li class="ks-views__view">') == 3
    assert f"#entry-{entries[-1].id}" in columns
    assert "disguised" not in page.casefold()


def test_until_somebody_looked_or_asked_the_page_says_that_nobody_did(town: None) -> None:
    noted_by("ivo")
    page = signed_in("ivo").get(here()).content.decode()
    assert page.count("Nobody other than the carer has been written down as having looked.") == 1
    assert "Nobody has written down yet that they asked." in page
    assert "money, transport and housing" in page


def test_whoever_comes_second_sees_what_was_done_and_loses_nothing(town: None) -> None:
    thread = noted_by("ivo")
    before = beside("ivo", "claim", thread) | {"says": "Mine is other."}
    tells("rafe", "claim", thread)
    page = signed_in("ivo").post(here(), before).content.decode()
    assert "Somebody else has acted since you opened this page" in page
    assert "Mine is other." in page
    assert "rafe says so" in page


def test_that_an_order_is_used_as_control_is_noted_with_its_reason_and_can_be_taken_back(town: None) -> None:
    posted = {"step": "control", "about": str(the_plan().id), "says": "He rings the school in the order’s name daily."}
    assert "in your own words" in refused("tobias", posted | {"says": ""})
    assert signed_in("tobias").post(here(), posted).status_code == 302
    assert posted["says"] in signed_in("ivo").get(here()).content.decode()
    ((note, mine),) = given("tobias", "plan", child_id=child("wren"))["plans"][0]["notes"]
    assert mine
    back = {"step": "take_back", "thread": str(note.thread), "seen": str(note.id), "says": "It was another family."}
    assert "not yours" in refused("ivo", back)
    assert signed_in("tobias").post(here(), back).status_code == 302
    assert given("ivo", "plan", child_id=child("wren"))["plans"][0]["notes"] == []


def test_without_names_no_words_of_anybody_are_shown(town: None) -> None:
    tells("tobias", "claim", noted_by("ivo"))
    client = signed_in("ivo")
    session = client.session
    session["names_hidden"] = True
    session.save()
    page = client.get(here()).content.decode()
    assert SAYS not in page
    assert "tobias says so" not in page
    assert "Tobias" not in page
    assert client.post(here(), line()).status_code == 404


def stepped_down(day: dt.date = dt.date(2026, 3, 30)) -> None:
    """Social care's file tells that Wren was stepped down, on a day."""
    receipt = Receipt.objects.filter(agency="social-care-999").latest("received_at")
    when = When(day, day, "day", f"{day:%d/%m/%Y}")
    draft = DraftEntry(STEPPED_DOWN, when, (("the child", "child"),), key="wren stepped down")
    records = {"the child": records_of([child("wren")])[child("wren")][0]}
    source = Source("social-care-999", day, clock.now(), receipt)
    append(draft, records=records, source=source)


def handed(username: str) -> dict[str, Any]:
    """How somebody reads that Wren was stepped down."""
    stepped: list[dict[str, Any]] = given(username, "plan", child_id=child("wren"))["stepped"]
    (one,) = stepped
    return one


def to_take_on(username: str) -> list[str]:
    """The children who were stepped down, and who stand on somebody's My work."""
    sections = given(username, "my_work")["followed"]
    return [line.child.forename for one in sections if one.name == "stepped_down" for line in one.lines]


def answers(username: str, step: str, **more: str) -> dict[str, str]:
    """What the form sends to say whether the child is taken on."""
    one = handed(username)["one"]
    seen = str(one.last.id) if one.last else ""
    return {"thread": str(one.id), "step": step, "seen": seen, "says": f"{username} says so", **more}


def test_whoever_stepped_the_child_down_does_not_take_the_child_on(town: None) -> None:
    stepped_down()
    assert handed("ivo")["choices"] == []
    assert "not yours" in refused("ivo", answers("ivo", "accept"))
    assert "how the risk is managed" in refused("tobias", answers("tobias", "refuse"))
    assert "in your own words" in refused("tobias", answers("tobias", "accept", says=""))


@pytest.mark.long
def test_a_step_down_stands_on_my_work_of_the_others_until_one_takes_the_child_on(town: None) -> None:
    assert to_take_on("tobias") == []
    stepped_down()
    assert {name for name in ("ivo", "tobias", "rafe", "ada", "magda", "wilf") if to_take_on(name)} == {
        "tobias",
        "rafe",
    }
    assert to_take_on("tobias") == ["Wren"]
    refuse = answers("tobias", "refuse", risk="I see her each day at school.")
    assert signed_in("tobias").post(here(), refuse).status_code == 302
    assert to_take_on("rafe") == ["Wren"]
    page = signed_in("ivo").get(here()).content.decode()
    assert "I see her each day at school." in page
    assert "Nobody has said yet that the child is taken on." in page
    assert signed_in("rafe").post(here(), answers("rafe", "accept")).status_code == 302
    assert to_take_on("tobias") == []
    assert "Another agency has said that it takes the child on." in signed_in("ivo").get(here()).content.decode()


def test_a_step_down_of_long_ago_waits_on_nobody_s_page_and_stands_on_the_plan_s(town: None) -> None:
    stepped_down(dt.date(2025, 11, 3))
    assert to_take_on("tobias") == []
    assert "Nobody has said yet that the child is taken on." in signed_in("tobias").get(here()).content.decode()


def test_a_step_down_that_nobody_may_read_is_on_nobody_s_page(town: None) -> None:
    stepped_down()
    posted = answers("tobias", "accept")
    with (
        mock.patch("keepsight.pages.plan.page.story_of", return_value=Story(child("wren"), [], [])),
        mock.patch("keepsight.practice.matters.chronologies", return_value=defaultdict(list)),
    ):
        assert given("tobias", "plan", child_id=child("wren"))["stepped"] == []
        assert to_take_on("tobias") == []
        assert "no such line" in refused("tobias", posted)


def test_the_prompt_of_a_step_down_is_cleared_by_taking_the_child_on_and_returns_when_it_is_taken_back(
    town: None,
) -> None:
    stepped_down()
    with on(dt.date(2026, 4, 16)):
        assert stands("step-down-unaccepted")
        assert signed_in("tobias").post(here(), answers("tobias", "accept")).status_code == 302
        assert not stands("step-down-unaccepted")
        assert signed_in("tobias").post(here(), answers("tobias", "take_back")).status_code == 302
        assert stands("step-down-unaccepted")
        assert to_take_on("tobias") == ["Wren"]


def stands(pattern: str) -> bool:
    """Whether a pattern holds for Wren as the worker would ask it today."""
    ask([child("wren")], clock.today())
    return any(one.pattern == pattern and one.standing for one in prompts_of(the_machine(), child("wren")))


def crossed() -> str:
    """A line whose bottom line was crossed on 1 April: the line."""
    thread = noted_by("ivo")
    tells("rafe", "breach", thread, on="1/4/2026")
    return thread


def said_three_times() -> str:
    """Three lines that a carer said were done in February: the last."""
    threads = [noted_by("ivo") for _ in range(3)]
    for thread in threads:
        tells("ivo", "claim", thread, on="12/2/2026")
    return threads[-1]


def undone_twice() -> str:
    """A line that was seen done and undone again, and once more: the line."""
    thread = noted_by("ivo")
    for day, seen_as in (("10/1", "done"), ("10/2", "undone"), ("1/3", "done"), ("25/3", "not_done")):
        tells("rafe", "see", thread, on=f"{day}/2026", seen_as=seen_as)
    return thread


@pytest.mark.long
@pytest.mark.parametrize(
    ("pattern", "story", "act", "said"),
    [
        ("bottom-line-breached", crossed, "follow", {"followed": "legal_planning"}),
        ("claims-without-evidence", said_three_times, "see", {"seen_as": "not_done"}),
        ("change-not-sustained", undone_twice, "ask", {}),
    ],
)
def test_a_prompt_is_cleared_by_the_act_and_returns_when_it_is_taken_back(
    town: None, pattern: str, story: Callable[[], str], act: str, said: dict[str, str]
) -> None:
    thread = story()
    with on(dt.date(2026, 4, 18)):
        assert stands(pattern)
        tells("ivo", act, thread, **said)
        assert not stands(pattern)
        tells("ivo", "take_back", thread)
        assert stands(pattern)


def test_a_bottom_line_that_was_crossed_climbs_until_something_follows(town: None) -> None:
    crossed()
    assert "those who work with the child, by 17 April 2026" in signed_in("ivo").get(here()).content.decode()
    with on(dt.date(2026, 4, 18)):
        assert not stands("claims-without-evidence")
        assert shown("ivo")[-1]["one"].stands.stage.title == "Their managers"


def test_a_line_is_of_the_day_it_is_told_of(town: None) -> None:
    thread = noted_by("ivo")
    tells("ivo", "see", thread, seen_as="done", on="12/3/2026")
    assert shown("ivo")[-1]["one"].told[-1].act.on == dt.date(2026, 3, 12)
    assert uuid.UUID(thread)
