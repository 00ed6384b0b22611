"""What other programs read, each with a token: the same sight as people have, the same line in the log of looks, the same refusals.

    token?  ->  scope and role?  ->  query understood?  ->  sight  ->  child in sight?  ->  rows  ->  the look is written

One transaction, as for a page (`door`). `openapi.json` beside this file is the document that programs are written from; a test
asks everything in it.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpRequest, HttpResponse

from keepsight.access.models import ReadToken
from keepsight.access.sight import Sight, seeing
from keepsight.access.tokens import sight_of, token_named
from keepsight.chronology.queries import chronology
from keepsight.pages.door import never_stored, note_attempts, or_unavailable
from keepsight.pages.page import WITH_CHILDREN, WITH_REVIEWS
from keepsight.pages.programs import said
from keepsight.pages.programs.bearer import token_of
from keepsight.people import queries as people
from keepsight.people.shown import ChildShown
from keepsight.prompts.queries import prompts_of
from keepsight.reviews.queries import reviews
from keepsight.store import audit
from keepsight.store.clock import today

DOCUMENT = Path(__file__).parent / "openapi.json"
METHODS = ("GET", "HEAD")
NOBODY_S = UUID(int=0)
MOST = 100  # children in one answer; the next ones come after the last of them
TITLES = {
    400: "The question is not understood",
    401: "A token is needed",
    403: "This token is not for that",
    404: "There is no such thing here",
    405: "Only reading is possible",
}


@dataclass(frozen=True, slots=True)
class Reading:
    """Who reads, with what sight; the child in sight whom the address names, if it names one."""

    token: ReadToken
    sight: Sight
    child: ChildShown | None
    query: dict[str, str]

    @property
    def of_child(self) -> ChildShown:
        """The child whom the address names. The way in has made sure that there is one."""
        assert self.child is not None
        return self.child


@dataclass(frozen=True, slots=True)
class Told:
    """What is answered, and how many entries of the child it shows; or the status of a refusal."""

    content: dict[str, Any]
    entries: int = 0
    status: int = 200


Reader = Callable[[Reading], Told]


@dataclass(frozen=True, slots=True)
class WayIn:
    """The way in to one thing that programs read: for tokens of a scope whose account has one of the roles."""

    read: Reader
    scope: str
    roles: frozenset[str]
    takes: frozenset[str]

    @property
    def name(self) -> str:
        """What the log of looks calls it."""
        return f"read_{self.read.__name__}"

    def answered(self, request: HttpRequest, asked: UUID | None) -> HttpResponse:
        """What the program is told, once the look is written; a refusal is a look, too."""
        token = token_named(token_of(request))
        if token is None:
            return _refusal(401)
        told = self._told(request, token, asked)
        about = f"token {token.id}"
        audit.note(
            "look", by=token.user, child=asked, about=about, page=self.name, answer=told.status, count=told.entries
        )
        audit.write()
        return _refusal(told.status) if told.status != 200 else _json(told.content)

    def _told(self, request: HttpRequest, token: ReadToken, asked: UUID | None) -> Told:
        if request.method not in METHODS:
            return Told({}, status=405)
        if self.scope not in token.scopes or token.user.role not in self.roles:
            return Told({}, status=403)
        if set(request.GET) - self.takes:
            return Told({}, status=400)
        sight = sight_of(token, today())
        with seeing(sight):
            child = people.child(sight, asked) if asked else None
            if asked and child is None:
                note_attempts(token.user, sight, {asked}, self.name)
                return Told({}, status=404)
            return self.read(Reading(token, sight, child, request.GET.dict()))


def reader(
    scope: str, roles: frozenset[str], takes: Sequence[str] = ()
) -> Callable[[Reader], Callable[..., HttpResponse]]:
    """A thing that programs read becomes a view, behind its way in."""

    def with_way_in(read: Reader) -> Callable[..., HttpResponse]:
        way_in = WayIn(read, scope, roles, frozenset(takes))

        @login_not_required
        @wraps(read)
        def view(request: HttpRequest, child_id: str | None = None) -> HttpResponse:
            return or_unavailable(lambda: way_in.answered(request, _id(child_id) if child_id else None))

        return view

    return with_way_in


@reader("children", WITH_CHILDREN, takes=("after", "most"))
def children(reading: Reading) -> Told:
    """The children in sight, in the order of their ids, so many at once."""
    try:
        after = UUID(reading.query["after"]) if "after" in reading.query else None
        most = int(reading.query.get("most", MOST))
    except ValueError:
        return Told({}, status=400)
    if not 1 <= most <= MOST:
        return Told({}, status=400)
    found = people.some_children(reading.sight, after=after, most=most)
    more = found[-1].id if len(found) == most else None
    return Told({"children": [said.child(one) for one in found], "after": more})


@reader("children", WITH_CHILDREN)
def child(reading: Reading) -> Told:
    """One child in sight."""
    return Told(said.child(reading.of_child))


@reader("chronology", WITH_CHILDREN)
def entries(reading: Reading) -> Told:
    """The entries of a child's chronology that may be read, oldest first."""
    found = chronology(reading.sight, reading.of_child.id)
    return Told({"entries": [said.entry(one) for one in found]}, entries=len(found))


@reader("prompts", WITH_CHILDREN)
def prompts(reading: Reading) -> Told:
    """A child's prompts, those that have ended too."""
    of = reading.of_child.id
    readable = frozenset(one.id for one in chronology(reading.sight, of))
    found = prompts_of(reading.sight, of)
    named = {entry for one in found for entry in one.entry_ids} & readable
    return Told({"prompts": [said.prompt(one, readable) for one in found]}, entries=len(named))


@reader("reviews", WITH_REVIEWS)
def register(reading: Reading) -> Told:
    """The reviews that may be read, the latest year first."""
    return Told({"reviews": [said.review(one) for one in reviews(reading.sight)]})


@login_not_required
def document(request: HttpRequest) -> HttpResponse:
    """The document that programs are written from: of nobody, and open to everybody."""
    if request.method not in METHODS:
        return _refusal(405)
    return HttpResponse(DOCUMENT.read_bytes(), "application/json")


def _id(words: str) -> UUID:
    """The id; of words that are none, the one that nobody has: they answer like a child who does not exist."""
    try:
        return UUID(words)
    except ValueError:
        return NOBODY_S


def _json(content: dict[str, Any], status: int = 200, content_type: str = "application/json") -> HttpResponse:
    return never_stored(HttpResponse(json.dumps(content, cls=DjangoJSONEncoder), content_type, status))


def _refusal(status: int) -> HttpResponse:
    """A refusal as RFC 9457 writes one."""
    answer = _json({"title": TITLES[status], "status": status}, status, "application/problem+json")
    if status == 401:
        answer.headers["WWW-Authenticate"] = "Bearer"
    if status == 405:
        answer.headers["Allow"] = ", ".join(METHODS)
    return answer
