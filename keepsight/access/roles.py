"""The roles a person may have, in plain words. A partnership may call them by its own names; what they see stays."""

from dataclasses import dataclass
from enum import StrEnum


class Reach(StrEnum):
    """Which children a role sees at all."""

    INVOLVED = "involved"  # those with whom the person is involved today
    AGENCY = "agency"  # those whom the person's own agency has a record of
    ALL = "all"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Role:
    """What a person in this role sees and does, said so that the person can read it."""

    name: str
    title: str
    sees: str
    reach: Reach
    reads_sources: bool = False


def _roles(*roles: Role) -> dict[str, Role]:
    return {role.name: role for role in roles}


ROLES = _roles(
    Role(
        "practitioner", "Practitioner", "The children you are involved with, and who knew what of them.", Reach.INVOLVED
    ),
    Role("agency_lead", "Agency lead or manager", "The children your agency has a record of.", Reach.AGENCY, True),
    Role("hub_coordinator", "Hub coordinator", "Every child at the front door, across agencies.", Reach.ALL, True),
    Role("conference_chair", "Conference chair", "The children whose conferences you chair.", Reach.INVOLVED),
    Role("reviewing_officer", "Independent reviewing officer", "The looked-after children you review.", Reach.INVOLVED),
    Role(
        "guardian",
        "Information guardian",
        "Who has looked and why; of a child, only the one under review.",
        Reach.INVOLVED,
        True,
    ),
    Role("data_steward", "Data steward", "Files and what became of them; no child's story.", Reach.NONE, True),
    Role("reviewer", "Reviewer", "What one review was given, and nothing live.", Reach.NONE),
    Role("learning_team", "Learning team", "Reviews and their learning; no live child by name.", Reach.NONE),
    Role("analyst", "Analyst", "Figures, with small numbers held back.", Reach.NONE),
    Role("administrator", "System administrator", "Whether Keepsight is well; no child's story.", Reach.NONE, True),
)

READS_CHILDREN = frozenset({"practitioner", "agency_lead", "hub_coordinator", "conference_chair", "reviewing_officer"})
"""Roles that read a child's story: with these alone an agreement shares, and only they are said to work with a child."""

CONFIRM = frozenset({"practitioner", "agency_lead", "hub_coordinator"})
"""Roles that say of a fact which a document offers whether it is so, for the children they see."""

JUDGES = frozenset({"agency_lead", "hub_coordinator", "data_steward"})
"""Roles that judge whether two records are of one person: of both they may read who it is. The steward reads no more than that."""
