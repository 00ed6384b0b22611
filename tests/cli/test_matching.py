"""The trained model by command: what it would do with a store's records while it changes none, and what it refuses."""

import datetime as dt
import json

import pytest

from keepsight.access.actions import name_agency
from keepsight.intake.drafts import DraftPerson, When
from keepsight.people.actions import keep_records
from keepsight.people.adopted import in_force
from keepsight.people.matching.model import opened, shipped
from keepsight.people.models import Link, Question
from keepsight.store import spark
from keepsight.store.models import AuditLine
from tests.people.families import generated
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
    assert {one["rule"] for one in found["questions"]} == {"possible twins", "twin household"}
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


def test_where_spark_is_not_installed_comparing_says_how_to_before_it_opens_a_store(run, monkeypatch):
    def missing(name: str) -> None:
        raise ImportError(name)

    monkeypatch.setattr(spark.importlib, "import_module", missing)
    code, _, err = run("people", "compare", "--engine", "spark")
    assert code == 2
    assert "Spark is not installed here" in err
    assert "keepsight[spark]" in err


def test_an_engine_that_nobody_knows_is_refused(run):
    code, _, err = run("people", "compare", "--engine", "abacus")
    assert code == 2
    assert "Nothing can weigh with abacus" in err
    assert "duckdb weighs on one machine" in err


@pytest.mark.long
@pytest.mark.usefixtures("fresh_store")
def test_a_model_is_trained_on_the_store_compared_and_adopted_and_the_record_of_its_run_is_kept(
    run, tmp_path, monkeypatch
):
    """On fewer records, and fewer pairs by chance, than a partnership would train on: that it can be done at all."""
    monkeypatch.setattr("keepsight.people.weighed.LEAST_TO_TRAIN_ON", 500)
    monkeypatch.setattr("keepsight.people.matching.training.PAIRS_BY_CHANCE", 2e4)
    _told_of(generated(131, 90).told)
    file, links = tmp_path / "model.json", list(Link.objects.values())
    code, out, _ = run("people", "train", "--out", str(file), "--json")
    made = json.loads(file.read_text("utf-8"))
    assert (code, made["trained"]) == (0, json.loads(out)["trained"])
    assert opened(made).sha256 != shipped().sha256
    compared = [json.loads(run("people", "compare", *more, "--json")[1]) for more in ((), ("--model", str(file)))]
    assert [one["records"] for one in compared] == [made["trained"]["records"]] * 2
    assert list(Link.objects.values()) == links

    code, out, _ = run("people", "adopt", "--model", str(file), "--because", "Tried", "--json")
    assert (code, json.loads(out)["model"]) == (0, made["trained"]["sha256"])
    assert in_force().run == made["trained"]
    made["settings"]["comparisons"][0]["comparison_levels"][1]["m_probability"] = 0.5
    file.write_text(json.dumps(made), "utf-8")
    assert run("people", "adopt", "--model", str(file), "--because", "Tried")[0] == 2
    assert in_force().sha256 == made["trained"]["sha256"]


def _told_of(told):
    """Generated records kept as their agencies' files would keep them, and not linked yet."""
    for agency in sorted({one.agency for one in told}):
        sender, _ = name_agency(agency, sector="other")
        theirs = [_draft(one) for one in told if one.agency == agency]
        keep_records(sender, theirs, receipt=None, as_at=dt.date(2026, 1, 31))


def _draft(one):
    born = When(one.born_on, one.born_on, "day", one.born_on.isoformat()) if one.born_on else None
    said = {name: getattr(one, name) for name in ("forename", "surname", "sex", "nhs_number", "upn")}
    hint = "child" if one.is_child else "parent"
    return DraftPerson(one.record, hint, one.record, born=born, **said)
