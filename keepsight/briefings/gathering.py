"""What a paper is made from, gathered from the rooms below as of today: register, coding, recommendations, measures.

Only what people judged of a review is counted. What words suggested is another table, and is never read here.
"""

from collections.abc import Iterable
from uuid import UUID

from keepsight.access.queries import the_machine
from keepsight.assurance import queries as assurance
from keepsight.assurance.queries import MeasureShown, RecommendationShown
from keepsight.briefings.material import Coded, Live, Material, Quote, Recommended, Research, Review, Source, ToRead
from keepsight.prompts.in_force import known
from keepsight.reviews import queries as register
from keepsight.reviews.models import Passage
from keepsight.reviews.queries import ReviewShown
from keepsight.store.clock import today
from keepsight.themes import queries as themes
from keepsight.themes.guidance import GuidanceShown, beside_themes
from keepsight.themes.national import Figure as National
from keepsight.themes.national import figures as national
from keepsight.themes.prevalence import Prevalence
from keepsight.vocabulary import CODES

MOST_WORDS = 60  # of a quote; a longer passage is cited and not quoted


def gather(title: str, partnership: str) -> Material:
    """The material of a paper of this title. Lists are empty where the rooms below hold nothing yet."""
    day = today()
    reviews = register.reviews(the_machine())
    pages, evidence = _pages(reviews), themes.evidence_by_theme()
    return Material(
        title=title,
        partnership=partnership,
        as_at=day,
        reviews=tuple(map(_review, reviews)),
        coded=tuple(_coded(one, evidence, pages) for one in themes.prevalence_of_themes()),
        research=tuple(map(_research, national())),
        recommended=tuple(map(_recommended, assurance.recommendations(day))),
        live=tuple(_live(assurance.measures(day))),
        good_practice=tuple(_quote(one.passage, pages) for one in themes.good_practice()),
        to_read=tuple(_to_read(one) for found in beside_themes().values() for one in found),
    )


def _review(one: ReviewShown) -> Review:
    facts = one.facts
    also = (facts.published_as, *(child.name_used for child in one.children))
    published_on = (facts.published_on or one.steps[-1].on) if one.published else None
    kind = facts.kind.replace("_", " ").capitalize()
    return Review(one.id, facts.title, kind, published_on, tuple(filter(None, also)))


def _coded(one: Prevalence, evidence: dict[tuple[str, UUID], list[Passage]], pages: dict[UUID, int | None]) -> Coded:
    passages = [evidence.get((one.name, review), []) for review in one.present]
    # One quote a review, the shortest: so that no review speaks for the others.
    spoken = [min(short, key=lambda passage: len(passage.words)) for those in passages if (short := _short(those))]
    return Coded(
        theme=one.name,
        present=one.present,
        absent=one.absent,
        not_mentioned=one.not_mentioned,
        version=one.version,
        not_judged=one.not_judged,
        sources=tuple(_source(passage, pages) for those in passages for passage in those),
        quotes=tuple(_quote(passage, pages) for passage in spoken),
    )


def _short(passages: Iterable[Passage]) -> list[Passage]:
    return [one for one in passages if one.kind == "paragraph" and len(one.words.split()) <= MOST_WORDS]


def _quote(passage: Passage, pages: dict[UUID, int | None]) -> Quote:
    return Quote(_source(passage, pages), passage.words)


def _source(passage: Passage, pages: dict[UUID, int | None]) -> Source:
    document = passage.document
    return Source(document.review_id, document.title, pages.get(passage.id), passage.number)


def _pages(reviews: Iterable[ReviewShown]) -> dict[UUID, int | None]:
    """The page on which each passage stands in the latest version of its document; None where the file has none."""
    documents = (document for one in reviews for document in one.documents)
    return {passage.id: passage.page for document in documents for passage in register.passages(document.id)}


def _research(one: National) -> Research:
    of = f"{one.of} of " if one.of is not None else ""
    return Research(
        theme=one.theme,
        says=f"{one.says[:1].lower()}{one.says[1:]}, {one.percent:g}%",
        source=one.source,
        page=one.page,
        counted=f"{of}{one.population[:1].lower()}{one.population[1:]}, {one.year}",
        checked=one.verified,
    )


def _to_read(one: GuidanceShown) -> ToRead:
    now = one.now
    published = f"{now.publisher}, {now.year}. {now.address}".rstrip(" .")
    return ToRead(now.theme, now.title, published, now.says, one.looked.on if one.looked else None)


def _recommended(one: RecommendationShown) -> Recommended:
    return Recommended(one.made.says, one.made.owner.name, one.standing.title, _themes(one.made.codes))


def _live(measures: Iterable[MeasureShown]) -> Iterable[Live]:
    """The last period of each measure that is a share, and of which enough can be told."""
    for one in measures:
        told = [point for point in one.points if point.value is not None and point.out_of is not None]
        sheet = known().get(one.measure.pattern)
        if told and sheet and one.measure.recommendation:
            last = told[-1]
            yield Live(
                _themes(one.measure.recommendation.codes),
                one.measure.title[:1].lower() + one.measure.title[1:],
                last.counted,
                last.out_of or (),
                last.last,
                f"{sheet.title}, version {sheet.version}",
            )


def _themes(codes: Iterable[str]) -> tuple[str, ...]:
    """The themes that some codes belong to, each once. A code of no theme, and one that is unknown, adds none."""
    found = (CODES[code].theme for code in codes if code in CODES)
    return tuple(dict.fromkeys(theme for theme in found if theme))
