"""Making an evidence pack: refused to whom it is not for and without its reasons; then ticked, numbered, said and made."""

import re
from typing import Any

import pytest
from django.test import Client

from keepsight.access.queries import sight
from keepsight.pages import words
from keepsight.pages.chronology.filters import HEAPS, heap_of
from keepsight.practice.packs.editions import MADE, editions, mark_of
from keepsight.prompts.queries import prompts_of
from keepsight.store import clock
from tests.pages.town_people import child, given, signed_in, user
from tests.practice.packed import STATEMENT, a_pack, open_to, story

SAID = {
    "decision": "Whether to ask for an interim care order",
    "to_whom": "The legal team",
    "purpose": "For the court",
    "statement": STATEMENT,
    "basis": "public_task",
    "proportionate": "Those that show harm",
    "safe_to_tell": "no",
    "consent": "not_sought",
}
BECAUSE = {f"because-{heap}": "Not about this harm" for heap in HEAPS}


def here() -> str:
    return f"/children/{child('wren')}/packs/make/"


def whole(**changed: str) -> dict[str, str]:
    """A form that makes a pack of the first two entries."""
    entries = open_to("ivo")
    chosen = " ".join(str(one.id) for one in entries[:2])
    return {**SAID, **BECAUSE, "do": "make", "entries": chosen, "seen": mark_of(entries), **changed}


def asked(post: dict[str, str] | None = None, **query: str) -> dict[str, Any]:
    return given("ivo", "pack_make", query=query or None, post=post, child_id=child("wren"))


def ticked(shown: dict[str, Any]) -> set[Any]:
    return {row.id for row, chosen, _ in shown["rows"] if chosen}


def test_entries_are_offered_year_by_year_each_once_and_a_year_with_ticks_stands_open(town: None) -> None:
    shown = asked()
    rows = [row.id for _, some, _ in shown["years"] for row, _, _ in some]
    assert rows == [row.id for row, _, _ in shown["rows"]]
    first = [str(row.id) for row, _, _ in shown["years"][0][1]]
    assert len(shown["years"]) > 1
    years = asked({"do": "add", "entry": first[0], "add": ""})["years"]
    assert [ticks for _, _, ticks in years] == [1, *[0] * (len(years) - 1)]
    page = signed_in("ivo").get(f"/children/{child('wren')}/packs/make/").content.decode()
    assert page.count("ks-printed-open") == len(years)
    assert page.count('ks-printed-open" open') == 1, "only the latest year, where nothing is ticked"


def test_somebody_who_has_not_signed_in_is_sent_to_sign_in(town: None) -> None:
    assert Client().post(here(), SAID).status_code == 302


@pytest.mark.parametrize("username", ["mina", "bea", "wilf", "robin", "cass", "dev"])
def test_a_role_that_does_not_share_is_refused(town: None, username: str) -> None:
    assert signed_in(username).post(here(), whole()).status_code == 403


def test_without_names_no_pack_is_made(town: None) -> None:
    client = signed_in("ivo")
    client.post(f"/children/{child('wren')}/names/", {"names": "hide"})
    assert client.post(here(), whole()).status_code == 404


@pytest.mark.parametrize("lacks", [*SAID, "because-other", "entries"])
def test_without_one_thing_that_it_must_say_nothing_is_made_and_the_page_says_so(town: None, lacks: str) -> None:
    assert asked(whole(**{lacks: ""}))["error"]
    assert MADE not in {one.kind for one in story("ivo")}


def test_what_was_typed_and_ticked_stays_when_something_came_in_meanwhile(town: None) -> None:
    shown = asked(whole(seen="before"))
    assert "Something came in" in shown["error"]
    assert shown["form"]["statement"] == STATEMENT
    assert ticked(shown) == {one.id for one in open_to("ivo")[:2]}
    assert shown["form"]["seen"] == mark_of(open_to("ivo"))


def test_an_entry_that_is_not_theirs_to_read_is_not_offered_and_not_taken(town: None) -> None:
    strange = next(one.id for one in story("leila", "kestrel"))
    assert strange not in {row.id for row, _, _ in asked()["rows"]}
    assert asked(whole(entries=str(strange)))["error"]


def test_entries_are_ticked_by_theme_by_prompt_by_what_happened_and_by_days(town: None) -> None:
    prompt = next(one for one in prompts_of(sight(user("ivo"), clock.today()), child("wren")) if one.standing)
    entries = {one.id: one for one in open_to("ivo")}
    by_prompt = ticked(asked({"do": "add", "add": f"prompt:{prompt.id}"}))
    assert by_prompt == set(prompt.entry_ids) & set(entries)
    assert by_prompt == ticked(asked(prompt=str(prompt.id)))
    assert by_prompt <= ticked(asked({"do": "add", "add": f"theme:{prompt.sheet.theme}"}))
    health = ticked(asked({"do": "add", "add": "heap:health"}))
    assert health
    assert health == {one.id for one in entries.values() if heap_of(one.kind) == "health"}
    days = ticked(asked({"do": "add", "add": "everything", "since": "1/1/2026", "until": "28/2/2026"}))
    assert days
    assert {words.month(on) for one in days if (on := entries[one].occurred_from)} <= {"Jan 2026", "Feb 2026"}
    assert "real one" in asked({"do": "add", "add": "everything", "since": "soon"})["error"]


def test_what_was_ticked_before_stays_ticked(town: None) -> None:
    first = open_to("ivo")[0]
    assert first.id in ticked(asked({"do": "add", "add": "heap:health", "entry": str(first.id)}))


def test_a_pack_is_chosen_numbered_said_and_made_by_form_alone(town: None) -> None:
    client, entries = signed_in("ivo"), open_to("ivo")[:2]
    page = client.get(here()).content.decode()
    seen = re.search(r'name="seen" value="(\w+)"', page)
    assert seen
    assert page.index("Go on with what is ticked") < page.index('name="entry"'), (
        "whoever ticked many at once need not pass them all"
    )
    post = {"do": "next", "entry": [str(one.id) for one in entries], "seen": seen[1]}
    page = client.post(here(), post).content.decode()
    assert "[1]" in page
    assert "[2]" in page
    fields = {name: f"Why {name}" for name in re.findall(r'name="(because-\w+)"', page)}
    assert fields
    answer = client.post(here(), whole(seen=seen[1], **fields))
    assert answer.status_code == 302
    made = editions(story("ivo"))[-1]
    assert [one.entry.id for one in made.entries] == [one.id for one in entries]
    assert {because for _, because in made.left_out} == set(fields.values())
    assert STATEMENT in client.get(answer.headers["Location"]).content.decode()


def test_a_later_edition_begins_with_what_the_earlier_one_holds_and_keeps_its_numbers(town: None) -> None:
    pack = a_pack("ivo")
    shown = asked(of=str(pack))
    assert ticked(shown) == {one.entry.id for one in editions(story("ivo"))[-1].entries}
    last = str(open_to("ivo")[-1].id)
    numbers = {
        str(row.id): number for row, _, number in asked({"do": "next", "of": str(pack), "entries": last})["rows"]
    }
    assert numbers == {last: 4}  # 1 to 3 are the earlier edition's


def test_what_was_ticked_when_somebody_was_signed_out_is_ticked_again(town: None) -> None:
    client, (first, second) = signed_in("ivo"), open_to("ivo")[:2]
    whose = client.get(here()).content.decode().split('name="whose" value="')[1].split('"')[0]
    Client().post(here(), {"do": "next", "entry": [str(first.id), str(second.id)], "add": "", "whose": whose})
    again = client.get(here()).content.decode()
    assert "not on record yet" in again
    assert len(re.findall(r"<input[^>]* checked", again)) == 2
