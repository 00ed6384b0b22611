"""What an address may name, made for whoever asks: of each sort one thing for every way in which it may be open or kept from them.

Which of them open is not said here but in grid.md, by hand. Each maker gives the parts of an address.
"""

import datetime as dt
from collections.abc import Callable
from itertools import count
from pathlib import Path
from tempfile import NamedTemporaryFile
from uuid import UUID, uuid4

from keepsight.access.actions import involve
from keepsight.access.glass import break_glass
from keepsight.access.guarding import answer_conflict, name_for, propose_conflict, set_level
from keepsight.access.models import Agency, Agreement, User
from keepsight.assurance.models import Measure, Recommendation
from keepsight.briefings.actions import open_session
from keepsight.chronology.actions import Source, append
from keepsight.intake.drafts import DraftEntry, DraftPerson, DraftTie, Level, When
from keepsight.intake.models import Document, Receipt
from keepsight.people.actions import keep_records, keep_ties, link_records
from keepsight.people.models import Question, Record
from keepsight.people.queries import persons_of, records_of
from keepsight.prompts.models import Prompt, PromptEntry
from keepsight.reviews.actions import Said, give, register
from keepsight.reviews.documents import add_document
from keepsight.reviews.models import Review, ReviewDocument
from keepsight.store import audit, clock
from tests.pages.handing_in import on_its_way
from tests.pages.town_papers import a_cleared_edition, a_paper, an_edition
from tests.pages.town_patterns import a_trial
from tests.pages.town_people import NOBODY_S, a_document_about, rows_guessed_about, user
from tests.pages.town_replays import a_replaying
from tests.practice.own_forms import a_form
from tests.practice.packed import a_pack

Parts = dict[str, object]
Maker = Callable[[User], Parts]

DAY = dt.date(2026, 3, 20)
ELSEWHERE = "wash-constabulary"
"""An agency of which nobody who asks is."""
WITH_CHILDREN = ("practitioner", "agency_lead", "hub_coordinator", "conference_chair", "reviewing_officer")


def _on(day: dt.date) -> When:
    return When(day, day, "day", day.isoformat())


_BORN = count()


def _somebody(key: str) -> DraftPerson:
    """A child of no likeness to any other, not even of one day: else each is laid beside all who were made before."""
    born = dt.date(2010, 7, 8) + dt.timedelta(days=37 * next(_BORN) % 4_000)
    return DraftPerson(key, "child", f"grid {uuid4()}", "Garnet", f"Grid{uuid4().hex}", _on(born))


def _child(*agencies: str) -> UUID:
    """A child whom only these agencies know, each with a record."""
    draft = _somebody("child")
    records = [
        keep_records(Agency.objects.get(pk=code), [draft], receipt=None, as_at=DAY)["child"]
        for code in dict.fromkeys(agencies)
    ]
    link_records(records)
    return persons_of(records)[records[0]]


def _worked_with(by: User) -> UUID:
    of = _child(by.agency_id, ELSEWHERE)
    involve(by, of, from_on=DAY, source="the grid")
    return of


def _over(by: User) -> UUID:
    of = _child(ELSEWHERE)
    involve(by, of, from_on=DAY, to_on=clock.today() - dt.timedelta(days=1), source="the grid")
    return of


def _to_come(by: User) -> UUID:
    of = _child(ELSEWHERE)
    involve(by, of, from_on=clock.today() + dt.timedelta(days=1), source="the grid")
    return of


def _kept(level: str, of: UUID, *named: User) -> UUID:
    """Whoever works with no children cannot be named: then the child is kept from them all the same."""
    able = [one for one in named if one.role in WITH_CHILDREN]
    set_level(of, level, because="For the grid", by=user("bea"), named=[user("rafe"), *able])
    return of


def _family(by: User) -> UUID:
    """A child whose father whoever asks was found to be."""
    father = DraftPerson("father", "parent", f"grid {uuid4()}", "Gil", f"Grid{uuid4().hex}", _on(dt.date(1985, 7, 8)))
    drafts = [_somebody("child"), father]
    agency = Agency.objects.get(pk=by.agency_id)
    found = keep_records(agency, drafts, receipt=None, as_at=DAY)
    keep_ties(agency, [DraftTie("father", "parent_of", "child")], found, receipt=None, as_at=DAY)
    link_records(list(found.values()))
    persons = persons_of(found.values())
    involve(by, persons[found["child"]], from_on=DAY, source="the grid")
    asked = propose_conflict(by, persons[found["father"]], why="For the grid")
    assert asked
    answer_conflict(asked.pk, holds=True, by=user("tess") if by == user("bea") else user("bea"))
    return persons[found["child"]]


def _guesses(of: Callable[[User], UUID], *, agency: str | None = None, level: Level = "standard") -> Maker:
    """Makes a file with a row about such a child, whose kind was guessed."""
    return lambda by: {"receipt_id": rows_guessed_about(of(by), agency=agency or by.agency_id, level=level)}


def _behind_glass(by: User) -> UUID:
    """Nobody without children to read can break it: then it stands whole."""
    of = _child(ELSEWHERE)
    if by.role in WITH_CHILDREN:
        break_glass(of, category="duty", reason="Rung by the police at two", by=by)
    return of


CHILDREN: dict[str, Callable[[User], UUID]] = {
    "whom one works with": _worked_with,
    "whom one’s agency knows": lambda by: _child(by.agency_id),
    "whom another agency knows": lambda by: _child(ELSEWHERE),
    "whom one worked with until yesterday": _over,
    "whom one works with from tomorrow": _to_come,
    "whose glass one broke": _behind_glass,
    "restricted, whom one works with": lambda by: _kept("restricted", _worked_with(by)),
    "restricted, whom one’s agency knows": lambda by: _kept("restricted", _child(by.agency_id)),
    "restricted, for whom one is named": lambda by: _kept("restricted", _worked_with(by), by),
    "sealed, whom one works with": lambda by: _kept("sealed", _worked_with(by)),
    "sealed, for whom one is named": lambda by: _kept("sealed", _worked_with(by), by),
    "of one’s own family": _family,
    "who is nobody": lambda by: NOBODY_S,
}


def _entry(of: UUID, by: User, agency: str, level: Level) -> UUID:
    maker = by if by.agency_id == agency else user("rafe")
    draft = DraftEntry("concern.recorded", _on(DAY), (("the child", "child"),), narrative="For the grid", level=level)
    source = Source(agency, DAY, clock.now(), by=maker)
    return append(draft, records={"the child": records_of([of])[of][0]}, source=source)


def _an_entry(level: Level, *, own: bool, named: bool = False) -> Maker:
    def made(by: User) -> Parts:
        of = _worked_with(by)
        entry = _entry(of, by, by.agency_id if own else ELSEWHERE, level)
        if named and by.role in WITH_CHILDREN:
            name_for(by, of, up_to=level, by=user("bea"))
        return {"child_id": of, "entry_id": entry}

    return made


def _entry_of_another(by: User) -> Parts:
    return {"child_id": _worked_with(by), "entry_id": _entry(_child(ELSEWHERE), by, ELSEWHERE, "standard")}


def _a_prompt(level: Level, *, pattern: str = "not-brought-run", own: bool = False) -> Maker:
    def made(by: User) -> Parts:
        of = _worked_with(by)
        entry = _entry(of, by, by.agency_id if own else ELSEWHERE, level)
        return {"child_id": of, "prompt_id": _prompt(of, entry, pattern)}

    return made


def _prompt(of: UUID, entry: UUID, pattern: str = "not-brought-run") -> UUID:
    made = Prompt.objects.create(
        child_id=of, pattern=pattern, version=1, began_on=DAY, visible_on=DAY, anchor=entry, measure=3,
        owner="allocated_team", as_at=clock.today(), first_found_at=clock.now(),
    )  # fmt: skip
    PromptEntry.objects.create(prompt=made, entry_id=entry, part="")
    return made.id


def _prompt_of_another(by: User) -> Parts:
    other = _child(ELSEWHERE)
    return {"child_id": _worked_with(by), "prompt_id": _prompt(other, _entry(other, by, ELSEWHERE, "standard"))}


def _a_pack(level: Level) -> Maker:
    """Made by the police, of one entry of theirs."""

    def made(by: User) -> Parts:
        of, maker = _worked_with(by), user("rafe")
        involve(maker, of, from_on=DAY, source="the grid")
        _entry(of, by, ELSEWHERE, level)
        return {"child_id": of, "pack_id": a_pack("rafe", about=of)}

    return made


def _pack_of_another(by: User) -> Parts:
    return {"child_id": _worked_with(by), "pack_id": a_pack("rafe", about="wren")}


def _a_document(level: Level) -> Maker:
    """Of social care, about a child whom one works with."""

    def made(by: User) -> Parts:
        of = _worked_with(by)
        before = set(Document.objects.values_list("id", flat=True))
        a_document_about(of, level=level)
        return {"child_id": of, "document_id": Document.objects.exclude(id__in=before).get().id}

    return made


def _a_file(agency: str) -> Maker:
    return lambda by: {"receipt_id": Receipt.objects.filter(agency=agency).earliest("received_at", "id").id}


def _a_review(*, published: bool = False, given: bool = False) -> Maker:
    return lambda by: {"review_id": _review(published=published, given=given).id}


def _review(*, published: bool, given: bool) -> Review:
    if published:
        return Review.objects.get(slug="isla")
    kept = register(f"grid-{uuid4()}", Said("child_safeguarding_practice_review", "Garnet"), by=user("cass"))
    if given:
        give(kept, user("orla"), until_on=clock.today() + dt.timedelta(days=7), by=user("cass"))
    return kept


def _a_report(*, published: bool = False, given: bool = False) -> Maker:
    def made(by: User) -> Parts:
        of = _review(published=published, given=given)
        if not published:
            with NamedTemporaryFile("w", suffix=".txt") as file:
                file.write("What we learnt.\n\nNobody asked the child.\n")
                file.flush()
                add_document(Path(file.name), review=of, title="Report", by=user("cass"))
        return {"document_id": ReviewDocument.objects.get(review=of).id}

    return made


def _a_session(opened_by: str | None) -> Maker:
    def made(by: User) -> Parts:
        opener = user(opened_by) if opened_by else by
        return {"session_id": open_session(theme="escalation", audience="manager", by=opener).id}

    return made


def _looked_at(by: User) -> Parts:
    of = _child(ELSEWHERE)
    audit.note("look", by=user("ivo"), child=of, page="overview", answer=200, count=1)
    audit.write()
    return {"looked_id": of}


def _looked_at_family(by: User) -> Parts:
    of = _family(by)
    audit.note("look", by=user("ivo"), child=of, page="overview", answer=200, count=1)
    audit.write()
    return {"looked_id": of}


EDITIONS: dict[str, Maker] = {
    "cleared": lambda by: {"edition_id": a_cleared_edition().id},
    "public, not yet cleared": lambda by: {"edition_id": an_edition(public=True).id},
    "for inside": lambda by: {"edition_id": an_edition(public=False).id},
}


def _pair(of: Callable[[User], UUID]) -> Maker:
    """Makes a question about a child's first record and another that its agency holds: of nobody whom anybody knows."""

    def made(by: User) -> Parts:
        (record, *_) = records_of([child := of(by)])[child]
        agency = Record.objects.get(pk=record).agency
        other = keep_records(agency, [_somebody("other")], receipt=None, as_at=DAY)["other"]
        link_records([other])
        two = [record, other]  # the machine may have asked of them by itself, as they came in
        asked = Question.objects.filter(record_a__in=two, record_b__in=two, answered_at=None).first()
        asked = asked or Question.objects.create(
            record_a_id=record, record_b_id=other, why=["same name"], asked_at=clock.now()
        )
        return {"question_id": asked.pk}

    return made


# By the sort of thing: each thing, by the name it bears in grid.md.
def _replayed_and_sealed(by: User) -> Parts:
    of = _child(ELSEWHERE)
    made = a_replaying(of)
    _kept("sealed", of)
    return {"replaying_id": made, "number": 1}


THINGS: dict[str, dict[str, Maker]] = {
    "child": {name: (lambda by, make=make: {"child_id": make(by)}) for name, make in CHILDREN.items()},
    "entry": {
        "one’s agency’s, standard": _an_entry("standard", own=True),
        "one’s agency’s, restricted": _an_entry("restricted", own=True),
        "one’s agency’s, sealed": _an_entry("sealed", own=True),
        "another’s, standard": _an_entry("standard", own=False),
        "another’s, restricted": _an_entry("restricted", own=False),
        "another’s, sealed": _an_entry("sealed", own=False),
        "another’s, restricted, one is named": _an_entry("restricted", own=False, named=True),
        "another’s, sealed, one is named": _an_entry("sealed", own=False, named=True),
        "of another child": _entry_of_another,
    },
    "prompt": {
        "rests on a standard entry": _a_prompt("standard"),
        "rests on another’s restricted entry": _a_prompt("restricted"),
        "rests on a sealed entry": _a_prompt("sealed"),
        "of a restricted pattern": _a_prompt("standard", pattern="domestic-abuse-repeats-no-marac"),
        "of another child": _prompt_of_another,
    },
    "pack": {
        "of standard entries": _a_pack("standard"),
        "of another’s restricted entry": _a_pack("restricted"),
        "of another child": _pack_of_another,
    },
    "document": {
        "standard": _a_document("standard"),
        "restricted": _a_document("restricted"),
        "sealed": _a_document("sealed"),
    },
    "file": {"of the police": _a_file(ELSEWHERE), "of social care": _a_file("social-care-999")},
    "file with guesses": {
        "of one’s agency, about a child one works with": _guesses(_worked_with),
        "of one’s agency, about a child whose glass one broke": _guesses(_behind_glass),
        "of one’s agency, about a child whom one worked with until yesterday": _guesses(_over),
        "of one’s agency, restricted": _guesses(_worked_with, level="restricted"),
        "of one’s agency, sealed": _guesses(_worked_with, level="sealed"),
        "of one’s agency, of one’s own family": _guesses(_family),
        "of another agency, about a child one works with": _guesses(_worked_with, agency=ELSEWHERE),
    },
    "file on its way": {
        "of one’s own agency": lambda by: {"upload_id": on_its_way(by)},
        "of another agency": lambda by: {"upload_id": on_its_way(user("rafe"))},
    },
    "review": {
        "published": _a_review(published=True),
        "given to Orla, a reviewer": _a_review(given=True),
        "neither": _a_review(),
    },
    "report": {
        "of a published review": _a_report(published=True),
        "of a review given to Orla, a reviewer": _a_report(given=True),
        "of neither": _a_report(),
    },
    "session": {"one’s own": _a_session(None), "another’s": _a_session("wenna")},
    "child looked at": {
        "by somebody": _looked_at,
        "by nobody": lambda by: {"looked_id": _child(ELSEWHERE)},
        "by somebody, of one’s own family": _looked_at_family,
    },
    "child with a level": {
        "standard": lambda by: {"looked_id": _child(ELSEWHERE)},
        "sealed": lambda by: {"looked_id": _kept("sealed", _child(ELSEWHERE))},
        "of one’s own family": lambda by: {"looked_id": _family(by)},
        "who is nobody": lambda by: {"looked_id": NOBODY_S},
    },
    "paper": {"begun": lambda by: {"paper_id": a_paper().id, "key": "conclusion"}},
    "edition": EDITIONS,
    "edition to read": EDITIONS,
    "recommendation": {"any": lambda by: {"recommendation_id": Recommendation.objects.latest("made_on").id}},
    "pattern": {
        "of the library": lambda by: {"pattern": "re-referral"},
        "that nobody has written": lambda by: {"pattern": "nobody-asks-this"},
    },
    "trial": {
        "any": lambda by: {"trial_id": a_trial().id},
        "that nobody asked for": lambda by: {"trial_id": NOBODY_S},
    },
    "pair of records": {
        "of a child whom one’s agency knows": _pair(lambda by: _child(by.agency_id)),
        "of a child whom other agencies know": _pair(lambda by: _child(ELSEWHERE)),
        "restricted, whom one’s agency knows": _pair(lambda by: _kept("restricted", _child(by.agency_id))),
        "sealed, whom one’s agency knows": _pair(lambda by: _kept("sealed", _child(by.agency_id))),
        "of one’s own family": _pair(_family),
        "which is none": lambda by: {"question_id": NOBODY_S},
    },
    "agreement": {
        "any": lambda by: {"agreement_id": Agreement.objects.earliest("from_on", "id").pk},
        "that nobody made": lambda by: {"agreement_id": NOBODY_S},
    },
    "form": {
        "of every agency": lambda by: {"form_id": a_form()},
        "of one’s own agency": lambda by: {"form_id": a_form(by.agency_id)},
        "of another agency": lambda by: {"form_id": a_form(ELSEWHERE)},
        "that nobody made": lambda by: {"form_id": NOBODY_S},
    },
    "measure": {"any": lambda by: {"measure_id": Measure.objects.earliest("at").id}},
    "child replayed": {
        "of one under review": lambda by: {"replaying_id": a_replaying(_child(ELSEWHERE)), "number": 1},
        "of one under no review": lambda by: {
            "replaying_id": a_replaying(_child(ELSEWHERE), reviewed=False),
            "number": 1,
        },
        "of one under review, sealed since then": _replayed_and_sealed,
    },
}

# The parts of an address that say which sort of thing it names.
SORTS: dict[frozenset[str], str] = {
    frozenset({"child_id"}): "child",
    frozenset({"child_id", "entry_id"}): "entry",
    frozenset({"child_id", "prompt_id"}): "prompt",
    frozenset({"child_id", "document_id"}): "document",
    frozenset({"child_id", "pack_id"}): "pack",
    frozenset({"document_id"}): "report",
    frozenset({"review_id"}): "review",
    frozenset({"receipt_id"}): "file",
    frozenset({"upload_id"}): "file on its way",
    frozenset({"session_id"}): "session",
    frozenset({"looked_id"}): "child looked at",
    frozenset({"question_id"}): "pair of records",
    frozenset({"paper_id"}): "paper",
    frozenset({"paper_id", "key"}): "paper",
    frozenset({"edition_id"}): "edition",
    frozenset({"recommendation_id"}): "recommendation",
    frozenset({"form_id"}): "form",
    frozenset({"measure_id"}): "measure",
    frozenset({"agreement_id"}): "agreement",
    frozenset({"pattern"}): "pattern",
    frozenset({"trial_id"}): "trial",
    frozenset({"replaying_id", "number"}): "child replayed",
}

# Pages whose address has the same parts as another's, and names another sort of thing.
OF_PAGES = {"guesses": "file with guesses", "level": "child with a level", "edition_reading": "edition to read"}
