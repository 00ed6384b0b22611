"""What the agencies of Fennick-on-the-Wash have agreed to share, one for each feed. None of it is real."""

import datetime as dt
from dataclasses import dataclass

WHO_WORKS_WITH_A_CHILD = ("practitioner", "agency_lead", "hub_coordinator", "conference_chair", "reviewing_officer")
LAW = "UK GDPR article 6(1)(e), a task in the public interest; Data Protection Act 2018, Schedule 1, paragraph 18"


@dataclass(frozen=True, slots=True)
class Agreed:
    """One agreement: `agency` by the word the town's files use for it. `ages_under` None: children of any age."""

    agency: str
    population: str
    purpose: str
    lawful_basis: str = LAW
    roles: tuple[str, ...] = WHO_WORKS_WITH_A_CHILD
    ages_under: int | None = None
    from_on: dt.date = dt.date(2020, 4, 1)


AGREEMENTS = (
    Agreed(
        "social_care",
        "Children of whom children’s social care has a record",
        "So that whoever works with a child knows what has been decided, and by when",
    ),
    Agreed(
        "police",
        "Children named in an incident or a report of a missing child, and those at home with them",
        "So that what happens at night is known in the morning",
    ),
    Agreed(
        "health_visiting",
        "Children on the health visitors’ list",
        "So that a young child who is not brought is noticed",
    ),
    Agreed("gp", "Children registered with the surgery", "So that appointments missed add up across agencies"),
    Agreed("school", "Pupils of the school", "So that what a child says at school is heard elsewhere"),
    Agreed(
        "hospital",
        "Children seen in the emergency department, on the wards or in clinics, and those expected",
        "So that one hospital visit is read beside the others",
    ),
    Agreed("camhs", "Children referred to CAMHS", "So that whoever asked knows what was decided"),
    Agreed(
        "adult_mental_health",
        "Patients who are parents, and their children",
        "So that a parent’s illness is known to whoever works with the child",
    ),
)
