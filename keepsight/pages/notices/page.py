"""What somebody has yet to hear of: entries shared with their agency, corrections, decisions come back, what others did with
what they began or told, broken glass.

It stands on My work until one of those it is for has said that they have seen it. About a child out of sight it is told only
to the person whom it names, and then without saying whose child.
"""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.urls import reverse

from keepsight.access.glass import CATEGORIES, JUDGEMENTS
from keepsight.access.models import BrokenGlass, Disclosure, NotShared
from keepsight.access.sharing import ASKED_WHO, QUESTION_CHANGED, Heard, notice_seen
from keepsight.errors import WrongUse
from keepsight.pages import words
from keepsight.pages.page import WITH_CHILDREN, Asking, Elsewhere, Page, Shown
from keepsight.pages.taken_away import Listed
from keepsight.people.shown import ChildShown
from keepsight.practice.threads.table import APPROVAL, NEED
from keepsight.practice.waiting import unheard

PAGE = Page(
    address="notices/", title="What you have not heard yet", who=WITH_CHILDREN, methods=frozenset({"GET", "POST"})
)
LISTED = Listed(
    "notices that you have not heard of yet",
    lambda page: page["notices"],
    {"Child": lambda one: one.child, "What": lambda one: one.says},
    child=lambda one: one.of,
)
PACKED = "Entries that your agency told went into an evidence pack. It stands for whoever may read all that is in it."
CHANGED = "A prompt went because the question was changed, not because anything changed for the child. Who changed it says why."
PARTED = "A record of somebody else stood here while you looked. It went from here: what you read then may not be this child’s."
ASKED = (
    "Your agency is asked about its own record of this child: it may be of the same person as another’s. "
    "Read what is asked, and answer in words."
)
SAYS = {"packed": PACKED, QUESTION_CHANGED: CHANGED, "parted": PARTED, ASKED_WHO: ASKED}
STEPS = {
    f"{of.name} {name}": f"{begun}: {step.title[0].lower()}{step.title[1:]}."
    for of, begun in ((NEED, "A need that you noted"), (APPROVAL, "What you asked a manager to approve"))
    for name, step in of.steps.items()
}
"""By the word for it, what others did about what somebody began."""
GONE_ON_WITH = {"packed": "packs", NEED.name: "needs", APPROVAL.name: "approvals"}
"""By how the word begins, the page on which it is gone on with."""


@dataclass(frozen=True, slots=True)
class Told:
    """A notice as a person reads it. `href` None: there is nothing that this person may open; `of` None: not whose child."""

    id: str
    child: str
    says: str
    href: str | None
    of: UUID | None


def fetch(asking: Asking) -> list[tuple[Heard, ChildShown | None]]:
    """What waits, each with its child as far as it is in sight."""
    assert asking.user is not None  # the door has made sure
    return unheard(asking.user, asking.sight)


def act(asking: Asking) -> Elsewhere | None:
    """Say that it was seen. None: there is no such notice for this person."""
    assert asking.user is not None
    theirs = {str(one.notice.pk): one.notice.pk for one, _ in fetch(asking)}
    try:
        notice_seen(theirs[asking.posted("notice")], by=asking.user)
    except (KeyError, WrongUse):
        return None
    return Elsewhere(reverse("notices") if asking.posted("back") == "notices" else reverse("my_work"))


def present(asking: Asking, fetched: list[tuple[Heard, ChildShown | None]]) -> Shown:
    """Each in a sentence."""
    context: dict[str, Any] = {"notices": told(fetched)}
    return Shown(context)


def told(fetched: list[tuple[Heard, ChildShown | None]]) -> list[Told]:
    """Notices in words: for this page and for My work."""
    return [_told(one, of) for one, of in fetched]


def _told(one: Heard, of: ChildShown | None) -> Told:
    href = _href(one, of) if of else None
    name = of.name if of else "A child who is no longer in your sight"
    return Told(str(one.notice.pk), name, _says(one), href, of.id if of else None)


def _href(one: Heard, of: ChildShown) -> str:
    if one.notice.what == "disputed":
        return reverse("dispute", kwargs={"child_id": of.id, "entry_id": one.notice.about})
    if one.notice.what == QUESTION_CHANGED:
        return f"{reverse('overview', kwargs={'child_id': of.id})}#gone"
    if one.notice.what == "parted":
        return f"{reverse('records', kwargs={'child_id': of.id})}#parted"
    if one.notice.what == ASKED_WHO:
        return reverse("pair", kwargs={"question_id": one.notice.about})
    if one.about is None:
        return reverse(GONE_ON_WITH[one.notice.what.split()[0]], kwargs={"child_id": of.id})
    return reverse("overview" if isinstance(one.about, BrokenGlass) else "sharing", kwargs={"child_id": of.id})


def _says(one: Heard) -> str:
    match one.about, one.notice.what:
        case None, what if what in SAYS:
            return SAYS[what]
        case None, what if what in STEPS:
            return STEPS[what]
        case None, _:
            return "An entry that your agency holds, or was told of, is disputed, or what was answered to that has changed."
        case Disclosure() as shared, "corrected":
            return f"What {shared.by.agency.name} shared with your agency on {words.moment(shared.at)} was corrected."
        case Disclosure() as shared, _:
            return f"{shared.by.name}, {shared.by.agency.name}, shared entries with your agency: {shared.purpose}"
        case NotShared() as kept, _:
            return f"Something new came in since it was decided, {words.moment(kept.at)}, not to share with {kept.to_agency.name}."
        case BrokenGlass() as glass, "judged":
            made = JUDGEMENTS[glass.judgement or ""]
            return f"You broke the glass {words.moment(glass.at)}. {made}. {glass.judged_because}"
        case BrokenGlass() as glass, _:
            who = f"{glass.user.name}, {glass.user.agency.name}"
            return f"{who}, broke the glass {words.moment(glass.at)}. {CATEGORIES[glass.category]}: {glass.reason}"
    raise AssertionError("a notice is of a kind that nobody has words for")
