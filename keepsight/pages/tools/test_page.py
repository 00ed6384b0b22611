"""What tools gave over time: refused half told, kept in the tool's words of its day, side by side and never added up."""

import datetime as dt

import pytest
from django.test import Client

from keepsight.access.queries import sight, the_machine
from keepsight.chronology.queries import chronology
from keepsight.chronology.restricting import restrict
from keepsight.chronology.shown import EntryShown
from keepsight.practice.assessments.scoring import USED, between, chains
from keepsight.practice.assessments.tools import TOOLS, Tool
from keepsight.store import clock
from tests.pages.invented import entry, of_tam
from tests.pages.town_people import NOBODY_S, child, given, signed_in, user, waiting

SNAIL = Tool(
    "Snail tool", "2", "Invented", ("Food", "Warmth"), ("mostly", "now and then"), of_whom=False, reviewed=False
)
FED = {
    "tool": "snail",
    "on": "2/3/2026",
    "level-0": "mostly",
    "level-1": "unknown",
    "rests_on": "The kitchen was seen.",
}
RISK = {"tool": "risk", "on": "2/3/2026", "level-0": "3 of 4", "rests_on": "Two calls.", "review_on": "20/3/2026"}
CHANGE = {
    "tool": "change", "on": "2/3/2026", "level-0": "ready", "unknown-1": "yes", "of_whom": "Her mother",
    "rests_on": "She came to each meeting.", "review_on": "20/5/2026",
}  # fmt: skip

HALF_TOLD = [
    (FED | {"tool": "gossip"}, "no such tool"),
    (FED | {"level-0": ""}, "the level of each"),
    (FED | {"level-0": " "}, "the level of each"),
    (FED | {"level-0": "dreadful"}, "the level of each"),
    (FED | {"rests_on": " "}, "on what it rests"),
    (FED | {"on": "2/4/2027"}, "has not come yet"),
    (FED | {"on": "soon"}, "Write it like 27/3/2026"),
    (FED | {"numbers": "0"}, "No entry has that number"),
    (FED | {"numbers": "1, 100000"}, "No entry has that number"),
    (FED | {"numbers": "twelve"}, "No entry has that number"),
    (FED | {"review_on": "2/3/2026"}, "before it was used"),
    (RISK | {"review_on": ""}, "by when it is looked at again"),
    (RISK | {"unknown-0": "yes"}, "Give the one or the other"),
    (CHANGE | {"of_whom": " "}, "of whom"),
    (CHANGE | {"unknown-1": ""}, "the level of each"),
    ({"act": "take_back", "because": "Wrong child."}, "not yours to take back"),
]


@pytest.fixture(autouse=True)
def _a_tool_of_the_partnership(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(TOOLS, "snail", SNAIL)


def here() -> str:
    """Where it stands of Wren."""
    return f"/children/{child('wren')}/tools/"


def on_record() -> list[EntryShown]:
    """What is on record of it."""
    return [one for one in chronology(the_machine(), child("wren")) if one.kind == USED]


def as_open(username: str, form: dict[str, str]) -> dict[str, str]:
    """A form as it is sent by whoever has just opened the page."""
    opened = given(username, "tools", child_id=child("wren"))
    return {"total": str(opened["total"]), "seen": opened["seen"]} | form


def does(username: str, form: dict[str, str]) -> None:
    """Somebody writes down what a tool gave."""
    answer = signed_in(username).post(here(), as_open(username, form))
    assert answer.status_code == 302, answer.content.decode().partition("error-summary")[2][:400]


def page(username: str) -> str:
    """What somebody reads."""
    return signed_in(username).get(here()).content.decode().partition("<main")[2].partition("</main>")[0]


def waits(username: str) -> list[str]:
    """What of tools waits for somebody under My work."""
    return [line.text for line in waiting(username, "tool")]


def test_a_role_that_reads_no_child_s_story_is_refused(town: None) -> None:
    for username in ("wilf", "orla", "cass", "dev", "robin", "bea"):
        assert signed_in(username).post(here(), FED).status_code == 403, username
    assert on_record() == []


def test_a_child_out_of_sight_and_none_at_all_are_not_found_alike(town: None) -> None:
    answers = [signed_in("ada").post(one, FED) for one in (here(), f"/children/{NOBODY_S}/tools/")]
    assert [one.status_code for one in answers] == [404, 404]
    assert Client().get(here()).status_code == 302


@pytest.mark.long
def test_what_is_half_told_is_not_kept_and_what_was_typed_is(town: None) -> None:
    opened = as_open("ivo", {})
    for form, says in HALF_TOLD:
        context = given("ivo", "tools", child_id=child("wren"), post=opened | form)
        assert says in context["error"], form
        assert context["form"]["on"] == form.get("on", "")
    assert on_record() == []


def test_numbers_of_a_chronology_that_has_changed_are_asked_again(town: None) -> None:
    form = as_open("ivo", FED) | {"total": "1", "numbers": "1"}
    context = given("ivo", "tools", child_id=child("wren"), post=form)
    assert "has changed since you opened" in context["error"]
    assert "numbers" not in context["form"]
    assert on_record() == []


@pytest.mark.long
def test_whoever_was_overtaken_reads_what_the_other_wrote_before_it_is_kept(town: None) -> None:
    opened = as_open("ivo", RISK)
    does("tobias", RISK | {"level-0": "2 of 4", "rests_on": "Nothing since January."})
    context = given("ivo", "tools", child_id=child("wren"), post=opened)
    assert "Somebody has written down" in context["error"]
    assert context["form"]["rests_on"] == "Two calls."
    assert len(on_record()) == 1
    does("ivo", RISK)
    assert {"Two calls.", "Nothing since January."} == {one.narrative for one in on_record()}


@pytest.mark.long
def test_uses_stand_by_their_day_each_in_its_words_with_what_happened_between(town: None) -> None:
    does("ivo", FED | {"on": "20/3/2026", "level-1": "now and then", "numbers": "1, 2"})
    does("tobias", FED | {"used_by": "The school nurse"})
    [chain] = given("leila", "tools", child_id=child("wren"))["chains"]
    assert [one["when"] for one in chain["uses"]] == ["2 Mar 2026", "20 Mar 2026"]
    assert chain["uses"][0]["levels"] == [("Food", "mostly"), ("Warmth", "Cannot tell")]
    assert len(chain["uses"][1]["evidence"]) == 2
    told = page("leila")
    first, since = chain["between"]
    assert f"Between 2 Mar 2026 and 20 Mar 2026: {len(first['found'])} entr" in told
    assert (since["since"], since["until"]) == ("20 Mar 2026", "1 Apr 2026")
    assert all(href in told for gap in chain["between"] for _, href in gap["found"])
    assert "The school nurse, written down by" in told


def test_between_are_both_days_and_no_other_use_and_what_has_no_date_is_not() -> None:
    first = entry(USED, "2026-03-02", details={"tool": "snail"})
    inside = [entry("child.seen", day) for day in ("2026-03-02", "2026-03-10", "2026-03-20")]
    outside = [entry("child.seen", day) for day in ("2026-03-01", "2026-03-21", None)]
    other = entry(USED, "2026-03-10", details={"tool": "risk"})
    assert between([*outside, first, *inside, other], first, dt.date(2026, 3, 20)) == inside


def test_tools_stand_in_the_order_of_the_file_whatever_they_gave_and_a_brother_s_are_his() -> None:
    named = list(TOOLS)
    for levels in (named, named[::-1]):
        told = [
            entry(USED, "2026-03-02", details={"tool": name, "levels": [level]})
            for name, level in zip(reversed(named), levels, strict=True)
        ]
        brother = of_tam(entry(USED, "2026-03-02", details={"tool": "snail"}))
        assert [one.last.details["tool"] for one in chains([*told, brother])] == named


@pytest.mark.long
def test_a_later_version_of_the_tool_changes_nothing_that_was_written_down(
    town: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    does("ivo", FED)
    assert "different versions" not in page("ivo")
    monkeypatch.setitem(TOOLS, "snail", Tool("Snail tool", "3", "Invented", ("Sleep",), ("sound",), False, False))
    does("ivo", FED | {"on": "20/3/2026", "level-0": "sound"})
    [chain] = given("ivo", "tools", child_id=child("wren"))["chains"]
    assert [one["levels"] for one in chain["uses"]] == [
        [("Food", "mostly"), ("Warmth", "Cannot tell")],
        [("Sleep", "sound")],
    ]
    assert "different versions" in page("ivo")


@pytest.mark.long
def test_capacity_to_change_is_looked_at_again_adult_by_adult(town: None) -> None:
    does("ivo", CHANGE)
    does("ivo", CHANGE | {"on": "20/3/2026", "of_whom": "her  Mother", "level-0": "not now", "unknown-1": "yes"})
    does("ivo", CHANGE | {"of_whom": "Her stepfather"})
    found = given("tobias", "tools", child_id=child("wren"))["chains"]
    assert [(one["of_whom"], len(one["uses"])) for one in found] == [("her  Mother", 2), ("Her stepfather", 1)]
    assert found[0]["uses"][0]["levels"] == [("Motivation to change", "ready"), ("Capacity to change", "Cannot tell")]


@pytest.mark.long
def test_a_rating_whose_day_has_passed_says_so_until_it_is_looked_at_again(town: None) -> None:
    does("ivo", RISK)
    assert "The day to look at it again has passed." in page("leila")
    does("ivo", RISK | {"on": "30/3/2026", "review_on": "1/4/2026"})
    told = page("leila")
    assert "has passed" not in told
    assert "To be looked at again by 1 Apr 2026" in told


@pytest.mark.long
def test_what_is_due_to_be_looked_at_again_waits_for_the_agency_that_wrote_it(town: None) -> None:
    said: tuple[tuple[str, list[str]], ...] = (
        *(("2/4/2026", []), ("1/4/2026", ["ivo"])),
        *(("31/3/2026", ["ivo", "magda"]), ("20/5/2026", [])),
    )
    for day, (review_on, whose) in enumerate(said, start=2):
        does("ivo", RISK | {"on": f"{day}/3/2026", "review_on": review_on})
        assert [name for name in ("ivo", "magda", "tobias", "leila") if waits(name)] == whose, review_on


@pytest.mark.long
def test_what_rests_on_an_entry_that_its_agency_keeps_is_kept_as_closely(town: None) -> None:
    read = chronology(sight(user("magda"), clock.today()), child("wren"))
    theirs = {one.id for one in chronology(sight(user("tobias"), clock.today()), child("wren"))}
    kept = next(one for one in read if one.agency == "social-care-999" and one.id in theirs)
    restrict(child("wren"), kept.id, holds=True, because="Told", by=user("magda"))
    entries = chronology(sight(user("ivo"), clock.today()), child("wren"))
    number = 1 + [one.id for one in entries].index(kept.id)
    does("ivo", RISK | {"numbers": str(number)})
    assert {one.level for one in on_record()} == {"restricted"}
    assert "Two calls." in page("ivo")
    assert "Two calls." not in page("tobias")
    does("tobias", RISK | {"rests_on": "Late twice."})  # who may not read it is overtaken by nobody


@pytest.mark.long
def test_it_is_taken_back_by_whoever_wrote_it_and_by_nobody_else(town: None) -> None:
    does("ivo", RISK)
    [one] = on_record()
    back = {"act": "take_back", "entry": str(one.id), "thread": str(one.thread), "because": "The wrong child."}
    assert "not yours" in given("tobias", "tools", child_id=child("wren"), post=back)["error"]
    assert signed_in("ivo").post(here(), back).status_code == 302
    assert on_record() == []
    assert "Nobody has written down what a tool gave" in page("ivo")


@pytest.mark.long
def test_nothing_is_added_up_and_no_level_has_a_colour_of_ours(town: None) -> None:
    does("ivo", RISK)
    does("ivo", RISK | {"on": "20/3/2026", "level-0": "4 of 4", "review_on": "20/5/2026"})
    told = page("ivo")
    for word in ("score", "average", "rank", "%", "govuk-tag", "style=", "7 of 8"):
        assert word not in told, word


@pytest.mark.long
def test_what_was_typed_when_somebody_was_signed_out_is_in_the_form_again_and_on_no_record(town: None) -> None:
    client = signed_in("ivo")
    signed = client.get(here()).content.decode().split('name="whose" value="')[1].split('"')[0]
    Client().post(here(), as_open("ivo", RISK) | {"whose": signed})
    again = client.get(here()).content.decode()
    assert "not on record yet" in again
    assert RISK["rests_on"] in again
    assert on_record() == []


@pytest.mark.long
def test_without_names_nobody_is_named_and_nothing_is_written(town: None) -> None:
    does("ivo", CHANGE | {"of_whom": "Hazel", "rests_on": "Hazel came."})
    client = signed_in("ivo")
    session = client.session
    session["names_hidden"] = True
    session.save()
    assert "Hazel" not in client.get(here()).content.decode()
    assert client.post(here(), as_open("ivo", RISK)).status_code == 404


@pytest.mark.long
def test_the_overview_and_the_plan_lead_here(town: None) -> None:
    for where in ("", "plan/"):
        assert f'href="{here()}"' in signed_in("ivo").get(f"/children/{child('wren')}/{where}").content.decode()
