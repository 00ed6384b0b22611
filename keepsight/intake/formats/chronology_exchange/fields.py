"""The fields of the exchanged table in the order of its columns, shared by whoever writes it and whoever reads it."""

from keepsight.intake.formats import formats

NAME = "chronology_exchange"
VERSION = "1"
REPLACED, SHOWN = "replaced", "shown"
AGENCY = "agency"
NUMBER, FROM = "No.", "From"
WHO = (
    "initials", "is", "forename", "surname", "born", "sex", "nhs_number", "upn", "tie", "tie_from", "tie_until", "code",
    "agency_name", "sector",
)  # fmt: skip
ROW = (
    NUMBER, "date", "time", "end", "agency", "about", "kind", "words", "voice", "details", "significance", "professional",
    "told", "from_agency", "basis", "corroborated", "hindsight", "written", "recorded", "guessed", "thread", "level", FROM,
    "exact", "entry",
)  # fmt: skip


def heading_of() -> dict[str, str]:
    """The heading of each field, as `format.toml` names it."""
    return {column.becomes: column.name for column in formats()[NAME].columns if column.becomes}
