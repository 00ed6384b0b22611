"""Forms of a partnership's own, for tests: an invented one, kept for an agency or for all."""

from dataclasses import asdict
from uuid import UUID, uuid4

from keepsight.practice.forms.wording import Field, Wording
from keepsight.practice.models import FormEdition
from keepsight.store import clock
from tests.pages.town_people import user

FIELDS = (
    Field("Where was it?", "line", must=True),
    Field("What was said", "lines"),
    Field("Asked on", "day"),
    Field("Weather", "one", choices=("Dry", "Wet")),
    Field("Who was there", "several", choices=("A parent", "A sibling", "A dog")),
    Field("Is there a gate?", "yes_no"),
)
GATES = Wording("Gates and yards", "Asked where a yard is open to a road.", "standard", FIELDS)
"""One field of each sort, and the first must be answered."""


def a_form(agency: str | None = None, wording: Wording = GATES) -> UUID:
    """A form of an agency (None: of every agency), in its first edition, whoever might make it. Its id."""
    made = FormEdition.objects.create(
        form=uuid4(), number=1, agency_id=agency, says=asdict(wording), by=user("leila"), at=clock.now()
    )
    return made.form
