"""Reviews, by command."""

from typing import Annotated

import typer

from keepsight.cli import saying
from keepsight.cli.saying import AsJson
from keepsight.errors import WrongUse
from keepsight.reviews.models import Review
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
def suggest(
    review: Annotated[str, typer.Argument(help="The short name of a review in the register.")], as_json: AsJson = False
) -> None:
    """What words suggest for each passage of a review, and which words. Kept for the coding desk; never counted."""
    open_store(make=False)
    found = Review.objects.filter(slug=review).first()
    if found is None:
        raise WrongUse("The register has no review of that short name", next_step="Look for it on the page of reviews.")
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
