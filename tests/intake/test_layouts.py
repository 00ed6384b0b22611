"""A layout that people said becomes a format: refused where it lacks something, else it reads as a folder of the shelf would."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from keepsight.errors import WrongUse
from keepsight.intake.drafts import Draft, DraftEntry, DraftRow, Warned
from keepsight.intake.formats import Asked, Format, formats
from keepsight.intake.formats.laid_out import laid_out
from keepsight.intake.formats.layout import FIELDS, Kept, Layout, applied, difference, numbered
from keepsight.intake.formats.plan_rows import MEANS_NOTHING, STRANGE
from keepsight.intake.formats.recognising import recognise
from keepsight.intake.reading.counting import count
from keepsight.intake.reading.guard import guard
from keepsight.intake.reading.limits import Limits
from keepsight.intake.reading.source import Source
from keepsight.vocabulary import KINDS

WHO = {"Our no.": "child.local_id"}
DAY = {"Occurred": "row.on"}
WORDS = {"What we saw": "row.words", "What we did": "row.words.2"}
CONCERN = {"*": "concern.recorded"}
LOG = Layout(WHO | DAY | WORDS | {"Desk": ""}, CONCERN)
TABLE = "Our no.,Occurred,What we saw,What we did,Desk\n"


def read(tmp_path: Path, layout: Layout, text: str, *, version: str = "1") -> list[Draft]:
    """The drafts of a text table by a layout, recognised among all formats, whose rows two counters agree on."""
    path = tmp_path / "table.csv"
    path.write_text(text, "utf-8")
    with path.open("rb") as file:
        size, limits = path.stat().st_size, Limits()
        source = Source(file, size, guard(file, size, limits), limits)
        found = recognise(source, formats() | {"Our log": laid_out(Kept("Our log", version, layout))})
        assert (found.name, found.version) == ("Our log", version)
        drafts = list(found.read(source, Asked(None, date(2026, 4, 1))))
        assert count(source, found).rows == sum(isinstance(one, DraftRow) for one in drafts)
    return drafts


def entries(drafts: list[Draft]) -> list[DraftEntry]:
    return [entry for one in drafts if isinstance(one, DraftRow) for entry in one.entries]


def refusals(drafts: list[Draft]) -> list[tuple[int, str]]:
    return [(one.row, one.refused.reason) for one in drafts if isinstance(one, DraftRow) and one.refused]


# ---------------------------------------------------------------- a layout that is wrong


@pytest.mark.parametrize(
    ("columns", "kinds", "says"),
    [
        (DAY | WORDS, CONCERN, "No column says who the child is"),
        (DAY | WORDS | {"Name": "child.name"}, CONCERN, "No column says who the child is"),
        (DAY | WORDS | {"Born": "child.born"}, CONCERN, "No column says who the child is"),
        (WHO | WORDS, CONCERN, "No column says on which day it happened"),
        (WHO | DAY | WORDS, {}, "Nothing says what kind of thing a row tells"),
        (WHO | DAY | {"Sort": "row.kind"}, {}, "Nothing says what kind"),
        (WHO | DAY | {"Sort": "row.kind"}, CONCERN, "Nothing says what kind"),
        (WHO | DAY, {"worry": "concern.recorded"}, "Nothing says what kind"),
        (WHO | DAY, CONCERN | {"visit": "child.seen"}, "Nothing says what kind"),
        (WHO | DAY, {"*": "concern.record"}, "There is no kind concern.record"),
        (WHO | DAY | {"Sort": "row.kind"}, {"x": "no.kind"}, "There is no kind no.kind"),
        (WHO | DAY | {"Where": "detail.place"}, CONCERN, "said to be what nothing reads: place"),
        (WHO | DAY | {"Where": "row.where"}, CONCERN, "said to be what nothing reads: row.where"),
        (WHO | DAY | {"And": "row.on"}, CONCERN, "Two columns are said to be the same: The day on which it happened"),
        (WHO | DAY | {"occurred:": ""}, CONCERN, "Two columns have the same heading"),
        (WHO | DAY | {"???": ""}, CONCERN, "Every column needs a heading"),
        (WHO | DAY | {"x" * 201: ""}, CONCERN, "Every column needs a heading"),
        (WHO | DAY | {f"c{place}": "" for place in range(99)}, CONCERN, "100 columns at most"),
        (WHO | DAY | {"Sort": "row.kind"}, {"": "child.seen"}, "A word for a kind is empty"),
        (WHO | DAY | {"Sort": "row.kind"}, {"A": "child.seen", "a": "child.seen"}, "stands there twice"),
    ],
)
def test_a_layout_that_lacks_something_is_refused_and_says_what(
    columns: dict[str, str], kinds: dict[str, str], says: str
) -> None:
    with pytest.raises(WrongUse, match=says):
        laid_out(Kept("Our log", "1", Layout(columns, kinds)))


@pytest.mark.parametrize("becomes", [one for one in FIELDS if one not in ("child.local_id", "row.on", "row.kind")])
def test_every_field_that_is_offered_is_read(becomes: str) -> None:
    assert laid_out(Kept("Our log", "1", Layout(WHO | DAY | {"More": becomes}, CONCERN)))


def test_every_detail_of_every_kind_can_be_a_column() -> None:
    for name, kind in KINDS.items():
        details = {f"Its {detail}": f"detail.{detail}" for detail in kind.details}
        made = laid_out(Kept("Our log", "1", Layout(WHO | DAY | details, {"*": name})))
        assert made.plan is not None
        assert made.plan.tables[0].rules[0].details.keys() == kind.details.keys()


# ---------------------------------------------------------------- what its rows become


def test_a_row_becomes_an_entry_in_its_own_words_and_the_absence_of_one_means_nothing(tmp_path: Path) -> None:
    drafts = read(tmp_path, LOG, TABLE + "A1,02/03/2026,Came in hungry,Rang home,front\n")
    (entry,) = entries(drafts)
    assert (entry.kind, entry.when.first) == ("concern.recorded", date(2026, 3, 2))
    assert entry.narrative == "Came in hungry\nWhat we did: Rang home"
    assert (drafts[0].delivers, drafts[0].covers_from) == ((), None)  # type: ignore[union-attr]  # the first says what the file is


def test_two_things_of_one_day_stand_apart_where_nothing_numbers_them(tmp_path: Path) -> None:
    """With a key made of the day the second would be a correction of the first, and later files would correct both."""
    text = TABLE + "A1,02/03/2026,Came in hungry,,\nA1,02/03/2026,Nobody came to collect her,,\n"
    drafts = read(tmp_path, LOG, text)
    assert [entry.key for entry in entries(drafts)] == [None, None]
    assert not [one for one in drafts if isinstance(one, Warned) and "two different things" in one.says]
    numbered = Layout(LOG.columns | {"Desk": "row.ref"}, CONCERN)
    first, second = entries(read(tmp_path, numbered, text.replace(",,\n", ",,1\n", 1).replace(",,\n", ",,2\n", 1)))
    assert None not in (first.key, second.key)
    assert first.key != second.key


def test_words_say_the_kind_and_a_word_that_nobody_explained_refuses_its_row(tmp_path: Path) -> None:
    layout = Layout(WHO | DAY | {"Sort": "row.kind"}, {"worry": "concern.recorded", "visit": "child.seen"})
    text = "Our no.,Occurred,Sort\nA1,02/03/2026,Worry\nA1,03/03/2026,VISIT\nA1,04/03/2026,other\n"
    drafts = read(tmp_path, layout, text)
    assert [entry.kind for entry in entries(drafts)] == ["concern.recorded", "child.seen"]
    assert refusals(drafts) == [(4, MEANS_NOTHING)]


def test_a_detail_is_said_in_the_vocabulary_s_words_and_any_other_is_named(tmp_path: Path) -> None:
    layout = Layout(WHO | DAY | {"Result": "detail.outcome"}, {"*": "contact.decided"})
    text = "Our no.,Occurred,Result\nA1,02/03/2026,No further action\nA1,03/03/2026,shelved\n"
    drafts = read(tmp_path, layout, text)
    assert [entry.details for entry in entries(drafts)] == [{"outcome": "no_further_action"}, {}]
    assert [one.row for one in drafts if isinstance(one, Warned) and one.says == STRANGE] == [3]


def test_a_table_that_lacks_a_column_of_the_layout_is_not_taken_for_it(tmp_path: Path) -> None:
    with pytest.raises(Exception, match="not that of any file"):
        read(tmp_path, LOG, "Our no.,Occurred,What we saw,Desk\nA1,02/03/2026,Came in hungry,\n")


def test_columns_of_words_keep_their_order_whatever_keeps_them(tmp_path: Path) -> None:
    """A database may give back the answers in an order of its own."""
    columns = numbered({"B": "row.words", "No": "child.local_id", "On": "row.on", "A": "row.words"})
    assert columns == {"B": "row.words", "No": "child.local_id", "On": "row.on", "A": "row.words.2"}
    layout = Layout(dict(sorted(columns.items())), CONCERN)
    (entry,) = entries(read(tmp_path, layout, "B,No,On,A\nfirst,A1,02/03/2026,second\n"))
    assert entry.narrative == "first\nA: second"


# ---------------------------------------------------------------- versions

RENAMED = Layout({"Our no.": "child.local_id", "Day": "row.on", "What we saw": "row.words", "Desk": ""}, CONCERN)


def test_a_version_says_only_in_what_it_differs() -> None:
    assert difference(Layout(), LOG) == {"columns": LOG.columns, "kinds": CONCERN}
    assert difference(LOG, RENAMED) == {"columns": {"Day": "row.on", "Occurred": None, "What we did": None}}
    assert difference(LOG, LOG) == {}


def test_versions_one_after_another_are_the_layout_as_the_last_leaves_it(tmp_path: Path) -> None:
    versions: list[Any] = [difference(Layout(), LOG), difference(LOG, RENAMED)]
    assert (applied(versions[:1]), applied(versions)) == (LOG, RENAMED)
    drafts = read(tmp_path, applied(versions), "Our no.,Day,What we saw\nA1,02/03/2026,Came in hungry\n", version="2")
    assert drafts[0].format_version == "2"  # type: ignore[union-attr]  # the first says what the file is


def test_it_is_no_folder_of_the_shelf() -> None:
    made: Format = laid_out(Kept("Our log", "1", LOG))
    assert made.folder is None
    assert made.name not in formats()
