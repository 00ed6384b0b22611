"""Unusual looking, for a guardian: what to ask about, each rule in a sentence with the looks it rests on. Nobody is scored.

The rules stand in `access.unusual`. That a look stands here says only that nobody has told Keepsight why it was needed.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.urls import reverse

from keepsight.access.looks import REFUSED_FROM, looks_since
from keepsight.access.models import User
from keepsight.access.unusual import RULES, Facts, Looked, Unusual, unusual
from keepsight.pages.looking import done
from keepsight.pages.page import Asking, Page, Shown
from keepsight.pages.words import counted
from keepsight.people import queries as people
from keepsight.store import clock

PAGE = Page(address="unusual/", title="Unusual looking", who=frozenset({"guardian"}), menu=7, group="Who sees what")
DAYS = 28
CHILDREN = 50  # the last at whom somebody looked: those whose looks can be opened from here


@dataclass(frozen=True, slots=True)
class Fetched:
    """What there is to ask about, of which looks, whose they are, and what the children are called."""

    unusual: list[Unusual]
    looks: list[Looked]
    last: Mapping[UUID, dt.datetime]  # the children at whom somebody looked last, each with when that was
    users: Mapping[int, User]
    names: Mapping[UUID, str | None]


def fetch(asking: Asking) -> Fetched:
    """The looks of others in the last weeks, held against the rules: none at the guardian's own family.

    Nobody asks themselves: a guardian's own looks are another guardian's to ask about.
    """
    looks = looks_since(clock.now() - dt.timedelta(days=DAYS))
    own = people.own_family(asking.sight, {look.child for look in looks})
    looks = [look for look in looks if look.child not in own and look.user != asking.sight.user_id]
    idle = [look for look in looks if look.idle]
    users = User.objects.select_related("agency").in_bulk({look.user for look in idle})
    found = unusual(looks, _facts(idle, users))
    when = {look.child: look.at for look in looks}  # of each child the last: looks come in their order
    last = {child: when[child] for child in list(dict.fromkeys(look.child for look in reversed(looks)))[:CHILDREN]}
    names = people.names({*last, *(look.child for one in found for look in one.looks)})
    return Fetched(found, looks, last, users, names)


def present(asking: Asking, fetched: Fetched) -> Shown:
    """Rule by rule; a rule under which nothing stands says so."""
    groups = [
        {
            "title": rule.title,
            "why": rule.why,
            "found": [_said(one, fetched) for one in fetched.unusual if one.rule == rule.name],
        }
        for rule in RULES
    ]
    context: dict[str, Any] = {
        "groups": groups,
        "looks": len(fetched.looks),
        "days": DAYS,
        "children": [_child(one, fetched) | {"at": at} for one, at in fetched.last.items()],
    }
    return Shown(context)


def _child(child: UUID, fetched: Fetched) -> dict[str, Any]:
    name = fetched.names.get(child) or "a child whose name is not shown to you"
    return {"name": name, "href": reverse("looks_of", kwargs={"looked_id": child})}


def _facts(idle: Iterable[Looked], users: Mapping[int, User]) -> Facts:
    """Who bears a child's surname and who lives at a child's postcode, asked of each person's own idle looks."""
    children: dict[int, set[UUID]] = defaultdict(set)
    for look in idle:
        children[look.user].add(look.child)
    surnames, postcodes = set(), set()
    for user_id, looked_at in children.items():
        user = users[user_id]
        surname = user.name.rpartition(" ")[2]
        for child, (same, near) in people.beside(looked_at, surname=surname, postcode=user.home_postcode).items():
            surnames |= {(user_id, child)} if same else set()
            postcodes |= {(user_id, child)} if near else set()
    return Facts(frozenset(surnames), frozenset(postcodes))


def _said(one: Unusual, fetched: Fetched) -> dict[str, Any]:
    """One thing to ask about: who, which children, when, and every look it rests on."""
    return {
        "people": sorted({_who(fetched.users[look.user]) for look in one.looks}),
        "looks": counted(len(one.looks), "look"),
        "first": one.looks[0].at,
        "last": one.looks[-1].at,
        "rows": [
            {
                "at": look.at,
                "who": fetched.users[look.user].name,
                "child": _child(look.child, fetched),
                "page": done("", look.page),
                "refused": look.answer >= REFUSED_FROM,
            }
            for look in one.looks
        ],
    }


def _who(user: User) -> str:
    return f"{user.name}, {user.agency.name}"
