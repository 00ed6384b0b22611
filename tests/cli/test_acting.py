"""The demonstration's people have acted: every page of what people do shows something, and all of it went through the actions."""

import re
from collections import Counter

import pytest

from keepsight.access.queries import the_machine
from keepsight.chronology.queries import chronology
from keepsight.cli.acting import load_acts
from keepsight.store import clock
from tests.pages.town_people import child, signed_in

# Counted by hand from keepsight/cli/acting.py: what people of the town put on record about each child.
EXPECTED = {
    "wren": {
        "child.seen": 1, "child.voice": 3, "child.support": 1, "child.answered": 1, "child.page_looked_over": 1,
        "concern.raised": 1, "disagreement.opened": 1, "disagreement.view_given": 1, "disagreement.moved_up": 1,
        "plan.line_noted": 1, "plan.line_claimed": 1, "plan.line_seen": 1, "conference.called": 1,
        "conference.view_given": 2, "supervision.held": 1, "tool.used": 3,
        "form.filled_in": 2,
        "need.not_met": 1, "need.taken_up": 1, "evidence_pack.made": 1,
        "marac.checked": 1,
    },
    "idris": {"marac.referred": 1, "marac.received": 1},
    "jude": {"assessment.passed_on": 1},
    "jory": {"concern.raised": 1, "concern.decided": 1, "return_interview.offered": 1},
    "juniper": {"advice.asked": 1, "advice.given": 1},
}  # fmt: skip
ALIVE = (
    ("leila", "wren", "decide", "Asleep at her desk twice this week."),
    ("tobias", "wren", "disagreements", "Its managers|Their managers"),
    ("leila", "wren", "voice", "When it is loud I take him under the stairs and we count."),
    ("ivo", "wren", "for-the-child", "You can ring Nan from school on Fridays."),
    ("ivo", "wren", "plan", "The meter is empty by Thursday"),
    ("ada", "jory", "missing", "it went straight to his mother"),
    ("rafe", "jory", "concern", "who sees him on Thursday"),
    ("anoushka", "juniper", "advice", "Not at that dose."),
    ("rafe", "wren", "conference", "Who has a key."),
    ("tobias", "wren", "tools", "The locks were not changed."),
    ("ivo", "wren", "marac", "10 yes, 5 no, 5 not known, 4 not asked"),
    ("ada", "idris", "marac", "To be heard on"),
    ("leila", "wren", "forms", "Another relative; A sibling"),
    ("ivo", "wren", "supervision", "the best and the worst part of the week"),
)

OF_A_GUARDIAN = {"guardian": "Brought in by the police at night", "guardian/records-to-release": "Her passport"}
UNHEARD = {"ivo": "A need that you noted", "tobias": "into an evidence pack", "rafe": "into an evidence pack"}


@pytest.mark.long  # some twenty acts, each of which asks the patterns
def test_the_people_of_the_demonstration_have_acted_and_their_pages_show_it(town: None) -> None:
    load_acts(clock.today())
    done = {
        name: Counter(
            one.kind for one in chronology(the_machine(), child(name)) if one.source.by and one.scope == "child"
        )
        for name in EXPECTED
    }
    assert done == EXPECTED
    for username, name, page, words in ALIVE:
        shown = signed_in(username).get(f"/children/{child(name)}/{page}/").content.decode()
        assert re.search(words, shown), (username, page)
    for page, words in OF_A_GUARDIAN.items():
        assert words in signed_in("bea").get(f"/{page}/").content.decode(), page
    for username, words in UNHEARD.items():
        assert words in signed_in(username).get("/").content.decode(), username
    assert "What came of an assessment: to be read" in signed_in("tobias").get("/").content.decode()
