"""A briefing paper of the invented town, begun by its learning team, and editions of it."""

import pytest

from keepsight.briefings import queries
from keepsight.briefings.actions import begin_paper, clear, decide, make_edition
from keepsight.briefings.models import Edition, Paper
from keepsight.briefings.queries import waiting_in
from keepsight.briefings.writing import written
from tests.briefings.invented import material
from tests.pages.town_people import user

KEY = "chronic_neglect.evidence"


def invented_reviews(patch: pytest.MonkeyPatch) -> None:
    """Five invented reviews lie in the register, coded."""
    patch.setattr(queries, "gather", lambda title, partnership: material(title=title, partnership=partnership))


def a_paper() -> Paper:
    """A paper that the learning team has begun."""
    return begin_paper(title="What five reviews teach us", by=user("cass"))


def an_edition(*, public: bool) -> Edition:
    """An edition of a paper: a public one waits to be cleared."""
    return make_edition(paper=a_paper(), written=written(material()), for_public=public, by=user("cass"))


def a_cleared_edition() -> Edition:
    """A public edition in which every word that was listed may stay."""
    edition = an_edition(public=True)
    decide(edition=edition, stands={one.word: None for one in waiting_in(edition)}, by=user("cass"))
    clear(edition=edition, read_whole=True, by=user("cass"))
    return edition
