"""The trained model over the town's own files: its twins, its brothers and sisters stay two, whatever number is typed on both."""

import pytest

from keepsight.people.models import KnownRecord, Link
from keepsight.people.queries import records_of
from keepsight.people.weighed import compare_everyone
from keepsight.town import families


@pytest.mark.usefixtures("town")
def test_no_two_children_of_one_family_of_the_town_are_one_person_to_the_model():
    found = compare_everyone()
    called = {str(one.record_id): one.forename_words for one in KnownRecord.objects.all()}
    groups = [{called[record] for record in group} for group in found.groups]
    assert found.linked > 20, "the model links what has a number in common"
    for family in families():
        children = {child.forename.casefold() for child in family.children}
        assert all(len(children & names) <= 1 for names in groups)


@pytest.mark.usefixtures("town")
def test_no_two_children_of_one_family_of_the_town_are_linked_as_its_files_came_in():
    called = {one.record_id: one.forename_words for one in KnownRecord.objects.all()}
    linked = records_of(Link.objects.filter(ended_at=None).values_list("person_id", flat=True))
    several = [{called[record] for record in records} for records in linked.values() if len(records) > 1]
    assert len(several) > 20, "what has a number in common was linked"
    for family in families():
        children = {child.forename.casefold() for child in family.children}
        assert all(len(children & names) <= 1 for names in several)
