"""What a paper is made from, gathered from the rooms below as of today: the register, recommendations, measures."""

from collections.abc import Iterable

from keepsight.access.queries import the_machine
from keepsight.assurance import queries as assurance
from keepsight.assurance.queries import MeasureShown, RecommendationShown
from keepsight.briefings.material import Live, Material, Recommended, Review
from keepsight.prompts.sheets import sheets
from keepsight.reviews import queries as register
from keepsight.reviews.queries import ReviewShown
from keepsight.store.clock import today
from keepsight.vocabulary import CODES


def gather(title: str, partnership: str) -> Material:
    """The material of a paper of this title. Lists are empty where the rooms below hold nothing yet."""
    day = today()
    return Material(
        title=title,
        partnership=partnership,
        as_at=day,
        reviews=tuple(map(_review, register.reviews(the_machine()))),
        coded=(),
        recommended=tuple(map(_recommended, assurance.recommendations(day))),
        live=tuple(_live(assurance.measures(day))),
    )


def _review(one: ReviewShown) -> Review:
    facts = one.facts
    also = (facts.published_as, *(child.name_used for child in one.children))
    published_on = facts.published_on if one.published else None
    return Review(one.id, facts.title, _said(facts.kind), published_on, tuple(filter(None, also)))


def _recommended(one: RecommendationShown) -> Recommended:
    return Recommended(one.made.says, one.made.owner.name, one.standing.title, _themes(one.made.codes))


def _live(measures: Iterable[MeasureShown]) -> Iterable[Live]:
    """The last period of each measure that is a share, and of which enough can be told."""
    for one in measures:
        told = [point for point in one.points if point.value is not None and point.out_of is not None]
        sheet = sheets().get(one.measure.pattern)
        if told and sheet and one.measure.recommendation:
            last = told[-1]
            yield Live(
                _themes(one.measure.recommendation.codes),
                one.measure.title[:1].lower() + one.measure.title[1:],
                last.counted,
                last.out_of or (),
                last.last,
                f"{sheet.name} version {sheet.version}",
            )


def _themes(codes: Iterable[str]) -> tuple[str, ...]:
    """The themes that some codes belong to, each once. A code of no theme, and one that is unknown, adds none."""
    found = (CODES[code].theme for code in codes if code in CODES)
    return tuple(dict.fromkeys(theme for theme in found if theme))


def _said(word: str) -> str:
    return word.replace("_", " ").capitalize()
