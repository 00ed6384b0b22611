"""Records that agencies send: refused to whom they are not for; a lead's own alone; nobody kept apart is in any figure."""

import pytest
from django.test import Client

from keepsight.access.guarding import set_level
from keepsight.access.queries import sight
from keepsight.access.sight import seeing
from keepsight.pages.sent_records.page import CALLED
from keepsight.people.measured import by_origin
from keepsight.people.models import Record
from keepsight.people.queries import records_of
from keepsight.people.received import Sent, sent_by_each
from keepsight.store import clock
from tests.pages.town_people import child, signed_in, user
from tests.people.families import ORIGINS, generated
from tests.people.matching_sets import received, scored

ADDRESS = "/sources/records/"
SOCIAL_CARE = "Fennick Children's Services"


def printed(username: str) -> dict[str, Sent]:
    """What somebody is told, by the name of the agency."""
    seen = sight(user(username), clock.today())
    with seeing(seen):
        return {one.name: one for one in sent_by_each(seen, clock.now())}


@pytest.mark.parametrize("username", ["ivo", "leila", "mina", "osei", "orla", "cass", "dev", "robin"])
def test_whoever_does_not_answer_for_records_is_refused(town: None, username: str) -> None:
    assert signed_in(username).get(ADDRESS).status_code == 403


def test_a_lead_reads_of_their_own_agency_and_whoever_keeps_the_files_of_all(town: None) -> None:
    assert Client().get(ADDRESS).status_code == 302
    own, everybody = printed("magda"), printed("wilf")
    assert list(own) == [user("magda").agency.name]
    assert len(everybody) > 5
    assert own.items() <= everybody.items(), "what one reads cannot be taken from what the other does"
    assert printed("bea").keys() == everybody.keys()


def test_nobody_is_named_and_links_lead_from_sources_for_them_alone(town: None) -> None:
    page = signed_in("wilf").get(ADDRESS).content.decode()
    assert not [one for one in ("Wren", "Larkspur", "Idris", "Pellow") if one in page]
    assert ADDRESS in signed_in("wilf").get("/sources/").content.decode()
    assert ADDRESS not in signed_in("ivo").get("/sources/").content.decode()


def test_a_child_whose_level_is_above_standard_leaves_every_figure(town: None) -> None:
    wren, before = child("wren"), printed("wilf")[SOCIAL_CARE].bands[-1]
    theirs = Record.objects.filter(pk__in=records_of([wren])[wren], agency="social-care-999").count()
    set_level(wren, "restricted", because="Told", by=user("bea"), named=[user("ivo")])
    after = printed("wilf")[SOCIAL_CARE].bands[-1]
    assert before
    assert after == before - theirs < before


def test_what_is_found_by_origin_of_names_is_told_of_invented_families_alone_and_is_what_was_measured(
    town: None,
) -> None:
    page = signed_in("magda").get(ADDRESS).content.decode()
    assert "Invented families" in page
    assert "None of these families lives" in page
    assert {one.name for one in by_origin().origins} == ORIGINS.keys() == CALLED.keys()


def test_what_was_measured_is_what_the_linking_of_today_still_finds() -> None:
    """On a smaller set of the same kind, so by a tenth or so: who makes linking find more, or less, measures again."""
    made = generated(131, 250)
    found = scored(made, received(made.told).groups).recall
    kept = by_origin().origins
    assert abs(found - sum(one.found for one in kept) / sum(one.pairs for one in kept)) < 0.05
