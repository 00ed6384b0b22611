"""What people do: answer a prompt, disagree with a decision, take back what they said. Each is an entry on its thread.

The patterns are asked at once. An act is refused where somebody else has acted since the page was opened: what they said must be
read first.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from uuid import UUID, uuid4

from django.db import transaction

from keepsight.access.models import User
from keepsight.access.sharing import tell_whoever_began
from keepsight.access.sight import THE_MACHINE, seeing
from keepsight.chronology.acts import Act, acts_on, behind
from keepsight.clocks.windows import last_day
from keepsight.errors import Overtaken, WrongUse
from keepsight.intake.drafts import DetailValue, DraftEntry, Level
from keepsight.practice.models import Unsaved
from keepsight.practice.putting import draft_of, level_of, put
from keepsight.practice.queries import answers, at_front_door, level_of_answer, taken, taker
from keepsight.practice.threads.steps import State, Taker, check, state_on
from keepsight.practice.threads.table import ANSWER, DISAGREEMENT, TAKEN_BACK, VIEWS
from keepsight.practice.threads.thread import NOT_BEGUN, Step, Thread
from keepsight.prompts.queries import PromptShown
from keepsight.store import audit, clock
from keepsight.store.alone import alone_with
from keepsight.vocabulary import KINDS


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody says with a step. Empty or None: nothing."""

    says: str = ""
    by_when: dt.date | None = None
    asked_of: str = ""
    wanted: str = ""
    about: UUID | None = None
    outcome: str = ""
    thinks: str = ""
    adviser: str = ""
    unmet: str = ""
    asked_on: dt.date | None = None
    why_not: str = ""
    meanwhile: str = ""
    to_whom: str = ""
    to_approve: str = ""


@transaction.atomic
@seeing(THE_MACHINE)
def answer(prompt: PromptShown, response: str, said: Said, *, seen: UUID | None, by: User) -> UUID:
    """Put on record what somebody makes of a prompt that they were shown. The entry's id.

    `seen` is the last answer they had before them, None for none. Raises Overtaken where there has been another since, and
    WrongUse where the step is not theirs to take, or lacks what must be said with it. Then nothing has changed.
    """
    hold(prompt.id, seen)
    stands = answers([prompt], clock.today())[prompt.id]
    done = taken(ANSWER, acts_on([prompt.id]).get(prompt.id, []))
    check(ANSWER, stands.state, response, taker(by, prompt), asdict(said), done)
    refuse_far(ANSWER, said.by_when)
    details = {"question": prompt.sheet.title, "response": response, **_details(said, "by_when", "asked_of")}
    draft = draft_of(ANSWER.steps[response].kind, said.says, details, level_of_answer(prompt), by)
    return put(draft, prompt.child_id, prompt.id, by)


@transaction.atomic
@seeing(THE_MACHINE)
def disagree(child: UUID, decision: UUID, said: Said, *, by: User) -> UUID:
    """Put a decision that somebody was shown on the partnership's ladder. The id of the disagreement.

    Raises WrongUse where nobody can read later what is disputed, or what is wanted instead.
    """
    draft = beginning(
        DISAGREEMENT, "raise", replace(said, about=decision), level=behind([decision])[decision].level, by=by
    )
    thread = uuid4()
    put(draft, child, thread, by)
    return thread


@transaction.atomic
@seeing(THE_MACHINE)
def begin(of: Thread, child: UUID, name: str, said: Said, *, by: User) -> UUID:
    """Begin a thread of a sort about a child. Its id. It is kept as closely as the entry that it is about, where it is about one.

    Raises WrongUse where something that must be said is not.
    """
    thread = uuid4()
    level = level_of([said.about] if said.about else [])
    put(beginning(of, name, said, level=level, by=by), child, thread, by)
    return thread


def beginning(of: Thread, name: str, said: Said, *, level: Level = "standard", by: User) -> DraftEntry:
    """The first entry of a thread that somebody may begin so. Raises WrongUse where something that must be said is not."""
    begun = State(NOT_BEGUN, 0, clock.today(), None)
    step = check(of, begun, name, Taker(by.pk, by.agency_id, by.role, at_front_door(by)), asdict(said), ())
    refuse_far(of, said.by_when)
    if said.asked_on and said.asked_on > clock.today():
        raise WrongUse("That day has not come yet", next_step="Give the day on which the service was asked.")
    return draft_of(step.kind, said.says, _details(said, *KINDS[step.kind].details), level, by)


@transaction.atomic
@seeing(THE_MACHINE)
def go_on(of: Thread, child: UUID, thread: UUID, name: str, said: Said, *, seen: UUID | None, by: User) -> UUID:
    """Take a step on a thread that somebody was shown: in a disagreement a view or a signature, on a concern the decision.

    The entry's id. Raises Overtaken where there has been another step since `seen`, and WrongUse where it is not theirs.
    """
    step, acts = next_step(of, thread, name, asdict(said), seen=seen, user=by)
    refuse_far(of, said.by_when)
    if name == "answer_view" and said.about not in {one.id for one in taken(of, acts) if one.step in VIEWS}:
        raise WrongUse("There is no such view here", next_step="Choose the view that you answer.")
    draft = draft_of(step.kind, said.says, _details(said, *KINDS[step.kind].details), acts[0].level, by)
    entry = put(replace(draft, from_agency=acts[0].agency if step.for_opener else None), child, thread, by)
    if of.told:
        tell_whoever_began(child, entry, f"{of.name} {name}", began=User.objects.get(pk=acts[0].by), by=by)
    return entry


@transaction.atomic
@seeing(THE_MACHINE)
def take_back(child: UUID, thread: UUID, act: UUID, *, because: str, by: User) -> UUID:
    """Take back what one did last on a thread: it stands as if it had not been, and what it said stays readable beneath.

    Raises WrongUse where somebody else did it, where something followed it, or without a reason.
    """
    hold(thread, act)
    acts = still_said(thread)
    if not acts or acts[-1].by != by.pk:
        raise WrongUse("That is not yours to take back", next_step="Whoever said it can take it back.")
    if not because.strip():
        raise WrongUse("Something is missing", next_step="Say why you take it back.")
    draft = draft_of(TAKEN_BACK, because.strip(), {}, acts[-1].level, by)
    return put(draft, child, thread, by, corrects=act)


UNSAVED_DAYS = 7  # local judgement: a week off sick, and no longer than a draft of a child's story should lie about


@transaction.atomic
def keep_unsaved(address: str, fields: Mapping[str, str], *, by: User) -> None:
    """Keep what somebody was about to save at an address when they turned out to be signed out. The latest is kept."""
    Unsaved.objects.update_or_create(
        user=by, address=address, defaults={"fields": dict(fields), "kept_at": clock.now()}
    )
    audit.note("practice.keep_unsaved", by=by)


@transaction.atomic
def drop_unsaved(address: str, *, by: User) -> None:
    """Forget what was kept of an address, now that it is saved."""
    if Unsaved.objects.filter(user=by, address=address).delete()[0]:
        audit.note("practice.drop_unsaved", by=by)


@transaction.atomic
@seeing(THE_MACHINE)
def forget_unsaved() -> int:
    """Forget what nobody came back for within UNSAVED_DAYS. How much that was."""
    old = Unsaved.objects.filter(kept_at__lt=clock.now() - dt.timedelta(days=UNSAVED_DAYS))
    return old.delete()[0]


def next_step(
    of: Thread, thread: UUID, name: str, said: Mapping[str, object], *, seen: UUID | None, user: User
) -> tuple[Step, list[Act]]:
    """The step that this person may take now on a thread that was begun, and what was done on it so far.

    Nobody else acts on it until this transaction ends. Raises Overtaken where there has been another step since `seen`, and
    WrongUse where it is not theirs to take, or lacks what must be said with it.
    """
    hold(thread, seen)
    acts = acts_on([thread]).get(thread, [])
    done = taken(of, acts)
    if not done:
        raise WrongUse("That is no longer there", next_step="It was taken back: open the page again.")
    state = state_on(of, done[0].on, done, clock.today())
    return check(of, state, name, Taker(user.pk, user.agency_id, user.role, at_front_door(user)), said, done), acts


def hold(thread: UUID, seen: UUID | None) -> None:
    """Keep everybody else off a thread until this transaction ends. Raises Overtaken where somebody acted after `seen`."""
    alone_with(thread)
    acts = still_said(thread)
    if (acts[-1].id if acts else None) != seen:
        raise Overtaken(
            "Somebody else has acted since you opened this page", next_step="Read what they said, then save again."
        )


def still_said(thread: UUID) -> list[Act]:
    """What people did on a thread and did not take back, in the order in which they did it."""
    return [one for one in acts_on([thread]).get(thread, []) if one.kind != TAKEN_BACK]


def refuse_far(thread: Thread, by_when: dt.date | None) -> None:
    """Raises WrongUse for a day that is over, or so far ahead that a promise would be silence."""
    if by_when is None:
        return
    latest = last_day(thread.ladder.promise, clock.today())
    if by_when < clock.today() or (latest and by_when > latest):
        raise WrongUse(
            "That day cannot be promised",
            next_step=f"Give a day from today to {thread.ladder.promise.text} ahead: then it is looked at again.",
        )


def _details(said: Said, *names: str) -> Mapping[str, DetailValue]:
    given = {name: getattr(said, name, None) for name in names}
    return {name: word.isoformat() if isinstance(word, dt.date) else str(word) for name, word in given.items() if word}
