"""A council's monthly lists add up to a history: without doubles, in whatever order the months are handed in."""

import json
from collections import Counter
from collections.abc import Sequence
from datetime import date
from itertools import permutations
from pathlib import Path

import openpyxl
import pytest
from django.db import connection, transaction

from keepsight.intake.formats import SHELF
from keepsight.intake.models import Coverage, Receipt
from keepsight.prompts.actions import receive
from tests.prompts.everything import State, assert_same, state

pytestmark = pytest.mark.django_db

PUBLIC = Path(__file__).parents[3] / "shared" / "samples" / "annex-a" / "Annex_A.xlsx"
CHILD = ("Child Unique ID", "Gender", "Ethnicity", "Date of Birth")
IVY, MAY = ("77", "b) Female", "a) WBRI", date(2014, 5, 6)), ("81", "a) Male", None, None)

REFERRED = ("Date of referral", "Referral Source", "Referral NFA?", "Allocated Worker")
ASSESSED = ("Continuous Assessment Start Date", "Child Seen During Continuous Assessment",
            "Continuous Assessment Date of Authorisation", "Allocated Worker")  # fmt: skip
IN_NEED = ("CIN Start Date", "Date Child Was Last Seen", "CIN Closure Date", "Reason for Closure", "Allocated Worker")
CARE = ("Date Started to be Looked After", "Child's Legal Status", "Start date of current legal status",
        "Date of Last Dental Check",
        "Was the child offered a Return Interview after their last missing episode (Y/N)?",
        "Did the child accept a Return Interview after their last missing episode (Y/N)?")  # fmt: skip

# January knows a referral that nobody has taken on yet. In March it is taken on, the worker has changed, and one more
# visit was made. By September the referral is too old for the list, the assessment was put right, the case has closed.
RUNS = {
    date(2025, 1, 31): {
        REFERRED: [(*IVY, date(2025, 1, 8), "6", "b) No", "J Holm"), (*MAY, date(2025, 1, 9), "2A", "NFA", "J Holm")],
        CARE: [(*MAY, date(2024, 6, 1), "V2", date(2024, 6, 1), date(2024, 11, 2), "a) Yes", "b) No")],
    },
    date(2025, 3, 31): {
        REFERRED: [(*IVY, date(2025, 1, 8), "6", "b) No", "J Holm"), (*MAY, date(2025, 1, 9), "2A", "NFA", "J Holm")],
        ASSESSED: [(*IVY, date(2025, 2, 3), "b) No", date(2025, 3, 21), "J Holm")],
        IN_NEED: [(*IVY, date(2025, 2, 3), date(2025, 3, 20), None, None, "R Vane")],
        CARE: [(*MAY, date(2024, 6, 1), "C2", date(2025, 3, 3), date(2024, 11, 2), "Offered and Accepted", None)],
    },
    date(2025, 9, 30): {
        ASSESSED: [(*IVY, date(2025, 2, 3), "a) Yes", date(2025, 3, 21), "R Vane")],
        IN_NEED: [(*IVY, date(2025, 2, 3), date(2025, 6, 11), date(2025, 9, 2), "RC9", "S Orme")],
    },
}


@pytest.fixture(scope="module")
def runs(tmp_path_factory):
    folder = tmp_path_factory.mktemp("runs")
    return {as_at: written(folder / f"{as_at}.xlsx", lists) for as_at, lists in RUNS.items()}


def written(path: Path, lists: dict[tuple[str, ...], list[tuple[object, ...]]]) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for headings, rows in lists.items():
        sheet = book.create_sheet(headings[0].split()[-2])
        for row in [(*CHILD, *headings), *rows]:
            sheet.append(row)
    book.save(path)
    return path


def after(runs: dict[date, Path], order: Sequence[date]) -> State:
    with transaction.atomic():
        for as_at in order:
            said = receive(runs[as_at], agency="social-care-999", as_at=as_at)
            assert said.rows == said.counted
            assert not said.refused
        found = state()
        transaction.set_rollback(True)
    return found


@pytest.mark.long
def test_every_order_of_the_runs_ends_in_the_same_history(runs):
    first = after(runs, list(runs))
    for order in permutations(runs):
        assert_same(after(runs, order), first)


HISTORY = """
    looked_after.started      2024-06-01
    legal_status.changed      2024-06-01  V2
    return_interview.offered  2024-03-31  accepted
    dental_check.held         2024-11-02
    referral.received         2025-01-08
    referral.decided          2025-01-08  accepted
    referral.received         2025-01-09
    referral.decided          2025-01-09  no_further_action
    assessment.started        2025-02-03
    involvement.opened        2025-02-03
    legal_status.changed      2025-03-03  C2
    child.seen                2025-03-20
    assessment.completed      2025-03-21  yes
    child.seen                2025-06-11
    involvement.closed        2025-09-02  RC9
    involvement.stepped_down  2025-09-02
"""  # every matter once, as the last run that told of it has it; of the interview, the first day it may have been


def test_the_runs_add_up_and_nothing_is_told_twice(runs):
    for as_at, run in runs.items():
        receive(run, agency="social-care-999", as_at=as_at)
    with connection.cursor() as cursor:
        cursor.execute("""
            SELECT kind, occurred_from::text, details::jsonb
            FROM chronology_current AS entry JOIN chronology_words AS words ON words.entry_id = entry.id
        """)
        told = Counter(" ".join((kind, day, *json.loads(said).values())) for kind, day, said in cursor.fetchall())
    assert told == Counter(" ".join(line.split()) for line in HISTORY.strip().splitlines())


def test_what_an_older_run_left_out_is_not_taken_back(runs):
    """September's lists no longer hold the referral: it stays on record, with its decision."""
    before = after(runs, list(runs)[:2])
    assert before["current"] - after(runs, list(runs))["current"] <= changed(before, ("assessment.completed",))


def changed(state: State, kinds: tuple[str, ...]) -> frozenset[object]:
    return frozenset(entry for entry in state["current"] if entry[1] in kinds)


def test_lists_claim_the_six_months_before_their_run_and_no_others(runs):
    for as_at, run in runs.items():
        receive(run, agency="social-care-999", as_at=as_at)
    claimed = set(Coverage.objects.filter(kind="referral.received").values_list("from_on", "to_on"))
    assert claimed == {(date(2024, 7, 31), date(2025, 1, 31)), (date(2024, 9, 30), date(2025, 3, 31))}
    assert not Coverage.objects.filter(kind__in=["referral.decided", "child.seen"]).exists()


@pytest.mark.parametrize("sample", [SHELF / "annex_a" / "sample.xlsx", PUBLIC], ids=["our own", "public"])
def test_a_samples_receipt_reconciles(sample):
    if not sample.exists():
        pytest.skip("the public Annex A sample is not on this machine")
    said = receive(sample, agency="social-care-999", as_at=date(2025, 6, 30))
    kept = Receipt.objects.get()
    assert said.rows == said.counted == kept.rows
    assert said.entries > 50
    again = receive(sample, agency="social-care-999", as_at=date(2025, 6, 30))
    assert (again.entries, again.rows) == (0, said.rows)
