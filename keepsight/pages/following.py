"""What the pages share that follow threads of one sort: where each stands, what may follow, and a form that begins another."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from keepsight.errors import Overtaken, WrongUse
from keepsight.pages.child_bar import badges
from keepsight.pages.chronology.filters import real_day
from keepsight.pages.page import Asking, Elsewhere, Shown
from keepsight.pages.story import Story, story_of
from keepsight.practice.actions import Said, begin, go_on, take_back
from keepsight.practice.following import Followed, followed
from keepsight.practice.threads.thread import NOT_BEGUN, Thread

NEEDS = ("unmet", "asked_on", "why_not", "meanwhile", "to_whom")
FIELDS = ("thread", "step", "says", "asked_of", "adviser", "by_when", "seen", "about", "to_approve", *NEEDS)


@dataclass(frozen=True, slots=True)
class Fetched:
    """The story, the threads in it, and a form as it was filled in, with what must be put right."""

    story: Story
    found: Sequence[Followed]
    form: Mapping[str, str] = field(default_factory=dict)
    error: str | None = None
    overtaken: bool = False


def fetch_of(of: Thread, asking: Asking) -> Fetched:
    """The threads of a sort that this person may read."""
    assert asking.user
    story = story_of(asking)
    found = followed(of, story.child_id, story.by_account, asking.user, asking.today)
    return Fetched(story, found)


def act_on(
    of: Thread,
    asking: Asking,
    offers: Mapping[str, Collection[str]] | None = None,
    abouts: Callable[[Story], Collection[UUID]] = lambda story: (),
) -> Fetched | Elsewhere | None:
    """Begin a thread, go on with one, or take back what one did last. None without names.

    `offers` are the words of a field that may be chosen: another counts as none. `abouts` are the entries of the story that a
    thread may be about: another is refused.
    """
    if asking.names_hidden:
        return None
    fetched = fetch_of(of, asking)
    form = {name: asking.posted(name) for name in FIELDS}
    form |= {name: "" for name, words in (offers or {}).items() if form[name] not in words}
    try:
        _refuse_strange(asking, abouts(fetched.story))
        thread = _keep(of, asking, fetched, form)
    except Overtaken:
        return Fetched(fetched.story, fetched.found, form, overtaken=True)
    except WrongUse as wrong:
        return Fetched(fetched.story, fetched.found, form, str(wrong))
    assert asking.user
    return Elsewhere(f"{asking.request.path}#thread-{thread}")


def present_of(of: Thread, asking: Asking, fetched: Fetched, title: str, **more: Any) -> Shown:
    """Each thread with what may follow, the latest first, then the form that begins one."""
    context: dict[str, Any] = {
        "title": f"{'Error: ' if fetched.error or fetched.overtaken else ''}{asking.of_child.name}: {title}",
        "badges": badges(fetched.story.entries),
        "found": [_shown(of, one, asking) for one in reversed(fetched.found)],
        "form": fetched.form,
        "error": fetched.error,
        "overtaken": fetched.overtaken,
        "ladder": of.ladder,
        "here": asking.request.path,
        **more,
    }
    return Shown(context, entries=sum(len(one.stands.given) for one in fetched.found))


def _shown(of: Thread, one: Followed, asking: Asking) -> dict[str, Any]:
    last = one.stands.last
    return {
        "one": one,
        "steps": [(name, of.steps[name].title) for name in one.may],
        "promises": any("by_when" in of.steps[name].needs for name in one.may),
        "since": one.stands.given[1:],
        "open": of.states[one.stands.state.name] != "still",
        "mine": asking.user is not None and last is not None and last.by == asking.user.pk,
    }


def _refuse_strange(asking: Asking, abouts: Collection[UUID]) -> None:
    if asking.posted("about") and asking.posted_id("about") not in abouts:
        raise WrongUse("That is not yours to ask about", next_step="Choose what your own agency did, or none of it.")


def _keep(of: Thread, asking: Asking, fetched: Fetched, form: Mapping[str, str]) -> UUID:
    """The thread that was begun or went on."""
    assert asking.user
    child, by_when = fetched.story.child_id, real_day(form["by_when"]) if form["by_when"] else None
    asked_on = real_day(form["asked_on"]) if form["asked_on"] else None
    said = Said(
        form["says"], by_when, form["asked_of"], adviser=form["adviser"], unmet=form["unmet"], asked_on=asked_on,
        why_not=form["why_not"], meanwhile=form["meanwhile"], to_whom=form["to_whom"],
        about=asking.posted_id("about"), to_approve=form["to_approve"],
    )  # fmt: skip
    if not form["thread"]:
        first = next(name for name, step in of.steps.items() if NOT_BEGUN in step.start)
        return begin(of, child, first, said, by=asking.user)
    thread, seen = asking.posted_id("thread"), asking.posted_id("seen")
    if thread is None or thread not in {one.id for one in fetched.found}:
        raise WrongUse("That is not there", next_step="Open the page again.")
    if form["step"] == "take_back" and seen:
        take_back(child, thread, seen, because=form["says"], by=asking.user)
    else:
        go_on(of, child, thread, form["step"], said, seen=seen, by=asking.user)
    return thread
