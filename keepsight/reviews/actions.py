"""The only place where the register changes: each change is a row more."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Max

from keepsight.access.models import User
from keepsight.errors import WrongUse
from keepsight.reviews.models import (
    ABUSE,
    HARMS,
    Facts,
    Given,
    Review,
    ReviewChild,
    ReviewedChild,
    ReviewStep,
    Statement,
)
from keepsight.reviews.steps import BEGINNING, check
from keepsight.store import audit, clock


@dataclass(frozen=True, slots=True)
class Said:
    """What is said of a review. Empty texts and None: nobody has said."""

    kind: str
    title: str
    area: str = "local"
    year: int | None = None
    aware_on: dt.date | None = None
    about: str = ""
    asked_to_learn: str = ""
    family_part: str = ""
    family_words: str = ""
    agencies: Sequence[str] = ()
    published_on: dt.date | None = None
    published_as: str = ""


@dataclass(frozen=True, slots=True)
class Child:
    """A child whom a review is about, by the name used in it."""

    name_used: str
    harm: str = "unknown"
    age_years: int | None = None
    abuse: Sequence[str] = field(default=())


@dataclass(frozen=True, slots=True)
class Counted:
    """A counted claim as a paper makes it."""

    paper: str
    place: str
    claim: str
    population: str
    means: str = "exactly"
    count: int | None = None
    out_of: int | None = None
    percent: float | None = None


@transaction.atomic
def register(slug: str, said: Said, *, children: Sequence[Child] = (), by: User | None) -> Review:
    """Enter a review in the register. Raises WrongUse for a short name that another review has, or no title."""
    if Review.objects.filter(slug=slug).exists():
        raise WrongUse(f"The register has a review called {slug}", next_step="Choose another short name.")
    made = Review.objects.create(slug=slug, added_at=clock.now(), by=by)
    _say(made, said, 1, by)
    for one in children:
        _name(made, one)
    audit.note("reviews.register", by=by, about=f"review {made.id}")
    return made


@transaction.atomic
def say_about(review: Review, child: UUID, *, holds: bool = True, by: User | None) -> None:
    """Say that a review is about a child who is known here, or with `holds` False that it is not after all."""
    ReviewedChild.objects.create(review=review, child=child, holds=holds, by=by, at=clock.now())
    audit.note("reviews.say_about", by=by, child=child, about=f"review {review.id}")


@transaction.atomic
def correct(review: Review, said: Said, *, after: int, by: User | None) -> Facts:
    """Say anew what is said of a review. `after` is the version the person read; WrongUse where somebody was quicker."""
    latest = review.facts.aggregate(latest=Max("version"))["latest"]
    if latest != after:
        raise WrongUse("Somebody else has changed this since it was opened", next_step="Read it again, then change it.")
    kept = _say(review, said, after + 1, by)
    audit.note("reviews.correct", by=by, about=f"review {review.id}")
    return kept


@transaction.atomic
def name_child(review: Review, child: Child, *, by: User | None) -> ReviewChild:
    """Enter one more child whom a review is about. Raises WrongUse for no name, one that is there, or a word not in use."""
    if review.children.filter(name_used=child.name_used.strip()).exists():
        raise WrongUse("The register has a child of this review by that name", next_step="Choose the name it uses.")
    kept = _name(review, child)
    audit.note("reviews.name_child", by=by, about=f"review {review.id}")
    return kept


@transaction.atomic
def take_step(
    review: Review, step: str, *, says: str = "", on: dt.date | None = None, after: int, by: User | None
) -> ReviewStep:
    """Take the next step of a review's life. `after` is how many it had when the person read it.

    Raises WrongUse where the step does not follow, lacks its reason, or somebody else has taken one since.
    """
    taken = list(review.steps.order_by("order").values_list("step", flat=True))
    if len(taken) != after:
        raise _quicker()
    check(taken[-1] if taken else BEGINNING, step, says)
    try:
        with transaction.atomic():
            kept = ReviewStep.objects.create(
                review=review, order=after + 1, step=step, says=says.strip(), on=on or clock.today(), by=by,
                at=clock.now(),
            )  # fmt: skip
    except IntegrityError as error:
        raise _quicker() from error
    audit.note("reviews.take_step", by=by, about=f"review {review.id}")
    return kept


@transaction.atomic
def give(review: Review, user: User, *, until_on: dt.date, by: User | None) -> Given:
    """Give a reviewer a review to read and code, until a day. Raises WrongUse for a day that is over, or another role."""
    if user.role != "reviewer":
        raise WrongUse("A review is given to reviewers only", next_step="Choose a reviewer.")
    if until_on < clock.today():
        raise WrongUse("That day is over", next_step="Choose a day to come.")
    given = Given.objects.create(review=review, user=user, until_on=until_on, by=by, at=clock.now())
    audit.note("reviews.give", by=by, about=f"review {review.id}")
    return given


@transaction.atomic
def state(said: Counted, *, by: User | None) -> Statement:
    """Enter a counted claim of a paper, as the paper makes it. Raises WrongUse for one that counts nothing."""
    if said.count is None and said.percent is None and said.out_of is None:
        raise WrongUse("This statement counts nothing", next_step="Enter a number, a share, or out of how many.")
    kept = Statement.objects.create(**asdict(said), by=by, at=clock.now())
    audit.note("reviews.state", by=by, about=f"statement {kept.id}")
    return kept


def _say(review: Review, said: Said, version: int, by: User | None) -> Facts:
    if not said.title.strip():
        raise WrongUse("A review needs a title", next_step="Enter what people call it.")
    facts = asdict(said) | {"agencies": list(said.agencies)}
    return Facts.objects.create(review=review, version=version, by=by, at=clock.now(), **facts)


def _name(review: Review, child: Child) -> ReviewChild:
    if not child.name_used.strip():
        raise WrongUse("A child of a review needs the name that it uses", next_step="Enter it; never the child's own.")
    if child.harm not in HARMS or not set(child.abuse) <= set(ABUSE):
        raise WrongUse("The harm is none of the statute's words", next_step="Choose one, or leave it as not said.")
    return ReviewChild.objects.create(
        review=review, name_used=child.name_used.strip(), harm=child.harm, age_years=child.age_years,
        abuse=list(child.abuse),
    )  # fmt: skip


def _quicker() -> WrongUse:
    return WrongUse("Somebody else has taken a step since this was opened", next_step="Read it again, then decide.")
