"""How much of a measure a person may read: all of it, or only what no small number gives away."""

from collections.abc import Iterable
from dataclasses import dataclass

from keepsight.assurance.measures import Point
from keepsight.assurance.queries import MeasureShown
from keepsight.pages.page import Asking
from keepsight.store.suppression import RULE


@dataclass(frozen=True, slots=True)
class SaysWhat:
    """A measure's verdict for one reader. `whole`: no figure behind it is held back from them."""

    title: str
    sentence: str
    whole: bool


def says(asking: Asking, one: MeasureShown) -> SaysWhat:
    """The verdict; without its numbers, where small figures are held back from this reader."""
    if reads_all(asking) or not any(held_back(point) for point in one.points):
        return SaysWhat(one.verdict.title, one.verdict.sentence, True)
    return SaysWhat(one.verdict.title, "The figures behind it are small, and held back for the children's sake.", False)


def reads_all(asking: Asking) -> bool:
    """Whether this person may open every child, and so reads every figure."""
    return asking.sight.children is None and asking.sight.of_agency is None


def held_back(point: Point) -> bool:
    """Whether a period's figure would tell too much of single children."""
    if point.out_of is None:
        return RULE.hides(len(_children(point.counted)))
    return bool(point.out_of) and RULE.hides_share(len(point.counted), len(point.out_of))


def _children(ones: Iterable[tuple[object, object]]) -> set[object]:
    return {child for child, _ in ones}
