"""The pack of a conference as a paper, for whoever takes it along: the same parts in the same order as on the page.

It is given what the page's template is given and nothing else, so that what the page leaves out cannot get into a file.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from keepsight.briefings.printing import Printed, in_words
from keepsight.pages import words
from keepsight.practice.professionals.conferences import Conference, View

NOTHING = "Nothing was said."
IN_CONFIDENCE = "In confidence: for those who work with the child"


def printed_conference(page: Mapping[str, Any], of: str, partnership: str) -> Printed:
    """The pack, ready to print. `page` is what the template is given, with a conference in it; `of` the child's name and birth."""
    latest: Conference = page["latest"]
    state = "For the conference on" if latest.open else "Of the conference on"
    return {
        "title": f"Conference pack: {of}",
        "partnership": partnership,
        "as_at": words.long_day(page["printed_on"]),
        "edition": f"{state} {words.long_day(latest.on)}. {IN_CONFIDENCE}",
        "parts": [
            {"title": title, "depth": depth, "blocks": list(map(in_words, said))} for title, depth, said in _parts(page)
        ],
        "notes": [],
    }


def _parts(page: Mapping[str, Any]) -> Iterator[tuple[str, int, list[str]]]:
    """Each heading, how deep it stands, and its paragraphs."""
    latest: Conference = page["latest"]
    yield "Why it was called", 1, [latest.called.narrative, *_longest(page), page["last_heard"]]
    yield "What each agency knows", 1, []
    yield from ((one.agency_name, 2, [(one.said and one.said.narrative) or NOTHING]) for one in latest.views)
    for heading, said in page["sections"]:
        yield heading, 1, []
        yield from ((agency, 2, [text or NOTHING]) for agency, text in said)
    yield "What each wants, and what became of it", 1, []
    yield from ((one.agency_name, 2, list(_wanted(one))) for one in latest.views)
    marked = [_rests(one) for one in page["rests"] if one["marked"]]
    if marked:
        yield "Rests on one opinion", 1, marked
    standing = [f"{one.prompt.sheet.title}: {one.prompt.sentence}" for one in page["standing"]]
    yield (
        "Questions that stand",
        1,
        standing or ["No prompt stands that you may read. That is no sign that nothing is missing."],
    )
    yield "What the conference came to", 1, list(_came_to(latest))


def _longest(page: Mapping[str, Any]) -> list[str]:
    longest = page["longest"]
    if not longest:
        return []
    since = f"Has known the child longest: {longest.agency_name}, on record since {words.long_day(longest.first)}."
    return [f"{since} {'It has given its view.' if page['heard'] else 'It has given no view: ask it.'}"]


def _wanted(one: View) -> Iterator[str]:
    yield str((one.said and one.said.details.get("wishes")) or NOTHING)
    if one.differs:
        yield f"It sees it differently: {one.differs.narrative}"
    for reply in one.replies:
        weighed = str(reply.details["weighed"])
        yield f"{weighed[0].upper()}{weighed[1:]}: {reply.narrative} ({reply.by_name})"
    if one.waits:
        yield "No answer yet."
    if one.dissents:
        yield "Stands as recorded dissent."


def _rests(one: Mapping[str, Any]) -> str:
    others = "; ".join(text for text, _ in one["others"])
    views = f"Views that nothing answers: {others}" if others else "No other view of it is on record that you may read."
    return f"{one['decision']}{' (' + one['opinion_of'] + ')' if one['opinion_of'] else ''}. {views}"


def _came_to(latest: Conference) -> Iterator[str]:
    if latest.concluded is None:
        yield "Nothing is concluded yet."
        return
    yield latest.concluded.narrative
    yield f"{latest.concluded.by_name}, {latest.concluded.agency_name}."
    yield f"Next date: {words.long_day(latest.next_on)}." if latest.next_on else "No next date is set."
