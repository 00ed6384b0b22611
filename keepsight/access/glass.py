"""Breaking the glass: a child opened at once by somebody who does not work with it, and what is made of it. Part of `actions`.

    broken ──four hours──▶ closed          read only, one child; recorded and notified before anything is shown
      └──judged by a guardian of another agency──▶ justified | training | misconduct
         nobody judged it within five working days ──▶ escalated to every guardian; it never closes by itself

It is never refused for a standard or a restricted child: whoever stands before a door at night must not wait. Sealed children
and family are released by the guardian on call.
"""

import datetime as dt
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet

from keepsight.access.guarding import only_a_guardian, said
from keepsight.access.models import BrokenGlass, Notice, User
from keepsight.access.queries import involved_users
from keepsight.access.roles import ROLES, Reach
from keepsight.clocks import working_days_after
from keepsight.errors import WrongUse
from keepsight.store import audit, clock

HOURS = 4
REASON_LETTERS = 15
WORKING_DAYS_TO_JUDGE = 5

CATEGORIES = {
    "danger_now": "A child is or may be in danger now",
    "at_the_door": "I am with the child or at the door",
    "duty": "I am on duty and the allocated worker cannot be reached",
    "missing": "The child is missing",
    "other": "Something else, said below",
}
JUDGEMENTS = {
    "justified": "Justified: it was right to look",
    "training": "Training: it was meant well, and there was another way",
    "misconduct": "Misconduct: there was no reason to look",
}


@transaction.atomic
def break_glass(child: UUID, *, category: str, reason: str, by: User) -> BrokenGlass:
    """Open one child to `by` for four hours, to be read. The child's workers and every guardian hear of it in this transaction.

    Raises WrongUse without a category, or with a reason of fewer than 15 letters. Whether the child is one that may be
    opened so is for `people` to say, which knows who is sealed or family.
    """
    if category not in CATEGORIES:
        raise WrongUse("Choose why you need to look now")
    if ROLES[by.role].reach is Reach.NONE or not by.is_active:
        raise WrongUse("Your role reads no child’s story", next_step="Ask the guardian on call.")
    words, now = said(reason, least=REASON_LETTERS), clock.now()
    judge_by = working_days_after(now.date(), WORKING_DAYS_TO_JUDGE)
    assert judge_by is not None, "the table of working days has run out"
    made = BrokenGlass.objects.create(
        user=by,
        child=child,
        category=category,
        reason=words,
        at=now,
        until=now + dt.timedelta(hours=HOURS),
        judge_by=judge_by,
    )
    for worker in involved_users(child, now.date()):
        Notice.objects.create(agency=worker.agency, user=worker, child=child, what="glass", about=made.pk, at=now)
    audit.note("access.break_glass", by=by, child=child, about=f"glass {made.pk}")
    return made


@transaction.atomic
def judge_glass(glass: UUID, judgement: str, *, because: str, by: User) -> BrokenGlass:
    """Say what is made of a broken glass. Only a guardian of another agency may, once, and never of their own."""
    only_a_guardian(by)
    if judgement not in JUDGEMENTS:
        raise WrongUse("Choose what you make of it")
    asked = to_judge(by).select_for_update(of=("self",)).filter(pk=glass).first()
    if asked is None:
        raise WrongUse(
            "There is nothing here for you to judge", next_step="A guardian of another agency judges it, once."
        )
    asked.judgement, asked.judged_because = judgement, said(because)
    asked.judged_at, asked.judged_by = clock.now(), by
    asked.save(update_fields=["judgement", "judged_because", "judged_at", "judged_by"])
    Notice.objects.create(
        agency_id=asked.user.agency_id,
        user=asked.user,
        child=asked.child,
        what="judged",
        about=asked.pk,
        at=clock.now(),
    )
    audit.note("access.judge_glass", by=by, child=asked.child, about=f"glass {asked.pk}")
    return asked


@transaction.atomic
def escalate_overdue(on: dt.date) -> int:
    """Note each broken glass that nobody judged in time: from then on every guardian is shown it first. How many are new."""
    overdue = BrokenGlass.objects.filter(judgement=None, judge_by__lt=on, escalated_at=None)
    found = list(overdue.values_list("pk", "child"))
    for glass, child in found:
        audit.note("access.escalate_glass", by=None, child=child, about=f"glass {glass}")
    overdue.update(escalated_at=clock.now())
    return len(found)


def to_judge(guardian: User) -> QuerySet[BrokenGlass]:
    """What waits for this guardian: broken by somebody of another agency and not yet judged, the longest overdue first."""
    waiting = BrokenGlass.objects.filter(judgement=None).exclude(user__agency=guardian.agency_id)
    return waiting.exclude(user=guardian).select_related("user__agency").order_by("judge_by", "at")


def overdue_elsewhere(guardian: User) -> QuerySet[BrokenGlass]:
    """What nobody judged in time and this guardian may not judge: they can ask one of another agency to."""
    late = BrokenGlass.objects.filter(judgement=None, escalated_at__isnull=False)
    mine = Q(user__agency=guardian.agency_id) | Q(user=guardian)
    return late.filter(mine).select_related("user__agency").order_by("judge_by", "at")


def broken_by(user: User, child: UUID) -> BrokenGlass | None:
    """The broken glass by which this person sees this child now, if there is one."""
    now = clock.now()
    return BrokenGlass.objects.filter(user=user, child=child, at__lte=now, until__gt=now).order_by("-at").first()
