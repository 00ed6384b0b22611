"""Handing a file in: refused to whom it is not for, and where no agreement covers it; then kept apart, and nothing taken in."""

import io
from unittest import mock

import pytest
from django.test import Client
from procrastinate.contrib.django.models import ProcrastinateJob

from keepsight.chronology.models import Entry
from keepsight.errors import WrongUse
from keepsight.intake.models import Receipt, Upload
from keepsight.intake.reading.limits import Limits
from keepsight.intake.uploads import keep_upload, path_of, plain_name
from keepsight.pages import sent
from keepsight.pages.hand_in import page
from keepsight.store.home import uploads
from tests.pages.handing_in import handed_in, table
from tests.pages.town_people import signed_in, user

ADDRESS = "/sources/hand-in/"


def post(username: str, name: str = "concerns.csv", content: bytes = b"", **more: str):  # type: ignore[no-untyped-def]
    """What is answered to somebody who hands a file in."""
    file = io.BytesIO(content or table())
    file.name = name
    return signed_in(username).post(ADDRESS, {"file": file, **more})


def kept() -> set[str]:
    """The folders of files that are kept apart."""
    return {one.name for one in uploads().iterdir()}


def test_somebody_who_has_not_signed_in_is_sent_to_sign_in(town: None) -> None:
    assert Client().post(ADDRESS, {"file": io.BytesIO(b"x")}).status_code == 302
    assert not Upload.objects.exists()


@pytest.mark.parametrize("username", ["ivo", "leila", "mina", "osei", "bea", "orla", "cass", "dev", "robin"])
def test_a_role_that_does_not_hand_files_in_is_refused(town: None, username: str) -> None:
    assert post(username).status_code == 403
    assert not Upload.objects.exists()


def test_nobody_hands_in_for_an_agency_without_an_agreement(town: None) -> None:
    """Such as the partnership itself."""
    before = kept()
    assert "No agreement lets your agency hand files in" in post("wilf").content.decode()
    assert not Upload.objects.exists()
    assert kept() == before


@pytest.mark.parametrize(
    ("sent_as", "says"),
    [
        ({"name": "x.csv", "content": b"a", "as_at": "31/2/2026"}, "The day must be a real one"),
        ({"name": "x.csv", "content": b"a", "as_at": "2/4/2026"}, "No file speaks for a day that has not come"),
    ],
)
def test_a_day_that_cannot_be_is_refused_and_nothing_is_kept(town: None, sent_as: dict[str, str], says: str) -> None:
    answer = post("magda", **sent_as).content.decode()  # type: ignore[arg-type]
    assert says in answer
    assert sent_as["as_at"] in answer
    assert not Upload.objects.exists()


def test_a_format_that_is_not_on_the_list_is_refused_and_nothing_is_kept(town: None) -> None:
    answer = post("magda", as_at="31/3/2026", format="nonsense").content.decode()
    assert "That is no format which is read here" in answer
    assert "31/3/2026" in answer
    assert not Upload.objects.exists()


def test_what_a_file_is_may_be_chosen_by_hand(town: None) -> None:
    assert ">Recognised by its content</option>" in signed_in("magda").get(ADDRESS).content.decode()
    post("magda", format="chronology_table")
    assert Upload.objects.get().format == "chronology_table"


def test_no_file_an_empty_one_and_one_too_large_are_refused_and_nothing_is_kept(town: None) -> None:
    before = kept()
    browser = signed_in("magda")
    assert "No file was chosen" in browser.post(ADDRESS, {}).content.decode()
    empty = io.BytesIO()
    empty.name = "empty.csv"
    assert "This file is empty" in browser.post(ADDRESS, {"file": empty}).content.decode()
    small = Limits(file_bytes=10)
    with mock.patch.object(sent, "LIMITS", small), mock.patch.object(page, "LIMITS", small):
        assert "This file is larger than" in post("magda").content.decode()
    assert not Upload.objects.exists()
    assert kept() == before


def test_what_is_handed_in_is_kept_apart_and_nothing_of_it_is_taken_in(town: None) -> None:
    entries, receipts = Entry.objects.count(), Receipt.objects.count()
    answer = post("magda", as_at="31/3/2026")
    made = Upload.objects.get()
    assert answer.headers["Location"] == f"{ADDRESS}{made.id}/"
    assert (made.agency_id, made.state, path_of(made).read_bytes()) == ("social-care-999", "to_check", table())
    assert path_of(made).stat().st_mode & 0o077 == 0
    assert (Entry.objects.count(), Receipt.objects.count()) == (entries, receipts)
    job = ProcrastinateJob.objects.latest("id")
    assert (job.task_name, job.args) == ("keepsight.prompts.jobs.carry_out", {"upload_id": str(made.id)})


def test_the_page_shows_what_one_s_own_agency_has_on_its_way_and_no_other(town: None) -> None:
    handed_in(user("magda"), name="ours.csv")
    assert b"ours.csv" in signed_in("magda").get(ADDRESS).content
    assert b"ours.csv" not in signed_in("wilf").get(ADDRESS).content


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("concerns.csv", "concerns.csv"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\me\\census.xml", "census.xml"),
        ("a\x00b\x1b[31m\u202e.csv", "ab[31m.csv"),
        ("..", "file"),
        ("", "file"),
        ("é" * 300 + ".csv", "é" * 98 + ".csv"),
    ],
)
def test_a_file_s_name_can_lead_nowhere(name: str, kept: str) -> None:
    assert plain_name(name) == kept


def test_a_file_that_turns_out_larger_than_it_may_be_leaves_nothing_behind(town: None) -> None:
    before = kept()
    with pytest.raises(WrongUse, match="larger than"):
        keep_upload("x.csv", [b"abc", b"def"], as_at=None, by=user("magda"), most_bytes=5)
    assert kept() == before
