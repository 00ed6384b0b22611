"""Passages are coded, sections ticked, suggestions decided, reviews judged, codes changed.

The only place where what this room keeps changes.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from uuid import UUID

from django.db import transaction
from django.utils.text import slugify

from keepsight.access.models import User
from keepsight.errors import Overtaken, WrongUse
from keepsight.reviews.models import Passage, Review, ReviewDocument
from keepsight.store import audit, clock
from keepsight.store.alone import alone_with
from keepsight.themes.codebook import CodeNow, codebook
from keepsight.themes.models import (
    BlindReading,
    CodeVersion,
    Coding,
    PassageRead,
    ProposedCode,
    ReviewCode,
    ReviewCodePassage,
    SectionRead,
    Suggestion,
    SuggestionDecided,
)
from keepsight.themes.queries import is_blind, is_read_through, last_saved
from keepsight.themes.sections import latest_version, sections
from keepsight.themes.suggesting import our_lexicon, suggest
from keepsight.vocabulary import CODE_GROUPS, LAYERS


@dataclass(frozen=True, slots=True)
class Given:
    """A code somebody gives a passage, and how the review judges what it tells."""

    code: str
    judged: str


@dataclass(frozen=True, slots=True)
class SavedSince:
    """Somebody else saved the passage after this form was opened, so nothing was kept. `last` is the save to begin from."""

    by: User
    last: int


@transaction.atomic
def save_passage(
    *, passage: Passage, given: Collection[Given], memo: str, opened_at: int, by: User
) -> SavedSince | None:
    """Keep what somebody made of a passage: these codes and no others of theirs. None: it was kept.

    `opened_at` is the last save that the form was opened on (`last_saved`). Others' codes are never touched.
    """
    alone_with(f"passage {passage.id}")
    last = last_saved(passage, by)
    if last is not None and last.id != opened_at and last.by_id != by.pk:
        return SavedSince(last.by, last.id)
    book = codebook()
    wanted = {one.code: (_given(book, one.code), one.judged) for one in given}
    now = clock.now()
    for kept in Coding.objects.filter(passage=passage, by=by, ended_at__isnull=True):
        code, judged = wanted.get(kept.code, (None, ""))
        if code is not None and (kept.code_version, kept.judged) == (code.number, judged):
            del wanted[kept.code]
        elif code is not None or book[kept.code].given:
            Coding.objects.filter(pk=kept.pk).update(ended_by=by, ended_at=now)
    Coding.objects.bulk_create(
        [
            Coding(passage=passage, code=code.name, code_version=code.number, judged=judged, by=by, at=now)
            for code, judged in wanted.values()
        ]
    )
    PassageRead.objects.create(passage=passage, memo=memo, by=by, at=now)
    audit.note("themes.save_passage", by=by, about=f"passage {passage.id}", count=len(given))
    return None


@transaction.atomic
def read_section(*, document: ReviewDocument, heading: UUID | None, by: User) -> bool:
    """Say that a section of the document as it stands was read in full. Whether it was news."""
    version = latest_version(document.id)
    if version is None or heading not in {one.id for one in sections(document.id)}:
        raise WrongUse("This document has no such section", next_step="Choose a section of the document.")
    _, made = SectionRead.objects.get_or_create(
        version=version, heading_id=heading, by=by, defaults={"at": clock.now()}
    )
    audit.note("themes.read_section", by=by, about=f"document {document.id}")
    return made


@transaction.atomic
def read_blind(*, document: ReviewDocument, by: User) -> None:
    """Read a document as its second coder, blind. Only before one has read any of it."""
    if PassageRead.objects.filter(passage__document=document, by=by).exists():
        raise WrongUse("You have begun to read this document", next_step="Ask somebody else to be its second reader.")
    BlindReading.objects.get_or_create(document=document, by=by, defaults={"at": clock.now()})
    audit.note("themes.read_blind", by=by, about=f"document {document.id}")


@transaction.atomic
def suggest_codes(*, document: ReviewDocument, by: User | None) -> int:
    """Keep what words suggest for each passage of a document. How many suggestions are new; the same twice changes nothing."""
    book, engine, now = codebook(), our_lexicon().version, clock.now()
    rows = [
        Suggestion(
            passage_id=passage.id, code=one.code, code_version=book[one.code].number, engine=engine, strong=one.strong,
            spans=[[span.start, span.end] for span in one.spans], triggers=list(one.triggers),
            negations=[[span.start, span.end] for span in one.negations], at=now,
        )
        for section in sections(document.id)
        for passage in section.passages
        for one in suggest(passage.words)
        if book[one.code].given
    ]  # fmt: skip
    before = Suggestion.objects.filter(passage__document=document, engine=engine).count()
    Suggestion.objects.bulk_create(rows, ignore_conflicts=True)
    after = Suggestion.objects.filter(passage__document=document, engine=engine).count()
    audit.note("themes.suggest_codes", by=by, about=f"document {document.id}", count=after - before)
    return after - before


@transaction.atomic
def decide_suggestion(*, suggestion: UUID, accepted: bool, reason: str = "", judged: str = "neither", by: User) -> None:
    """Accept a suggestion, which makes a coding of one's own of it, or turn it down. Either once."""
    one = Suggestion.objects.select_related("passage").get(pk=suggestion)
    if is_blind(one.passage.document_id, by):
        raise WrongUse("You read this document blind", next_step="Code the passage by what you read.")
    if SuggestionDecided.objects.filter(suggestion=one).exists():
        raise WrongUse("This suggestion was decided before", next_step="Change the codes of the passage instead.")
    now = clock.now()
    SuggestionDecided.objects.create(suggestion=one, accepted=accepted, reason=reason, by=by, at=now)
    if accepted:
        code = _given(codebook(), one.code)
        Coding.objects.get_or_create(
            passage=one.passage, code=code.name, by=by, ended_at=None,
            defaults={"code_version": code.number, "judged": judged, "at": now},
        )  # fmt: skip
        PassageRead.objects.create(passage=one.passage, memo=_memo(one.passage, by), by=by, at=now)
    audit.note("themes.decide_suggestion", by=by, about=f"suggestion {one.id}", count=int(accepted))


@transaction.atomic
def judge_review(
    *, review: Review, code: str, state: str, because: str, passages: Iterable[Passage] = (), by: User
) -> ReviewCode:
    """Say of a whole review what it says of a code, with the passages that bear it.

    Raises WrongUse: present needs a passage; absent needs every section of the review read in full by somebody.
    """
    bearing = list(passages)
    if any(one.document.review_id != review.id for one in bearing):
        raise WrongUse("A passage of another review bears nothing here", next_step="Choose passages of this review.")
    if state == "present" and not bearing:
        raise WrongUse("Present needs a passage that says so", next_step="Choose at least one passage.")
    if state == "absent" and not is_read_through(review):
        raise WrongUse(
            "Absent may be said only when every section has been read in full",
            next_step="Read the sections that are not ticked, or say that it is not mentioned.",
        )
    now = _given(codebook(), code)
    made = ReviewCode.objects.create(
        review=review, code=now.name, code_version=now.number, state=state, because=because, by=by, at=clock.now()
    )
    ReviewCodePassage.objects.bulk_create([ReviewCodePassage(review_code=made, passage=one) for one in bearing])
    audit.note("themes.judge_review", by=by, about=f"review {review.id}", count=len(bearing))
    return made


@transaction.atomic
def reword_code(*, code: str, after: int, title: str, means: str, because: str, by: User) -> CodeNow:
    """Give a code a new meaning, as its next version. What was coded under the last one waits to be looked at again.

    `after`, here and below, is the version that whoever changes it has read. Raises Overtaken where there is a later one.
    """
    was = _given(codebook(), code, after)
    return _version(replace(was, title=title, means=means), because, by)


@transaction.atomic
def merge_codes(*, code: str, after: int, into: str, because: str, by: User) -> CodeNow:
    """End a code in favour of another. What was coded to it waits to be recoded."""
    book = codebook()
    if code == into:
        raise WrongUse("A code cannot be merged into itself", next_step="Choose another code.")
    return _version(replace(_given(book, code, after), goes_to=(_given(book, into).name,)), because, by)


@transaction.atomic
def split_code(
    *, code: str, after: int, parts: Collection[tuple[str, str]], because: str, by: User
) -> tuple[CodeNow, ...]:
    """End a code in favour of new ones, each a title and a meaning. What was coded to it waits to be recoded."""
    was = _given(codebook(), code, after)
    if len(parts) < 2:
        raise WrongUse("A code is split into two or more", next_step="Name each of them, or reword the code.")
    made = tuple(_new(was.layer, was.group, was.theme, title, means, because, by) for title, means in parts)
    _version(replace(was, goes_to=tuple(one.name for one in made)), because, by)
    return made


@transaction.atomic
def recode(*, coding: UUID, to: str | None, by: User) -> Coding | None:
    """Put a coding that waits under the code as it stands now, or under one that took its place. None: under none."""
    was = Coding.objects.select_for_update().get(pk=coding)
    book = codebook()
    if was.ended_at is not None or was.code_version == book[was.code].number:
        raise WrongUse("This coding does not wait to be recoded", next_step="Open the list again.")
    if to is not None and to not in (book[was.code].goes_to or (was.code,)):
        raise WrongUse("That code does not take the place of the one it had", next_step="Choose one of those offered.")
    now = clock.now()
    Coding.objects.filter(pk=was.pk).update(ended_by=by, ended_at=now)
    audit.note("themes.recode", by=by, about=f"coding {was.id}")
    if to is None:
        return None
    made, _ = Coding.objects.get_or_create(
        passage_id=was.passage_id, code=to, by_id=was.by_id, ended_at=None,
        defaults={"code_version": book[to].number, "judged": was.judged, "at": now},
    )  # fmt: skip
    return made


@transaction.atomic
def propose_code(*, title: str, means: str, passage: Passage | None, by: User) -> ProposedCode:
    """Put a code that is missing in the tray."""
    if not (title and means):
        raise WrongUse("A proposed code needs a title and what it means", next_step="Write both.")
    made = ProposedCode.objects.create(title=title, means=means, passage=passage, by=by, at=clock.now())
    audit.note("themes.propose_code", by=by, about=f"proposal {made.id}")
    return made


@transaction.atomic
def decide_proposal(*, proposal: UUID, accepted: bool, layer: str, group: str, by: User) -> CodeNow | None:
    """Take a proposed code into the codebook, in a layer and a group; or not: None."""
    one = ProposedCode.objects.select_for_update().get(pk=proposal)
    if one.accepted is not None:
        raise WrongUse("This proposal was decided before", next_step="Open the codebook again.")
    ProposedCode.objects.filter(pk=one.pk).update(accepted=accepted, decided_by=by, decided_at=clock.now())
    audit.note("themes.decide_proposal", by=by, about=f"proposal {one.id}", count=int(accepted))
    return _new(layer, group, None, one.title, one.means, "Proposed while coding", by) if accepted else None


def _new(layer: str, group: str, theme: str | None, title: str, means: str, because: str, by: User) -> CodeNow:
    book = codebook()
    if layer not in LAYERS or group not in CODE_GROUPS:
        raise WrongUse("A code stands in a layer and a group of the codebook", next_step="Choose from the lists.")
    name = slugify(title).replace("-", "_")
    if not name or name in book or title.lower() in {one.title.lower() for one in book.values()}:
        raise WrongUse("A code of that title stands already", next_step="Choose another title, or use that code.")
    return _version(CodeNow(name, 0, layer, group, theme, title, means), because, by)


def _version(code: CodeNow, because: str, by: User) -> CodeNow:
    """Keep a code as its next version."""
    if not (code.title and code.means and because):
        raise WrongUse("A version of a code needs a title, a meaning and the reason", next_step="Write all three.")
    made = replace(code, number=code.number + 1)
    CodeVersion.objects.create(
        code=made.name, number=made.number, layer=made.layer, group=made.group, theme=made.theme, title=made.title,
        means=made.means, goes_to=list(made.goes_to), because=because, by=by, at=clock.now(),
    )  # fmt: skip
    audit.note("themes.change_code", by=by, about=f"code {made.name}", count=made.number)
    return made


def _given(book: dict[str, CodeNow], name: str, after: int | None = None) -> CodeNow:
    """The code as it stands. `after`: the version that whoever changes it has read."""
    code = book.get(name)
    if code is None or not code.given:
        raise WrongUse("That code is not given any more, or never was", next_step="Choose a code of the codebook.")
    if after is not None and code.number != after:
        raise Overtaken(
            "Somebody else has changed this code since you opened it",
            next_step="Read it as it stands, then save again.",
        )
    return code


def _memo(passage: Passage, by: User) -> str:
    last = PassageRead.objects.filter(passage=passage, by=by).order_by("-id").first()
    return last.memo if last else ""
