"""Every address of the service, asked by somebody: what a browser is sent, and what can be read in it, files included."""

import datetime as dt
import io
import itertools
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from unittest import mock
from urllib.parse import urlencode
from uuid import UUID

from django.db import connections
from django.http import HttpResponse
from django.test import Client
from django.urls import get_resolver, reverse
from pypdf import PdfReader

from conftest import Databases
from keepsight.access.models import Agreement, User
from keepsight.access.queries import sight, the_machine
from keepsight.assurance.models import Measure, Recommendation
from keepsight.briefings.models import Edition, Paper, Session
from keepsight.chronology.guesses import files_of_guesses
from keepsight.chronology.queries import chronology, documents
from keepsight.intake.models import Receipt
from keepsight.pages.shelf import shelf
from keepsight.people.models import Question
from keepsight.people.queries import children
from keepsight.practice.models import FormEdition
from keepsight.practice.packs.editions import editions
from keepsight.prompts.queries import prompts_of
from keepsight.reviews.models import Review, ReviewDocument
from keepsight.store import clock, opening, server
from tests.pages.town_people import NOBODY_S, child
from tests.trust.filling import forms

# What a page is asked for besides itself: files to take away, and the whole of what it first shows a part of.
QUERIES: dict[str, tuple[str, ...]] = {
    "export": ("download=workbook",),
    "receipt": ("download=refused",),
    "edition_reading": ("download=docx",),
    "edition": ("download=docx",),
    "history": ("show=all", "show=all&download=docx"),
    "pack": ("download=docx", "download=pdf"),
    "coding": ("download=project", "download=codebook"),
    "overview": ("span=all",),
    "themes": ("by=code",),
}
NUMBERS = itertools.count(1)
TICK = dt.timedelta(milliseconds=1)
NEW_EACH_TIME = (
    re.compile(rb"\b[0-9a-f]{16} [0-9a-f]{16}\b"),  # marks of what our own export says, names of chance among it
    re.compile(rb'name="csrfmiddlewaretoken" value="[^"]*"'),
    re.compile(rb'name="end" value="[^"]*"'),  # the name of one's own session
    re.compile(rb'<t[hd][^>]*data-label="(Since|Last used)">[^<]*'),  # of one's own session, by Django's own clock
    re.compile(rb"the one since [^<]*"),  # the same, read aloud
    re.compile(rb'name="whose" value="[^"]*"'),  # whose unsaved form it is, signed with the time
    re.compile(rb'(?s)<svg[^>]*class="ks-square">.*?</code>'),  # the secret of a second factor on offer
    re.compile(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ"),  # when a file was written, as it says of itself
)
MADE = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


@dataclass(frozen=True)
class Ask:
    """One thing that is asked: a page of the shelf, of the town's own things or of a secret's (`about`), how and with what."""

    page: str
    about: str
    url: str
    method: str = "GET"
    form: tuple[tuple[str, str], ...] = ()

    @property
    def label(self) -> str:
        """How a difference is named."""
        said = " ".join(value for _, value in self.form)
        return f"{self.method} {self.page} ({self.about}) {self.url.partition('?')[2]}{said}".strip()


def pages() -> dict[str, tuple[str, ...]]:
    """Every page that the service knows, by its name, with the parts of its address: from Django's own list of addresses.

    What programs ask is no page: tests/production holds it to what it may say.
    """
    patterns = (one for one in get_resolver().url_patterns if hasattr(one.callback, "shelved"))
    return {str(one.name): tuple(one.pattern.converters) for one in patterns}


def lists_of(page: str) -> tuple[str, ...]:
    """How the list on a page is taken away; nothing, where it has none."""
    return ("as=csv",) if shelf()[page].listed else ()


def town_parts(looker: User) -> dict[tuple[str, str] | str, object]:
    """What an address may name, of the town. A key of two is one page's own. No look at a page changes it."""
    seen = {one.id for one in children(sight(looker, clock.today()))}
    of = child("wren") if child("wren") in seen or not seen else child("jory")
    told = documents(the_machine(), of) or documents(the_machine())
    guessed = files_of_guesses(sight(looker, clock.today()))
    return {
        "child_id": of,
        "looked_id": of,
        "prompt_id": prompts_of(the_machine(), of)[0].id,
        ("document", "document_id"): told[0].id,
        ("guesses", "receipt_id"): guessed[0].receipt if guessed else Receipt.objects.earliest("received_at", "id").id,
        "entry_id": chronology(the_machine(), of)[0].id,
        "document_id": ReviewDocument.objects.get(review__slug="isla").id,
        "review_id": Review.objects.get(slug="isla").id,
        "upload_id": NOBODY_S,  # of the town nothing is on its way
        "receipt_id": Receipt.objects.earliest("received_at", "id").id,
        "session_id": Session.objects.filter(opened_by=looker).earliest("opened_at", "id").id,
        "recommendation_id": Recommendation.objects.latest("made_on", "id").id,
        "agreement_id": Agreement.objects.earliest("from_on", "id").pk,
        "form_id": form.form if (form := FormEdition.objects.filter(agency=None).first()) else NOBODY_S,
        "measure_id": Measure.objects.earliest("at", "id").id,
        "pattern": "re-referral",
        "trial_id": NOBODY_S,  # in the town nothing was tried
        "paper_id": Paper.objects.earliest("begun_at", "id").id,
        "question_id": question.pk if (question := Question.objects.order_by("asked_at", "id").first()) else NOBODY_S,
        "key": "conclusion",
        "replaying_id": NOBODY_S,  # of the town nobody has replayed everybody
        "number": 1,
        "pack_id": editions(chronology(the_machine(), child("wren")))[0].pack,
        "edition_id": Edition.objects.filter(cleared_at__isnull=False).earliest("cleared_at", "id").id,
    }


def asks(looker: User, secrets: Mapping[str, Mapping[str, UUID]], *, files: bool = True) -> list[Ask]:
    """Every address about the town's things, and each that names a secret's. Raises KeyError for a part nobody can build.

    An address that several would name is asked once: the town's own where it is one.
    """
    town, asked = town_parts(looker), list[Ask]()
    for page, parts in sorted(pages().items()):
        own = {part: town.get((page, part)) or town[part] for part in parts}
        asked.append(Ask(page, "town", reverse(page, kwargs=own)))
        if files:
            queries = (*QUERIES.get(page, ()), *lists_of(page))
            asked += [Ask(page, "town", f"{reverse(page, kwargs=own)}?{query}") for query in queries]
        asked += [
            Ask(page, name, reverse(page, kwargs=own | {part: ids[part] for part in parts if part in ids}))
            for name, ids in secrets.items()
            if set(parts) & set(ids)
        ]
    asked.append(Ask("nowhere", "town", "/nowhere/"))
    once = {one.url: one for one in reversed(asked) if one.page != "sign_out"}  # signing out ends what the others need
    return sorted(once.values(), key=lambda one: (one.page, one.about, one.url))


def otherwise(asked: Iterable[Ask], methods: Iterable[str]) -> list[Ask]:
    """The same addresses in other ways than a look: the head alone, put, delete, or an empty form.

    A head is answered as the look is, and its words are thrown away; a delete is refused where a put is: both are asked for once a
    page, of the town's own things.
    """
    plainly = [one for one in asked if "?" not in one.url]
    return [
        replace(one, method=method)
        for method in methods
        for one in plainly
        if method in ("PUT", "POST") or one.about == "town"
    ]


def filled(answered: Mapping[Ask, HttpResponse]) -> list[Ask]:
    """The forms of these pages, filled in; one that several show is sent once. Signing out would end what the others need."""
    found = [
        replace(ask, url=form.action or ask.url, method="POST", form=fields)
        for ask, answer in answered.items()
        if ask.method == "GET" and "?" not in ask.url and answer.headers.get("Content-Type", "").startswith("text/html")
        for form in forms(answer.content.decode())
        if form.action != reverse("sign_out")
        for fields in form.ways()
    ]
    return list({(one.url, one.form): one for one in reversed(found)}.values())[::-1]


def searches(words: Mapping[str, str]) -> list[Ask]:
    """A search for each of these words."""
    return [Ask("find", about, reverse("find"), "POST", (("name", word),)) for about, word in words.items()]


@contextmanager
def store(databases: Databases, name: str) -> Iterator[None]:
    """This process works with one database, as the machine does."""
    opening.work_as_the_machine()
    opening.point_at(databases.socket, name)
    try:
        yield
    finally:
        let_go()


@contextmanager
def copy(databases: Databases, of: str) -> Iterator[str]:
    """A database like another one, dropped afterwards."""
    name = f"world_{next(NUMBERS)}"
    server.make_database(databases.socket, name, template=of)
    try:
        yield name
    finally:
        server.drop_database(databases.socket, name)


@contextmanager
def served() -> Iterator[None]:
    """This process works as the web server does: shown nothing that nobody has asked sight for."""
    for alias in ("default", "owner"):
        options = connections.settings[alias]["OPTIONS"]
        options["options"] = options["options"].replace(opening.MACHINE, "")
    let_go()
    try:
        yield
    finally:
        opening.work_as_the_machine()


def let_go() -> None:
    """Close every connection."""
    for connection in connections.all():
        connection.close()


def answers(looker: User, asked: list[Ask]) -> dict[Ask, HttpResponse]:
    """What the looker is answered to each."""
    with served():
        client = Client(raise_request_exception=False)
        client.force_login(looker)
        return {one: _answer(client, one, clock.now() + number * TICK) for number, one in enumerate(asked)}


def _answer(client: Client, ask: Ask, now: dt.datetime) -> HttpResponse:
    """What is answered at a moment: no two forms are sent at the same one, so that what they make stands in one order."""
    with mock.patch.object(clock, "now", return_value=now):
        return client.generic(ask.method, ask.url, *_body(ask))


def _body(ask: Ask) -> tuple[str, str]:
    return urlencode(ask.form), "application/x-www-form-urlencoded"


def plain(answer: HttpResponse) -> tuple[object, ...]:
    """The status, the headers and the whole body, without what is new each time."""
    body = b"\n".join(part for _, part in sorted(_parts(answer.content).items()))
    for new in NEW_EACH_TIME:
        body = new.sub(b"", body)
    headers = {name: value for name, value in answer.headers.items() if name != "Content-Length"}
    if answer.wsgi_request.method == "POST":  # what was made just now bears a name of chance
        body = MADE.sub("made", body.decode("utf-8", "surrogateescape")).encode("utf-8", "surrogateescape")
        headers |= {"Location": MADE.sub("made", headers["Location"])} if "Location" in headers else {}
    return answer.status_code, sorted(headers.items()), body


def text(answer: HttpResponse) -> str:
    """All that can be read in an answer: its headers, its page, and in files every part of them and what they say of themselves."""
    parts = _parts(answer.content)
    read = [part.decode("utf-8", errors="replace") for part in parts.values()]
    if answer.content.startswith(b"%PDF"):
        paper = PdfReader(io.BytesIO(answer.content))
        read += [page.extract_text() for page in paper.pages] + [str(paper.metadata)]
    return "\n".join([*map(str, answer.headers.items()), *parts, *read])


def _parts(content: bytes) -> dict[str, bytes]:
    if not content.startswith(b"PK"):
        return {"": content}
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        return {name: file.read(name) for name in file.namelist()}
