"""The shelf of pages: a folder is a page, and one that lacks something stops the start."""

from pathlib import Path

import pytest

from keepsight.access.roles import ROLES
from keepsight.errors import BrokenShelf
from keepsight.pages.shelf import FOLDER, folders, refuse_what_lacks, shelf, taken_from
from keepsight.pages.urls import of_pages, of_programs, urlpatterns


@pytest.mark.parametrize("lacking", ["__init__.py", "page.py", "page.html.jinja"])
def test_a_folder_that_lacks_a_file_is_named_with_what_it_lacks(tmp_path: Path, lacking: str) -> None:
    folder = tmp_path / "voice"
    folder.mkdir()
    for name in {"__init__.py", "page.py", "page.html.jinja"} - {lacking}:
        (folder / name).touch()
    with pytest.raises(BrokenShelf, match=f"'voice' lacks {lacking}"):
        taken_from(folder)


@pytest.mark.parametrize("folder", folders(), ids=lambda folder: folder.name)
def test_every_page_has_tests_beside_it(folder: Path) -> None:
    refuse_what_lacks(folder, ("test_page.py",))


def test_every_folder_is_a_page_and_every_address_is_one_of_them() -> None:
    assert {pattern.name for pattern in of_pages} == set(shelf()) == {folder.name for folder in folders(FOLDER)}


def test_beside_pages_stand_only_the_few_addresses_that_programs_ask() -> None:
    programs = {str(pattern.pattern) for pattern in of_programs}
    assert {str(pattern.pattern) for pattern in urlpatterns} - {
        str(pattern.pattern) for pattern in of_pages
    } == programs
    reads = {one for one in programs if one.startswith("api/v1/")}
    assert programs - reads == {"healthz", "metrics"}
    assert len(reads) == 6


@pytest.mark.parametrize("name", sorted(shelf()))
def test_every_page_says_who_may_open_it_in_words_that_are_roles(name: str) -> None:
    page = shelf()[name].page
    assert page.who
    assert page.who <= set(ROLES)


def test_only_the_ways_in_are_open_to_everybody() -> None:
    assert [name for name, one in shelf().items() if one.page.public] == [
        "accessibility",
        "sign_in",
        "sign_in_elsewhere",
        "welcome",
    ]


def test_addresses_name_children_by_number_alone() -> None:
    for one in (page for page in shelf().values() if page.of_child):
        assert "<str:" not in one.page.address
        assert "<slug:" not in one.page.address
