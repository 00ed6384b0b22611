"""Records that agencies send: how many bear a number that checks, what became of linking, how long pairs wait. No child is named.

Where small counts would tell of a child they are held back. Agencies stand by name, and none is measured against another.
"""

from collections.abc import Sequence
from typing import Any

from keepsight.access.roles import Reach
from keepsight.pages.page import WITH_RECORDS, Asking, Page, Shown
from keepsight.pages.taken_away import Listed
from keepsight.people.measured import Measured, by_origin
from keepsight.people.received import BANDS, NUMBERS, WAITS, Printed, Sent, sent_by_each
from keepsight.store import clock
from keepsight.store.suppression import LEAST_COUNT, LEAST_DENOMINATOR

PAGE = Page(address="sources/records/", title="Records that agencies send", who=WITH_RECORDS)
LISTED = Listed(
    "numbers of records",
    lambda page: [
        (table["heading"], agency, column, said)
        for table in page["tables"]
        for agency, cells in table["rows"]
        for column, said in zip(table["columns"], cells, strict=True)
    ],
    {
        "Table": lambda row: row[0],
        "Agency": lambda row: row[1],
        "Counted": lambda row: row[2],
        "Records or pairs": lambda row: row[3],
    },
)
# Per cent. NHS Digital, Child Protection - Information Sharing: local records matched to an NHS number before going live.
ASKED_OF_NHS_NUMBERS = 95
HELD_BACK = "held back"
CALLED = {
    "african": "African names",
    "arabic": "Arabic names",
    "english": "English names",
    "polish": "Polish names",
    "south_asian": "South Asian names",
}
IN_WORDS = {
    "valid": "Checks",
    "not valid": "Given, does not check",
    "not given": "Not given",
    "joined": "Joined to another agency’s",
    "asked": "Waits for a person",
    "left": "Stands alone",
    "a week at most": "A week at most",
    "up to four weeks": "Up to four weeks",
    "longer": "Longer",
}


def fetch(asking: Asking) -> list[Sent]:
    """The counts as they may be printed: of all agencies, or of a lead's own."""
    return sent_by_each(asking.sight, clock.now())


def present(asking: Asking, fetched: Sequence[Sent]) -> Shown:
    """Four tables with a row for each agency."""
    context: dict[str, Any] = {
        "title": "Records that agencies send",
        "tables": [
            _table("NHS numbers", NUMBERS, "Records", [(one.name, one.nhs, one.nhs_share) for one in fetched]),
            _table("Pupil numbers (UPN)", NUMBERS, "Records", [(one.name, one.upn, one.upn_share) for one in fetched]),
            _table("What became of linking", BANDS, "Records", [(one.name, one.bands, None) for one in fetched]),
            _table("Pairs that wait, and since when", WAITS, "Pairs", [(one.name, one.waits, None) for one in fetched]),
        ],
        "invented": _invented(by_origin()),
        "any": bool(fetched),
        "own": asking.sight.reach is Reach.AGENCY,
        "least": LEAST_COUNT,
        "least_share": LEAST_DENOMINATOR,
        "asked_of": ASKED_OF_NHS_NUMBERS,
    }
    return Shown(context)


def _invented(found: Measured) -> dict[str, Any]:
    """What linking finds of invented families, by the origin of their names: a row for each, and the day it was measured on."""
    rows = [
        (CALLED[one.name], [f"{one.pairs:,}", _of(one.found, one.pairs), _of(one.reviewed, one.pairs)])
        for one in found.origins
    ]
    return {"on": found.on, "rows": rows}


def _of(part: int, whole: int) -> str:
    return f"{100 * part / whole:.0f}%"


def _table(
    heading: str, columns: Sequence[str], sums: str, rows: Sequence[tuple[str, Printed, int | None]]
) -> dict[str, Any]:
    """One table. Only that of numbers has a share."""
    shares = columns is NUMBERS
    named = [*(IN_WORDS[one] for one in columns), sums, *(["Share that checks"] if shares else [])]
    told = [(name, [*map(_count, counts), *([_share(share)] if shares else [])]) for name, counts, share in rows]
    return {"heading": heading, "columns": named, "rows": told}


def _count(count: int | None) -> str:
    return HELD_BACK if count is None else f"{count:,}"


def _share(share: int | None) -> str:
    return HELD_BACK if share is None else f"{share}%"
