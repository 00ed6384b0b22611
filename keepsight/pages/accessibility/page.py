"""What was tried so that everybody can use these pages, what is known not to be right, and whom to tell: for whoever comes by.

Its parts are those of the model accessibility statement that regulation 8 of the Public Sector Bodies (Websites and Mobile
Applications) (No. 2) Accessibility Regulations 2018 asks of a public body. It asks nothing of the store.
"""

from django.conf import settings

from keepsight.pages import words
from keepsight.pages.accessibility import tried
from keepsight.pages.page import EVERYONE, Asking, Page, Shown

PAGE = Page(address="accessibility/", title="Accessibility statement", who=EVERYONE, public=True)
TIMES = {2: "twice"}


def fetch(asking: Asking) -> tuple[()]:
    """Nothing is needed."""
    return ()


def present(asking: Asking, fetched: tuple[()]) -> Shown:
    """The statement, with the numbers by which the pages are tried."""
    *wide, narrowest = tried.WIDTHS
    return Shown(
        {
            "title": PAGE.title,
            "standard": tried.STANDARD,
            "level": tried.LEVEL,
            "widths": f"{', '.join(map(str, wide))} and {narrowest}",
            "narrowest": narrowest,
            "target": tried.TARGET,
            "letters": TIMES[tried.LETTERS],
            "axe": tried.AXE,
            "on": words.long_day(tried.ON),
            "contact": settings.CONTACT,
        }
    )
