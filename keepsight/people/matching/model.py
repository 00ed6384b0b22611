"""What is compared of two records, and how nearly it may agree: the shape of the model, which training fills with weights.

A comparison is a table of steps, the nearest first; the first that is true holds. `model.json` is this shape with its weights.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from keepsight.errors import WrongUse

Settings = dict[str, Any]

MODEL = Path(__file__).parent / "model.json"

# How often two people are found to have one number by chance: a slip of the hand, not a share of a sample, in which true pairs
# would be counted as chance.
CHANCE_OF_A_NUMBER = 1e-7
# How often two records of one person name a parent or a child alike, where both name any: supposed, for no set says it. One agency
# names the mother and another the father, and a name is spelt in two ways. By chance two families share a whole name as seldom as
# two people do of whom nothing else is known.
KIN_OF_ONE, KIN_BY_CHANCE = 0.7, 1e-4
MISSING = "missing"
DIFFERENT = "different"


@dataclass(frozen=True, slots=True)
class Step:
    """How nearly one thing agrees: a word, when that is so (in SQL), and whether a rare value tells more than a common one."""

    word: str
    when: str
    rarity_of: str | None = None


def _same(column: str, *, rarity: bool = False) -> Step:
    return Step("same", f"{column}_l = {column}_r", column if rarity else None)


def _missing(*columns: str) -> Step:
    return Step(MISSING, " OR ".join(f"{column}_l IS NULL OR {column}_r IS NULL" for column in columns))


SWAPPED = "forename_l = surname_r AND surname_l = forename_r AND forename_l <> surname_l"
LONGER = "starts_with(forename_l, forename_r || ' ') OR starts_with(forename_r, forename_l || ' ')"
ALIKE = 0.88  # Jaro-Winkler: "kirsty" and "kirsyt"; "lena" and "lina" are .85
SAME_DOOR = "door_l = door_r AND postcode_l = postcode_r"
SAME_LINE = "address_l = address_r OR door_l = door_r AND jaro_winkler_similarity(address_l, address_r) >= 0.9"

COMPARISONS: dict[str, tuple[Step, ...]] = {
    "forename": (
        _missing("forename"),
        _same("forename", rarity=True),
        Step("swapped", SWAPPED),
        Step("longer", f"first_name_l = first_name_r AND ({LONGER})"),
        Step("form", "list_has_any(forename_forms_l, forename_forms_r)"),
        Step("alike", f"jaro_winkler_similarity(forename_l, forename_r) >= {ALIKE}"),
        Step(
            "sound",
            "forename_sound_l = forename_sound_r AND length(forename_sound_l) > 2 OR first_name_l = first_name_r",
        ),
    ),
    "surname": (
        Step(MISSING, f"surname_l IS NULL OR surname_r IS NULL OR {SWAPPED}"),
        _same("surname", rarity=True),
        Step("sound", "surname_sound_l = surname_sound_r AND length(surname_sound_l) > 2"),
        Step("part", "list_has_any(surname_parts_l, surname_parts_r)"),
        Step("alike", f"jaro_winkler_similarity(surname_l, surname_r) >= {ALIKE}"),
    ),
    "birth date": (
        _missing("born"),
        _same("born"),
        Step("turned round", "born_l = born_r[1:5] || born_r[9:10] || '-' || born_r[6:7]"),
        Step("one digit", "levenshtein(born_l, born_r) = 1 AND abs(born_on_l - born_on_r) <= 366"),
        Step("first of january", "born_l[1:4] = born_r[1:4] AND (born_l[5:] = '-01-01' OR born_r[5:] = '-01-01')"),
        Step("near", "abs(born_on_l - born_on_r) <= 31 OR levenshtein(born_l, born_r) = 1"),
    ),
    "sex": (_missing("sex"), _same("sex")),
    "home": (
        Step(MISSING, "(postcode_l IS NULL OR postcode_r IS NULL) AND (uprn_l IS NULL OR uprn_r IS NULL)"),
        Step("same", f"uprn_l = uprn_r OR {SAME_DOOR}"),
        Step("street", f"postcode_l = postcode_r OR {SAME_LINE}"),
        Step("district", "district_l = district_r OR jaro_winkler_similarity(address_l, address_r) >= 0.9"),
    ),
    "family": (_missing("kin"), Step("same", "list_has_any(kin_l, kin_r)")),
    "NHS number": (_missing("nhs_number"), _same("nhs_number")),
    "pupil number": (_missing("upn"), _same("upn")),
}
NUMBERS = ("NHS number", "pupil number")
FAMILY = "family"

# Pairs that agree in none of these are never laid side by side.
BLOCKS = (
    "l.nhs_number = r.nhs_number",
    "l.upn = r.upn",
    "l.forename = r.forename AND l.surname = r.surname",
    "l.forename = r.surname AND l.surname = r.forename",
    "l.born = r.born AND l.surname = r.surname",
    "l.born = r.born AND l.forename = r.forename",
    "l.born = r.born AND l.postcode = r.postcode",
    "l.born = r.born AND l.forename_sound = r.forename_sound",
    "l.born = r.born AND l.surname_sound = r.surname_sound",
    "l.born = r.born AND l.first_name[1] = r.first_name[1]",
    "l.postcode = r.postcode AND l.door = r.door",
    "l.postcode = r.postcode AND l.surname = r.surname",
    "l.address = r.address",
    "l.door = r.door AND l.surname = r.surname",
    "l.door = r.door AND l.forename = r.forename",
    "l.uprn = r.uprn AND l.first_name[1] = r.first_name[1]",
    "l.forename_sound = r.forename_sound AND l.surname_sound = r.surname_sound AND l.born[1:4] = r.born[1:4]",
    "l.postcode = r.postcode AND l.forename_sound = r.forename_sound",
)
# In training, pairs that agree in one of these stand for one person more often than not. Twins share neither.
TRAINED_ON = ("l.nhs_number = r.nhs_number", "l.forename = r.forename AND l.born = r.born")


def shape() -> Settings:
    """The model before training, as Splink takes it."""
    return {
        "link_type": "dedupe_only",
        "unique_id_column_name": "record",
        "comparisons": [_comparison(name, steps) for name, steps in COMPARISONS.items()],
        "blocking_rules_to_generate_predictions": [{"blocking_rule": block} for block in BLOCKS],
        "retain_matching_columns": True,  # else how nearly things agree is not told
        "retain_intermediate_calculation_columns": True,
        "additional_columns_to_retain": ["unborn", "is_child"],
        "linker_uid": "keepsight",
    }


@dataclass(frozen=True, slots=True, eq=False)
class Model:
    """A trained model: the settings with their weights, the record of the run, and the hash of the settings, which is its name."""

    settings: Settings
    run: Mapping[str, Any]
    sha256: str


def opened(written: Mapping[str, Any]) -> Model:
    """A model as training writes it (`{"trained": ..., "settings": ...}`).

    Raises WrongUse where it is none, where its settings are not those whose hash the record of its run keeps, or where it compares
    otherwise than this version does.
    """
    settings, run = written.get("settings"), written.get("trained")
    if not isinstance(settings, dict) or not isinstance(run, dict):
        raise WrongUse("This is no model", next_step="Write one with 'keepsight people train --out FILE'.")
    named = name_of(settings)
    if run.get("sha256") != named:
        raise WrongUse(
            "This model is not the one that was trained: its weights do not have the hash that the record of its run keeps",
            next_step="Take the file as 'keepsight people train' wrote it, or train anew.",
        )
    if _compares(settings) != _compares(shape()):
        raise WrongUse(
            "This model compares otherwise than this version of Keepsight does",
            next_step="Train anew with 'keepsight people train --out FILE'.",
        )
    return Model(settings, run, named)


def name_of(settings: Settings) -> str:
    """The hash of a model's settings (SHA-256, of its JSON with sorted keys): two models of one name weigh the same."""
    return hashlib.sha256(json.dumps(settings, sort_keys=True).encode()).hexdigest()


@cache
def shipped() -> Model:
    """The model that is shipped. Raises WrongUse where its file was changed since it was trained."""
    return opened(json.loads(MODEL.read_text(encoding="utf-8")))


def trained() -> Settings:
    """The settings of the model that is shipped, with their weights."""
    return shipped().settings


def _compares(settings: Settings) -> tuple[list[tuple[str, list[str]]], list[str]]:
    """What is compared and when each step holds, and what lays two records side by side; without any weight."""
    steps = [
        (one["output_column_name"], [level["sql_condition"] for level in one["comparison_levels"]])
        for one in settings.get("comparisons", ())
    ]
    return steps, [one["blocking_rule"] for one in settings.get("blocking_rules_to_generate_predictions", ())]


def column(name: str) -> str:
    """A comparison's name as it stands in a column."""
    return name.lower().replace(" ", "_")


def words(name: str) -> list[str]:
    """The words of a comparison's steps by the number that Splink gives them: from 0, different, to the nearest."""
    steps = [step.word for step in COMPARISONS[name] if step.word != MISSING]
    return [DIFFERENT, *reversed(steps)]


def _comparison(name: str, steps: tuple[Step, ...]) -> Settings:
    levels = [_level(name, step) for step in steps]
    otherwise: Settings = {"sql_condition": "ELSE", "label_for_charts": DIFFERENT}
    if name == FAMILY:
        otherwise |= _by_hand(1 - KIN_OF_ONE, 1 - KIN_BY_CHANCE)
    return {"output_column_name": column(name), "comparison_levels": [*levels, otherwise]}


def _level(name: str, step: Step) -> Settings:
    level: Settings = {"sql_condition": step.when, "label_for_charts": step.word}
    if step.word == MISSING:
        level["is_null_level"] = True
    if step.rarity_of:
        level["tf_adjustment_column"] = step.rarity_of
    if name in NUMBERS and step.word == "same":
        level |= {"u_probability": CHANCE_OF_A_NUMBER, "fix_u_probability": True}
    if name == FAMILY and step.word == "same":
        level |= _by_hand(KIN_OF_ONE, KIN_BY_CHANCE)
    return level


def _by_hand(of_one: float, by_chance: float) -> Settings:
    """Shares that training leaves as they are."""
    return {"m_probability": of_one, "u_probability": by_chance, "fix_m_probability": True, "fix_u_probability": True}
