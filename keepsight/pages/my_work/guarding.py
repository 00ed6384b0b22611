"""What waits for a guardian, as numbers that lead to where each is answered. Nothing of any child stands here."""

from collections.abc import Sequence

from django.urls import reverse

from keepsight.access.accounts import grants_waiting
from keepsight.pages.erased import page as erased
from keepsight.pages.guardian import page as guardian
from keepsight.pages.page import Asking
from keepsight.pages.to_release import page as to_release


def guarding(asking: Asking) -> list[tuple[str, str]]:
    """Each sort of which something waits, in words with how many, and where it stands. Empty for whoever is no guardian."""
    if asking.user is None or asking.sight.role != "guardian":
        return []
    to_sign = [one for one in erased.fetch(asking).purges if erased.may_sign(one, asking.user)]
    here = reverse("guardian")
    found: list[tuple[str, str, Sequence[object]]] = [
        *((title, f"{here}#{name}", some) for title, name, some in guardian.sorts(guardian.fetch(asking))),
        ("Roles asked for", reverse("grants"), grants_waiting()),
        ("Records to release", reverse("to_release"), to_release.fetch(asking).requests),
        ("Records to sign as to be erased", reverse("erased"), to_sign),
    ]
    return [(f"{title}: {len(some)}", href) for title, href, some in found if some]
