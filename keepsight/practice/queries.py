"""Where threads stand, and what was done on them: for whoever may read what they are about.

What is said to a prompt is read by everybody who may read the prompt, of whatever agency: a dismissal that the others do not see
is how things are missed. So acts are read by the prompts that a person was shown, and past what else they may see.
"""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from keepsight.access.models import Conflict, User
from keepsight.access.sight import Sight
from keepsight.chronology.acts import Act, Behind, acts_on, behind
from keepsight.intake.drafts import Level
from keepsight.people import in_sight
from keepsight.practice.models import Unsaved
from keepsight.practice.threads.ladders import Stage
from keepsight.practice.threads.steps import NEW_EVIDENCE, State, Taken, Taker, state_on
from keepsight.practice.threads.table import ANSWER
from keepsight.practice.threads.thread import Thread
from keepsight.prompts.queries import PromptShown, owning_agency, standing
from keepsight.store.clock import LONDON


@dataclass(frozen=True, slots=True)
class Given:
    """A step that somebody took, as people read it. None: not said."""

    id: UUID
    step: str
    title: str
    at: dt.datetime
    by: int
    by_name: str
    role: str
    agency: str
    agency_name: str
    says: str
    by_when: dt.date | None
    asked_of: str | None
    wanted: str | None
    about: UUID | None
    outcome: str | None = None
    adviser: str | None = None
    risk: str | None = None
    details: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Stands:
    """Where a thread stands today, whose turn it is, and what was done on it, the oldest first.

    `reopened`: what was dismissed waits again, because new evidence came.
    """

    state: State
    stage: Stage
    given: tuple[Given, ...]
    reopened: bool = False

    @property
    def last(self) -> Given | None:
        """What was done last."""
        return self.given[-1] if self.given else None

    @property
    def waits(self) -> bool:
        """Whether it is somebody's turn: nobody has answered yet, or a promised day has passed."""
        return self.state.clock == "ladder" or self.state.passed or self.state.late


def answers(prompts: Sequence[PromptShown], today: dt.date) -> dict[UUID, Stands]:
    """By prompt, where its answer stands on a day."""
    acts = acts_on([one.id for one in prompts])
    came = behind({entry for one in prompts if one.id in acts for entry in one.entry_ids})
    return {one.id: _answer(one, acts.get(one.id, []), came, today) for one in prompts}


@dataclass(frozen=True, slots=True)
class Turn:
    """A prompt that stands, and where its answer does. `mine`: it is the turn of whoever asked."""

    prompt: PromptShown
    stands: Stands
    mine: bool


def turns(seen: Sight, today: dt.date, children: Collection[UUID] | None = None) -> list[Turn]:
    """The prompts that stand and that this person may read, each with whether it is their turn: of these children, or of all."""
    prompts = standing(seen, children)
    said = answers(prompts, today)
    return [Turn(one, said[one.id], _turn(seen.role, one, said[one.id])) for one in prompts]


def _turn(role: str, prompt: PromptShown, stands: Stands) -> bool:
    """Whether it waits for somebody in a role: at first for the hub only where nothing is open for the child.

    What moved up still waits for those below too: were nobody above able to see it, it would be everybody's and nobody's.
    """
    front_door = role != "hub_coordinator" or stands.state.stage > 0 or prompt.owner == "front_door"
    return stands.waits and ANSWER.ladder.waits_for(role, stands.state.stage) and front_door


def at_front_door(user: User) -> bool:
    """Whether somebody decides what follows a concern: the hub coordinator, or whoever is of children's social care."""
    owner = owning_agency()
    return user.role == "hub_coordinator" or (owner is not None and user.agency_id == owner.code)


def taker(user: User, prompt: PromptShown) -> Taker:
    """This person, as the rules of the prompt's answer see them."""
    owner = owning_agency()
    lies = behind(prompt.entry_ids).values()
    owns = owner is not None and user.agency_id == owner.code
    owns |= prompt.owner == "front_door" and user.role == "hub_coordinator"
    return Taker(user.pk, user.agency_id, user.role, owns, any(names(one, user) for one in lies))


def names(entry: Behind, user: User) -> bool:
    """Whether an entry names this person as the professional: they wrote it here, or a word of it is their last name.

    A namesake is taken for them: then somebody else answers, which harms nobody.
    """
    last_name = user.name.casefold().split()[-1]
    return (
        entry.by == user.pk
        or last_name
        in "".join(one if one.isalpha() or one in "-’'" else " " for one in entry.professional.casefold()).split()
    )


def level_of_answer(prompt: PromptShown) -> Level:
    """At which level an answer is put on record, so that it says nothing to whom the prompt itself is not shown.

    Beside its prompt everybody reads it all the same who may read the prompt.
    """
    lies = behind(prompt.entry_ids).values()
    others = {person for one in lies for person in one.persons} - {prompt.child_id}
    kept = in_sight.family(Conflict.objects.filter(holds=True).values_list("person", flat=True))
    if any(one.level == "sealed" for one in lies) or others & kept:
        return "sealed"
    return "restricted" if prompt.sheet.restricted else "standard"


def unsaved(user: User, address: str) -> dict[str, str] | None:
    """What this person had written at an address when they were signed out. None: nothing that was not saved since."""
    kept = Unsaved.objects.filter(user=user, address=address).first()
    return kept.fields if kept else None


def taken(thread: Thread, acts: Iterable[Act]) -> list[Taken]:
    """The steps of a thread among what was done, as its rules read them. What was taken back is none."""
    found = ((thread.step_of(one.kind, one.details.get("response")), one) for one in acts)
    return [
        Taken(one.id, step, day_of(one.at), one.by, one.agency, _day(one.details), _about(one.details))
        for step, one in found
        if step
    ]


def day_of(at: dt.datetime) -> dt.date:
    """The day a moment lies in, in London."""
    return at.astimezone(LONDON).date()


def _answer(prompt: PromptShown, acts: list[Act], came: Mapping[UUID, Behind], today: dt.date) -> Stands:
    steps = [(act.at, one) for act, one in zip(_of(ANSWER, acts), taken(ANSWER, acts), strict=True)]
    new = {came[entry].received_at for entry in prompt.entry_ids if entry in came}
    news = [(at, Taken(None, NEW_EVIDENCE, day_of(at))) for at in new]
    ordered = [one for _, one in sorted([*news, *steps], key=lambda told: told[0])]
    begun_on = max(prompt.found_on, prompt.visible_on)
    state = state_on(ANSWER, begun_on, ordered, today)
    dismissed = bool(steps) and ANSWER.steps[steps[-1][1].step].into == "dismissed"
    return Stands(state, ANSWER.ladder.stages[state.stage], given(ANSWER, acts), dismissed and state.name == "waits")


def given(thread: Thread, acts: Iterable[Act]) -> tuple[Given, ...]:
    """The steps of a thread as people read them."""
    return tuple(_given(thread, one) for one in _of(thread, acts))


def _of(thread: Thread, acts: Iterable[Act]) -> list[Act]:
    return [one for one in acts if thread.step_of(one.kind, one.details.get("response"))]


def _given(thread: Thread, act: Act) -> Given:
    step = thread.step_of(act.kind, act.details.get("response"))
    assert step is not None
    return Given(
        act.id, step, thread.steps[step].title, act.at, act.by, act.by_name, act.role, act.agency, act.agency_name,
        act.narrative, _day(act.details), act.details.get("asked_of"), act.details.get("wanted"),
        _about(act.details), act.details.get("outcome"), act.details.get("adviser"),
        act.details.get("risk"),
        details=act.details,
    )  # fmt: skip


def _day(details: Mapping[str, object]) -> dt.date | None:
    said = details.get("by_when")
    return dt.date.fromisoformat(str(said)) if said else None


def _about(details: Mapping[str, object]) -> UUID | None:
    said = details.get("about")
    return UUID(str(said)) if said else None
