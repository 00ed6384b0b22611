"""Coding, asked: what somebody may see of a passage, what a document's readers made of it, and where a review stands."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from uuid import UUID

from django.contrib.postgres.search import SearchQuery, SearchRank, SearchVector
from django.db.models import Q

from keepsight.access.models import User
from keepsight.access.sight import Sight
from keepsight.reviews.models import Passage, Review, ReviewDocument
from keepsight.reviews.queries import reviews
from keepsight.store.clock import today
from keepsight.themes.agreement import Agreement, agreement
from keepsight.themes.codebook import CodeNow, codebook
from keepsight.themes.models import (
    BlindReading,
    Coding,
    PassageRead,
    ProposedCode,
    ReviewCode,
    ReviewCodePassage,
    SectionRead,
    Suggestion,
)
from keepsight.themes.prevalence import Prevalence, of_code, of_theme
from keepsight.themes.sections import Section, latest_version, sections
from keepsight.themes.suggesting import our_lexicon
from keepsight.vocabulary import THEMES

SIMILAR = 8
"""How many passages like one are offered: as many as a person reads."""
WORDS_ASKED = 24
"""How many different words of a passage are searched with: more only slow the search down."""


def is_blind(document: UUID, by: User) -> bool:
    """Whether somebody reads a document as its blind second coder."""
    return BlindReading.objects.filter(document_id=document, by=by).exists()


def blind_readers(document: UUID) -> set[int]:
    """Those who read a document blind."""
    return set(BlindReading.objects.filter(document_id=document).values_list("by_id", flat=True))


def codings_seen(passage: Passage, by: User) -> list[Coding]:
    """The codings of a passage that this person may see while coding it: their own, and others' unless blind."""
    seen = Coding.objects.filter(_seen(passage, by), passage=passage, ended_at__isnull=True)
    return list(seen.select_related("by").order_by("at"))


def last_saved(passage: Passage, by: User) -> PassageRead | None:
    """The last save of a passage that this person may see."""
    return PassageRead.objects.filter(_seen(passage, by), passage=passage).select_related("by").order_by("id").last()


def memo_of(passage: Passage, by: User) -> str:
    """This person's memo on a passage."""
    last = PassageRead.objects.filter(passage=passage, by=by).order_by("id").last()
    return last.memo if last else ""


def suggestions_seen(passage: Passage, by: User) -> list[Suggestion]:
    """What words suggest for a passage, as today's words do, for those who may see it.

    Nothing for a blind reader, nor before this person has read the section: the first reading is one's own.
    """
    if is_blind(passage.document_id, by) or section_of(passage) not in sections_read(passage.document_id, by):
        return []
    found = Suggestion.objects.filter(passage=passage, engine=our_lexicon().version).select_related("decided__by")
    return list(found.order_by("code"))


def section_of(passage: Passage) -> Section | None:
    """The section a passage stands in. None for a heading, or for one that no longer stands."""
    return next(
        (one for one in sections(passage.document_id) if passage.id in {each.id for each in one.passages}), None
    )


def sections_read(document: UUID, by: User | None = None) -> list[Section]:
    """The sections of a document, as it stands, that this person, or anybody, has ticked as read in full."""
    ticked = SectionRead.objects.filter(version=latest_version(document))
    headings = set((ticked.filter(by=by) if by else ticked).values_list("heading_id", flat=True))
    return [one for one in sections(document) if one.id in headings]


def is_read_through(review: Review) -> bool:
    """Whether every section of every document of a review was read in full by somebody. Not one without documents."""
    documents = list(review.documents.values_list("id", flat=True))
    return bool(documents) and all(sections_read(one) == sections(one) != [] for one in documents)


def similar(sight: Sight, passage: Passage) -> list[Passage]:
    """Passages of any review this person may read that share words with one, the likest first. Word order counts nothing."""
    asked = None
    words_asked = dict.fromkeys(one.lower() for one in passage.words.split() if one.isalpha())
    for word in list(words_asked)[:WORDS_ASKED]:
        term = SearchQuery(word, config="english")
        asked = term if asked is None else asked | term
    if asked is None:
        return []
    words = SearchVector("words", config="english")
    mine = [one.id for one in reviews(sight)]
    found = (
        Passage.objects.filter(document__review__in=mine)
        .annotate(found=words)
        .filter(found=asked)
        .exclude(pk=passage.pk)
    )
    ranked = found.annotate(rank=SearchRank(words, asked)).order_by("-rank", "document", "number")
    return list(ranked.select_related("document__review")[:SIMILAR])


def to_recode() -> list[tuple[Coding, CodeNow]]:
    """Codings made under a version that no longer stands, each with the code as it is now: merged and split ones first."""
    book = codebook()
    waiting = [
        (one, book[one.code])
        for one in Coding.objects.filter(ended_at__isnull=True).select_related("passage__document__review", "by")
        if one.code_version != book[one.code].number
    ]
    return sorted(waiting, key=lambda one: (one[1].given, one[1].title, one[0].at))


def states(as_at: dt.date | None = None) -> dict[str, dict[UUID, ReviewCode]]:
    """By code and review, the judgement that counts: the latest, up to the end of a day if one is given."""
    rows = ReviewCode.objects.select_related("by").order_by("id")
    if as_at is not None:
        rows = rows.filter(at__date__lte=as_at)
    found: dict[str, dict[UUID, ReviewCode]] = defaultdict(dict)
    for row in rows:
        found[row.code][row.review_id] = row
    return dict(found)


def prevalence_of_codes(as_at: dt.date | None = None) -> list[Prevalence]:
    """Of each code that some review was judged for, which reviews say what, in the order of the codebook."""
    reviews, said, day = _register(), _said(as_at), as_at or today()
    return [of_code(code, said[name], reviews, day) for name, code in codebook().items() if name in said]


def prevalence_of_themes(as_at: dt.date | None = None) -> list[Prevalence]:
    """Of each theme that some review was judged for, which reviews say what, in the order of the themes."""
    reviews, said, day = _register(), _said(as_at), as_at or today()
    book = codebook()
    found = []
    for theme in THEMES.values():
        codes = {name: code for name, code in book.items() if code.theme == theme.name and name in said}
        if codes:
            found.append(of_theme(theme.name, theme.title, codes, said, reviews, day))
    return found


def evidence_of(name: str, review: UUID) -> list[Passage]:
    """The passages on which the judgement of a review rests, for a code, or for all codes of a theme."""
    codes = {code.name for code in codebook().values() if name in (code.name, code.theme)}
    latest = [row for code, rows in states().items() if code in codes for at, row in rows.items() if at == review]
    ids = ReviewCodePassage.objects.filter(review_code__in=latest).values_list("passage_id", flat=True)
    return list(Passage.objects.filter(pk__in=ids).select_related("document__review").order_by("document", "number"))


def evidence_by_theme() -> dict[tuple[str, UUID], list[Passage]]:
    """By theme and review, the passages on which its judgements rest, each once: for whoever needs them all at once."""
    theme_of = {code.name: code.theme for code in codebook().values() if code.theme}
    latest = {
        row.pk: (theme_of[code], review)
        for code, rows in states().items()
        if code in theme_of
        for review, row in rows.items()
    }
    rests = ReviewCodePassage.objects.filter(review_code__in=latest).select_related("passage__document")
    found: dict[tuple[str, UUID], dict[UUID, Passage]] = defaultdict(dict)
    for one in rests.order_by("passage__document", "passage__number"):
        found[latest[one.review_code_id]][one.passage_id] = one.passage
    return {key: list(passages.values()) for key, passages in found.items()}


def good_practice() -> list[Coding]:
    """Codings that a person judged to be good practice, in the order of their documents."""
    found = Coding.objects.filter(judged="good_practice", ended_at__isnull=True)
    return list(
        found.select_related("passage__document__review", "by").order_by("passage__document", "passage__number")
    )


@dataclass(frozen=True, slots=True)
class Pair:
    """Two readers of one document, and of each code that either gave: how far they agree, and where not.

    `read` are the passages both have read; `apart` by code those to which only one of them gave it.
    """

    a: User
    b: User
    read: tuple[UUID, ...]
    by_code: dict[str, Agreement]
    apart: dict[str, tuple[UUID, ...]]


def pairs(document: ReviewDocument) -> list[Pair]:
    """Every two readers of a document who have read some of the same passages."""
    read: dict[int, set[UUID]] = defaultdict(set)
    people: dict[int, User] = {}
    for one in PassageRead.objects.filter(passage__document=document).select_related("by"):
        read[one.by_id].add(one.passage_id)
        people[one.by_id] = one.by
    given: dict[tuple[int, str], set[UUID]] = defaultdict(set)
    for coding in Coding.objects.filter(passage__document=document, ended_at__isnull=True):
        given[coding.by_id, coding.code].add(coding.passage_id)
    order = dict(document.passages.values_list("id", "number"))
    listed = sorted(people.values(), key=lambda user: user.name)
    found = []
    for at, a in enumerate(listed):
        for b in listed[at + 1 :]:
            if both := sorted(read[a.pk] & read[b.pk], key=lambda one: order[one]):
                found.append(_pair(a, b, both, given))
    return found


def _pair(a: User, b: User, both: list[UUID], given: dict[tuple[int, str], set[UUID]]) -> Pair:
    codes = sorted({code for who, code in given if who in (a.pk, b.pk)})
    by_code, apart = {}, {}
    for code in codes:
        of_a, of_b = given.get((a.pk, code), set()), given.get((b.pk, code), set())
        told = agreement(both, of_a, of_b)  # type: ignore[arg-type]  # ids are hashable, which is all it asks
        if told.both or told.only_a or told.only_b:
            by_code[code] = told
            apart[code] = tuple(one for one in both if (one in of_a) != (one in of_b))
    return Pair(a, b, tuple(both), by_code, apart)


def _seen(passage: Passage, by: User) -> Q:
    """Whose rows about a passage this person may see while coding it: a blind reader's are nobody else's business."""
    if is_blind(passage.document_id, by):
        return Q(by=by)
    return ~Q(by_id__in=blind_readers(passage.document_id) - {by.pk})


def _register() -> tuple[UUID, ...]:
    return tuple(Review.objects.order_by("slug").values_list("id", flat=True))


def _said(as_at: dt.date | None) -> dict[str, dict[UUID, str]]:
    return {code: {review: row.state for review, row in rows.items()} for code, rows in states(as_at).items()}


@dataclass(frozen=True, slots=True)
class Progress:
    """How far somebody has read a document as it stands. Headings are not counted."""

    document: ReviewDocument
    sections: int
    sections_read: int
    passages: int
    passages_read: int
    blind: bool


def progress(document: ReviewDocument, by: User) -> Progress:
    """How far somebody has read a document."""
    whole = sections(document.id)
    ids = [passage.id for section in whole for passage in section.passages]
    read = PassageRead.objects.filter(passage__in=ids, by=by).values("passage").distinct().count()
    ticked = len(sections_read(document.id, by))
    return Progress(document, len(whole), ticked, len(ids), read, is_blind(document.id, by))


def is_finished(document: UUID, by: User) -> bool:
    """Whether somebody has saved every passage of a document as it stands."""
    told = progress(ReviewDocument.objects.get(pk=document), by)
    return told.passages_read == told.passages


def proposals() -> list[ProposedCode]:
    """The proposed codes that nobody has decided on, the oldest first."""
    return list(ProposedCode.objects.filter(accepted__isnull=True).select_related("by", "passage").order_by("at"))


def coded_in(review: UUID) -> list[Coding]:
    """The codings of all documents of a review, in the order of the passages."""
    found = Coding.objects.filter(passage__document__review=review, ended_at__isnull=True)
    return list(found.select_related("passage", "by").order_by("passage__document", "passage__number", "code"))
