"""Agencies and services round a child: which told of the child, which heard the child, which knows only others at home.

How often one wrote says nothing of how near it is to a child, so it is not counted: the days are given, and what the child said.
"""

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from keepsight.chronology.shown import EntryShown
from keepsight.intake.queries import Feed
from keepsight.pages import words


@dataclass(frozen=True, slots=True)
class Service:
    """An agency, and what ties it to the child and to others at home: None where nothing does that may be read.

    `heard`: the last entry of its own with the child's words. `told`: whether a file says that it was told of something.
    `writer`: who wrote for it last. `connected`: whether it sends files at all.
    """

    name: str
    child: tuple[dt.date | None, dt.date | None] | None = None
    home: tuple[dt.date | None, dt.date | None] | None = None
    heard: EntryShown | None = None
    told: bool = False
    has_record: bool = False
    writer: str | None = None
    connected: bool = True

    @property
    def tie(self) -> str | None:
        """What ties it to the child: "heard", "knows", "told" or "record"; None: nothing that may be read."""
        if self.heard:
            return "heard"
        if self.child:
            return "knows"
        return "told" if self.told else "record" if self.has_record else None


def network_of(entries: Sequence[EntryShown], feeds: Iterable[Feed], holders: Collection[str]) -> list[Service]:
    """Every agency that has anything to do with the child or is not connected, by name. `holders`: codes of those with a record."""
    by_name: dict[str, list[EntryShown]] = {}
    for entry in entries:
        by_name.setdefault(words.sent_by(entry), []).append(entry)
    told = {name for entry in entries for name, _ in entry.told}
    feed_of = {feed.agency_name: feed for feed in feeds if feed.agency}
    found = []
    for name in sorted(by_name.keys() | told | feed_of.keys()):
        feed = feed_of.get(name)
        one = _service(
            name,
            by_name.get(name, []),
            told=name in told,
            has_record=bool(feed and feed.agency in holders),
            connected=feed is None or feed.connected,
        )
        if one.tie or one.home or not one.connected:
            found.append(one)
    return found


def in_words(one: Service) -> list[str]:
    """What ties an agency to the child and to others at home, in sentences."""
    said = []
    if one.child:
        said.append(f"Has told of the child: {_days(one.child)}")
    if one.home:
        said.append(f"{'has' if said else 'Has'} told of others at home: {_days(one.home)}")
    if one.told and not one.child:
        begins = "a file says" if said else "A file says"
        said.append(f"{begins} that it was told of something; nothing of its own about the child is here")
    if one.has_record and not (one.child or one.told):
        said.append("Has a record of the child, and nothing here that you may read")
    if not one.connected:
        said.append("Not connected: what it knows is not here")
    return said


def in_short(one: Service) -> str:
    """The same in a few words, for the drawing."""
    if one.child:
        return _days(one.child)
    if one.tie == "told":
        return "was told of something"
    if one.tie == "record":
        return "has a record, nothing to read here"
    return _days(one.home) if one.home else "not connected"


def _service(name: str, entries: Sequence[EntryShown], *, told: bool, has_record: bool, connected: bool) -> Service:
    heard = [one for one in entries if one.scope == "child" and one.child_words]
    written = [one for one in entries if one.professional]
    return Service(
        name,
        child=_span([one for one in entries if one.scope == "child"]),
        home=_span([one for one in entries if one.scope != "child"]),
        heard=max(heard, key=_day, default=None),
        told=told,
        has_record=has_record,
        writer=max(written, key=_day).professional if written else None,
        connected=connected or bool(entries),
    )


def _day(one: EntryShown) -> dt.date:
    return one.occurred_from or dt.date.min


def _span(entries: Iterable[EntryShown]) -> tuple[dt.date | None, dt.date | None] | None:
    """The first and the last day that entries tell of, each None where none of them has one. None: there are no entries."""
    some = list(entries)
    days = [day for one in some for day in (one.occurred_from, one.occurred_to) if day]
    return (min(days, default=None), max(days, default=None)) if some else None


def _days(span: tuple[dt.date | None, dt.date | None]) -> str:
    first, last = span
    return words.day(first) if first == last else f"{words.day(first)} to {words.day(last)}"
