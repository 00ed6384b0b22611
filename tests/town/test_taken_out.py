"""Every child of the town is taken out of it, and comes back: into another store as the same, into the town as nothing new."""

from collections import Counter
from contextlib import contextmanager
from pathlib import Path

import pytest

from conftest import Databases, store_of_its_own
from keepsight.access.queries import the_machine
from keepsight.chronology.models import Entry
from keepsight.chronology.queries import chronology
from keepsight.chronology.shown import EntryShown
from keepsight.chronology.taking_out import leaves, taken_out, written
from keepsight.intake.formats.chronology_exchange.write import WRITERS
from keepsight.people.queries import children
from keepsight.prompts.actions import receive
from keepsight.store import clock
from tests.pages.town_people import child

pytestmark = pytest.mark.long
FORMATS = ("jsonl", *WRITERS)


def says(entry: EntryShown) -> tuple[object, ...]:
    """What an entry says of what happened, when, in whose words, by which agency, and about whom."""
    return (
        entry.kind, entry.occurred_from, entry.occurred_to, entry.occurred_at, entry.precision, entry.raw_when, entry.agency_name,
        entry.sector, entry.from_agency_name, entry.narrative, entry.child_words, repr(sorted(entry.details.items())),
        tuple(sorted((one.name or "", one.role) for one in entry.about)),
    )  # fmt: skip


def write(folder: Path, key: str, name: str) -> tuple[Path, Counter[tuple[object, ...]]]:
    """A child of the town in a file of that format, and what its entries say."""
    taken = taken_out(the_machine(), child(key), chronology(the_machine(), child(key)), clock.today())
    assert taken
    path = folder / f"{key}.{name}"
    path.write_bytes(written(name, taken, {"Taken out on": f"{clock.today():%d/%m/%Y}"}))
    told = Counter(says(one) for one in taken.entries if leaves(one))
    assert told, "there is something to come back"
    return path, told


@pytest.mark.parametrize("key", ["wren", "jory"])
def test_a_child_of_the_town_comes_back_unchanged(
    fresh_town: Path, databases: Databases, django_db_blocker: object, tmp_path: Path, key: str
) -> None:
    written = [write(tmp_path, key, name) for name in FORMATS]
    before = Entry.objects.count()
    for path, told in written:
        received = receive(path, agency="social-care-999")
        assert (received.entries, received.refused, received.duplicates) == (0, (), told.total())
    assert Entry.objects.count() == before
    for path, told in written:
        with contextmanager(store_of_its_own)(databases, django_db_blocker, "blank"):
            assert receive(path, agency="another").refused == ()
            (back,) = (one for one in children(the_machine()) if (one.forename or "").lower() == key)
            assert Counter(says(one) for one in chronology(the_machine(), back.id)) == told
