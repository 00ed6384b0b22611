"""What is sent to other programs: the codebook, and the documents a person may read, with the codes people gave them."""

from collections import defaultdict
from uuid import UUID

from django.db.models import QuerySet

from keepsight.access.sight import Sight
from keepsight.reviews.queries import passages, reviews
from keepsight.themes.codebook import codebook
from keepsight.themes.exchange import Code, Coding, Project, Reader, Selection, Source, made_id
from keepsight.themes.models import Coding as Kept
from keepsight.vocabulary import CODE_GROUPS

BETWEEN_PASSAGES = "\n\n"


def project_of(sight: Sight) -> Project:
    """The codebook and the documents in sight. A retired code is sent too: what was coded to it waits here to be recoded."""
    documents = [(one, document) for one in reviews(sight) for document in one.documents]
    kept = Kept.objects.filter(passage__document__in=[one.id for _, one in documents], ended_at__isnull=True)
    readers = {one.by_id: Reader(made_id("reader", str(one.by_id)), one.by.name) for one in kept.select_related("by")}
    return Project(
        "Keepsight: reviews and their codes",
        _codes(),
        tuple(readers[key] for key in sorted(readers)),
        tuple(
            _source(f"{one.facts.title}: {document.title}", document.id, kept, readers) for one, document in documents
        ),
    )


def _codes() -> tuple[Code, ...]:
    book = codebook()
    groups = [Code(made_id("group", name), title, "", codable=False) for name, title in CODE_GROUPS.items()]
    return tuple(groups) + tuple(
        Code(made_id("code", one.name), one.title, one.means, made_id("group", one.group)) for one in book.values()
    )


def _source(name: str, document: UUID, kept: QuerySet[Kept], readers: dict[int, Reader]) -> Source:
    given: dict[UUID, list[Coding]] = defaultdict(list)
    for one in kept.order_by("at", "code"):
        given[one.passage_id].append(Coding(made_id("code", one.code), readers[one.by_id].id, one.at))
    text, selections = "", []
    for passage in passages(document):
        words = passage.words.replace("\r\n", "\n").replace("\r", "\n")
        if passage.id in given:
            selections.append(Selection(len(text), len(text) + len(words), tuple(given[passage.id])))
        text += words + BETWEEN_PASSAGES
    return Source(document, name, text, tuple(selections))
