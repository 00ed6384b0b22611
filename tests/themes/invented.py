"""An invented review for tests of coding, and two people who read it."""

from uuid import UUID

from keepsight.access.actions import add_user, name_agency
from keepsight.access.models import User
from keepsight.reviews.actions import Said, register
from keepsight.reviews.models import DocumentVersion, Passage, Review, ReviewDocument, Standing
from keepsight.store import clock

HEADINGS = (0, 3)
SAID = (
    "What happened",
    "The children were hungry and unkempt, and neglect was named by the school.",
    "Nobody asked to see the bedrooms, and there was no evidence of neglect on the day.",
    "What was done",
    "The health visitor was not informed that the case was closed.",
    "The panel met in March.",
)


def a_review(name: str = "child-f") -> tuple[Review, ReviewDocument, list[Passage]]:
    """A review of one document in two sections, and its passages without the headings."""
    review = register(name, Said(kind="partnership_review", title=name.title()), by=None)
    document = ReviewDocument.objects.create(review=review, title=f"{name}: report", added_at=clock.now())
    version = DocumentVersion.objects.create(
        document=document, version=1, file_name="report.txt", sha256=name, at=clock.now()
    )
    passages = [
        Passage.objects.create(
            document=document, number=at + 1, kind="heading" if at in HEADINGS else "paragraph", words=words
        )
        for at, words in enumerate(SAID)
    ]
    for at, passage in enumerate(passages):
        Standing.objects.create(passage=passage, version=version, place=at, page=1)
    return review, document, [one for one in passages if one.kind == "paragraph"]


def heading(document: ReviewDocument, words: str) -> UUID:
    """The heading of a section."""
    return document.passages.get(words=words).id


def a_reader(username: str) -> User:
    """Somebody of the learning team."""
    agency, _ = name_agency("partnership", sector="other")
    return add_user(
        username, name=username.title(), agency=agency.code, role="learning_team", password="a long password"
    )
