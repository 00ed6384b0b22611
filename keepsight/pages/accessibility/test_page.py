"""The statement: read by whoever comes by, led to from every page, and it says what the tests do."""

import pytest
from django.test import Client, override_settings
from django.urls import reverse

from keepsight.pages.accessibility import tried
from tests.pages.browser import AXE

STATEMENT = "/accessibility/"


@pytest.mark.usefixtures("db")
def test_a_visitor_reads_it_and_is_led_to_it_from_signing_in() -> None:
    visitor = Client()
    assert visitor.get(STATEMENT).status_code == 200
    assert f'href="{reverse("accessibility")}"' in visitor.get("/sign-in/").content.decode()


@pytest.mark.usefixtures("db")
def test_nothing_can_be_sent_to_it() -> None:
    assert Client().post(STATEMENT).status_code == 405


@pytest.mark.usefixtures("db")
def test_it_says_the_numbers_by_which_the_pages_are_tried() -> None:
    page = Client().get(STATEMENT).content.decode()
    assert "screens 1280, 390 and 320 pixels wide" in page
    assert f"Measured: {tried.TARGET} pixels each way" in page
    assert f"axe-core {tried.AXE} finds nothing" in page
    assert "letters twice as large" in page


def test_the_axe_that_it_names_is_the_one_that_looks() -> None:
    assert AXE.startswith(f"/*! axe v{tried.AXE}\n")


@pytest.mark.usefixtures("db")
def test_the_address_to_write_to_stands_there_where_the_partnership_has_set_one() -> None:
    assert "mailto:" not in Client().get(STATEMENT).content.decode()
    with override_settings(CONTACT="help@partnership.example"):
        page = Client().get(STATEMENT).content.decode()
    assert 'href="mailto:help@partnership.example"' in page


@pytest.mark.usefixtures("db")
@pytest.mark.parametrize("part", ["known", "tell", "complain", "meets", "tested"])
def test_it_has_every_part_that_the_regulations_ask_for(part: str) -> None:
    assert f'<h2 class="govuk-heading-m" id="{part}">' in Client().get(STATEMENT).content.decode()
