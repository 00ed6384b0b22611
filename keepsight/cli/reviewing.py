"""Reviews, by command."""

from pathlib import Path
from typing import Annotated
from uuid import UUID

import typer
from django.db import transaction
from django.utils.text import slugify

from keepsight.access.queries import the_machine
from keepsight.cli import saying
from keepsight.cli.saying import AsJson
from keepsight.errors import WrongUse
from keepsight.people import queries as people
from keepsight.reviews.actions import Said, register, say_about
from keepsight.reviews.documents import add_document
from keepsight.reviews.models import KINDS, Review
from keepsight.store.opening import open_store
from keepsight.themes.actions import suggest_codes
from keepsight.themes.codebook import codebook
from keepsight.themes.models import Suggestion
from keepsight.themes.suggesting import our_lexicon

app = typer.Typer(no_args_is_help=True, help=__doc__)


@app.callback()
def reviews() -> None:
    """Reviews, by command."""


@app.command()
def add(
    file: Annotated[Path, typer.Argument(help="A report: .docx, .pdf or .txt.")],
    title: Annotated[str, typer.Option(help="What people call the review. Else the name of the file.")] = "",
    kind: Annotated[str, typer.Option(help=f"One of {', '.join(KINDS)}.")] = "partnership_review",
    as_json: AsJson = False,
) -> None:
    """A review's report in, as numbered passages. A review that the register does not have yet is entered in it."""
    if open_store(make=True):
        saying.say("There was no store here; an empty one was made.")
    if kind not in KINDS:
        raise WrongUse(f"There is no kind of review called {kind}", next_step=f"Choose one of {', '.join(KINDS)}.")
    named = title or file.stem
    with transaction.atomic():
        slug = slugify(named)
        review = Review.objects.filter(slug=slug).first() or register(slug, Said(kind=kind, title=named), by=None)
        added = add_document(file, review=review, title="Report", by=None)
    saying.answer(
        {
            "review": slug,
            "passages": added.passages,
            "new": added.new,
            "gone": added.gone,
            "notes": added.version.notes,
        },
        f"{added.passages} passages of {file.name} stand in the register under {slug}: {added.new} new, {added.gone} gone "
        f"since the last version. {' '.join(f'Not read: {says}.' for says in added.version.notes)}".strip(),
        as_json,
    )


@app.command()
def about(
    review: Annotated[str, typer.Argument(help="The short name of a review in the register.")],
    child: Annotated[UUID, typer.Argument(help="The id of a child who is known here: see 'keepsight children'.")],
    not_after_all: Annotated[bool, typer.Option("--not", help="It is not about this child after all.")] = False,
    as_json: AsJson = False,
) -> None:
    """Say that a review is about a child who is known here. Whoever learns from it may then see, without names, what could have
    been known of that child and when."""
    open_store(make=False)
    found = _review(review)
    if people.child(the_machine(), child) is None:
        raise WrongUse("No child has that id", next_step="See 'keepsight children'.")
    say_about(found, child, holds=not not_after_all, by=None)
    said = "is not about that child after all" if not_after_all else "is about that child"
    saying.answer(
        {"review": review, "child": child, "about": not not_after_all}, f"It is kept that {review} {said}.", as_json
    )


def _review(slug: str) -> Review:
    found = Review.objects.filter(slug=slug).first()
    if found is None:
        raise WrongUse("The register has no review of that short name", next_step="Look for it on the page of reviews.")
    return found


@app.command()
def suggest(
    review: Annotated[str, typer.Argument(help="The short name of a review in the register.")], as_json: AsJson = False
) -> None:
    """What words suggest for each passage of a review, and which words. Kept for the coding desk; never counted."""
    open_store(make=False)
    found = _review(review)
    new = sum(suggest_codes(document=document, by=None) for document in found.documents.order_by("added_at"))
    kept = Suggestion.objects.filter(passage__document__review=found, engine=our_lexicon().version)
    said = [_said(one) for one in kept.select_related("passage__document").order_by("passage", "code")]
    said.sort(key=lambda one: (str(one["document"]), int(str(one["passage"])), str(one["code"])))
    if as_json:
        saying.answer({"review": review, "new": new, "suggestions": said}, "", True)
        return
    titles = {name: code.title for name, code in codebook().items()}
    for one in said:
        words = ", ".join(f"“{word}”" for word in one["words"])  # type: ignore[attr-defined]
        flag = "; negated, read the words before" if one["negated"] else ""
        saying.say(f"{one['document']}, passage {one['passage']}: {titles[str(one['code'])]}, because of {words}{flag}")
    saying.say(f"{len(said)} suggestions, {new} of them new. None is counted until a person accepts it.")


def _said(one: Suggestion) -> dict[str, object]:
    words = one.passage.words
    return {
        "document": one.passage.document.title,
        "passage": one.passage.number,
        "code": one.code,
        "strong": one.strong,
        "words": [words[start:end] for start, end in one.spans],
        "negated": bool(one.negations),
    }
