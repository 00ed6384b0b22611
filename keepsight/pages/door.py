"""The one way in to every page. No page answers but through here, so that no page can forget.

    signed in?  ->  role allowed?  ->  child in sight?  ->  fetch  ->  present  ->  render  ->  the look is written down

All of it is one transaction, and the look is its last statement: a page that could not be written down is not sent.
A child outside a person's sight, a child who does not exist and an address that nobody knows answer alike.
"""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.shortcuts import render

from keepsight.access.actions import looked
from keepsight.access.models import User
from keepsight.access.queries import sight
from keepsight.pages.frame import frame, names_hidden, signed_in
from keepsight.pages.page import NOBODY, Answer, Asking, Download, Elsewhere, Shelved, Shown
from keepsight.pages.pseudonyms import hidden_child
from keepsight.people import queries as people
from keepsight.store.clock import today

View = Callable[..., HttpResponse]


def door_to(shelved: Shelved) -> View:
    """The view that Django calls for a page."""

    def view(request: HttpRequest, **address: Any) -> HttpResponse:
        if request.method not in shelved.page.methods | {"HEAD"}:
            return never_stored(HttpResponseNotAllowed(sorted(shelved.page.methods)))
        with transaction.atomic():
            return never_stored(_answered(shelved, request, address))

    view.__name__ = shelved.name
    view.shelved = shelved  # type: ignore[attr-defined]  # so that whoever walks the addresses can say whose each one is
    return login_not_required(view) if shelved.page.public else view


def asking_of(shelved: Shelved, request: HttpRequest, user: User | None, address: dict[str, Any]) -> Asking:
    """Who asks, and for what: what a page is told before it fetches anything."""
    now = today()
    seen = sight(user, now) if user else NOBODY
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
    return shelved.present(asking, fetched)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """The answer to everything that is not there, or is not there for this person."""
    return never_stored(_plain(request, 404))


def not_allowed(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """The answer to a role that a page is not for."""
    return never_stored(_plain(request, 403))


def gone_wrong(request: HttpRequest) -> HttpResponse:
    """The answer when we made a mistake. It asks nothing of the database, which may be what is wrong."""
    return never_stored(render(request, "layout/500.html.jinja", {"title": "Sorry, something went wrong"}, status=500))


def never_stored(response: HttpResponse) -> HttpResponse:
    """The response, told to every browser and proxy on the way not to keep it."""
    response.headers["Cache-Control"] = "no-store"
    return response


def _answered(shelved: Shelved, request: HttpRequest, address: dict[str, Any]) -> HttpResponse:
    user = signed_in(request)
    child_id: UUID | None = address.get("child_id")
    response, entries = _opened(shelved, request, user, address)
    # Whoever has just signed in is written down too; whoever signed out was signed in before.
    if by := user or signed_in(request):
        looked(by, shelved.name, child_id, answer=response.status_code, entries=entries)
    return response


def _opened(
    shelved: Shelved, request: HttpRequest, user: User | None, address: dict[str, Any]
) -> tuple[HttpResponse, int]:
    """The response, and how many entries it shows."""
    if user and not shelved.page.public and user.role not in shelved.page.who:
        return _plain(request, 403), 0
    asking = asking_of(shelved, request, user, address)
    if shelved.of_child and asking.child is None:
        return _plain(request, 404), 0
    answer = answer_to(shelved, asking)
    if answer is None:
        return _plain(request, 404), 0
    return _sent(shelved, asking, answer)


def _sent(shelved: Shelved, asking: Asking, answer: Answer) -> tuple[HttpResponse, int]:
    match answer:
        case Elsewhere(address):
            return HttpResponseRedirect(address), 0
        case Download(file_name, content_type, content, entries):
            response = HttpResponse(content, content_type=content_type)
            response.headers["Content-Disposition"] = f'attachment; filename="{file_name}"'
            return response, entries
        case Shown(context, entries):
            context = frame(asking.request, shelved, asking) | context
            return render(asking.request, shelved.template, context), entries


def _plain(request: HttpRequest, status: int) -> HttpResponse:
    titles = {403: "This page is not for your role", 404: "Page not found"}
    context = frame(request) | {"title": titles[status]}
    return render(request, f"layout/{status}.html.jinja", context, status=status)
