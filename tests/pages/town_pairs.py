"""Pairs of the town of which somebody is asked whether they are one person, for tests of pages."""

import datetime as dt
from uuid import UUID

from keepsight.access.models import Agency
from keepsight.intake.drafts import DraftPerson, When
from keepsight.people.actions import keep_records, link_records
from keepsight.people.models import Description, Question

BORN = dt.date(2015, 7, 8)
DAY = dt.date(2026, 3, 20)
POLICE, SOCIAL_CARE, SURGERY = "wash-constabulary", "social-care-999", "lantern-street-surgery"


def a_pair(
    *, agencies: tuple[str, str] = (SURGERY, POLICE), forename: str = "Garnet", other: str = "", surname: str = "Quayle"
) -> UUID:
    """Two agencies tell of a child of one name and birth date, without a number: the question that is asked of it.

    A second pair wants another surname: two forenames, one surname and one birth date are twins, who are asked about otherwise.
    """
    records = []
    for number, (agency, name) in enumerate(zip(agencies, (forename, other or forename), strict=True)):
        born = When(BORN, BORN, "day", "08/07/2015")
        draft = DraftPerson("child", "child", f"{name} {number}", name, surname, born)
        kept = keep_records(Agency.objects.get(pk=agency), [draft], receipt=None, as_at=DAY)
        records.append(kept["child"])
    link_records(records)
    return Question.objects.get(record_a__in=records, record_b__in=records, answered_at=None).pk


def the_pair() -> UUID:
    """The question that waits of the pair that was made, where one was."""
    records = Description.objects.filter(forename="Garnet", surname="Quayle").values("record")
    return Question.objects.get(record_a__in=records, record_b__in=records, answered_at=None).pk
