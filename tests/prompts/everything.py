"""All that some files came to, without a single number that the store made up: what must not depend on their order."""

from collections.abc import Hashable
from uuid import UUID

from django.db import connection

from keepsight.access.models import Agency
from keepsight.intake.models import Coverage
from keepsight.prompts.models import OpenClock, Prompt, Untold

State = dict[str, frozenset[Hashable]]


def state() -> State:
    """All that the files came to, said without a single number that the store made up."""
    return {
        "agencies": frozenset(Agency.objects.values_list("code", "name", "sector")),
        "records": rows("SELECT agency_code, key FROM people_record"),
        "people": frozenset(together().values()),
        "ties": rows("SELECT kind, from_on, to_on, said_by, as_at, content_hash FROM people_relationship"),
        "questions": rows(
            "SELECT least(a.key, b.key), greatest(a.key, b.key), question.why::text "
            "FROM people_question AS question "
            "JOIN people_record AS a ON a.id = question.record_a_id JOIN people_record AS b ON b.id = question.record_b_id "
            "WHERE question.answered_at IS NULL"
        ),
        "log": rows(f"SELECT {ENTRY} {LOG}"),
        "current": rows(f"SELECT {ENTRY} {LOG} JOIN chronology_current AS current ON current.id = entry.id"),
        "stated": rows(f"SELECT {ENTRY}, stated.as_at {LOG} JOIN chronology_entry_stated AS stated ON stated.entry_id = entry.id"),
        "passages": rows(f"SELECT document.agency_id, document.passages_hash, said.number, said.words {PASSAGES}"),
        "offered": rows(f"SELECT document.passages_hash, said.number, said.draft::text {OFFERED}"),
        "coverage": frozenset(Coverage.objects.filter(receipt__taken_back=None).values_list("agency", "kind", "from_on", "to_on")),
        "prompts": frozenset(map(prompt, Prompt.objects.filter(withdrawn_at__isnull=True))),
        "untold": frozenset((who(one.child_id), one.pattern) for one in Untold.objects.all()),
        "clocks": frozenset((who(one.child_id), one.runs_out_on) for one in OpenClock.objects.all()),
    }  # fmt: skip


# What an entry says, by the rooms' own columns; ids, receipts and moments of receiving are the store's and left out.
ENTRY = """entry.agency_id, entry.kind, entry.occurred_from, entry.occurred_to, entry.occurred_at, entry.precision,
    entry.recorded_on, entry.recorded_how, entry.from_agency, entry.thread, entry.level, words.narrative,
    words.details::jsonb - 'retracted_entry',
    (SELECT string_agg(record.key || person.role, ' ' ORDER BY record.key) FROM chronology_entry_person AS person
     JOIN people_record AS record ON record.id = person.record_id WHERE person.entry_id = entry.id),
    (SELECT string_agg(told.agency, ' ' ORDER BY told.agency) FROM chronology_entry_told AS told WHERE told.entry_id = entry.id)"""
PASSAGES = "FROM intake_passage AS said JOIN intake_document AS document ON document.id = said.document_id"
OFFERED = "FROM intake_offeredfact AS said JOIN intake_document AS document ON document.id = said.document_id"
LOG = "FROM chronology_entry AS entry JOIN chronology_words AS words ON words.entry_id = entry.id"


def rows(asked: str) -> frozenset[tuple[Hashable, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(asked)
        return frozenset(cursor.fetchall())


def together() -> dict[object, frozenset[tuple[str, str]]]:
    """Each person, by the agencies' keys of the records believed to be theirs."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT link.person_id, record.agency_code, record.key FROM people_open_link AS link "
            "JOIN people_record AS record ON record.id = link.record_id"
        )
        persons: dict[object, set[tuple[str, str]]] = {}
        for person, agency, key in cursor.fetchall():
            persons.setdefault(person, set()).add((agency, key))
    return {person: frozenset(known) for person, known in persons.items()}


def who(child: UUID) -> frozenset[tuple[str, str]]:
    """A child, by its records. Nobody's, where it has lost them to another: of such a one nothing should be kept."""
    return together().get(child, frozenset())


def prompt(one: Prompt) -> tuple[Hashable, ...]:
    """A prompt as people meet it: of whom, since when, and the entries that show it, by what they say."""
    shown = rows(
        f"SELECT {ENTRY}, evidence.part {LOG} "
        f"JOIN prompts_prompt_entry AS evidence ON evidence.entry_id = entry.id WHERE evidence.prompt_id = '{one.id}'"
    )
    said = (one.pattern, one.version, one.began_on, one.ended_on, one.visible_on, one.measure, one.owner)
    return (*said, who(one.child_id), shown)


def assert_same(after: State, first: State) -> None:
    """Part by part, so that a failure names what depends on the order."""
    for part, said in first.items():
        assert after[part] == said, part
