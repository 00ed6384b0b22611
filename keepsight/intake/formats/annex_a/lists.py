"""The eleven lists: by which heading each is known, and which of its dates become which entries.

An entry's key names what it is the account of (the child, the matter, the day it began), never the row or the run: so the
same matter in the next month's run is the same entry, whichever run came first. A referral has the key that the children
in need census gives it, for it is the same referral.
"""

from dataclasses import dataclass, field

from keepsight.intake.drafts import DetailValue, Level

PROTECTION: dict[str, DetailValue] = {"plan": "child_protection"}


@dataclass(frozen=True, slots=True)
class Dated:
    """One dated column, and the entry it becomes. `beside`: details whose words stand in another column, as written."""

    column: str
    kind: str
    details: dict[str, DetailValue] = field(default_factory=dict)
    beside: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Listed:
    """One list. `mark` is the field that no other list holds; `began` the date that tells its matters apart.

    `dated` belong to the matter and share its thread; `last` are only the last of many, each a matter of its own. Where
    `began_needed`, a row without that date cannot be placed and is refused.
    """

    number: int
    title: str
    mark: str
    matter: str = ""
    began: str = ""
    began_needed: bool = False
    dated: tuple[Dated, ...] = ()
    last: tuple[Dated, ...] = ()
    delivers: tuple[str, ...] = ()
    level: Level = "standard"


LISTS = (
    Listed(1, "contacts", "contact.on", "contact", "contact.on", True, delivers=("contact.received",)),
    Listed(
        2, "early help assessments", "early_help.started", "early help", "early_help.started", True,
        (Dated("early_help.started", "early_help.started"), Dated("early_help.ended", "early_help.ended")),
        delivers=("early_help.started", "early_help.ended"),
    ),
    Listed(3, "referrals", "referral.on", "referral", "referral.on", True, delivers=("referral.received",)),
    Listed(
        4, "assessments", "assessment.started", "assessment", "assessment.started", True,
        (Dated("assessment.started", "assessment.started"), Dated("assessment.completed", "assessment.completed")),
        delivers=("assessment.started", "assessment.completed"),
    ),
    Listed(
        5, "section 47 enquiries", "section47.started", "section47", "section47.started", True,
        (
            Dated("section47.started", "strategy_discussion.held"),
            Dated("section47.started", "section47.started"),
            Dated("section47.conference", "conference.held", {"stage": "initial"}),
        ),
        delivers=("strategy_discussion.held", "section47.started"),
    ),
    Listed(
        6, "children in need", "in_need.started", "in need", "in_need.started", False,
        (
            Dated("in_need.started", "involvement.opened"),
            Dated("in_need.ended", "involvement.closed", beside=(("reason", "in_need.reason"),)),
        ),
        (Dated("in_need.last_seen", "child.seen"),),
        ("involvement.opened", "involvement.closed"),
    ),
    Listed(
        7, "child protection plans", "plan.started", "protection plan", "plan.started", True,
        (
            Dated("plan.started", "plan.started", PROTECTION, (("category", "plan.category"),)),
            Dated("plan.ended", "plan.ended", PROTECTION),
        ),
        (Dated("plan.reviewed", "conference.held", {"stage": "review"}),),
        ("plan.started", "plan.ended"),
    ),
    Listed(
        8, "children looked after", "care.started", "looked after", "care.started", False,
        (
            Dated("care.started", "looked_after.started", beside=(("need", "care.need"),)),
            Dated("care.ended", "looked_after.ended", beside=(("reason", "care.ended_reason"),)),
        ),
        (
            Dated("care.status_on", "legal_status.changed", beside=(("status", "care.status"),)),
            Dated("care.placed_on", "placement.started", beside=(("placement", "care.placement"),)),
            Dated("care.reviewed", "care_review.held"),
            Dated("care.visited", "visit.made"),
            Dated("care.officer", "reviewing_officer.contact"),
            Dated("care.health", "health_assessment.held"),
            Dated("care.dental", "dental_check.held"),
        ),
        ("looked_after.started", "looked_after.ended"),
    ),
    Listed(
        9, "care leavers", "leaver.eligibility",
        last=(
            Dated("leaver.reviewed", "pathway_plan.reviewed"),
            Dated("leaver.contact", "care_leaver.contact"),
        ),
    ),
    Listed(
        10, "children to be adopted", "adoption.decided", "adoption", "adoption.decided", False,
        (
            Dated("adoption.decided", "adoption.decided", {"outcome": "place"}),
            Dated("adoption.order", "adoption.progressed", {"milestone": "placement_order"}),
            Dated("adoption.matched", "adoption.progressed", {"milestone": "matched"}),
            Dated("adoption.early", "adoption.progressed", {"milestone": "early_placement"}),
            Dated("adoption.placed", "adoption.progressed", {"milestone": "placed"}),
            Dated("adoption.adopted", "adoption.progressed", {"milestone": "adopted"}),
            Dated("adoption.reversed", "adoption.decided", {"outcome": "no_longer_place"},
                  (("reason", "adoption.reversed_reason"),)),
        ),
        level="restricted",
    ),
    Listed(11, "people who hope to adopt", "adopter.local_id"),
)  # fmt: skip
"""In the order of their numbers. Lists 1 and 3 make their entries in `rows`: what they mean lies in more than one column."""

OF_ADULTS = 11


def list_of(fields: set[str]) -> Listed | None:
    """The list that a row of headings begins. None: no list of ours."""
    return next((one for one in LISTS if one.mark in fields), None)
