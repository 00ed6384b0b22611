"""Together earlier than alone: refused to whom it is not for; children by numbers, small counts hidden; a job that goes on."""

import datetime as dt
from uuid import UUID

import pytest
from django.test import Client
from procrastinate.contrib.django.models import ProcrastinateJob

from keepsight.access.guarding import set_level
from keepsight.access.queries import restricted_or_sealed, sight, the_machine
from keepsight.access.sight import seeing
from keepsight.errors import WrongUse
from keepsight.people import in_sight
from keepsight.people.queries import children
from keepsight.prompts import replaying_all
from keepsight.prompts.models import ReplayedChild, Replaying
from keepsight.prompts.replaying import replay_for_figures
from keepsight.prompts.replaying_all import TASK, ask_to_replay, carry_on, last_asked, latest, replayed_children
from keepsight.store import clock
from tests.pages.town_people import child, signed_in, user
from tests.pages.town_replays import SEEN, a_replaying

HERE = "/assurance/earlier/"
NEVER = {**SEEN, "alone": {"wash-constabulary": None, "marshlight-school": None}}
SMALL = 4


@pytest.mark.parametrize("username", ["ivo", "magda", "mina", "osei", "bea", "wilf", "orla", "robin"])
def test_whoever_does_not_learn_from_figures_is_refused(town: None, username: str) -> None:
    assert signed_in(username).get(HERE).status_code == 403
    assert Client().get(HERE).status_code == 302


def everybody() -> list[UUID]:
    """The children of the town who are neither restricted nor sealed."""
    with seeing(the_machine()):
        return [one.id for one in children(the_machine()) if one.id not in kept_apart()]


def kept_apart() -> frozenset[UUID]:
    """The others."""
    return in_sight.now(restricted_or_sealed())


def test_each_number_opens_the_children_it_counts_by_number_for_those_who_see_no_child(town: None) -> None:
    few = everybody()[:6]
    a_replaying(*few, found=[NEVER], reviewed=False)
    opened = f"{HERE}?of=all&apart=claimed&pattern=cumulative-harm&is=never"
    for username in ("cass", "dev"):
        page = signed_in(username).get(opened).content.decode()
        assert ">6<span" in page
        assert [f">Child {number}</th>" in page for number in (1, 6, 7)] == [True, True, False]
        with seeing(the_machine()):
            names = [one.name for one in children(the_machine()) if one.id in few]
        assert not [name for name in names if name in page]
    page = signed_in("leila").get(opened).content.decode()
    assert f"/children/{few[0]}/replay/" in page, "the hub coordinator sees the child anyway"


def test_a_small_number_is_hidden_and_opens_nothing(town: None) -> None:
    a_replaying(*everybody()[:SMALL], found=[NEVER], reviewed=False)
    page = signed_in("cass").get(f"{HERE}?apart=claimed&pattern=cumulative-harm&is=never").content.decode()
    assert "hidden" in page
    assert "fewer than 5 children" in page
    assert 'id="opened"' not in page


def test_what_is_true_by_definition_and_what_is_assumed_have_tables_of_their_own(town: None) -> None:
    found = [SEEN, {**SEEN, "pattern": "repeat-referrals-no-action", "by_definition": True}, {**SEEN, "assumed": True}]
    a_replaying(*everybody()[:6], found=found, reviewed=False)
    page = signed_in("cass").get(HERE).content.decode()
    assert [f'id="{apart}"' in page for apart in ("claimed", "by_definition", "assumed")] == [True] * 3


def test_who_was_restricted_since_counts_no_more(town: None) -> None:
    few = everybody()[:6]
    made = Replaying.objects.get(id=a_replaying(*few, reviewed=False))
    asked = sight(user("cass"), clock.today())
    assert len(replayed_children(asked, made)) == 6
    set_level(few[0], "sealed", because="For this test", by=user("bea"), named=[user("rafe")])
    assert {one for one, _ in replayed_children(asked, made).values()} == set(few[1:])


def test_it_is_asked_for_once_at_a_time_and_the_worker_is_told(town: None) -> None:
    client = signed_in("cass")
    assert "Nobody has worked this out yet" in client.get(HERE).content.decode()
    assert client.post(f"{HERE}?of=reviewed").status_code == 302
    asked = last_asked("reviewed")
    assert asked is not None
    assert ProcrastinateJob.objects.get(args__asked_id=str(asked.id)).task_name == TASK
    assert "It waits for its turn" in client.get(f"{HERE}?of=reviewed").content.decode()
    assert "being worked out already" in client.post(f"{HERE}?of=reviewed").content.decode()
    with pytest.raises(WrongUse):
        ask_to_replay("reviewed", clock.today(), by=None)


def test_a_worker_that_dies_leaves_what_it_did_and_the_next_goes_on(
    town: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = ask_to_replay("all", clock.today(), by=None)
    seen: list[UUID] = []
    most = [3]

    def replays(of: UUID, until: dt.date) -> list[object]:
        if len(seen) == most[0]:
            raise MemoryError
        seen.append(of)
        return []

    monkeypatch.setattr(replaying_all, "replay_for_figures", replays)
    monkeypatch.setattr(
        replaying_all, "beat", lambda *_: True
    )  # another connection, which sees nothing of a test's transaction
    with pytest.raises(MemoryError):
        carry_on(asked.id)
    assert latest("all") is None
    most[0] = -1
    assert carry_on(asked.id)
    assert not carry_on(asked.id), "it has ended"
    assert sorted(seen) == sorted(everybody()), "each once, and nobody who is kept apart"
    ended = latest("all")
    assert ended is not None
    assert (ended.done, ended.total, ended.tries) == (len(seen), len(seen), 2)


def test_what_is_kept_of_a_child_is_what_was_replayed_without_an_entry(town: None) -> None:
    with seeing(the_machine()):
        found = replay_for_figures(child("idris"), clock.today())
    assert {one["pattern"] for one in found} >= {"cumulative-harm"}
    assert all("entries" not in one for one in found)
    harm = replaying_all.as_replayed(next(one for one in found if one["pattern"] == "cumulative-harm"))
    assert harm.first_alone is None
    assert ReplayedChild.objects.count() == 0, "without sight there is nothing"
