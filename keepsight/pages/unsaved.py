"""What somebody had written when they were signed out: kept for them, and in the form again once they have signed in.

A form that should be kept so carries, signed by us, whose it is and where it stands. Nobody else is offered it, and nothing
of it is on record before its owner has saved it.
"""

from collections.abc import Callable, Mapping

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.core.signing import BadSignature, TimestampSigner
from django.db import transaction
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect

from keepsight.access.models import User
from keepsight.access.sessions import ABSOLUTE_END
from keepsight.access.sight import THE_MACHINE, seeing
from keepsight.pages.page import Asking
from keepsight.practice.actions import keep_unsaved
from keepsight.practice.queries import unsaved

SIGNED = TimestampSigner(salt="keepsight.pages.unsaved")
OUR_OWN = frozenset({"whose", "csrfmiddlewaretoken"})


class SignInFirst(LoginRequiredMiddleware):
    """Sends whoever has not signed in to do so, and keeps what they were about to save."""

    def handle_no_permission(
        self, request: HttpRequest, view_func: Callable[..., HttpResponseBase]
    ) -> HttpResponseRedirect:
        """The way to the page of signing in."""
        if request.method == "POST" and (owner := _owner(request)):
            fields = {name: str(value) for name, value in request.POST.items() if name not in OUR_OWN}
            with transaction.atomic(), seeing(THE_MACHINE):
                keep_unsaved(request.path, fields, by=owner)
        return super().handle_no_permission(request, view_func)


def whose(asking: Asking) -> str:
    """What a form carries to be kept: who has it open, and where, signed."""
    assert asking.user
    return SIGNED.sign(f"{asking.user.pk} {asking.request.path}")


def offered(asking: Asking) -> Mapping[str, str] | None:
    """What this person had written here when they were signed out; None: nothing, or they are saving something now."""
    assert asking.user
    return unsaved(asking.user, asking.request.path) if asking.form is None else None


def _owner(request: HttpRequest) -> User | None:
    """Whose the form is that was posted, where we signed it for this address no longer ago than anybody stays signed in."""
    try:
        said = SIGNED.unsign(request.POST.get("whose", ""), max_age=2 * ABSOLUTE_END)
    except BadSignature:
        return None
    user, _, address = said.partition(" ")
    return User.objects.filter(pk=user, is_active=True).first() if address == request.path else None
