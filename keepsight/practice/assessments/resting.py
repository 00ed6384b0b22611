"""On what a decision rests, as somebody who knows says: one expert's opinion, or what several saw and said. Part of `actions`.

A decision that one opinion carries is marked, with the others who gave a view of the same matter and whom nothing answers.
Nothing is guessed: what nobody said is not said.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID, uuid4

from django.db import transaction

from keepsight.access.models import User
from keepsight.access.sight import THE_MACHINE, seeing
from keepsight.chronology.acts import behind
from keepsight.chronology.shown import EntryShown
from keepsight.clocks.windows import ago
from keepsight.errors import WrongUse
from keepsight.practice.local_rules import LOCAL_RULES
from keepsight.practice.putting import draft_of, put

RESTS = "decision.rests_on"
"""The kind of the note that says on what a decision rests."""

ONE_OPINION = "one_opinion"
RESTS_ON = {ONE_OPINION: "One expert’s opinion", "several": "What several people saw or said"}

FAR = LOCAL_RULES["opinions"].within

ANSWERED_BY: Mapping[str, str | None] = {
    "paediatric_opinion.given": None,
    "advice.given": None,
    "conference.view_given": "conference.view_answered",
    "disagreement.view_given": "disagreement.view_answered",
}
"""The kinds of views, each with the kind that answers one; None: nothing that is on record ever does."""


@dataclass(frozen=True, slots=True)
class Resting:
    """A decision with the last note of what it rests on, and the other views that nothing answers, the oldest first."""

    decision: EntryShown
    note: EntryShown
    others: tuple[EntryShown, ...]

    @property
    def on_one_opinion(self) -> bool:
        """Whether it is to be marked."""
        return self.note.details.get("rests_on") == ONE_OPINION


@transaction.atomic
@seeing(THE_MACHINE)
def say_on_what(child: UUID, decision: UUID, rests_on: str, *, opinion_of: str = "", says: str = "", by: User) -> UUID:
    """Put on record on what a decision rests that somebody was shown. The entry's id.

    Raises WrongUse where that is not said, or where it is one opinion and not whose.
    """
    if rests_on not in RESTS_ON:
        raise WrongUse("Something is missing", next_step="Say on what the decision rests.")
    if rests_on == ONE_OPINION and not opinion_of.strip():
        raise WrongUse("Something is missing", next_step="Say whose opinion it is.")
    details = {"about": str(decision), "rests_on": rests_on, "opinion_of": opinion_of.strip()}
    told = {name: said for name, said in details.items() if said}
    return put(draft_of(RESTS, says, told, behind([decision])[decision].level, by), child, uuid4(), by)


def resting(entries: Sequence[EntryShown]) -> list[Resting]:
    """The decisions about the child of which somebody said on what they rest, the latest decision first."""
    by_account = {str(each.id): one for one in entries for each in one.accounts}
    notes = {
        of.id: (of, note)
        for note in sorted((one for one in entries if one.kind == RESTS), key=lambda one: one.received_at)
        if (of := by_account.get(str(note.details.get("about"))))
    }
    return [Resting(of, note, _others(of, note, entries)) for of, note in reversed(notes.values())]


def _others(decision: EntryShown, note: EntryShown, entries: Iterable[EntryShown]) -> tuple[EntryShown, ...]:
    """The views from some time before the decision on that nothing answers and that are not the opinion it rests on."""
    entries = list(entries)
    on, whose = decision.occurred_from, str(note.details.get("opinion_of", "")).casefold()
    answered = {str(one.details.get("about")) for one in entries if one.kind in ANSWERED_BY.values()}
    return tuple(
        one
        for one in entries
        if one.kind in ANSWERED_BY
        and one.scope == "child"
        and not {str(each.id) for each in one.accounts} & answered
        and not _is_theirs(one, whose)
        and (on is None or one.occurred_to is None or one.occurred_to >= ago(FAR, on))
    )


def _is_theirs(one: EntryShown, whose: str) -> bool:
    """Whether a view is that of the person named, by the last word of its professional's name. In doubt it stays shown."""
    last_name = (one.professional or "").casefold().split(",")[0].split()[-1:]
    return bool(last_name) and last_name[0] in whose
