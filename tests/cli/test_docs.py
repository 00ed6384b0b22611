"""Every command that the documentation tells somebody to type does what it is said to do, in the order of the page."""

import re
import shlex
import shutil
import sys
from pathlib import Path

import docx
import openpyxl
import pytest
from pyrage.x25519 import Identity
from pytest_django import Settings

from keepsight.access.actions import name_agency
from keepsight.cli import main

ROOT = Path(__file__).parents[2]
FORMATS = ROOT / "keepsight" / "intake" / "formats"
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
TYPED = re.compile(r"^\$ (?:uv run )?(.+?)(?: +#.*)?$", re.MULTILINE)
# What these do, the whole run of the tests, or a test of a server or a place of its own, shows.
SHOWN_ELSEWHERE = (
    "keepsight demo",
    "keepsight restore",
    "keepsight drill",
    "keepsight people train",  # ten thousand records; so too what is done with what comes of it
    "keepsight people compare --model",
    "keepsight people adopt --model",
    "pytest",
    "python3.11 -m venv",
    ".venv/bin/",
)
# What a page leaves to its reader, and numbers that would take an hour.
STANDS_FOR = {"FILE": "health-visiting.xlsx", "CODE": "health-visiting", "1000": "3", "240000": "3"}


def typed(page: Path) -> list[str]:
    """The commands of one page, in its order."""
    found = TYPED.findall(page.read_text(encoding="utf-8"))
    return [one for one in found if not one.startswith(SHOWN_ELSEWHERE)]


@pytest.fixture
def at_a_desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fresh_store: Path, settings: Settings) -> None:
    """A folder with the files that the pages speak of, beside a store with their agencies and a key for its backups."""
    settings.BACKUP_KEYS = str(Identity.generate().to_public())
    shutil.copy(FORMATS / "cin_census" / "sample.xml", tmp_path / "CIN_Census_2026.xml")
    book = openpyxl.Workbook()
    for line in (FORMATS / "chronology_table" / "sample.csv").read_text(encoding="utf-8").splitlines():
        if not line.startswith("Agency"):  # whose it is, the command says
            book.active.append(line.split(","))
    book.save(tmp_path / "health-visiting.xlsx")
    report = docx.Document()
    report.add_paragraph("Nobody had asked the child.")
    report.save(tmp_path / "report.docx")
    for code in ("health-visiting", "social-care"):
        name_agency(code, name=code, sector="other")
    monkeypatch.chdir(tmp_path)


def ends(words: list[str], monkeypatch: pytest.MonkeyPatch) -> int:
    """How a command ends."""
    monkeypatch.setattr(sys, "argv", [STANDS_FOR.get(word, word) for word in words])
    try:
        main()
    except SystemExit as ended:
        return int(ended.code or 0)
    return 0


@pytest.mark.usefixtures("at_a_desk")
@pytest.mark.parametrize("page", [page for page in PAGES if typed(page)], ids=lambda page: page.stem)
def test_every_command_of_a_page_does_what_it_says(page: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for command in typed(page):
        assert ends(shlex.split(command), monkeypatch) == 0, command


@pytest.mark.usefixtures("at_a_desk")
def test_a_command_that_is_none_would_be_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    assert ends(["keepsight", "receive", "--gently", "CIN_Census_2026.xml"], monkeypatch) == 2
