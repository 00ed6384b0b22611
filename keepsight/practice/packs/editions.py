"""Evidence packs: entries of a child that somebody chose for a decision, for whoever may read all of them. Part of `queries`.

A pack keeps the ids of the accounts that were chosen, and copies none of their words: they are read from the log, where an account
never changes, so an edition does not either. It is there for those who may read every entry in it, and for nobody else.
"""

import datetime as dt
import hashlib
import json
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import count
from typing import Any
from uuid import UUID

from keepsight.access.bases import Basis, bases
from keepsight.access.models import User
from keepsight.access.sharing import Reasons
from keepsight.chronology.sharing import may_share
from keepsight.chronology.shown import Disputed, EntryShown
from keepsight.practice.threads.table import EVIDENCE_PACK

MADE, RECEIVED = (EVIDENCE_PACK.steps[name].kind for name in ("make", "receive"))
CITED = re.compile(r"\[(\d{1,6})\]")
"""How a statement cites an entry: by its number in the pack."""


@dataclass(frozen=True, slots=True)
class Numbered:
    """An entry of a pack as it was told and disputed then, and its number. `corrected`: a later account stands now."""

    number: int
    entry: EntryShown
    corrected: bool


@dataclass(frozen=True, slots=True)
class Received:
    """That somebody received an edition: who, how, on which day, and who wrote it down."""

    by: str
    how: str
    on: dt.date | None
    noted_by: str | None


@dataclass(frozen=True, slots=True)
class Edition:
    """One edition of a pack. `reasons` say on what ground it is shared; `left_out` counts the entries left out for each reason.

    `outside` counts the entries outside the days that it looks at. `superseded`: a later edition takes its place.
    """

    id: UUID
    pack: UUID
    number: int
    made_at: dt.datetime
    made_by: str | None
    agency_name: str
    decision: str
    to_whom: str
    statement: str
    reasons: Reasons
    basis: Basis
    since: dt.date | None
    until: dt.date | None
    entries: tuple[Numbered, ...]
    left_out: tuple[tuple[int, str], ...]
    outside: int
    untold: tuple[str, ...]
    received: tuple[Received, ...]
    superseded: bool


def editions(entries: Sequence[EntryShown]) -> list[Edition]:
    """The editions of a child's packs, the oldest first: of those that rest on nothing but these entries, which are in sight."""
    accounts = {each.id: (each, one) for one in entries for each in one.accounts}
    made = sorted(
        (one for one in entries if one.kind == MADE), key=lambda one: (one.received_at, one.details["edition"])
    )
    latest = {one.thread: one.id for one in made}
    return [
        _edition(one, accounts, entries, superseded=latest[one.thread] != one.id)
        for one in made
        if set(_chosen(one)) <= accounts.keys()
    ]


def editions_of(pack: UUID, entries: Sequence[EntryShown]) -> list[Edition]:
    """The editions of one pack, the oldest first. Empty: there is none for whoever reads these entries."""
    return [one for one in editions(entries) if one.pack == pack]


def may_go_in(by: User, entry: EntryShown) -> bool:
    """Whether a person may put an entry that they read into a pack: a restricted one its own agency does, a sealed one nobody."""
    if entry.kind in (MADE, RECEIVED):
        return False
    return entry.level == "standard" or (entry.level == "restricted" and may_share(by, entry))


def offered(by: User, entries: Sequence[EntryShown]) -> list[EntryShown]:
    """Those of the entries that a person reads that they may put into a pack, in the same order."""
    return [one for one in entries if may_go_in(by, one)]


def mark_of(some: Collection[EntryShown]) -> str:
    """A mark of which accounts these are: a form carries it, to show that nothing came in meanwhile."""
    return hashlib.sha256(" ".join(sorted(str(one.id) for one in some)).encode()).hexdigest()[:16]


def is_within(entry: EntryShown, since: dt.date | None, until: dt.date | None) -> bool:
    """Whether an entry may lie in these days. One without a day may lie anywhere."""
    first, last = entry.occurred_from, entry.occurred_to or entry.occurred_from
    return (until is None or first is None or first <= until) and (since is None or last is None or last >= since)


def numbers_of(chosen: Sequence[EntryShown], before: Sequence[Edition]) -> dict[UUID, int]:
    """By the id of each entry, its number: the one it had in an earlier edition, corrected or not; no number is given twice."""
    had = {one.entry.id: one.number for edition in before for one in edition.entries}
    fresh = count(max(had.values(), default=0) + 1)
    return {
        one.id: next((had[each.id] for each in one.accounts if each.id in had), None) or next(fresh) for one in chosen
    }


def cited(statement: str) -> frozenset[int]:
    """The numbers of entries that a statement cites."""
    return frozenset(map(int, CITED.findall(statement)))


def kept(chosen: Sequence[EntryShown], numbers: Mapping[UUID, int]) -> dict[str, list[str]]:
    """What an edition keeps of its entries: each id with its number, and what was said against it by then."""
    against = [
        [numbers[one.id], str(said.id), said.on.isoformat(), said.by, said.words, said.response]
        for one in chosen
        for said in one.disputes
    ]
    return {
        "chosen": [f"{numbers[one.id]} {one.id}" for one in chosen],
        "said_against": [json.dumps(one) for one in against],
    }


def left_out(because: Collection[str]) -> list[str]:
    """What an edition keeps of the reasons for which entries are left out: how many for each, in their order."""
    reasons = list(because)
    return [f"{reasons.count(one)} {one}" for one in dict.fromkeys(reasons)]


def _chosen(one: EntryShown) -> dict[UUID, int]:
    said = (line.partition(" ") for line in one.texts("chosen"))
    return {UUID(entry): int(number) for number, _, entry in said}


def _edition(
    one: EntryShown,
    accounts: Mapping[UUID, tuple[EntryShown, EntryShown]],
    entries: Sequence[EntryShown],
    *,
    superseded: bool,
) -> Edition:
    said: Mapping[str, Any] = one.details
    received = [each for each in entries if each.kind == RECEIVED and each.details.get("about") == str(one.id)]
    reasons = Reasons(
        one.narrative, said["lawful_basis"], said["safe_to_tell"], said["asked_family"], said["proportionate"]
    )
    assert one.thread
    return Edition(
        one.id, one.thread, int(said["edition"]), one.received_at, one.source.by, one.agency_name, said["decision"],
        said["to_whom"], said["statement"], reasons, _basis(said["lawful_basis"]), _day(said.get("since")),
        _day(said.get("until")), _numbered(one, accounts), tuple(map(_counted, one.texts("left_out"))),
        int(said.get("outside") or 0), tuple(one.texts("untold")), tuple(map(_received, received)), superseded,
    )  # fmt: skip


def _numbered(one: EntryShown, accounts: Mapping[UUID, tuple[EntryShown, EntryShown]]) -> tuple[Numbered, ...]:
    against = [json.loads(line) for line in one.texts("said_against")]
    found = []
    for entry, number in _chosen(one).items():
        account, stands = accounts[entry]
        disputes = tuple(
            Disputed(UUID(dispute), dt.date.fromisoformat(on), by, words, response)
            for of, dispute, on, by, words, response in against
            if of == number
        )
        found.append(Numbered(number, replace(account, disputes=disputes, earlier=()), account.id != stands.id))
    return tuple(found)


def _basis(said: str) -> Basis:
    code, _, version = said.partition(" ")
    return next(one for one in bases() if (one.code, one.version) == (code, version))


def _received(one: EntryShown) -> Received:
    said: Mapping[str, Any] = one.details
    return Received(said["received_by"], said.get("how") or "", one.occurred_from, one.source.by)


def _counted(line: str) -> tuple[int, str]:
    number, _, because = line.partition(" ")
    return int(number), because


def _day(said: object) -> dt.date | None:
    return dt.date.fromisoformat(str(said)) if said else None
