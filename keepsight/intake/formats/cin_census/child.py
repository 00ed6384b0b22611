"""The child as the census describes them."""

from keepsight.intake.drafts import DraftPerson, Sex
from keepsight.intake.formats.cin_census.parts import Part, when_of

# To 2024 GenderCurrent (1, 2, 0, 9), from 2025 Sex (M, F, U); samples mix the two. 0, 9 and U say that it is not known.
SEXES: dict[str, Sex] = {"1": "male", "2": "female", "M": "male", "F": "female"}
NO_DISABILITY = "NONE"


def person_of(ref: str, identifiers: Part, characteristics: Part) -> DraftPerson:
    """A child by the ref of this file; the pupil number is kept as written, right or wrong."""
    born = identifiers.one("PersonBirthDate")
    sex = identifiers.one("Sex") or identifiers.one("GenderCurrent") or ""
    disabilities = [
        code for group in characteristics.every("Disabilities") for code in group.values.get("Disability", [])
    ]
    return DraftPerson(
        ref,
        role_hint="child",
        local_id=ref,
        born=when_of(born) if born else None,
        expected_on=identifiers.day("ExpectedPersonBirthDate"),
        died_on=identifiers.day("PersonDeathDate"),
        sex=SEXES.get(sex.upper()),
        upn=identifiers.one("UPN"),
        former_upn=identifiers.one("FormerUPN"),
        ethnicity=characteristics.one("Ethnicity"),
        disabilities=tuple(code for code in disabilities if code != NO_DISABILITY),
    )
