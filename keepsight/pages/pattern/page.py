"""One pattern: its sheet as people read it, this partnership's versions of it, who changed what and why, and what that changed."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.urls import reverse

from keepsight.errors import KeepsightError, Overtaken
from keepsight.pages.page import WITH_ASSURANCE, WITH_CHILDREN, Asking, Elsewhere, Page, Shown
from keepsight.pages.prompt.page import rule
from keepsight.pages.working import AGAIN_AFTER, silent
from keepsight.patterns.in_words import needs_in_words, rule_in_words, unknown_in_words
from keepsight.patterns.numbers import Number
from keepsight.people.queries import children
from keepsight.practice.figures.answer_rates import quarter_of
from keepsight.prompts import own, switching, trials
from keepsight.prompts.asked_here import (
    AskedHere,
    Difference,
    changes,
    difference,
    numbers_of,
    one_asked_here,
    version,
    versions,
)
from keepsight.prompts.going_back import WentBack, keep, went_back
from keepsight.prompts.models import PatternReturn, PatternSwitch, PatternVersion, Prompt
from keepsight.prompts.own import MAY_WRITE

PAGE = Page(
    address="patterns/<slug:pattern>/", title="A pattern", who=WITH_ASSURANCE, methods=frozenset({"GET", "POST"})
)


@dataclass(frozen=True, slots=True)
class Fetched:
    """The pattern, its numbers, its versions and changes; what each change did, for whoever reads children's prompts."""

    one: AskedHere
    numbers: Sequence[Number]
    versions: Sequence[PatternVersion]
    changes: Sequence[tuple[PatternSwitch, Difference]]
    names: Mapping[UUID, str]
    went_back: Sequence[WentBack] = ()
    because: str = ""
    error: str = ""


def fetch(asking: Asking) -> Fetched | None:
    """None for a pattern that nobody has written."""
    one = one_asked_here(asking.address["pattern"])
    if one is None:
        return None
    reads = asking.sight.role in WITH_CHILDREN
    nothing = Difference((), ())
    made = [(each, difference(asking.sight, each) if reads else nothing) for each in changes(one.name)]
    touched = any(each.began or each.went for _, each in made)
    names = {each.id: each.name for each in children(asking.sight)} if touched else {}
    in_force = one.switch.version if one.switch else None
    return Fetched(one, numbers_of(one.name, in_force), versions(one.name), made, names, went_back(one.name))


def act(asking: Asking) -> Fetched | Elsewhere | None:
    """Try a version, switch the pattern off or back, say the second yes, or let a change go. None for another role's."""
    fetched = fetch(asking)
    if fetched is None or asking.sight.role not in MAY_WRITE or asking.user is None:
        return None
    acts: dict[str, Callable[[], str | None]] = {
        "try": lambda: _try(asking, fetched),
        "off": lambda: _switched(own.switch_off(fetched.one.name, because=asking.posted("because"), by=_by(asking))),
        "library": lambda: _switched(
            own.back_to_library(fetched.one.name, because=asking.posted("because"), by=_by(asking))
        ),
        "agree": lambda: _agreed(asking, fetched),
        "let_go": lambda: own.let_go(_coming(fetched), by=_by(asking)),
        "keep": lambda: keep(_waiting(asking, fetched), because=asking.posted("kept_because"), by=_by(asking)),
    }
    wanted = acts.get(asking.posted("act"))
    if wanted is None:
        return None
    try:
        where = wanted()
    except KeepsightError as wrong:
        again = fetch(asking)
        return again and replace(again, because=asking.posted("because"), error=str(wrong))
    return Elsewhere(where or reverse("pattern", kwargs=dict(asking.address)))


def present(asking: Asking, fetched: Fetched) -> Shown:
    """The sheet first. While the worker puts a change in force the page asks again by itself, unless told to stand still."""
    one, coming = fetched.one, fetched.one.coming
    going_on = coming is not None and (not coming.needs_second or coming.agreed_by_id is not None)
    still = asking.query.get("still") == "yes"
    context: dict[str, Any] = {
        "title": f"{'Error: ' if fetched.error else ''}{one.sheet.title}",
        "one": one,
        "sheet": one.sheet,
        "numbers": fetched.numbers,
        "rule": rule(one.sheet),
        "exactly": [*rule_in_words(one.sheet.asks), *unknown_in_words(one.sheet)],
        "needs": needs_in_words(one.sheet),
        "went_back": [(each, quarter_of(each.notice.quarter_on)) for each in fetched.went_back],
        "versions": fetched.versions,
        "changes": [(each, _named(fetched, did.began), _named(fetched, did.went)) for each, did in fetched.changes],
        "may_write": asking.sight.role in MAY_WRITE,
        "second": coming is not None and asking.user is not None and asking.user.agency_id != coming.by.agency_id,
        "going_on": going_on,
        "silent": going_on and coming is not None and silent(coming),
        "still": still,
        "here": reverse("pattern", kwargs=dict(asking.address)),
        "error": fetched.error,
        "error_at": "#went-back"
        if asking.posted("act") == "keep"
        else "#because"
        if asking.sight.role in MAY_WRITE
        else "#changes",
        "because": fetched.because,
        "kept_because": asking.posted("kept_because"),
    }
    told = [prompt.child_id for _, each in fetched.changes for prompt in (*each.began, *each.went)]
    of_children: dict[UUID | None, int] = {child: told.count(child) for child in fetched.names if child in told}
    return Shown(context, again_after=AGAIN_AFTER if going_on and not still else None, of_children=of_children)


def _by(asking: Asking) -> Any:
    return asking.user


def _try(asking: Asking, fetched: Fetched) -> str:
    wanted = asking.posted_id("version")
    found = version(wanted) if wanted else None
    if found is None or found.pattern != fetched.one.name:
        raise Overtaken("There is no such version", next_step="Open the pattern again.")
    trial = own.try_out(found, by=_by(asking))
    trials.wake_worker(trial)
    return reverse("pattern_trial", kwargs={"trial_id": trial.id})


def _switched(switch: PatternSwitch) -> None:
    if not switch.needs_second:
        switching.wake_worker(switch)


def _agreed(asking: Asking, fetched: Fetched) -> None:
    switch = _coming(fetched)
    own.agree(switch, by=_by(asking))
    switching.wake_worker(switch)


def _coming(fetched: Fetched) -> PatternSwitch:
    if fetched.one.coming is None:
        raise Overtaken("No change is on its way any more", next_step="See what was done.")
    return fetched.one.coming


def _waiting(asking: Asking, fetched: Fetched) -> PatternReturn:
    wanted = asking.posted_id("notice")
    found = next((each.notice for each in fetched.went_back if each.notice.id == wanted), None)
    if found is None:
        raise Overtaken("There is no such notice", next_step="Open the pattern again.")
    return found


def _named(fetched: Fetched, prompts: Sequence[Prompt]) -> list[tuple[str, str, Prompt]]:
    """Each prompt with the child's name and where the child's page stands."""
    return sorted(
        (
            (fetched.names[one.child_id], reverse("overview", kwargs={"child_id": one.child_id}), one)
            for one in prompts
            if one.child_id in fetched.names
        ),
        key=lambda each: (each[0], each[2].began_on),
    )
