"""Whether two records are of one person, judged by two people at a keyboard, without scripts; axe looks on."""

from collections.abc import Callable

import pytest

from tests.pages.here import served_here
from tests.pages.town_pairs import a_pair
from tests.pages.walking import BUTTON, Walker

PAIR = "main a:has-text({}) >> nth=-1"  # the one asked about last
RADIO = "[name=said][value={}]"


@pytest.mark.long
def test_two_judges_hear_each_other_only_after_they_have_answered(town: None, sits: Callable[..., Walker]) -> None:
    a_pair()
    with served_here() as at:
        hub = sits("leila", at)
        hub.presses("Same person?")
        hub.presses("Garnet Quayle", PAIR)
        hub.reads("Where anybody lives is not shown")
        hub.presses("Keep this answer", BUTTON)
        hub.reads("Choose one of the four answers", ".govuk-error-summary")
        hub.chooses(RADIO.format("same"))
        hub.types("#because", "I rang both of them.")
        hub.presses("Keep this answer", BUTTON)
        hub.reads("Waits for another judge")
        hub.reads("A guard holds, whatever they weigh.")

        steward = sits("wilf", at)
        steward.presses("Same person?")
        steward.presses("Garnet Quayle", PAIR)
        assert "I rang both of them" not in steward.page.content()
        steward.chooses(RADIO.format("same"))
        steward.types("#because", "The surgery's secretary knows her.")
        steward.presses("Keep this answer", BUTTON)
        steward.reads("the records are joined")
        steward.reads("I rang both of them")
