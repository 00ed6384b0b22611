"""The agencies of Fennick-on-the-Wash. Eight of them send files; the partnership only signs in. None of them exists."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Agency:
    """An agency: its code and name in Keepsight, the sector it belongs to, and the kinds its tables never leave out.

    Sectors and kinds are words of `vocabulary`. Social care's code is the one its census gives: the council's number.
    """

    code: str
    name: str
    sector: str
    delivers: tuple[str, ...] = ()


# By the word the family files and folders use for them.
AGENCIES: dict[str, Agency] = {
    "social_care": Agency(
        "social-care-999",
        "Fennick Children's Services",
        "social_care",
        (
            "child.seen",
            "child.not_seen",
            "child.voice",
            "concern.answered",
            "visit.no_access",
            "supervision.held",
            "return_interview.offered",
            "return_interview.held",
            "records.received",
            "exploitation.assessed",
            "care_review.held",
            "reviewing_officer.contact",
            "history.considered",
        ),
    ),
    "police": Agency(
        "wash-constabulary",
        "Wash Constabulary",
        "police",
        ("domestic_abuse.incident", "concern.recorded", "missing.reported", "missing.found", "marac.referred"),
    ),
    "health_visiting": Agency(
        "fennick-health-visiting",
        "Fennick Health Visiting",
        "health_visiting",
        (
            "child.seen",
            "child.voice",
            "visit.no_access",
            "appointment.attended",
            "appointment.not_brought",
            "feeding.assessed",
            "growth.reviewed",
        ),
    ),
    "gp": Agency(
        "lantern-street-surgery",
        "Lantern Street Surgery",
        "gp",
        ("appointment.attended", "appointment.not_brought", "appointment.cancelled"),
    ),
    "school": Agency(
        "marshlight-school",
        "Marshlight School",
        "school",
        ("child.voice", "concern.recorded", "injury.recorded", "school.absence", "school.suspended"),
    ),
    "hospital": Agency(
        "wash-general-hospital",
        "Wash General Hospital",
        "hospital",
        ("emergency.attended", "appointment.attended", "appointment.not_brought", "paediatric_opinion.given"),
    ),
    "camhs": Agency(
        "fennick-camhs",
        "Fennick CAMHS",
        "camhs",
        ("referral.received", "referral.decided", "appointment.attended", "appointment.not_brought"),
    ),
    "adult_mental_health": Agency(
        "long-drove-adult-mental-health",
        "Long Drove Adult Mental Health",
        "adult_mental_health",
        ("adult_mental_health.episode", "information.shared", "sharing.considered"),
    ),
    "partnership": Agency("fennick-partnership", "Fennick Safeguarding Partnership", "other"),
}
