"""What could not be asked of a child, as it was kept when it was asked, is what asking anew would say."""

from keepsight.access.queries import the_machine
from keepsight.access.sight import THE_MACHINE, seeing
from keepsight.people.queries import children
from keepsight.prompts.asking import ask
from keepsight.prompts.queries import cannot_tell
from keepsight.store import clock


def test_of_every_child_of_the_town_the_kept_word_is_that_of_asking_anew(town: None) -> None:
    with seeing(THE_MACHINE):
        everybody = {one.id for one in children(the_machine())}
        anew = {
            (one.pattern, one.needs, child)
            for one in ask(everybody, clock.today()).cannot_tell
            for child in one.children
        }
        kept = {(one.pattern, one.needs, child) for child in everybody for one in cannot_tell(the_machine(), child)}
    assert anew
    assert kept == anew
