"""The trained model by command: what it says of the store's records, how it is trained anew, and which one weighs."""

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from keepsight.cli import saying
from keepsight.cli.saying import AsJson
from keepsight.errors import WrongUse
from keepsight.people.matching.bulk import ENGINES
from keepsight.people.matching.model import MODEL, Settings, opened
from keepsight.people.queries import linked_counts
from keepsight.people.weighed import Comparison, compare_everyone, train_on_everyone
from keepsight.prompts.joining import adopt_and_link
from keepsight.store import spark
from keepsight.store.clock import today
from keepsight.store.opening import open_store

app = typer.Typer(no_args_is_help=True, help=__doc__)


@app.command()
def compare(
    model: Annotated[
        Path | None, typer.Option(help="A model that 'people train' wrote; the one in force if not given.")
    ] = None,
    engine: Annotated[str, typer.Option(help="What weighs: duckdb, or spark for more than one machine.")] = "duckdb",
    as_json: AsJson = False,
) -> None:
    """Say what the trained model would link, ask and leave among all records. Nothing is changed, and no weight is shown."""
    settings = _model(model)
    _there(engine)
    open_store(make=False)
    found = compare_everyone(settings, engine)
    asked = ", ".join(f"{rule} {count}" for rule, count in found.asked_by()) or "none"
    saying.answer(
        _fields(found),
        f"{found.records} records were laid side by side: {found.linked} of them share a person with another, "
        f"{found.persons} persons in all. {len(found.questions)} questions would wait for a person to look ({asked}). "
        "Nothing was changed: links are made by rule, by 'keepsight link'.",
        as_json,
    )


@app.command()
def train(out: Annotated[Path, typer.Option(help="The file to write the model to.")], as_json: AsJson = False) -> None:
    """Train the model anew on all records, and write it with the record of the run. The one in force stays until one is adopted."""
    open_store(make=False)
    made = train_on_everyone(today())
    out.write_text(json.dumps(made, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    run = made["trained"]
    saying.answer(
        {"file": str(out), "trained": run},
        f"A model trained on {run['records']} records was written to {out}. It weighs nothing yet: see what it would do with "
        "'keepsight people compare --model', and let it weigh with 'keepsight people adopt'.",
        as_json,
    )


@app.command()
def adopt(
    because: Annotated[str, typer.Option(help="Why it is to weigh: kept with it.")],
    model: Annotated[
        Path | None, typer.Option(help="A model that 'people train' wrote; the shipped one if not given.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Let a model weigh from here on, link all records anew by it, and ask the patterns of whoever changed."""
    written = _written(model or MODEL)
    open_store(make=False)
    adopted, changed = adopt_and_link(written, because=because)
    counts = linked_counts()
    saying.answer(
        {"model": adopted.sha256, "trained": dict(adopted.run), "changed": len(changed), "asked": counts.asked},
        f"The model {adopted.sha256[:12]}, trained on {adopted.run.get('on', 'what is not said')}, weighs from here on. By it "
        f"{len(changed)} records stand under another person; {counts.asked} pairs wait for a person to look.",
        as_json,
    )


def _there(engine: str) -> None:
    if engine not in ENGINES:
        raise WrongUse(
            f"Nothing can weigh with {engine}", next_step="Leave --engine out: duckdb weighs on one machine."
        )
    if engine == "spark":
        spark.installed()  # asked here, before minutes of reading


def _model(path: Path | None) -> Settings | None:
    return opened(_written(path)).settings if path else None


def _written(path: Path) -> dict[str, Any]:
    try:
        written: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        if {"trained", "settings"} <= written.keys():
            return written
    except (OSError, ValueError, AttributeError):
        pass
    raise WrongUse(f"{path} holds no model", next_step="Write one with 'keepsight people train --out FILE'.")


def _fields(found: Comparison) -> dict[str, object]:
    return {
        "records": found.records,
        "persons": found.persons,
        "linked": found.linked,
        "asked": len(found.questions),
        "left": found.left,
        "questions": [
            {"a": one.pair.a, "b": one.pair.b, "rule": one.rule, "why": one.words} for one in found.questions
        ],
    }
