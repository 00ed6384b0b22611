"""The whole way, from the agencies' files to the prompts: what the stories were written to show is what is asked."""

import pytest

from keepsight.people.queries import by_nhs_number
from keepsight.prompts.queries import asked
from keepsight.town import EXPECTED, STORY_ENDS_ON, families

# The children whose number is theirs alone: the clinic's register gives Odette's to her sister too.
CHILDREN = {
    child.nhs_number: child.forename for family in families() for child in family.children if child.forename != "Odette"
}


@pytest.fixture
def prompts(town):
    """Every interval in the store, of whomever, by the child's forename; the id where nobody in the stories has it."""
    names = {by_nhs_number(number): name for number, name in CHILDREN.items()}
    found = asked(None, STORY_ENDS_ON, holding=False).prompts
    return {(names.get(one.child, one.child), one.pattern, one.began_on, one.ended_on) for one in found}


def test_the_prompts_of_the_town_are_those_its_stories_were_written_to_show(prompts):
    assert prompts == {(CHILDREN[one.child], one.pattern, one.began_on, one.ended_on) for one in EXPECTED}
