"""What the invented town's learning team and its teams have done: a session with a team, a paper and its editions."""

from keepsight.access.models import User
from keepsight.briefings.actions import begin_paper, clear, decide, make_edition, open_session, tell_lacks
from keepsight.briefings.queries import waiting_in, written_now

THEME, TITLE = "childs_voice", "What our reviews teach us"


def load_papers() -> None:
    """A session of a social work team and one of the learning team; a paper, an internal edition and a cleared one."""
    magda, ivo, ada, cass = (User.objects.get(username=name) for name in ("magda", "ivo", "ada", "cass"))
    session = open_session(theme=THEME, audience="social_worker", people=[ivo, ada], by=magda)
    for person, lacks in ((ivo, ["time", "contact"]), (ada, ["time"])):
        tell_lacks(session=session, lacks=lacks, by=person)
    open_session(theme=THEME, audience="partnership", by=cass)
    paper = begin_paper(title=TITLE, by=cass)
    written = written_now(paper)
    make_edition(paper=paper, written=written, for_public=False, by=cass)
    edition = make_edition(paper=paper, written=written, for_public=True, by=cass)
    # All of it is invented, so every name may stay; in a real paper somebody looks at each.
    decide(edition=edition, stands={one.word: None for one in waiting_in(edition)}, by=cass)
    clear(edition=edition, read_whole=True, by=cass)
