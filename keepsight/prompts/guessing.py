"""What a person says of guesses: that it is so, that it is something else, that it is none of these; and that it is a guess again.

Nothing is changed in its place. Each word is an entry that takes the place of the one before, and says who said it; the
patterns are asked again at once.
"""

from collections.abc import Collection, Mapping
from dataclasses import replace
from uuid import UUID

from django.db import transaction

from keepsight.access.models import User
from keepsight.access.queries import sight
from keepsight.access.sight import THE_MACHINE, seeing
from keepsight.chronology.actions import Source, append
from keepsight.chronology.guesses import NOTE, Account, account, choices, guesses
from keepsight.chronology.queries import children_touched
from keepsight.chronology.sharing import bring_back
from keepsight.errors import WrongUse
from keepsight.intake.drafts import DetailValue, DraftEntry
from keepsight.prompts.kept import ask
from keepsight.store import clock
from keepsight.store.alone import alone_with
from keepsight.vocabulary import KINDS


@transaction.atomic
@seeing(THE_MACHINE)
def say_what_they_are(receipt: UUID, said: Mapping[UUID, str], *, by: User) -> list[UUID]:
    """Say of entries of a file, whose kinds were guessed, which kind each is; the ids of the entries that say so now.

    `note.made` says that it is none of the kinds: the words stay, and nothing counts them. One transaction, all or nothing.
    Raises WrongUse where one of them is no guess that waits for `by`, and for a kind that no file tells of.
    """
    if not set(said.values()) <= {*choices(), NOTE}:
        raise WrongUse("No file tells of such a thing", next_step="Choose one of the list.")
    _only(receipt, said, by, waiting=True)
    standing = {entry: account(entry) for entry in said}
    return _appended([(entry, one, _as(one.draft, said[entry])) for entry, one in standing.items()], by)


@transaction.atomic
@seeing(THE_MACHINE)
def make_guesses_again(receipt: UUID, entries: Collection[UUID], *, by: User) -> list[UUID]:
    """Undo what was said of guesses: each stands as the guess that it was, and waits. The ids of the entries that say so now.

    Raises WrongUse where somebody has said something else of one of them since, and where it is not for `by`.
    """
    _only(receipt, entries, by, waiting=False)
    standing = {entry: account(entry) for entry in entries}
    guessed = [(entry, one, account(one.supersedes).draft) for entry, one in standing.items() if one.supersedes]
    return _appended(guessed, by)


def _only(receipt: UUID, entries: Collection[UUID], by: User, *, waiting: bool) -> None:
    """Refuse what is not there for this person, now that nobody else says anything of the same file."""
    alone_with(receipt)
    mine = sight(by, clock.today())
    with seeing(mine):
        theirs = {one.entry for one in guesses(mine, receipt) if one.waits == waiting}
    if not set(entries) <= theirs:
        raise WrongUse(
            "Somebody has said what one of these is, or it is not for you to say", next_step="Look at the rows again."
        )


def _as(draft: DraftEntry, kind: str) -> DraftEntry:
    """The same words, as a kind that a person says they are. It keeps the details that both kinds have."""
    details = draft.details if kind == draft.kind else _kept(draft.details, kind)
    return replace(draft, kind=kind, details=details, guessed_by=None)


def _kept(details: Mapping[str, DetailValue], kind: str) -> dict[str, DetailValue]:
    allowed = KINDS[kind].details
    return {name: value for name, value in details.items() if name in allowed and allowed[name].allows(str(value))}


def _appended(saying: Collection[tuple[UUID, Account, DraftEntry]], by: User) -> list[UUID]:
    """Each entry as it stands and what takes its place; the ids of what does."""
    begun = clock.now()
    made, touched = [], set[UUID]()
    for entry, before, draft in saying:
        records = {ref: UUID(ref) for ref, _ in draft.people}
        touched.update(records.values())
        source = _source(before, draft, by)
        made.append(append(draft, records=records, source=source, corrects=entry, thread=before.thread))
    children = children_touched(touched)
    ask(children, clock.today())
    bring_back(children, since=begun)
    return made


def _source(before: Account, draft: DraftEntry, by: User) -> Source:
    """Where the entry before it came from, and who says this now. Stated as at the day of the file: what the agency tells later
    goes before it. Of the same kind it brings nothing new, and came when the words came."""
    return Source(
        agency=before.agency,
        as_at=before.as_at,
        received_at=before.received_at if draft.kind == before.draft.kind else clock.now(),
        receipt=before.receipt,
        by=by,
        place=before.sheet,
        row=before.row,
    )
