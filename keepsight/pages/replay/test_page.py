"""The replay of a child: refused to whom it is not for; what all together could see long before anybody alone."""

import datetime as dt
import re
from dataclasses import replace

import pytest
from django.test import Client

from keepsight.access.queries import sight
from keepsight.access.sharing import Reasons, disclose
from keepsight.access.sight import THE_MACHINE, Sight, seeing
from keepsight.chronology.queries import chronology
from keepsight.pages.replay.drawing import Line, drawing
from keepsight.pages.replay.page import _told_on
from keepsight.pages.replay.telling import A_YEAR, NO_CLAIM, says_of
from keepsight.patterns.replaying.replay import Replayed
from keepsight.prompts import replaying
from keepsight.prompts.queries import prompts_of
from keepsight.prompts.replaying import life_of, replay_of
from keepsight.store import clock
from tests.pages.town_people import NOBODY_S, child, given, signed_in, user

SEEN_IN_2024 = Replayed(
    pattern="re-referral", began_on=dt.date(2024, 1, 1), on=dt.date(2024, 1, 1), entries=(), alone={}, fewest=(),
    by_definition=False, assumed=False,
)  # fmt: skip


def here(key: str = "idris") -> str:
    """Where a child's replay stands."""
    return f"/children/{child(key)}/replay/"


def replayed(username: str, key: str) -> list[Replayed]:
    """What somebody is told."""
    of, seen = child(key), sight(user(username), clock.today())
    with seeing(seen):
        return replay_of(seen, of, clock.today())


@pytest.mark.parametrize("username", ["wilf", "orla", "cass", "dev", "robin", "bea"])
def test_a_role_that_reads_no_child_s_story_is_refused(town: None, username: str) -> None:
    assert signed_in(username).get(here()).status_code == 403


def test_a_child_out_of_sight_and_none_at_all_are_not_found_alike(town: None) -> None:
    nobody = here("wren").replace(str(child("wren")), str(NOBODY_S))
    assert [signed_in("ada").get(one).status_code for one in (here("wren"), nobody)] == [404, 404]
    assert Client().get(here()).status_code == 302


def test_five_agencies_together_could_see_what_none_of_them_could_alone_for_more_than_a_year(town: None) -> None:
    found = {one.pattern: one for one in replayed("leila", "idris") if not one.by_definition and not one.assumed}
    harm = found["cumulative-harm"]
    assert len(harm.alone) >= 5
    assert set(harm.alone.values()) == {None}
    assert (clock.today() - harm.on).days >= A_YEAR
    assert {len(some) for some in harm.fewest} == {3}
    assert found["domestic-abuse-repeats-no-marac"].days_earlier == 0, (
        "what the police alone saw is no case for sharing"
    )


def test_every_prompt_that_is_kept_is_replayed_from_the_day_on_which_it_could_be_seen(town: None) -> None:
    seen = sight(user("leila"), clock.today())
    with seeing(seen):
        kept = {(one.pattern, one.visible_on) for one in prompts_of(seen, child("idris"))}
    assert kept <= {(one.pattern, one.on) for one in replayed("leila", "idris")}


def test_nothing_is_replayed_of_an_entry_that_somebody_may_not_read(
    town: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = {one.pattern: one for one in replayed("leila", "idris")}
    sealed = set(whole["cumulative-harm"].entries)
    monkeypatch.setattr(
        replaying, "chronology", lambda sight, of: [one for one in chronology(sight, of) if one.id not in sealed]
    )
    left = replayed("leila", "idris")
    assert left
    assert not sealed & {entry for one in left for entry in one.entries}
    assert "cumulative-harm" not in {one.pattern for one in left}


def test_who_was_told_one_by_one_is_replayed_for_the_two_agencies_and_for_figures_alone(town: None) -> None:
    wren, camhs = child("wren"), "fennick-camhs"
    reasons = Reasons("To plan", "public_task", "yes", "yes", "These and no more")

    def knows(seen: Sight) -> bool:
        with seeing(seen):
            return camhs in {one.agency for one in life_of(seen, wren, clock.today()).knew}

    rafe, mina = (sight(user(name), clock.today()) for name in ("rafe", "mina"))
    assert [knows(one) for one in (rafe, mina, THE_MACHINE)] == [False, False, False]
    with seeing(rafe):
        told = {each.id: b"" for one in chronology(rafe, wren) for each in one.accounts}
    disclose(wren, told, to_agency=camhs, reasons=reasons, by=user("rafe"))
    assert [knows(one) for one in (rafe, mina, THE_MACHINE)] == [True, False, True]


def test_without_names_every_agency_stands_by_its_kind(town: None) -> None:
    client = signed_in("leila")
    client.post(f"/children/{child('idris')}/names/", {"names": "hide", "back": "names"})
    page = client.get(here()).content.decode()
    assert "Police: from " in page
    assert "was told of entry" in page
    assert not [name for name in ("Idris", "Wash Constabulary", "Fennick Children", "Lantern") if name in page]


def test_of_a_child_out_of_sight_there_is_no_life(town: None) -> None:
    assert replayed("ada", "wren") == []


def test_the_page_says_the_figures_and_shows_each_prompt_with_its_entries(town: None) -> None:
    context = given("leila", "replay", child_id=child("idris"))
    assert context["says"] == [
        "Of 3 prompts that one agency might have seen by itself, 1 could be seen only by several together, and 1 by all together "
        "at least a year before any agency alone.",
        "Left out of this: 4 prompts of which the pattern itself asks for several agencies.",
        "Left out of this: 6 prompts whose day of writing is only assumed.",
    ], "school and council do not say when they wrote their lines about him, nor that a plan was open in January"
    harm = next(one for one in context["told"] if one.title.startswith("Harm of several kinds"))
    assert harm.alone == ["None of 6, to this day"]
    abuse = next(one for one in context["told"] if one.title.startswith("Abuse at home"))
    assert re.fullmatch(r"Wash Constabulary: from \d+ \w+ \d{4}", abuse.alone[0])
    assert abuse.alone[1].startswith("Fennick Children's Services: from "), "it was told of what the police knew"
    assert abuse.alone[2] == "4 others never, to this day"
    assert any(
        re.match(r"The file says that Fennick Children's Services was told of entry \d+, on ", one)
        for one in abuse.told
    )
    assert harm.shown_by
    page = signed_in("leila").get(here()).content.decode()
    assert all(href in page for _, href in harm.shown_by)
    assert "it blames nobody" in page


def test_a_claim_rests_on_what_is_known_to_have_been_written_and_on_what_one_agency_might_have_seen() -> None:
    today = dt.date(2026, 1, 1)
    never = replace(SEEN_IN_2024, alone={"school": None, "police": None})
    later = replace(SEEN_IN_2024, alone={"school": None, "police": dt.date(2024, 9, 1)})
    assumed = replace(never, assumed=True)
    several = replace(never, by_definition=True)
    assert says_of([never, later, assumed, several], today) == [
        "Of 2 prompts that one agency might have seen by itself, 1 could be seen only by several together, and 1 by all together "
        "at least a year before any agency alone.",
        "Left out of this: 1 prompt of which the pattern itself asks for several agencies.",
        "Left out of this: 1 prompt whose day of writing is only assumed.",
    ]
    assert says_of([assumed], today)[0] == NO_CLAIM
    lately = replace(never, on=dt.date(2025, 6, 1))
    assert says_of([lately], today)[0].endswith("and 0 by all together at least a year before any agency alone.")


@pytest.mark.parametrize(
    ("on", "says"),
    [
        (dt.date(2025, 3, 9), "on 9 March 2025"),
        (dt.date(2025, 3, 1), "on 1 March 2025, and it was written on 3 March 2025: it counts from then"),
        (None, "not on which day: 3 March 2025 is assumed, when it was written"),
    ],
)
def test_from_when_a_telling_counts_is_said(on: dt.date | None, says: str) -> None:
    assert _told_on(on, dt.date(2025, 3, 3)) == says


def test_a_line_that_nobody_alone_could_see_runs_on_to_today() -> None:
    lines = [
        Line(1, "Never alone", dt.date(2024, 1, 1), None),
        Line(2, "Alone later", dt.date(2024, 2, 1), dt.date(2025, 1, 1)),
    ]
    drawn = str(drawing(lines, dt.date(2026, 1, 1)))
    assert drawn.count("ks-replay__never") == 1
    assert drawn.count("<circle") == 1
    assert "no agency alone" in drawn
    assert 'href="#prompt-2"' in drawn
