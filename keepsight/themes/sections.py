"""A document as a reader takes it: in sections, each a heading and what stands under it, in its latest version."""

from dataclasses import dataclass
from uuid import UUID

from keepsight.reviews.models import DocumentVersion
from keepsight.reviews.queries import PassageShown, passages

BEFORE = "Before the first heading"


@dataclass(frozen=True, slots=True)
class Section:
    """What stands under one heading. `heading` None: what stands before the first one."""

    heading: PassageShown | None
    passages: tuple[PassageShown, ...]

    @property
    def id(self) -> UUID | None:
        """The heading's, as a tick names it."""
        return self.heading.id if self.heading else None

    @property
    def title(self) -> str:
        """The heading's words."""
        return self.heading.words if self.heading else BEFORE


def sections(document_id: UUID) -> list[Section]:
    """The sections of a document that hold any words beside their heading, in the order of the page."""
    found: list[tuple[PassageShown | None, list[PassageShown]]] = [(None, [])]
    for passage in passages(document_id):
        if passage.kind == "heading":
            found.append((passage, []))
        else:
            found[-1][1].append(passage)
    return [Section(heading, tuple(under)) for heading, under in found if under]


def latest_version(document_id: UUID) -> DocumentVersion | None:
    """The version of a document that stands now. A section read in an earlier one is not read."""
    return DocumentVersion.objects.filter(document_id=document_id).order_by("-version").first()
