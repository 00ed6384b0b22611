"""How the agencies of a town written large lay out what their systems export: headings of their own over coded columns.

Each sector has its own words for when and what; no two agree. What stands under a heading is a field of a line, or of
the child it is about.
"""

from collections.abc import Mapping, Sequence

from keepsight.vocabulary import KINDS

# What each sector calls the day and what happened, the words under "voice", and whose name stands beside.
DAY_AND_EVENT: Mapping[str, tuple[str, str, str]] = {
    "social_care": ("Event date", "Significant event", "Wishes and feelings"),
    "early_help": ("Date", "Contact", "Childs view"),
    "police": ("Date of incident", "Incident", "Childs words"),
    "health_visiting": ("Date of contact", "Contact", "Lived experience"),
    "gp": ("Date", "Details", "Voice of the child"),
    "hospital": ("Date seen", "Summary", "Childs voice"),
    "camhs": ("Date of contact", "Summary", "Childs voice"),
    "school": ("Date of incident", "Incident/concern", "Pupils account"),
    "housing": ("Date of visit", "Description", "Childs voice"),
    "voluntary": ("When", "What happened", "Childs words"),
}
OTHERS = ("Date", "Event", "Voice of the child")

NUMBERED = (("Event ID", "reference"), ("Episode reference", "thread"), ("Kind", "kind"))
WRITTEN = (("Date recorded", "recorded"), ("Basis of information", "basis"))
TIME, FROM = ("Time", "time"), ("Referral source", "from_agency")

WHO = (
    ("NHS number", "nhs_number"),
    ("Forename", "forename"),
    ("Surname", "surname"),
    ("Date of birth", "born"),
    ("Address", "address"),
    ("Postcode", "postcode"),
)
SOCIAL_CARE_WHO = (("Child ID", "child_id"), *WHO, ("UPN", "upn"))
SCHOOL_WHO = (*WHO, ("UPN", "upn"))
OF_HOME = (("Persons", "initials"),)

DETAILS = {
    "service": "Clinic", "need": "Need", "outcome": "Outcome", "reason": "Closure reason", "child_seen": "Child seen",
    "factors": "Factors", "stage": "Stage", "plan": "Plan type", "category": "Category of abuse", "theme": "Theme",
    "alone": "Seen alone", "cancelled_by": "Cancelled by", "answer": "Offer answer", "tried_again": "Tried again",
    "status": "Legal status", "placement": "Placement type", "milestone": "Milestone", "mobile": "Child mobile",
    "presented_with": "Presented with", "condition": "Home condition", "indicator": "Sign of neglect",
    "neglect": "Type of neglect",
}  # fmt: skip

Layout = tuple[tuple[str, str], ...]
"""Headings in their order, each with the field that stands under it."""


def layout(sector: str, kinds: Sequence[str], *, of_home: bool) -> Layout:
    """The layout of a sector's export, with a column for each detail that these kinds have."""
    date, event, voice = DAY_AND_EVENT.get(sector, OTHERS)
    details = {name for kind in kinds for name in KINDS[kind].details}
    who = {"social_care": SOCIAL_CARE_WHO, "school": SCHOOL_WHO}.get(sector, WHO)
    return (
        *NUMBERED,
        (date, "date"),
        TIME,
        *(OF_HOME if of_home else who),
        (event, "event"),
        *((heading, name) for name, heading in DETAILS.items() if name in details),
        *((FROM,) if "referral.received" in kinds else ()),
        (voice, "voice"),
        *WRITTEN,
    )
