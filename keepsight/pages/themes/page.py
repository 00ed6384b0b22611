"""What reviews say: how many say so, of how many that could, beside national figures; and what stands in them together.

Every number opens the reviews it counts. Counts of reviews print whole: they are no counts of children.
"""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.urls import reverse
from markupsafe import Markup

from keepsight.pages.guidance.page import row as beside
from keepsight.pages.page import Asking, Page, Shown
from keepsight.pages.svg import el
from keepsight.pages.taken_away import Listed
from keepsight.reviews.models import Passage
from keepsight.reviews.queries import reviews
from keepsight.themes.codebook import codebook
from keepsight.themes.guidance import GuidanceShown, beside_themes
from keepsight.themes.national import Figure, figures
from keepsight.themes.prevalence import Prevalence, Share, co_occurrence
from keepsight.themes.queries import evidence_of, prevalence_of_codes, prevalence_of_themes
from keepsight.vocabulary import THEMES

PAGE = Page(address="themes/", title="Themes", who=frozenset({"learning_team"}), menu=9, group="Learning")
LISTED = Listed(
    "reviews by theme or code",
    lambda page: page["rows"],
    {
        "Theme or code": lambda row: row["told"].title,
        "Counted": lambda row: row["told"].version,
        "Of those that say whether": lambda row: row["told"].shares[0],
        "Of those it could apply to": lambda row: row["told"].shares[1],
        "Of all in the register": lambda row: row["told"].shares[2],
        "Not mentioned": lambda row: len(row["told"].not_mentioned),
    },
)
BAR, BAR_HEIGHT = 100, 10  # in the drawing's own measure: the style sheet stretches it to the room there is


@dataclass(frozen=True, slots=True)
class Fetched:
    """Each theme, or each code, with its reviews; their titles; the reviews that one number opens, with passages; and by
    theme, the guidance that stands beside it."""

    told: list[Prevalence]
    titles: dict[UUID, str]
    opened: list[tuple[UUID, list[Passage]]]
    names: tuple[str, ...]
    guidance: dict[str, list[GuidanceShown]]


def fetch(asking: Asking) -> Fetched:
    """By theme, or by code with `?by=code`. `?open=` names one, or two with a comma, whose reviews are listed."""
    told = prevalence_of_codes() if asking.query.get("by") == "code" else prevalence_of_themes()
    by_name = {one.name: one for one in told}
    names = tuple(name for name in asking.query.get("open", "").split(",") if name in by_name)
    both = [set(by_name[name].present) for name in names]
    listed = [one for one in by_name[names[0]].present if all(one in each for each in both)] if names else []
    opened = [(one, [passage for name in names for passage in evidence_of(name, one)]) for one in listed]
    titles = {one.id: one.facts.title for one in reviews(asking.sight)}
    return Fetched(told, titles, opened, names, _guidance(set(by_name)))


def _guidance(told: set[str]) -> dict[str, list[GuidanceShown]]:
    """What stands beside the themes that are told of, or that the codes told of belong to. Empty where nothing does."""
    of_codes = {code.theme for code in codebook().values() if code.name in told}
    found = beside_themes()
    return {name: found.get(name, []) for name in THEMES if name in told | of_codes}


def present(asking: Asking, fetched: Fetched) -> Shown:
    """The picture, the table, what stands together, and the reviews that a number opened."""
    by = "code" if asking.query.get("by") == "code" else "theme"
    title = {one.name: one.title for one in fetched.told}
    context: dict[str, Any] = {
        "by": by,
        "as_at": asking.today,
        "rows": [_row(one, by) for one in fetched.told],
        "picture": picture(fetched.told) if fetched.told else None,
        "together": [
            (title[one.one], title[one.other], one.share, f"?by={by}&open={one.one},{one.other}#opened")
            for one in co_occurrence(fetched.told)
        ],
        "opened": [(fetched.titles.get(one, "A review"), _links(passages)) for one, passages in fetched.opened],
        "opened_words": " and ".join(title[name] for name in fetched.names),
        "asked": bool(fetched.names),
        "guidance": [
            (THEMES[name], [beside(one, asking.today) for one in found]) for name, found in fetched.guidance.items()
        ],
    }
    return Shown(context)


def picture(told: list[Prevalence]) -> Markup:
    """A bar for each: the part of the reviews that say whether; where none says, none. The numbers stand beside it."""
    return el("ul", *(_bar(one.title, one.shares[0]) for one in told), class_="ks-bars")


def _bar(title: str, share: Share) -> Markup:
    widths = {"whole": BAR, "bar": BAR * share.ratio} if share.ratio is not None else {}
    drawings = [el("rect", class_=f"ks-bars__{name}", width=wide, height=BAR_HEIGHT) for name, wide in widths.items()]
    box = f"0 0 {BAR} {BAR_HEIGHT}"
    drawn = el("svg", *drawings, class_="ks-bars__drawn", viewBox=box, preserveAspectRatio="none", aria_hidden="true")
    said = el("span", str(share), class_="ks-bars__number")
    return el("li", el("span", title, class_="ks-bars__title"), drawn, said, class_="ks-bars__one")


def _row(one: Prevalence, by: str) -> dict[str, Any]:
    beside: list[Figure] = [figure for figure in figures() if by == "theme" and figure.theme == one.name]
    return {
        "told": one,
        "href": f"?by={by}&open={one.name}#opened",
        "national": beside,
    }


def _links(passages: list[Passage]) -> list[tuple[Passage, str]]:
    return [
        (one, f"{reverse('coding_desk', kwargs={'document_id': one.document_id})}?passage={one.number}")
        for one in passages
    ]
