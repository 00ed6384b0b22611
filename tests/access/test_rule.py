"""The rule of sight as a table kept by hand, held by two hands, each alone; and each predicate of each hand, dropped once.

`seen`, `listed` and `prompted` ask through the queries and the database's own security together, or through one of them while the
other lets everything pass. A predicate whose absence nothing here notices is a hole in this table.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from unittest import mock

import psycopg
import pytest
from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from keepsight.access import queries as access
from keepsight.access.actions import involve
from keepsight.access.agreeing import end_agreement
from keepsight.access.models import Agreement
from keepsight.access.sight import seeing
from keepsight.chronology import queries as chronology
from keepsight.people import in_sight
from keepsight.people import queries as people
from keepsight.prompts import queries as prompts
from keepsight.store import server
from tests.access import world as the
from tests.access.world import TODAY, WAYS, World

STAFF = ("school", "lead", "coordinator", "named", "gone", "guardian", "steward")
NONE: dict[str, str] = {}
OURS = "school school-restricted"
KEPT = "school school-kept school-restricted"

# By who asks: of each child, the entries read. A child without a line is read nothing of.
READS = {
    "school": {"own": f"police {KEPT}", "restricted": OURS, "glass": f"police police-restricted {OURS}"},
    "lead": {
        **dict.fromkeys(("other", "past", "family", "glass"), f"police {OURS}"),
        "own": f"police {KEPT}",
        "restricted": OURS,
    },
    "coordinator": {**dict.fromkeys(("other", "past", "family", "glass"), "police school"), "own": "gp police school"},
    "named": {
        "restricted": f"gp police police-kept police-restricted {OURS}",
        "sealed": f"gp police police-both police-restricted police-sealed {OURS}",
    },
    "gone": NONE,
    "guardian": NONE,
    "steward": NONE,
}
LISTED = {
    "school": "Glass Own Restricted",
    "lead": "Family Glass Other Own Past Restricted",
    "coordinator": "Family Glass Other Own Past Stranger",
    "named": "Restricted Sealed",
    "gone": "",
    "guardian": "",
    "steward": "",
}
# By who asks: the prompts seen. The first of each child rests on a standard entry, the second on a sealed one.
PROMPTED = {
    "school": "glass 1, own 1, restricted 1",
    "lead": "family 1, glass 1, other 1, own 1, past 1, restricted 1",
    "coordinator": "family 1, glass 1, other 1, own 1, past 1",
    "named": "restricted 1, sealed 1, sealed 2",
    "gone": "",
    "guardian": "",
    "steward": "",
}
# Children who do not exist for who asks: not even the ids by which their records are one person's.
HIDDEN = {"school": "family sealed", "lead": "sealed", "coordinator": "restricted sealed"}
TABLES = (
    "chronology_entry",
    "chronology_words",
    "chronology_entry_person",
    "chronology_entry_stated",
    "people_record",
    "people_description",
    "prompts_prompt",
    "prompts_prompt_entry",
)


@pytest.fixture
def world(fresh_store: Path) -> Iterator[World]:
    """The world, committed, on the day of the tests."""
    with transaction.atomic():
        made = the.build()
    return made


def surprises(world: World, **hands: bool) -> list[str]:
    """Where what is seen is not what the tables say."""
    found = []
    with transaction.atomic():
        for name in STAFF:
            user = world.users[name]
            for how in (the.seen, the.seen_at_once):
                reads = {way: " ".join(said) for way, said in how(user, **hands).items() if said}
                wrong = [way for way in WAYS if reads.get(way, "") != READS[name].get(way, "")]
                found += [f"{name} reads {way} ({how.__name__})" for way in wrong]
            found += [f"{name} is given a list"] * (" ".join(the.listed(user, **hands)) != LISTED[name])
            found += [f"{name} is prompted"] * (", ".join(the.prompted(user, **hands)) != PROMPTED[name])
    return found


def raw(world: World) -> list[str]:
    """Tables of which a role that sees no child is shown rows, when whoever wrote the query forgot to ask for sight."""
    with transaction.atomic(), seeing(access.sight(world.users["steward"], TODAY)), connection.cursor() as cursor:
        counts = {}
        for table in TABLES:
            cursor.execute(f"SELECT count(*) FROM {table}")
            counts[table] = cursor.fetchone()[0]
    return [f"{table} is open" for table, rows in counts.items() if rows]


def inner(world: World) -> list[str]:
    """Where a function of the database alone lets through what the one around it would hold back: each has to hold by itself."""
    found = []
    with transaction.atomic(), connection.cursor() as cursor:
        for name in STAFF:
            with seeing(access.sight(world.users[name], TODAY)):
                found += [f"{name} {what}" for what in _inner(world, name, cursor)]
    return found


def _inner(world: World, name: str, cursor: CursorWrapper) -> Iterator[str]:
    for way, child in world.children.items():
        sees = way.title() in LISTED[name].split()
        cursor.execute("SELECT people_sees(%s), %s IN (SELECT people_seen())", [child, child])
        if cursor.fetchone() not in ((sees, sees), (sees, False)):
            yield f"sees {way}"
        cursor.execute("SELECT count(*) FROM people_record WHERE key LIKE %s", [f"%{way.upper()}"])
        if cursor.fetchone()[0] and not sees:
            yield f"is shown the records of {way}"
        cursor.execute("SELECT count(*) FROM people_link WHERE person_id = %s", [child])
        if cursor.fetchone()[0] and way in HIDDEN.get(name, "").split():
            yield f"is shown the links of {way}"
    for way, child in world.children.items():
        cursor.execute("SELECT chronology_open(%s)", [[child]])
        cursor.execute("SELECT cardinality(current_setting('keepsight.opened')::uuid[])")
        if cursor.fetchone()[0] != len(READS[name].get(way, "").split()):
            yield f"is opened more of {way}"
    cursor.execute("SELECT set_config('keepsight.opened', '', true), set_config('keepsight.beside', '', true)")


@pytest.mark.long
def test_both_hands_hold_the_table_and_so_does_each_alone(world: World) -> None:
    assert surprises(world) == []
    assert surprises(world, by_database=False) == []
    assert surprises(world, by_queries=False) == []
    assert raw(world) == []
    assert inner(world) == []


def test_a_transaction_that_says_nothing_is_shown_nothing(world: World) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('keepsight.sight', '', true)")
        for table in (*TABLES, "people_link"):
            cursor.execute(f"SELECT count(*) FROM {table}")
            assert cursor.fetchone()[0] == 0, table


# Mutants of the one rule: what access says in plain data, with one part of it left out.
RULE: dict[str, Callable] = {
    "active": lambda said, user: said if user.is_active else _said_of_active(user),
    "conflict": lambda said, user: replace(said, conflicts=frozenset()),
    "restricted": lambda said, user: replace(said, restricted=frozenset()),
    "sealed": lambda said, user: replace(said, sealed=frozenset()),
    "naming": lambda said, user: replace(said, named=said.named | said.children, cell=said.cell | said.children),
    "agreements": lambda said, user: replace(said, shared=None),
    "disclosure": lambda said, user: replace(said, disclosed=frozenset()),
    "glass": lambda said, user: replace(said, children=said.children - said.glass),
}


def _said_of_active(user):
    with mock.patch.object(user, "is_active", True):
        return access.sight(user, TODAY)


@pytest.mark.long
def test_the_rule_without_any_one_part_is_noticed(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    survivors, whole = [], access.sight
    for name, without in RULE.items():
        monkeypatch.setattr(the, "sight", lambda user, on, without=without: without(whole(user, on), user))
        survivors += [] if surprises(world) else [name]
    monkeypatch.setattr(the, "sight", whole)
    monkeypatch.setattr(access, "_standing", lambda on, prefix="", *, until="": access.Q())
    survivors += [] if surprises(world) else ["dates of involvement"]
    assert survivors == []


KEPT_BY = (
    "OR NOT EXISTS (SELECT 1 FROM chronology_restricted AS kept WHERE kept.identity = entry.identity)",
    "OR true",
)
# Mutants of the queries, with the database letting everything pass: text of shown.sql left out, or a set left empty.
SHOWN = {
    "level standard": ("entry.level = 'standard'\n", "true\n"),
    "level restricted": ("AND (entry.agency_id = %(agency)s OR account.named)", ""),
    "restricted of one's own": ("entry.agency_id = %(agency)s OR account.named", "account.named"),
    "restricted when named": ("entry.agency_id = %(agency)s OR account.named", "entry.agency_id = %(agency)s"),
    "level sealed": ("AND account.in_cell", ""),
    "named child by child": ("one.child = ANY (%(named)s::uuid[]) AS named", "%(named)s::uuid[] <> '{}' AS named"),
    "the cell child by child": (
        "one.child = ANY (%(cell)s::uuid[]) AS in_cell",
        "%(cell)s::uuid[] <> '{}' AS in_cell",
    ),
    "kept by its agency": KEPT_BY,
    "kept, but named": ("account.named OR entry.agency_id = %(agency)s\n", "entry.agency_id = %(agency)s\n"),
    "kept, but one's own": ("account.named OR entry.agency_id = %(agency)s\n", "account.named\n"),
    "hidden": ("link.person_id = ANY (%(hidden)s::uuid[])", "false"),
    "withheld": ("entry.agency_id <> %(agency)s AND link.person_id = ANY (%(withheld)s::uuid[])", "false"),
    "withheld but one's own": ("entry.agency_id <> %(agency)s AND link", "link"),
    "shared": ("OR %(shared)s::jsonb IS NULL", "OR true"),
    "disclosed": ("OR entry.id = ANY (%(disclosed)s::uuid[])", ""),
    "the agreement's kinds": ("AND (shared.kind IS NULL OR shared.kind = entry.kind)", ""),
    "the agreement's first day": ("AND (shared.since IS NULL OR entry.occurred_to >= shared.since)", ""),
    "the agreement's agency": ("shared.agency IN (entry.agency_id, receipt.agency_id)", "true"),
}
NOBODY_KEPT = [
    (in_sight, "hidden"),
    (in_sight, "withheld"),
    (in_sight, "family"),
]


@contextmanager
def queries_without(name: str) -> Iterator[None]:
    if name in SHOWN:
        old, new = SHOWN[name]
        assert chronology.SHOWN.count(old) == 1, f"{name}: the text to leave out is not there"
        with mock.patch.object(chronology, "SHOWN", chronology.SHOWN.replace(old, new)):
            yield
    elif name == "unspeakable":
        with mock.patch.object(prompts, "unspeakable", return_value=frozenset()):
            yield
    elif name == "in sight":
        with mock.patch.object(people, "within", lambda sight, persons: in_sight.children_among(persons)):
            yield
    else:
        with mock.patch.object(in_sight, name, return_value=frozenset()):
            yield


@pytest.mark.long
def test_the_queries_without_any_one_predicate_are_noticed(world: World) -> None:
    dropped = [*SHOWN, "hidden", "withheld", "family", "unspeakable", "in sight"]
    survivors = []
    for name in dropped:
        with queries_without(name):
            survivors += [] if surprises(world, by_database=False) else [name]
    assert survivors == []


# Mutants of the database's hand, with the queries asking as the machine: a function's text left out, or a policy opened.
FUNCTIONS = {
    "chronology_readable(uuid[],uuid[])": {
        "seen": ("child.seen\n", "true\n"),
        "level standard": ("entry.level = 'standard'", "true"),
        "level restricted": ("AND (held.own OR child.named)", ""),
        "restricted of one's own": ("(held.own OR child.named)", "child.named"),
        "restricted when named": ("(held.own OR child.named)", "held.own"),
        "level sealed": ("AND child.in_cell", ""),
        "kept by its agency": KEPT_BY,
        "kept, but named": ("child.named OR held.own\n", "held.own\n"),
        "kept, but one's own": ("child.named OR held.own\n", "child.named\n"),
        "hidden": ("link.person_id IN (SELECT person FROM hidden)", "false"),
        "withheld": ("NOT held.own AND link.person_id IN (SELECT person FROM withheld)", "false"),
        "withheld but one's own": ("NOT held.own AND link.person_id IN (SELECT person FROM withheld)",
                                   "link.person_id IN (SELECT person FROM withheld)"),
        "shared": ("OR sight.said -> 'shared' = 'null'", "OR true"),
        "disclosed": ("OR entry.id IN (SELECT access_ids('disclosed'))", ""),
        "the agreement's kinds": ("AND (shared.kind IS NULL OR shared.kind = entry.kind)", ""),
        "the agreement's first day": ("AND (shared.since IS NULL OR entry.occurred_to >= shared.since)", ""),
        "the agreement's agency": ("shared.agency IN (entry.agency_id, receipt.agency_id)", "true"),
    },
    "people_hidden()": {
        "sealed": ("WHERE kept NOT IN (SELECT people_ids('cell'))", "WHERE false"),
        "the cell": ("WHERE kept NOT IN (SELECT people_ids('cell'))", ""),
        "restricted from whoever sees all": ("access_sight() ->> 'reach' = 'all' AND", "false AND"),
        "children of family": ("WHERE home.person_id = ANY", "WHERE false AND home.person_id = ANY"),
    },
    "people_seen()": {
        "involvement": ("SELECT people_ids('children') AS seen", "SELECT person_id AS seen FROM people_link"),
        "agency's reach": ("access_sight() ->> 'reach' = 'agency' AND", ""),
        "the agency": ("AND record.agency_code = access_sight() ->> 'agency'", ""),
        "hidden": ("WHERE seen <> ALL ((SELECT people_hidden_once())::uuid[])", ""),
    },
    "people_sees(uuid)": {
        "hidden": ("child <> ALL (people_hidden_once())", "true"),
        "whoever sees all": ("access_sight() ->> 'reach' = 'all'", "true"),
        "involvement": ("child IN (SELECT people_ids('children'))", "true"),
        "agency's reach": ("access_sight() ->> 'reach' = 'agency'", "true"),
        "the agency": ("AND record.agency_code = access_sight() ->> 'agency'", ""),
    },
    "people_records_hidden()": {"hidden": ("WHERE link.person_id = ANY ((SELECT people_hidden_once())::uuid[])", "WHERE false")},
    "prompts_unspeakable()": {"sealed evidence": ("WHERE entry.level = 'sealed' AND", "WHERE false AND")},
}  # fmt: skip
POLICIES = [
    *((table, "opened" if table.startswith("chronology") else "seen") for table in TABLES),
    ("people_link", "seen"),
]


@pytest.mark.long
def test_the_database_without_any_one_predicate_is_noticed(world: World, fresh_store: Path) -> None:
    database = connection.settings_dict["NAME"]
    survivors = []
    with psycopg.connect(server.url(fresh_store, server.SUPERUSER, database), autocommit=True) as superuser:
        for function, parts in FUNCTIONS.items():
            whole = superuser.execute("SELECT pg_get_functiondef(%s::regprocedure)", [function]).fetchone()[0]
            for name, (old, new) in parts.items():
                assert whole.count(old) == 1, f"{function}, {name}: the text to leave out is not there"
                superuser.execute(whole.replace(old, new))
                noticed = surprises(world, by_queries=False) or inner(world)
                survivors += [] if noticed else [f"{function}: {name}"]
            superuser.execute(whole)
        for table, policy in POLICIES:
            kept = superuser.execute(
                "SELECT qual FROM pg_policies WHERE tablename = %s AND policyname = %s", [table, policy]
            ).fetchone()[0]
            superuser.execute(f"ALTER POLICY {policy} ON {table} USING (true)")
            noticed = raw(world) + (inner(world) if table == "people_link" else [])
            survivors += [] if noticed else [f"{table}: its policy"]
            superuser.execute(f"ALTER POLICY {policy} ON {table} USING ({kept})")
    assert survivors == []
    assert surprises(world, by_queries=False) == []


def test_every_predicate_of_the_rule_has_its_mutant() -> None:
    """A condition that is added to the rule and is not dropped here would go untested."""
    rule = chronology.SHOWN[chronology.SHOWN.index("WHERE %(everything)s") :]
    named = set(re.findall(r"%\((\w+)\)s|account\.(named|in_cell)", rule))
    named = {one or of_child for one, of_child in named} - {"everything", "agency"}
    assert named == {"named", "in_cell", "hidden", "withheld", "shared", "disclosed"}


def test_a_child_in_sight_of_whom_nothing_may_be_read_is_an_empty_page_and_no_error(world: World) -> None:
    with transaction.atomic():
        involve(world.users["named"], world.children["other"], from_on=the.DAY, to_on=TODAY, source="test")
        for one in Agreement.objects.all():
            end_agreement(one.pk, last_on=None, because="For this test", by=world.users["guardian"])
        assert the.seen(world.users["coordinator"])["past"] == ()
