"""Every pattern that waits for an act is cleared by that act on a page, and returns when the act is taken back.

Each is walked in a browser, by keyboard and without scripts: the forms are filled in and sent as the pages serve them. The patterns
are asked as the worker asks them each night, and what stands is read on the child's own page.
"""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from unittest import mock

import pytest
from django.urls import reverse
from playwright.sync_api import Page

from keepsight.chronology.actions import Source, append
from keepsight.intake.drafts import DetailValue, DraftEntry, When
from keepsight.intake.models import Coverage, Receipt
from keepsight.patterns.sheets import Sheet, library
from keepsight.people.queries import records_of
from keepsight.practice.child.hearing import MEETING
from keepsight.practice.professionals.supervising import HELD
from keepsight.practice.threads import table as threads
from keepsight.prompts.kept import ask
from keepsight.store import clock
from keepsight.vocabulary import KINDS
from tests.pages.by_keyboard import follows, sends
from tests.pages.here import served_here
from tests.pages.served import FIRST, LAST, send
from tests.pages.town_people import NOBODY_S, child, signed_in
from tests.practice.unmet import NEED

SOCIAL_CARE = "social-care-999"
CLEARS = frozenset({"answered", "heard", "until", "put_right", "lasting"})
"""The parts of a question that a prompt waits for, by the words that questions have for them."""

DONE_HERE = threads.kinds() | {*MEETING, HELD} | {name for name, kind in KINDS.items() if kind.recorded_here}
"""What people put on record on a page."""


@dataclass(frozen=True)
class Does:
    """Somebody fills in a form on a page about the child and sends it with a button, on a day. None: on the day of the story.

    `link` leads to the form from that page; `then` is the button of what is answered, where it is to be read before it is sent;
    `about` is what the form says of itself, and `place` which it is of several.
    """

    who: str
    page: str
    button: str
    says: Mapping[str, object]
    on: dt.date | None = None
    link: str = ""
    then: str = ""
    about: str = ""
    place: int = 0

    def of(self, key: str) -> None:
        """Do it, about this child."""
        address = reverse(self.page, kwargs={"child_id": child(key)})
        more = {"link": self.link, "then": self.then, "about": self.about}
        send(signed_in(self.who), address, self.button, self.says, self.place, **more)

    def by_keyboard(self, desk: "Desk", key: str) -> None:
        """Do it in a browser, about this child."""
        page = desk.opens(self.who, self.page, key)
        if self.link:
            follows(page, self.link)
        sends(page, self.button, self.says, about=self.about, place=self.place)
        if self.then:
            sends(page, self.then, {})


@dataclass(frozen=True)
class Told:
    """What a file of children's social care tells of the child."""

    kind: str
    on: dt.date
    details: Mapping[str, DetailValue] = field(default_factory=dict)

    def of(self, key: str) -> None:
        """It came, about this child."""
        receipt = Receipt.objects.filter(agency=SOCIAL_CARE).latest("received_at")
        when = When(self.on, self.on, "day", f"{self.on:%d/%m/%Y}")
        about = (("the child", "child"),)
        draft = DraftEntry(self.kind, when, about, details=dict(self.details), recorded_on=self.on, key=str(self))
        records = {"the child": records_of([child(key)])[child(key)][0]}
        append(draft, records=records, source=Source(SOCIAL_CARE, self.on, clock.now(), receipt))


@dataclass(frozen=True)
class Delivered:
    """That children's social care has told everything of a kind up to a day."""

    kind: str
    until: dt.date

    def of(self, key: str) -> None:
        """A file of theirs said so."""
        receipt = Receipt.objects.filter(agency=SOCIAL_CARE).latest("received_at")
        Coverage.objects.create(
            agency_id=SOCIAL_CARE, receipt=receipt, kind=self.kind, from_on=dt.date(2026, 3, 1), to_on=self.until
        )


@dataclass(frozen=True)
class Story:
    """A pattern's story: about which child, who looks on which day, what clears the prompt, what undoes it, what came before."""

    child: str
    looks: str
    on: dt.date
    clears: Does
    undoes: Does
    before: Sequence[Does | Told | Delivered] = ()


def april(day: int) -> dt.date:
    """A day of April 2026, after the town's story has ended. The 3rd and the 6th are Good Friday and Easter Monday."""
    return dt.date(2026, 4, day)


def back(who: str, page: str, why: str = "says", about: str = "") -> Does:
    """Taking back what one did last, or what the form says."""
    return Does(who, page, "Take it back", {why: "That was about another child."}, about=about)


def a_line(number: int) -> Does:
    """Ivo notes a line of the plan that stands."""
    says = {"says": f"She eats breakfast ({number}).", "by_whom": "Her aunt", "by_when": "30/4/2026"}
    return Does("ivo", "plan", "Note the line", {"about": FIRST, **says, "bottom_line": "An empty fridge."}, april(1))


def beside_a_line(step: str, says: str, on: dt.date | None = None, place: int = 0, **more: object) -> Does:
    """Ivo writes something down beside a line."""
    return Does("ivo", "plan", "Save", {"step": step, "says": says, **more}, on, place=place)


def a_concern(who: str, day: int) -> list[Does]:
    """A concern of somebody's, and that the front door points to another service."""
    says = {"saw": f"No coat ({who}).", "thinks": "She is cold at home."}
    return [
        Does(who, "concern", "Read it before you send", says, april(day), then="Send to the front door"),
        Does(
            "leila",
            "decide",
            "Save the decision",
            {"outcome": "signposted", "says": "The clothes bank."},
            april(day),
            then="I have read them: save the decision",
        ),
    ]


def distress(day: str) -> Does:
    """Ivo sees that she is distressed."""
    return Does(
        "ivo", "voice", "Save", {"on": day, "seen": "alone", "showed": "She hid.", "distressed": "yes"}, april(1)
    )


TO_A_SERVICE = Does(
    "ivo", "onward", "Refer to another service", {"asked_of": "Speech clinic", "says": "No words."}, april(1)
)
TAKEN_ON = {"step": "take_on", "by_when": "24/4/2026", "says": "They see her then."}
HEARD = {"seen": "alone", "words": "I like the new house."}
SEEN = Does("ada", "voice", "Save", {"seen": "alone"})
CONCERN = Does(
    "ada",
    "concern",
    "Read it before you send",
    {"saw": "He flinched.", "thinks": "He is hit."},
    then="Send to the front door",
)
CONSIDERED = {"topics": "adult_mental_ill_health", "bearing": "considered", "says": "We talked with her nurse."}
EXPLAINED = {"told_by": "Her mother", "says": "She fell off the trampoline."}
CHECKED = {"about": FIRST, "asked_of": "The paediatrician", "found": "Not from such a fall.", "seen_as": "does_not_fit"}
TOLD = Told("disclosure.made", dt.date(2026, 3, 17))
AT_RISK = {"who": "Her mother", "to_whom": "The coordinator", "says": "He is back at night."}
STORIES: Mapping[str, Story] = {
    "access-obstructed": Story(
        "jory", "ada", april(2), SEEN, back("ada", "voice", "because"),
        [Told("child.not_seen", dt.date(2026, 3, day)) for day in (20, 25)],
    ),
    "assessment-child-not-seen": Story(
        "jory", "ada", april(2), SEEN, back("ada", "voice", "because"),
        [Told("assessment.completed", dt.date(2026, 3, 20), {"child_seen": "no"})],
    ),
    "assessment-not-followed-up": Story(
        "jude", "ada", april(2), Does("ada", "onward", "Save", {"step": "see", "says": "He was there."}),
        back("ada", "onward"),
        [
            Told("assessment.completed", dt.date(2026, 3, 2), {"outcome": "services"}),
            Delivered("plan.started", april(2)),
            Does("ada", "onward", "Refer to another service", {"asked_of": "Young carers", "says": "He is tired."}, april(1)),
            Does("ada", "onward", "Save", TAKEN_ON, april(1)),
        ],
    ),
    "assessment-rests-on-parents-account": Story(
        "jude", "ada", april(2), Does("ada", "explanations", "Save", CHECKED),
        back("ada", "explanations", "because", "Explanation checked"),
        [
            Told("injury.recorded", dt.date(2026, 3, 30)),
            Does("ada", "explanations", "Save", EXPLAINED | {"about": FIRST}, april(1)),
        ],
    ),
    "bottom-line-breached": Story(
        "wren", "ivo", april(21), beside_a_line("follow", "We met the same day.", followed=FIRST), back("ivo", "plan"),
        [a_line(1), beside_a_line("breach", "The fridge was empty.", april(1))],
    ),
    "change-not-sustained": Story(
        "wren", "ivo", april(30), beside_a_line("ask", "There was no money for the bus."), back("ivo", "plan"),
        [
            a_line(1),
            *(
                beside_a_line("see", "I looked.", april(day), seen_as=seen_as)
                for day, seen_as in ((2, "done"), (8, "undone"), (14, "done"), (20, "undone"))
            ),
        ],
    ),
    "child-not-heard": Story("wren", "ivo", april(2), Does("ivo", "voice", "Save", HEARD), back("ivo", "voice", "because")),
    "child-not-seen": Story("jory", "ada", april(2), SEEN, back("ada", "voice", "because")),
    "child-not-seen-on-protection-plan": Story(
        "jory", "ada", april(2), SEEN, back("ada", "voice", "because"),
        [Told("plan.started", dt.date(2026, 3, 2), {"plan": "child_protection"})],
    ),
    "claims-without-evidence": Story(
        "wren", "ivo", dt.date(2026, 5, 8), beside_a_line("see", "I looked.", seen_as="done"), back("ivo", "plan"),
        [
            *(a_line(number) for number in range(3)),
            *(beside_a_line("claim", "She says so.", april(1), place=number) for number in range(3)),
        ],
    ),
    "delay-before-seen": Story(
        "jory", "ada", april(2), SEEN, back("ada", "voice", "because"),
        [Told("referral.decided", dt.date(2026, 3, 10), {"outcome": "accepted"})],
    ),
    "disclosure-without-referral": Story("jory", "ada", april(2), CONCERN, back("ada", "concern", "reason"), [TOLD]),
    "dissent-unresolved": Story(
        "wren", "ivo", april(20), Does("leila", "disagreements", "Save", {"step": "dissent", "says": "They see it differently."}),
        back("leila", "disagreements"),
        [
            Does("tobias", "disagreements", "Open a disagreement",
                 {"about": FIRST, "says": "She is hungry.", "wanted": "A visit."}, april(1)),
        ],
    ),
    "distress-unanswered": Story(
        "wren", "ivo", april(2),
        Does("ivo", "voice", "Save what was done", {"did": "I asked her aunt to stay."}, link="Write down what was done about it"),
        back("ivo", "voice", "because", "What was done about"), [distress("30/3/2026"), distress("1/4/2026")],
    ),
    "domestic-abuse-repeats-no-marac": Story(
        "wren", "ivo", april(2), Does("ivo", "marac", "Refer to MARAC", AT_RISK),
        back("ivo", "marac", about="Why you take it back"),
    ),
    "early-child-below-threshold": Story(
        "alder", "nell", april(2), Does("leila", "decide", "Save the decision", {"outcome": "accepted", "says": "We go there."}),
        back("leila", "decide"),
        [*(Told("referral.decided", dt.date(2026, 3, day), {"outcome": "no_further_action"}) for day in (9, 20)),
         *a_concern("nell", 1)[:1]],
    ),
    "explanations-unchallenged": Story(
        "wren", "ivo", april(2), Does("ivo", "explanations", "Save", CHECKED),
        back("ivo", "explanations", "because", "Explanation checked"),
        [Does("ivo", "explanations", "Save", EXPLAINED | {"about": which}, april(1)) for which in (FIRST, LAST)],
    ),
    "harm-observed-no-action": Story("jory", "ada", april(2), CONCERN, back("ada", "concern", "reason"), [TOLD]),
    "held-but-not-used": Story(
        "idris", "ada", april(2), Does("ada", "chronology", "Save", CONSIDERED, link="What was on record that day"),
        Does("ada", "chronology", "Take it back", {"says": "Of another child."}, link="What was on record that day"),
        [Told("assessment.completed", dt.date(2026, 3, 30), {"factors": ["3B"]})],
    ),
    "home-educated-unseen": Story(
        "rufus", "leila", april(2), Does("tobias", "voice", "Save", {"seen": "alone"}), back("tobias", "voice", "because"),
        [Told("neglect.indicator", dt.date(2025, 12, 1)), Told("home_education.started", dt.date(2025, 12, 5))],
    ),
    "inactive-case": Story("jory", "ada", april(2), SEEN, back("ada", "voice", "because")),
    "longest-contact-unheard": Story(
        "wren", "ivo", april(30), Does("leila", "decide", "Save the decision", {"outcome": "accepted", "says": "We go there."}),
        back("leila", "decide"), a_concern("tobias", 1)[:1],
    ),
    "missing-without-return-interview": Story(
        "jory", "ada", april(2), Does("ada", "missing", "Save", {"interviewer": "S. Onyango"}, link="Interview held"),
        back("ada", "missing"),
    ),
    "not-seen-separately": Story(
        "wren", "ivo", april(2), Does("ivo", "voice", "Save", {"seen": "alone"}), back("ivo", "voice", "because")
    ),
    "onward-referral-not-seen": Story(
        "wren", "ivo", dt.date(2026, 5, 8), Does("ivo", "onward", "Save", {"step": "see", "says": "She was there."}),
        back("ivo", "onward"), [TO_A_SERVICE, Does("ivo", "onward", "Save", TAKEN_ON, april(1))],
    ),
    "onward-referral-unanswered": Story(
        "wren", "ivo", april(21), Does("ivo", "onward", "Save", TAKEN_ON), back("ivo", "onward"), [TO_A_SERVICE]
    ),
    "partner-disclosure-unheard": Story(
        "wren", "ivo", april(2),
        Does("ivo", "adults", "Save", {"sort": "safety", "who": "Her mother", "says": "Alone, with a plan."}),
        back("ivo", "adults", "because", "Safety assessed"),
        [Does("ivo", "adults", "Save", {"sort": "told", "who": "Her mother", "says": "He held the door.", "on": "9/3/2026"})],
    ),
    "referrer-not-told": Story(
        "imani", "leila", april(9), Does("tobias", "concern", "I have read the decision", {}),
        back("tobias", "concern", "reason"), a_concern("tobias", 1),
    ),
    "repeat-referrals-no-action": Story(
        "wren", "ivo", april(9), Does("leila", "decide", "Save the decision", {"outcome": "accepted", "says": "Read together."}),
        back("leila", "decide"), [*a_concern("tobias", 1), *a_concern("rafe", 2), *a_concern("anoushka", 7)],
    ),
    "sibling-not-heard": Story(
        "wren", "ivo", april(20), Does("ivo", "voice", "Save", HEARD), back("ivo", "voice", "because"),
        [Delivered("child.voice", april(20))],
    ),
    "signs-of-control-gather": Story(
        "wren", "ivo", april(2),
        Does("ivo", "adults", "Save", {"sort": "safety", "who": "Her mother", "says": "Alone, with a plan."}),
        back("ivo", "adults", "because", "Safety assessed"),
        [Told("control.sign", dt.date(2026, 3, day), {"control": what})
         for day, what in ((9, "money"), (16, "watching"), (23, "services"))],
    ),
    "step-down-unaccepted": Story(
        "wren", "ivo", april(16), Does("tobias", "plan", "Save", {"step": "accept", "says": "We meet on Monday.", "risk": ""}),
        back("tobias", "plan"), [Told("involvement.stepped_down", dt.date(2026, 3, 30))],
    ),
    "supervision-gap": Story(
        "wren", "ivo", april(2), Does("ivo", "supervision", "Save", {"with_whom": "Magda", "other": "Whose account is it?"}),
        back("ivo", "supervision", "because"),
    ),
    "unmet-specialist-need": Story(
        "wren", "ivo", dt.date(2026, 6, 3), Does("ivo", "needs", "Save", {"step": "meet", "says": "She went on Monday."}),
        back("ivo", "needs"), [Does("ivo", "needs", "Note a need", NEED, april(1))],
    ),
    "view-not-weighed": Story(
        "wren", "ivo", april(13),
        Does("mina", "conference", "Answer Marshlight School", {"weighed": "not followed", "says": "The kitchen was seen."}),
        back("mina", "conference"),
        [
            Does("mina", "conference", "Call it", {"day": "1/4/2026", "says": "Is she safe?"}, april(1)),
            Does("mina", "conference", "Conclude", {"says": "The plan goes on.", "day": "1/7/2026"}, april(1)),
            Does("tobias", "conference", "Put it on record", {"says": "She is hungry on Mondays."}, april(1)),
        ],
    ),
}  # fmt: skip


def waits_for_an_act(sheet: Sheet) -> bool:
    """Whether something that people do on a page may clear its prompt."""
    return any(
        DONE_HERE.intersection(term.kinds) for part in sheet.asks.parts() if part.name in CLEARS for term in part.terms
    )


def without_a_story(sheets: Mapping[str, Sheet]) -> set[str]:
    """The patterns that wait for an act, and of which no story is told here."""
    return {name for name, sheet in sheets.items() if waits_for_an_act(sheet)} - set(STORIES)


def test_every_pattern_that_waits_for_an_act_has_its_story() -> None:
    assert without_a_story(library()) == set()
    assert set(STORIES) <= {name for name, sheet in library().items() if waits_for_an_act(sheet)}
    assert without_a_story({"a-new-one": library()["dissent-unresolved"]}) == {"a-new-one"}


@contextmanager
def the_day(on: dt.date) -> Iterator[None]:
    """The clock stands on another day."""
    with mock.patch.object(clock, "now", return_value=dt.datetime.combine(on, dt.time(9), clock.LONDON)):
        yield


@dataclass(frozen=True)
class Desk:
    """A browser that runs no script, before a town that is served from this test's own transaction."""

    page: Page
    server: str

    def opens(self, who: str, page: str, key: str) -> Page:
        """A page about a child, on which somebody has just arrived who is signed in."""
        session = {"name": "sessionid", "value": signed_in(who).cookies["sessionid"].value, "url": self.server}
        self.page.context.add_cookies([session])
        self.page.goto(self.server + reverse(page, kwargs={"child_id": child(key)}))
        return self.page

    def shows(self, pattern: str, story: Story) -> bool:
        """Whether the pattern's prompt is among those that stand on the child's page, asked as the worker asks it that night."""
        ask([child(story.child)], clock.today())
        page = self.opens(story.looks, "overview", story.child)
        titles = page.locator('section[aria-labelledby="prompts"] .ks-prompt__title a:not(details a)').all_inner_texts()
        return library()[pattern].title in {one.partition(":")[2].strip() for one in titles}


@pytest.fixture
def desk(town: None, without_scripts: Page) -> Iterator[Desk]:
    """Where the stories of this test are walked."""
    with served_here() as server:
        yield Desk(without_scripts, server)


def told(pattern: str, desk: Desk) -> None:
    """The story of a pattern, from before its prompt stands to after what cleared it is taken back."""
    story = STORIES[pattern]
    for done in story.before:
        with the_day(getattr(done, "on", None) or story.on):
            done.of(story.child)
    with the_day(story.on):
        assert desk.shows(pattern, story), "the prompt does not stand before the act"
        story.clears.by_keyboard(desk, story.child)
        assert not desk.shows(pattern, story), "the act clears nothing"
        story.undoes.by_keyboard(desk, story.child)
        assert desk.shows(pattern, story), "the prompt does not return"


@pytest.mark.long
@pytest.mark.parametrize("pattern", STORIES)
def test_the_prompt_is_cleared_by_the_act_and_returns_when_it_is_taken_back(desk: Desk, pattern: str) -> None:
    told(pattern, desk)


@pytest.mark.long
@pytest.mark.parametrize(("left_out", "says"), [("put", "clears nothing"), ("take_back", "does not return")])
def test_an_act_that_does_nothing_is_found(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, left_out: str, says: str
) -> None:
    """The sabotage: what is posted is answered as if it were kept, and is not."""
    where = {"put": "keepsight.practice.plans.step_downs.put", "take_back": "keepsight.pages.plan.page.take_back"}
    monkeypatch.setattr(where[left_out], lambda *_, **__: NOBODY_S)
    with pytest.raises(AssertionError, match=says):
        told("step-down-unaccepted", desk)
