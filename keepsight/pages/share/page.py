"""Entries of a child shared one by one with an agency that no agreement lets read them: which, with whom, on what basis, and why.

What is shared is read there by whoever works with the child, from their next page on. What would reach nobody is refused, so
that nothing passes for told that was not.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.urls import reverse

from keepsight.access.bases import Basis, bases, basis_on
from keepsight.access.models import Agency
from keepsight.access.sharing import CONSENT, SAFE_TO_TELL, Reasons
from keepsight.chronology.sharing import may_share, share
from keepsight.chronology.shown import EntryShown
from keepsight.errors import WrongUse
from keepsight.pages.child_bar import badges
from keepsight.pages.chronology.rows import rows
from keepsight.pages.page import MAY_SHARE, Asking, Elsewhere, Page, Shown
from keepsight.pages.sharing.page import others
from keepsight.pages.story import Story, story_of

PAGE = Page(
    address="children/<uuid:child_id>/sharing/share/",
    title="Share entries",
    who=MAY_SHARE,
    methods=frozenset({"GET", "POST"}),
)
MUST = {
    "to": "Choose with whom you share",
    "basis": "Choose the lawful basis",
    "purpose": "Say what they need it for",
    "proportionate": "Say why these entries and no more",
    "safe_to_tell": "Say whether the family may be told",
    "consent": "Say whether the family was asked",
}


@dataclass(frozen=True, slots=True)
class Fetched:
    """The child's story, with whom it may be shared, and what was chosen and typed, by field, with what must be put right."""

    story: Story
    mine: Sequence[EntryShown]
    others: Sequence[Agency]
    chosen: frozenset[str] = frozenset()
    said: Mapping[str, str] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)


def fetch(asking: Asking) -> Fetched:
    """An empty form; an entry from which somebody came is chosen already."""
    return _fetched(asking, frozenset(asking.query.getlist("entry")))


def act(asking: Asking) -> Fetched | Elsewhere | None:
    """Share what was chosen, or say what must be put right. None without names: whoever shares knows of whom."""
    if asking.names_hidden or asking.form is None:
        return None
    chosen = frozenset(asking.form.getlist("entry"))
    said = {name: asking.posted(name) for name in MUST}
    errors = ({} if chosen else {"entries": "Choose at least one entry"}) | {
        name: says for name, says in MUST.items() if not said[name]
    }
    if not errors:
        errors = _shared(asking, chosen, said)
    if errors:
        return _fetched(asking, chosen, said, errors)
    return Elsewhere(reverse("sharing", kwargs={"child_id": asking.of_child.id}))


def _shared(asking: Asking, chosen: frozenset[str], said: Mapping[str, str]) -> dict[str, str]:
    """Nothing, once it is shared; else what must be put right."""
    assert asking.user is not None  # the door has made sure
    reasons = Reasons(said["purpose"], said["basis"], said["safe_to_tell"], said["consent"], said["proportionate"])
    try:
        ids = {UUID(one) for one in chosen}
        share(asking.of_child.id, ids, to_agency=said["to"], reasons=reasons, by=asking.user)
    except ValueError:
        return {"entries": "Choose entries of this child"}
    except Agency.DoesNotExist:
        return {"to": MUST["to"]}
    except WrongUse as wrong:
        return {"to": str(wrong)}
    return {}


def _fetched(
    asking: Asking,
    chosen: frozenset[str],
    said: Mapping[str, str] | None = None,
    errors: Mapping[str, str] | None = None,
) -> Fetched:
    assert asking.user is not None  # the door has made sure
    story = story_of(asking)
    mine = [] if asking.names_hidden else [one for one in story.entries if may_share(asking.user, one)]
    return Fetched(story, mine, others(asking.user), chosen, said or {}, errors or {})


def present(asking: Asking, fetched: Fetched) -> Shown:
    """The entries that are this person's to share, then the questions."""
    mine = {one.id for one in fetched.mine}
    shown = rows(fetched.story.entries, {}, mine)
    context: dict[str, Any] = {
        "title": f"{'Error: ' if fetched.errors else ''}{asking.of_child.name}: share entries",
        "badges": badges(fetched.story.entries),
        "rows": [(one, str(one.id) in fetched.chosen) for one in shown],
        "others": fetched.others,
        "bases": [one for one in bases() if _in_force(one, asking)],
        "not_in_force": [one for one in bases() if not _in_force(one, asking)],
        "safe_to_tell": SAFE_TO_TELL,
        "consent": CONSENT,
        "said": fetched.said,
        "errors": fetched.errors,
    }
    return Shown(context, entries=len(shown))


def _in_force(basis: Basis, asking: Asking) -> bool:
    return basis_on(basis.code, asking.today) == basis
