"""Thousands of damaged and strange files, made from each format's own sample: none breaks the reader, none holds it up.

A folder put on the shelf tomorrow is swept without a change here. What a hang is, the reader's own limit on the processor
says: a sweep that meets one ends there, and the number of its mutation is missing.
"""

import subprocess
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from keepsight.intake.formats import SHELF
from tests.intake import sweeping
from tests.intake.mutating import container_of, mutated
from tests.intake.sweeping import FAULT, HANG, IN_PART, MISCOUNTED, NOT_OPENED, REFUSED, ROOT, WHOLE, end_of, swept

SAMPLES = sorted(place for place in SHELF.glob("*/sample*") if not place.name.endswith(".expected.md"))
A_CONTAINER, A_FORMAT = 2_000, 200  # mutations, at the least
CONTAINERS = {"zip", "XML", "CSV", "PDF"}
OPENED, TAKEN_IN_PART = 0.4, 0.1  # shares of a container's mutations, at the least


def how_many(sample: Path) -> int:
    """Enough for its format, and for its container among all samples that share it."""
    container = container_of(sample.read_bytes())
    alike = sum(container_of(other.read_bytes()) == container for other in SAMPLES)
    return max(A_FORMAT, -(-A_CONTAINER // alike)) if container in CONTAINERS else A_FORMAT


@pytest.mark.long
def test_no_mutated_file_breaks_the_reader_or_holds_it_up_and_many_are_read_as_far_as_they_go() -> None:
    with ThreadPoolExecutor(2) as both:
        ends = list(both.map(lambda sample: list(swept(sample, 0, how_many(sample))), SAMPLES))
    wrong, shares = [], {name: Counter[str]() for name in sorted(CONTAINERS | {"JSON"})}
    for sample, its in zip(SAMPLES, ends, strict=True):
        assert [number for number, _, _ in its] == list(range(how_many(sample)))
        wrong += [(f"{sample.parent.name}/{sample.name}", *one) for one in its if one[1] in (MISCOUNTED, FAULT, HANG)]
        shares[container_of(sample.read_bytes())].update(end for _, end, _ in its)
    print({name: dict(share) for name, share in shares.items()})
    assert not wrong
    for name in CONTAINERS:
        share = shares[name]
        assert share.total() >= A_CONTAINER
        assert share.total() - share[NOT_OPENED] >= OPENED * share.total(), (name, share)
        assert share[IN_PART] >= TAKEN_IN_PART * share.total(), (name, share)


# A reading process ends with its file; this one goes on, and what a refusal left open is swept up later.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("sample", SAMPLES, ids=[f"{one.parent.name}/{one.name}" for one in SAMPLES])
def test_a_handful_of_every_formats_mutations_is_read_or_refused(sample: Path) -> None:
    whole = sample.read_bytes()
    ends = [end_of(mutated(whole, number), Counter()) for number in (1, 3)]
    assert {end for end, _ in ends} <= {NOT_OPENED, REFUSED, WHOLE, IN_PART}, ends


def test_a_mutation_is_the_same_each_time_and_no_two_are_alike() -> None:
    whole = SAMPLES[0].read_bytes()
    assert [mutated(whole, number) for number in range(40)] == [mutated(whole, number) for number in range(40)]
    assert len({mutated(whole, number) for number in range(40)}) > 35


# ---------------------------------------------------------------- what would turn it red


def test_a_reader_that_stumbles_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    def stumbles(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(sweeping, "recognise", stumbles)
    assert end_of(b"Date,Event\n", Counter())[0] == FAULT


def test_a_reader_that_loses_a_row_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    sample = (SHELF / "chronology_table" / "sample.csv").read_bytes()
    assert end_of(sample, Counter())[0] == IN_PART
    monkeypatch.setattr(sweeping, "count", lambda *_: sweeping.Counted(1_000))
    assert end_of(sample, Counter())[0] == MISCOUNTED


@pytest.mark.long
def test_a_reader_that_never_ends_is_found_out(tmp_path: Path) -> None:
    """The limit of the processor ends a sweep that turns in circles."""
    circle = "import sys\nfrom tests.intake import sweeping\n"
    circle += (
        "sweeping.LIMITS = sweeping.Limits(cpu_seconds=0)\nsweeping.end_of = lambda *_: [None for _ in iter(int, 1)]\n"
    )
    circle += "sweeping.main()"
    sample = SHELF / "chronology_table" / "sample.csv"
    done = subprocess.run(
        [sys.executable, "-c", circle, str(sample), "0", "1"], check=False, capture_output=True, cwd=ROOT
    )
    assert (done.returncode, done.stdout) == (-24, b"")  # ended by SIGXCPU, and said nothing
