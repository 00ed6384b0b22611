"""What a page is. Each folder of the shelf says one in its `page.py`, with what it fetches and how it presents that.

PAGE = Page(address="children/<uuid:child_id>/", title="Overview", who=WITH_CHILDREN, tab=1)

def fetch(asking) -> Fetched | None       all the asking of other rooms; None: there is no such thing here
def present(asking, fetched) -> Shown     from rows to words; asks nothing
def act(asking) -> Fetched | Elsewhere    only where the page takes a POST
LISTED = Listed(...)                      only where a list on it may be taken away as a spreadsheet
"""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.http import HttpRequest, QueryDict

from keepsight.access.models import User
from keepsight.access.roles import CONFIRM, JUDGES, READS_CHILDREN, ROLES
from keepsight.access.sight import Sight
from keepsight.errors import WrongUse
from keepsight.pages.taken_away import Listed
from keepsight.people import in_sight
from keepsight.people.shown import ChildShown

EVERYONE = frozenset(ROLES)
# Roles that read a child's story. The others keep the house: files, audit, figures, learning.
WITH_CHILDREN = READS_CHILDREN
# Roles that read what should change and whether it does. Nothing there opens a child whom they do not see anyway.
WITH_ASSURANCE = WITH_CHILDREN | {"guardian", "learning_team", "analyst"}
WITH_CODING = frozenset({"learning_team", "reviewer"})
# Roles that read case reviews: published ones all of them, others only those that the register lets them (reviews.queries).
WITH_REVIEWS = EVERYONE - {"data_steward", "administrator"}
# Roles that say of a fact which a document offers whether it is so, for the children they see.
MAY_CONFIRM = CONFIRM
# Roles that share entries one by one, and keep that they decided not to: whoever answers for what their agency holds.
MAY_SHARE = MAY_CONFIRM
# Roles that say whether two records are of one person, where they may read who both are.
MAY_JUDGE = JUDGES
WITH_FILES = frozenset(name for name, role in ROLES.items() if role.reads_sources)
# Roles that answer for the records which agencies send: how good their numbers are, and what became of linking, in figures.
WITH_RECORDS = frozenset({"agency_lead", "guardian", "data_steward"})

GROUPS = ("Learning", "Who sees what")
"""Groups of pages in the bar of the service, in their order there, after the pages that stand alone."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page's own words about itself. `menu` and `tab` say where it stands among the links, if it does.

    Pages of one `group` share one link in the bar of the service, and stand beside each other under it.
    """

    address: str
    title: str
    who: frozenset[str]
    public: bool = False
    methods: frozenset[str] = frozenset({"GET"})
    menu: int | None = None  # its place in the bar of the service, or in its group
    group: str | None = None  # one of GROUPS
    tab: int | None = None  # its place among the pages of a child
    changes_nothing: bool = False  # what it takes in changes nothing on record, so it is open to whoever may only read
    secret: bool = False  # what it takes in are passwords or codes: nothing of it is kept for whoever was signed out
    unproven: bool = False  # opens to somebody who has signed in with a password only, and must first prove more


@dataclass(frozen=True, slots=True)
class Asking:
    """Who asks for a page, on which day, and for what. `form` is None unless something was posted."""

    request: HttpRequest
    user: User | None
    sight: Sight
    today: dt.date
    address: Mapping[str, Any]
    query: QueryDict
    form: QueryDict | None = None
    child: ChildShown | None = None
    names_hidden: bool = False  # the pages of a child are asked for without names

    def posted(self, name: str, *, strip: bool = True) -> str:
        """What was posted in one field; nothing, where nothing was."""
        value = str(self.form.get(name, "")) if self.form is not None else ""
        return value.strip() if strip else value

    def posted_id(self, name: str) -> UUID | None:
        """The id that was posted in one field; None for none, and for what is none."""
        try:
            return UUID(self.posted(name))
        except ValueError:
            return None

    def posted_day(self, name: str) -> dt.date | None:
        """The day that was posted as three fields; None where all are empty. Raises WrongUse for one that no calendar has."""
        parts = [self.posted(f"{name}-{part}") for part in ("year", "month", "day")]
        if not any(parts):
            return None
        try:
            return dt.date(*map(int, parts))
        except ValueError:
            raise WrongUse("No calendar has that day", next_step="Enter a day such as 27 3 2026.") from None

    @property
    def by_glass(self) -> bool:
        """Whether the child is seen only because the person broke the glass: to be read, and no more."""
        return self.child is not None and self.child.id in in_sight.now(self.sight.glass)

    @property
    def of_child(self) -> ChildShown:
        """The child whom the page is about. Only pages of a child may ask; the door has made sure that there is one."""
        assert self.child is not None
        return self.child


@dataclass(frozen=True, slots=True)
class Shown:
    """What the template is given. `entries` is how many entries were shown, for the log of looks; a page that is of no one
    child and shows entries of several says in `of_children` how many of each, and each has its own line there.

    `again_after` seconds the browser asks for the page again by itself, where something on it is still going on. `then` is an
    address of this server to which it goes at once by itself; the page has a link there too.
    """

    context: dict[str, Any]
    entries: int = 0
    again_after: int | None = None
    then: str | None = None
    of_children: Mapping[UUID | None, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Download:
    """A file instead of a screen; `entries` and `of_children` as they are of a page that is shown."""

    file_name: str
    content_type: str
    content: str | bytes
    entries: int = 0
    of_children: Mapping[UUID | None, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Go to another page: its address on this server, or that of the provider through which people sign in."""

    address: str
    forget: bool = False  # tell the browser to forget all that it kept of this server


Answer = Shown | Download | Elsewhere


@dataclass(frozen=True, slots=True)
class Shelved:
    """A page as it stands on the shelf. Its folder's name is its name, in addresses and in the log of looks."""

    name: str
    page: Page
    fetch: Callable[[Asking], Any]
    present: Callable[[Asking, Any], Answer]
    act: Callable[[Asking], Any] | None = field(default=None)
    listed: Listed | None = None

    @property
    def template(self) -> str:
        return f"{self.name}/page.html.jinja"

    @property
    def of_child(self) -> bool:
        """Whether the page is about one child."""
        return "<uuid:child_id>" in self.page.address
