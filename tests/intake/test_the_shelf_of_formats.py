"""Every format on the shelf is whole, and its samples become what its tables say, row for row."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from keepsight.errors import BrokenShelf
from keepsight.intake.drafts import Counted, Draft, DraftEntry, DraftPerson, DraftRow, DraftTie, FileSaid
from keepsight.intake.formats import SHELF, formats, load
from keepsight.intake.formats.as_tables import tables
from keepsight.intake.reading import read
from keepsight.vocabulary import KINDS, SECTORS

TODAY = date(2026, 1, 1)
SAMPLES = sorted(place for place in SHELF.glob("*/sample*") if not place.name.endswith(".expected.md"))
NAMES = [f"{place.parent.name}/{place.name}" for place in SAMPLES]


@pytest.mark.parametrize("sample", SAMPLES, ids=NAMES)
def test_a_sample_becomes_what_its_tables_say(sample: Path) -> None:
    said = tables(f"What {sample.name} becomes", read(sample, today=TODAY))
    assert said == sample.with_suffix(".expected.md").read_text("utf-8")


@pytest.mark.parametrize("sample", SAMPLES, ids=NAMES)
def test_a_sample_is_recognised_as_its_own_format(sample: Path) -> None:
    first = next(read(sample, today=TODAY))
    assert isinstance(first, FileSaid)
    assert first.format == sample.parent.name


@pytest.mark.parametrize("sample", SAMPLES, ids=NAMES)
def test_every_row_of_a_sample_is_read_refused_or_blank_and_counted(sample: Path) -> None:
    drafts = list(read(sample, today=TODAY))
    rows = [draft for draft in drafts if isinstance(draft, DraftRow)]
    assert drafts[-1] == Counted(len(rows))
    assert not [row for row in rows if (row.refused or row.blank) and row.entries]


@pytest.mark.parametrize("sample", SAMPLES, ids=NAMES)
def test_a_sample_names_only_people_it_has_described(sample: Path) -> None:
    described: set[str] = set()
    for draft in read(sample, today=TODAY):
        assert _named(draft) <= described | ({draft.ref} if isinstance(draft, DraftPerson) else set())
        if isinstance(draft, DraftPerson):
            assert draft.ref not in described, "a ref is unique in a file"
            described.add(draft.ref)


def _named(draft: Draft) -> set[str]:
    if isinstance(draft, DraftTie):
        return {draft.a_ref, draft.b_ref}
    entries: tuple[DraftEntry, ...] = draft.entries if isinstance(draft, DraftRow) else ()
    return {ref for entry in entries for ref, _ in entry.people}


@pytest.mark.parametrize("sample", SAMPLES, ids=NAMES)
def test_a_sample_says_only_words_of_the_vocabulary(sample: Path) -> None:
    for draft in read(sample, today=TODAY):
        for entry in draft.entries if isinstance(draft, DraftRow) else ():
            details = KINDS[entry.kind].details
            assert set(entry.details) <= set(details)
            assert entry.from_sector is None or entry.from_sector in SECTORS
            for name, value in entry.details.items():
                assert details[name].allows(str(value))


@pytest.mark.parametrize("name", sorted(formats()))
def test_a_format_delivers_and_is_sent_by_words_of_the_vocabulary(name: str) -> None:
    assert set(formats()[name].delivers) <= set(KINDS)
    assert set(formats()[name].sectors) <= set(SECTORS)


# ---------------------------------------------------------------- a folder that lacks something


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    whole = SHELF / "cin_census"
    return Path(shutil.copytree(whole, tmp_path / "cin_census", ignore=shutil.ignore_patterns("__pycache__")))


@pytest.mark.parametrize(
    ("lost", "lacks"),
    [
        ("format.toml", "there is no format.toml"),
        ("read.py", "there is no read.py"),
        ("sample.xml", "there is no sample"),
        ("sample.expected.md", "sample.xml has no table of what it becomes"),
    ],
)
def test_a_folder_without_one_of_its_parts_is_refused_by_name(folder: Path, lost: str, lacks: str) -> None:
    (folder / lost).unlink()
    with pytest.raises(BrokenShelf, match=f"cin_census .*{lacks}"):
        load(folder)


@pytest.mark.parametrize(
    ("words", "instead", "lacks"),
    [
        ('title = "Children in need census"', "", "lacks title"),
        ('container = "xml"', 'container = "stone"', "container is none of"),
        ('becomes = "the agency"', "", "must either become something or be ignored with a reason"),
        ('becomes = "the agency"', 'becomes = "the agency"\nignored = "no"', "must either become something or be"),
        ('becomes = "the agency"', 'turns = "blue"', "says turns"),
        ("[recognised]", "[recognised", "cannot be read"),
    ],
)
def test_a_format_file_that_is_not_whole_is_refused_by_name(folder: Path, words: str, instead: str, lacks: str) -> None:
    said = (folder / "format.toml").read_text("utf-8")
    assert words in said
    (folder / "format.toml").write_text(said.replace(words, instead, 1), "utf-8")
    with pytest.raises(BrokenShelf, match=f"cin_census .*{lacks}"):
        load(folder)


def test_a_new_folder_is_found_without_any_other_edit(folder: Path) -> None:
    folder.rename(folder.parent / "another_census")
    assert list(formats(folder.parent)) == ["another_census"]
