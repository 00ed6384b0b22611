"""An evidence pack: refused to whom it is not for; then its files hold exactly what was chosen, every citation, and no more."""

import re
from collections import Counter
from dataclasses import replace
from html import unescape
from io import BytesIO
from uuid import UUID

import pytest
from django.test import Client
from docx import Document
from pypdf import PdfReader

from keepsight.briefings.printers import in_shape
from keepsight.briefings.printing import Printed
from keepsight.pages.pack.paper import NOT_SAID, appraisal, printed_pack, texts_of
from keepsight.practice.packs import editions as packs
from keepsight.practice.packs.editions import Edition, cited, editions
from keepsight.store.models import AuditLine
from tests.pages.invented import entry
from tests.pages.town_people import NOBODY_S, child, signed_in
from tests.practice.packed import a_choice, a_pack, open_to, story

HOSTILE = '=HYPERLINK("http://x","y") <script>alert(1)</script> #let x = 1 *bold* $x$ {{ 7 }}'


def here(pack: UUID, more: str = "") -> str:
    return f"/children/{child('wren')}/packs/{pack}/{more}"


def latest(username: str = "ivo") -> Edition:
    return editions(story(username))[-1]


def in_word(content: bytes) -> list[str]:
    """Every text of a .docx, paragraphs and then the cells of its tables."""
    document = Document(BytesIO(content))
    cells = [cell.text for table in document.tables for cells in table.rows for cell in cells.cells]
    return [one.text for one in document.paragraphs if one.text] + cells


def in_pdf(content: bytes) -> str:
    """All that a .pdf says, without the white space that only lays it out."""
    return squeezed("".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages))


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def taken(pack: UUID, shape: str) -> bytes:
    """The file that Ivo takes away."""
    answer = signed_in("ivo").get(here(pack, f"?download={shape}"))
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"] == f'attachment; filename="evidence-pack.{shape}"'
    return answer.content


def refuse_more_or_less(paper: Printed, texts: list[str]) -> None:
    """Raises AssertionError where a file says anything but what stands in the paper, each as often."""
    assert Counter(texts) == Counter(texts_of(paper))


# ---------------------------------------------------------------- refusals


def test_somebody_who_has_not_signed_in_is_sent_to_sign_in(town: None) -> None:
    assert Client().get(here(a_pack("ivo"), "?download=docx")).status_code == 302


@pytest.mark.parametrize("username", ["wilf", "orla", "cass", "dev", "robin", "bea"])
def test_a_role_that_reads_no_child_s_story_is_refused(town: None, username: str) -> None:
    assert signed_in(username).get(here(a_pack("ivo"), "?download=docx")).status_code == 403


def test_no_pack_of_another_child_and_none_that_is_not_there_opens(town: None) -> None:
    other = here(a_pack("ivo")).replace(str(child("wren")), str(child("kestrel")))
    assert signed_in("leila").get(other).status_code == 404
    assert signed_in("ivo").get(here(NOBODY_S)).status_code == 404


def test_whoever_may_not_read_one_entry_of_it_is_told_that_it_is_not_there(town: None) -> None:
    pack = a_pack("ivo")
    assert signed_in("magda").get(here(pack)).status_code == 200
    rest = latest().entries[0].entry
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            "keepsight.pages.story.chronology", lambda sight, of: [one for one in story("magda") if one.id != rest.id]
        )
        assert signed_in("magda").get(here(pack)).status_code == 404
        patch.setattr(packs, "_chosen", lambda one: {})
        assert signed_in("magda").get(here(pack)).status_code == 200  # what refused it was the rule, and nothing else


def test_who_received_it_is_not_for_a_chair_to_note(town: None) -> None:
    post = {"received_by": "L. Marsh", "on": "1/4/2026", "edition": "1"}
    assert signed_in("mina").post(here(a_pack("ivo")), post).status_code == 404


def test_without_names_the_pack_is_not_read_and_not_taken_away(town: None) -> None:
    pack, client = a_pack("ivo"), signed_in("ivo")
    client.post(f"/children/{child('wren')}/names/", {"names": "hide"})
    answer = client.get(here(pack, "?download=docx"))
    assert "Show names to read the pack" in answer.content.decode()
    assert latest().decision not in answer.content.decode()


# ---------------------------------------------------------------- exactly what was chosen


def test_the_word_file_says_exactly_what_the_paper_says(town: None) -> None:
    pack = a_pack("ivo")
    paper = printed_pack(latest(), "Wren Larkspur, born 4 Feb 2017")
    texts = in_word(taken(pack, "docx"))
    assert texts[0].startswith("Evidence pack: Wren")
    refuse_more_or_less(paper | {"title": texts[0].removesuffix("\n")}, texts)


def test_the_check_would_see_one_entry_more_or_one_less(town: None) -> None:
    a_pack("ivo")
    made = latest()
    paper = printed_pack(made, "Wren")
    more = printed_pack(replace(made, entries=(*made.entries, replace(made.entries[0], number=9))), "Wren")
    less = printed_pack(replace(made, entries=made.entries[1:]), "Wren")
    refuse_more_or_less(paper, in_word(in_shape(paper, "docx")))
    for other in (more, less):
        with pytest.raises(AssertionError):
            refuse_more_or_less(paper, in_word(in_shape(other, "docx")))


@pytest.mark.parametrize("shape", ["docx", "pdf"])
def test_each_file_holds_every_chosen_entry_with_its_number_and_source_and_none_that_was_left_out(
    town: None, shape: str
) -> None:
    pack = a_pack("ivo")
    made, content = latest(), taken(pack, shape)
    said = in_pdf(content) if shape == "pdf" else squeezed("".join(in_word(content)))
    chosen = {one.entry.id: one for one in made.entries}
    words_in = {squeezed(one.entry.narrative) for one in made.entries}
    for one in made.entries:
        assert squeezed(f"{one.number}. ") in said
        assert squeezed(one.entry.narrative) in said
        assert squeezed(str(one.entry.source.file_name or "written by")) in said
        assert squeezed(f"Held by {one.entry.agency_name}") in said
    others = [one for one in open_to("ivo") if one.id not in chosen and squeezed(one.narrative) not in words_in]
    told = [one for one in others if len(one.narrative) > 20]
    assert told
    assert [one.narrative for one in told if squeezed(one.narrative) in said] == []
    for number in cited(made.statement):
        assert f"[{number}]" in said
        assert number in {one.number for one in made.entries}


def test_what_is_left_out_is_counted_with_its_reason_and_what_may_be_kept_elsewhere_is_always_said(town: None) -> None:
    a_pack("ivo")
    said = list(texts_of(printed_pack(latest(), "Wren")))
    many = sum(count for count, _ in latest().left_out)
    assert f"{many} entries left out: It repeats what entry 1 says" in said
    assert NOT_SAID in said
    assert "Fennick Housing: not connected." in said


def test_words_of_a_record_are_never_run_read_as_markup_or_lost(town: None) -> None:
    a_pack("ivo", replace(a_choice("ivo"), statement=f"[1] {HOSTILE}\x0b"))
    made = latest()
    first = replace(
        made.entries[0], entry=replace(made.entries[0].entry, narrative=HOSTILE + "\x0b", child_words=HOSTILE)
    )
    paper = printed_pack(replace(made, entries=(first, *made.entries[1:])), "Wren")
    word = in_word(in_shape(paper, "docx"))
    assert word.count(f"“{HOSTILE}”") == 2
    assert in_pdf(in_shape(paper, "pdf")).count(squeezed(HOSTILE)) == 3


@pytest.mark.parametrize(
    ("basis", "corroborated", "says"),
    [
        ("observed", True, "seen by the person who wrote it; corroborated"),
        ("carer", False, "a carer's account; not corroborated"),
        ("child", None, "the child's words; not recorded whether verified"),
        (None, None, "not recorded; not recorded whether verified"),
    ],
)
def test_whose_account_it_is_and_whether_anybody_verified_it_is_said(
    basis: str | None, corroborated: bool | None, says: str
) -> None:
    assert (
        appraisal(entry("child.seen", "2026-03-01", basis=basis, corroborated=corroborated))
        == f"Whose account: {says}."
    )


# ---------------------------------------------------------------- the page


def test_the_page_reads_the_whole_edition_and_taking_it_away_leaves_its_line(town: None) -> None:
    pack = a_pack("ivo")
    page = unescape(signed_in("ivo").get(here(pack)).content.decode())
    assert all(one.entry.title in page for one in latest().entries)
    taken(pack, "pdf")
    line = AuditLine.objects.latest("seq")
    assert (line.act, line.page, line.count, line.about) == ("export", "pack", 3, f"pack {pack}")


def test_who_received_it_is_noted_and_read_there_and_a_day_that_cannot_be_is_said(town: None) -> None:
    pack, client = a_pack("ivo"), signed_in("ivo")
    post = {"received_by": "L. Marsh, legal", "how": "By hand", "on": "1/4/2026", "edition": "1"}
    assert "There is a problem" in client.post(here(pack), post | {"on": "soon"}).content.decode()
    assert "Nobody has been noted yet" in client.get(here(pack)).content.decode()
    assert client.post(here(pack), post).status_code == 302
    assert "L. Marsh, legal, By hand, 1 April 2026" in client.get(here(pack)).content.decode()


def test_an_earlier_edition_is_kept_and_says_that_a_later_one_stands(town: None) -> None:
    pack = a_pack("ivo")
    a_pack("ivo", of=pack)
    client = signed_in("ivo")
    assert "A later edition takes the place" in client.get(here(pack, "?edition=1")).content.decode()
    assert "A later edition takes the place" not in client.get(here(pack)).content.decode()
