"""What came in: how old each feed is, which has gone silent, who is not connected, what became of every file."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse

from keepsight.intake.queries import Feed, ReceiptShown, feeds, receipts
from keepsight.intake.senders import MAY_HAND_IN
from keepsight.intake.silence import Silent, silent_feeds
from keepsight.pages import words
from keepsight.pages.asked_here import not_asked_here
from keepsight.pages.page import EVERYONE, WITH_FILES, WITH_RECORDS, Asking, Page, Shown
from keepsight.pages.taken_away import Listed
from keepsight.patterns.sheets import Sheet
from keepsight.prompts.in_force import known, not_asked
from keepsight.prompts.models import PatternSwitch

PAGE = Page(address="sources/", title="Sources", who=EVERYONE, menu=3)
LISTED = Listed(
    "files that came",
    lambda page: [one for one, _ in page["receipts"]],
    {
        "Received": lambda one: words.moment(one.received_at),
        "File": lambda one: one.file_name,
        "What it is": lambda one: one.format_title,
        "From": lambda one: one.agency_name,
        "As at": lambda one: words.day(one.as_at),
        "Rows": lambda one: f"{one.rows:,}",
        "Entries": lambda one: f"{one.entries:,}",
        "Refused": lambda one: f"{one.refused:,}",
        "Already here": lambda one: f"{one.duplicates:,}",
        "Blank": lambda one: f"{one.blank:,}",
        "Taken back": lambda one: "taken back" if one.taken_back else None,
    },
)


@dataclass(frozen=True, slots=True)
class Fetched:
    """Who sends files, which feeds have gone silent, and the receipts that the person asking may read."""

    feeds: Sequence[Feed]
    silent: Sequence[Silent]
    receipts: Sequence[ReceiptShown]
    not_asked: Sequence[PatternSwitch]
    sheets: Mapping[str, Sheet]


@dataclass(frozen=True, slots=True)
class FeedRow:
    """One feed in words."""

    name: str
    sector: str
    kinds: tuple[str, ...]
    last_day: str
    age: str
    received: str


@dataclass(frozen=True, slots=True)
class Fold:
    """The files of one sender, the newest first, each with where its receipt is."""

    title: str
    files: Sequence[tuple[ReceiptShown, str]]


def fetch(asking: Asking) -> Fetched:
    """Everything the page is told from. Receipts only for roles that keep the files."""
    may_read = asking.user is not None and asking.user.role in WITH_FILES
    return Fetched(
        feeds(), silent_feeds(asking.today), receipts(asking.sight) if may_read else [], not_asked(), known()
    )


def present(asking: Asking, fetched: Fetched) -> Shown:
    """Connected feeds first, then those from whom nothing comes."""
    connected = [_row(feed, asking.today) for feed in fetched.feeds if feed.connected]
    folded = folds([(one, reverse("receipt", kwargs={"receipt_id": one.id})) for one in fetched.receipts])
    return Shown(
        {
            "connected": connected,
            "silent": fetched.silent,
            "not_asked": not_asked_here(fetched.not_asked, fetched.sheets),
            "waiting": [feed.agency_name for feed in fetched.feeds if feed.agency and not feed.connected],
            "sectors": [feed.sector_title for feed in fetched.feeds if not feed.agency and not feed.connected],
            "receipts": [each for fold in folded for each in fold.files],
            "folds": folded,
            "hands_in": asking.user is not None and asking.user.role in MAY_HAND_IN,
            "counts_records": asking.user is not None and asking.user.role in WITH_RECORDS,
            "reads_receipts": asking.user is not None and asking.user.role in WITH_FILES,
        }
    )


def folds(came: Sequence[tuple[ReceiptShown, str]]) -> list[Fold]:
    """The files by who sent them."""
    by_sender: dict[str, list[tuple[ReceiptShown, str]]] = {}
    for one, href in came:
        by_sender.setdefault(one.agency_name, []).append((one, href))
    return [Fold(_called(name, files), files) for name, files in sorted(by_sender.items())]


def _called(name: str, files: Sequence[tuple[ReceiptShown, str]]) -> str:
    """ "Fennick CAMHS: 3 files, 2 rows refused"."""
    refused = sum(one.refused for one, _ in files)
    return f"{name}: {words.counted(len(files), 'file')}" + (
        f", {words.counted(refused, 'row')} refused" * bool(refused)
    )


def _row(feed: Feed, today: dt.date) -> FeedRow:
    return FeedRow(
        name=feed.agency_name,
        sector=feed.sector_title,
        kinds=tuple(words.titles(feed.kinds)),
        last_day=words.day(feed.covered_to) if feed.covered_to else "no day yet",
        age=age(feed.covered_to, today),
        received=words.moment(feed.last_received_at),
    )


def age(covered_to: dt.date | None, today: dt.date) -> str:
    """How many days have passed that no file of this feed covers."""
    if covered_to is None:
        return "covers nothing yet"
    days = (today - covered_to).days
    return "up to date" if days <= 0 else f"{words.counted(days, 'day')} old"
