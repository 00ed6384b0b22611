"""What one episode of the census becomes: every date it holds is an entry, all on the thread of its referral.

An entry's key names what it is the account of (the child, the referral, the part, the date that part began), so that
a later census which says the same thing differently makes a new version of the same entry, and not a second entry.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from keepsight.intake.drafts import DetailValue, DraftEntry, When
from keepsight.intake.formats.cin_census.parts import Part, when_of
from keepsight.vocabulary import sector_of_source


@dataclass(frozen=True, slots=True)
class Dated:
    """One dated element of a part, and the entry it becomes."""

    element: str
    kind: str
    slug: str
    details: dict[str, DetailValue] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Group:
    """A part that may repeat in an episode, told apart by the date it began."""

    element: str
    title: str
    slug: str
    began: str
    dated: tuple[Dated, ...]


IN_NEED: dict[str, DetailValue] = {"plan": "child_in_need"}
PROTECTION: dict[str, DetailValue] = {"plan": "child_protection"}
INITIAL: dict[str, DetailValue] = {"stage": "initial"}
REVIEW: dict[str, DetailValue] = {"stage": "review"}

ASSESSMENT = Group(
    "Assessments",
    "assessment",
    "assessment",
    "AssessmentActualStartDate",
    (
        Dated("AssessmentActualStartDate", "assessment.started", "started"),
        Dated("AssessmentInternalReviewDate", "assessment.reviewed", "reviewed"),
        Dated("AssessmentAuthorisationDate", "assessment.completed", "completed"),
    ),
)
IN_NEED_PLAN = Group(
    "CINPlanDates",
    "plan",
    "in-need-plan",
    "CINPlanStartDate",
    (
        Dated("CINPlanStartDate", "plan.started", "started", IN_NEED),
        Dated("CINPlanEndDate", "plan.ended", "ended", IN_NEED),
    ),
)
SECTION_47 = Group(
    "Section47",
    "enquiry",
    "section47",
    "S47ActualStartDate",
    (
        Dated("S47ActualStartDate", "strategy_discussion.held", "discussed"),
        Dated("S47ActualStartDate", "section47.started", "started"),
        Dated("DateOfInitialCPC", "conference.held", "conference", INITIAL),
    ),
)
PROTECTION_PLAN = Group(
    "ChildProtectionPlans",
    "plan",
    "protection-plan",
    "CPPstartDate",
    (
        Dated("CPPstartDate", "plan.started", "started", PROTECTION),
        Dated("CPPendDate", "plan.ended", "ended", PROTECTION),
    ),
)
PREPROCEEDINGS = Group(
    "PreProceedingsandFGDM",
    "pre-proceedings",
    "preproceedings",
    "PPStartDate",
    (
        Dated("PPStartDate", "preproceedings.started", "started"),
        Dated("LBPSentDate", "preproceedings.letter_sent", "letter"),
        Dated("InitialPPMeetingDate", "preproceedings.meeting_held", "meeting"),
        Dated("StepDecisionDate", "preproceedings.decided", "decided"),
        Dated("CourtAppDate", "court.application_made", "court"),
    ),
)
GROUPS = (ASSESSMENT, IN_NEED_PLAN, SECTION_47, PROTECTION_PLAN, PREPROCEEDINGS)


@dataclass(frozen=True, slots=True)
class Episode:
    """One CINdetails of one child. `ref` is the child's id in the file."""

    ref: str
    part: Part

    @property
    def name(self) -> str:
        """What tells this episode from the child's others: the referral's date and its source."""
        return "|".join((self.ref, self.part.one("CINreferralDate") or "", self.part.one("ReferralSource") or ""))


def entries_of(episode: Episode) -> list[DraftEntry]:
    """The entries of one episode, its referral first."""
    entries = [*_referral(episode)]
    for group in GROUPS:
        for part in episode.part.every(group.element):
            entries += _grouped(episode, group, part)
    return [*entries, *_closure(episode)]


def died(ref: str, on: str) -> DraftEntry:
    """The child's death, which belongs to no episode."""
    return DraftEntry("child.died", when_of(on), ((ref, "child"),), key=f"cin|{ref}|died")


def once_each(entries: Iterable[DraftEntry]) -> tuple[list[DraftEntry], bool]:
    """The entries with a key of its own for each; True when a key had to be parted.

    Two that say the same keep one key: they are one entry said twice. Two that say different things under one key are
    numbered by what they say, never by where they stand, so that the order of a file does not matter.
    """
    every = list(entries)
    if len({entry.key for entry in every}) == len(every):
        return every, False
    by_key: dict[str | None, set[str]] = defaultdict(set)
    for entry in every:
        by_key[entry.key].add(repr(entry))
    places = {(key, says): place for key, all_say in by_key.items() for place, says in enumerate(sorted(all_say))}
    return [_numbered(entry, places[entry.key, repr(entry)]) for entry in every], any(places.values())


def _numbered(entry: DraftEntry, place: int) -> DraftEntry:
    return replace(entry, key=f"{entry.key}|{place + 1}") if place else entry


def _entry(episode: Episode, kind: str, when: When, slug: str, details: dict[str, DetailValue]) -> DraftEntry:
    return DraftEntry(
        kind,
        when,
        ((episode.ref, "child"),),
        details,
        key=f"cin|{episode.name}|{slug}",
        thread=f"cin|{episode.name}",
    )


def _referral(episode: Episode) -> Iterator[DraftEntry]:
    """Received, and decided where the file says so: on a day the file does not hold, so the referral's, uncertain."""
    part = episode.part
    when = when_of(part.one("CINreferralDate") or "")
    need = part.one("PrimaryNeedCode")
    sector = sector_of_source(part.one("ReferralSource") or "")
    received = _entry(episode, "referral.received", when, "received", {"need": need} if need else {})
    yield replace(received, from_sector=sector)
    no_further_action = part.flag("ReferralNFA")
    if no_further_action is not None:
        outcome = "no_further_action" if no_further_action else "accepted"
        decided = replace(when, precision="uncertain")
        # A decision is counted by who referred: the same agency turned away twice is one.
        yield replace(_entry(episode, "referral.decided", decided, "decided", {"outcome": outcome}), from_sector=sector)
    if no_further_action is False:
        yield _entry(episode, "involvement.opened", when, "opened", {})


def _closure(episode: Episode) -> Iterator[DraftEntry]:
    part = episode.part
    if on := part.one("DateOfInitialCPC"):
        on_section_47 = {one.one("DateOfInitialCPC") for one in part.every("Section47")}
        if on not in on_section_47:
            yield _entry(episode, "conference.held", when_of(on), "conference", INITIAL)
    if on := part.one("CINclosureDate"):
        reason = part.one("ReasonForClosure")
        yield _entry(episode, "involvement.closed", when_of(on), "closed", {"reason": reason} if reason else {})


def _grouped(episode: Episode, group: Group, part: Part) -> Iterator[DraftEntry]:
    began = part.one(group.began) or ""
    for dated in group.dated:
        if on := part.one(dated.element):
            details = dated.details | _told_beside(dated, part)
            yield _entry(episode, dated.kind, when_of(on), f"{group.slug}|{began}|{dated.slug}", details)
    if group is PROTECTION_PLAN:
        yield from _reviews(episode, part, began)
    if group is SECTION_47:
        yield from _section_47_decided(episode, part, began)


def _told_beside(dated: Dated, part: Part) -> dict[str, DetailValue]:
    """What stands beside a date and belongs to its entry."""
    if dated.kind == "assessment.completed":
        factors = [
            code for one in part.every("FactorsIdentifiedAtAssessment") for code in one.values["AssessmentFactors"]
        ]
        return {"factors": factors} if factors else {}
    if dated.kind == "preproceedings.decided" and (outcome := part.one("PPOutcome")):
        return {"reason": outcome}
    if dated.element == "CPPstartDate" and (category := part.one("InitialCategoryOfAbuse")):
        return {"category": category}
    return {}


def _reviews(episode: Episode, part: Part, began: str) -> Iterator[DraftEntry]:
    for reviews in part.every("Reviews"):
        for on in reviews.values.get("CPPreviewDate", []):
            slug = f"{PROTECTION_PLAN.slug}|{began}|review|{on}"
            yield _entry(episode, "conference.held", when_of(on), slug, REVIEW)


def _section_47_decided(episode: Episode, part: Part, began: str) -> Iterator[DraftEntry]:
    """The decision's own day is not held: not before the enquiry, not after the conference, if one was held."""
    start, held = when_of(began), part.day("DateOfInitialCPC")
    slug = f"{SECTION_47.slug}|{began}|decided"
    if held and start.first and start.first <= held:
        when = When(start.first, held, "range", f"{began} to {held}")
        yield _entry(episode, "section47.decided", when, slug, {"outcome": "conference"})
    elif not held and part.flag("ICPCnotRequired"):
        when = replace(start, precision="uncertain")
        yield _entry(episode, "section47.decided", when, slug, {"outcome": "no_conference"})
