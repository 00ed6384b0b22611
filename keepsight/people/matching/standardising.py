"""Records in the one form in which they are compared, made by DuckDB for as many as there are. What was written stays beside it."""

import tomllib
from pathlib import Path

import duckdb
import pyarrow as pa

from keepsight.intake.identifiers import UPN_LETTERS
from keepsight.people.groups import MOST_RECORDS_OF_A_NUMBER
from keepsight.people.standard import NAMED_BY_MOTHER, NOT_NAMES

HERE = Path(__file__).parent
STANDARD = (HERE / "standard.sql").read_text(encoding="utf-8")
FORMS: list[str] = tomllib.loads((HERE / "names.toml").read_text(encoding="utf-8"))["forms"]

TOLD = pa.schema(
    [
        ("record", pa.string()),
        ("agency", pa.string()),
        ("forename", pa.string()),
        ("surname", pa.string()),
        ("born_on", pa.date32()),
        ("expected_on", pa.date32()),
        ("sex", pa.string()),
        ("nhs_number", pa.string()),
        ("upn", pa.string()),
        ("uprn", pa.string()),
        ("address", pa.string()),
        ("postcode", pa.string()),
        ("address_protected", pa.bool_()),
        ("is_child", pa.bool_()),
        ("kept_apart", pa.bool_()),
        ("kin", pa.list_(pa.string())),
    ]
)
"""Records as agencies wrote them. `kept_apart`: an adopted child's or another's who must never be laid beside anybody. `kin`: the
whole names of a child's parents, or of an adult's children, as the same agency wrote them; None where it named none."""


def standardise(duck: duckdb.DuckDBPyConnection, told: pa.Table) -> int:
    """Make the table `standard` of what was told (as `TOLD` has it). How many records may be compared.

    Records that are kept apart are not in it, nor is any address that somebody called protected.
    """
    forms = [{"name": name, "meaning": number} for number, group in enumerate(FORMS) for name in group.split()]
    for name, rows in {"told": told, "form": pa.Table.from_pylist(forms)}.items():
        duck.register("given", rows)
        duck.execute(f"CREATE OR REPLACE TABLE {name} AS SELECT * FROM given")  # noqa: S608  (our own tables)
        duck.unregister("given")
    settings = {
        "not_names": sorted(NOT_NAMES),
        "named_by_mother": NAMED_BY_MOTHER.pattern,
        "upn_letters": UPN_LETTERS,
        "most_records_of_a_number": MOST_RECORDS_OF_A_NUMBER,
    }
    for name, value in settings.items():
        duck.execute(f"SET VARIABLE {name} = $value", {"value": value})
    duck.execute(STANDARD)
    (count,) = duck.execute("SELECT count(*) FROM standard").fetchall()[0]
    return int(count)
