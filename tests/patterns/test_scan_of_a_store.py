"""A scan of a store's columns says what the store says when it is asked; and mended by family, what a whole scan says."""

import datetime as dt
from pathlib import Path
from uuid import UUID

import pyarrow.parquet as pq
import pytest

from keepsight.access.models import User
from keepsight.chronology.actions import Source, append
from keepsight.chronology.projection import bring_up_to_date
from keepsight.intake.drafts import DraftEntry, DraftTie, When
from keepsight.intake.models import Coverage
from keepsight.patterns.answers import Answer, gather
from keepsight.patterns.scanning.scan import Scanned, scan
from keepsight.people.actions import end_link, keep_ties, link_by_hand
from keepsight.people.models import Childhood, Link
from keepsight.prompts.queries import asked
from keepsight.prompts.sheets import sheets

DAY = dt.date(2026, 4, 1)


def answers(file: Path) -> list[Answer]:
    return gather(tuple(row.values()) for row in pq.read_table(file).to_pylist())


class Town:
    """A town's store, its columns, and the file that scans mend."""

    def __init__(self, folder: Path) -> None:
        self.columns, self.mended, self.whole = folder / "columns", folder / "mended.parquet", folder / "whole.parquet"
        self.user = User.objects.select_related("agency").order_by("pk").first()
        links = Link.objects.filter(ended_at=None, record__in=Childhood.objects.values("record"))
        self.children = sorted({link.person_id: link.record_id for link in links}.items())

    def scan(self) -> Scanned:
        """Bring the columns up to date, and scan into the file that is there."""
        bring_up_to_date(self.columns, DAY)
        return scan(self.columns, self.mended, sheets().values())

    def scan_anew(self) -> Scanned:
        self.whole.unlink(missing_ok=True)
        return scan(self.columns, self.whole, sheets().values())

    def tell(self, kind: str, record: UUID, day: dt.date, corrects: UUID | None = None) -> UUID:
        when = When(day, day, "day", day.isoformat())
        draft = DraftEntry(kind=kind, when=when, people=(("child", "child"),), narrative=f"{kind} on {day}")
        agency = self.user.agency_id
        source = Source(agency, DAY, dt.datetime.combine(DAY, dt.time(12), dt.UTC), by=self.user)
        return append(draft, records={"child": record}, source=source, corrects=corrects)


@pytest.fixture
def town_scanned(fresh_town, tmp_path) -> Town:
    return Town(tmp_path)


def test_a_scan_of_the_town_says_what_the_store_says_when_it_is_asked(town_scanned):
    scanned = town_scanned.scan()
    prompts = asked(None, DAY, holding=False).prompts
    assert tuple(answer for answer in answers(town_scanned.mended) if answer.holds) == prompts
    assert scanned.prompts == len(prompts) > 10


@pytest.mark.long
def test_a_file_mended_family_by_family_says_what_a_whole_scan_says(town_scanned):
    town = town_scanned
    town.scan()
    (one, its_record), *_, (_other, others_record) = town.children
    entries: list[UUID] = []

    def referred_thrice() -> None:
        entries.extend(
            town.tell("referral.received", its_record, DAY - dt.timedelta(days=days)) for days in (90, 60, 30)
        )

    def parted() -> None:
        link = Link.objects.get(record=others_record, ended_at=None)
        end_link(link.pk, by=town.user, because="two after all")

    changes = {
        "nothing": lambda: None,
        "three referrals": referred_thrice,
        "one of them corrected": lambda: town.tell("child.seen", its_record, DAY, corrects=entries[0]),
        "two children joined": lambda: link_by_hand(others_record, one, by=town.user, because="one and the same"),
        "a referral of the one who was joined": lambda: town.tell("referral.received", others_record, DAY),
        "the two parted": parted,
        "a home shared": lambda: keep_ties(
            town.user.agency,
            [DraftTie(a_ref="a", kind="lives_with", b_ref="b")],
            {"a": its_record, "b": others_record},
            receipt=None,
            as_at=DAY,
        ),
        "an incident at that home": lambda: town.tell("domestic_abuse.incident", others_record, DAY),
    }
    told = set()
    for change, happen in changes.items():
        happen()
        mended, whole = town.scan(), town.scan_anew()
        assert answers(town.mended) == answers(town.whole), change
        assert mended.prompts == whole.prompts
        assert (mended.asked > 0) == (change != "nothing"), change
        assert mended.asked < whole.asked, f"{change}: everybody was asked again"
        told.add(tuple(answers(town.whole)))
    assert len(told) > 3, "the changes changed nothing that a scan could miss"


def test_when_a_feed_speaks_for_every_child_everybody_is_asked_again(town_scanned):
    town = town_scanned
    town.scan()
    shared = Coverage.objects.filter(record=None).first()
    Coverage.objects.create(
        agency=shared.agency,
        receipt=shared.receipt,
        kind=shared.kind,
        from_on=dt.date(1990, 1, 1),
        to_on=dt.date(1990, 2, 1),
    )
    assert town.scan().asked == town.scan_anew().asked
    assert answers(town.mended) == answers(town.whole)
