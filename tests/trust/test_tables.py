"""Every table of the store is of one sort, by hand: kept by the database's own rule, or open to the application, and why.

Whoever adds a table adds its line here. A table that is kept shows nothing to an application that forgot to ask for sight, and to
the sight of somebody who sees no child.
"""

import pytest
from django.db import connection, transaction

from keepsight.access.queries import sight, the_machine
from keepsight.access.sight import NOBODY, Sight, seeing
from keepsight.store import clock
from tests.pages.town_people import user

# Kept by row-level security, each with whether the town has something in it.
KEPT = {
    "chronology_entry": True,
    "chronology_entry_person": True,
    "chronology_entry_stated": True,
    "chronology_entry_told": True,
    "chronology_words": True,
    "intake_document": True,
    "intake_factdecision": False,
    "intake_layout_version": False,
    "intake_offeredfact": True,
    "intake_passage": True,
    "intake_refusedrow": True,
    "intake_taking_back": False,
    "intake_upload": False,
    "people_description": True,
    "people_opinion": False,
    "people_record": True,
    "people_told": False,
    "practice_form_edition": False,
    "practice_kept_apart": False,
    "practice_unsaved": False,
    "prompts_prompt": True,
    "prompts_prompt_entry": True,
    "prompts_replayed_child": False,
    "prompts_tried_answer": False,
}
LINKS = ("people_link",)
"""Ids alone, kept for those children only who do not exist for whoever asks (tests/access/test_rule.py)."""

# Open to the application: only its own queries keep them. By the reason, how the names of the tables begin.
OPEN = {
    "no child's: sign-ins, roles, agencies, agreements": (
        "access_agency", "access_agreement", "access_known_elsewhere",
        "access_read_token", "access_recoverycode", "access_role", "access_session", "access_user",
        "auth_", "django_", "otp_",
    ),
    "who works with whom, who asked, what was decided of a child by its id: the rule itself is worked out from these": (
        "access_attempt", "access_broken_glass", "access_child_level", "access_conflict", "access_disclos",
        "access_involvement", "access_not_shared", "access_notice", "access_safety_marker", "access_taken_out",
        "chronology_restriction", "practice_given_or_not", "practice_hold", "practice_purge", "practice_subject_access",
    ),
    "ids of records and of persons, and ties between them: nothing tells whose they are but what is kept": (
        "people_childhood", "people_judgement", "people_person", "people_question", "people_relationship",
        "people_taken_back",
    ),
    "what judges answered of invented people: of no child": ("people_practised",),
    "the weights that records are compared with: of no child": ("people_adopted_model",),
    "ids of entries whose words were erased": ("chronology_erased",),
    "homes, which the application may not read at all": ("people_address",),
    "which files came, and which days they cover": ("intake_coverage", "intake_receipt", "intake_taken_back"),
    "ids of prompts or records, and days": ("prompts_clock", "prompts_openclock", "prompts_replaying", "prompts_untold"),
    "what a partnership asks, as words and numbers, and who changed it: of no child": ("prompts_pattern_",),
    "learning: no live child stands in it by name": ("assurance_", "briefings_", "reviews_", "themes_"),
    "the audit and the jobs: ids and the names of acts": ("procrastinate_", "store_"),
}  # fmt: skip


def tables() -> dict[str, bool]:
    """Every table of ours, with whether row-level security holds on it even for its owner."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT relname, relrowsecurity AND relforcerowsecurity FROM pg_class
            WHERE relkind IN ('r', 'p') AND relnamespace = 'public'::regnamespace
            """
        )
        return dict(cursor.fetchall())


def rows(asked: Sight) -> dict[str, int]:
    """How many rows of each kept table the application is shown with this sight, when nothing was opened."""
    with transaction.atomic(), seeing(asked), connection.cursor() as cursor:
        counts = {}
        for table in KEPT:
            cursor.execute(f"SELECT count(*) FROM {table}")
            counts[table] = cursor.fetchone()[0]
    return counts


def test_every_table_is_of_one_sort(town: None) -> None:
    began = [begins for some in OPEN.values() for begins in some]
    opened = {table for table in tables() if any(table.startswith(one) for one in began)}
    assert set(tables()) == opened | set(KEPT) | set(LINKS)
    assert not opened & (set(KEPT) | set(LINKS))
    assert all(any(table.startswith(one) for table in opened) for one in began)


def test_what_is_said_to_be_kept_is_kept_by_the_database_and_nothing_else(town: None) -> None:
    assert {table for table, kept in tables().items() if kept} == set(KEPT) | set(LINKS)


@pytest.mark.parametrize("username", [None, "wilf", "robin", "dev"])
def test_an_application_that_forgot_to_ask_is_shown_nothing_that_is_kept(town: None, username: str | None) -> None:
    seen = rows(sight(user(username), clock.today()) if username else NOBODY)
    own = {"intake_refusedrow"}  # an agency's own rows are for whoever keeps its files
    assert {table for table, shown in seen.items() if shown} <= (own if username else set())


def test_there_is_something_that_could_have_been_shown(town: None) -> None:
    assert {table: bool(shown) for table, shown in rows(the_machine()).items()} == KEPT
