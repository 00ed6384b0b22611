"""The trained model by command: what it says of the store's records, and how it is trained anew. Neither changes a link."""

import json
from pathlib import Path
from typing import Annotated

import typer

from keepsight.cli import saying
from keepsight.cli.saying import AsJson
from keepsight.errors import WrongUse
from keepsight.people.matching.model import Settings
from keepsight.people.weighed import Comparison, compare_everyone, train_on_everyone
from keepsight.store.clock import today
from keepsight.store.opening import open_store

app = typer.Typer(no_args_is_help=True, help=__doc__)


@app.command()
def compare(
    model: Annotated[
        Path | None, typer.Option(help="A model that 'people train' wrote; the shipped one if not given.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Say what the trained model would link, ask and leave among all records. Nothing is changed, and no weight is shown."""
    settings = _model(model)
    open_store(make=False)
    found = compare_everyone(settings)
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
    """Train the model anew on all records, and write it with the record of the run. The shipped one stays as it is."""
    open_store(make=False)
    made = train_on_everyone(today())
    out.write_text(json.dumps(made, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    run = made["trained"]
    saying.answer(
        {"file": str(out), "trained": run},
        f"A model trained on {run['records']} records was written to {out}.",
        as_json,
    )


def _model(path: Path | None) -> Settings | None:
    if path is None:
        return None
    try:
        settings: Settings = json.loads(path.read_text(encoding="utf-8"))["settings"]
    except (OSError, ValueError, KeyError):
        raise WrongUse(
            f"{path} holds no model", next_step="Write one with 'keepsight people train --out FILE'."
        ) from None
    return settings


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
