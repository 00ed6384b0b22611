"""A child's record that somebody asks for, for tests of pages: noted, and looked at as far as a test wants it."""

from uuid import UUID

from keepsight.access.models import User
from keepsight.access.queries import sight
from keepsight.chronology.queries import chronology
from keepsight.practice.models import SubjectAccess
from keepsight.practice.rights.bundles import BARE, Decided
from keepsight.practice.rights.subject_access import decide, mark_of, note_request, request_of, sign_review, undecided
from keepsight.store import clock


def a_request(of: UUID, by: User, *, proved_by: str = "A passport was seen") -> SubjectAccess:
    """Noted today."""
    return note_request(of, asks="child", wish="yes", proved_by=proved_by, asked_on=clock.today(), by=by)


def all_decided(of: UUID, by: User) -> SubjectAccess:
    """Of every entry it is given that it happened."""
    request = request_of(of) or a_request(of, by)
    waiting = undecided(request, chronology(sight(by, clock.today()), of))
    decide(request.id, {one.id: Decided(BARE) for one in waiting}, by=by)
    return request


def reviewed(of: UUID, by: User) -> SubjectAccess:
    """Signed by whoever looked at every entry."""
    request = all_decided(of, by)
    sign_review(request.id, seen=mark_of(request, chronology(sight(by, clock.today()), of)), by=by)
    return request
