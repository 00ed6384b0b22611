"""Read without names: a canary. Random invented names, spelt in every way people spell them, and none of them left.

What is known is replaced on every page and in the workbook, in what a spreadsheet keeps about itself too. A name that no
record knows cannot be replaced, and so it is listed for a person. Each of the two has its sabotage.
"""

import random
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from django.test import Client

from keepsight.access.actions import add_user
from keepsight.access.queries import the_machine
from keepsight.pages import pseudonyms, story
from keepsight.pages.frame import PROVED
from keepsight.pages.pseudonyms import Cast
from keepsight.people.queries import children
from keepsight.prompts.actions import receive

pytestmark = pytest.mark.django_db

HEADINGS = (
    "Date,Reference,Kind,Event,Child's words,Significance,Child forename,Child surname,Date of birth,Our reference,"
    "Name and role"
)
BEGINNINGS, ENDS = ("Vro", "Quel", "Zan", "Thim", "Brask", "Ylf", "Gwor"), ("ipple", "andry", "osk", "umble", "ettin")
STRANGER = "Crumbeldine"  # of whom no record knows


class Names:
    """A child, a mother of whom only a sibling's record tells, and a writer, under names that no word is."""

    def __init__(self, seed: int) -> None:
        rng = random.Random(seed)
        made = [begin + end for begin in BEGINNINGS for end in ENDS]
        self.forename, self.surname, self.sibling, self.writer = rng.sample(made, 4)

    @property
    def known(self) -> tuple[str, ...]:
        """Every word that a record knows as somebody's."""
        return self.forename, self.surname, self.sibling, self.writer

    def spelt(self) -> Iterator[str]:
        """The names as narratives have them."""
        for name in self.known:
            yield from (
                name,
                name.upper(),
                name.lower(),
                f"{name}'s",
                f"{name}’s",
                f"({name})",
                f"{name}-Ann",
                f"Mrs {name}",
            )
        yield f"{self.forename} {self.surname}"
        yield f"{self.surname.upper()}, {self.forename}"
        yield f"{self.forename}  {self.surname}"
        yield f"{self.forename}\u2011{self.sibling}"
        yield f"{self.forename}/{self.sibling}"


@pytest.fixture
def names(request: pytest.FixtureRequest, tmp_path: Path) -> Names:
    """A school's table full of names, received; and somebody who leads there."""
    who = Names(getattr(request, "param", 0))
    row = "{},{},concern.recorded,{},{},{},{},{},04/02/2017,{},{}"
    writer = f"{who.writer} Pym"
    words = [*who.spelt(), STRANGER]
    lines = [
        row.format(f"{1 + n % 28:02}/03/2026", n, f"Seen with {said} at noon", f"I told {said}", f"Because of {said}",
                   who.forename, who.surname, "A1", writer)
        for n, said in enumerate(word.replace(",", ";") for word in words)
    ]  # fmt: skip
    path = tmp_path / f"{who.surname}-{who.forename}.csv"
    path.write_text("\n".join([HEADINGS, *lines]) + "\n", encoding="utf-8")
    receive(path, agency="school")
    add_user("olu", name="Olu Reed", agency="school", role="agency_lead", password="only-invented-1")
    _a_sibling(who, tmp_path)
    return who


def _a_sibling(who: Names, folder: Path) -> None:
    """Social care tells of the child's sibling, of whom no entry here is."""
    path = folder / "key.csv"
    path.write_text(
        "Initials,Name,Relationship,Date of birth,Child ID\n"
        f"C1,{who.forename} {who.surname},Child,04/02/2017,A1\n"
        f"C2,{who.sibling} {who.surname},Sibling,04/02/2019,A2\n\n"
        "Child,Event date,Significant event\n"
        f"C1,02/03/2026,Home visit: {who.sibling} slept\n",
        encoding="utf-8",
    )
    receive(path, agency="school")


def read(names: Names) -> tuple[str, bytes]:
    """Every page of the child without names, as one text, and the workbook."""
    client = Client()
    client.login(username="olu", password="only-invented-1")
    session = client.session
    session[PROVED] = True
    session.save()
    of = next(one for one in children(the_machine()) if one.forename == names.forename)
    client.post(f"/children/{of.id}/names/", {"names": "hide"})
    pages = ("", "?span=all", "chronology/?show=all&sources=yes", "names/", "family/", "chronology/export/")
    text = "\n".join(client.get(f"/children/{of.id}/{page}").content.decode() for page in pages)
    return text, client.get(f"/children/{of.id}/chronology/export/?show=all&download=workbook").content


def left(names: Names, text: str, book: bytes) -> list[str]:
    """The known names that stand anywhere, however they are written, the parts of the workbook and their names included."""
    with zipfile.ZipFile(BytesIO(book)) as whole:
        parts = [name + whole.read(name).decode("utf-8") for name in whole.namelist()]
    everything = "\n".join([text, *parts]).casefold()
    return [name for name in names.known if name.casefold() in everything]


@pytest.mark.long
@pytest.mark.parametrize("names", range(3), indirect=True)
def test_no_known_name_is_left_on_any_page_nor_in_the_workbook(names: Names) -> None:
    text, book = read(names)
    assert "Child A" in text
    assert left(names, text, book) == []


def test_a_name_that_no_record_knows_is_listed_for_a_person(names: Names) -> None:
    text, book = read(names)
    section = text.split('id="left"')[1]
    assert re.search(rf"<li>{STRANGER}, \d+ times</li>", section)
    with zipfile.ZipFile(BytesIO(book)) as whole:
        assert STRANGER in whole.read("xl/worksheets/sheet4.xml").decode()


@pytest.mark.long
@pytest.mark.parametrize("forgotten", ["child_words", "narrative"])
def test_a_field_that_was_forgotten_would_be_found_out(
    names: Names, forgotten: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The sabotage: one field of every entry goes past the cast."""
    whole = pseudonyms.hidden_entry

    def past(entry, cast):  # type: ignore[no-untyped-def]
        return replace(whole(entry, cast), **{forgotten: getattr(entry, forgotten)})

    monkeypatch.setattr(story, "hidden_entry", past)
    text, book = read(names)
    assert left(names, text, book) != []


def test_a_listing_that_was_forgotten_would_be_found_out(names: Names, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Cast, "left", lambda self, texts: [])
    text, _ = read(names)
    assert STRANGER not in text.split('id="left"')[1]
