"""How much of a measure a person may read: all of it, or only what no small number gives away."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from uuid import UUID

from keepsight.assurance.measures import One, Point
from keepsight.assurance.queries import MeasureShown
from keepsight.store.suppression import RULE


@dataclass(frozen=True, slots=True)
class SaysWhat:
    """A measure's verdict for one reader. `whole`: no figure behind it is held back from them."""

    title: str
    sentence: str
    whole: bool


def says(seen: Collection[UUID], one: MeasureShown) -> SaysWhat:
    """The verdict for whoever sees these children; without its numbers, where small figures are held back from them."""
    if reads_all(seen, one) or not any(held_back(point) for point in one.points):
        return SaysWhat(one.verdict.title, one.verdict.sentence, True)
    return SaysWhat(one.verdict.title, "The figures behind it are small, and held back for the children's sake.", False)


def reads_all(seen: Collection[UUID], one: MeasureShown) -> bool:
    """Whether whoever sees these children may open each one that the measure is about, and so reads every figure."""
    return all(
        child in seen
        for point in one.points
        for child in _children((*point.counted, *(point.out_of or ()), *point.untold))
    )


def held_back(point: Point) -> bool:
    """Whether a period's figure would tell too much of single children."""
    if point.out_of is None:
        return RULE.hides(len(_children(point.counted)))
    return bool(point.out_of) and RULE.hides_share(len(point.counted), len(point.out_of))


def _children(ones: Iterable[One]) -> set[UUID]:
    return {child for child, _ in ones}
