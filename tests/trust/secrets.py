"""What somebody must not know: secrets of every kind, each made by the actions that people's pages call, and who may know it.

A secret says its words with `say`, which gives a new one each time, so that each can be looked for afterwards. `knows` and `reads`
are kept by hand and never derived from the rule: of the eleven people in `LOOKERS`, who may notice that it is there, and who may
read its words. Everybody else must be answered as if it were not.
"""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from uuid import UUID, uuid4

from django.db import transaction
from django.test import Client
from django_otp.oath import totp

from keepsight.access.accounts import add_account, take_second_factor
from keepsight.access.actions import add_user, involve
from keepsight.access.bases import sharing_test_on
from keepsight.access.glass import break_glass
from keepsight.access.guarding import answer_conflict, mark_for_safety, note_attempt, propose_conflict, set_level
from keepsight.access.models import Agency, User
from keepsight.access.queries import the_machine
from keepsight.access.sharing import Reasons, decide_not_to_share, disclose
from keepsight.assurance.actions import request_assurance
from keepsight.briefings.actions import begin_paper, open_session, reflect, tell_lacks
from keepsight.chronology.actions import Source, append, append_rows
from keepsight.chronology.acts import threads_about
from keepsight.chronology.models import Entry, Restriction
from keepsight.intake.actions import keep_document
from keepsight.intake.drafts import (
    DraftEntry,
    DraftFact,
    DraftPassage,
    DraftRow,
    Level,
)  # fmt: skip
from keepsight.intake.models import Document, Receipt, RefusedRow
from keepsight.people.actions import say_different
from keepsight.people.judging import Judged, judge, tell
from keepsight.people.queries import records_of
from keepsight.practice import actions as practice
from keepsight.practice.actions import answer, disagree, go_on, keep_unsaved
from keepsight.practice.forms.filling_in import Filled, fill_in
from keepsight.practice.forms.wording import Field, Wording
from keepsight.practice.marac.checklist import Checklist, go_through
from keepsight.practice.marac.criteria import FOR_MARAC
from keepsight.practice.marac.referrals import Told, begin_referral, go_on_referral
from keepsight.practice.models import FormEdition
from keepsight.practice.plans.planning import Line, OnLine, note_control, note_line, tell_of_line
from keepsight.practice.professionals.supervising import HELD, Apart, Thought, keep_apart, supervise
from keepsight.practice.threads.table import DISAGREEMENT
from keepsight.prompts.models import Prompt, PromptEntry
from keepsight.prompts.queries import prompts_of
from keepsight.reviews.actions import Said, register
from keepsight.reviews.models import Passage
from keepsight.store import audit, clock
from keepsight.themes.actions import save_passage
from keepsight.vocabulary import UNKNOWN
from tests.pages.town_pairs import a_pair, the_pair
from tests.pages.town_people import BY_ROLE, child, user
from tests.practice.given_out import a_request, reviewed
from tests.practice.own_forms import GATES, a_form
from tests.practice.packed import REASONS, a_choice, a_pack
from tests.trust.asked import asked, asked_elsewhere, last_act, outcome_of, step_down_of
from tests.trust.saying import (
    DAY,
    OTHER,
    OWN,
    POLICE,
    SCHOOL,
    SOCIAL_CARE,
    Saying,
    a_new_child,
    an_entry,
    entries,
    on_day,
)

# One person for each role: whoever asks.
LOOKERS = BY_ROLE | {"practitioner": "tobias"}  # who works with Wren alone
FAR = ("magda", "leila", "osei")  # who sees Kestrel
FILES = ("magda", "leila", "bea", "wilf", "robin")
KEY = "f1a5" * 10


@dataclass(frozen=True)
class Secret:
    """How it is made, and who of the lookers may notice it, who may read what it says (None: whoever may notice it)."""

    plant: Callable[[Saying], None]
    knows: tuple[str, ...] = ()
    reads: tuple[str, ...] | None = None

    def readers(self) -> frozenset[str]:
        """Who may read its words."""
        return frozenset(self.knows if self.reads is None else self.reads)


def ground(looker: User) -> None:
    """What stands in both worlds: the looker worked with Kestrel until yesterday and reflects; there is a second guardian, and a
    pair of records that nobody has judged."""
    open_session(theme="escalation", audience="manager", by=looker)
    add_user("nora", name="Nora Invented", agency=SCHOOL, role="guardian", password="long enough to be one")
    involve(
        looker, child(OTHER), from_on=DAY, to_on=clock.today() - dt.timedelta(days=1), source="over since yesterday"
    )
    supervise(child(OWN), Thought(DAY, "The sergeant", ("Who saw her?",)), Apart(), by=user("rafe"))
    a_pack("rafe", about=OWN)
    a_pair()
    a_form(None, CLOSE)


def plant(names: Iterable[str], looker: User, word: Callable[[], str]) -> dict[str, Saying]:
    """Make these secrets. What each said, by its name."""
    made = {}
    for name in names:
        made[name] = Saying(word, looker)
        with transaction.atomic():
            SECRETS[name].plant(made[name])
    return made


def _pack_of_restricted(say: Saying) -> None:
    """Of an entry that the police restricted, in a pack of theirs."""
    kept = an_entry(say, child(OWN), "rafe", "restricted")
    reasons = replace(REASONS, purpose=say(), proportionate=say())
    choice = replace(a_choice("rafe", OWN), entries=frozenset({kept}), decision=say(), to_whom=say(), reasons=reasons)
    say.ids |= {"child_id": child(OWN), "pack_id": a_pack("rafe", choice, about=OWN)}


def a_guess_about(key: str, level: Level = "standard") -> Callable[[Saying], None]:
    """A row of the looker's own agency whose kind was guessed, in a file that is there in both worlds."""

    def plant(say: Saying) -> None:
        receipt = Receipt.objects.earliest("received_at", "id")
        source = Source(say.looker.agency_id, DAY, clock.now(), receipt)
        records, about = {"the child": records_of([child(key)])[child(key)][0]}, (("the child", "child"),)
        draft = DraftEntry(
            "appointment.not_brought", on_day(DAY), about, narrative=say(), guessed_by=say(), key=say(), level=level
        )
        append(draft, records=records, source=source)
        say.ids["child_id"] = child(key)

    return plant


def _kept_entry(say: Saying) -> None:
    """Told to everybody, and then restricted by the agency that holds it."""
    kept = Entry.objects.get(pk=an_entry(say, child(OWN), "rafe"))
    Restriction.objects.create(identity=kept.identity, holds=True, because=say(), by=user("rafe"), at=clock.now())


def _sealed_child(say: Saying) -> None:
    of = a_new_child(
        say, (SOCIAL_CARE,)
    )  # known to one agency: records that nobody linked are other persons, and not sealed
    involve(say.looker, of, from_on=DAY, source="before it was sealed")
    an_entry(say, of, "rafe")
    set_level(of, "sealed", because=say(), by=user("bea"), named=[user("rafe")])


def _restricted_child(say: Saying) -> None:
    of = a_new_child(say, (POLICE,))
    an_entry(say, of, "rafe")
    set_level(of, "restricted", because=say(), by=user("bea"), named=[user("rafe")])


def _family_child(say: Saying) -> None:
    of = a_new_child(say, (SOCIAL_CARE,), parent=True)
    involve(say.looker, of, from_on=DAY, source="before anybody knew")
    an_entry(say, of, "rafe")
    asked = propose_conflict(say.looker, say.ids["parent"], why=say())
    assert asked
    answer_conflict(asked.pk, holds=True, by=user("nora"))


def _protected_address(say: Saying) -> None:
    of = a_new_child(say, (POLICE,), protected=True)
    say.words[:2] = []  # the child's name is no secret to whoever sees every child: where it lives is
    assert of


def _glass(say: Saying) -> None:
    break_glass(child(OTHER), category="duty", reason=f"It was {say()}", by=user("wenna"))


def _disclosure(say: Saying) -> None:
    entry = Entry.objects.filter(agency=POLICE, people__record__link__person=child(OWN)).first()
    assert entry
    reasons = Reasons(say(), "public_task", "yes", "yes", say())
    disclose(
        child(OWN), {entry.pk: bytes(entry.words_hash)}, to_agency="fennick-camhs", reasons=reasons, by=user("rafe")
    )


def _not_shared(say: Saying) -> None:
    test = sharing_test_on(clock.today())
    answers = {**dict.fromkeys(test.questions, "yes"), **test.lets_stand}
    decide_not_to_share(child(OWN), to_agency="fennick-camhs", answers=answers, because=say(), by=user("rafe"))


def _document(say: Saying) -> None:
    of = child(OWN)
    receipt = Receipt.objects.filter(agency=SOCIAL_CARE).latest("received_at")
    receipt.id, receipt.file_name, receipt.sha256 = uuid4(), "letter.docx", f"of no file {uuid4()}"
    receipt.save(force_insert=True)
    about = (("the child", "child"),)
    records = {"the child": records_of([of])[of][0]}
    came = DraftEntry("document.received", on_day(DAY), about, basis="document", key=say(), level="restricted")
    source = Source(SOCIAL_CARE, DAY, clock.now(), receipt)
    append_rows([DraftRow("text", 1, (came,))], records=records, source=source, agency_named=lambda name: name)
    passages = [DraftPassage(1, "text", 1, None, say()), DraftPassage(2, "text", 2, "Injuries", say())]
    injury = DraftEntry("injury.recorded", on_day(DAY), about, narrative=say(), basis="document", level="restricted")
    keep_document(receipt, passages, [DraftFact(1, injury, (2,))], records=records)
    say.ids |= {"child_id": of, "document_id": Document.objects.get(receipt=receipt).id, "receipt_id": receipt.id}


def _prompt(say: Saying, pattern: str, entry: UUID) -> None:
    of = child(OWN)
    made = Prompt.objects.create(
        child_id=of, pattern=pattern, version=1, began_on=DAY, visible_on=DAY, anchor=entry, measure=7,
        owner="allocated_team", as_at=clock.today(), first_found_at=clock.now(),
    )  # fmt: skip
    PromptEntry.objects.create(prompt=made, entry_id=entry, part="")
    say.ids |= {"child_id": of, "prompt_id": made.id}


def _restricted_prompt(say: Saying) -> None:
    entry = prompts_of(the_machine(), child(OWN))[0].entry_ids[0]
    _prompt(say, "domestic-abuse-repeats-no-marac", entry)


def _sealed_prompt(say: Saying) -> None:
    _prompt(say, "not-brought-run", an_entry(say, child(OWN), "rafe", "sealed"))


def _answered_sealed_prompt(say: Saying) -> None:
    _sealed_prompt(say)
    prompt = next(one for one in prompts_of(the_machine(), child(OWN)) if one.id == say.ids["prompt_id"])
    answer(prompt, "disagree", practice.Said(say()), seen=None, by=user("rafe"))


def _dispute_of(level: Level) -> Callable[[Saying], None]:
    def plant(say: Saying) -> None:
        decision = an_entry(say, child(OWN), "rafe", level)
        thread = disagree(child(OWN), decision, practice.Said(say(), wanted=say()), by=user("rafe"))
        go_on(
            DISAGREEMENT, child(OWN), thread, "view", practice.Said(say()), seen=last_act(thread), by=user("anoushka")
        )

    return plant


def _plan_of(level: Level) -> Callable[[Saying], None]:
    def plant(say: Saying) -> None:
        plan = an_entry(say, child(OWN), "rafe", level, "looked_after.started")
        line = Line(plan, say(), by_whom=say(), by_when=DAY, bottom_line=say(), contingency=say())
        thread = note_line(child(OWN), line, by=user("rafe"))
        tell_of_line(child(OWN), thread, "ask", OnLine(DAY, say()), seen=last_act(thread), by=user("anoushka"))
        note_control(child(OWN), plan, say(), by=user("rafe"))

    return plant


CLOSE = replace(GATES, title="Kept closely", level="restricted")
"""A form of every agency, of which only people of the agency that fills it in read what was answered."""


def _filled_in(say: Saying) -> None:
    """The police fill in that form, and one of their own that no other agency is offered."""
    of, by = child(OWN), user("rafe")
    everybody_s = FormEdition.objects.get(agency=None).form
    fill_in(of, everybody_s, Filled(DAY, (say(), say(), "", "Wet", "A dog", UNKNOWN)), edition=1, by=by)
    theirs = a_form(POLICE, Wording(say(), say(), "restricted", (Field(say(), "line", say()),)))
    fill_in(of, theirs, Filled(DAY, (say(),)), edition=1, by=by)
    say.ids |= {"child_id": of, "form_id": theirs}


def _at_marac(say: Saying) -> None:
    """The police went through a checklist, and referred; MARAC talked about it."""
    of, by = child(OWN), user("rafe")
    answers = ("yes",) * len(FOR_MARAC.asks)
    go_through(of, Checklist(DAY, answers, say(), None, say(), say(), "yes", say()), by=by)
    thread = begin_referral(of, "refer", Told(DAY, say(), say(), ("judgement",), who=say()), by=by)
    go_on_referral(of, thread, "hear", Told(DAY, say(), by_whom=say()), seen=last_act(thread), by=by)


def _unsaved(say: Saying) -> None:
    keep_unsaved(f"/children/{child(OWN)}/voice/", {"words": say(), "thinks": say()}, by=user("ivo"))


def _kept_apart(say: Saying) -> None:
    for thread in threads_about([child(OWN)], HELD):
        keep_apart(thread, Apart(say(), say(), say(), say(), ("fear",), say()), by=user("rafe"))


def _refused_row(say: Saying) -> None:
    receipt = Receipt.objects.filter(agency=POLICE).latest("received_at")
    RefusedRow.objects.create(receipt=receipt, sheet=None, row=9, column=None, reason="no day", raw={"What": say()})
    say.ids["receipt_id"] = receipt.id


def _request(say: Saying) -> None:
    due = clock.today() + dt.timedelta(days=30)
    request_assurance(Agency.objects.get(pk=POLICE), asks=say(), due_on=due, recommendation=None, by=user("cass"))


def _review(say: Saying) -> None:
    said = Said("child_safeguarding_practice_review", say(), about=say(), asked_to_learn=say(), family_words=say())
    say.ids["review_id"] = register(f"a-secret-{uuid4()}", said, by=user("cass")).id


def _memo(say: Saying) -> None:
    passage = Passage.objects.filter(document__review__slug="isla").latest("number")
    save_passage(passage=passage, given=[], memo=say(), opened_at=0, by=user("cass"))


def _reflection(say: Saying) -> None:
    session = open_session(theme="escalation", audience="manager", by=user("wenna"))
    reflect(session=session, words=dict(enumerate([say(), say()])), by=user("wenna"))
    say.ids["session_id"] = session.id


def _lacks(say: Saying) -> None:
    session = open_session(theme="escalation", audience="manager", by=user("wenna"))
    tell_lacks(session=session, lacks=["time"], by=user("wenna"))


def _marker(say: Saying) -> None:
    until = clock.today() + dt.timedelta(days=30)
    mark_for_safety(child(OTHER), because=say(), until=until, by=user("rafe"))


def _record_asked_for(say: Saying) -> None:
    a_request(child(OWN), user("leila"), proved_by=say())
    reviewed(child(OWN), user("leila"))
    say.ids["child_id"] = child(OWN)


def _looks(say: Saying) -> None:
    for name in ("ada", "nell", "anoushka", "priya", "jonah", "wenna"):
        audit.note("look", by=user(name), child=child(OTHER), page="overview", answer=200, count=3)
    say.ids["looked_id"] = child(OTHER)


def _attempt(say: Saying) -> None:
    note_attempt(user("wenna"), child(OTHER), page="Overview", why="sealed")


def _second_factor(say: Saying) -> None:
    code = f"{totp(bytes.fromhex(KEY), t0=0):06d}"
    assert take_second_factor(user("ada"), KEY, code)


def _account(say: Saying) -> None:
    add_account(f"new{uuid4().hex}", name=say(), agency="wash-general-hospital", role="practitioner")


def _question_of_family(say: Saying) -> None:
    propose_conflict(user("ada"), child(OTHER), why=say())


def _paper(say: Saying) -> None:
    say.ids["paper_id"] = begin_paper(title=say(), by=user("cass")).id


def _involvement(say: Saying) -> None:
    involve(user("wenna"), child(OTHER), from_on=DAY, source=say())


def _parted(say: Saying) -> None:
    one, another = records_of([child(OTHER)])[child(OTHER)][0], records_of([child("maeve")])[child("maeve")][0]
    say_different(one, another, by=user("wilf"), because=say())


def _judged(say: Saying) -> None:
    judge_it = add_user(
        "hugo", name="Hugo Invented", agency=SCHOOL, role="hub_coordinator", password="long enough to be one"
    )
    say.ids["question_id"] = question = the_pair()
    judge(question, Judged("ask_agency", say(), agency=POLICE, asks=say()), by=judge_it)
    tell(question, say(), by=judge_it)
    judge(question, Judged("different", say()), by=judge_it)


def _session(say: Saying) -> None:
    Client().force_login(user("ada"))


SECRETS: dict[str, Secret] = {
    "sealed entry": Secret(entries(OWN, "rafe", "sealed")),
    "restricted entry of another agency": Secret(entries(OWN, "rafe", "restricted")),
    "sealed guess of one's own agency": Secret(a_guess_about(OWN, "sealed")),
    "guess of one's own agency about a child out of sight": Secret(a_guess_about(OTHER), FAR),
    "entry that its agency restricted afterwards": Secret(_kept_entry),
    "entry about a child out of sight": Secret(entries(OTHER, "rafe"), FAR),
    "entry since the involvement ended": Secret(entries(OTHER, "anoushka"), FAR),
    "sealed child": Secret(_sealed_child),
    "restricted child": Secret(_restricted_child),
    "child of one's own family": Secret(_family_child, ("magda", "leila")),
    # Whoever reads how many children are on record may notice that there is one more: not where it lives.
    "protected address": Secret(_protected_address, ("leila", "dev", "cass"), ()),
    # These ask the patterns, which would take back the prompts that others below make by hand: so they come before those.
    # That a prompt stands which nobody sees is told to a guardian, who names somebody: not what it says.
    "answer to a prompt that rests on a sealed entry": Secret(_answered_sealed_prompt, ("bea",), ()),
    "disagreement about a sealed decision": Secret(_dispute_of("sealed")),
    "disagreement about a restricted decision of another agency": Secret(_dispute_of("restricted")),
    "lines of a sealed plan": Secret(_plan_of("sealed")),
    "lines of a restricted plan of another agency": Secret(_plan_of("restricted")),
    "step-down of a sealed entry, and who does not take the child on": Secret(step_down_of("sealed")),
    "step-down of a restricted entry, and who does not take the child on": Secret(step_down_of("restricted")),
    "outcome of a sealed assessment, and who read it": Secret(outcome_of("sealed")),
    "outcome of a restricted assessment, and who read it": Secret(outcome_of("restricted"), ("leila",), ()),
    "concern, advice and referral that another agency restricted": Secret(asked),
    # That the question of abuse at home is answered is noticed by whoever reads that question: not by what.
    "checklist of another agency, and its referral to MARAC": Secret(_at_marac, ("magda", "leila", "mina"), ()),
    "concern, advice and referral about a child out of sight": Secret(asked_elsewhere, FAR),
    "pack of a restricted entry of another agency": Secret(_pack_of_restricted),
    "form of another agency, and what it filled in": Secret(_filled_in),
    "what somebody had not saved yet": Secret(_unsaved),
    "what a worker of another agency keeps apart": Secret(_kept_apart),
    "broken glass of somebody else": Secret(_glass, ("osei", "bea")),
    "disclosure to another agency": Secret(_disclosure),
    "decision not to share": Secret(_not_shared),
    "restricted document and its facts": Secret(_document, ("magda", "mina", "osei", *FILES), ("magda", "mina")),
    "prompt of a restricted pattern": Secret(_restricted_prompt, ("magda", "leila", "mina")),
    "prompt that rests on a sealed entry": Secret(_sealed_prompt, ("bea",), ()),
    "refused row with words": Secret(_refused_row, FILES),
    "request for assurance": Secret(_request, ("tobias", "magda", "leila", "mina", "osei", "bea", "cass", "dev")),
    "review neither published nor given": Secret(_review, ("cass", "bea")),
    "coding memo": Secret(_memo, ("cass", "orla")),
    "reflection of another person": Secret(_reflection),
    "what somebody lacks": Secret(_lacks, ("magda", "mina", "cass", "dev")),
    "marker for those who visit": Secret(_marker, FAR),
    # A lead sees that it is asked for, and what would be given; the guardian reads how it is known who asks.
    "record that somebody asks for": Secret(_record_asked_for, ("magda", "leila", "bea"), ("bea",)),
    "looks of somebody else": Secret(_looks, ("osei", "bea")),
    "attempt of somebody else": Secret(_attempt, ("bea",)),
    "second factor of somebody else": Secret(_second_factor),
    "account that waits": Secret(_account, ("bea",)),
    "question whether somebody is family": Secret(_question_of_family, ("bea",)),
    "paper in the making": Secret(_paper, ("cass",)),
    "involvement of somebody else": Secret(_involvement, FAR),
    "records said to be two people's": Secret(_parted),
    # A second judge notices the pair, and reads what the agency answered; not what the first one said, before they have answered.
    "what another judge said of two records": Secret(_judged, ("leila", "wilf")),
    "session of somebody else": Secret(_session),
}


def kept_from(username: str) -> list[str]:
    """The secrets that this person must not know."""
    return [
        name for name, secret in SECRETS.items() if name == "child of one's own family" or username not in secret.knows
    ]
