"""A receipt: refused to whom it is not for, then rows that add up and refused rows that are safe to open."""

import csv
import io

import pytest
from django.test import Client

from keepsight.intake.models import Receipt, RefusedRow
from keepsight.pages.receipt.page import as_csv, told
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


def test_every_row_of_every_file_of_the_town_went_somewhere(town: None) -> None:
    for receipt in Receipt.objects.all():
        one = given("wilf", "receipt", receipt_id=receipt.id)["receipt"]
        assert sum(rows for _, rows in told(one)) == one.rows == one.counted


@pytest.mark.parametrize("cell", ["=1+1", "+44", "-2", "@SUM(A1)", "\tx", "\rx"])
def test_no_cell_of_the_refused_rows_can_run_as_a_formula(cell: str) -> None:
    refused = [RefusedRow(sheet=cell, row=3, column=cell, reason=cell, raw={cell: cell})]
    cells = [one for line in csv.reader(io.StringIO(as_csv(refused), newline="")) for one in line]
    assert cells.count(f"'{cell}") == 5
    assert not [one for one in cells if one.startswith(("=", "+", "-", "@", "\t", "\r"))]


def test_rows_that_lack_each_other_s_columns_keep_their_places() -> None:
    refused = [
        RefusedRow(sheet=None, row=3, column="Date", reason="No date", raw={"Date": "?", "Note": "a"}),
        RefusedRow(sheet="2", row=9, column=None, reason="No child", raw={"Who": "b", "Note": None}),
    ]
    assert list(csv.reader(io.StringIO(as_csv(refused)))) == [
        ["sheet", "row", "column", "reason", "Date", "Note", "Who"],
        ["", "3", "Date", "No date", "?", "a", ""],
        ["2", "9", "", "No child", "", "", "b"],
    ]
