"""A decision not to share, kept: each question of the test that holds today is answered, and the reason said.

By answers that speak for sharing it cannot be kept. It comes back to whoever made it when they next read something new about
the child.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.urls import reverse

from keepsight.access.bases import SharingTest, sharing_test_on, sharing_tests
from keepsight.access.models import Agency
from keepsight.access.sharing import decide_not_to_share
from keepsight.chronology.queries import chronology
from keepsight.chronology.shown import EntryShown
from keepsight.errors import WrongUse
from keepsight.pages.child_bar import badges
from keepsight.pages.page import MAY_SHARE, Asking, Elsewhere, Page, Shown
from keepsight.pages.sharing.page import others

PAGE = Page(
    address="children/<uuid:child_id>/sharing/keep-back/",
    title="Decide not to share",
    who=MAY_SHARE,
    methods=frozenset({"GET", "POST"}),
)


@dataclass(frozen=True, slots=True)
class Fetched:
    """The test, with whom one might have shared, and what was answered, by field, with what must be put right."""

    test: SharingTest
    others: Sequence[Agency]
    entries: Sequence[EntryShown]
    said: Mapping[str, str] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)


def fetch(asking: Asking) -> Fetched:
    """An empty form."""
    assert asking.user is not None  # the door has made sure
    return Fetched(sharing_test_on(asking.today), others(asking.user), chronology(asking.sight, asking.of_child.id))


def act(asking: Asking) -> Fetched | Elsewhere:
    """Keep the decision, or say why it cannot be kept."""
    empty = fetch(asking)
    said = {name: asking.posted(name) for name in ("to", "because", *empty.test.questions)}
    errors = errors_of(said, empty) or _kept(asking, said, empty.test)
    if errors:
        return replace(empty, said=said, errors=errors)
    return Elsewhere(reverse("sharing", kwargs={"child_id": asking.of_child.id}))


def errors_of(said: Mapping[str, str], form: Fetched) -> dict[str, str]:
    """By field, what is not answered yet."""
    errors = {}
    if said["to"] not in {one.code for one in form.others}:
        errors["to"] = "Choose the agency with which you do not share"
    errors |= {one: "Answer yes or no" for one in form.test.questions if said[one] not in ("yes", "no")}
    if not said["because"]:
        errors["because"] = "Say why you do not share"
    return errors


def _kept(asking: Asking, said: Mapping[str, str], test: SharingTest) -> dict[str, str]:
    assert asking.user is not None
    answers = {one: said[one] for one in test.questions}
    try:
        decide_not_to_share(
            asking.of_child.id, to_agency=said["to"], answers=answers, because=said["because"], by=asking.user
        )
    except WrongUse as wrong:
        return {next(iter(test.questions)): str(wrong)}
    return {}


def present(asking: Asking, fetched: Fetched) -> Shown:
    """The questions in their words, and which other test is not known to be in force."""
    context: dict[str, Any] = {
        "title": f"{'Error: ' if fetched.errors else ''}{asking.of_child.name}: decide not to share",
        "badges": badges(fetched.entries),
        "test": fetched.test,
        "not_in_force": [one for one in sharing_tests() if one.in_force_from is None],
        "others": fetched.others,
        "said": fetched.said,
        "errors": fetched.errors,
    }
    return Shown(context)
