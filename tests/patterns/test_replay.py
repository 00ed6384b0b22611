"""Replay: what each view could see is what asking anew on a single day finds, for all together and for each agency alone."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import combinations
from random import Random
from uuid import UUID

import pyarrow as pa
import pytest

from keepsight.clocks import gone_on
from keepsight.clocks.pregnancy import Birth
from keepsight.patterns.coverage import Told, told_rows
from keepsight.patterns.replaying import asking as asking_
from keepsight.patterns.replaying.asking import Asking, alone_asked
from keepsight.patterns.replaying.life import Knew, Life, View, delivered_by, since_of, views
from keepsight.patterns.replaying.replay import replay
from keepsight.patterns.replaying.standing import Stood, Turn, stood
from keepsight.patterns.sheets import Sheet
from keepsight.patterns.statement import ENTRY
from keepsight.vocabulary import ASKED_DETAILS
from tests.patterns import oracle
from tests.patterns.histories import Entry, History
from tests.patterns.lives import random_history, random_life

AGENCIES = {"school": "school", "police": "police", "health": "gp", "council": "social_care"}
DAYS_ASKED = 6  # of each life, at random: asking in plain Python is slow
SEED_OF_MANY_PROMPTS = 12

_IDS = ("child", "entry", "thread")
_TYPES = dict.fromkeys(_IDS, pa.uuid()) | dict.fromkeys(("day_from", "day_to", "recorded_on"), pa.date32())
_TYPES["at"] = pa.timestamp("us", "UTC")


def life_of(history: History, random: Random) -> Life:
    """One child's random history, and who knew of which entry since when: where it came from, and at times somebody told."""
    knew = [Knew(one.entry, one.agency or "council", one.recorded_on) for one in history.entries]
    knew += [
        Knew(one.entry, random.choice(list(AGENCIES)), one.recorded_on + timedelta(days=random.choice([0, 9, 60])))
        for one in history.entries
        if random.random() < 0.4
    ]
    (child,) = history.children or (None,)
    stated = [(entry.entry, word) for entry in history.entries for word in entry.states]
    birth = history.births.get(child, Birth())
    life = Life(child, table(history.entries), told_as(stated), knew, AGENCIES, history.delivered, birth, history.as_of)
    return replace(life, turns=told_anew(history, random))


def table(entries: Sequence[Entry]) -> pa.Table:
    """The relation `entry`."""
    columns = {
        name: [entry.details.get(name) if name in ASKED_DETAILS else getattr(entry, name) for entry in entries]
        for name in ENTRY
    }
    return pa.table({name: column(name, values) for name, values in columns.items()})


def column(name: str, values: list) -> pa.Array:
    """A column of it."""
    plain = [value and value.bytes for value in values] if name in _IDS else values
    return pa.array(plain, _TYPES.get(name, pa.string()))


def told_as(stated: list[tuple]) -> pa.Table:
    """The relation `stated`."""
    return pa.table(
        {
            "entry": pa.array([entry.bytes for entry, _ in stated], pa.uuid()),
            "word": pa.array([word for _, word in stated], pa.string()),
        }
    )


def asked_on(life: Life, entries: Sequence[Entry], sheets: Sequence[Sheet], agencies: frozenset[str], day: date) -> set:
    """What plain Python finds on a day, of what these agencies knew by then."""
    since = on_record(life, agencies, day)
    known = [replace(one, recorded_on=since[one.entry]) for one in entries if one.entry in since]
    births = {life.child: life.birth}
    told = list(_until(day, told_rows(sheets, [life.child], delivered_by(life, agencies), births)))
    found = oracle.ask(sheets, History(known, [], day, births), told, gone_on)
    return {(one.pattern, one.began_on) for one in found if one.holds and one.visible_on <= day}


def on_record(life: Life, agencies: frozenset[str], day: date) -> dict[UUID, date]:
    """What stood for these agencies on a day, and since when they knew it so: worked out for this one day, entry by entry."""
    since = {entry: known for entry, known in since_of(life, agencies).items() if known <= day}
    matters = {turn.matter: [one for one in life.turns if one.matter == turn.matter] for turn in life.turns}
    for told in matters.values():
        known = [one for one in told if one.entry in since and one.since <= day]
        gone = {one.corrects for one in known}
        standing = max((one for one in known if one.entry not in gone), key=lambda one: one.rank, default=None)
        for one in told:
            first = since.pop(one.entry, None)
            if one is standing and first:
                since[one.entry] = max(first, one.since)
    return since


def told_anew(history: History, random: Random) -> list[Turn]:
    """Some entries of a history made accounts of one matter: stated one after the other, or put in another's place by a person."""
    turns = []
    left = list(history.entries)
    for matter in range(len(left) // 4):
        first, second = (left.pop(random.randrange(len(left))) for _ in range(2))
        ranks = [(date(2000 + year, 1, 1), one.entry) for year, one in enumerate((first, second))]
        later = max(second.recorded_on, first.recorded_on + timedelta(days=random.choice([0, 30, 200])))
        corrects = first.entry if random.random() < 0.5 else None
        turns += [
            Turn(first.entry, UUID(int=matter), first.recorded_on, random.choice(ranks)),
            Turn(second.entry, UUID(int=matter), later, ranks[1], corrects),
        ]
    return turns


def _until(day: date, told: Sequence[Told]) -> Iterator[Told]:
    for row in told:
        if row.from_day <= day:
            yield replace(row, to_day=min(row.to_day, day))


@pytest.mark.parametrize(
    "seed", [SEED_OF_MANY_PROMPTS, *(pytest.param(seed, marks=pytest.mark.long) for seed in range(12))]
)
def test_a_view_sees_what_asking_on_any_of_its_days_finds(sheets: list[Sheet], seed: int) -> None:
    random = Random(seed)
    history = random_history(random, 1, 16)
    life = life_of(history, random)
    everybody = frozenset(AGENCIES)
    asking = Asking(life, sheets)
    alone = [alone_asked(sheet) for sheet in sheets]
    for agencies in (everybody, *(frozenset({one}) for one in AGENCIES), frozenset({"police", "school"})):
        looked = list(views(life, agencies))
        found = asking.seen(looked)
        days = sorted({view.first for view in looked} | {view.last for view in looked})
        for day in random.sample(days, min(len(days), DAYS_ASKED)):
            of_view = {
                (one.pattern, one.began_on) for one in found if one.view.first <= day <= one.view.last and one.on <= day
            }
            asked = alone if len(agencies) == 1 else sheets
            assert of_view == asked_on(life, history.entries, asked, agencies, day), (agencies, day)


def test_a_view_that_knew_before_it_was_written_would_be_found_out(sheets: list[Sheet], monkeypatch) -> None:
    """The sabotage of the test above: every entry known on the day on which it happened."""
    happened = {}
    monkeypatch.setattr(asking_, "stood_for", lambda *_: [Stood(e, d, None) for e, d in happened.items() if d])
    random = Random(SEED_OF_MANY_PROMPTS)
    history = random_history(random, 1, 16)
    life = life_of(history, random)
    happened |= {one.entry: one.day_to for one in history.entries}
    everybody = frozenset(AGENCIES)
    found = Asking(life, sheets).seen(views(life, everybody))
    assert any(
        {(one.pattern, one.began_on) for one in found if one.on <= day <= one.view.last}
        != asked_on(life, history.entries, sheets, everybody, day)
        for day in {one.on for one in found}
    )


def test_a_view_in_which_what_was_corrected_never_stood_would_be_found_out(sheets: list[Sheet], monkeypatch) -> None:
    """The sabotage of what was told anew: each matter as it stands last, since the day on which it was first written."""

    def as_it_stands_last(life: Life, agencies: frozenset[str]) -> list[Stood]:
        since = since_of(life, agencies)
        first = {turn.matter: min(since[t.entry] for t in life.turns if t.matter == turn.matter and t.entry in since)
                 for turn in life.turns if turn.entry in since}  # fmt: skip
        matters = {turn.entry: turn.matter for turn in life.turns}
        last = [one for one in stood(since, life.turns) if one.until is None]
        return [replace(one, since=first.get(matters.get(one.entry, one.entry), one.since)) for one in last]

    monkeypatch.setattr(asking_, "stood_for", as_it_stands_last)
    random = Random(SEED_OF_MANY_PROMPTS)
    history = random_history(random, 1, 16)
    life = life_of(history, random)
    everybody = frozenset(AGENCIES)
    found = Asking(life, sheets).seen(views(life, everybody))
    assert any(
        {(one.pattern, one.began_on) for one in found if one.on <= day <= one.view.last}
        != asked_on(life, history.entries, sheets, everybody, day)
        for day in {one.since for one in stood(since_of(life, everybody), life.turns)} | {one.on for one in found}
    )


CHILD = UUID(int=1)
MARCH, APRIL, MAY = date(2025, 3, 3), date(2025, 4, 1), date(2025, 5, 6)


def refused(number: int, day: date, agency: str, written: date | None = None) -> Entry:
    """A referral from an agency that was decided: no further action."""
    return Entry(
        CHILD, UUID(int=100 + number), "referral.decided", day, day, recorded_on=written or day, agency=agency,
        details={"outcome": "no_further_action"},
    )  # fmt: skip


def lived(*entries: Entry, told_to: dict[str, date] | None = None) -> Life:
    """A life of these entries, each known to the council and to whoever sent it; all told to some since a day."""
    knew = [Knew(one.entry, agency, one.recorded_on) for one in entries for agency in ("council", one.agency)]
    knew += [Knew(one.entry, agency, day) for agency, day in (told_to or {}).items() for one in entries]
    sectors = {agency: AGENCIES[agency] for agency in {one.agency for one in knew}}
    return Life(CHILD, table(entries), told_as([]), knew, sectors, [], Birth(), date(2026, 1, 1))


def only(shelf: list[Sheet], name: str) -> list[Sheet]:
    """One sheet of the library."""
    return [sheet for sheet in shelf if sheet.name == name]


THREE = (refused(1, MARCH, "school"), refused(2, APRIL, "police"), refused(3, MAY, "health"))


def test_all_see_it_with_the_third_and_only_who_received_all_three_sees_it_alone(shelf: list[Sheet]) -> None:
    (found,) = replay(lived(*THREE), only(shelf, "repeat-referrals-no-action"))
    assert (found.on, found.by_definition) == (MAY, True)
    assert found.alone == {"council": MAY, "health": None, "police": None, "school": None}
    assert found.fewest == (frozenset({"council"}),)
    assert (found.first_alone, found.days_earlier) == (MAY, 0)


def test_what_was_written_late_could_be_seen_late(shelf: list[Sheet]) -> None:
    late = refused(1, MARCH, "school", written=date(2025, 7, 1))
    (found,) = replay(lived(late, *THREE[1:]), only(shelf, "repeat-referrals-no-action"))
    assert (found.began_on, found.on) == (MAY, date(2025, 7, 1))


def test_whoever_was_told_of_all_of_it_sees_it_from_that_day(shelf: list[Sheet]) -> None:
    told = date(2025, 8, 8)
    (found,) = replay(lived(*THREE, told_to={"school": told}), only(shelf, "repeat-referrals-no-action"))
    assert found.alone["school"] == told


def test_who_was_told_on_a_day_that_nobody_wrote_down_is_said_to_be_assumed(shelf: list[Sheet]) -> None:
    life = lived(*THREE)
    told = [Knew(one.entry, "school", one.recorded_on, assumed=True) for one in THREE]
    (found,) = replay(replace(life, knew=[*life.knew, *told]), only(shelf, "repeat-referrals-no-action"))
    assert (found.alone["school"], found.told_assumed) == (MAY, {"school"})
    dated = [replace(one, assumed=False) for one in told]
    (found,) = replay(replace(life, knew=[*life.knew, *told, *dated]), only(shelf, "repeat-referrals-no-action"))
    assert found.told_assumed == frozenset(), "somebody wrote it down somewhere else"


def test_where_each_agency_kept_its_own_it_needs_them_all(shelf: list[Sheet]) -> None:
    life = replace(lived(*THREE), knew=[Knew(one.entry, one.agency, one.recorded_on) for one in THREE], sectors={
        one: AGENCIES[one] for one in ("health", "police", "school")
    })  # fmt: skip
    (found,) = replay(life, only(shelf, "repeat-referrals-no-action"))
    assert found.fewest == (frozenset({"health", "police", "school"}),)
    assert (found.first_alone, found.days_earlier) == (None, None)


REFERRED_AGAIN = replace(refused(4, MARCH, "school", written=date(2025, 9, 1)), details={"outcome": "assessment"})
SCHOOL_S = UUID(int=7)


def corrected(written: date, *, by_a_person: bool, knew: bool = True) -> Life:
    """Three refusals, of which the school's was said to be none on a day, in a file or by a person. `knew`: the council knows."""
    right = replace(REFERRED_AGAIN, recorded_on=written)
    life = lived(*THREE, right)
    turns = [
        Turn(THREE[0].entry, SCHOOL_S, MARCH, (MARCH, UUID(int=0))),
        Turn(right.entry, SCHOOL_S, written, (written, UUID(int=0)), THREE[0].entry if by_a_person else None),
    ]
    known = [one for one in life.knew if knew or (one.entry, one.agency) != (right.entry, "council")]
    return replace(life, turns=turns, knew=known)


@pytest.mark.parametrize("by_a_person", [True, False])
def test_what_was_corrected_later_stood_until_then(shelf: list[Sheet], by_a_person: bool) -> None:
    sheet = only(shelf, "repeat-referrals-no-action")
    (found,) = replay(corrected(date(2025, 9, 1), by_a_person=by_a_person), sheet)
    assert (found.on, found.entries) == (MAY, tuple(one.entry for one in THREE))
    assert replay(corrected(date(2025, 5, 1), by_a_person=by_a_person), sheet) == [], (
        "it was put right before the third"
    )


def test_whoever_was_not_told_of_a_correction_goes_on_with_what_they_know(shelf: list[Sheet]) -> None:
    sheet = only(shelf, "repeat-referrals-no-action")
    told = corrected(date(2025, 4, 20), by_a_person=True)
    untold = corrected(date(2025, 4, 20), by_a_person=True, knew=False)
    for life, sees in ((told, set()), (untold, {MAY})):
        asking = Asking(life, sheet)
        assert {one.on for one in asking.seen(views(life, frozenset({"council"})))} == sees


@pytest.mark.parametrize(
    ("known", "stands"),
    [
        ({"a": 1, "b": 1}, "a1-5 b5-"),
        ({"a": 1}, "a1-"),
        ({"b": 1}, "b5-"),
        ({"a": 1, "b": 9}, "a1-9 b9-"),
        ({"a": 7, "b": 1}, "b5-"),
        ({"a": 1, "b": 1, "c": 3}, "a1-3 c3-5 b5-"),
        ({}, ""),
    ],
)
def test_the_account_stated_last_of_those_that_are_known_stands(known: dict[str, int], stands: str) -> None:
    """`a` is stated first, `b` after it from the 5th on; `c`, ranked between the two, is a person's correction of `a`."""
    may = {day: date(2026, 5, day) for day in range(1, 10)}
    one = {name: UUID(int=ord(name)) for name in "abc"}
    turns = [
        Turn(one["a"], UUID(int=1), may[1], (may[1], UUID(int=0))),
        Turn(one["b"], UUID(int=1), may[5], (may[5], UUID(int=0))),
        Turn(one["c"], UUID(int=1), may[3], (may[3], UUID(int=0)), one["a"]),
    ]
    found = stood({one[name]: may[day] for name, day in known.items()}, turns)
    said = [
        f"{chr(each.entry.int)}{each.since.day}-{each.until.day if each.until else ''}"
        for each in sorted(found, key=lambda each: each.since)
    ]
    assert " ".join(said) == stands


@pytest.mark.parametrize("seed", [6, *(pytest.param(seed, marks=pytest.mark.long) for seed in (4, 8, 12))])
def test_the_fewest_agencies_are_those_of_every_set_that_was_asked_on_that_one_day(
    sheets: list[Sheet], seed: int
) -> None:
    random = Random(seed)
    life = life_of(random_life(random, 40, date(2026, 1, 1)), random)
    found = replay(life, sheets)
    sets = [frozenset(some) for size in (1, 2, 3, 4) for some in combinations(AGENCIES, size)]
    asking = Asking(life, sheets)
    seen = asking.seen(View(some, on, on) for some in sets for on in {one.on for one in found})
    for prompt in found:
        could = {
            one.view.agencies
            for one in seen
            if (one.pattern, one.view.first) == (prompt.pattern, prompt.on)
            and (one.ended_on is None or one.ended_on >= prompt.began_on)
        }
        least = min(map(len, could), default=0)
        assert set(prompt.fewest) == {some for some in could if len(some) == least}, prompt
    assert {len(prompt.fewest[0]) for prompt in found if prompt.fewest} > {1}


@pytest.mark.parametrize("seed", [8, 12])
def test_the_order_in_which_rows_are_handed_over_changes_nothing_that_is_told(sheets: list[Sheet], seed: int) -> None:
    """Else what somebody may not read would show in what they may, by the order in which a database finds the rest."""
    random = Random(seed)
    life = life_of(random_life(random, 40, date(2026, 1, 1)), random)
    told = replay(life, sheets)
    for _ in range(3):
        places = random.sample(range(life.entries.num_rows), life.entries.num_rows)
        knew = random.sample(list(life.knew), len(life.knew))
        assert replay(replace(life, entries=life.entries.take(places), knew=knew), sheets) == told


def test_a_day_of_writing_that_is_only_assumed_is_said(shelf: list[Sheet]) -> None:
    life = replace(lived(*THREE), assumed=frozenset({THREE[0].entry}))
    assert [one.assumed for one in replay(life, only(shelf, "repeat-referrals-no-action"))] == [True]
    assert [one.assumed for one in replay(lived(*THREE), only(shelf, "repeat-referrals-no-action"))] == [False]


def test_a_life_of_which_nothing_was_written_has_nothing_to_replay(shelf: list[Sheet]) -> None:
    assert replay(lived(), shelf) == []
