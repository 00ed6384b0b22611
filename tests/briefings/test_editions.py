"""Editions: a public one names nobody, waits for a person, and leaks nothing into any of its files."""

import datetime as dt
import io
import random
import re
import string
import zipfile
import zlib
from dataclasses import replace

import pypdf
import pytest
from django.db import connection, transaction
from django.db.utils import ProgrammingError

from keepsight.access.actions import add_user, name_agency
from keepsight.access.models import User
from keepsight.briefings import actions, clearing
from keepsight.briefings.actions import begin_paper, clear, decide, edit, make_edition, note_reading
from keepsight.briefings.material import Quote, Recommended
from keepsight.briefings.models import Edition, Paper, Pseudonym
from keepsight.briefings.paper import Paragraph
from keepsight.briefings.queries import edits_of, print_edition, readings_of, waiting_in
from keepsight.briefings.writing import written
from keepsight.errors import WrongUse
from keepsight.store.clock import today
from tests.briefings.invented import ASHLAR, CODED, OSIER, REVIEWS, material, source

pytestmark = pytest.mark.django_db
SUFFIXES = ("docx", "html", "pdf")


@pytest.fixture
def cass() -> User:
    name_agency("fennick", name="Fennick partnership", sector="other")
    return add_user("cass", name="Cass Wetherby", agency="fennick", role="learning_team", password="long enough a word")


@pytest.fixture
def paper(cass: User) -> Paper:
    return begin_paper(title="What five reviews teach us", by=cass)


def evidence() -> Paragraph:
    return next(one for one in written(material()).paragraphs() if one.key == "chronic_neglect.evidence")


def public(paper: Paper, by: User, **changes: object) -> Edition:
    made = written(material(**changes), edits_of(paper))
    return make_edition(paper=paper, written=made, for_public=True, by=by)


def decided_by_a_careful_person(edition: Edition, by: User) -> None:
    """Replaces everything that is listed, until nothing is."""
    for _ in range(3):
        decide(edition=edition, stands={one.word: "somebody" for one in waiting_in(edition)}, by=by)
    clear(edition=edition, read_whole=True, by=by)


def test_a_paper_without_a_title_is_refused(cass: User) -> None:
    with pytest.raises(WrongUse, match="needs a title"):
        begin_paper(title="  ", by=cass)


def test_words_with_a_slot_of_no_figure_are_refused(paper: Paper, cass: User) -> None:
    with pytest.raises(WrongUse, match=r"no figure called luck.*\{chronic_neglect\}"):
        edit(paper=paper, paragraph=evidence(), words="In {luck}.", by=cass)


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_nothing_of_a_public_edition_is_printed_before_it_is_cleared(paper: Paper, cass: User, suffix: str) -> None:
    edition = public(paper, cass)
    with pytest.raises(WrongUse, match="has not been cleared"):
        print_edition(edition, suffix)


def test_an_edition_is_cleared_by_somebody_who_decided_on_all_of_it_and_read_it_whole(paper: Paper, cass: User) -> None:
    edition = public(paper, cass)
    words = [one.word for one in waiting_in(edition)]
    assert "Fennick-on-the-Wash" in words
    with pytest.raises(WrongUse, match="words still wait"):
        clear(edition=edition, read_whole=True, by=cass)
    decide(edition=edition, stands=dict.fromkeys(words), by=cass)
    with pytest.raises(WrongUse, match="end to end"):
        clear(edition=edition, read_whole=False, by=cass)
    clear(edition=edition, read_whole=True, by=cass)
    assert (edition.cleared_by, edition.public) == (cass, True)
    with pytest.raises(WrongUse, match="has been cleared"):
        decide(edition=edition, stands={"Fennick-on-the-Wash": "a town"}, by=cass)
    assert "Fennick-on-the-Wash" in print_edition(edition, "html").decode()


def test_an_internal_edition_is_not_cleared_and_says_that_it_is_not_to_be_passed_on(paper: Paper, cass: User) -> None:
    edition = make_edition(paper=paper, written=written(material()), for_public=False, by=cass)
    with pytest.raises(WrongUse, match="not cleared"):
        clear(edition=edition, read_whole=True, by=cass)
    assert waiting_in(edition) == []
    text = print_edition(edition, "html").decode()
    assert "Internal edition: not to be passed on" in text
    assert "Child Ashlar; Child Burnet; Child Osier" in text


def test_what_stands_in_a_word_s_place_is_looked_at_again(paper: Paper, cass: User) -> None:
    edition = public(paper, cass)
    decide(edition=edition, stands={"Fennick-on-the-Wash": "Lower Mere"}, by=cass)
    assert {"Lower", "Mere"} <= {one.word for one in waiting_in(edition)}


def test_no_review_is_called_by_its_name_and_what_was_not_published_is_not_quoted(paper: Paper, cass: User) -> None:
    good = (Quote(source(ASHLAR), "Child Ashlar and child osier were seen together."),)
    edition = public(paper, cass, good_practice=good)
    decided_by_a_careful_person(edition, cass)
    text = print_edition(edition, "html").decode()
    stands = {one.review: one.stands for one in Pseudonym.objects.filter(edition=edition)}
    assert f"“{stands[ASHLAR.id]} and {stands[OSIER.id]} were seen together.”" in text
    assert not [one.name for one in REVIEWS if one.name.lower() in text.lower()]
    assert "Nobody had seen the bedroom" not in text
    assert "The lists behind the figures" not in text
    assert "overview report" not in text


def test_two_editions_of_one_paper_cannot_be_laid_side_by_side(paper: Paper, cass: User) -> None:
    one, other = public(paper, cass), public(paper, cass)
    called = [
        tuple(Pseudonym.objects.filter(edition=each).order_by("review").values_list("stands")) for each in (one, other)
    ]
    assert called[0] != called[1]


def test_an_edition_is_frozen_whatever_the_paper_says_afterwards(paper: Paper, cass: User) -> None:
    edition = make_edition(paper=paper, written=written(material()), for_public=False, by=cass)
    edit(paper=paper, paragraph=evidence(), words="All of it was cold.", by=cass)
    assert "All of it was cold." not in print_edition(edition, "html").decode()


def test_the_latest_words_of_a_person_hold_and_may_be_taken_back(paper: Paper, cass: User) -> None:
    edit(paper=paper, paragraph=evidence(), words="First, in {chronic_neglect}.", by=cass)
    edit(paper=paper, paragraph=evidence(), words="Second.", by=cass)
    kept = edits_of(paper)["chronic_neglect.evidence"]
    assert (kept.words, kept.by, kept.figures["chronic_neglect"]) == ("Second.", "Cass Wetherby", "3 of 5 reviews")
    edit(paper=paper, paragraph=evidence(), words=None, by=cass)
    assert edits_of(paper) == {}


@pytest.mark.parametrize(("who", "did", "days"), [("", "read", 0), ("The board", "liked", 0), ("The board", "read", 1)])
def test_a_reading_by_nobody_of_no_kind_or_to_come_is_refused(
    paper: Paper, cass: User, who: str, did: str, days: int
) -> None:
    edition = make_edition(paper=paper, written=written(material()), for_public=False, by=cass)
    on = today() + dt.timedelta(days=days)
    with pytest.raises(WrongUse):
        note_reading(edition=edition, who=who, did=did, on=on, by=cass)


def test_who_received_read_and_discussed_an_edition_is_kept(paper: Paper, cass: User) -> None:
    edition = make_edition(paper=paper, written=written(material()), for_public=False, by=cass)
    for day, did in enumerate(("received", "read", "discussed"), start=1):
        note_reading(edition=edition, who="Fennick health visiting", did=did, on=dt.date(2026, 3, day), by=cass)
    assert [(one.did, one.on.day) for one in readings_of(edition)] == [("discussed", 3), ("read", 2), ("received", 1)]


@pytest.mark.parametrize("change", ["printed = '{}'", "public = false"])
def test_the_database_lets_nobody_change_an_edition(paper: Paper, cass: User, change: str) -> None:
    public(paper, cass)
    with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE briefings_edition SET {change}")


# Canaries: names, places, dates and numbers that no code can know, made by chance on each run.


def canaries(chance: random.Random) -> list[str]:
    def word() -> str:
        return "".join(chance.choice(string.ascii_lowercase) for _ in range(9)).capitalize()

    months = ("January", "March", "August", "October")
    return [
        *(word() for _ in range(6)),
        f"{word()}-{word()}",
        f"O’{word()}",
        word().upper(),
        f"Ż{word().lower()}",
        f"{chance.randint(10, 28)}/0{chance.randint(1, 9)}/{chance.randint(2101, 2999)}",
        f"{chance.choice(months)} {chance.randint(2101, 2999)}",
        f"0{chance.randint(1_000_000_000, 1_999_999_999)}",
        f"999{chance.randint(1_000_000, 9_999_999)}",
        f"ZZ99 {chance.randint(1, 9)}{chance.choice('ABDE')}{chance.choice('FGHJ')}",
        f"{word().lower()}@{word().lower()}.example",
    ]


def sown(chance: random.Random, sown_words: list[str]) -> dict[str, object]:
    """A material with canaries in every text that comes from outside."""

    def sentence() -> str:
        picked = chance.sample(sown_words, 3)
        return f"{picked[0]} was seen by {picked[1]}; {picked[2]}'s mother said so. {picked[0]} did not."

    def name() -> str:
        return f"Child {chance.choice(sown_words)}"

    reviews = tuple(replace(one, name=f"{name()} {number}") for number, one in enumerate(REVIEWS))
    quotes = tuple(Quote(source(one), sentence()) for one in reviews)
    coded = tuple(replace(one, quotes=quotes, sources=tuple(quote.source for quote in quotes)) for one in CODED)
    sources = [replace(one.source, document=f"{sentence()}.docx") for one in quotes]
    coded = tuple(replace(one, sources=tuple(sources)) for one in coded)
    return {
        "title": f"Learning from {name()} and {sentence()}",
        "partnership": f"{chance.choice(sown_words)} partnership",
        "reviews": reviews,
        "coded": coded,
        "good_practice": quotes,
        "recommended": (Recommended(sentence(), sentence(), sentence(), ("childs_voice",)),),
    }


def everything_in(content: bytes, suffix: str) -> str:
    """All that a file holds: its parts and their names, its properties, and whatever a stream packs."""
    if suffix == "docx":
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            return "\n".join(f"{name}\n{parts.read(name).decode('utf-8', 'replace')}" for name in parts.namelist())
    if suffix == "html":
        return content.decode()
    packed = []
    for stream in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", content, flags=re.DOTALL):
        try:
            packed.append(zlib.decompress(stream))
        except zlib.error:
            packed.append(stream)
    reader = pypdf.PdfReader(io.BytesIO(content))
    text = "".join(page.extract_text() for page in reader.pages)
    return "\n".join([text, str(reader.metadata), *(one.decode("latin-1") for one in [content, *packed])])


def found_in(text: str, words: list[str]) -> list[str]:
    plain = re.sub(r"\s+", "", text).casefold()
    return [one for one in words if re.sub(r"\s+", "", one).casefold() in plain]


def files_with_canaries(paper: Paper, by: User, seed: int) -> list[str]:
    """The canaries that came through into any file of a public edition that a careful person cleared."""
    chance = random.Random(seed)
    words = canaries(chance)
    changes = sown(chance, words)
    edit(paper=paper, paragraph=evidence(), words=f"{words[0]} and {words[3]} said so in {{chronic_neglect}}.", by=by)
    edition = public(paper, by, **changes)
    decided_by_a_careful_person(edition, by)
    return [
        one for suffix in SUFFIXES for one in found_in(everything_in(print_edition(edition, suffix), suffix), words)
    ]


def test_no_canary_gets_into_any_file_of_a_public_edition_nor_into_what_a_file_says_of_itself(
    paper: Paper, cass: User
) -> None:
    for seed in random.SystemRandom().sample(range(10**6), 4):
        assert not files_with_canaries(paper, cass, seed), f"seed {seed}"


def test_the_canaries_are_found_where_they_are_let_through(paper: Paper, cass: User) -> None:
    chance = random.Random(1)
    words = canaries(chance)
    edition = make_edition(paper=paper, written=written(material(**sown(chance, words))), for_public=False, by=cass)
    for suffix in SUFFIXES:
        assert len(found_in(everything_in(print_edition(edition, suffix), suffix), words)) >= 8, suffix


@pytest.mark.parametrize(
    ("room", "name", "instead"),
    [
        (clearing, "left", lambda *_, **__: []),  # nothing is listed
        (clearing, "replaced", lambda text, _: text),  # nothing is replaced
        (
            actions,
            "public",
            lambda written, names: actions.printed(written),
        ),  # an internal edition passes for a public one
    ],
)
def test_a_clearing_that_looks_away_lets_canaries_through(
    paper: Paper, cass: User, monkeypatch: pytest.MonkeyPatch, room: object, name: str, instead: object
) -> None:
    monkeypatch.setattr(room, name, instead)
    if name == "replaced":
        monkeypatch.setattr(actions, "waiting_in", lambda _: [])
    assert files_with_canaries(paper, cass, seed=1)
