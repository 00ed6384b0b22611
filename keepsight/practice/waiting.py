"""How much waits for each person today, of everything that My work shows, and nothing of whom it is about. Part of `queries`."""

import datetime as dt
from dataclasses import dataclass

from keepsight.access.models import User
from keepsight.access.queries import sight
from keepsight.access.roles import CONFIRM
from keepsight.access.sharing import Heard, notices_for
from keepsight.access.sight import Sight, seeing
from keepsight.chronology.guesses import files_of_guesses
from keepsight.chronology.queries import documents
from keepsight.people import in_sight
from keepsight.people import queries as people
from keepsight.people.pairs import waiting_for
from keepsight.people.shown import ChildShown
from keepsight.practice.matters import matters
from keepsight.practice.professionals.conferences import calls_for
from keepsight.practice.professionals.disagreements import waiting as disputed
from keepsight.practice.queries import turns
from keepsight.prompts.queries import SEE_PROMPTS


@dataclass(frozen=True, slots=True)
class Waiting:
    """How much waits for one person, and how much of it by today or since before. Nothing of whom it is about.

    `others` is all that My work shows beside prompts.
    """

    user: User
    prompts: int
    others: int
    pressing: int


def waiting_for_each(today: dt.date) -> list[Waiting]:
    """What waits for each person who works with children, in the order of their names; whoever has nothing is left out."""
    users = User.objects.filter(is_active=True, role__in=SEE_PROMPTS).select_related("agency").order_by("name")
    found = []
    for user in users:
        seen = sight(user, today)
        with seeing(seen):
            found.append(_waiting(seen, user, today))
    return [one for one in found if one.prompts or one.others]


def unheard(user: User, seen: Sight) -> list[tuple[Heard, ChildShown | None]]:
    """What this person has yet to hear of, each with its child as far as it is in sight: out of sight only what names them."""
    heard = notices_for(user)
    children = people.children_now(seen, {one.notice.child for one in heard})
    found = [(one, children.get(one.notice.child)) for one in heard]
    return [(one, of) for one, of in found if of or one.notice.user_id == user.pk]


def _waiting(seen: Sight, user: User, today: dt.date) -> Waiting:
    ids = in_sight.within(seen, None)
    prompts = [one.stands.state.due for one in turns(seen, today) if one.mine]
    days = [
        *(one.due for one in matters(seen, ids, user, today)),
        *(one.stands.state.due for _, one in disputed(seen, ids, user, today)),
        *(one.on for _, one in calls_for(seen, ids, user, today)),
        *(None for _ in unheard(user, seen)),
        *(None for _ in (documents(seen, waiting=True) if user.role in CONFIRM else ())),
        *(None for _ in files_of_guesses(seen)),
        *([None] * waiting_for(seen, user.pk)),
    ]
    return Waiting(user, len(prompts), len(days), sum(due is not None and due <= today for due in (*prompts, *days)))
