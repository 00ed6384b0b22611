"""A layout that people said, and no folder of the shelf: which column of their table is what (`laid_out.py` makes it a format).

    columns   by heading, the field that the column is, one of FIELDS; "" where it is left out
    kinds     the kind of entry that a row becomes: {"*": kind} for every row, or by the words of the column that is `row.kind`

A version says only in what it differs from the one before: `difference` makes it, `applied` reads it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

Said = Mapping[str, Mapping[str, str | None]]
"""What a version says: of "columns" and of "kinds", each word that is new or means something else; None: it is there no more."""

FIELDS = {
    "child.local_id": "The child: your own number or reference for them",
    "child.nhs_number": "The child: NHS number",
    "child.upn": "The child: unique pupil number",
    "child.name": "The child: whole name",
    "child.forename": "The child: first name",
    "child.surname": "The child: last name",
    "child.born": "The child: date of birth",
    "child.sex": "The child: sex",
    "child.address": "The child: address",
    "child.postcode": "The child: postcode",
    "row.on": "The day on which it happened",
    "row.time": "The hour at which it happened",
    "row.to": "The last day, where it went on",
    "row.kind": "What kind of thing happened",
    "row.words": "What happened, in words",
    "row.ref": "A reference that no two of these things share",
    "row.by": "Who wrote it down",
}
"""What a column of such a table may be. `detail.` and the name of a detail of the kind may be one too."""
WORDS = "row.words"  # the only one that several columns may be: the second is `row.words.2`, and so on in their order
DETAIL = "detail."


@dataclass(frozen=True, slots=True)
class Layout:
    """Which column of a table is what, and of what kind its rows are."""

    columns: dict[str, str] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)

    @property
    def fields(self) -> set[str]:
        """Every field that some column is."""
        return {becomes for becomes in self.columns.values() if becomes}


@dataclass(frozen=True, slots=True)
class Kept:
    """A layout as its agency keeps it: by which name, in which version."""

    name: str
    version: str
    layout: Layout


def kept_of(said: Mapping[str, Any]) -> Kept:
    """A kept layout from its plain form, as `asdict` gives it."""
    return Kept(said["name"], said["version"], Layout(**said["layout"]))


def difference(before: Layout, after: Layout) -> dict[str, dict[str, str | None]]:
    """What `after` says otherwise than `before`; empty where nothing."""
    parts = {"columns": (before.columns, after.columns), "kinds": (before.kinds, after.kinds)}
    said = {name: _differs(old, new) for name, (old, new) in parts.items()}
    return {name: words for name, words in said.items() if words}


def applied(versions: Iterable[Said]) -> Layout:
    """The layout as the last of these versions leaves it."""
    columns: dict[str, str | None] = {}
    kinds: dict[str, str | None] = {}
    for said in versions:
        columns |= said.get("columns", {})
        kinds |= said.get("kinds", {})
    return Layout(_there(columns), _there(kinds))


def numbered(columns: Mapping[str, str]) -> dict[str, str]:
    """The columns, those of words told apart by their place: no store of answers keeps an order by itself."""
    found: dict[str, str] = {}
    for heading, becomes in columns.items():
        place = 1 + sum(kind_of_field(one) == WORDS for one in found.values())
        found[heading] = f"{WORDS}.{place}" if becomes == WORDS and place > 1 else becomes
    return found


def kind_of_field(becomes: str) -> str:
    """The field, one of words without its place."""
    return WORDS if becomes.removeprefix(f"{WORDS}.").isdecimal() else becomes


def place_of_words(becomes: str) -> int:
    """Where a column of words stands among them: the first is 1."""
    return int(becomes.removeprefix(WORDS).removeprefix(".") or 1)


def called(becomes: str) -> str:
    """What a field is called, for people."""
    return FIELDS.get(kind_of_field(becomes)) or becomes.removeprefix(DETAIL).replace("_", " ")


def _differs(old: dict[str, str], new: dict[str, str]) -> dict[str, str | None]:
    return {word: new.get(word) for word in (*new, *(old.keys() - new.keys())) if old.get(word) != new.get(word)}


def _there(said: dict[str, str | None]) -> dict[str, str]:
    return {word: means for word, means in said.items() if means is not None}
