"""The trained model by command: what it would do with a store's records while it changes none, and what it refuses."""

import json

import pytest

from keepsight.people.models import Link, Question
from keepsight.store.models import AuditLine
from tests.people.test_linking import BORN, NHS, hand_in


@pytest.mark.usefixtures("fresh_store")
def test_comparing_says_what_would_be_asked_changes_nothing_and_leaves_its_line(run):
    hand_in("school")
    hand_in("gp", nhs_number=NHS)
    hand_in("hospital", nhs_number=NHS)
    hand_in("police", forename="Iris", nhs_number=NHS)
    links, questions = list(Link.objects.values()), list(Question.objects.values())
    code, out, _ = run("people", "compare", "--json")
    found = json.loads(out)
    assert code == 0
    assert (found["records"], found["persons"], found["linked"]) == (4, 3, 2)
    assert {one["rule"] for one in found["questions"]} == {"possible twins", "too little evidence"}
    assert "weight" not in out, "the weight is hidden until a person has judged"
    assert not {"Ivy", "Iris", "Marsh", NHS, str(BORN.first)} & set(out.split('"')), "no value of a record"
    assert (list(Link.objects.values()), list(Question.objects.values())) == (links, questions)
    assert AuditLine.objects.filter(act="people.compare_everyone").count() == 1


@pytest.mark.usefixtures("fresh_store")
def test_training_is_refused_on_too_few_records(run, tmp_path):
    hand_in("school")
    code, _, err = run("people", "train", "--out", str(tmp_path / "model.json"))
    assert code == 2
    assert "too few to train on" in err
    assert not (tmp_path / "model.json").exists()


def test_a_file_that_holds_no_model_is_refused(run, tmp_path):
    (tmp_path / "model.json").write_text("{}", encoding="utf-8")
    code, _, err = run("people", "compare", "--model", str(tmp_path / "model.json"))
    assert code == 2
    assert "holds no model" in err
