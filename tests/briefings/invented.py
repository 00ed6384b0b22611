"""Reviews of an invented town, what they were coded to, and a paper of them. Nobody in them ever lived."""

import datetime as dt
from collections.abc import Iterable
from uuid import UUID, uuid5

from keepsight.briefings.material import Coded, Live, Material, Quote, Recommended, Research, Review, Source

SPACE = UUID("00000000-0000-4000-8000-00000000b41e")
AS_AT = dt.date(2026, 4, 1)


def review(name: str, *, published: bool = True) -> Review:
    return Review(uuid5(SPACE, name), name, "Local review", dt.date(2024, 5, 1) if published else None)


REVIEWS = tuple(
    review(f"Child {name}", published=name != "Osier") for name in ("Ashlar", "Burnet", "Osier", "Teasel", "Yarrow")
)
ASHLAR, BURNET, OSIER, TEASEL, YARROW = REVIEWS


def source(of: Review, page: int | None = 4, paragraph: int = 12) -> Source:
    return Source(of.id, "overview report", page, paragraph)


def ids(reviews: Iterable[Review]) -> tuple[UUID, ...]:
    return tuple(one.id for one in reviews)


CODED = (
    Coded(
        "chronic_neglect", ids([ASHLAR, BURNET, OSIER]), ids([TEASEL]), ids([YARROW]), "3",
        sources=(source(ASHLAR), source(BURNET, 9, 3)),
        quotes=(Quote(source(ASHLAR), "The home was cold for two winters."), Quote(source(OSIER), "Nobody had seen the bedroom.")),
    ),
    Coded("domestic_abuse", (), ids([ASHLAR, BURNET]), ids([OSIER, TEASEL]), "3"),
    Coded("childs_voice", ids(REVIEWS), (), (), "1", sources=(source(YARROW, None, 7),)),
)  # fmt: skip


RESEARCH = Research(
    "chronic_neglect",
    "neglect stood in most reviews",
    "An invented study",
    "page 3",
    "60 reviews of a year",
    checked=True,
)
RECOMMENDED = Recommended(
    "See each child alone before a plan ends.", "Fennick children's social care", "Accepted", ("childs_voice",)
)


def seen(children: int, times: int = 1) -> tuple[tuple[UUID, UUID], ...]:
    """So many children, each counted so many times: a child and an entry."""
    return tuple(
        (uuid5(SPACE, f"child {child}"), uuid5(SPACE, f"{child}, time {time}"))
        for child in range(children)
        for time in range(times)
    )


SEEN = seen(30)


def material(**changes: object) -> Material:
    said = {
        "title": "What five reviews teach us",
        "partnership": "Fennick-on-the-Wash Safeguarding Children Partnership",
        "as_at": AS_AT,
        "reviews": REVIEWS,
        "coded": CODED,
        "research": (RESEARCH,),
        "recommended": (RECOMMENDED,),
        "live": (Live(("childs_voice",), "children on a plan seen alone", SEEN[:20], SEEN, AS_AT, "seen-alone 2"),),
        "good_practice": (Quote(source(BURNET, 11, 2), "A school nurse went back a third time and was let in."),),
    }  # fmt: skip
    return Material(**(said | changes))  # type: ignore[arg-type]
