"""Somebody asks for what is kept of a child: noted, looked at entry by entry, released by two people. Part of `actions`.

    noted ──every entry decided on──▶ reviewed ──a guardian──▶ released: from then on it can be printed and taken away
      └──────────── ended and nothing given, with the reason ─────────────┘   (a guardian may also send it back)

Whoever reviews reads the child's story; the guardian reads how much is given, how much is withheld and why, and signs that.
"""

import datetime as dt
import hashlib
from collections.abc import Mapping, Sequence
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from keepsight.access.guarding import only_a_guardian, said
from keepsight.access.models import User
from keepsight.access.queries import sight
from keepsight.chronology.queries import chronology
from keepsight.chronology.shown import EntryShown
from keepsight.clocks.windows import Window, last_day
from keepsight.errors import Overtaken, WrongUse
from keepsight.people.in_sight import one_now
from keepsight.people.queries import ids_of
from keepsight.practice.models import GivenOrNot, SubjectAccess
from keepsight.practice.rights.bundles import (
    BARE,
    OUT,
    WHOLE,
    Bundle,
    Decided,
    bundle,
    exemptions,
    finds_somebody,
    kept_out,
)
from keepsight.store import audit, clock

MAY_REVIEW = frozenset({"agency_lead", "hub_coordinator"})
WITHIN = Window(1, "month")  # UK GDPR, article 12(3): one month from when it is asked and it is known who asks
ASKS = {
    "child": "The child",
    "parent": "Somebody with parental responsibility",
    "for_child": "Somebody whom the child asked to",
}
WISH = {"yes": "Wishes it to be given", "no": "Does not wish it", "unknown": "Not known, or too young to say"}


@transaction.atomic
def note_request(
    child: UUID, *, asks: str, wish: str, proved_by: str, asked_on: dt.date | None, by: User
) -> SubjectAccess:
    """Note that somebody asks. Raises WrongUse where something is missing, the day cannot be, or one is open already."""
    _only_a_reviewer(by)
    due_on = last_day(WITHIN, asked_on) if asked_on else None
    if asks not in ASKS or wish not in WISH:
        raise WrongUse("Something is missing", next_step="Say who asks, and what the child wishes.")
    if asked_on is None or due_on is None or asked_on > clock.today():
        raise WrongUse("It cannot have been asked for on that day", next_step="Enter a day such as 27 3 2026.")
    if request_of(child, open_only=True):
        raise WrongUse("A request for this record is open already", next_step="Answer that one first.")
    try:
        with transaction.atomic():
            made = SubjectAccess.objects.create(
                child=child, asks=asks, wish=wish, proved_by=said(proved_by), asked_on=asked_on, due_on=due_on, by=by,
                at=clock.now(),
            )  # fmt: skip
    except IntegrityError as wrong:
        raise WrongUse("A request for this record is open already", next_step="Answer that one first.") from wrong
    audit.note("practice.note_subject_access", by=by, child=child, about=f"request {made.id}")
    return made


@transaction.atomic
def decide(request: UUID, decided: Mapping[UUID, Decided], *, by: User) -> int:
    """Keep what was decided of entries that this person reads; how many. The whole is then reviewed anew.

    Raises WrongUse for an entry that is not for them to give, for words that would find somebody, and without a reason in law.
    """
    found = _open(request, by)
    read = {one.id: one for one in _story(found.child, by)}
    for entry, one in decided.items():
        _refuse_what_cannot_be(read.get(entry), one, one_now(found.child))
    GivenOrNot.objects.bulk_create(
        GivenOrNot(request=found, entry=entry, gives=one.gives, because=one.because, by=by, at=clock.now())
        for entry, one in decided.items()
    )
    _unsigned(found)
    audit.note("practice.decide_given", by=by, child=found.child, about=f"request {found.id}", count=len(decided))
    return len(decided)


@transaction.atomic
def sign_review(request: UUID, *, seen: str, by: User) -> None:
    """Say that every entry was looked at. Raises WrongUse where one was not, Overtaken where something came in meanwhile."""
    found = _open(request, by)
    story = _story(found.child, by)
    if mark_of(found, story) != seen:
        raise Overtaken("Something came in since you opened this page", next_step="Look at the entries again.")
    if waiting := undecided(found, story):
        raise WrongUse(
            f"Entries that are not decided on yet: {len(waiting)}", next_step="Decide on each of them first."
        )
    made = given(found, story)
    found.reviewed_by, found.reviewed_at = by, clock.now()
    found.gives, found.left_out = len(made.lines), [list(one) for one in made.left_out]
    found.save(update_fields=["reviewed_by", "reviewed_at", "gives", "left_out"])
    audit.note("practice.review_given", by=by, child=found.child, about=f"request {found.id}", count=found.gives)


@transaction.atomic
def release(request: UUID, *, by: User) -> None:
    """The second signature: a guardian's, who is not the reviewer. Raises WrongUse for anybody else, and before the review."""
    found = _reviewed(request, by)
    if found.reviewed_by_id == by.pk:
        raise WrongUse("Whoever reviewed it cannot release it", next_step="Ask another guardian.")
    found.released_by, found.released_at = by, clock.now()
    found.save(update_fields=["released_by", "released_at"])
    audit.note("practice.release_given", by=by, child=found.child, about=f"request {found.id}", count=found.gives or 0)


@transaction.atomic
def send_back(request: UUID, *, by: User) -> None:
    """A guardian does not release it: whoever reviewed it looks again."""
    found = _reviewed(request, by)
    _unsigned(found)
    audit.note("practice.send_back_given", by=by, child=found.child, about=f"request {found.id}")


@transaction.atomic
def end(request: UUID, *, because: str, by: User) -> None:
    """End a request and give nothing, with the reason: it was withdrawn, or nobody proved who they are."""
    found = _open(request, by)
    found.ended_because, found.ended_by, found.ended_at = said(because), by, clock.now()
    found.save(update_fields=["ended_because", "ended_by", "ended_at"])
    audit.note("practice.end_subject_access", by=by, child=found.child, about=f"request {found.id}")


def request_of(child: UUID, *, open_only: bool = False) -> SubjectAccess | None:
    """The request about a child that was noted last; None where nobody ever asked, or it was ended. `open_only`: nor released."""
    found = SubjectAccess.objects.filter(child__in=ids_of(child), ended_at=None).select_related(
        "reviewed_by", "released_by"
    )
    return (found.filter(released_at=None) if open_only else found).order_by("-at").first()


def to_release() -> QuerySet[SubjectAccess]:
    """What was reviewed and waits for a guardian, the one first whose month runs out first."""
    waiting = SubjectAccess.objects.filter(reviewed_at__isnull=False, released_at=None, ended_at=None)
    return waiting.select_related("reviewed_by__agency").order_by("due_on", "at")


def decisions(request: SubjectAccess) -> dict[UUID, Decided]:
    """What was decided last of each entry."""
    rows = request.decisions.order_by("id").values_list("entry", "gives", "because")
    return {entry: Decided(gives, because) for entry, gives, because in rows}


def undecided(request: SubjectAccess, story: Sequence[EntryShown]) -> list[EntryShown]:
    """The entries that a person must still decide on."""
    there, child = decisions(request), one_now(request.child)
    return [one for one in story if kept_out(one, child) is None and one.id not in there]


def given(request: SubjectAccess, story: Sequence[EntryShown]) -> Bundle:
    """What is given, of the entries that whoever prints it reads. Nothing that came in after the release is in it."""
    until = request.released_at or clock.now()
    return bundle([one for one in story if one.received_at <= until], decisions(request), one_now(request.child))


def mark_of(request: SubjectAccess, story: Sequence[EntryShown]) -> str:
    """A mark of which accounts these are and of what was decided of them: a form carries it."""
    told = sorted(str(one.id) for one in story)
    told += sorted(f"{entry} {one.gives} {one.because}" for entry, one in decisions(request).items())
    return hashlib.sha256(" ".join(told).encode()).hexdigest()[:16]


def _refuse_what_cannot_be(entry: EntryShown | None, decided: Decided, child: UUID) -> None:
    if entry is None or kept_out(entry, child):
        raise WrongUse("One of these entries is not yours to give", next_step="Open this page again.")
    if decided.gives not in (WHOLE, BARE, OUT):
        raise WrongUse("What is given of an entry is not said", next_step="Choose one of the three for each.")
    if decided.gives == OUT and decided.because not in exemptions():
        raise WrongUse("What is withheld needs a reason in law", next_step="Choose one for each that you withhold.")
    if decided.gives == WHOLE and finds_somebody(entry):
        raise WrongUse(
            "Words with a postcode or a telephone number are not given",
            next_step="Give that it happened, without its words.",
        )


def _story(child: UUID, by: User) -> list[EntryShown]:
    return chronology(sight(by, clock.today()), one_now(child))


def _only_a_reviewer(by: User) -> None:
    if by.role not in MAY_REVIEW or not by.is_active:
        raise WrongUse("Your role does not answer requests", next_step="Ask your agency’s lead or the front door.")


def _open(request: UUID, by: User) -> SubjectAccess:
    _only_a_reviewer(by)
    found = SubjectAccess.objects.select_for_update().filter(id=request, released_at=None, ended_at=None).first()
    if found is None:
        raise WrongUse("There is no open request here", next_step="Open this page again.")
    return found


def _reviewed(request: UUID, by: User) -> SubjectAccess:
    only_a_guardian(by)
    found = to_release().select_for_update(of=("self",)).filter(id=request).first()
    if found is None:
        raise WrongUse("There is nothing here for you to release", next_step="It is reviewed first, by somebody else.")
    return found


def _unsigned(request: SubjectAccess) -> None:
    request.reviewed_by = request.reviewed_at = None
    request.save(update_fields=["reviewed_by", "reviewed_at"])
