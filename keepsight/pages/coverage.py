"""Who sends files, as pages say it: which agencies are silent, and up to which day the others have told us."""

import datetime as dt
from collections.abc import Sequence

from keepsight.intake.queries import Feed
from keepsight.pages import words

# A feed older than this is named as silent wherever a child is shown. Files come monthly at best, so a shorter time
# would name everybody always, and be read by nobody. Local judgement, to be looked at again with a partnership.
SILENT_AFTER_DAYS = 31


def silent(feeds: Sequence[Feed], today: dt.date) -> list[str]:
    """A few words for each agency that is not connected, has sent nothing that covers a day, or has fallen silent."""
    named = [feed for feed in feeds if feed.agency]
    return [f"{feed.agency_name}: not connected" for feed in named if not feed.connected] + [
        f"{feed.agency_name}: nothing covers the days after {words.long_day(feed.covered_to)}"
        if feed.covered_to
        else f"{feed.agency_name}: no file of its own covers any day"
        for feed in named
        if feed.connected and not _fresh(feed, today)
    ]


def others_reach(feeds: Sequence[Feed], today: dt.date) -> dt.date | None:
    """The last day that every feed covers which has not fallen silent. None where there is none."""
    return min((feed.covered_to for feed in feeds if feed.covered_to and _fresh(feed, today)), default=None)


def untold(feeds: Sequence[Feed], today: dt.date) -> list[str]:
    """What cannot be told: who is silent or not connected, and up to which day the others have told us."""
    sentences = [f"{says}. What happened there would not show here." for says in silent(feeds, today)]
    if absent := [feed.sector_title for feed in feeds if not feed.connected and not feed.agency]:
        sentences.append(f"No agency is connected for {words.listed(absent)}.")
    if reached := others_reach(feeds, today):
        sentences.append(f"What the other agencies know is here up to {words.long_day(reached)}.")
    return sentences


def _fresh(feed: Feed, today: dt.date) -> bool:
    return feed.covered_to is not None and (today - feed.covered_to).days <= SILENT_AFTER_DAYS
