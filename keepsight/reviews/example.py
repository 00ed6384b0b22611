"""The worked example: the public titles of one partnership's reviews, and what its briefing paper counts."""

import tomllib
from pathlib import Path
from typing import Any

from keepsight.reviews.actions import Child, Counted, Said, register, state, take_step
from keepsight.reviews.models import Review, Statement

FILE = Path(__file__).parent / "example.toml"


def load_example() -> tuple[list[Review], list[Statement]]:
    """Enter the worked example in the register, inside the caller's transaction. Its reviews, and its statements."""
    told = tomllib.loads(FILE.read_text("utf-8"))
    reviews = [_review(**one) for one in told["reviews"]]
    populations = told["populations"]
    statements = [
        state(Counted(paper=told["paper"], population=populations[one.pop("population")], **one), by=None)
        for one in told["statements"]
    ]
    return reviews, statements


def _review(slug: str, title: str, kind: str, year: int, children: list[str], **more: Any) -> Review:
    said = Said(kind=kind, title=title, year=year, published_as=title, **more)
    review = register(slug, said, children=[Child(name) for name in children], by=None)
    take_step(review, "published", after=0, by=None, on=None)
    return review
