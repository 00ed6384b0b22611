"""A referral to MARAC, followed until the conference talked about it; or why there is none. Part of `queries` and `actions`.

That it was received, for a meeting on which day, what was agreed or why it was sent back, somebody says here. Where the
conference's own list tells that it talked about it, for whoever may read that, nobody has to say so twice.
"""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from uuid import UUID, uuid4

from django.db import transaction

from keepsight.access.models import User
from keepsight.access.sight import THE_MACHINE, seeing
from keepsight.chronology.acts import people_in
from keepsight.chronology.shown import EntryShown
from keepsight.errors import WrongUse
from keepsight.intake.drafts import DetailValue, Level
from keepsight.people.queries import persons_of
from keepsight.practice.actions import next_step, refuse_far
from keepsight.practice.following import Followed, followed
from keepsight.practice.marac.checklist import CHECKED, DISCUSSED, INCIDENT, REFERRED, of_adult
from keepsight.practice.marac.criteria import FOR_MARAC
from keepsight.practice.putting import draft_of, put
from keepsight.practice.queries import at_front_door
from keepsight.practice.threads.steps import State, Taker, check
from keepsight.practice.threads.table import MARAC
from keepsight.practice.threads.thread import NOT_BEGUN, Step
from keepsight.store import clock
from keepsight.vocabulary import KINDS

CONSIDERED = MARAC.steps["consider"].kind
AT_MARAC = (REFERRED, CONSIDERED, DISCUSSED, *(MARAC.steps[name].kind for name in ("receive", "send_back")))
"""Every kind that tells of the conference, whoever told it."""
OF_ABUSE = frozenset({INCIDENT, CHECKED, *AT_MARAC})
"""What stands on the page of domestic abuse and MARAC."""


@dataclass(frozen=True, slots=True)
class Told:
    """What somebody says of a referral, of a day. `criteria` are names of the list. Empty or None: not said.

    `adult` is whom it is about, with whom every child of that home is; None: nobody of whom there is a record here, but `who` says.
    """

    on: dt.date
    says: str = ""
    to_whom: str = ""
    criteria: tuple[str, ...] = ()
    adult: UUID | None = None
    who: str = ""
    by_when: dt.date | None = None
    by_whom: str = ""


@dataclass(frozen=True, slots=True)
class Referral:
    """A referral, or why there is none, as somebody may read it. `listed` and `heard` are other entries that tell of it, from its
    day on: that the conference's list has it, that the conference talked. None: none that they may read.
    """

    followed: Followed
    listed: EntryShown | None = None
    heard: EntryShown | None = None

    @property
    def waits(self) -> bool:
        """Whether nobody is known to have heard it yet."""
        return MARAC.states[self.followed.stands.state.name] != "still" and self.heard is None


def referrals(child: UUID, entries: Sequence[EntryShown], user: User, today: dt.date) -> list[Referral]:
    """The referrals of a child of which this person reads what began them, the oldest first."""
    ids = {each.id for one in entries for each in one.accounts}
    return [_referral(one, entries) for one in followed(MARAC, child, ids, user, today)]


def told_by_files(entries: Sequence[EntryShown]) -> list[tuple[EntryShown, EntryShown | None]]:
    """The referrals that a file tells of, each with the first entry from its day on that says MARAC talked about it. None: none."""
    told = [one for one in entries if one.kind == REFERRED and not one.source.by]
    return [(one, _since(one, entries, (DISCUSSED,), None)) for one in told]


def heard_elsewhere(one: Followed, entries: Sequence[EntryShown]) -> bool:
    """Whether another entry that somebody may read tells that the conference talked about it, from the day it was sent."""
    return _referral(one, entries).heard is not None


@transaction.atomic
@seeing(THE_MACHINE)
def begin_referral(child: UUID, name: str, told: Told, *, by: User) -> UUID:
    """Refer, or say why there is no referral (`name`: refer or consider). The id of the thread. It is restricted.

    Raises WrongUse where something that must be said is not, for criteria that the list does not have, or for a day to come.
    """
    begun = State(NOT_BEGUN, 0, clock.today(), None)
    step = check(MARAC, begun, name, Taker(by.pk, by.agency_id, by.role, at_front_door(by)), asdict(told), ())
    if told.adult is None and not told.who.strip():
        raise WrongUse("Something is missing", next_step="Say which adult it is about.")
    if name == "refer" and not told.criteria:
        raise WrongUse("Something is missing", next_step="Choose which criteria it names; your judgement alone is one.")
    thread = uuid4()
    _put(step, told, "restricted", told.adult, child, thread, by)
    return thread


@transaction.atomic
@seeing(THE_MACHINE)
def go_on_referral(child: UUID, thread: UUID, name: str, told: Told, *, seen: UUID | None, by: User) -> UUID:
    """Say what came of a referral that somebody was shown: a step of its thread, about the same people. The entry's id.

    Raises Overtaken where there has been another step since `seen`, and WrongUse where it cannot follow, or lacks something.
    """
    step, acts = next_step(MARAC, thread, name, asdict(told), seen=seen, user=by)
    refuse_far(MARAC, told.by_when)
    if acts[0].on and told.on < acts[0].on:
        raise WrongUse("That day lies before the referral", next_step="Give the day on which it was so.")
    adults = [record for record, role in people_in(acts[0].id) if role != "child"]
    adult = next(iter(persons_of(adults).values()), None)
    return _put(step, told, acts[0].level, adult, child, thread, by)


def _put(step: Step, told: Told, level: Level, adult: UUID | None, child: UUID, thread: UUID, by: User) -> UUID:
    if told.on > clock.today():
        raise WrongUse("That day has not come yet", next_step="Give the day on which it was so.")
    draft = of_adult(draft_of(step.kind, told.says, _details(step, told), level, by), told.on, adult)
    return put(replace(draft, basis=None), child, thread, by, beside={"the adult": adult} if adult else None)


def _details(step: Step, told: Told) -> Mapping[str, DetailValue]:
    """What is said with a step, by the details that its kind has. The criteria are kept as they are called today."""
    if set(told.criteria) - set(FOR_MARAC.criteria):
        raise WrongUse("The list has no such criteria", next_step="Choose those on the page.")
    said: dict[str, DetailValue] = {
        "by_when": told.by_when.isoformat() if told.by_when else "",
        "to_whom": told.to_whom.strip(),
        "by_whom": told.by_whom.strip(),
        "who": "" if told.adult else told.who.strip(),
    }
    if step.kind in (REFERRED, CONSIDERED):
        said["criteria"] = [FOR_MARAC.criteria[name].title for name in told.criteria]
        said["list_version"] = FOR_MARAC.version
    return {name: one for name, one in said.items() if one and name in KINDS[step.kind].details}


def _referral(one: Followed, entries: Sequence[EntryShown]) -> Referral:
    sent = _last_sent(one, entries)
    if sent is None:
        return Referral(one)
    return Referral(one, _since(sent, entries, (REFERRED,), one.id), _since(sent, entries, (DISCUSSED,), one.id))


def _last_sent(one: Followed, entries: Sequence[EntryShown]) -> EntryShown | None:
    """When it was sent last, as an entry; None where it never was."""
    step = one.step("refer")
    return next((each for each in entries if step and step.id in {told.id for told in each.accounts}), None)


def _since(
    sent: EntryShown, entries: Sequence[EntryShown], kinds: Collection[str], thread: UUID | None
) -> EntryShown | None:
    """The first of these kinds from the day on which a referral was sent, but for its own thread's. None: none, or no known day."""
    return next(
        (
            one
            for one in entries
            if one.kind in kinds
            and (thread is None or one.thread != thread)
            and one.occurred_from
            and sent.occurred_from
            and one.occurred_from >= sent.occurred_from
        ),
        None,
    )
