"""Signing in through the agency's own provider: on the way there, and on the way back.

A browser keeps our cookie from whoever comes from another site, so on the way back the page first asks for itself again: then
the browser comes from here. What the provider answers is in the address only until then, opens nothing twice, and nothing
without the secret that this browser's session holds.
"""

from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth import login
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from keepsight.access.elsewhere import (
    ONCE,
    UNKNOWN,
    NotProved,
    ProviderGone,
    claims_of,
    is_set_up,
    recognise_elsewhere,
    way_there,
)
from keepsight.pages.frame import PROVED
from keepsight.pages.page import EVERYONE, Asking, Elsewhere, Page, Shown

PAGE = Page(address="sign-in/elsewhere/", title="Sign in through your agency", who=EVERYONE, public=True)

FROM_ELSEWHERE = "from_elsewhere"  # where a session keeps that its owner signed in through the provider
WANTED = "wanted"  # and where it keeps, on the way, what page they were going to
HERE = "here"  # in the address: the browser comes from here, and no longer from the provider
NOT_SET_UP, GONE, NOT_PROVED = "not_set_up", "gone", "not_proved"
SAID = {
    NOT_SET_UP: "Signing in through your agency is not set up in this Keepsight.",
    GONE: "The sign-in of {name} does not answer just now. It may be back in a few minutes.",
    NOT_PROVED: "What came back from {name} does not belong to this browser, or is too old. Start again.",
    UNKNOWN: "You are signed in at {name}, but nobody has an open account here under the name that it gives you. "
    "Whoever looks after Keepsight in your agency can tell you which account is yours.",
    ONCE: "{name} did not ask you for a second proof of who you are, and Keepsight needs one.",
}


@dataclass(frozen=True, slots=True)
class Fetched:
    """Why nobody is signed in (one of SAID), or (None) where the browser goes on to."""

    why_not: str | None
    then: str | None = None


def fetch(asking: Asking) -> Fetched | Elsewhere:
    """On to the provider, or signed in and on to where the person was going; or why not."""
    if not is_set_up():
        return Fetched(NOT_SET_UP)
    back = "state" in asking.query
    if back and HERE not in asking.query:
        return Fetched(None, f"{asking.request.path}?{asking.query.urlencode()}&{HERE}=1")
    try:
        return _back(asking) if back else _there(asking)
    except ProviderGone:
        return Fetched(GONE)
    except NotProved:
        return Fetched(NOT_PROVED)


def present(asking: Asking, fetched: Fetched) -> Shown:
    """Why not, and what else can be done; or the link that a browser follows by itself."""
    if fetched.why_not is None:
        return Shown({"then": fetched.then}, then=fetched.then)
    name = settings.OIDC_NAME
    said = SAID[fetched.why_not].format(name=name)
    return Shown({"said": said[0].upper() + said[1:], "again": fetched.why_not in (GONE, NOT_PROVED)})


def _there(asking: Asking) -> Elsewhere:
    asking.request.session[WANTED] = asking.query.get("next", "")
    here = asking.request.build_absolute_uri(reverse("sign_in_elsewhere"))
    return Elsewhere(way_there(asking.request, here))


def _back(asking: Asking) -> Fetched | Elsewhere:
    found = recognise_elsewhere(claims_of(asking.request))
    if found.user is None:
        return Fetched(found.why_not)
    request, wanted = asking.request, str(asking.request.session.pop(WANTED, ""))
    login(request, found.user)
    request.session[PROVED] = request.session[FROM_ELSEWHERE] = True
    ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, request.is_secure())
    return Elsewhere(wanted if ours else reverse("my_work"))
