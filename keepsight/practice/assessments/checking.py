"""An assessment or a plan looked at for each quality, by anyone who works with the child, and what became of what an assessment
recommended. Part of `queries` and `actions`.

Each check is kept as it was made: two people may see it differently, and both stand. Nothing here is a total, and nothing is
compared between children. What nobody looked at is not said to be missing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID, uuid4

from django.db import transaction

from keepsight.access.models import User
from keepsight.access.sight import THE_MACHINE, seeing
from keepsight.chronology.shown import EntryShown
from keepsight.errors import WrongUse
from keepsight.intake.drafts import DetailValue
from keepsight.practice.assessments.qualities import OF_ASSESSMENT, OF_PLAN, Qualities
from keepsight.practice.putting import draft_of, level_of, put

ASSESSED = "assessment.completed"
PLANS = ("plan.started", "early_help.started", "looked_after.started")
"""The kinds of entry with which a plan begins."""

CHECKED = "assessment.checked"
PLAN_CHECKED = "plan.checked"
LOOKED_FOR: Mapping[str, tuple[str, Qualities]] = {
    ASSESSED: (CHECKED, OF_ASSESSMENT),
    **dict.fromkeys(PLANS, (PLAN_CHECKED, OF_PLAN)),
}
"""By the kind of what may be looked at, the kind of entry that keeps a check of it, and the list of what it is looked at for."""

FOLLOWED_UP = "assessment.followed_up"
FOUND = {
    "evident": "Evident",
    "not_evident": "Not evident",
    "cannot_tell": "Cannot tell from what was read in",
}
CARRIED_OUT = {"yes": "Done", "partly": "Done in part", "no": "Not done"}

CHILD, PARENTS = ("child",), ("parent", "carer")
OF_LINES = ("change", "progress", "who_by_when", "otherwise", "not_to_happen")
"""Qualities of a plan that a line of it would show."""

ON_RECORD: Mapping[str, Sequence[tuple[Sequence[str], Sequence[str]]]] = {
    "child_seen": [(("child.seen", "child.not_seen"), CHILD)],
    "child_heard": [(("child.voice",), CHILD)],
    "history_used": [(("history.considered",), CHILD)],
    "approved": [(("assessment.reviewed",), CHILD)],
    "action": [(("plan.started", "early_help.started", "onward_referral.made"), CHILD)],
    "parents_past": [
        (
            ("looked_after.started", "plan.started", "disclosure.made", "concern.recorded", "child.became_parent"),
            PARENTS,
        ),
        (("adult_mental_health.episode", "substance_use.recorded", "partner_abuse.told"), PARENTS),
        (("domestic_abuse.incident",), (*PARENTS, *CHILD)),
        (("looked_after.started", "emergency_protection.started", "adoption.decided", "child.died"), ("sibling",)),
    ],
    **{name: [(("plan.line_noted",), CHILD)] for name in OF_LINES},
    "wishes": [(("child.voice",), CHILD)],
    "agreed_by_all": [(("conference.held", "core_group.held"), CHILD)],
    "lived": [(("plan.line_seen", "child.voice"), CHILD)],
}
"""Kinds of entry that may show a quality, and what whoever they are about is to the child. They are laid beside the question, and
answer none. What a parent lived through stands in their own record, from when they were a child themselves, or in that of a
brother or sister who was taken away or died. No quality of an assessment has the name of one of a plan."""


@dataclass(frozen=True, slots=True)
class Look:
    """What somebody found of one quality: a word of FOUND, why, and the entry that shows it; None: no entry is named."""

    found: str
    because: str
    shown_by: UUID | None = None


@dataclass(frozen=True, slots=True)
class Check:
    """One check: the entry that keeps it, the version of the list it was made with, and what was found, by quality."""

    entry: EntryShown
    version: str
    looks: Mapping[str, Look]


def same_assessment(entries: Sequence[EntryShown], assessment: EntryShown) -> list[EntryShown]:
    """An assessment as every file tells it, the one that came first before the others: a census and a list may tell of one."""
    told = (one for one in entries if one.kind == ASSESSED and one.agency == assessment.agency and one.scope == "child")
    same = [one for one in told if one.id == assessment.id or _of_one_day(one, assessment)]
    return sorted(same, key=lambda one: min((each.received_at, str(each.id)) for each in one.accounts))


def checks_of(entries: Sequence[EntryShown], of: EntryShown) -> list[Check]:
    """The checks of an assessment or a plan among entries that somebody may read, the oldest first. Of anything else none."""
    if of.kind not in LOOKED_FOR:
        return []
    return [_check(one) for one in _about(entries, of, LOOKED_FOR[of.kind][0])]


def follow_ups_of(entries: Sequence[EntryShown], assessment: EntryShown) -> list[EntryShown]:
    """What was said of the assessment's recommendations, among entries that somebody may read."""
    return _about(entries, assessment, FOLLOWED_UP)


def differ(checks: Sequence[Check], quality: str) -> bool:
    """Whether the people who looked at a quality found different things, each by what they said last."""
    last = {one.entry.source.by: one.looks[quality].found for one in checks if quality in one.looks}
    return len(set(last.values())) > 1


def on_record(entries: Sequence[EntryShown], quality: str) -> list[EntryShown]:
    """What somebody may read, of the child or of the family, that may show a quality, the oldest first."""
    beside = ON_RECORD.get(quality, ())
    return [one for one in entries if any(one.kind in kinds and one.role in roles for kinds, roles in beside)]


@transaction.atomic
@seeing(THE_MACHINE)
def check(child: UUID, of: EntryShown, looks: Mapping[str, Look], *, by: User) -> UUID:
    """Keep what somebody found of an assessment or a plan that they were shown. The entry's id.

    Raises WrongUse for an entry that is neither, where nothing was looked at, where no reason is given, or where what is said to be
    evident is shown by no entry.
    """
    if of.kind not in LOOKED_FOR:
        raise WrongUse("Something is missing", next_step="Open an assessment, or a plan.")
    kind, qualities = LOOKED_FOR[of.kind]
    _refuse_unread(qualities, looks)
    details: dict[str, DetailValue] = {
        "about": str(of.id),
        "list_version": qualities.version,
        "qualities": list(looks),
        "found": [one.found for one in looks.values()],
        "because": [one.because.strip() for one in looks.values()],
        "shown_by": [str(one.shown_by or "") for one in looks.values()],
    }
    cited = [one.shown_by for one in looks.values() if one.shown_by]
    return put(draft_of(kind, "", details, level_of([of.id, *cited]), by), child, uuid4(), by)


@transaction.atomic
@seeing(THE_MACHINE)
def follow_up(child: UUID, assessment: EntryShown, what: str, carried_out: str, reason: str, *, by: User) -> UUID:
    """Say what became of something that an assessment recommended. The entry's id.

    Raises WrongUse where it is not said what was recommended, whether it was done, or, where it was not, why.
    """
    missing = [
        says
        for lacks, says in (
            (assessment.kind != ASSESSED, "which assessment"),
            (not what.strip(), "what was recommended"),
            (carried_out not in CARRIED_OUT, "whether it was done"),
            (carried_out != "yes" and not reason.strip(), "why not, or not all of it"),
        )
        if lacks
    ]
    if missing:
        raise WrongUse("Something is missing", next_step=f"Say {' and '.join(missing)}.")
    details: dict[str, DetailValue] = {"about": str(assessment.id), "carried_out": carried_out}
    if reason.strip():
        details["reason"] = reason.strip()
    return put(draft_of(FOLLOWED_UP, what, details, level_of([assessment.id]), by), child, uuid4(), by)


def _refuse_unread(qualities: Qualities, looks: Mapping[str, Look]) -> None:
    missing = [
        says
        for lacks, says in (
            (not looks, "Answer at least one question."),
            (set(looks) - set(qualities.qualities), "Answer the questions that are asked."),
            (any(one.found not in FOUND for one in looks.values()), "Choose what you found."),
            (any(not one.because.strip() for one in looks.values()), "Say why, for each question that you answer."),
            (
                any(one.found == "evident" and one.shown_by is None for one in looks.values()),
                "Give the number of the entry that shows what is evident.",
            ),
        )
        if lacks
    ]
    if missing:
        raise WrongUse("Something is missing", next_step=missing[0])


def _of_one_day(one: EntryShown, other: EntryShown) -> bool:
    return one.precision == other.precision == "day" and one.occurred_to == other.occurred_to


def _about(entries: Sequence[EntryShown], of: EntryShown, kind: str) -> list[EntryShown]:
    accounts = {str(each.id) for each in of.accounts}
    told = (one for one in entries if one.kind == kind and str(one.details.get("about")) in accounts)
    return sorted(told, key=lambda one: one.received_at)


def _check(one: EntryShown) -> Check:
    columns = [one.texts(name) for name in ("qualities", "found", "because", "shown_by")]
    looks = {
        name: Look(found, because, UUID(by) if by else None) for name, found, because, by in zip(*columns, strict=True)
    }
    return Check(one, str(one.details.get("list_version", "")), looks)
