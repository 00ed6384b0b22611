"""A file on its way: refused to whom it is not for, then what would become of its rows, a yes with its reason, or a no."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.db import transaction
from django.test import Client
from procrastinate.contrib.django.models import ProcrastinateJob

from keepsight.access.queries import sight
from keepsight.access.sight import THE_MACHINE, seeing
from keepsight.chronology.models import Entry
from keepsight.intake.formats.layout import Layout
from keepsight.intake.layouts import keep_layout, kept_layouts
from keepsight.intake.models import LayoutVersion, Receipt, Upload
from keepsight.intake.uploads import beat, path_of, remove_file
from keepsight.people.models import Record
from keepsight.store import clock
from tests.pages.handing_in import checked, handed_in, of_no_format, on_its_way, read_through
from tests.pages.town_people import NOBODY_S, signed_in, user

OLDER = dt.date(2024, 3, 31)


def address(upload: Upload) -> str:
    """Where the file stands."""
    return f"/sources/hand-in/{upload.id}/"


def shown(username: str, upload: Upload) -> str:
    """What somebody reads there."""
    return " ".join(signed_in(username).get(address(upload)).content.decode().split())


def test_somebody_who_has_not_signed_in_is_sent_to_sign_in(town: None) -> None:
    assert Client().get(address(handed_in())).status_code == 302


@pytest.mark.parametrize("username", ["ivo", "leila", "mina", "osei", "bea", "orla", "cass", "dev", "robin"])
def test_a_role_that_does_not_hand_files_in_is_refused(town: None, username: str) -> None:
    assert signed_in(username).get(address(handed_in())).status_code == 403


def test_a_file_of_another_agency_and_one_that_does_not_exist_are_not_found_and_cannot_be_moved(town: None) -> None:
    made = checked()
    browser = signed_in("wilf")
    for where in (address(made), f"/sources/hand-in/{NOBODY_S}/"):
        assert browser.get(where).status_code == 404
        assert browser.post(where, {"act": "confirm"}).status_code == 404
        assert browser.post(where, {"act": "let_go"}).status_code == 404
    assert Upload.objects.get().state == "checked"


def test_a_file_that_was_not_read_through_is_not_confirmed(town: None) -> None:
    made = handed_in()
    answer = signed_in("magda").post(address(made), {"act": "confirm"}).content.decode()
    assert "moved on meanwhile" in answer
    assert Upload.objects.get().state == "to_check"


def test_reading_a_file_through_says_all_of_it_and_takes_nothing_in(town: None) -> None:
    before = Entry.objects.count(), Record.objects.count(), Receipt.objects.count()
    page = shown("magda", checked())
    assert "Nothing of it has been taken in" in page
    assert "chronology table" in page.lower()
    assert "Came in hungry again" in page
    assert "Zenobia Example (child)" in page
    assert 'data-label="Row">4<' in page
    assert (Entry.objects.count(), Record.objects.count(), Receipt.objects.count()) == before
    assert not Record.objects.filter(description__surname="Example", description__forename="Zenobia").exists()


def test_only_whoever_handed_it_in_reads_its_first_rows(town: None) -> None:
    made = checked()
    Upload.objects.update(by=user("mina"))
    page = shown("magda", made)
    assert "Zenobia" not in page
    assert "Only Mina Calloway, who handed the file in" in page


def test_a_yes_is_for_the_worker(town: None) -> None:
    made = checked()
    Upload.objects.update(found=(made.found or {}) | {"stops": []})
    assert signed_in("magda").post(address(made), {"act": "confirm"}).status_code == 302
    assert Upload.objects.get().state == "to_receive"
    assert ProcrastinateJob.objects.latest("id").args == {"upload_id": str(made.id)}
    assert path_of(made).exists()


def test_a_file_that_is_doubtful_is_confirmed_with_a_reason_and_not_without(town: None) -> None:
    made = checked(as_at=OLDER)
    browser = signed_in("magda")
    assert "It speaks for 31/03/2024, and a file like it for" in shown("magda", made)
    assert "needs a reason" in browser.post(address(made), {"act": "confirm", "because": " "}).content.decode()
    assert Upload.objects.get().state == "checked"
    browser.post(address(made), {"act": "confirm", "because": "Last year’s, found late."})
    kept = Upload.objects.get()
    assert (kept.state, kept.confirmed_because) == ("to_receive", "Last year’s, found late.")


@pytest.mark.parametrize("made", [handed_in, checked])
def test_a_file_that_is_let_go_has_ended(town: None, made: Callable[[], Upload]) -> None:
    upload = made()
    signed_in("magda").post(address(upload), {"act": "let_go"})
    kept = Upload.objects.get()
    assert (kept.state, kept.found) == ("let_go", None)
    assert "It was let go" in shown("magda", upload)
    assert "has been moved on meanwhile" in signed_in("magda").post(address(upload), {"act": "let_go"}).content.decode()


def test_while_the_worker_is_at_it_the_page_asks_again_unless_it_is_told_to_stand_still(town: None) -> None:
    made = handed_in()
    browser = signed_in("magda")
    assert browser.get(address(made)).headers["Refresh"] == "3"
    assert "Refresh" not in browser.get(address(made), {"still": "yes"}).headers
    remove_file(made)
    assert "Refresh" not in browser.get(address(checked())).headers


def test_how_far_it_is_and_that_nobody_works_on_it_are_said(town: None) -> None:
    made = handed_in()
    assert "waits for its turn" in shown("magda", made)
    assert beat(made.id, 4000)
    Upload.objects.update(total=12000)
    page = shown("magda", made)
    assert "4,000 of 12,000 rows" in page
    assert 'max="12000" value="4000"' in page
    Upload.objects.update(beat_at=clock.now() - dt.timedelta(minutes=3))
    assert "Nobody has worked on it for more than two minutes" in shown("magda", made)


def test_another_agency_s_file_cannot_be_reached_past_the_queries_either(town: None) -> None:
    """The database's own rule: the row is not there for the sight of another agency."""
    of = on_its_way(user("magda"))
    with transaction.atomic(), seeing(sight(user("wilf"), clock.today())):
        assert not Upload.objects.filter(id=of).exists()
        assert Upload.objects.filter(id=of).update(state="let_go") == 0
    assert Upload.objects.get(id=of).state == "to_check"


# ---------------------------------------------------------------- a table that no format knows

ONE_KIND = {"act": "lay_out", "name": "Desk log", "kind": "concern.recorded"}
COLUMNS = {
    "question": "columns",
    "column-0": "child.local_id",
    "column-1": "row.on",
    "column-2": "left_out",
    "column-3": "row.words",
}


def waiting() -> Upload:
    """A table that waits for Magda to say which column is what."""
    made = read_through(of_no_format())
    assert made.state == "to_lay_out"
    return made


def said(made: Upload, username: str = "magda", **answers: str) -> str:
    """What somebody is shown who gives these answers."""
    answer = signed_in(username).post(address(made), answers, follow=True)
    made.refresh_from_db()
    return " ".join(answer.content.decode().split())


def test_a_table_that_no_format_knows_waits_and_only_whoever_handed_it_in_is_asked(town: None) -> None:
    made = waiting()
    page = shown("magda", made)
    assert "No format knows this table" in page
    assert "Our no., Occurred, Sort, What we saw" in page
    Upload.objects.update(by=user("mina"))
    page = shown("magda", made)
    assert "It waits for Mina Calloway" in page
    assert "Our no." not in page
    assert "moved on meanwhile" in said(made, **ONE_KIND, **COLUMNS)
    assert made.state == "to_lay_out"


UNREADABLE: list[tuple[dict[str, str], str]] = [
    ({"question": "kind", "name": " "}, "A layout needs a name"),
    ({"question": "kind", "kind": ""}, "Nothing says what kind of thing a row tells"),
    ({"question": "kind", "kind": "column 9"}, "Nothing says what kind of thing a row tells"),
    ({"kind": "column 2", "question": "words", "word-0": "concern.recorded"}, "The kind of a word is not said"),
    ({"column-2": ""}, "A column is not said"),
    ({"column-0": "left_out"}, "No column says who the child is"),
    ({"column-1": "left_out"}, "No column says on which day"),
    ({"column-2": "row.on"}, "Two columns are said to be the same"),
    ({"column-2": "detail.place"}, "said to be what nothing reads: place"),
]


def test_answers_by_which_nothing_could_be_read_are_refused(town: None) -> None:
    made = waiting()
    for answers, says in UNREADABLE:
        assert says in said(made, **ONE_KIND | COLUMNS | answers)
        assert (made.state, (made.found or {}).keys()) == ("to_lay_out", {"table"})


def test_one_question_after_another_and_what_was_answered_goes_along(town: None) -> None:
    made = waiting()
    by_column = ONE_KIND | {"kind": "column 2"}
    page = said(made, **by_column, question="kind")
    assert "Which kind each word is" in page
    assert "worry" in page
    by_words = by_column | {"word-0": "concern.recorded", "word-1": "-"}
    page = said(made, **by_words, question="words")
    assert "What every column is" in page
    assert '<input type="hidden" name="word-1" value="-">' in page
    assert "Came in hungry; Slept badly" in page
    said(made, **by_words | COLUMNS)
    assert (made.state, LayoutVersion.objects.count()) == ("to_check", 0), "nothing is kept before its rows were seen"
    read_through(made)
    page = shown("magda", made)
    assert "version 1 of Desk log. It is new, and is kept with your yes." in page
    assert "Came in hungry" in page
    assert made.found is not None
    assert (made.found["rows"], made.found["refused_rows"]) == (2, 1), "the word of which nobody said a kind"


def test_with_the_yes_the_layout_is_kept_and_the_next_file_with_these_headings_is_recognised(town: None) -> None:
    made = waiting()
    said(made, **ONE_KIND | COLUMNS)
    read_through(made)
    said(made, act="confirm", because="The first of its kind.")
    assert made.state == "to_receive"
    assert [(one.name, one.number, one.by) for one in LayoutVersion.objects.all()] == [("Desk log", 1, user("magda"))]
    following = read_through(of_no_format())
    assert (following.state, (following.found or {})["format"]) == ("checked", "Desk log")
    page = shown("magda", following)
    assert "It is new" not in page
    assert "version 1 of Desk log. Version 1 was said by Magda" in page


def test_a_version_that_somebody_said_meanwhile_is_not_undone_by_a_yes_to_an_older_one(town: None) -> None:
    made = waiting()
    said(made, **ONE_KIND | COLUMNS)
    read_through(made)
    theirs = Layout({"Our no.": "child.local_id", "Occurred": "row.on"}, {"*": "child.seen"})
    with transaction.atomic(), seeing(THE_MACHINE):
        keep_layout("Desk log", theirs, by=user("magda"))
    assert "another version of this layout meanwhile" in said(made, act="confirm", because="The first of its kind.")
    assert made.state == "checked"
    assert kept_layouts("social-care-999")["Desk log"].layout == theirs


def test_a_layout_that_was_said_wrongly_is_said_again_as_the_next_version(town: None) -> None:
    made = waiting()
    said(made, **ONE_KIND | COLUMNS)
    read_through(made)
    said(made, act="confirm", because="The first of its kind.")
    following = read_through(of_no_format())
    page = said(following, act="lay_out_again")
    assert 'value="Desk log"' in page
    said(following, **ONE_KIND | COLUMNS | {"column-2": "row.by"})
    read_through(following)
    assert "version 2 of Desk log" in shown("magda", following)
    said(following, act="confirm", because="It says who wrote it down.")
    newest = LayoutVersion.objects.get(number=2)
    assert newest.says == {"columns": {"Sort": "row.by"}}
