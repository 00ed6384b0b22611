"""Who hands files in on pages, and says what is in them: those who look after an agency's files, where an agreement covers it."""

from django.db.models import Q

from keepsight.access.models import User
from keepsight.access.queries import agreements, no_agreement
from keepsight.errors import WrongUse
from keepsight.intake.models import Receipt, TakenBack
from keepsight.store import clock

MAY_HAND_IN = frozenset({"data_steward", "agency_lead"})
"""Roles that hand in files on a page: those of their own agency, and no other's."""


def refuse_whoever_does_not_send(by: User) -> None:
    """Raise WrongUse where it is not for `by` to hand files in, or where no agreement lets their agency send any."""
    if by.role not in MAY_HAND_IN:
        raise WrongUse("This is not yours to hand in", next_step="The data steward or the lead of the agency can.")
    if not no_agreement() and not agreements(clock.today()).filter(agency=by.agency_id).exists():
        raise WrongUse(
            "No agreement lets your agency hand files in", next_step="See Agreements, or ask your information guardian."
        )


def refuse_to_take_back(receipt: Receipt, *, because: str, by: User) -> None:
    """Raise WrongUse where it is not for `by` to say, without a reason, where it was done before, and for a file that itself is the
    word that another is taken back."""
    if by.role not in MAY_HAND_IN or by.agency_id != receipt.agency_id:
        raise WrongUse("This is not yours to take back", next_step="The data steward or the lead of the agency can.")
    if not because.strip():
        raise WrongUse("Something is missing", next_step="Say why the file is taken back.")
    if TakenBack.objects.filter(Q(receipt=receipt) | Q(receipt_of=receipt)).exists():
        raise WrongUse("This has been taken back already", next_step="Open the receipt again.")
