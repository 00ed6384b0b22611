"""Erasing all that is said of a child whose record need not be kept any longer, and holding it back from that. Part of `actions`.

    asked for by a guardian ──signed by a guardian of another agency──▶ signed ──by whoever runs the server──▶ done
       └──────────────── let go by any guardian ────────────────┘
    a hold, or a review that is about the child, stops each of these steps

Done, the child and those who stand in no other child's home are ids that lead to nothing. The log and the audit still verify:
of each entry they seal a hash whose salt went with the words.
"""

import json
from collections import Counter
from dataclasses import dataclass
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.backends.utils import CursorWrapper
from django.db.models import QuerySet

from keepsight.access import erasing as access
from keepsight.access.guarding import only_a_guardian, said
from keepsight.access.models import User
from keepsight.access.sight import THE_MACHINE, seeing
from keepsight.chronology import erasing as chronology
from keepsight.chronology.queries import chronology as entries_of
from keepsight.errors import WrongUse
from keepsight.intake import erasing as intake
from keepsight.people import erasing as people_of
from keepsight.people import in_sight
from keepsight.people import queries as people
from keepsight.practice.models import Hold, Purge
from keepsight.practice.rights.retention import kept_until
from keepsight.prompts import erasing as prompts
from keepsight.reviews.queries import reviewed_children
from keepsight.store import audit, clock
from keepsight.store.erasing import erasing, remove_files, sweep

LOOKED_AFTER = ("looked_after.started", "looked_after.ended")
OWN_TABLES = (
    "practice_kept_apart", "practice_unsaved", "practice_purge", "practice_subject_access", "practice_given_or_not",
)  # fmt: skip
TABLES = (*access.TABLES, *intake.TABLES, *people_of.TABLES, *chronology.TABLES, *prompts.TABLES, *OWN_TABLES)


@dataclass(frozen=True, slots=True)
class Erased:
    """What a purge erases or has erased: rows by what they are, files, and the entries about the child that stay for others."""

    rows: dict[str, int]
    files: int
    kept_for_others: int
    swept: bool = True  # whether the database server's own log was let go of, too


@transaction.atomic
def hold(child: UUID, *, because: str, by: User) -> Hold:
    """Let nothing of a child be erased until the hold is lifted. Only a guardian may, with a reason."""
    only_a_guardian(by)
    made = Hold.objects.create(child=child, because=said(because), by=by, at=clock.now())
    audit.note("practice.hold", by=by, child=child, about=f"hold {made.id}")
    return made


@transaction.atomic
def lift(hold_id: UUID, *, because: str, by: User) -> None:
    """Lift a hold. Only a guardian of another agency than whoever laid it, with a reason."""
    only_a_guardian(by)
    found = Hold.objects.select_for_update(of=("self",)).select_related("by").filter(id=hold_id, lifted_at=None).first()
    if found is None or found.by.agency_id == by.agency_id:
        raise WrongUse("There is no hold here for you to lift", next_step="A guardian of another agency lifts it.")
    found.lifted_because, found.lifted_by, found.lifted_at = said(because), by, clock.now()
    found.save(update_fields=["lifted_because", "lifted_by", "lifted_at"])
    audit.note("practice.lift_hold", by=by, child=found.child, about=f"hold {found.id}")


@transaction.atomic
def ask(child: UUID, *, because: str, by: User) -> Purge:
    """Ask for all that is said of a child to be erased. Raises WrongUse where it is held, or must still be kept."""
    only_a_guardian(by)
    words = said(because)
    refuse_while_kept(child)
    try:
        with transaction.atomic():
            made = Purge.objects.create(child=child, because=words, by=by, at=clock.now())
    except IntegrityError as wrong:
        raise WrongUse("That is asked for already", next_step="A guardian of another agency signs it.") from wrong
    audit.note("practice.ask_for_purge", by=by, child=child, about=f"purge {made.id}")
    return made


@transaction.atomic
def sign(purge: UUID, *, by: User) -> Purge:
    """Sign what another agency's guardian asked for. Raises WrongUse for anybody else, and while the child is held."""
    only_a_guardian(by)
    found = _open(purge)
    if found is None or found.signed_at is not None or found.by.agency_id == by.agency_id:
        raise WrongUse(
            "There is nothing here for you to sign", next_step="A guardian of another agency than who asked signs it."
        )
    refuse_while_kept(found.child)
    found.signed_by, found.signed_at = by, clock.now()
    found.save(update_fields=["signed_by", "signed_at"])
    audit.note("practice.sign_purge", by=by, child=found.child, about=f"purge {found.id}")
    return found


@transaction.atomic
def let_go(purge: UUID, *, by: User) -> None:
    """Let a purge go that is not done yet: any guardian may."""
    only_a_guardian(by)
    found = _open(purge)
    if found is None:
        raise WrongUse("There is nothing here to let go")
    found.let_go_by, found.let_go_at = by, clock.now()
    found.save(update_fields=["let_go_by", "let_go_at"])
    audit.note("practice.let_go_purge", by=by, child=found.child, about=f"purge {found.id}")


def waiting() -> QuerySet[Purge]:
    """Purges that are asked for or signed and not done, the oldest first."""
    open_ones = Purge.objects.filter(done_at=None, let_go_at=None)
    return open_ones.select_related("by__agency", "signed_by__agency").order_by("at")


def holds() -> QuerySet[Hold]:
    """Holds that stand, the oldest first."""
    return Hold.objects.filter(lifted_at=None).select_related("by__agency").order_by("at")


def would_go(purge: UUID) -> Erased:
    """What a purge would erase if it were done now: all of it is done, and undone. Signed or not, held or not."""
    found = _wanted(purge)
    child = in_sight.one_now(found.child)
    with erasing(TABLES, undo=True) as cursor:
        counted, hashes = _erase(cursor, found, child)
        kept = chronology.kept_for_others(cursor)
    return Erased(counted, len(hashes), kept)


def do(purge: UUID) -> Erased:
    """Do what two guardians have signed, and leave nothing of it in the tables, the store's folder or the embedded server's log.

    Raises WrongUse where it is not signed, held since, or done. It may take minutes, and keeps everybody else waiting meanwhile.
    """
    found = _wanted(purge)
    if found.signed_by is None:
        raise WrongUse("Nobody has signed this yet", next_step="A guardian of another agency signs it first.")
    if found.signed_by.agency_id == found.by.agency_id or found.signed_by_id == found.by_id:
        raise WrongUse("Two people of two agencies must have signed", next_step="Let it go and ask anew.")
    refuse_while_kept(found.child)
    child = in_sight.one_now(found.child)
    with erasing(TABLES) as cursor:
        counted, hashes = _erase(cursor, found, child)
        cursor.execute(
            "SELECT count(*) FROM practice_hold WHERE child IN (%s, %s) AND lifted_at IS NULL", [found.child, child]
        )
        if cursor.fetchone() != (0,):
            raise WrongUse("A hold was laid on this child meanwhile", next_step="Nothing was erased.")
        kept = chronology.kept_for_others(cursor)
        with transaction.atomic():  # said before it is done: a purge that is cut short here is done anew
            audit.note(
                "practice.purge",
                by=None,
                child=found.child,
                about=f"purge {found.id}",
                count=counted["entries' words"],
                seal=chronology.seal(cursor),
            )
    files = remove_files(hashes)
    return Erased(counted, files, kept, swept=sweep(TABLES))


@transaction.atomic
@seeing(THE_MACHINE)
def refuse_while_kept(child: UUID) -> None:
    """Raise WrongUse where a child is held, a review is about it, or its record must still be kept, or nobody can tell."""
    ids = in_sight.now([child]) | {child}
    if Hold.objects.filter(child__in=ids, lifted_at=None).exists():
        raise WrongUse("A hold stands on this child", next_step="A guardian of another agency lifts it first.")
    if ids & (reviewed_children() | in_sight.now(reviewed_children())):
        raise WrongUse("A review is about this child", next_step="What a review rests on is not erased.")
    shown = people.child(THE_MACHINE, child)
    if shown is None:
        raise WrongUse("No child has that id")
    looked_after = any(one.kind in LOOKED_AFTER for one in entries_of(THE_MACHINE, shown.id))
    until = kept_until(shown, looked_after=looked_after)
    if until is None:
        raise WrongUse(
            "Nobody can tell until when this record is to be kept",
            next_step="An agency that knows the birth date sends it first.",
        )
    if clock.today() < until[0]:
        raise WrongUse(f"This record is to be kept until {until[0]:%d/%m/%Y}", next_step=f"{until[1].source}.")


def _open(purge: UUID) -> Purge | None:
    wanted = Purge.objects.select_for_update(of=("self",)).select_related("by", "signed_by")
    return wanted.filter(id=purge, done_at=None, let_go_at=None).first()


def _wanted(purge: UUID) -> Purge:
    found = waiting().filter(id=purge).first()
    if found is None:
        raise WrongUse("There is no such purge to be done", next_step="'keepsight purge' says which there are.")
    return found


def _erase(cursor: CursorWrapper, purge: Purge, child: UUID) -> tuple[dict[str, int], list[str]]:
    people_of.choose(cursor, child)
    chronology.choose(cursor)
    counted = Counter[str]()
    cursor.execute("DELETE FROM practice_kept_apart WHERE thread IN (SELECT thread FROM purging_entry)")
    counted["what supervision kept apart"] += cursor.rowcount
    cursor.execute(
        "DELETE FROM practice_unsaved USING purging_person WHERE position(purging_person.id::text IN address) > 0"
    )
    counted["forms left unsaved"] += cursor.rowcount
    cursor.execute(
        "DELETE FROM practice_given_or_not WHERE request_id IN"
        " (SELECT id FROM practice_subject_access WHERE child IN (SELECT id FROM purging_person))"
    )
    cursor.execute("DELETE FROM practice_subject_access WHERE child IN (SELECT id FROM purging_person)")
    counted["requests for the record"] += cursor.rowcount
    counted.update(chronology.erase(cursor, purge.id))
    of_files, hashes = intake.erase(cursor)
    for gone in (of_files, prompts.erase(cursor), access.erase(cursor), people_of.erase(cursor)):
        counted.update(gone)
    cursor.execute(
        "UPDATE practice_purge SET done_at = %s, erased = to_jsonb(%s::json) WHERE id = %s",
        [clock.now(), json.dumps(counted), purge.id],
    )
    return dict(counted), hashes


def in_words(erased: Erased) -> str:
    """What goes or went, in a sentence."""
    rows = ", ".join(f"{number:,} {what}" for what, number in erased.rows.items() if number)
    return (
        f"{rows or 'nothing'}; {erased.files:,} files as they were handed in. "
        f"{erased.kept_for_others:,} entries about the child stay, because they are about somebody else too."
        + ("" if erased.swept else " The database server’s own log goes as its settings say.")
    )
