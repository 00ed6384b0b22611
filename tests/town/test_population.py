"""A town of any size: the same by its seed, life-like by its own table, and nobody's."""

import re
from collections import Counter
from datetime import date
from itertools import chain as in_turn
from pathlib import Path

import duckdb
import pytest

from keepsight.errors import BrokenShelf, WrongUse
from keepsight.intake.identifiers import nhs_number_is_for_tests, nhs_number_is_valid, upn_is_valid
from keepsight.intake.reading.limits import Limits
from keepsight.town.population import files, write_columns, write_files
from keepsight.town.population import rates as table
from keepsight.town.population.people import NUMBERS_FOR_TESTS, households, nhs_number, upn
from keepsight.town.population.rates import RATES, rates, ways_to_say
from keepsight.town.population.world import World
from keepsight.vocabulary import ASKED_DETAILS, KINDS

UNTIL = date(2026, 3, 31)
SEEDS = (1, 2, 3)
REFERENCE = re.compile("[0-9A-F]{12,16}")
# What people do in Keepsight itself, which no agency's file tells.
DONE_HERE = {name for name, kind in KINDS.items() if kind.recorded_here} | {"entry.disputed", "entry.retracted"}
# Told by formats whose files the town does not write yet: a kind that is added to a chain goes from here.
NOT_YET_DRAWN = {
    "additional_needs.recorded",
    "child.moved_in",
    "exploitation.assessed",
    "feeding.assessed",
    "growth.faltering",
    "growth.reviewed",
    "records.received",
    "sharing.considered",
    "away.reported",
    "away.returned",
    "care_year.health",
    "child.became_parent",
    "contact.decided",
    "control.sign",
    "core_group.held",
    "growth.measured",
    "guardianship.support_started",
    "guardianship.support_reviewed",
    "guardianship.support_ended",
    "home_education.started",
    "housing.event",
    "immunisation.given",
    "immunisation.not_given",
    "legal_advice.given",
    "marac.discussed",
    "offence.recorded",
    "placement.ended",
    "police.notified",
    "school.attendance",
    "school.joined",
    "school.left",
    "school.lunch_exclusion",
    "school_quality.considered",
    "school_quality.noted",
    "sdq.scored",
    "service.in_touch",
    "sexual_harm.sign",
    "worker.changed",
    "worker.threatened",
}
# Lists of the police and of adult mental health say these, and no line of the drawn town does yet.
DETAILS_NOT_YET_DRAWN = {
    ("missing.reported", "grade"),
    ("adult_mental_health.episode", "bears_on_child"),
    ("adult_mental_health.episode", "shared_with"),
    ("information.shared", "shared_with"),
    ("strategy_discussion.held", "police_part"),
    ("strategy_discussion.held", "health_part"),
    ("conference.held", "police_part"),
    ("conference.held", "health_part"),
    ("conference.held", "school_part"),
}
# Nobody is drawn before birth.
OF_PREGNANCIES = {"earlier_child.removed", "pregnancy.ended"}
# A document is a file of its own, and no line of a table.
IN_NO_CHAIN = {"document.received", *OF_PREGNANCIES, *DONE_HERE, *NOT_YET_DRAWN}


def town(duck, children, seed=1, homes_at_once=8_000, until=UNTIL):
    """Draw a town and keep every block's entries in the table `every`."""
    world = World(duck, children, seed, until)
    for place, _ in enumerate(world.blocks(homes_at_once)):
        duck.execute("CREATE TABLE every AS FROM entry" if place == 0 else "INSERT INTO every FROM entry")
    return world


@pytest.fixture
def duck():
    with duckdb.connect() as engine:
        yield engine


@pytest.fixture(scope="module", params=SEEDS)
def drawn(request):
    """A town of two thousand children, whole in its engine."""
    with duckdb.connect() as engine:
        town(engine, 2_000, request.param)
        yield engine


def one(engine, query):
    return engine.execute(query).fetchone()[0]


# ------------------------------------------------------------------ refused


def test_a_town_without_children_is_refused(duck):
    with pytest.raises(WrongUse, match="at least one child"):
        World(duck, 0, 1, UNTIL)


def test_a_second_town_is_not_written_into_the_first(tmp_path):
    write_columns(tmp_path, 5, 1, UNTIL)
    with pytest.raises(WrongUse, match="holds a projection already"):
        write_columns(tmp_path, 5, 1, UNTIL)


@pytest.mark.parametrize(
    ("right", "slip"),
    [
        ('kind = "missing.found"', 'kind = "missing.fuond"'),
        ('if = "accepted"', 'if = "acepted"'),
        ("by = { police = 1.0 }", "by = { polise = 1.0 }"),
        ("declined = 1.0", "decline = 1.0"),
        ("timed = true", "timd = true"),
    ],
)
def test_a_slip_of_the_pen_in_the_rates_is_refused(right, slip, tmp_path, monkeypatch):
    told = RATES.read_text("utf-8")
    assert right in told
    (tmp_path / "rates.toml").write_text(told.replace(right, slip), "utf-8")
    monkeypatch.setattr(table, "RATES", tmp_path / "rates.toml")
    with pytest.raises(BrokenShelf, match=r"rates\.toml|rates of"):
        rates.__wrapped__()


# ------------------------------------------------------------------ the same by its seed


def contents(folder: Path) -> dict[str, bytes]:
    return {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def test_the_same_words_give_the_same_bytes_and_another_seed_gives_others(tmp_path):
    for name, seed in (("once", 4), ("again", 4), ("other", 5)):
        write_columns(tmp_path / name / "columns", 40, seed, UNTIL)
        list(write_files(tmp_path / name / "files", 40, seed, UNTIL))
    assert contents(tmp_path / "once") == contents(tmp_path / "again")
    assert contents(tmp_path / "once") != contents(tmp_path / "other")


def test_a_larger_town_holds_the_smaller_one():
    """All but the last home, which has as many children as were still wanted."""
    told = []
    for children in (120, 300):
        with duckdb.connect() as engine:
            town(engine, children)
            last = 120 - 10
            told.append(
                engine.execute(
                    """
                    SELECT entry_key, n, kind, day, recorded_on, precision, minute, way, service, source, agency.code
                    FROM every JOIN agency USING (agency) WHERE n < $last ORDER BY ALL
                    """,
                    {"last": last},
                ).fetchall()
            )
    assert told[0] == told[1]


def test_lives_do_not_depend_on_how_many_homes_are_drawn_at_once():
    told = []
    for homes_at_once in (7, 8_000):
        with duckdb.connect() as engine:
            town(engine, 100, homes_at_once=homes_at_once)
            told.append(engine.execute("SELECT * FROM every ORDER BY ALL").fetchall())
    assert told[0] == told[1]


@pytest.mark.parametrize("children", [1, 2, 3, 10, 77])
def test_a_town_has_as_many_children_as_were_asked_for(children, duck):
    world = World(duck, children, 9, UNTIL)
    assert sum(block.children for block in world.blocks(homes_at_once=4)) == children


# ------------------------------------------------------------------ life-like


def test_every_kind_is_met_and_every_word_that_patterns_may_ask_of():
    steps = [step for chain in rates().chains for step in chain.steps]
    assert {step.kind for step in steps} == set(KINDS) - IN_NO_CHAIN
    said = {
        (step.kind, name, word) for step in steps for way in ways_to_say(step) for name, word in way.details.items()
    }
    # A decision of social care stands in the census, which knows two of its words; the others are those of CAMHS.
    for kind in (one for one in KINDS.values() if one.name not in IN_NO_CHAIN):
        for name, detail in kind.details.items():
            if name in ASKED_DETAILS and (kind.name, name) not in DETAILS_NOT_YET_DRAWN:
                assert {word for met, of, word in said if (met, of) == (kind.name, name)} == set(detail.words), (
                    kind.name
                )


def test_records_are_as_full_as_records_are_said_to_be(drawn):
    """Many short ones and a long tail: the shape that engines were measured on, whatever the seed."""
    counts = [
        n for (n,) in drawn.execute("SELECT count(every.n) FROM child LEFT JOIN every USING (n) GROUP BY n").fetchall()
    ]
    counts.sort()
    assert 25 < sum(counts) / len(counts) < 55
    assert 14 < counts[len(counts) // 2] < 26
    assert counts[-1] > 500
    top = sum(counts[-len(counts) // 100 :]) / sum(counts)
    assert 0.1 < top < 0.4, "the fullest hundredth"


def test_nothing_happens_before_birth_nor_after_death_nor_after_the_last_day(drawn):
    strange = "SELECT count(*) FROM every JOIN child USING (n) WHERE"
    assert one(drawn, f"{strange} day < born") == 0
    assert one(drawn, f"{strange} day > died_on") == 0
    assert one(drawn, f"{strange} day > DATE '{UNTIL}' OR recorded_on > DATE '{UNTIL}'") == 0


def test_nothing_is_written_down_before_it_happened(drawn):
    assert one(drawn, "SELECT count(*) FROM every WHERE recorded_on < day") == 0
    late = one(drawn, "SELECT avg((recorded_on > day)::INTEGER) FROM every WHERE NOT in_census")
    assert 0.1 < late < 0.3


def test_an_agency_that_fell_silent_says_nothing_more(drawn):
    assert one(drawn, "SELECT count(*) FROM every JOIN agency USING (agency) WHERE recorded_on > as_at") == 0
    assert one(drawn, f"SELECT count(*) FROM agency WHERE as_at < DATE '{UNTIL}'") > 0
    assert one(drawn, "SELECT max(recorded_on) FROM every WHERE sector = 'camhs'") < date(2025, 10, 1)


@pytest.mark.parametrize(
    ("kind", "from_years", "to_years"),
    [
        ("school.absence", 5, 18.3),
        ("missing.reported", 5, 18.3),
        ("child.born", 0, 0.01),
        ("school.suspended", 5, 18.3),
        ("care_leaver.contact", 15.9, 26),
    ],
)
def test_what_happens_fits_the_age(drawn, kind, from_years, to_years):
    ages = f"SELECT (day - born) / 365.25 AS age FROM every JOIN child USING (n) WHERE kind = '{kind}'"
    assert one(drawn, f"SELECT count(*) FROM ({ages}) WHERE age < {from_years} OR age > {to_years}") == 0


def test_only_police_and_hospitals_write_at_weekends(drawn):
    weekend = "SELECT DISTINCT sector FROM every WHERE isodow(day) > 5 ORDER BY 1"
    assert drawn.execute(weekend).fetchall() == [("hospital",), ("police",)]


@pytest.mark.parametrize(
    ("earlier", "later"),
    [
        ("missing.reported", "missing.found"),
        ("referral.received", "involvement.opened"),
        ("involvement.opened", "involvement.closed"),
        ("assessment.started", "assessment.completed"),
        ("looked_after.started", "looked_after.ended"),
        ("plan.started", "plan.ended"),
        ("preproceedings.letter_sent", "preproceedings.meeting_held"),
    ],
)
def test_what_follows_comes_after_what_it_follows(drawn, earlier, later):
    pairs = f"""
        SELECT later.day - earlier.day AS days FROM every AS earlier JOIN every AS later USING (chain_key, n, sector)
        WHERE earlier.kind = '{earlier}' AND later.kind = '{later}'
    """
    assert one(drawn, f"SELECT count(*) FROM ({pairs})") > 0
    assert one(drawn, f"SELECT min(days) FROM ({pairs})") >= 0


def test_children_of_one_home_share_what_happens_to_the_home(drawn):
    """Police write one call down for each child who was there, on one day."""
    calls = """
        SELECT h, day, count(DISTINCT n) AS children, count(DISTINCT way) AS ways
        FROM every WHERE kind = 'domestic_abuse.incident' GROUP BY h, key, day
    """
    assert one(drawn, f"SELECT count(*) FROM ({calls}) WHERE children > 1") > 20
    assert one(drawn, f"SELECT max(ways) FROM ({calls})") == 1


def test_a_parents_entry_is_the_homes_and_stands_once(drawn):
    assert one(drawn, "SELECT count(*) FROM every WHERE about = 'parent'") > 0
    assert one(drawn, "SELECT count(*) - count(DISTINCT key) FROM every WHERE about = 'parent'") == 0
    assert one(drawn, "SELECT count(*) - count(DISTINCT entry_key) FROM every") == 0


def test_days_are_at_times_inexact_and_the_true_day_is_one_of_them(drawn):
    shares = dict(
        drawn.execute("SELECT precision, count(*) / sum(count(*)) OVER () FROM every GROUP BY precision").fetchall()
    )
    assert 0.9 < shares.pop("day") < 0.99
    assert set(shares) == {"month", "uncertain", "unknown"}
    assert one(drawn, "SELECT count(*) FROM every WHERE day NOT BETWEEN day_from AND day_to") == 0
    assert one(drawn, "SELECT count(*) FROM every WHERE (precision = 'unknown') <> (day_from IS NULL)") == 0


def test_shares_are_those_of_the_table():
    """Of what followed a chance, nearly the share that the table says; not fitted, only drawn."""
    with duckdb.connect() as engine:
        town(engine, 6_000)
        of = "FROM every WHERE sector IN ('hospital', 'gp', 'health_visiting', 'camhs') AND step = {}"
        names = dict(engine.execute("SELECT name, step FROM step").fetchall())
        came = {
            name: one(engine, "SELECT count(*) " + of.format(names[f"appointment {name}"]))
            for name in ("attended", "missed", "called_off")
        }
    whole = sum(came.values())
    assert {name: round(count / whole, 1) for name, count in came.items()} == {
        "attended": 0.8,
        "missed": 0.1,
        "called_off": 0.1,
    }


# ------------------------------------------------------------------ nobody's


@pytest.mark.parametrize("n", [0, 1, 99_999, 100_000, 512_345, NUMBERS_FOR_TESTS - 1])
def test_numbers_pass_their_checks_and_can_be_nobodys(n):
    assert nhs_number_is_valid(nhs_number(n))
    assert nhs_number_is_for_tests(nhs_number(n))
    assert upn_is_valid(upn(n))
    assert upn(n)[1:4] == "999"


def test_no_two_children_share_a_number():
    some = list(in_turn(range(0, 2_000), range(0, NUMBERS_FOR_TESTS, 487)))
    assert len({nhs_number(n) for n in some}) == len({upn(n) for n in some}) == len(set(some))


def test_beyond_the_numbers_for_tests_a_child_has_none():
    assert nhs_number(NUMBERS_FOR_TESTS) is None
    assert upn_is_valid(upn(5_000_000))


def test_children_of_a_home_have_one_surname_and_each_a_name_of_their_own(duck):
    world = World(duck, 400, 1, UNTIL)
    next(world.blocks())
    for home in households(duck, UNTIL).values():
        names = Counter(child.forename for child in home.children.values())
        assert max(names.values()) == 1
        assert {child.surname for child in home.children.values()} == {home.mother.surname}
        assert all(one.postcode.startswith("ZZ99 ") for one in home.mother.homes)


# ------------------------------------------------------------------ as files


def test_no_file_is_more_than_a_reader_takes_and_none_holds_what_it_may_not(tmp_path, monkeypatch):
    monkeypatch.setattr(files, "LINES_A_FILE", 40)
    monkeypatch.setattr(files, "HOMES_AT_ONCE", 30)
    told = []
    written = list(write_files(tmp_path, 150, 2, UNTIL, told.append))
    assert len({file.path for file in written}) == len(written)
    assert told == sorted(told)
    for file in written:
        assert file.path.stat().st_size < Limits().file_bytes
        if file.path.name.startswith("register"):
            lines = file.path.read_text("utf-8-sig").count("\r\n")
            assert lines <= 40 * 2 + 10, "forty lines, some twice, and what stands above"
        assert file.as_at <= UNTIL


def test_what_is_put_right_stood_otherwise_in_the_file_before(tmp_path):
    written = list(write_files(tmp_path, 150, 2, UNTIL))
    rows: dict[str, set[tuple[date, str]]] = {}
    for file in written:
        if file.path.name.startswith("register"):
            for line in file.path.read_text("utf-8-sig").splitlines():
                reference, _, rest = line.partition(",")
                rows.setdefault(reference, set()).add((file.as_at, rest))
    said_twice = {
        reference: told for reference, told in rows.items() if REFERENCE.fullmatch(reference) and len(told) > 1
    }
    assert said_twice
    for told in said_twice.values():
        [(first_on, first), (then_on, then)] = sorted(told)
        assert first_on < then_on
        assert first != then
