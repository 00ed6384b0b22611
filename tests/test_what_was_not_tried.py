"""The end of a run names the tests that were skipped, and why: nobody has to ask pytest for it."""

import pytest

from conftest import pytest_terminal_summary


class Told:
    """The end of a run, as pytest tells it."""

    def __init__(self, *reports: pytest.TestReport) -> None:
        self.stats = {"skipped": list(reports)} if reports else {"passed": []}
        self.lines: list[str] = []

    def section(self, title: str, **how: object) -> None:
        self.lines.append(title)

    write_line = section


def skipped(nodeid: str, because: str) -> pytest.TestReport:
    where = (nodeid.partition("::")[0], 3, f"Skipped: {because}")
    return pytest.TestReport(nodeid, ("", 3, ""), {}, "skipped", where, "setup")


def test_where_nothing_was_skipped_nothing_is_said() -> None:
    told = Told()
    pytest_terminal_summary(told)  # type: ignore[arg-type]  # as much of a reporter as it asks
    assert told.lines == []


def test_each_reason_is_told_once_with_the_tests_that_were_not_tried_for_it() -> None:
    told = Told(
        skipped("tests/b.py::test_an_hour[2]", "no disk"),
        skipped("tests/a.py::test_a_day[long]", "the public samples are not there"),
        skipped("tests/b.py::test_an_hour[1]", "no disk"),
        skipped("tests/c.py::test_a_year", "no disk"),
    )
    pytest_terminal_summary(told)  # type: ignore[arg-type]  # as much of a reporter as it asks
    assert told.lines == [
        "not tried here",
        "no disk:",
        "    tests/b.py::test_an_hour",
        "    tests/c.py::test_a_year",
        "the public samples are not there:",
        "    tests/a.py::test_a_day",
    ]
