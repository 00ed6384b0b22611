"""The second factor: a secret given to the person's telephone, which from then on shows the code that signing in asks for.

A telephone reads it from a square drawn in the page, or its owner types it: no script, no picture from elsewhere. Until it
is taken, nothing else opens. The recovery codes are shown once.
"""

import base64
from dataclasses import dataclass
from urllib.parse import quote

import segno
from django.utils.safestring import SafeString, mark_safe
from django_otp.util import random_hex

from keepsight.access.accounts import has_second_factor, take_second_factor
from keepsight.pages.frame import PROVED
from keepsight.pages.page import EVERYONE, Asking, Page, Shown

PAGE = Page(
    address="second-factor/",
    title="Second factor",
    who=EVERYONE,
    methods=frozenset({"GET", "POST"}),
    unproven=True,
)
OFFERED = "offered_secret"  # where the session keeps the secret until a code has shown that a telephone holds it
WRONG = "That is not the code that belongs to this secret. Wait for the next one and enter all six figures."


@dataclass(frozen=True, slots=True)
class Fetched:
    """The secret on offer (None: the person has a second factor), or the recovery codes once it is taken."""

    secret: str | None
    codes: tuple[str, ...] = ()
    error: str | None = None


def fetch(asking: Asking) -> Fetched:
    """The secret on offer: the same until it is taken, so that a page loaded twice does not undo the first."""
    assert asking.user
    if has_second_factor(asking.user):
        return Fetched(None)
    return Fetched(asking.request.session.setdefault(OFFERED, random_hex()))


def act(asking: Asking) -> Fetched:
    """Take the second factor, where the code is right."""
    fetched = fetch(asking)
    if fetched.secret is None:
        return fetched
    assert asking.user
    code = "".join(asking.posted("code").split())
    codes = take_second_factor(asking.user, fetched.secret, code)
    if codes is None:
        return Fetched(fetched.secret, error=WRONG)
    del asking.request.session[OFFERED]
    asking.request.session[PROVED] = True
    return Fetched(None, tuple(codes))


def present(asking: Asking, fetched: Fetched) -> Shown:
    """The square and the secret in words; or the recovery codes; or that all is done."""
    assert asking.user
    letters = base64.b32encode(bytes.fromhex(fetched.secret)).decode("ascii") if fetched.secret else ""
    title = "Your recovery codes" if fetched.codes else "Second factor"
    return Shown(
        {
            "title": f"Error: {title.lower()}" if fetched.error else title,
            "secret": " ".join(letters[at : at + 4] for at in range(0, len(letters), 4)),
            "square": square(asking.user.username, letters) if letters else "",
            "codes": fetched.codes,
            "error": fetched.error,
        }
    )


def square(username: str, letters: str) -> SafeString:
    """The secret as a telephone reads it: one SVG element, without a style of its own."""
    said = f"otpauth://totp/{quote(f'Keepsight:{username}')}?secret={letters}&issuer=Keepsight"
    drawn = segno.make(said, error="m").svg_inline(
        scale=5,
        border=4,
        title="The secret, to be read by a telephone",
        svgclass="ks-square",
        lineclass="",
        light="#fff",
    )
    return mark_safe(drawn)  # noqa: S308  (drawn by us, of our own letters and a name in percent signs)
