"""Guidance and research beside a theme: put there, said differently, looked at again, withdrawn. Part of `actions` and `queries`.

It is what others wrote, told in the learning team's own words. Nothing here is counted, and no address is ever fetched.
"""

import datetime as dt
from collections import defaultdict
from dataclasses import asdict, dataclass
from urllib.parse import urlsplit
from uuid import UUID

from django.db import transaction

from keepsight.access.models import User
from keepsight.errors import Overtaken, WrongUse
from keepsight.store import audit, clock
from keepsight.store.alone import alone_with
from keepsight.themes.models import GUIDANCE_KINDS, Guidance, GuidanceLookedAt, GuidanceWithdrawn
from keepsight.vocabulary import THEMES

LOOK_AGAIN_AFTER = dt.timedelta(days=365)
"""So long after somebody last looked, it is said that nobody has since (local judgement)."""
FIRST_YEAR = 1889
"""Of the first Act against cruelty to children (52 & 53 Vict. c. 44): an earlier year is a slip of the pen."""


@dataclass(frozen=True, slots=True)
class Said:
    """What is said of guidance. `year` is the one in which it was published; `address` blank: it has none."""

    theme: str
    kind: str
    title: str
    publisher: str
    year: int
    says: str
    address: str = ""


@dataclass(frozen=True, slots=True)
class GuidanceShown:
    """Guidance as it stands, with the versions before it, the oldest first. `looked` None: nobody has looked at this version."""

    now: Guidance
    earlier: tuple[Guidance, ...]
    looked: GuidanceLookedAt | None
    withdrawn: GuidanceWithdrawn | None

    @property
    def first(self) -> Guidance:
        """As it was put beside its theme."""
        return (*self.earlier, self.now)[0]

    def wants_a_look(self, today: dt.date) -> bool:
        """Whether nobody has looked at it, as it stands, for over a year, or ever."""
        return self.looked is None or today - self.looked.on > LOOK_AGAIN_AFTER


def guidance() -> list[GuidanceShown]:
    """All of it, withdrawn too: by theme in the order of the themes, the latest year first."""
    versions: dict[UUID, list[Guidance]] = defaultdict(list)
    for one in Guidance.objects.select_related("by", "withdrawn__by").order_by("number"):
        versions[one.guidance].append(one)
    looks = {one.version_id: one for one in GuidanceLookedAt.objects.select_related("by").order_by("on", "id")}
    shown = [
        GuidanceShown(one[-1], tuple(one[:-1]), looks.get(one[-1].id), getattr(one[-1], "withdrawn", None))
        for one in versions.values()
    ]
    place = {name: at for at, name in enumerate(THEMES)}
    return sorted(shown, key=lambda one: (place[one.now.theme], -one.now.year, one.now.title))


def beside_themes() -> dict[str, list[GuidanceShown]]:
    """By theme, what stands beside it. A theme that has none is not in it."""
    found: dict[str, list[GuidanceShown]] = defaultdict(list)
    for one in guidance():
        if one.withdrawn is None:
            found[one.now.theme].append(one)
    return dict(found)


@transaction.atomic
def put_beside(said: Said, *, looked_on: dt.date | None, by: User) -> Guidance:
    """Put guidance beside a theme. `looked_on`: the day on which whoever does so last looked at it; None: not yet.

    Raises WrongUse for a hole, for an address that is not https, for a year or a day to come, and for what stands there already.
    """
    _refuse(said, looked_on)
    alone_with(f"guidance beside {said.theme}")
    alike = [one.now for one in beside_themes().get(said.theme, ()) if one.now.title.lower() == said.title.lower()]
    if any((one.publisher.lower(), one.year) == (said.publisher.lower(), said.year) for one in alike):
        raise WrongUse("That stands beside this theme already", next_step="Change what is said of it.")
    return _keep(Guidance(number=1, **asdict(said)), looked_on, by)


@transaction.atomic
def say_anew(one: UUID, said: Said, *, after: int, looked_on: dt.date | None, by: User) -> Guidance:
    """Say something else of guidance, as its next version; who looked at the version before has not looked at this one.

    `after`, here and below, is the version that whoever acts has read. Raises WrongUse as `put_beside`, Overtaken for a later one.
    """
    _refuse(said, looked_on)
    was = _standing(one, after)
    return _keep(Guidance(guidance=was.guidance, number=was.number + 1, **asdict(said)), looked_on, by)


@transaction.atomic
def look_again(one: UUID, *, after: int, on: dt.date, by: User) -> None:
    """Keep that somebody looked at guidance on a day and found it to say so still. Raises WrongUse where they said so before."""
    was = _standing(one, after)
    _refuse_day(on, was.year)
    if GuidanceLookedAt.objects.filter(version=was, on=on, by=by).exists():
        raise WrongUse("You have said so of that day already", next_step="Open the page again.")
    _keep_look(was, on, by)


@transaction.atomic
def withdraw(one: UUID, *, after: int, because: str, by: User) -> None:
    """Take guidance from beside its theme, for a reason such as later guidance. It is kept, among what was withdrawn."""
    was = _standing(one, after)
    if not because:
        raise WrongUse("It is withdrawn for a reason", next_step="Write why, such as what has taken its place.")
    GuidanceWithdrawn.objects.create(version=was, because=because, by=by, at=clock.now())
    audit.note("themes.withdraw_guidance", by=by, about=f"guidance {was.guidance}")


def _keep(made: Guidance, looked_on: dt.date | None, by: User) -> Guidance:
    made.by, made.at = by, clock.now()
    made.save(force_insert=True)
    audit.note("themes.put_guidance", by=by, about=f"guidance {made.guidance}", count=made.number)
    if looked_on is not None:
        _keep_look(made, looked_on, by)
    return made


def _keep_look(version: Guidance, on: dt.date, by: User) -> None:
    GuidanceLookedAt.objects.create(version=version, on=on, by=by, at=clock.now())
    audit.note("themes.look_at_guidance", by=by, about=f"guidance {version.guidance}", count=version.number)


def _standing(one: UUID, after: int) -> Guidance:
    """The last version, once nobody else can add to it."""
    alone_with(f"guidance {one}")
    now = Guidance.objects.filter(guidance=one).select_related("withdrawn").order_by("number").last()
    if now is None:
        raise WrongUse("There is no such guidance", next_step="Choose from the list.")
    if now.number != after or hasattr(now, "withdrawn"):
        raise Overtaken(
            "Somebody else has changed or withdrawn this since you opened it",
            next_step="Read it as it stands, then save again.",
        )
    return now


def _refuse(said: Said, looked_on: dt.date | None) -> None:
    """Raises WrongUse with the first thing that is wrong."""
    if said.theme not in THEMES or said.kind not in GUIDANCE_KINDS:
        raise WrongUse("No theme, or no kind of guidance, was chosen", next_step="Choose from the lists.")
    if not (said.title and said.publisher and said.says):
        raise WrongUse(
            "It needs a title, who published it, and what it says on this theme", next_step="Write all three."
        )
    if not FIRST_YEAR <= said.year <= clock.today().year:
        raise WrongUse(
            f"The year is not one from {FIRST_YEAR} to this one", next_step="Enter the year in which it was published."
        )
    if said.address and not _is_https(said.address):
        raise WrongUse(
            "The address does not begin with https:// and the name of a site",
            next_step="Correct it, or leave it empty.",
        )
    if looked_on is not None:
        _refuse_day(looked_on, said.year)


def _refuse_day(on: dt.date, year: int) -> None:
    if on > clock.today():
        raise WrongUse("That day has not come yet", next_step="Enter the day on which it was looked at.")
    if on.year < year:
        raise WrongUse("Nobody can have looked at it before it was published", next_step="Correct the day or the year.")


def _is_https(address: str) -> bool:
    """Whether it is a plain https address: one word, of a site, that carries nobody's name or password."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    one_word = address.isprintable() and not any(letter.isspace() for letter in address)
    return one_word and address.startswith("https://") and bool(parts.hostname) and "@" not in parts.netloc
