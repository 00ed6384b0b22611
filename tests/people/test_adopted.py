"""The model that weighs: proven by its hash, comparing as this version does, adopted for a reason, named beside what it weighed."""

from copy import deepcopy
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from keepsight.errors import WrongUse
from keepsight.people import linking
from keepsight.people.adopted import adopt, in_force
from keepsight.people.judging import judge
from keepsight.people.matching.model import MODEL, Model, name_of, opened, shipped
from keepsight.people.models import AdoptedModel, Opinion, Question
from keepsight.people.queries import persons_of
from keepsight.prompts.joining import adopt_and_link
from tests.people.test_judging import UNSURE, ada, told  # noqa: F401  (`ada` is a fixture)

WHY = "Trained on three years of our own records"


def written(model: Model) -> dict[str, Any]:
    return {"settings": deepcopy(model.settings), "trained": dict(model.run)}


def another(times: float = 8.0) -> dict[str, Any]:
    """A model by which it says less that two birth dates are one: as training would write it."""
    made = written(shipped())
    (level,) = _levels(made, "birth_date", "same")
    level["u_probability"] *= times
    made["trained"] |= {"on": "another town", "sha256": name_of(made["settings"])}
    return made


def _levels(made: dict[str, Any], column: str, word: str) -> list[dict[str, Any]]:
    of = [one["comparison_levels"] for one in made["settings"]["comparisons"] if one["output_column_name"] == column]
    return [level for levels in of for level in levels if level["label_for_charts"] == word]


# ---------------------------------------------------------------- refusals


def test_a_model_whose_weights_are_not_those_that_were_trained_is_refused() -> None:
    made = another()
    made["trained"]["sha256"] = shipped().sha256
    with pytest.raises(WrongUse, match="not the one that was trained"):
        opened(made)


def test_the_shipped_model_too_is_refused_where_one_weight_of_its_file_was_changed(monkeypatch, tmp_path) -> None:
    changed = tmp_path / "model.json"
    changed.write_text(MODEL.read_text("utf-8").replace('"m_probability": 0.', '"m_probability": 0.1', 1), "utf-8")
    monkeypatch.setattr("keepsight.people.matching.model.MODEL", changed)
    with pytest.raises(WrongUse, match="not the one that was trained"):
        shipped.__wrapped__()


def test_a_model_that_compares_otherwise_than_the_code_is_refused() -> None:
    made = another()
    (level,) = _levels(made, "birth_date", "near")
    level["sql_condition"] = "TRUE"
    made["trained"]["sha256"] = name_of(made["settings"])
    with pytest.raises(WrongUse, match="compares otherwise"):
        opened(made)


@pytest.mark.django_db
def test_nothing_is_adopted_without_a_reason_nor_what_is_no_model() -> None:
    for model, because in ((another(), "  "), ({"settings": {}}, WHY)):
        with pytest.raises(WrongUse):
            adopt(model, because=because)
    assert not AdoptedModel.objects.exists()
    assert in_force() is shipped()


@pytest.mark.django_db
def test_what_was_adopted_is_only_added_to() -> None:
    adopt(another(), because=WHY)
    for change in (lambda kept: kept.update(because="no"), lambda kept: kept.all().delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            change(AdoptedModel.objects)


# ---------------------------------------------------------------- what weighs


@pytest.mark.django_db
def test_the_model_adopted_weighs_what_waits_anew_and_is_named_beside_question_and_answer(ada) -> None:  # noqa: F811  (the fixture)
    told("school")
    told("gp")
    before = Question.objects.get()
    assert before.model == shipped().sha256
    model, changed = adopt_and_link(another(), because=WHY)
    assert changed == frozenset()
    now = Question.objects.get(answered_at=None)
    assert (now.model, model.sha256) == (name_of(another()["settings"]),) * 2
    assert now.weight == pytest.approx(before.weight - 3)  # eight times as often by chance: three bits less
    judge(now.pk, UNSURE, by=ada)
    opinion = Opinion.objects.get()
    assert opinion.model == model.sha256
    assert opinion.weighed["weight"] == pytest.approx(now.weight, abs=0.01)


@pytest.mark.django_db
def test_the_last_one_adopted_weighs_and_the_shipped_one_may_be_adopted_again() -> None:
    a, b = told("school"), told("gp")
    assert persons_of([a])[a] != persons_of([b])[b]
    by_ours = linking.weighed(a, b).pair.weight
    adopt(another(), because=WHY)
    assert linking.weighed(a, b).pair.weight == pytest.approx(by_ours - 3)
    adopt(written(shipped()), because="Fewer were found")
    assert linking.weighed(a, b).pair.weight == pytest.approx(by_ours)
    assert in_force().sha256 == shipped().sha256
