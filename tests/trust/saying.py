"""What a secret says, word by word, and the two things that most secrets are about: an entry, and a child whom few know."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from uuid import UUID, uuid4

from keepsight.access.models import Agency, User
from keepsight.chronology.actions import Source, append
from keepsight.intake.drafts import (
    DraftEntry,
    DraftPerson,
    DraftTie,
    Level,
    When,
)  # fmt: skip
from keepsight.people.actions import keep_records, keep_ties, link_records
from keepsight.people.queries import persons_of, records_of
from keepsight.store import clock
from tests.pages.town_people import child, user

SOCIAL_CARE, SCHOOL, POLICE = "social-care-999", "marshlight-school", "wash-constabulary"
OWN, OTHER = "wren", "kestrel"  # Tobias works with Wren, and no more with Kestrel
DAY = dt.date(2026, 3, 20)


@dataclass
class Saying:
    """The words of one secret, in the order in which they were said, and the ids by which an address could name it."""

    word: Callable[[], str]
    looker: User
    words: list[str] = field(default_factory=list)
    ids: dict[str, UUID] = field(default_factory=dict)

    def __call__(self) -> str:
        self.words.append(self.word())
        return self.words[-1]


def on_day(day: dt.date) -> When:
    return When(day, day, "day", day.isoformat())


def an_entry(say: Saying, of: UUID, by: str, level: Level = "standard", kind: str = "concern.recorded") -> UUID:
    maker = user(by)
    draft = DraftEntry(
        kind,
        on_day(DAY),
        people=(("the child", "child"),),
        narrative=say(),
        child_words=say(),
        significance=say(),
        professional=say(),
        thread=say(),
        level=level,
    )
    source = Source(maker.agency_id, DAY, clock.now(), by=maker)
    return append(draft, records={"the child": records_of([of])[of][0]}, source=source)


def entries(key: str, by: str, level: Level = "standard") -> Callable[[Saying], None]:
    def plant(say: Saying) -> None:
        for _ in range(2):
            an_entry(say, child(key), by, level)

    return plant


def a_new_child(say: Saying, agencies: tuple[str, ...], *, protected: bool = False, parent: bool = False) -> UUID:
    """A child whom only these agencies know, each with a record; the parent's person, if one is wanted, is `ids["parent"]`."""
    forename, surname, address, number = say(), say(), say(), f"parent {uuid4()}"
    drafts = [
        DraftPerson(
            "child", "child", f"secret {uuid4()}", forename, surname, on_day(dt.date(2015, 7, 8)), address=address,
            postcode="ZZ99 9ZZ", address_protected=protected,
        )
    ]  # fmt: skip
    if parent:
        drafts.append(DraftPerson("parent", "parent", number, say(), surname, on_day(dt.date(1985, 5, 5))))
    found = {}
    for code in agencies:
        agency = Agency.objects.get(pk=code)
        found[code] = keep_records(agency, drafts, receipt=None, as_at=DAY)
        if parent:
            keep_ties(agency, [DraftTie("parent", "parent_of", "child")], found[code], receipt=None, as_at=DAY)
    records = [record for said in found.values() for record in said.values()]
    link_records(records)
    persons = persons_of(records)
    say.ids |= {"child_id": persons[found[agencies[0]]["child"]]}
    if parent:
        say.ids["parent"] = persons[found[agencies[0]]["parent"]]
    return say.ids["child_id"]
