"""What we guessed: refused to whom it is not for; then many rows at once, and nothing said of a row that nobody ticked."""

from uuid import UUID

import pytest
from django.test import Client

from keepsight.access.queries import the_machine
from keepsight.chronology.models import Entry
from keepsight.chronology.queries import chronology
from keepsight.chronology.shown import EntryShown
from keepsight.pages.guesses.page import ROWS, apart, group_id
from keepsight.store.models import AuditLine
from tests.pages.town_people import NOBODY_S, child, rows_guessed_about, signed_in, user

NOT_BROUGHT = ("Was not brought to the dentist", "was not brought, no call", "WNB CAMHS")
GROUP = group_id("appointment.not_brought", "was not brought")
BRUISES = ("Bruise to left arm", "Bruise to right arm")
STEPS = ("Step down to early help", "Step down agreed")


def here(receipt: UUID) -> str:
    return f"/guesses/{receipt}/"


def of_file(receipt: UUID, of: str = "wren") -> list[EntryShown]:
    """What the child's chronology says now that came with a file, in the order of its rows."""
    told = [one for one in chronology(the_machine(), child(of)) if one.source.receipt_id == receipt]
    return sorted(told, key=lambda one: one.source.row or 0)


def say(receipt: UUID, *rows: UUID, username: str = "ivo", **more: str) -> tuple[int, str]:
    """What the page answers to a form in which rows are ticked."""
    answer = signed_in(username).post(here(receipt), {"act": "say", "row": [str(one) for one in rows], **more})
    return answer.status_code, answer.content.decode()


# ---------------------------------------------------------------- refusals


def test_somebody_who_has_not_signed_in_is_sent_to_sign_in(town: None) -> None:
    assert Client().get(here(NOBODY_S)).status_code == 302
    assert Client().post(here(NOBODY_S)).status_code == 302


@pytest.mark.parametrize("username", ["mina", "osei", "bea", "wilf", "orla", "cass", "dev", "robin"])
def test_a_role_that_confirms_nothing_is_refused(town: None, username: str) -> None:
    assert signed_in(username).get(here(rows_guessed_about(child("wren")))).status_code == 403


def test_a_file_of_which_nothing_is_for_this_person_is_not_found_and_not_named(town: None) -> None:
    theirs = [
        rows_guessed_about(child("wren"), agency="marshlight-school"),  # another agency's
        rows_guessed_about(child("linden")),  # a child with whom Ivo does not work
        rows_guessed_about(child("wren"), level="sealed"),
        NOBODY_S,
    ]
    work = signed_in("ivo").get("/").content.decode()
    before = Entry.objects.count()
    for receipt in theirs:
        assert signed_in("ivo").get(here(receipt)).status_code == 404
        assert say(receipt, *(one.id for one in of_file(receipt)))[0] == 404
        assert str(receipt) not in work
    assert Entry.objects.count() == before


def test_a_form_that_was_forged_is_refused(town: None) -> None:
    receipt = rows_guessed_about(child("wren"))
    client = Client(enforce_csrf_checks=True)
    client.force_login(user("ivo"))
    assert client.post(here(receipt), {"row": str(of_file(receipt)[0].id)}).status_code == 403
    assert of_file(receipt)[0].guessed_by == "was not brought"


def test_nothing_is_said_where_nothing_is_ticked_or_nothing_else_is_chosen(town: None) -> None:
    receipt = rows_guessed_about(child("wren"), *NOT_BROUGHT)
    first = of_file(receipt)[0].id
    before = Entry.objects.count()
    assert "Tick the rows that you mean" in say(receipt, **{f"what-{GROUP}": "none"})[1]
    status, page = say(receipt, first, **{f"what-{GROUP}": "other"})
    assert status == 200
    assert "Choose what the ticked rows are" in page
    assert f'value="{first}" checked' in page
    assert "No file tells" in say(receipt, first, **{f"what-{GROUP}": "other", f"kind-{GROUP}": "supervision.none"})[1]
    assert Entry.objects.count() == before


def test_guesses_that_are_often_wrong_are_not_ticked_together(town: None) -> None:
    receipt = rows_guessed_about(child("wren"), *STEPS)
    group = group_id("involvement.stepped_down", "step down")
    assert 'name="all"' not in signed_in("ivo").get(here(receipt)).content.decode()
    assert "Tick the rows" in say(receipt, all=group)[1]


# ---------------------------------------------------------------- what it shows and does


def test_rows_stand_together_by_the_guess_and_its_words_and_nothing_is_ticked_beforehand(town: None) -> None:
    page = signed_in("ivo").get(here(rows_guessed_about(child("wren"), *NOT_BROUGHT, *BRUISES))).content.decode()
    headings = (
        "2 rows say ‘was not brought’: was not brought",
        "1 row says ‘wnb’: was not brought",
        "2 rows say ‘bruise’: injury",
    )
    assert all(one in page for one in headings)
    assert page.index(headings[0]) < page.index(headings[1])
    assert "<mark>Was not brought</mark> to the dentist" in page
    assert 'type="checkbox" name="row"' in page
    assert not any("checkbox" in one and "checked" in one for one in page.split("<input"))


def test_what_is_ticked_is_so_and_what_is_not_waits(town: None) -> None:
    receipt = rows_guessed_about(child("wren"), *NOT_BROUGHT)
    status, _ = say(receipt, of_file(receipt)[0].id)
    assert status == 302
    assert [one.guessed_by for one in of_file(receipt)] == [None, "was not brought", "wnb"]
    assert of_file(receipt)[0].source.by == user("ivo").name
    assert "2 rows of which a rule guessed" in signed_in("ivo").get(here(receipt)).content.decode()


def test_all_of_a_guess_that_is_often_right_are_ticked_at_once(town: None) -> None:
    receipt = rows_guessed_about(child("wren"), *NOT_BROUGHT)
    say(receipt, all=GROUP)
    assert [one.guessed_by for one in of_file(receipt)] == [None, None, "wnb"]


def test_something_else_and_none_of_these(town: None) -> None:
    receipt = rows_guessed_about(child("wren"), *NOT_BROUGHT)
    first, second, _ = of_file(receipt)
    say(receipt, first.id, **{f"what-{GROUP}": "other", f"kind-{GROUP}": "appointment.cancelled"})
    say(receipt, second.id, **{f"what-{GROUP}": "none"})
    assert [one.kind for one in of_file(receipt)] == ["appointment.cancelled", "note.made", "appointment.not_brought"]
    page = signed_in("ivo").get(here(receipt)).content.decode()
    assert "<strong>Appointment cancelled</strong>" in page
    assert "Guessed: was not brought" in page


def test_what_was_said_is_undone(town: None) -> None:
    receipt = rows_guessed_about(child("wren"), *NOT_BROUGHT)
    say(receipt, of_file(receipt)[0].id, **{f"what-{GROUP}": "none"})
    say(receipt, of_file(receipt)[0].id, act="undo")
    assert next((one.kind, one.guessed_by) for one in of_file(receipt)) == (
        "appointment.not_brought",
        "was not brought",
    )


def test_many_rows_stand_on_several_screens(town: None) -> None:
    receipt = rows_guessed_about(child("wren"), *(f"WNB, letter {number} sent" for number in range(ROWS + 2)))
    client = signed_in("ivo")
    first, second = (client.get(f"{here(receipt)}?part={number}").content.decode() for number in (1, 2))
    assert (first.count('name="row"'), second.count('name="row"')) == (ROWS, 2)
    assert "2 of them are on this page" in second
    client.post(f"{here(receipt)}?part=2", {"act": "say", "all": group_id("appointment.not_brought", "wnb")})
    assert sum(one.guessed_by is None for one in of_file(receipt)) == 2


def test_every_child_whose_rows_were_shown_has_a_line_among_the_looks(town: None) -> None:
    receipt = rows_guessed_about(child("wren"), *NOT_BROUGHT)
    signed_in("ivo").get(here(receipt))
    look = AuditLine.objects.filter(page="guesses").latest("seq")
    assert (look.act, look.child, look.about, look.count) == ("look", child("wren"), f"receipt {receipt}", 3)


def test_my_work_says_how_many_wait_until_none_does(town: None) -> None:
    receipt = rows_guessed_about(child("wren"), *BRUISES)
    client = signed_in("ivo")
    assert "of 20 Mar 2026, 2 rows" in client.get("/").content.decode()
    say(receipt, *(one.id for one in of_file(receipt)))
    assert str(receipt) not in client.get("/").content.decode()


@pytest.mark.parametrize(
    ("narrative", "guessed_by", "parts"),
    [
        ("He Was  not brought.", "was not brought", ("He ", "Was  not brought", ".")),
        ("Wasn’t brought", "wasn't brought", ("", "Wasn’t brought", "")),
        ("Said in another way", "wnb", ("Said in another way", "", "")),
    ],
)
def test_the_words_that_made_a_guess_stand_apart(narrative: str, guessed_by: str, parts: tuple[str, str, str]) -> None:
    assert apart(narrative, guessed_by) == parts
