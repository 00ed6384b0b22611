"""The one log: what it refuses, how it is corrected, and how it is read in step."""

import datetime as dt
import uuid

import psycopg
import pytest
from django.db import connection, connections

from keepsight.access.actions import add_user, name_agency
from keepsight.access.queries import the_machine
from keepsight.chronology import words
from keepsight.chronology.actions import Source, append, append_rows
from keepsight.chronology.models import Entry, EntryStated
from keepsight.chronology.queries import chronology, read_in_step
from keepsight.errors import BrokenPromise, WrongUse
from keepsight.intake.drafts import DraftEntry, DraftPerson, DraftRow, When
from keepsight.people.actions import keep_records, link_records
from keepsight.people.queries import persons_of
from keepsight.store import server
from keepsight.store.opening import MACHINE

DAY = dt.date(2026, 3, 2)


def on(day: dt.date) -> When:
    return When(day, day, "day", day.isoformat())


def entry(**said) -> DraftEntry:
    return DraftEntry(
        **{"kind": "concern.recorded", "when": on(DAY), "people": (("child", "child"),), "narrative": "Hungry."} | said
    )


@pytest.fixture
def school():
    """A school, a teacher, and one child whom the school knows."""
    agency, _ = name_agency("school", sector="school")
    teacher = add_user("tea", name="Tea Cher", agency="school", role="practitioner", password="long enough")
    person = DraftPerson(ref="child", role_hint="child", local_id="1", forename="Ivy", surname="Example")
    records = keep_records(agency, [person], receipt=None, as_at=DAY)
    link_records(records.values())
    return agency, teacher, records


def handed_in(school, draft: DraftEntry, *, as_at: dt.date) -> None:
    agency, teacher, records = school
    append_rows(
        [DraftRow("Sheet", 2, (draft,))],
        records=records,
        source=Source(agency.code, as_at, dt.datetime.combine(as_at, dt.time(12), dt.UTC), by=teacher),
        agency_named=str,
    )


def child_of(school) -> uuid.UUID:
    _, _, records = school
    return persons_of(records.values())[records["child"]]


def told(school) -> list[str]:
    return [one.narrative for one in chronology(the_machine(), child_of(school))]


@pytest.mark.django_db
def test_a_kind_that_is_no_word_is_refused(school):
    with pytest.raises(BrokenPromise):
        handed_in(school, entry(kind="something.else"), as_at=DAY)


@pytest.mark.django_db
def test_what_is_not_current_cannot_be_corrected(school):
    agency, teacher, records = school
    source = Source(agency.code, DAY, dt.datetime(2026, 3, 2, tzinfo=dt.UTC), by=teacher)
    with pytest.raises(WrongUse):
        append(entry(), records=records, source=source, corrects=uuid.uuid4())


@pytest.mark.django_db
@pytest.mark.parametrize("words", [f"Hungry, and said so {number} times." for number in range(6)])
def test_a_correction_stands_in_the_place_of_what_it_corrects_and_both_can_be_read(school, words):
    agency, teacher, records = school
    handed_in(school, entry(), as_at=DAY)
    source = Source(agency.code, DAY, dt.datetime(2026, 3, 3, tzinfo=dt.UTC), by=teacher)
    append(entry(narrative=words), records=records, source=source, corrects=Entry.objects.get().id)
    (shown,) = chronology(the_machine(), child_of(school))
    assert shown.narrative == words
    assert [earlier.narrative for earlier in shown.earlier] == ["Hungry."]


@pytest.mark.django_db
@pytest.mark.parametrize("order", [(0, 1, 2), (0, 2, 1), (1, 0, 2), (1, 2, 0), (2, 0, 1), (2, 1, 0)])
def test_a_value_that_changes_and_changes_back_ends_the_same_in_every_order_of_files(school, order):
    files = [("accepted", dt.date(2026, 1, 31)), ("closed", dt.date(2026, 2, 28)), ("accepted", dt.date(2026, 3, 31))]
    for number in order:
        said, as_at = files[number]
        handed_in(school, entry(key="referral 1", narrative=said), as_at=as_at)
    assert told(school) == ["accepted"]
    assert Entry.objects.count() == 2
    assert EntryStated.objects.count() == 3


@pytest.mark.django_db
def test_the_same_row_twice_is_one_entry(school):
    handed_in(school, entry(), as_at=DAY)
    handed_in(school, entry(), as_at=DAY)
    assert Entry.objects.count() == 1


@pytest.mark.django_db
def test_a_child_out_of_sight_has_no_chronology(school):
    handed_in(school, entry(), as_at=DAY)
    from keepsight.access.queries import sight

    _, teacher, _ = school
    assert chronology(sight(teacher, DAY), child_of(school)) == []


@pytest.mark.django_db
def test_the_entry_keeps_a_salted_hash_of_its_words(school):
    handed_in(school, entry(), as_at=DAY)
    kept = Entry.objects.select_related("words").get()
    said = {
        name: getattr(kept.words, name)
        for name in (
            "raw_when",
            "narrative",
            "details",
            "child_words",
            "hindsight",
            "significance",
            "professional",
            "guessed_by",
        )
    }
    assert words.seal_holds(bytes(kept.words.salt), said, bytes(kept.words_hash))
    assert not words.seal_holds(bytes(kept.words.salt), said | {"narrative": "Fed."}, bytes(kept.words_hash))
    assert not words.seal_holds(bytes(16), said, bytes(kept.words_hash))


def test_a_reader_in_step_loses_nothing_to_an_import_that_is_still_open(fresh_store, school_committed):
    """An open import took its numbers first, and another commits after it. A reader by the greatest number loses it."""
    socket, database = fresh_store, connections["default"].settings_dict["NAME"]
    copy_of_a_row = """
        INSERT INTO chronology_entry
          (id, kind, precision, occurred_from, occurred_to, recorded_on, recorded_how, received_at, agency_id, level,
           by_id, identity, content_hash, words_hash)
        SELECT gen_random_uuid(), kind, precision, occurred_from, occurred_to, recorded_on, recorded_how, received_at,
               agency_id, level, by_id, gen_random_uuid(), gen_random_uuid(), words_hash
        FROM chronology_entry LIMIT 1 RETURNING id
    """
    before = read_in_step()
    with psycopg.connect(server.url(socket, "keepsight_app", database), options=MACHINE) as held_open:
        (slow,) = held_open.execute(copy_of_a_row).fetchone()
        with psycopg.connect(server.url(socket, "keepsight_app", database), options=MACHINE) as quick:
            (fast,) = quick.execute(copy_of_a_row).fetchone()
        meanwhile = read_in_step(before.mark)
        assert slow not in meanwhile.entries
        held_open.commit()
    afterwards = read_in_step(meanwhile.mark)
    assert sorted(map(str, meanwhile.entries + afterwards.entries)) == sorted(map(str, (slow, fast)))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT a.seq < b.seq FROM chronology_entry AS a, chronology_entry AS b WHERE a.id = %s AND b.id = %s",
            [slow, fast],
        )
        assert cursor.fetchone()[0], "the slow import took its number first: the trap was really laid"


@pytest.fixture
def school_committed(fresh_store):
    agency, _ = name_agency("school", sector="school")
    teacher = add_user("tea", name="Tea Cher", agency="school", role="practitioner", password="long enough")
    person = DraftPerson(ref="child", role_hint="child", local_id="1", forename="Ivy", surname="Example")
    records = keep_records(agency, [person], receipt=None, as_at=DAY)
    made = (agency, teacher, records)
    handed_in(made, entry(), as_at=DAY)
    return made
