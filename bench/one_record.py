"""One record received into a store of many: how long it takes to find whom it may be, to weigh them, and to link or ask.

    uv run python -m bench.one_record [records]

The records are generated families (tests/people/families.py), loaded and linked at once; then others of the same families come in
one by one. What is timed is the linking alone, in its transaction, as a file of one record does it; reading the file is not. Where
others use the machine too, the seconds of CPU, ours and the database's together, say more than those of the clock.
"""

import datetime as dt
import statistics
import sys
import time
from collections.abc import Sequence

from bench import log, store

RECORDS = 100_000
ONE_BY_ONE = 200
SEED = 9_700
RECORDS_A_FAMILY = 8.7
"""About so many records a generated family comes to, at density 1."""
AS_AT = dt.date(2026, 3, 31)


def main() -> None:
    """Load, link, then take in one by one, and time each."""
    wanted = int(sys.argv[1]) if len(sys.argv) > 1 else RECORDS
    with store.own_store() as folder:
        from django.db import connection

        from keepsight.people.actions import link_everyone, link_records
        from keepsight.people.queries import linked_counts
        from tests.people.families import generated

        told = generated(SEED, int((wanted + ONE_BY_ONE) / RECORDS_A_FAMILY) + 1).told
        late, early = told[:ONE_BY_ONE], told[ONE_BY_ONE : ONE_BY_ONE + wanted]
        began = time.perf_counter()
        _keep(early)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE people_description, people_record, people_link, people_childhood")
        kept = time.perf_counter() - began
        link_everyone()
        linked, took = time.perf_counter() - began - kept, []
        come_in = [_keep([one]) for one in late]
        before = store.spent(folder)
        for records in come_in:
            began = time.perf_counter()
            link_records(records)
            took.append(1000 * (time.perf_counter() - began))
        cost = store.between(before, store.spent(folder))
        counts = linked_counts()
    cpu, asked = 1000 * (cost.ours + cost.database) / len(late), 1000 * counts.asked / len(told)
    took = took[1:]  # the first fills what a server fills once
    log.write(
        "one-record",
        f"uv run python -m bench.one_record {wanted}",
        [
            "Goal: one record against 100,000 in 100 ms at the 95th of a hundred.",
            "",
            "| records | kept in | linked at once in | one record: median | 95th of 100 | worst | CPU of one |",
            "|---|---|---|---|---|---|---|",
            f"| {len(early):,} | {kept:.0f} s | {linked:.0f} s | {statistics.median(took):.0f} ms "
            f"| {statistics.quantiles(took, n=20)[-1]:.0f} ms | {max(took):.0f} ms | {cpu:.0f} ms |",
            "",
            f"{counts.linked:,} records linked, {counts.asked:,} questions, {asked:.0f} for 1,000 records.",
        ],
    )


def _keep(told: Sequence) -> list:  # type: ignore[type-arg]  # records of tests
    """Keep what agencies told, each agency's at once. The records."""
    from keepsight.access.actions import name_agency
    from keepsight.intake.drafts import DraftPerson, When
    from keepsight.people.actions import keep_records

    kept = []
    for agency in sorted({one.agency for one in told}):
        sender, _ = name_agency(agency.replace("_", "-"), sector="other")
        drafts = [
            DraftPerson(
                ref=one.record,
                role_hint="child" if one.is_child else None,
                local_id=f"R{one.record}",
                forename=one.forename,
                surname=one.surname,
                born=When(one.born_on, one.born_on, "day", one.born_on.isoformat()) if one.born_on else None,
                expected_on=one.expected_on,
                sex=one.sex,
                nhs_number=one.nhs_number,
                upn=one.upn,
            )
            for one in told
            if one.agency == agency
        ]
        kept += keep_records(sender, drafts, receipt=None, as_at=AS_AT).values()
    return kept


if __name__ == "__main__":
    main()
