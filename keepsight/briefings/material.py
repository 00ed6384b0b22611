"""What a paper is made from, as plain data: reviews, what they were coded to, research, recommendations, live figures.

Everything is named by id and comes with its list. Nothing here is a bare number, so that no paper can hold one.
"""

import datetime as dt
from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Review:
    """A review of the register. `published_on` None: it was never published, and no public edition quotes it.

    `also` are the other names under which it, or a child in it, is known.
    """

    id: UUID
    name: str
    kind: str
    published_on: dt.date | None
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """A passage that bears a claim: where anybody can look it up. `page` None: the document has none."""

    review: UUID
    document: str
    page: int | None
    paragraph: int


@dataclass(frozen=True, slots=True)
class Quote:
    """What a passage says, in its own words."""

    source: Source
    words: str


@dataclass(frozen=True, slots=True)
class Coded:
    """What people coded of one theme: in each list, the reviews of that answer. Silence is a list of its own, and so are the
    reviews of which nobody has said yet."""

    theme: str
    present: tuple[UUID, ...]
    absent: tuple[UUID, ...]
    not_mentioned: tuple[UUID, ...]
    version: str
    not_judged: tuple[UUID, ...] = ()
    sources: tuple[Source, ...] = ()
    quotes: tuple[Quote, ...] = ()

    @property
    def applicable(self) -> tuple[UUID, ...]:
        """The reviews in which the theme could be looked for at all."""
        return (*self.present, *self.absent, *self.not_mentioned)


@dataclass(frozen=True, slots=True)
class Research:
    """A figure from outside, with where it stands and whom it counts. `checked`: somebody has read it there."""

    theme: str
    says: str
    source: str
    page: str
    counted: str
    checked: bool


@dataclass(frozen=True, slots=True)
class ToRead:
    """Guidance or research that the learning team put beside a theme, and what it says in their words: no finding of a review.

    `looked_on` None: nobody has looked at it as it stands.
    """

    theme: str
    title: str
    published: str
    says: str
    looked_on: dt.date | None


@dataclass(frozen=True, slots=True)
class Recommended:
    """A recommendation, whose it is, what became of it, and the themes it bears on, if any."""

    words: str
    owner: str
    became: str
    themes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Live:
    """A figure about children, asked of the log: of `whole`, those in `part`, each a child and the entry that counts.

    `says` names what was counted.
    """

    themes: tuple[str, ...]
    says: str
    part: tuple[tuple[UUID, UUID], ...]
    whole: tuple[tuple[UUID, UUID], ...]
    as_at: dt.date
    version: str


@dataclass(frozen=True, slots=True)
class Material:
    """All of it, as at a day."""

    title: str
    partnership: str
    as_at: dt.date
    reviews: tuple[Review, ...]
    coded: tuple[Coded, ...]
    research: tuple[Research, ...] = ()
    recommended: tuple[Recommended, ...] = ()
    live: tuple[Live, ...] = ()
    good_practice: tuple[Quote, ...] = ()
    to_read: tuple[ToRead, ...] = ()
