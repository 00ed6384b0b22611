"""The invented town's older review, coded by two invented people: one in the open, one blind, who do not always agree; and
what one of them has put beside its themes, which is as invented as its publishers are.
"""

import datetime as dt
from pathlib import Path

from keepsight import town
from keepsight.access.models import User
from keepsight.reviews.actions import Child, Said, give, register, take_step
from keepsight.reviews.documents import add_document
from keepsight.reviews.models import Passage, Review, ReviewDocument
from keepsight.themes.actions import (
    Given,
    decide_suggestion,
    judge_review,
    propose_code,
    read_blind,
    read_section,
    save_passage,
    suggest_codes,
)
from keepsight.themes.guidance import Said as OfGuidance
from keepsight.themes.guidance import put_beside
from keepsight.themes.queries import last_saved, suggestions_seen
from keepsight.themes.sections import sections

REPORT = Path(town.__file__).parent / "coded_review.txt"
GIVEN_FOR = dt.timedelta(days=365)
# By the words with which a passage begins: what the first reader gave it, then what the second did.
FAILING, GOOD, NEITHER = "failing", "good_practice", "neither"
CODED: dict[str, tuple[tuple[Given, ...], tuple[Given, ...]]] = {
    "Isla Fenwick": ((), ()),
    "Over two years": ((Given("neglect", NEITHER),), (Given("neglect", NEITHER), Given("neglect_physical", NEITHER))),
    "There had been": (
        (Given("domestic_abuse", NEITHER), Given("referrals_thresholds", FAILING), Given("a_belief_stood", FAILING)),
        (Given("domestic_abuse", NEITHER), Given("cumulative_harm", FAILING)),
    ),
    "The mother's partner": ((Given("coercive_control", NEITHER),), (Given("coercive_control", NEITHER),)),
    "The assessment": (
        (Given("assessment_quality", FAILING), Given("fathers_men", FAILING)),
        (Given("assessment_quality", FAILING), Given("parental_narrative", FAILING)),
    ),
    "The nursery manager": ((Given("escalation", FAILING),), (Given("escalation", FAILING),)),
    "There is little": ((Given("voice_lived_experience", FAILING),), (Given("voice_lived_experience", FAILING),)),
    "The nursery kept": ((Given("education_role", GOOD),), (Given("good_practice", GOOD),)),
}
JUDGED = {
    "present": ("neglect", "domestic_abuse", "coercive_control", "escalation", "voice_lived_experience"),
    "absent": ("sexual_abuse", "parental_substance"),
    "not_mentioned": ("parental_mental_health", "identity_culture"),
    "not_applicable": ("cse", "cce"),
}
# What each says, how many years old it is, and how many days ago somebody last looked at it (None: nobody has).
BESIDE: tuple[tuple[str, str, str, str, str, str, int, int | None], ...] = (
    (
        "chronic_neglect", "practice", "When it is cold at home: a guide for visitors", "The Invented Fen Institute",
        "Ask what the child has eaten today and where they sleep, each time, and write down what has not changed.",
        "https://fen-institute.example/cold-at-home", 2, 21,
    ),
    (
        "domestic_abuse", "research", "Forty homes, two winters: what children heard", "Wash Bank University (invented)",
        "Children had heard far more than their parents thought, and half had told somebody who wrote nothing down.",
        "https://wash-bank.example/forty-homes", 6, 500,
    ),
    (
        "escalation", "elsewhere", "What we changed after Linnet", "The partnership of Upper Marsh (invented)",
        "Another partnership names one person a day whom anybody may ring who disagrees with an answer.",
        "", 1, None,
    ),
)  # fmt: skip


def load_coding(today: dt.date) -> None:
    """The review with its report, read by two people; some of what words suggest decided; the review judged; and guidance
    beside three of its themes."""
    first, second = (User.objects.get(username=name) for name in ("cass", "orla"))
    said = Said(
        kind="partnership_review", title="Isla", year=today.year - 2, about="An older review of the invented town."
    )
    review = register("isla", said, children=[Child("Isla", age_years=4)], by=first)
    take_step(review, "published", after=0, by=first)
    give(review, second, until_on=today + GIVEN_FOR, by=first)
    document = add_document(REPORT, review=review, title="Report on Isla", by=first).version.document
    suggest_codes(document=document, by=None)
    read_blind(document=document, by=second)
    for reader, at in ((first, 0), (second, 1)):
        for begins, codes in CODED.items():
            _save(document, begins, codes[at], reader)
    for section in sections(document.id):
        read_section(document=document, heading=section.id, by=first)
    passage = document.passages.get(words__startswith="The nursery manager")
    for one in suggestions_seen(passage, first):
        decide_suggestion(suggestion=one.id, accepted=one.code == "escalation", by=first)
    propose_code(
        title="Records kept for others to read",
        means="A diary or log that outsiders can use.",
        passage=passage,
        by=second,
    )
    _judge(review, document, first)
    _put_beside(today, first)


def _save(document: ReviewDocument, begins: str, codes: tuple[Given, ...], by: User) -> None:
    passage = document.passages.get(words__startswith=begins)
    last = last_saved(passage, by)
    save_passage(passage=passage, given=codes, memo="", opened_at=last.id if last else 0, by=by)


def _judge(review: Review, document: ReviewDocument, by: User) -> None:
    for state, codes in JUDGED.items():
        for code in codes:
            bearing = (
                Passage.objects.filter(document=document, codings__code=code, codings__by=by)
                if state == "present"
                else ()
            )
            judge_review(review=review, code=code, state=state, because="", passages=bearing, by=by)


def _put_beside(today: dt.date, by: User) -> None:
    for theme, kind, title, publisher, says, address, years, days in BESIDE:
        said = OfGuidance(theme, kind, title, publisher, today.year - years, says, address)
        looked_on = None if days is None else today - dt.timedelta(days=days)
        put_beside(said, looked_on=looked_on, by=by)
