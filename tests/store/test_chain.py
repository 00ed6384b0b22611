"""The audit's chain as arithmetic. Whatever is done to it without the key is found, and the first bad line named.

Ten thousand lines of an invented log; every kind of tampering at a sample of places, each with the number that must be named.
The sabotages at the end show which part of the chain each finding hangs on.
"""

import dataclasses
import datetime as dt
import hashlib
import random
import uuid

import pytest

from keepsight.store import chain
from keepsight.store.chain import BEGINNING, Head, Said, mac, verify

KEY, ANOTHER_KEY = b"an invented key", b"another invented key"
ROWS = 10_000
PLACES = sorted({1, 2, ROWS - 1, ROWS, *random.Random(4).sample(range(1, ROWS + 1), 8)})
PAGES = ("overview", "chronology", "find", None)
Line = tuple[int, Said, bytes]


def said(chance: random.Random) -> Said:
    """One invented line."""
    page = chance.choice(PAGES)
    return Said(
        at=dt.datetime(2026, 3, 1, tzinfo=dt.UTC) + dt.timedelta(microseconds=chance.randrange(10**12)),
        user=chance.choice([None, *range(1, 90)]),
        agency=chance.choice(["police", "school", None]),
        role=chance.choice(["practitioner", "guardian", None]),
        act="look" if page else "access.involve",
        page=page,
        child=chance.choice([None, uuid.UUID(int=chance.getrandbits(128))]),
        about=chance.choice([None, "receipt 9"]),
        answer=chance.choice([200, 403, 404]) if page else None,
        count=chance.randrange(400),
        seal=chance.choice([None, chance.randbytes(32)]),
    )


def chained(lines: list[Said], key: bytes = KEY, before: bytes = BEGINNING, seq: int = 0) -> list[Line]:
    """The lines as the audit would keep them."""
    kept = []
    for one in lines:
        seq, before = seq + 1, mac(key, before, seq + 1, one)
        kept.append((seq, one, before))
    return kept


def head(lines: list[Line]) -> Head:
    return Head(lines[-1][0], lines[-1][2], lines[-1][1].at)


CHANCE = random.Random(1)
WHOLE = chained([said(CHANCE) for _ in range(ROWS)])
ANCHOR = head(WHOLE)

EDITS = {
    "at": dt.datetime(2026, 1, 1, tzinfo=dt.UTC),
    "user": 99,
    "agency": "gp",
    "role": "analyst",
    "act": "export",
    "page": "prompt",
    "child": uuid.UUID(int=5),
    "about": "receipt 10",
    "answer": 500,
    "count": 999,
    "seal": b"another seal",
}


def edited(place: int, field: str = "user") -> list[Line]:
    seq, one, kept = WHOLE[place - 1]
    return [*WHOLE[: place - 1], (seq, dataclasses.replace(one, **{field: EDITS[field]}), kept), *WHOLE[place:]]


def deleted(place: int) -> list[Line]:
    return WHOLE[: place - 1] + WHOLE[place:]


def deleted_and_closed_up(place: int) -> list[Line]:
    return WHOLE[: place - 1] + [(seq - 1, one, kept) for seq, one, kept in WHOLE[place:]]


def inserted(place: int) -> list[Line]:
    """A line slipped in, the others moved up, its mac made without the key."""
    fresh = (place, said(random.Random(place)), mac(ANOTHER_KEY, b"", place, said(random.Random(place))))
    return [*WHOLE[: place - 1], fresh, *((seq + 1, one, kept) for seq, one, kept in WHOLE[place - 1 :])]


def duplicated(place: int) -> list[Line]:
    return WHOLE[:place] + [(seq + 1, one, kept) for seq, one, kept in WHOLE[place - 1 :]]


def swapped(place: int) -> list[Line]:
    """The line and the one after it, each under the other's number."""
    (first, one, one_kept), (second, other, other_kept) = WHOLE[place - 1], WHOLE[place]
    return [*WHOLE[: place - 1], (first, other, other_kept), (second, one, one_kept), *WHOLE[place + 1 :]]


def cut(place: int) -> list[Line]:
    """Everything from the line on is gone."""
    return WHOLE[: place - 1]


def made_anew(place: int, key: bytes = ANOTHER_KEY) -> list[Line]:
    """From the line on, the chain is made anew around a changed line: all that fits without the key."""
    before = WHOLE[place - 2][2] if place > 1 else BEGINNING
    lines = [one for _, one, _ in edited(place)[place - 1 :]]
    return WHOLE[: place - 1] + chained(lines, key, before, place - 1)


TAMPERINGS = (edited, deleted, deleted_and_closed_up, inserted, duplicated, swapped, cut, made_anew)


def cases() -> list:
    """Each tampering at each place. Two last lines cannot be swapped with what comes after them."""
    return [
        pytest.param(tampering, place, id=f"{tampering.__name__}-{place}")
        for tampering in TAMPERINGS
        for place in PLACES
        if not (tampering is swapped and place == ROWS)
    ]


@pytest.mark.parametrize(("tampering", "place"), cases())
def test_what_is_done_to_the_chain_without_the_key_is_found_where_it_was_done(tampering, place):
    first_bad = place + 1 if tampering is duplicated else place
    assert verify(KEY, tampering(place), ANCHOR).first_bad == first_bad


@pytest.mark.parametrize("field", EDITS)
def test_no_part_of_a_line_can_be_changed_unseen(field):
    assert verify(KEY, edited(5_000, field), ANCHOR).first_bad == 5_000


def test_what_one_part_of_a_line_says_cannot_be_moved_into_the_next():
    one = dataclasses.replace(WHOLE[0][1], act="look", page="edover")
    moved = dataclasses.replace(one, act="looked", page="over")
    assert mac(KEY, BEGINNING, 1, one) != mac(KEY, BEGINNING, 1, moved)


def test_a_chain_that_went_on_after_its_anchor_was_taken_is_whole():
    assert verify(KEY, WHOLE, head(WHOLE[:7_000])).ok


def test_a_chain_made_anew_with_the_key_is_found_by_the_anchor_alone():
    assert verify(KEY, made_anew(3_000, KEY)).ok
    assert verify(KEY, made_anew(3_000, KEY), ANCHOR).first_bad == ROWS


@pytest.mark.parametrize("seed", range(100))
def test_a_chain_that_nobody_touched_raises_no_alarm(seed):
    chance = random.Random(seed)
    lines = chained([said(chance) for _ in range(chance.randrange(1, 300))])
    assert verify(KEY, lines, head(lines[: chance.randrange(1, len(lines) + 1)])) == (chain.Verified(len(lines), None))


def test_an_empty_chain_is_whole_and_one_that_was_emptied_is_not():
    assert verify(KEY, []).ok
    assert verify(KEY, [], ANCHOR).first_bad == 1


def unkeyed(key: bytes, before: bytes, seq: int, one: Said) -> bytes:
    """Anybody can compute it."""
    return hashlib.sha256(before + repr((seq, one)).encode()).digest()


def uncounted(key: bytes, before: bytes, seq: int, one: Said) -> bytes:
    """It says nothing of the line's number, nor of what stands before it."""
    return KEYED(key, b"", 0, one)


KEYED = chain.mac


@pytest.mark.parametrize(
    ("sabotage", "anchor", "tampering"),
    [
        pytest.param(KEYED, None, cut, id="no anchor: a tail cut off is not seen"),
        pytest.param(unkeyed, None, made_anew, id="no key: a chain made anew is not seen"),
        pytest.param(uncounted, None, deleted_and_closed_up, id="no count: a line taken out is not seen"),
        pytest.param(uncounted, None, duplicated, id="no count: a line said twice is not seen"),
    ],
)
def test_each_sabotage_lets_something_through(monkeypatch, sabotage, anchor, tampering):
    """If one of these fails, the sabotage was caught by something else, and the tests above prove less than they say."""
    monkeypatch.setattr(chain, "mac", sabotage)
    monkeypatch.setitem(globals(), "mac", sabotage)
    monkeypatch.setitem(globals(), "WHOLE", chained([one for _, one, _ in WHOLE[:600]]))
    assert verify(KEY, WHOLE, anchor).ok
    assert verify(KEY, tampering(300), anchor).ok
