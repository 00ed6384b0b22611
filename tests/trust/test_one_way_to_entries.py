"""Nothing but the chronology reads entries, and none for a page without sight: as it is written, and as it runs."""

import re
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.db import connection

import keepsight
from keepsight.access.queries import sight
from keepsight.chronology.models import Entry
from keepsight.chronology.queries import chronology
from keepsight.pages.shelf import shelf
from keepsight.store import clock
from tests.pages.test_door import address
from tests.pages.town_people import child, signed_in, user

HOUSE = Path(keepsight.__file__).parent
ENTRIES = re.compile(r"\bchronology_(entry|words|current|entry_person|entry_told|entry_stated)\b")
MODELS = re.compile(r"from keepsight\.chronology\.models import|import keepsight\.chronology\.models")

# Who else names the tables of entries, and why that is no second way in.
BESIDES = {
    "prompts/sight.sql": "the database's own rule of who is shown a prompt: it reads levels, and gives out ids of prompts",
    "store/figures.py": "how many the planner believes there are, for the figures of the server: it reads no row",
}


def written() -> Iterator[tuple[str, str]]:
    """Every file of ours that could read the database, but for tests and migrations, with its words."""
    for path in sorted([*HOUSE.rglob("*.py"), *HOUSE.rglob("*.sql")]):
        name = path.relative_to(HOUSE).as_posix()
        if "/migrations/" not in name and not name.endswith("test_page.py"):
            yield name, path.read_text("utf-8")


def test_no_room_but_the_chronology_names_the_tables_of_entries() -> None:
    named = {name for name, words in written() if ENTRIES.search(words)}
    assert {name for name in named if not name.startswith("chronology/")} == set(BESIDES)


def test_no_room_but_the_chronology_holds_the_models_of_entries() -> None:
    assert [name for name, words in written() if MODELS.search(words) and not name.startswith("chronology/")] == []


@contextmanager
def readers() -> Iterator[set[str]]:
    """The files of ours from which a statement that names the tables of entries is sent."""
    found: set[str] = set()

    def note(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        if ENTRIES.search(sql):
            found.add(_sender())
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield found


def _sender() -> str:
    """The file of ours that stands nearest to the statement; a test's own name where none of ours does."""
    for frame, _ in traceback.walk_stack(None):
        path = Path(frame.f_code.co_filename)
        if path.is_relative_to(HOUSE):
            return path.relative_to(HOUSE).as_posix()
    return "a test"


def test_no_page_reads_an_entry_but_through_the_chronology(town: None) -> None:
    client, role = signed_in("leila"), "hub_coordinator"
    asked = [(one.name, address(one.name, role)) for one in shelf().values() if one.of_child and role in one.page.who]
    with readers() as found:
        for name, url in asked:
            assert client.get(url).status_code == 200, name
    assert found
    assert {name for name in found if not name.startswith("chronology/")} == set()


def test_a_statement_from_elsewhere_is_noticed(town: None) -> None:
    with readers() as found:
        chronology(sight(user("ivo"), clock.today()), child("wren"))
        assert found == {"chronology/queries.py"}
        Entry.objects.count()
    assert "a test" in found
