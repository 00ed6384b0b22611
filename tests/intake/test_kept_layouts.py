"""Layouts as an agency keeps them: refused to whom they are not for and outside the agreement; then kept, version by version."""

import datetime as dt
from pathlib import Path

import pytest
from django.db import DatabaseError, transaction

from keepsight.access.actions import add_user, name_agency
from keepsight.access.models import Agreement, User
from keepsight.access.queries import sight
from keepsight.access.sight import seeing
from keepsight.errors import RefusedFile, UnknownLayout, WrongUse
from keepsight.intake.drafts import Counted, DraftRow, FileSaid
from keepsight.intake.formats.laid_out import readable
from keepsight.intake.formats.layout import Kept, Layout
from keepsight.intake.layouts import keep_layout, kept_layouts, layout_versions
from keepsight.intake.models import LayoutVersion
from keepsight.intake.reading import read, read_first
from keepsight.store import clock

TODAY = dt.date(2026, 4, 1)
LOG = Layout(
    {"Our no.": "child.local_id", "Occurred": "row.on", "What we saw": "row.words", "Desk": ""},
    {"*": "concern.recorded"},
)
RENAMED = Layout({"Our no.": "child.local_id", "Day": "row.on", "What we saw": "row.words", "Desk": ""}, LOG.kinds)


def somebody(username: str, *, role: str = "data_steward", agency: str = "school-1") -> User:
    name_agency(agency, name=f"Invented {agency}", sector="school")
    return add_user(username, name="Una Invented", agency=agency, role=role, password="long enough to be one")


@pytest.fixture
def una(db: None) -> User:
    """Who looks after a school's files."""
    return somebody("una")


def agreed(by: User, *kinds: str) -> None:
    """An agreement under which the person's agency sends these kinds; none named: every kind."""
    Agreement.objects.create(
        agency_id=by.agency_id, population="its pupils", purpose="safeguarding", lawful_basis="invented", kinds=list(kinds),
        roles=[], from_on=dt.date(2020, 1, 1), made_at=clock.now(),
    )  # fmt: skip


# ---------------------------------------------------------------- what is refused, and leaves nothing


def test_whoever_does_not_hand_files_in_says_no_layout(una: User) -> None:
    with pytest.raises(WrongUse, match="not yours"):
        keep_layout("Our log", LOG, by=somebody("ned", role="practitioner"))
    assert not LayoutVersion.objects.exists()


@pytest.mark.parametrize(
    ("name", "says"),
    [
        (" ", "needs a name"),
        ("x" * 81, "needs a name"),
        ("housing", "is read already"),
        ("Housing  events", "is read already"),
        ("taken back", "is read already"),
    ],
)
def test_a_name_that_says_nothing_or_is_taken_is_refused(una: User, name: str, says: str) -> None:
    with pytest.raises(WrongUse, match=says):
        keep_layout(name, LOG, by=una)
    assert not LayoutVersion.objects.exists()


def test_a_layout_that_cannot_be_read_by_is_not_kept(una: User) -> None:
    with pytest.raises(WrongUse, match="No column says on which day"):
        keep_layout("Our log", Layout({"Our no.": "child.local_id"}, LOG.kinds), by=una)
    assert not LayoutVersion.objects.exists()


def test_what_no_agreement_lets_the_agency_send_is_not_kept(una: User) -> None:
    agreed(una, "child.seen")
    with pytest.raises(WrongUse, match="No agreement lets your agency send this: Concern"):
        keep_layout("Our log", LOG, by=una)
    assert not LayoutVersion.objects.exists()
    agreed(una, "concern.recorded")
    assert keep_layout("Our log", LOG, by=una)


def test_an_agency_without_an_agreement_keeps_none_once_there_are_agreements(una: User) -> None:
    agreed(somebody("pat", agency="school-2"))
    with pytest.raises(WrongUse, match="No agreement lets your agency hand files in"):
        keep_layout("Our log", LOG, by=una)


def test_the_headings_of_one_layout_cannot_be_another_s(una: User) -> None:
    keep_layout("Our log", LOG, by=una)
    with pytest.raises(WrongUse, match="headings of another layout: Our log"):
        keep_layout("Our diary", LOG, by=una)


# ---------------------------------------------------------------- what is kept


def test_what_was_said_is_kept_by_whom_and_when(una: User) -> None:
    assert keep_layout("  Our   log ", LOG, by=una) == Kept("Our log", "1", LOG)
    assert kept_layouts("school-1") == {"Our log": Kept("Our log", "1", LOG)}
    (version,) = layout_versions("school-1", "Our log")
    assert (version.number, version.by, version.says["kinds"]) == (1, una, LOG.kinds)


def test_a_changed_layout_is_the_next_version_and_says_only_what_it_changes(una: User) -> None:
    keep_layout("Our log", LOG, by=una)
    keep_layout("Our log", RENAMED, by=una)
    second, first = layout_versions("school-1", "Our log")
    assert second.says == {"columns": {"Day": "row.on", "Occurred": None}}
    assert first.says["columns"] == LOG.columns
    assert kept_layouts("school-1") == {"Our log": Kept("Our log", "2", RENAMED)}


def test_saying_the_same_again_adds_nothing(una: User) -> None:
    keep_layout("Our log", LOG, by=una)
    assert keep_layout("Our log", LOG, by=una).version == "1"
    assert LayoutVersion.objects.count() == 1


@pytest.mark.parametrize("act", [lambda one: one.update(says={}), lambda one: one.delete()])
def test_a_version_is_never_changed(una: User, act) -> None:  # type: ignore[no-untyped-def]  # an act is any call
    keep_layout("Our log", LOG, by=una)
    with pytest.raises(DatabaseError), transaction.atomic():
        act(LayoutVersion.objects.all())


def test_an_agency_s_layouts_are_its_own(una: User) -> None:
    """Asked for by another's code, and by the rule of the database where a query forgot to ask."""
    pat = somebody("pat", agency="school-2")
    keep_layout("Our log", LOG, by=una)
    assert kept_layouts("school-2") == {}
    with transaction.atomic(), seeing(sight(pat, clock.today())):
        assert kept_layouts("school-1") == {}
    with transaction.atomic(), seeing(sight(una, clock.today())):
        assert kept_layouts("school-1") != {}
    assert keep_layout("Our log", LOG, by=pat).version == "1"


# ---------------------------------------------------------------- what the reading process is told of them

TABLE = "Our no.,Occurred,What we saw,Desk\nA1,02/03/2026,Came in hungry,front\n"


def file_of(tmp_path: Path, text: str = TABLE) -> Path:
    (tmp_path / "log.csv").write_text(text, "utf-8")
    return tmp_path / "log.csv"


def test_a_table_that_nobody_has_met_is_refused_as_such(tmp_path: Path) -> None:
    with pytest.raises(UnknownLayout, match="not that of any file"):
        list(read(file_of(tmp_path), today=TODAY))
    with pytest.raises(RefusedFile) as refused:
        list(read(file_of(tmp_path), format="housing", today=TODAY))
    assert not isinstance(refused.value, UnknownLayout), "somebody has said what it is, and it is not"


def test_once_its_agency_has_said_what_its_columns_are_it_is_recognised(una: User, tmp_path: Path) -> None:
    keep_layout("Our log", LOG, by=una)
    said, *drafts = list(read(file_of(tmp_path), today=TODAY, kept=kept_layouts("school-1").values()))
    assert isinstance(said, FileSaid)
    assert (said.format, said.format_version, said.delivers) == ("Our log", "1", ())
    assert [one.narrative for row in drafts if isinstance(row, DraftRow) for one in row.entries] == ["Came in hungry"]
    assert drafts[-1] == Counted(1)


def test_layouts_of_any_length_reach_the_reading_process(tmp_path: Path) -> None:
    """An argument of a command may be 128 kilobytes long; this many layouts are not."""
    many = [
        Kept(
            f"Our log {number}",
            "1",
            Layout(LOG.columns | {f"{'x' * 190}{place}": "" for place in range(90)}, LOG.kinds),
        )
        for number in range(20)
    ]
    assert len(str(many)) > 2 << 17
    with pytest.raises(RefusedFile, match="more than one layout alike"):
        list(read(file_of(tmp_path), today=TODAY, kept=many))


def test_a_kept_layout_whose_kind_is_no_more_keeps_no_other_file_from_being_read(tmp_path: Path) -> None:
    old = Kept("Our old log", "1", Layout(LOG.columns, {"*": "kind.gone"}))
    assert readable([old, Kept("Our log", "1", LOG)]).keys() == {"Our log"}
    with pytest.raises(UnknownLayout):
        list(read(file_of(tmp_path), today=TODAY, kept=[old]))


def test_whoever_will_say_what_its_columns_are_sees_its_headings_and_first_rows(tmp_path: Path) -> None:
    headings, first = read_first(file_of(tmp_path, f"Log of the front desk\n\n{TABLE}"))
    assert (headings.row, headings.raw) == (3, {"Our no.": "", "Occurred": "", "What we saw": "", "Desk": ""})
    assert first.raw == {"Our no.": "A1", "Occurred": "02/03/2026", "What we saw": "Came in hungry", "Desk": "front"}
    with pytest.raises(RefusedFile, match="Two columns have the same heading"):
        read_first(file_of(tmp_path, "Our no.,Note,note:\nA1,one,two\n"))
    assert read_first(file_of(tmp_path, "One line of words\nand another\n")) == []
