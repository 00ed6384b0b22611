"""What somebody had written when they were signed out: kept for them, and in the form again once they have signed in.

Every form carries, signed by us, whose it is and where it stands: it comes with `csrf_input`, without which no form is taken.
What was typed is in the page again as it is sent (`refilling.py`), so that no page can forget. Nobody else is offered it, and
nothing of it is on record before its owner has saved it. Passwords and codes are not kept, nor files.
"""

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.core.signing import BadSignature, TimestampSigner
from django.db import transaction
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.template.backends.utils import csrf_input
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString

from keepsight.access.models import User
from keepsight.access.sight import THE_MACHINE, seeing
from keepsight.pages.page import Asking, Shelved
from keepsight.pages.refilling import OUR_OWN, beneath_main, marked, refilled
from keepsight.practice.actions import UNSAVED_DAYS, drop_unsaved, keep_unsaved
from keepsight.practice.queries import unsaved

SIGNED = TimestampSigner(salt="keepsight.pages.unsaved")


class SignInFirst(LoginRequiredMiddleware):
    """Sends whoever has not signed in to do so, and keeps what they were about to save."""

    def process_view(self, request: HttpRequest, view_func: Callable[..., HttpResponseBase], *asked: Any) -> Any:
        """Nothing to do for an address that is open to everybody: not even the database is asked who comes."""
        if not getattr(view_func, "login_required", True):
            return None
        return super().process_view(request, view_func, *asked)

    def handle_no_permission(
        self, request: HttpRequest, view_func: Callable[..., HttpResponseBase]
    ) -> HttpResponseRedirect:
        """The way to the page of signing in, and from there to where the form stood."""
        address = kept(request)
        return redirect_to_login(address) if address else super().handle_no_permission(request, view_func)


def kept(request: HttpRequest) -> str | None:
    """Where the form stood that was posted, now that what was typed in it is kept. None: nothing was, or nobody knows by whom.

    For a form that is not taken: its owner is signed out, or was, and has signed in again in another window.
    """
    fields = {name: "\n".join(request.POST.getlist(name)) for name in request.POST if name not in OUR_OWN}
    said = _said(request) if fields else None
    if said is None:
        return None
    owner, address = said
    with transaction.atomic(), seeing(THE_MACHINE):
        keep_unsaved(address, fields, by=owner)
    return address


def carried(request: HttpRequest) -> dict[str, SafeString]:
    """What every form carries: that it is ours, who has it open, and where.

    What is typed to sign in, or to search, is kept nowhere.
    """
    match, user = request.resolver_match, getattr(request, "user", None)
    shelved = getattr(match.func, "shelved", None) if match else None
    ours = csrf_input(request)
    if not isinstance(user, User) or shelved is None or not keeps(shelved):
        return {"csrf_input": ours}
    whose = SIGNED.sign(f"{user.pk} {request.get_full_path()}")
    return {"csrf_input": format_html('{}<input type="hidden" name="whose" value="{}">', ours, whose)}


def keeps(shelved: Shelved) -> bool:
    """Whether what is typed on a page is kept for whoever was signed out: not where it is a password, a code or a search."""
    page = shelved.page
    return "POST" in page.methods and not (page.public or page.unproven or page.secret or page.changes_nothing)


def offered(asking: Asking) -> dict[str, str] | None:
    """What this person had written here when they were signed out; None: nothing, or they are saving something now.

    For a page that shows another form by what was typed: what is typed is filled in anyway.
    """
    if asking.user is None or asking.form is not None or asking.names_hidden:
        return None
    return unsaved(asking.user, asking.request.get_full_path())


def offered_in(page: str, asking: Asking) -> str:
    """The page with what this person had written here in its form again, and a word that it is on no record.

    Where the page has that form no longer, the words stand above it, to be taken from there.
    """
    left = offered(asking)
    if left is None:
        return page
    found = refilled(page, left)
    words = [said for said in left.values() if " " in said.strip()] if found is None else []
    if found is None and not words:
        return page
    return beneath_main(found or marked(page), render_to_string("layout/unsaved.html.jinja", {"words": words}))


def saved(asking: Asking) -> None:
    """What was kept is no longer offered, now that its owner has sent the form in which it was: another form leaves it be."""
    said = _said(asking.request) if asking.user and asking.posted("refilled") else None
    if said and said[0] == asking.user:
        drop_unsaved(said[1], by=asking.user)


def _said(request: HttpRequest) -> tuple[User, str] | None:
    """Whose the form is that was posted, and where it stood, where we signed it no longer ago than what is typed is kept."""
    try:
        said = SIGNED.unsign(request.POST.get("whose", ""), max_age=dt.timedelta(days=UNSAVED_DAYS))
    except BadSignature:
        return None
    user, _, address = said.partition(" ")
    owner = User.objects.filter(pk=user, is_active=True).first()
    return (owner, address) if owner else None
