"""A receipt: refused to whom it is not for, then rows that add up and refused rows that are safe to open."""

import csv
import datetime as dt
import io
from pathlib import Path
from unittest import mock

import pytest
from django.db import transaction
from django.test import Client
from procrastinate.contrib.django.models import ProcrastinateJob

from keepsight.access.sight import THE_MACHINE, seeing
from keepsight.intake.models import Receipt, RefusedRow, TakenBack, TakingBack
from keepsight.pages.receipt.page import as_csv, told
from keepsight.prompts import taking_back
from keepsight.prompts.actions import receive
from keepsight.prompts.taking_back import TASK
from keepsight.store import clock
from tests.pages.handing_in import AS_AT, table
from tests.pages.town_people import NOBODY_S, given, signed_in


def address() -> str:
    """Where the receipt of a police file stands."""
    return f"/sources/{Receipt.objects.filter(agency__sector='police').earliest('received_at').id}/"


def test_somebody_who_has_not_signed_in_is_sent_to_sign_in(town: None) -> None:
    assert Client().get(address()).status_code == 302


@pytest.mark.parametrize("username", ["ivo", "mina", "osei", "orla", "cass", "dev"])
def test_a_role_that_does_not_keep_files_is_refused(town: None, username: str) -> None:
    assert signed_in(username).get(address()).status_code == 403


def test_a_receipt_that_does_not_exist_is_not_found(town: None) -> None:
    assert signed_in("wilf").get(f"/sources/{NOBODY_S}/").status_code == 404


def test_refused_rows_are_read_only_by_the_agency_that_sent_them(town: None) -> None:
    receipt = Receipt.objects.get(id=address().split("/")[2])
    RefusedRow.objects.create(receipt=receipt, row=4, reason="No date", raw={"Name": "Zzcanary"})
    for query in ({}, {"download": "refused"}):
        assert b"Zzcanary" not in signed_in("wilf").get(address(), query).content


def test_a_file_is_taken_back_by_its_own_agency_alone_and_with_a_reason(town: None) -> None:
    own = Receipt.objects.filter(agency="social-care-999").earliest("received_at", "id")
    where = f"/sources/{own.id}/"
    for username, address_ in (("wilf", where), ("magda", address()), ("leila", where), ("bea", where)):
        assert b"Take the file back" not in signed_in(username).get(address_).content
        signed_in(username).post(address_, {"because": "Not ours"})
    assert "Say why" in signed_in("magda").post(where, {"because": " "}).content.decode()
    assert not TakenBack.objects.exists()
    assert not TakingBack.objects.exists()


def asked_by_magda() -> tuple[str, TakingBack]:
    """Where the receipt of a file of social care's stands, and that its lead has asked for it to be taken back."""
    own = Receipt.objects.filter(agency="social-care-999").earliest("received_at", "id")
    where = f"/sources/{own.id}/"
    answer = signed_in("magda").post(where, {"because": "Last year's"})
    assert (answer.status_code, answer["Location"]) == (302, where)
    return where, TakingBack.objects.get()


def shown(username: str, where: str) -> str:
    """What somebody reads there."""
    return " ".join(signed_in(username).get(where).content.decode().split())


def test_the_worker_is_asked_and_the_page_says_how_far_it_is(town: None) -> None:
    where, asked = asked_by_magda()
    assert ProcrastinateJob.objects.get(args__asked_id=str(asked.id)).task_name == TASK
    assert not TakenBack.objects.exists()
    assert "It waits for its turn" in shown("magda", where)
    TakingBack.objects.update(done=340, total=2000, beat_at=clock.now())
    page = shown("magda", where)
    assert "340 of 2,000 entries." in page
    assert "Last year&#39;s" in page
    assert "Take the file back" not in page
    assert signed_in("magda").get(where)["Refresh"]
    assert "Refresh" not in signed_in("magda").get(where, {"still": "yes"})
    TakingBack.objects.update(done=2000, tries=2)
    page = shown("magda", where)
    assert "now the patterns are asked of the children it told of" in page
    assert "begun 2 times: a worker stopped in the middle, and none of it had been taken back" in page
    TakingBack.objects.update(beat_at=clock.now() - dt.timedelta(minutes=3))
    assert "Nobody has worked on it for more than two minutes" in shown("magda", where)


def test_how_far_it_is_is_for_its_own_agency_alone_and_nobody_asks_twice(town: None) -> None:
    where, _ = asked_by_magda()
    assert "Last year" not in shown("wilf", where)
    again = signed_in("magda").post(where, {"because": "Again"}).content.decode()
    assert "being taken back already" in again
    assert TakingBack.objects.count() == 1


def test_what_could_not_be_taken_back_says_why_and_may_be_asked_again(town: None) -> None:
    where, _ = asked_by_magda()
    TakingBack.objects.update(ended_at=clock.now(), refused_because="Not yours any more.")
    page = shown("magda", where)
    assert "It was not taken back.</strong> Not yours any more." in page
    assert "Take the file back" in page


def test_once_the_worker_has_done_so_the_page_says_it_is_taken_back(town: None) -> None:
    where, asked = asked_by_magda()
    with transaction.atomic(), seeing(THE_MACHINE), mock.patch.object(taking_back, "Beat"):
        taking_back.carry_back(asked.id)
    page = shown("magda", where)
    assert "Taken back</strong>" in page
    assert "by Magda Calder" in page
    assert "It is being taken back" not in page


def test_every_row_of_every_file_of_the_town_went_somewhere(town: None) -> None:
    for receipt in Receipt.objects.all():
        one = given("wilf", "receipt", receipt_id=receipt.id)["receipt"]
        assert sum(rows for _, rows in told(one)) == one.rows == one.counted


@pytest.mark.parametrize("cell", ["=1+1", "+44", "-2", "@SUM(A1)", "\tx", "\rx"])
def test_no_cell_of_the_refused_rows_can_run_as_a_formula(cell: str) -> None:
    refused = [RefusedRow(sheet=cell, row=3, column=cell, reason=cell, raw={cell: cell})]
    cells = [one for line in csv.reader(io.StringIO(as_csv(refused), newline="")) for one in line]
    assert [one for one in cells if one.startswith(f"'{cell}")] == [
        f"'{cell}",
        f"'{cell}",
        f"'{cell} ({cell}, row 3, column {cell})",
    ]
    assert not [one for one in cells if one.startswith(("=", "+", "-", "@", "\t", "\r"))]


def test_refused_rows_are_tables_like_those_they_came_from_with_the_reason_beside_each() -> None:
    refused = [
        RefusedRow(sheet="1", row=3, column="Date", reason="No date", raw={"Note": "a"}),
        RefusedRow(sheet="1", row=4, column="C", reason="Too long", raw={"Note": "b", "Who": "c"}),
        RefusedRow(sheet="2", row=9, column=None, reason="No child", raw={"Who": "d", "Refused because": "No date"}),
    ]
    assert list(csv.reader(io.StringIO(as_csv(refused)))) == [
        ["Note", "Who", "Date", "Refused because"],
        ["a", "", "", "No date (1, row 3, column Date)"],
        ["b", "c", "", "Too long (1, row 4, column C)"],
        ["Who", "Refused because"],
        ["d", "No child (2, row 9)"],
    ]


def test_refused_rows_put_right_and_handed_in_again_come_in_and_nothing_twice(town: None, tmp_path: Path) -> None:
    whole = tmp_path / "concerns.csv"
    whole.write_bytes(table())
    first = receive(whole, agency="social-care-999", as_at=AS_AT)
    assert (first.entries, first.refused_rows) == (2, 1)
    back = tmp_path / "refused-rows.csv"
    back.write_text(as_csv(list(RefusedRow.objects.filter(receipt=first.receipt))), encoding="utf-8")
    assert receive(back, agency="social-care-999", as_at=AS_AT).refused_rows == 1
    rows = list(csv.DictReader(io.StringIO(back.read_text(encoding="utf-8"))))
    rows[0] |= {"Date": "04/03/2026", "Event": "Hurt at home", "Kind": "concern.recorded"}
    with back.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    for entries, duplicates in ((1, 0), (0, 1)):
        again = receive(back, agency="social-care-999", as_at=AS_AT)
        assert (again.entries, again.duplicates, again.refused_rows) == (entries, duplicates, 0)
