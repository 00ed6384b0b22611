"""A referral in words: kept whole, its passages citable, its facts nothing at all before a person has confirmed them."""

import datetime as dt
import shutil
import zipfile
from pathlib import Path
from typing import get_args
from unittest import mock

import pytest
from django.db import DatabaseError, transaction

from keepsight.access.actions import add_user
from keepsight.access.agreeing import Days, Terms, agree
from keepsight.access.models import Agency, User
from keepsight.access.queries import sight, the_machine
from keepsight.chronology.actions import Source
from keepsight.chronology.models import Entry
from keepsight.chronology.queries import DocumentShown, chronology, documents
from keepsight.chronology.shown import EntryShown
from keepsight.errors import BrokenPromise, WrongUse
from keepsight.intake.drafts import (
    Counted,
    Draft,
    DraftEntry,
    DraftFact,
    DraftPassage,
    DraftPerson,
    DraftRow,
    FileSaid,
    When,
)
from keepsight.intake.formats import SHELF
from keepsight.intake.models import Document, FactDecision, OfferedFact, Passage, Receipt
from keepsight.intake.queries import cited_passages, facts
from keepsight.intake.queries import document as kept_document
from keepsight.intake.reading import read
from keepsight.people.models import Record
from keepsight.people.queries import children
from keepsight.prompts.actions import append_and_ask, decide_facts, receive
from keepsight.prompts.models import Prompt
from keepsight.prompts.receiving import Crossing

SAMPLE = SHELF / "referral_record" / "sample.docx"
PUBLIC = Path(__file__).parents[3] / "shared" / "samples" / "referral" / "round-1-mock-referral.docx"
REFERRAL, CONCERN, ABUSE = 1, 2, 3  # facts that our sample offers, by their numbers

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada() -> User:
    """The duty social worker who reads what came in."""
    Agency.objects.get_or_create(code="social-care", defaults={"name": "Fennick Social Care", "sector": "social_care"})
    return add_user("ada", name="Ada Pym", agency="social-care", role="hub_coordinator", password="only-invented-1")


@pytest.fixture
def came(ada: User) -> Document:
    """Our sample, received."""
    receive(SAMPLE, agency="social-care")
    found = kept_document(Document.objects.get().id)
    assert found
    return found


def told() -> list[EntryShown]:
    """The chronology of the one child there is."""
    (child,) = children(the_machine())
    return chronology(the_machine(), child.id)


def state() -> tuple[int, ...]:
    """How much there is of what a decision may add."""
    return tuple(model.objects.count() for model in (Entry, FactDecision, Prompt))


# ---------------------------------------------------------------- refusals


@pytest.mark.parametrize(
    ("confirmed", "declined"),
    [([99], {}), ([], {99: "Not so"}), ([], {CONCERN: "  "}), ([REFERRAL], {REFERRAL: "Not so"})],
)
def test_what_cannot_be_decided_is_refused_and_nothing_changes(
    came: Document, ada: User, confirmed: list[int], declined: dict[int, str]
) -> None:
    before = state()
    with pytest.raises(WrongUse), transaction.atomic():
        decide_facts(came, confirmed=confirmed, declined=declined, by=ada)
    assert state() == before


def test_nothing_is_decided_twice_but_what_was_declined_by_mistake_may_be_confirmed(came: Document, ada: User) -> None:
    decide_facts(came, confirmed=[REFERRAL], declined={CONCERN: "Ticked in error"}, by=ada)
    before = state()
    for confirmed, declined in (([REFERRAL], {}), ([], {REFERRAL: "No"}), ([], {CONCERN: "Again"})):
        with pytest.raises(WrongUse, match="already"), transaction.atomic():
            decide_facts(came, confirmed=confirmed, declined=declined, by=ada)
    assert state() == before
    decide_facts(came, confirmed=[CONCERN], declined={}, by=ada)
    concern = facts(came.id)[CONCERN - 1]
    assert concern.entry_id
    assert concern.because == "Ticked in error"


def test_the_store_itself_refuses_a_second_confirmation_and_a_decision_without_a_reason(
    came: Document, ada: User
) -> None:
    fact = OfferedFact.objects.get(number=REFERRAL)
    noon = dt.datetime(2026, 4, 1, 12, tzinfo=dt.UTC)
    entry = Entry.objects.latest("received_at").id
    FactDecision.objects.create(fact=fact, entry_id=entry, by=ada, at=noon)
    for half in ({"entry_id": entry}, {"because": ""}, {"entry_id": entry, "because": "both"}):
        with pytest.raises(DatabaseError), transaction.atomic():
            FactDecision.objects.create(fact=fact, by=ada, at=noon, **half)


def test_what_was_kept_and_decided_is_never_changed(came: Document, ada: User) -> None:
    decide_facts(came, confirmed=[REFERRAL], declined={}, by=ada)
    for model in (Document, Passage, OfferedFact, FactDecision):
        with pytest.raises(DatabaseError), transaction.atomic():
            model.objects.all().delete()


def test_a_document_above_somebody_s_level_is_not_in_sight(ada: User) -> None:
    """What came restricted is read by the agency that sent it, and by nobody else but the machine."""
    other = Agency.objects.create(code="school", name="Fennick Primary School", sector="school")
    lead = add_user("olu", name="Olu Reed", agency=other.code, role="hub_coordinator", password="only-invented-1")
    with mock.patch("keepsight.prompts.receiving.read", side_effect=_restricted):
        receive(SAMPLE, agency="social-care")
    on = dt.date(2026, 4, 1)
    assert documents(sight(lead, on)) == []
    assert len(documents(sight(ada, on))) == len(documents(the_machine())) == 1


def _restricted(*given: object, **said: object):  # type: ignore[no-untyped-def]
    for draft in read(*given, **said):
        if isinstance(draft, DraftRow):
            entries = tuple(_raised(one) for one in draft.entries)
            yield DraftRow(draft.sheet, draft.row, entries, draft.refused, draft.blank, draft.raw)
        else:
            yield draft


def _raised(entry: DraftEntry) -> DraftEntry:
    return DraftEntry(
        entry.kind, entry.when, entry.people, narrative=entry.narrative, key=entry.key, level="restricted"
    )


# ---------------------------------------------------------------- kept whole


def test_a_record_is_kept_whole_passage_by_passage(came: Document) -> None:
    told = [one for one in read(SAMPLE, today=dt.date(2026, 4, 1)) if isinstance(one, DraftPassage)]
    kept = Passage.objects.order_by("number").values_list("number", "sheet", "row", "label", "words")
    assert len(told) > 30
    assert list(kept) == [(one.number, one.sheet, one.row, one.label, one.words) for one in told]


def test_the_same_record_again_or_saved_anew_changes_nothing(came: Document, ada: User, tmp_path: Path) -> None:
    decide_facts(came, confirmed=[REFERRAL], declined={CONCERN: "No"}, by=ada)
    before = (*state(), *(model.objects.count() for model in (Document, Passage, OfferedFact)))
    for again in (shutil.copy(SAMPLE, tmp_path / "renamed.docx"), _saved_anew(tmp_path / "anew.docx")):
        said = receive(Path(again), agency="social-care")
        assert (said.entries, said.duplicates) == (0, 1)
    assert (*state(), *(model.objects.count() for model in (Document, Passage, OfferedFact))) == before


def _saved_anew(place: Path) -> Path:
    """The same document packed again: other bytes, the same words."""
    with zipfile.ZipFile(SAMPLE) as whole, zipfile.ZipFile(place, "w", zipfile.ZIP_STORED) as again:
        for name in whole.namelist():
            again.writestr(name, whole.read(name))
    assert place.read_bytes() != SAMPLE.read_bytes()
    return place


def test_a_record_with_one_box_ticked_otherwise_is_another_document(came: Document, tmp_path: Path) -> None:
    with zipfile.ZipFile(SAMPLE) as whole, zipfile.ZipFile(tmp_path / "put-right.docx", "w") as other:
        for name in whole.namelist():
            said = whole.read(name)
            other.writestr(name, said.replace("☐ Neglect".encode(), "☒ Neglect".encode()))
    receive(tmp_path / "put-right.docx", agency="social-care")
    assert Document.objects.count() == 2
    assert [one.kind for one in told()] == ["document.received", "document.received"]


# ---------------------------------------------------------------- offered, and then confirmed


def _an_earlier_referral(document: Document) -> None:
    """A referral two months before the one that the record seems to be."""
    day = dt.date(2025, 7, 1)
    earlier = DraftEntry("referral.received", When(day, day, "day", "01/07/2025"), (("him", "child"),))
    noon = dt.datetime(2025, 7, 1, 12, tzinfo=dt.UTC)
    robin = Record.objects.get(childhood__isnull=False)
    append_and_ask(earlier, records={"him": robin.id}, source=Source("social-care", day, noon, document.receipt))


def _counts_nothing() -> None:
    """Of all that the record offers, nothing stands in the chronology and no prompt rests on it."""
    assert len(OfferedFact.objects.all()) >= 6
    assert [one.kind for one in told() if one.kind != "referral.received"] == ["document.received"]
    assert not Prompt.objects.filter(pattern="re-referral").exists()


def test_an_offered_fact_counts_for_nothing(came: Document) -> None:
    _an_earlier_referral(came)
    _counts_nothing()


def test_a_store_that_took_offers_for_facts_would_be_found_out(ada: User) -> None:
    """The sabotage: offers are appended as they come."""

    def believed(self: Crossing, draft: Draft) -> None:
        take(self, DraftRow(None, 0, (draft.entry,)) if isinstance(draft, DraftFact) else draft)
        self.tally.counted = self.tally.rows + len(self._rows)

    take = Crossing.take
    with mock.patch.object(Crossing, "take", believed):
        receive(SAMPLE, agency="social-care")
    _an_earlier_referral(Document(receipt=Receipt.objects.get()))
    with pytest.raises(AssertionError):
        _counts_nothing()


def test_a_confirmed_fact_is_an_entry_and_the_patterns_are_asked(came: Document, ada: User) -> None:
    _an_earlier_referral(came)
    (made,) = decide_facts(came, confirmed=[REFERRAL], declined={}, by=ada)
    entry = next(one for one in told() if one.id == made)
    assert (entry.kind, entry.occurred_from) == ("referral.received", dt.date(2025, 9, 3))
    assert (entry.agency, entry.basis, entry.recorded_on) == ("social-care", "document", dt.date(2025, 9, 3))
    assert (entry.source.file_name, entry.source.sheet) == ("sample.docx", "passages 1, 2, 21")
    assert entry.source.by == "Ada Pym"
    assert cited_passages([made]) == {made: (came.id, (1, 2, 21))}
    (prompt,) = Prompt.objects.filter(pattern="re-referral")
    assert made in {one.entry_id for one in prompt.evidence.all()}


def test_the_child_s_words_stay_the_child_s_words(came: Document, ada: User) -> None:
    voice = next(one for one in facts(came.id) if one.entry.kind == "child.voice")
    (made,) = decide_facts(came, confirmed=[voice.number], declined={}, by=ada)
    entry = next(one for one in told() if one.id == made)
    assert entry.child_words == '"I don\'t like it when there is shouting."'


def test_a_declined_fact_keeps_its_reason_and_makes_no_entry(came: Document, ada: User) -> None:
    before = Entry.objects.count()
    assert decide_facts(came, confirmed=[], declined={ABUSE: " Ticked for another family "}, by=ada) == []
    fact = facts(came.id)[ABUSE - 1]
    assert (fact.because, fact.declined_by, fact.entry_id) == ("Ticked for another family", "Ada Pym", None)
    assert Entry.objects.count() == before


def test_where_the_patterns_cannot_be_asked_nothing_is_confirmed(came: Document, ada: User) -> None:
    before = state()
    with (
        mock.patch("keepsight.prompts.kept.asking.ask", side_effect=BrokenPromise("no engine")),
        pytest.raises(BrokenPromise),
        transaction.atomic(),
    ):
        decide_facts(came, confirmed=[REFERRAL], declined={CONCERN: "No"}, by=ada)
    assert state() == before


def test_the_same_fact_from_a_second_record_is_the_same_entry(came: Document, ada: User, tmp_path: Path) -> None:
    """A form sent again with one more line: what both say is on record once, whoever confirms it from which."""
    with zipfile.ZipFile(SAMPLE) as whole, zipfile.ZipFile(tmp_path / "sent-again.docx", "w") as other:
        for name in whole.namelist():
            other.writestr(name, whole.read(name).replace(b"Seen by the duty worker.", b"Seen by the duty manager."))
    receive(tmp_path / "sent-again.docx", agency="social-care")
    second = Document.objects.select_related("receipt").exclude(id=came.id).get()
    first_entries = decide_facts(came, confirmed=[REFERRAL], declined={}, by=ada)
    assert decide_facts(second, confirmed=[REFERRAL], declined={}, by=ada) == first_entries


def test_what_waits_is_counted_for_whoever_may_read_it(came: Document, ada: User) -> None:
    def waiting() -> int:
        (one,) = documents(sight(ada, dt.date(2026, 4, 1)))
        assert isinstance(one, DocumentShown)
        return one.waiting

    offered = waiting()
    decide_facts(came, confirmed=[REFERRAL], declined={CONCERN: "No"}, by=ada)
    assert waiting() == offered - 2


# ---------------------------------------------------------------- nothing is dropped on the way


def test_a_file_s_own_word_comes_once_and_whatever_else_a_reader_yields_is_taken_or_refused(came: Document) -> None:
    crossing = mock.Mock(spec=Crossing, _passages=[], _facts=[], _people=[], _ties=[], _rows=[])
    for kind in get_args(Draft):
        draft = mock.MagicMock(spec=kind, __class__=kind)
        if kind is FileSaid:
            with pytest.raises(BrokenPromise):
                Crossing.take(crossing, draft)
        else:
            Crossing.take(crossing, draft)
    with pytest.raises(AssertionError):
        Crossing.take(crossing, "a draft nobody knows")  # type: ignore[arg-type]


@pytest.mark.skipif(not PUBLIC.exists(), reason="the public mock referral is not on this machine")
def test_the_public_referral_comes_in_whole_and_its_receipt_reconciles(ada: User) -> None:
    said = receive(PUBLIC, agency="social-care")
    kept = Receipt.objects.get()
    assert said.rows == said.counted == kept.rows
    assert (said.entries, said.refused_rows, said.duplicates) == (1, 0, 0)
    words = " ".join(Passage.objects.order_by("number").values_list("words", flat=True))
    assert len(words.split()) > 250
    (child,) = children(the_machine())
    assert child.born_on == dt.date(2012, 7, 10)
    offered = {one.entry.kind for one in facts(Document.objects.get().id)}
    assert {"contact.received", "referral.received"} <= offered
    again = receive(PUBLIC, agency="social-care")
    assert (again.entries, Document.objects.count()) == (0, 1)


def test_what_it_says_of_somebody_outside_the_agreement_is_not_offered(ada: User) -> None:
    """The agreement is about records in words: a row about an aunt alone stays out, and she and what is said of her too."""
    terms = Terms("every child", "safeguarding", "public_task", ("hub_coordinator",), ("document.received",))
    agree("social-care", terms, Days(dt.date(2020, 1, 1)), by=None)
    with mock.patch("keepsight.prompts.receiving.read", side_effect=_with_an_aunt):
        received = receive(SAMPLE, agency="social-care")
    (kept,) = Document.objects.all()
    assert len(facts(kept.id)) == len([one for one in read(SAMPLE) if isinstance(one, DraftFact)])
    assert any("outside every agreement" in str(one["says"]) for one in received.warnings)
    assert not Record.objects.filter(key="aunt").exists()


def _with_an_aunt(*given: object, **said: object):
    when = When(dt.date(2026, 3, 2), dt.date(2026, 3, 2), "day", "2 March 2026")
    hers = DraftEntry("concern.recorded", when, people=(("aunt", "other"),), narrative="About an aunt.")
    for draft in read(*given, **said):
        if isinstance(draft, Counted):
            yield DraftPerson("aunt", "other", "aunt", "Nobody", "Invented", None)
            yield DraftRow("text", 99, (hers,))
            yield DraftFact(99, hers, (1,))
            yield Counted(draft.rows + 1)
        else:
            yield draft
