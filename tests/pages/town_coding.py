"""The town's coded review, for tests of pages."""

from uuid import UUID

from keepsight.reviews.models import Passage, Review, ReviewDocument


def the_review() -> UUID:
    """The review that two people of the town have coded."""
    return Review.objects.get(slug="isla").id


def the_document() -> UUID:
    """Its report."""
    return ReviewDocument.objects.get(review__slug="isla").id


def a_passage(begins: str) -> Passage:
    """A passage of the report, by its first words."""
    return Passage.objects.get(document=the_document(), words__startswith=begins)
