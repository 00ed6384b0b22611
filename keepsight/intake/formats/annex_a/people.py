"""The children of a workbook. A child stands in several lists, and each may know a little more."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from keepsight.intake.drafts import DraftPerson, Sex
from keepsight.intake.formats.annex_a.rows import ListRow
from keepsight.intake.formats.annex_a.spellings import bare, meant

SEXES: dict[str | None, Sex] = {"male": "male", "female": "female"}
DISABLED = "said to be disabled"  # the lists do not say how
TWO_BIRTHS = "another list of this workbook gives this child another birth date: the first was kept"


@dataclass(slots=True)
class Children:
    """Everybody the lists name, by id, with what the first list that said so says of them."""

    known: dict[str, DraftPerson] = field(default_factory=dict)

    def take(self, row: ListRow) -> None:
        """Learn what a row says of its child."""
        if row.ref is None:
            return
        said = _person(row, row.ref)
        known = self.known.setdefault(row.ref, said)
        if known.born and said.born and known.born.first != said.born.first:
            row.doubts.append(("child.born", TWO_BIRTHS))
        self.known[row.ref] = replace(
            known,
            born=known.born or said.born,
            sex=known.sex or said.sex,
            ethnicity=known.ethnicity or said.ethnicity,
            disabilities=known.disabilities or said.disabilities,
        )

    def described(self, rows: Iterable[ListRow]) -> Iterator[DraftPerson]:
        """The children of some rows, each once."""
        yield from (self.known[ref] for ref in dict.fromkeys(row.ref for row in rows) if ref)


def _person(row: ListRow, ref: str) -> DraftPerson:
    sex, disabled = row.words("child.sex"), row.words("child.disabled")
    return DraftPerson(
        ref,
        role_hint="child",
        local_id=ref,
        born=row.when("child.born"),
        sex=SEXES.get(meant(sex, "sex")) if sex else None,
        ethnicity=bare(row.words("child.ethnicity") or "") or None,
        disabilities=(DISABLED,) if disabled and meant(disabled, "answer") == "yes" else (),
    )
