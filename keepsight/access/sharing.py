"""What is shared one by one with a reason, and what was decided not to be. Part of `actions`; agreements stand in `agreeing`.

disclosure  entries that none covers, to one agency, on a lawful basis, each with the hash of its words
not shared  a decision, tested against the statute's words, which comes back when there is new evidence
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet

from keepsight.access.bases import Basis, basis_on, sharing_test_on
from keepsight.access.guarding import said
from keepsight.access.models import (
    Agency,
    BrokenGlass,
    DisclosedEntry,
    Disclosure,
    Notice,
    NotShared,
    User,
)
from keepsight.errors import WrongUse
from keepsight.store import audit, clock

SAFE_TO_TELL = {"yes": "Yes", "no": "No, telling them could put somebody at risk", "unknown": "Not known yet"}
CONSENT = {
    "yes": "They were asked and agreed",
    "refused": "They were asked and refused",
    "not_sought": "They were not asked",
    "unknown": "Not known",
}
ASKED_WHO = "asked who"
"""The word of a notice that an agency is asked about a record of its own."""
QUESTION_CHANGED = "question changed"
"""The word of a notice about prompts that went because what is asked was changed."""


@dataclass(frozen=True, slots=True)
class Reasons:
    """Why entries are shared though no agreement covers them."""

    purpose: str
    basis: str  # a code of bases.toml
    safe_to_tell: str
    consent: str
    proportionate: str


@transaction.atomic
def disclose(child: UUID, entries: Mapping[UUID, bytes], *, to_agency: str, reasons: Reasons, by: User) -> Disclosure:
    """Share entries, each with the hash of its words, with one agency. It reads them from its next request on.

    Whether `by` may read them is for the chronology to say. Raises WrongUse for a reason that is missing, or a lawful basis that
    is not in force today.
    """
    basis = _in_force(reasons.basis)
    if not entries or to_agency == by.agency_id:
        raise WrongUse("Choose at least one entry, and another agency to share it with")
    if reasons.safe_to_tell not in SAFE_TO_TELL or reasons.consent not in CONSENT:
        raise WrongUse("Say whether the family may be told, and whether they were asked")
    made = Disclosure.objects.create(
        child=child,
        to_agency=Agency.objects.get(pk=to_agency),
        purpose=said(reasons.purpose),
        lawful_basis=basis.code,
        basis_version=basis.version,
        safe_to_tell=reasons.safe_to_tell,
        consent=reasons.consent,
        proportionate=said(reasons.proportionate),
        at=clock.now(),
        by=by,
    )
    DisclosedEntry.objects.bulk_create(
        DisclosedEntry(disclosure=made, entry=entry, words_hash=sealed) for entry, sealed in entries.items()
    )
    _notice(to_agency, child, "shared", made.pk)
    audit.note("access.disclose", by=by, child=child, about=f"disclosure {made.pk}", count=len(entries))
    return made


@transaction.atomic
def decide_not_to_share(
    child: UUID, *, to_agency: str, answers: Mapping[str, str], because: str, by: User
) -> NotShared:
    """Keep a decision not to share, with an answer to each question of the test that holds today.

    Raises WrongUse where a question is not answered, or answered in a way that the test does not let stand.
    """
    test = sharing_test_on(clock.today())
    if lacking := [one for one in test.questions if answers.get(one) not in ("yes", "no")]:
        raise WrongUse(f"Questions of the test that are not answered: {len(lacking)}")
    if not test.allows(answers):
        raise WrongUse(
            "By these answers the information is to be shared", next_step="Share it, or look at your answers again."
        )
    made = NotShared.objects.create(
        child=child,
        to_agency=Agency.objects.get(pk=to_agency),
        test=test.code,
        test_version=test.version,
        answers=dict(answers),
        because=said(because),
        at=clock.now(),
        by=by,
    )
    audit.note("access.decide_not_to_share", by=by, child=child, about=f"not_shared {made.pk}")
    return made


def standing_decisions() -> QuerySet[NotShared]:
    """The decisions not to share that no new evidence has brought back."""
    return NotShared.objects.filter(returned_at=None).select_related("by", "to_agency").order_by("at", "id")


@transaction.atomic
def return_decision(decision: NotShared, *, to: User) -> None:
    """New evidence: bring a decision not to share back to whoever is to look at it again."""
    decision.returned_at = clock.now()
    decision.save(update_fields=["returned_at"])
    _notice(to.agency_id, decision.child, "returned", decision.pk, to)
    audit.note("access.return_decision", by=None, child=decision.child, about=f"not_shared {decision.pk}")


@transaction.atomic
def tell_of_correction(disclosure: UUID, entry: UUID, words_hash: bytes) -> None:
    """Something that was shared one by one was corrected: what stands now is shared as it was, and the agency hears of it."""
    told = Disclosure.objects.get(pk=disclosure)
    DisclosedEntry.objects.create(disclosure=told, entry=entry, words_hash=words_hash)
    _notice(told.to_agency_id, told.child, "corrected", told.pk)
    audit.note("access.tell_of_correction", by=None, child=told.child, about=f"disclosure {told.pk}", count=1)


@transaction.atomic
def tell_of_dispute(child: UUID, entry: UUID, *, holder: str, by: User) -> None:
    """An entry is disputed, or that was answered: the agency that holds it hears, and each with whom it was shared one by one."""
    told = DisclosedEntry.objects.filter(entry=entry).values_list("disclosure__to_agency", flat=True)
    for agency in sorted({holder, *told} - {by.agency_id}):
        _notice(agency, child, "disputed", entry)
    audit.note("access.tell_of_dispute", by=by, child=child, about=f"entry {entry}")


@transaction.atomic
def tell_agencies(child: UUID, act: UUID, what: str, agencies: Collection[str], *, by: User) -> None:
    """Somebody acted with what other agencies told: each of them hears. `act` is the entry that says so, `what` the word for it."""
    for agency in sorted({*agencies} - {by.agency_id}):
        _notice(agency, child, what, act)
    audit.note("access.tell_agencies", by=by, child=child, about=f"entry {act}")


@transaction.atomic
def tell_whoever_began(child: UUID, act: UUID, what: str, *, began: User, by: User) -> None:
    """Somebody else went on with what this person began: they hear. `act` is the entry that says so, `what` the word for it."""
    if began.pk != by.pk:
        _notice(began.agency_id, child, what, act, began)
    audit.note("access.tell_whoever_began", by=by, child=child, about=f"entry {act}")


def tell_of_a_changed_question(child: UUID, change: UUID, users: Iterable[User]) -> None:
    """These people, who read a prompt about the child, hear that it went because the question itself was changed by `change`."""
    for user in users:
        _notice(user.agency_id, child, QUESTION_CHANGED, change, user)


@transaction.atomic
def tell_of_parting(child: UUID, link: UUID, users: Collection[User], *, by: User | None) -> None:
    """A record of somebody else stood under this child and was parted from it: each who looked meanwhile hears, in person.

    `by`: whoever parted it, who knows; None for a rule.
    """
    for user in sorted(users, key=lambda one: one.pk):
        if by is None or user.pk != by.pk:
            _notice(user.agency_id, child, "parted", link, user)
    audit.note("access.tell_of_parting", by=by, child=child, about=f"link {link}", count=len(users))


@transaction.atomic
def ask_leads(child: UUID, question: UUID, agency: str, *, by: User) -> None:
    """Whoever judges a pair asks an agency about its own record of it: each of its leads hears, or where it has none the agency."""
    leads = list(User.objects.filter(agency=agency, role="agency_lead", is_active=True).order_by("pk"))
    for lead in leads:
        _notice(agency, child, ASKED_WHO, question, lead)
    if not leads:
        _notice(agency, child, ASKED_WHO, question)
    audit.note("access.ask_leads", by=by, child=child, about=f"question {question}", count=len(leads))


@transaction.atomic
def notice_seen(notice: UUID, *, by: User) -> None:
    """Say that somebody has seen what they or their agency were to hear of."""
    theirs = Notice.objects.filter(pk=notice, agency=by.agency_id, seen_at=None)
    if not theirs.filter(Q(user=by) | Q(user=None)).update(seen_at=clock.now(), seen_by=by):
        raise WrongUse("There is no such notice for you")
    audit.note("access.notice_seen", by=by, about=f"notice {notice}")


@dataclass(frozen=True, slots=True)
class Heard:
    """A notice with what it is about: what was shared, what was decided not to be, the glass that was broken. None: an entry."""

    notice: Notice
    about: Disclosure | NotShared | BrokenGlass | None


def notices_for(user: User) -> list[Heard]:
    """What this person, or anybody of their agency, has yet to hear of, the oldest first. Who sees the child, the page says."""
    waiting = Notice.objects.filter(Q(user=user) | Q(user=None), agency=user.agency_id, seen_at=None)
    notices = list(waiting.order_by("at", "id"))
    asked = {one.about for one in notices}
    about: dict[UUID, Disclosure | NotShared | BrokenGlass] = {
        **Disclosure.objects.select_related("by__agency").in_bulk(asked),
        **NotShared.objects.select_related("to_agency").in_bulk(asked),
        **BrokenGlass.objects.select_related("user__agency", "judged_by__agency").in_bulk(asked),
    }
    return [Heard(one, about.get(one.about)) for one in notices]


def disclosures(children: Collection[UUID], agency: str) -> list[Disclosure]:
    """What this agency shared of a child, or was told of it, one by one: the newest first."""
    found = Disclosure.objects.filter(Q(by__agency=agency) | Q(to_agency=agency), child__in=children)
    return list(found.select_related("by__agency", "to_agency").prefetch_related("entries").order_by("-at", "id"))


def decisions_not_to_share(children: Collection[UUID], agency: str) -> list[NotShared]:
    """What people of this agency decided not to share of a child, the newest first: nobody else is told that they did."""
    found = NotShared.objects.filter(child__in=children, by__agency=agency)
    return list(found.select_related("by__agency", "to_agency").order_by("-at", "id"))


def _in_force(code: str) -> Basis:
    basis = basis_on(code, clock.today())
    if basis is None:
        raise WrongUse("That lawful basis is not known to be in force today", next_step="Choose another one.")
    return basis


def _notice(agency: str, child: UUID, what: str, about: UUID, user: User | None = None) -> None:
    Notice.objects.create(agency_id=agency, user=user, child=child, what=what, about=about, at=clock.now())
