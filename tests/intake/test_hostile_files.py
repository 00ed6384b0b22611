"""Files that would harm or mislead us: each is refused in one plain sentence, and the process that asks never grows."""

import os
import signal
import subprocess
import sys
from datetime import date
from pathlib import Path
from unittest import mock

import pytest

from keepsight.errors import RefusedFile
from keepsight.intake.drafts import Counted, DraftRow, Warned
from keepsight.intake.reading import read
from keepsight.intake.reading.limits import MEGABYTE, Limits
from keepsight.intake.reading.readers import stop
from tests.intake.hostile import CENSUS, MADE_LATE, READ_WITH_A_WORD, REFUSED, TABLE, workbook


@pytest.mark.parametrize("name", REFUSED)
def test_a_hostile_file_is_refused_in_one_plain_sentence(name: str, tmp_path: Path) -> None:
    content, says = REFUSED[name]
    place = tmp_path / "file"
    place.write_bytes(MADE_LATE[name]() if name in MADE_LATE else content)
    with pytest.raises(RefusedFile, match=says) as refused:
        list(read(place))
    assert refused.value.next_step
    assert "fault of ours" not in refused.value.what
    assert refused.value.what.count(". ") == 0


def test_there_are_at_least_forty_hostile_files() -> None:
    assert len(REFUSED) >= 40


@pytest.mark.parametrize("name", READ_WITH_A_WORD)
def test_a_row_that_would_mislead_is_read_with_a_sentence_and_nothing_is_made_up(name: str, tmp_path: Path) -> None:
    content, says, unmade = READ_WITH_A_WORD[name]
    (tmp_path / "file").write_bytes(content)
    drafts = list(read(tmp_path / "file", today=date(2026, 4, 1)))
    assert [says in one.says for one in drafts if isinstance(one, Warned) and one.row] == [True]
    entries = [entry for one in drafts if isinstance(one, DraftRow) for entry in one.entries]
    assert not [one for one in drafts if isinstance(one, DraftRow) and one.refused]
    if unmade == "a day":
        assert [(one.when.first, one.when.precision) for one in entries] == [(None, "unknown")]
    if unmade == "a number":
        assert not any("weight_kg" in one.details for one in entries)


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RefusedFile, match="no such file"):
        list(read(tmp_path / "nothing.csv"))


def test_a_file_too_large_is_refused_before_it_is_opened(tmp_path: Path) -> None:
    (tmp_path / "large.csv").write_text(TABLE)
    with pytest.raises(RefusedFile, match="larger than 0 MB"):
        list(read(tmp_path / "large.csv", limits=Limits(file_bytes=10)))


def test_the_name_of_a_file_decides_nothing(tmp_path: Path) -> None:
    (tmp_path / "chronology.pdf").write_bytes(workbook())
    (tmp_path / "census.xlsx").write_text(TABLE)
    for place in tmp_path.iterdir():
        assert list(read(place))[-1] == Counted(1)


@pytest.mark.parametrize("name", ["cin_census", "keepsight_export"])
def test_a_format_asked_for_by_name_must_fit_the_file(name: str, tmp_path: Path) -> None:
    (tmp_path / "file").write_text(TABLE)
    with pytest.raises(RefusedFile, match="not that of"):
        list(read(tmp_path / "file", format=name))


def test_a_format_that_is_not_on_the_shelf_is_refused_with_those_that_are(tmp_path: Path) -> None:
    (tmp_path / "file").write_text(TABLE)
    with pytest.raises(RefusedFile, match=r"no such format .*chronology_table"):
        list(read(tmp_path / "file", format="crystal_ball"))


# ---------------------------------------------------------------- what the reading process may cost


def test_a_file_that_needs_too_much_memory_is_refused(tmp_path: Path) -> None:
    child = "<Child><ChildIdentifiers>" + "<LAchildID>1</LAchildID>" * 2_000_000
    (tmp_path / "file").write_text(f"{CENSUS}<Children>{child}")
    with pytest.raises(RefusedFile, match="more memory"):
        list(read(tmp_path / "file", limits=Limits(memory_bytes=80 * MEGABYTE)))


def test_a_file_that_takes_too_long_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text(TABLE + "12/03/2019,WNB dental appointment and more\n" * 400_000)
    with pytest.raises(RefusedFile, match="took longer"):
        list(read(tmp_path / "file", limits=Limits(cpu_seconds=1, cells_a_second=10**12)))


def test_the_reading_process_is_gone_when_nobody_listens(tmp_path: Path) -> None:
    (tmp_path / "file").write_text(TABLE + "12/03/2019,WNB dental\n" * 50_000)
    stream = read(tmp_path / "file")
    next(stream)
    _standing, _minding, reading = ours()
    stream.close()
    assert reading not in ours()


def test_a_process_that_stands_by_no_longer_is_started_anew_and_the_file_is_read(tmp_path: Path) -> None:
    (tmp_path / "file").write_text(TABLE)
    list(read(tmp_path / "file"))
    before = ours()[0]
    os.kill(before, signal.SIGKILL)
    os.waitpid(before, 0)
    assert any(isinstance(draft, DraftRow) for draft in read(tmp_path / "file"))
    assert ours()[0] != before


def test_a_reader_that_is_killed_says_so_and_the_next_file_is_read(tmp_path: Path) -> None:
    (tmp_path / "file").write_text(TABLE + "12/03/2019,WNB dental\n" * 50_000)
    stream = read(tmp_path / "file")
    next(stream)
    os.kill(ours()[-1], signal.SIGKILL)
    with pytest.raises(RefusedFile, match="took longer than a file of its size may"):
        list(stream)
    assert sum(isinstance(draft, DraftRow) for draft in read(tmp_path / "file")) > 50_000


def test_a_reader_has_no_name_no_secret_and_no_file_of_ours_but_the_one_it_reads(tmp_path: Path) -> None:
    place = tmp_path / "Ada Wren.csv"
    place.write_text(TABLE + "12/03/2019,WNB dental\n" * 50_000)
    with (tmp_path / "secret").open("w") as secret, mock.patch.dict(os.environ, {"DATABASE_URL": "a secret"}):
        stop()
        stream = read(place)
        next(stream)
        at_it = Path(f"/proc/{ours()[-1]}")
        assert b"a secret" not in (at_it / "environ").read_bytes()
        held = [os.readlink(one) for one in (at_it / "fd").iterdir()]
        assert b"Ada" not in (at_it / "cmdline").read_bytes()
        stream.close()
    assert str(place) in held
    assert secret.name not in held
    assert not [one for one in held if "socket" in one], "nor a line on which to ask for another"


def ours() -> list[int]:
    """The processes that this one has started, and those that they have, the youngest last: each read the moment it is asked."""
    found = [os.getpid()]
    for one in found:
        found += map(int, Path(f"/proc/{one}/task/{one}/children").read_text().split())
    return [one for one in found[1:] if b"reading.child" in Path(f"/proc/{one}/cmdline").read_bytes()]


HEAVIEST = [name for name in REFUSED if "bomb" in name or "far" in name or "beyond" in name or "many" in name]
GROWTH = """
import resource, sys
from pathlib import Path
from keepsight.errors import RefusedFile
from keepsight.intake.reading import read
places = [Path(name) for name in sys.argv[1:]]
list(read(places[0]))
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
for place in places:
    try:
        for _ in read(place):
            pass
    except RefusedFile:
        pass
print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024)
"""


@pytest.mark.long
def test_the_process_that_asks_grows_by_less_than_fifty_megabytes(tmp_path: Path) -> None:
    """Over the heaviest of the corpus and a good file of 40 MB, measured in a process of its own."""
    (tmp_path / "0").write_text(TABLE)
    for name in HEAVIEST:
        (tmp_path / name).write_bytes(MADE_LATE[name]() if name in MADE_LATE else REFUSED[name][0])
    large = tmp_path / "large"
    large.write_text(TABLE + ("12/03/2019," + "A long account of a visit. " * 300 + "\n") * 5_000)
    assert large.stat().st_size > 38 * MEGABYTE
    files = sorted(map(str, tmp_path.iterdir()))
    done = subprocess.run([sys.executable, "-c", GROWTH, *files], capture_output=True, text=True, check=True)
    assert int(done.stdout) < 50


LARGEST_CHILD = """
import resource, sys
from pathlib import Path
from keepsight.intake.drafts import DraftRow
from keepsight.intake.reading import read
from keepsight.intake.reading.limits import MEGABYTE, Limits
from keepsight.intake.reading.readers import stop
from tests.intake.test_minutes_and_letters import pdf_of
drafts = read(Path(sys.argv[1]), limits=Limits(memory_bytes=256 * MEGABYTE))
print(sum(isinstance(draft, DraftRow) for draft in drafts))
stop()  # seen off, so that its memory is seen
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024)
"""


def test_a_large_good_file_is_read_to_its_end_within_its_memory(tmp_path: Path) -> None:
    (tmp_path / "large").write_text(TABLE + ("12/03/2019," + "A long account of a visit. " * 300 + "\n") * 2_500)
    asked = subprocess.run(
        [sys.executable, "-c", LARGEST_CHILD, str(tmp_path / "large")], capture_output=True, text=True, check=True
    )
    rows, megabytes = map(int, asked.stdout.split())
    assert rows == 2_501
    assert megabytes < 512
