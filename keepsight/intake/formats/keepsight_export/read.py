"""Reads our own export, line by line: a row that is no draft is set aside, any other line that is none refuses all."""

import json
from collections.abc import Iterator
from typing import get_args

from pydantic import TypeAdapter

from keepsight.errors import RefusedFile, Where
from keepsight.intake.drafts import Counted, Draft, DraftRow, FileSaid, Refusal, Role, from_json
from keepsight.intake.formats import Asked, Format
from keepsight.intake.formats.keepsight_export.write import HIDDEN
from keepsight.intake.reading.source import Source
from keepsight.vocabulary import KINDS

TYPED: dict[object, TypeAdapter[Draft]] = {kind.__name__: TypeAdapter(kind) for kind in get_args(Draft)}
WITHOUT_NAMES = "This is a chronology without names: it is about no child who is known here, and is joined to none"
NOT_OURS = "the line is no row as Keepsight writes them"


def read(source: Source, asked: Asked, format: Format) -> Iterator[Draft]:
    """The drafts of one export. Raises RefusedFile where it does not begin as one, or names people wrongly."""
    said = False
    for number, line in enumerate(source.lines, 1):
        if number == 1 and line.strip() == HIDDEN.encode():
            raise RefusedFile(WITHOUT_NAMES, next_step="Ask whoever took it out for the export with names.")
        if number == 1 or not line.strip():
            continue
        if len(line) > source.limits.line_bytes:
            raise _refused(number, "One line of this export is larger than a row may be")
        draft = _draft(number, line, format)
        if said is isinstance(draft, FileSaid):
            raise _refused(number, "An export begins with what the file says of itself, and says it once")
        said = True
        if not isinstance(draft, Counted):
            yield draft
    if not said:
        raise _refused(1, "This export holds nothing")


def _draft(number: int, line: bytes, format: Format) -> Draft:
    try:
        draft = from_json(_typed(line))
        _check(draft)
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        if _is_no_row(line, format):
            raise _refused(number, "A line of this export is not as Keepsight writes them") from error
        return DraftRow(
            None, number, refused=Refusal(None, NOT_OURS), raw={"line": line.decode("utf-8", "replace").strip()}
        )
    return draft


def _typed(line: bytes) -> bytes:
    """The line, where each of its values is of the kind that a draft holds there. Raises ValueError."""
    said = json.loads(line)
    kind = TYPED.get(said.pop("is", None)) if isinstance(said, dict) else None
    if kind is None:
        raise ValueError("no draft")
    kind.validate_json(json.dumps(said), strict=True)
    return line


def _is_no_row(line: bytes, format: Format) -> bool:
    return any(line.startswith(f'{{"is":"{other}"'.encode()) for other in format.counted["others"])


def _check(draft: Draft) -> None:
    """Raises ValueError for an entry of a kind, or a person in a role, that nobody knows."""
    entries = draft.entries if isinstance(draft, DraftRow) else ()
    for entry in entries:
        if entry.kind not in KINDS or not isinstance(entry.narrative, str) or not isinstance(entry.details, dict):
            raise ValueError("no such kind")
        if any(role not in get_args(Role) for _, role in entry.people):
            raise ValueError("no such role")


def _refused(number: int, what: str) -> RefusedFile:
    return RefusedFile(what, where=Where(row=number), next_step="Make the export again, and send it unchanged.")
