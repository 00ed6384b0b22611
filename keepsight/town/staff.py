"""Who signs in to the invented town: one person at least for each role, and whom they work with. Nobody here lives."""

from dataclasses import dataclass

from keepsight.town.agencies import AGENCIES
from keepsight.town.story import families


@dataclass(frozen=True, slots=True)
class Staff:
    """A sign-in: `role` is a role of `access`, `children` the NHS numbers of those the person works with.

    `parent` is the key of the grown-up in `families/` who is this same person; their birth date and home stand there.
    """

    username: str
    name: str
    title: str
    agency_code: str
    role: str
    children: tuple[str, ...] = ()
    parent: str = ""


_NUMBERS = {child.key: child.nhs_number or "" for family in families() for child in family.children}


def _staff(
    username: str, name: str, title: str, agency: str, role: str, children: str = "", *, parent: str = ""
) -> Staff:
    numbers = tuple(_NUMBERS[one] for one in children.split())
    return Staff(username, name, title, AGENCIES[agency].code, role, numbers, parent)


# Nobody works with Odette: the clinic's register gives her number to her sister too, and until a person has said whose
# it is, a number that two children bear lets nobody in.
STAFF: tuple[Staff, ...] = (
    _staff("ivo", "Ivo Fairlamb", "social worker", "social_care", "practitioner", "wren alder"),
    _staff(
        "ada",
        "Ada Brandreth",
        "social worker",
        "social_care",
        "practitioner",
        "linden clover jory tamsin sorrel idris kestrel perrin jude isolde",
    ),
    _staff(
        "nell",
        "Nell Ashdown",
        "health visitor",
        "health_visiting",
        "practitioner",
        "alder clover odelia sorrel posy",
        parent="nell",
    ),
    _staff(
        "tobias",
        "Tobias Reed",
        "safeguarding lead",
        "school",
        "practitioner",
        "wren linden jory tamsin odelia juniper idris imani jude isolde ellis elis rufus",
    ),
    _staff(
        "anoushka",
        "Dr Anoushka Pell",
        "GP",
        "gp",
        "practitioner",
        "wren alder odelia jory tamsin juniper idris ellis rufus posy",
    ),
    _staff("rafe", "PC Rafe Dunmore", "police officer", "police", "practitioner", "wren alder jory idris kestrel"),
    _staff("priya", "Dr Priya Sandle", "paediatrician", "hospital", "practitioner", "sorrel idris elis"),
    _staff("jonah", "Jonah Peake", "psychologist", "camhs", "practitioner", "juniper"),
    _staff("wenna", "Wenna Hale", "nurse", "adult_mental_health", "practitioner", "sorrel idris"),
    _staff("magda", "Magda Calder", "team manager", "social_care", "agency_lead"),
    _staff("leila", "Leila Thackray", "hub coordinator", "partnership", "hub_coordinator"),
    _staff("mina", "Mina Calloway", "conference chair", "social_care", "conference_chair", "wren alder"),
    _staff(
        "osei",
        "Osei Hart",
        "independent reviewing officer",
        "social_care",
        "reviewing_officer",
        "jory corin maeve dashiell kestrel perrin davin",
    ),
    _staff("bea", "Bea Lindqvist", "information guardian", "partnership", "guardian"),
    # Glass that somebody of the partnership breaks is judged by the hospital's guardian: never by one's own agency's.
    _staff("tess", "Tess Harrowby", "information guardian", "hospital", "guardian"),
    _staff("wilf", "Wilf Anstey", "data steward", "partnership", "data_steward"),
    _staff("orla", "Orla Penhallow", "lead reviewer", "partnership", "reviewer"),
    _staff("cass", "Cass Wetherby", "learning team", "partnership", "learning_team"),
    _staff("dev", "Dev Marchbank", "analyst", "partnership", "analyst"),
    _staff("robin", "Robin Oakes", "system administrator", "partnership", "administrator"),
)
