"""The one way in to every page. No page answers but through here, so that no page can forget.

    signed in?  ->  proved twice?  ->  role allowed?  ->  child in sight?  ->  fetch  ->  present  ->  the look is written

All of it is one transaction, and the look is its last statement: a page that could not be written down is not sent.
Every request of somebody who has signed in leaves exactly one line, whatever it was answered; so does every form that
anybody posts. A page that shows entries of several children leaves one for each of them. A child outside a person's sight,
a child who does not exist and an address that nobody knows answer alike.
"""

import errno
import sys
from collections.abc import Callable, Collection, Mapping
from contextlib import nullcontext
from types import MappingProxyType
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.db import InterfaceError, OperationalError, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse

from keepsight.access.guarding import note_attempt
from keepsight.access.models import User
from keepsight.access.queries import sight
from keepsight.access.sight import NOBODY, Sight, seeing
from keepsight.errors import AuditUnavailable
from keepsight.pages import taken_away
from keepsight.pages.frame import frame, names_hidden, proved, signed_in
from keepsight.pages.page import Answer, Asking, Download, Elsewhere, Shelved, Shown
from keepsight.pages.pseudonyms import hidden_child
from keepsight.pages.unsaved import kept, offered_in, saved
from keepsight.people import queries as people
from keepsight.store import audit
from keepsight.store.asked_once import asking_once
from keepsight.store.clock import today

View = Callable[..., HttpResponse]
DISK = frozenset(
    {errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO}
)  # full, one's share of it is, only to be read, broken
ONLY_LOOKED_AT = frozenset({"GET", "HEAD"})
TRY_AGAIN_SECONDS = 60
NOWHERE: Mapping[str, Any] = MappingProxyType({})
Looked = Mapping[UUID | None, int]
"""How many entries were shown of each child; None: of the child whom the address names, or of none."""
NOTHING: Looked = MappingProxyType({None: 0})


def door_to(shelved: Shelved) -> View:
    """The view that Django calls for a page."""

    def view(request: HttpRequest, **address: Any) -> HttpResponse:
        return or_unavailable(lambda: _answered(shelved, request, address))

    view.__name__ = shelved.name
    view.shelved = shelved  # type: ignore[attr-defined]  # so that whoever walks the addresses can say whose each one is
    return login_not_required(view) if shelved.page.public else view


def asking_of(
    shelved: Shelved, request: HttpRequest, user: User | None, address: dict[str, Any], seen: Sight | None = None
) -> Asking:
    """Who asks, and for what: what a page is told before it fetches anything. `seen`: what they see, if it is known already."""
    now = today()
    seen = seen or (sight(user, now) if user else NOBODY)
    child = people.child(seen, address["child_id"]) if shelved.of_child else None
    form = request.POST if request.method == "POST" else None
    hide = child is not None and names_hidden(request)
    return Asking(
        request, user, seen, now, address, request.GET, form, hidden_child(child) if child and hide else child, hide
    )


def answer_to(shelved: Shelved, asking: Asking) -> Answer | None:
    """What the page answers. None: there is no such thing here for this person."""
    posted = asking.form is not None and shelved.act is not None
    fetched = shelved.act(asking) if posted and shelved.act else shelved.fetch(asking)
    if fetched is None or isinstance(fetched, Elsewhere):
        return fetched
    answer = shelved.present(asking, fetched)
    return _as_file(shelved, answer) if asking.form is None and taken_away.is_asked_for(asking.query) else answer


def note_attempts(user: User | None, sight: Sight, persons: Collection[UUID], page: str) -> None:
    """Tell the guardian where somebody asked for family, or for a sealed child. Whoever asked is told that nobody is known."""
    if user is not None:
        for child, why in people.kept_from(sight, persons).items():
            note_attempt(user, child, page=page, why=why)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """The answer to an address that nobody knows: the same as to what is not there for this person."""
    return or_unavailable(lambda: _refused(request, 404))


def not_allowed(request: HttpRequest, exception: Exception | None = None, reason: str = "") -> HttpResponse:
    """The answer to a form that is not ours, or too old: what its owner typed in it is kept, and they are sent to where it is."""
    return or_unavailable(lambda: _sent_back(request) or _refused(request, 403))


def gone_wrong(request: HttpRequest) -> HttpResponse:
    """The answer when we made a mistake, or when what we stand on is out of reach.

    It asks nothing of the database, which may be what is wrong: not even who has signed in.
    """
    if out_of_reach(sys.exc_info()[1]):
        return unavailable()
    said = render_to_string("layout/500.html.jinja", {"title": "Sorry, something went wrong"})
    return never_stored(HttpResponse(said, status=500))


def unavailable() -> HttpResponse:
    """The answer while the database, the disk or the audit's key is out of reach: nothing was shown, and nothing was changed."""
    said = render_to_string("layout/503.html.jinja", {"title": "Sorry, not available"})
    return never_stored(HttpResponse(said, status=503, headers={"Retry-After": str(TRY_AGAIN_SECONDS)}))


def out_of_reach(wrong: BaseException | None) -> bool:
    """Whether it is the machine and not us: a database that is gone or full, a disk that is full or only to be read."""
    return isinstance(wrong, (OperationalError, InterfaceError)) or getattr(wrong, "errno", None) in DISK


def never_stored(response: HttpResponse) -> HttpResponse:
    """The response, told to every browser and proxy on the way not to keep it."""
    response.headers["Cache-Control"] = "no-store"
    return response


def or_unavailable(answered: Callable[[], HttpResponse]) -> HttpResponse:
    """What was answered, in one transaction with its line in the audit; or 503, and nothing was shown or changed."""
    try:
        with transaction.atomic():
            return never_stored(answered())
    except AuditUnavailable:
        return unavailable()


def _answered(shelved: Shelved, request: HttpRequest, address: dict[str, Any]) -> HttpResponse:
    user = signed_in(request)
    response, looked = _opened(shelved, request, user, address)
    # Whoever has just signed in is written down too; whoever signed out was signed in before.
    _write_down(request, user or signed_in(request), response, page=shelved.name, address=address, looked=looked)
    return response


def _sent_back(request: HttpRequest) -> HttpResponse | None:
    address = kept(request)
    if address is None:
        return None
    response = HttpResponseRedirect(address)
    _write_down(request, signed_in(request), response)
    return response


def _refused(request: HttpRequest, status: int) -> HttpResponse:
    response = _plain(request, status)
    _write_down(request, signed_in(request), response)
    return response


def _write_down(
    request: HttpRequest,
    by: User | None,
    response: HttpResponse,
    *,
    page: str | None = None,
    address: Mapping[str, Any] = NOWHERE,
    looked: Looked = NOTHING,
) -> None:
    """The line in the audit. A page that nobody has signed in to see, and that takes nothing in, leaves none."""
    act = "export" if "Content-Disposition" in response.headers else "post" if request.method == "POST" else "look"
    if by or act == "post":
        named, about = address.get("child_id"), _about(address)
        for child, entries in looked.items():
            of = child or named
            audit.note(act, by=by, child=of, about=about, page=page, answer=response.status_code, count=entries)
        audit.write()


def _about(address: Mapping[str, Any]) -> str | None:
    """What else than a child the address names, as a word and an id."""
    named = (f"{name.removesuffix('_id')} {value}" for name, value in address.items() if isinstance(value, UUID))
    return next((one for one in named if not one.startswith("child ")), None)


def _opened(
    shelved: Shelved, request: HttpRequest, user: User | None, address: dict[str, Any]
) -> tuple[HttpResponse, Looked]:
    """The response, and how many entries it shows of whom."""
    if request.method not in shelved.page.methods | {"HEAD"}:
        return HttpResponseNotAllowed(sorted(shelved.page.methods)), NOTHING
    if user and not (shelved.page.public or shelved.page.unproven) and not proved(request):
        return HttpResponseRedirect(reverse("second_factor")), NOTHING
    if user and not shelved.page.public and user.role not in shelved.page.who:
        return _plain(request, 403), NOTHING
    seen = sight(user, today()) if user else NOBODY
    with asking_once() if request.method in ONLY_LOOKED_AT else nullcontext(), seeing(seen):
        return _in_sight(shelved, asking_of(shelved, request, user, address, seen))


def _in_sight(shelved: Shelved, asking: Asking) -> tuple[HttpResponse, Looked]:
    """The response, now that the database shows what this person may see and nothing else."""
    request = asking.request
    if shelved.of_child and asking.child is None:
        note_attempts(asking.user, asking.sight, {asking.address["child_id"]}, shelved.name)
        return _plain(request, 404), NOTHING
    if asking.by_glass and request.method == "POST" and not shelved.page.changes_nothing:
        return _plain(request, 403), NOTHING
    answer = answer_to(shelved, asking)
    if answer is None:
        return _plain(request, 404), NOTHING
    if asking.form is not None:
        saved(asking)
    return _sent(shelved, asking, answer)


def _sent(shelved: Shelved, asking: Asking, answer: Answer) -> tuple[HttpResponse, Looked]:
    match answer:
        case Elsewhere(address, forget):
            headers = {"Clear-Site-Data": '"cache", "cookies", "storage"'} if forget else {}
            return HttpResponseRedirect(address, headers=headers), NOTHING
        case Download(file_name, content_type, content, entries, of_children):
            response = HttpResponse(content, content_type=content_type)
            response.headers["Content-Disposition"] = f'attachment; filename="{file_name}"'
            return response, of_children or {None: entries}
        case Shown(context, entries, again_after, then, of_children):
            context = frame(asking.request, shelved, asking) | _to_take_away(shelved, asking, context) | context
            page = render_to_string(shelved.template, context, asking.request)
            response = HttpResponse(offered_in(page, asking) if shelved.act else page)
            if again_after:
                response.headers["Refresh"] = str(again_after)
            if then:
                response.headers["Refresh"] = f"0; url={then}"
            return response, of_children or {None: entries}


def _as_file(shelved: Shelved, answer: Answer) -> Answer:
    """The list of a page instead of the page, where it has one: made of what the page would show, and of nothing else."""
    if shelved.listed is None or not isinstance(answer, Shown):
        return answer
    listed, context = shelved.listed, answer.context
    of_children = listed.of_children(context) or answer.of_children
    return Download(listed.file_name, "text/csv; charset=utf-8", listed.file(context), answer.entries, of_children)


def _to_take_away(shelved: Shelved, asking: Asking, context: Mapping[str, Any]) -> dict[str, Any]:
    """What a page says of the list on it that can be taken away: nothing where it has none, or nothing stands in it."""
    listed = shelved.listed
    if listed is None or not any(True for _ in listed.rows(context)):
        return {}
    return {"listed": listed.called, "take_away": taken_away.address(asking.query)}


def _plain(request: HttpRequest, status: int) -> HttpResponse:
    titles = {403: "This page is not for your role", 404: "Page not found"}
    context = frame(request) | {"title": titles[status]}
    return render(request, f"layout/{status}.html.jinja", context, status=status)
