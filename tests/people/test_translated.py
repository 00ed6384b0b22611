"""A model's conditions in Spark's words: each that ours knows is said, and what nobody has thought of is refused."""

import json
from copy import deepcopy

import pytest

from keepsight.errors import WrongUse
from keepsight.people.matching.model import MODEL, SWAPPED, name_of, trained
from keepsight.people.matching.translated import condition, in_spark

SAID = {
    "forename_l IS NULL OR forename_r IS NULL": "forename_l IS NULL OR forename_r IS NULL",
    SWAPPED: SWAPPED,
    "first_name_l = first_name_r AND (starts_with(forename_l, forename_r || ' ') OR starts_with(forename_r, forename_l || ' '))": (
        "first_name_l = first_name_r AND (startswith(forename_l, forename_r || ' ') OR startswith(forename_r, forename_l || ' '))"
    ),
    "list_has_any(kin_l, kin_r)": "arrays_overlap(kin_l, kin_r)",
    "jaro_winkler_similarity(surname_l, surname_r) >= 0.88": "keepsight_likeness(surname_l, surname_r) >= 0.88",
    "length(forename_sound_l) > 2": "length(forename_sound_l) > 2",
    "born_l = born_r[1:5] || born_r[9:10] || '-' || born_r[6:7]": (
        "born_l = substring(born_r, 1, 5) || substring(born_r, 9, 2) || '-' || substring(born_r, 6, 2)"
    ),
    "born_l[5:] = '-01-01'": "substring(born_l, 5) = '-01-01'",
    "levenshtein(born_l, born_r) = 1": "levenshtein(keepsight_bytes(born_l), keepsight_bytes(born_r)) = 1",
    "abs(born_on_l - born_on_r) <= 366": "abs(born_on_l - born_on_r) <= 366",
    "l.uprn = r.uprn AND l.first_name[1] = r.first_name[1]": (
        "l.uprn = r.uprn AND substring(l.first_name, 1, 1) = substring(r.first_name, 1, 1)"
    ),
    # One within another: the inner is said too.
    "jaro_winkler_similarity(born_l[1:4], born_r[1:4]) > 0.9": (
        "keepsight_likeness(substring(born_l, 1, 4), substring(born_r, 1, 4)) > 0.9"
    ),
}
UNKNOWN = {
    "damerau_levenshtein(surname_l, surname_r) = 1": "damerau_levenshtein(surname_l, surname_r)",
    "soundex(surname_l) = soundex(surname_r)": "soundex(surname_l)",
    "jaro_similarity(surname_l, surname_r) > 0.9": "jaro_similarity(surname_l, surname_r)",
    "datediff('day', born_on_l, born_on_r) = 1": "born_on_l",
    "surname_l SIMILAR TO surname_r": "SIMILAR TO",
    "first_name_l[-1] = first_name_r[-1]": "-",
    "first_name_l[0] = first_name_r[0]": "first_name_l",
    "first_name_l[:3] = first_name_r[:3]": "a piece without a beginning",
    "born_l[1:9:2] = born_r[1:9:2]": "born_",
    "NOT surname_l = surname_r": "NOT",
}


@pytest.mark.parametrize("written", SAID)
def test_a_condition_is_said_in_spark_s_words(written):
    assert condition(written) == SAID[written]


@pytest.mark.parametrize("written", UNKNOWN)
def test_a_condition_that_nobody_has_said_in_spark_s_words_is_refused_and_named(written):
    with pytest.raises(WrongUse, match="Spark cannot weigh by this model") as refused:
        condition(written)
    assert UNKNOWN[written].casefold() in str(refused.value).casefold()
    assert "duckdb weighs" in refused.value.next_step


def test_every_condition_of_the_shipped_model_has_its_words_and_nothing_else_of_it_changes():
    settings = trained()
    before = deepcopy(settings)
    told = in_spark(settings)
    assert settings == before
    assert name_of(settings) == json.loads(MODEL.read_text("utf-8"))["trained"]["sha256"], "the model keeps its name"
    rules = [rule["blocking_rule"] for rule in settings["blocking_rules_to_generate_predictions"]]
    assert [rule["blocking_rule"] for rule in told["blocking_rules_to_generate_predictions"]] == list(
        map(condition, rules)
    )
    for ours, theirs in zip(_levels(settings), _levels(told), strict=True):
        said = ours["sql_condition"]
        assert theirs == ours | {"sql_condition": said if said == "ELSE" else condition(said)}
    rest = {"comparisons", "blocking_rules_to_generate_predictions"}
    assert {name: told[name] for name in told.keys() - rest} == {name: before[name] for name in before.keys() - rest}


def _levels(settings):
    return [level for comparison in settings["comparisons"] for level in comparison["comparison_levels"]]
