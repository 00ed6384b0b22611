"""The register, asked: which reviews a person may read, what is said of each, its passages, and what contradicts itself."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from keepsight.access.models import User
from keepsight.access.sight import Sight
from keepsight.reviews.models import (
    DocumentVersion,
    Facts,
    Given,
    Passage,
    Review,
    ReviewChild,
    ReviewDocument,
    ReviewedChild,
    ReviewStep,
)
from keepsight.reviews.steps import BEGINNING, STEPS, Allowed
from keepsight.store.clock import today

READ_ALL = frozenset({"learning_team", "guardian"})


@dataclass(frozen=True, slots=True)
class ReviewShown:
    """A review as a person may read it: its facts as last put, its children, its steps, and where it stands."""

    id: UUID
    slug: str
    facts: Facts
    children: tuple[ReviewChild, ...]
    steps: tuple[ReviewStep, ...]
    documents: tuple[ReviewDocument, ...]

    @property
    def at(self) -> str:
        """The step it stands at."""
        return self.steps[-1].step if self.steps else BEGINNING

    @property
    def follows(self) -> tuple[tuple[str, Allowed], ...]:
        """The steps that can follow."""
        return tuple((step, STEPS[step]) for step in STEPS[self.at].then)

    @property
    def published(self) -> bool:
        """Whether anybody may read it."""
        return self.at == "published"


@dataclass(frozen=True, slots=True)
class PassageShown:
    """A passage as it stands in the latest version of its document. `page` None: the file has no pages."""

    id: UUID
    number: int
    kind: str
    words: str
    page: int | None
    document_id: UUID


def reviews(sight: Sight) -> list[ReviewShown]:
    """The reviews a person may read, the latest year first, those of an unknown year last."""
    shown = [_shown(one) for one in _all()]
    may = [one for one in shown if _may_read(sight, one)]
    return sorted(may, key=lambda one: (-(one.facts.year or 0), one.facts.title))


def review(sight: Sight, key: UUID) -> ReviewShown | None:
    """One review, or None: it is not there, or not for this person."""
    found = _all().filter(id=key).first()
    shown = _shown(found) if found else None
    return shown if shown and _may_read(sight, shown) else None


def reviewed_children() -> frozenset[UUID]:
    """Every child whom some review is about, by the id under which that was said."""
    said = ReviewedChild.objects.order_by("at", "id").values_list("review", "child", "holds")
    latest = {(review, child): holds for review, child, holds in said}
    return frozenset(child for (_, child), holds in latest.items() if holds)


def document(sight: Sight, key: UUID) -> ReviewDocument | None:
    """One document of a review that this person may read, or None."""
    found = ReviewDocument.objects.filter(id=key).first()
    return found if found and review(sight, found.review_id) else None


def passages(document_id: UUID) -> list[PassageShown]:
    """The passages of a document's latest version, in the order of the page."""
    latest = DocumentVersion.objects.filter(document_id=document_id).order_by("-version").first()
    if latest is None:
        return []
    standing = latest.standings.select_related("passage").order_by("place")
    return [
        PassageShown(
            one.passage_id, one.passage.number, one.passage.kind, one.passage.words, one.page, one.passage.document_id
        )
        for one in standing
    ]


def gone(document_id: UUID) -> list[Passage]:
    """The passages of earlier versions that do not stand in the latest one, in the order of their numbers."""
    standing = {one.id for one in passages(document_id)}
    return [one for one in Passage.objects.filter(document_id=document_id).order_by("number") if one.id not in standing]


def reviewers() -> list[User]:
    """Those whom a review may be given to, by name."""
    return list(User.objects.filter(role="reviewer", is_active=True).order_by("name"))


def given(review_id: UUID) -> list[Given]:
    """To whom a review is given today, until which day."""
    found = Given.objects.filter(review_id=review_id, until_on__gte=today()).select_related("user")
    return list(found.order_by("until_on", "id"))


def cited(keys: Iterable[UUID]) -> dict[UUID, Passage]:
    """Passages by id, each with its document and review, for whoever cites them."""
    return {
        one.id: one for one in Passage.objects.filter(id__in=list(keys)).select_related("document", "document__review")
    }


def _all() -> QuerySet[Review]:
    return Review.objects.prefetch_related("facts", "children", "steps", "documents", "given").order_by("slug")


def _shown(one: Review) -> ReviewShown:
    return ReviewShown(
        one.id,
        one.slug,
        max(one.facts.all(), key=lambda facts: facts.version),
        tuple(sorted(one.children.all(), key=lambda child: child.name_used)),
        tuple(sorted(one.steps.all(), key=lambda step: step.order)),
        tuple(sorted(one.documents.all(), key=lambda document: (document.added_at, str(document.id)))),
    )


def _may_read(sight: Sight, shown: ReviewShown) -> bool:
    the_machine = sight.user_id is None and sight.role == "administrator"
    if shown.published or sight.role in READ_ALL or the_machine:
        return True
    if sight.role != "reviewer" or sight.user_id is None:
        return False
    return Given.objects.filter(review_id=shown.id, user_id=sight.user_id, until_on__gte=today()).exists()
