"""The frame around every page: the bar of the service, the tabs of a child, who is signed in, what is invented."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from keepsight.access.glass import broken_by
from keepsight.access.models import BrokenGlass, User
from keepsight.access.queries import no_agreement, role_titles, safety_markers
from keepsight.access.roles import ROLES
from keepsight.pages import words
from keepsight.pages.page import GROUPS, WITH_CHILDREN, Asking, Shelved
from keepsight.pages.shelf import shelf
from keepsight.people.queries import ids_of
from keepsight.store import clock
from keepsight.store.queries import is_demo


@dataclass(frozen=True, slots=True)
class Link:
    """A link in a bar."""

    href: str
    text: str
    current: bool


def frame(request: HttpRequest, shelved: Shelved | None = None, asking: Asking | None = None) -> dict[str, Any]:
    """What every template may use. Without a page (an address nobody knows) there is no title yet, and no child."""
    user = signed_in(request)
    child = asking.child if asking else None
    return {
        "title": shelved.page.title if shelved else "",
        "user": user,
        "role": _role(user) if user else "",
        "menu": _menu(user, shelved),
        "beside": _beside(user, shelved),
        "child": child,
        "age_words": words.age(child, asking.today) if asking and child else "",
        "born_words": words.born(child) if child else "",
        "tabs": _tabs(user, shelved, child.id) if user and shelved and child else [],
        "names_hidden": asking.names_hidden if asking else False,
        "here_page": shelved.name if shelved else "",
        "demo": is_demo(),
        "no_agreement": no_agreement(),
        "may_break_glass": user is not None and user.role in WITH_CHILDREN,
        "glass": _glass(asking),
        "markers": safety_markers(ids_of(child.id), asking.today) if asking and child else [],
        "printed_at": clock.now(),
        "badges": [],
    }


def _glass(asking: Asking | None) -> BrokenGlass | None:
    """The broken glass by which alone this child is seen: every page of the child says so."""
    if asking is None or asking.child is None or asking.user is None:
        return None
    return broken_by(asking.user, asking.child.id) if asking.by_glass else None


def _role(user: User) -> str:
    """What the person's role is called here: our own words within a sentence, the partnership's as it wrote them."""
    called, ours = role_titles(clock.today())[user.role], ROLES[user.role].title
    return called.lower() if called == ours and user.role != "administrator" else called


def signed_in(request: HttpRequest) -> User | None:
    """Who has signed in, or None."""
    user = getattr(request, "user", None)
    return user if isinstance(user, User) else None


PROVED = "proved"  # where a session keeps that its owner has shown a code, and not only a password


def proved(request: HttpRequest) -> bool:
    """Whether whoever signed in has proved it twice. In the invented town a password is enough, and the page says so."""
    return bool(request.session.get(PROVED)) or is_demo()


NAMES_HIDDEN = "names_hidden"  # where a session keeps it: nothing of a child, and gone when the person signs out


def names_hidden(request: HttpRequest) -> bool:
    """Whether this person has asked to read the pages of children without names."""
    return bool(request.session.get(NAMES_HIDDEN)) if hasattr(request, "session") else False


def _menu(user: User | None, here: Shelved | None) -> list[Link]:
    """The pages that stand alone, then each group, which leads to its first page that this person may open."""
    alone = [Link(reverse(one.name), one.page.title, one is here) for one in placed(user, None)]
    groups = ((group, placed(user, group)) for group in GROUPS)
    here_group = here.page.group if here else None
    return alone + [Link(reverse(pages[0].name), group, group == here_group) for group, pages in groups if pages]


def _beside(user: User | None, here: Shelved | None) -> list[Link]:
    """The pages of the same group."""
    group = here.page.group if here else None
    return [Link(reverse(one.name), one.page.title, one is here) for one in placed(user, group)] if group else []


def placed(user: User | None, group: str | None) -> list[Shelved]:
    """The pages of a group (None: those that stand alone) that this person may open, in their order."""
    if user is None:
        return []
    found = [one for one in shelf().values() if one.page.menu is not None and one.page.group == group]
    return sorted((one for one in found if user.role in one.page.who), key=lambda one: (one.page.menu or 0, one.name))


def _tabs(user: User, here: Shelved, child_id: object) -> list[Link]:
    """The pages of a child that stand in a row above each of them, as far as this person may open them."""
    found = [one for one in shelf().values() if one.page.tab is not None and user.role in one.page.who]
    return [
        Link(reverse(one.name, kwargs={"child_id": child_id}), one.page.title, one is here)
        for one in sorted(found, key=lambda one: one.page.tab or 0)
    ]
