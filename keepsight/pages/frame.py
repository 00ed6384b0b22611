"""The frame around every page: the bar of the service, the tabs of a child, who is signed in, what is invented."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from keepsight.access.models import User
from keepsight.access.roles import ROLES
from keepsight.pages import words
from keepsight.pages.page import Asking, Shelved
from keepsight.pages.shelf import shelf
from keepsight.store.clock import now
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
        "role": ROLES[user.role].title if user else "",
        "menu": _menu(user, shelved),
        "child": child,
        "age_words": words.age(child, asking.today) if asking and child else "",
        "born_words": words.born(child) if child else "",
        "tabs": _tabs(shelved, child.id) if shelved and child else [],
        "names_hidden": asking.names_hidden if asking else False,
        "here_page": shelved.name if shelved else "",
        "demo": is_demo(),
        "printed_at": now(),
        "badges": [],
    }


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
    if user is None:
        return []
    placed = [one for one in shelf().values() if one.page.menu is not None and user.role in one.page.who]
    return [
        Link(reverse(one.name), one.page.title, one is here)
        for one in sorted(placed, key=lambda one: one.page.menu or 0)
    ]


def _tabs(here: Shelved, child_id: object) -> list[Link]:
    placed = [one for one in shelf().values() if one.page.tab is not None]
    return [
        Link(reverse(one.name, kwargs={"child_id": child_id}), one.page.title, one is here)
        for one in sorted(placed, key=lambda one: one.page.tab or 0)
    ]
