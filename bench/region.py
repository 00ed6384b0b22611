"""A region of invented children with the people who work with them, made in minutes: for measuring what many rows and people do.

Rows are made by the database itself (region.sql), and not by receiving files, which takes a second for a thousand. Nothing in it is
meant to look like anybody's life: it has the sizes of one. Two children a family, known to three agencies or four; 200 accounts of
all roles that read children, each with the number of children that such a person has.
"""

import datetime as dt
import hashlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

if TYPE_CHECKING:
    import psycopg

    from keepsight.patterns.answers import Answer

SCHOOLS = 12
AGENCIES = {
    "social-care": "social_care",
    "police": "police",
    "early-help": "early_help",
    "health-visiting": "health_visiting",
    "hospital": "hospital",
    "gp": "gp",
} | {f"school-{number:02}": "school" for number in range(SCHOOLS)}

# What each sort of agency writes, and how often beside the others.
WRITES = {
    "social_care": "contact.received*3 contact.decided*3 referral.received referral.decided involvement.opened "
    "involvement.closed involvement.stepped_down assessment.started assessment.completed visit.made*5 child.seen*5 child.voice*2 "
    "core_group.held plan.started plan.ended note.made*9",
    "police": "police.notified*9 domestic_abuse.incident*2 missing.reported missing.found note.made*4",
    "early_help": "early_help.started early_help.ended child.seen*2 note.made*4",
    "health_visiting": "appointment.attended*5 appointment.not_brought home.observed child.seen*3 growth.measured*2 note.made*3",
    "hospital": "appointment.attended*6 appointment.not_brought*2 appointment.cancelled "
    "emergency.attended*2 immunisation.given note.made*3",
    "gp": "appointment.attended*9 appointment.not_brought immunisation.given*2 adult_mental_health.episode note.made*4",
    "school": "school.absence*6 school.attendance*3 concern.recorded*2 child.voice school.suspended note.made*3",
}
FOUND_WITHIN = 20  # days, of every prompt that stands
WORDINGS = 12  # of each kind, so that its details differ

PASSWORD = "only for measuring"
# How many of each role in each hundred, where they work, and how many children they have: at least, and at most.
STAFF = (
    ("practitioner", "social-care", 32, 15, 25),
    ("practitioner", "school", 20, 15, 40),
    ("practitioner", "health-visiting", 10, 25, 40),
    ("practitioner", "hospital", 8, 15, 40),
    ("practitioner", "police", 6, 15, 30),
    ("practitioner", "early-help", 6, 15, 25),
    ("agency_lead", "social-care", 2, 0, 0),
    ("agency_lead", "school", 4, 0, 0),
    ("agency_lead", "health-visiting", 1, 0, 0),
    ("hub_coordinator", "social-care", 2, 0, 0),
    ("conference_chair", "social-care", 5, 30, 50),
    ("reviewing_officer", "social-care", 4, 40, 60),
)


@dataclass(frozen=True, slots=True)
class Worker:
    """Somebody who signs in: the secret of their telephone, and the children they work with (leads and the hub: some they see)."""

    username: str
    role: str
    agency: str
    key: str
    children: tuple[str, ...]


def make(children: int, mean: float, people: int) -> list[Worker]:
    """Fill an empty, open store with so many children of `mean` entries each on the average, and so many people at work."""
    from keepsight.access.actions import name_agency
    from keepsight.access.agreeing import Days, Terms, agree
    from keepsight.access.roles import READS_CHILDREN

    for code, sector in AGENCIES.items():
        name_agency(code, name=code.replace("-", " ").capitalize(), sector=sector)
        terms = Terms("Everybody it knows", "To measure", "None of it is real", sorted(READS_CHILDREN))
        agree(code, terms, Days(dt.date(2020, 4, 1)), by=None)
    receipts = dict(_receipts())
    _fill(children, mean, receipts)
    _seal(receipts)
    return _people(people)


def ask_everybody(folder: Path) -> None:
    """The whole library asked of everybody, on the store's own columns: what it answers, put where prompts are kept.

    A prompt was found on a day of the last few weeks, drawn by chance: so some have moved up, as they do where nobody answers.
    """
    import pyarrow.parquet as pq

    from keepsight.chronology.projection import bring_up_to_date, own_folder
    from keepsight.patterns.answers import ROW, gather
    from keepsight.patterns.scanning.scan import scan
    from keepsight.patterns.sheets import library
    from keepsight.store import clock

    bring_up_to_date(own_folder(), clock.today())
    scan(own_folder(), folder / "answers.parquet", library().values(), clock.today())
    rows = pq.read_table(folder / "answers.parquet").select(ROW)
    answers = gather(zip(*(column.to_pylist() for column in rows.columns), strict=True))
    _keep([one for one in answers if one.holds])


def _keep(answers: "Sequence[Answer]") -> None:
    from keepsight.people.models import Link
    from keepsight.store import clock

    known = set(Link.objects.filter(record__agency="social-care").values_list("person_id", flat=True))
    dice, made = Random(3), [(uuid4(), one) for one in answers]
    prompts = (
        (of, one.pattern, one.version, one.child, one.began_on, one.ended_on, one.visible_on, one.anchor, one.measure,
         "allocated_team" if one.child in known else "front_door", clock.today(),
         clock.now() - dt.timedelta(days=dice.randrange(FOUND_WITHIN)))
        for of, one in made
    )  # fmt: skip
    shown_by = ((of, entry, part) for of, one in made for entry, part in one.entries)
    columns = "id pattern version child_id began_on ended_on visible_on anchor measure owner as_at first_found_at"
    with _as_the_server() as filling:
        for table, named, rows in (
            ("prompts_prompt", columns.replace(" ", ", "), prompts),
            ("prompts_prompt_entry", "prompt_id, entry_id, part", shown_by),
        ):
            with filling.cursor() as cursor, cursor.copy(f"COPY {table} ({named}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
            filling.execute(f"ANALYZE {table}")


@contextmanager
def _as_the_server() -> "Iterator[psycopg.Connection]":
    """A transaction of the server's own user, that looks up nothing of what a row points to."""
    import psycopg
    from django.db import connection

    from keepsight.store import server

    settings = connection.settings_dict
    address = server.url(Path(settings["HOST"]), server.SUPERUSER, settings["NAME"])
    with psycopg.connect(address, cursor_factory=psycopg.ClientCursor) as filling:
        filling.execute("SET session_replication_role = replica")
        filling.execute("SET work_mem = '256MB'")
        yield filling


def _receipts() -> Iterator[tuple[str, UUID]]:
    """A receipt of each agency, with what it covers."""
    from keepsight.intake.actions import keep_file
    from keepsight.intake.models import Coverage, Receipt
    from keepsight.store import clock
    from keepsight.store.home import home

    said = b"Nobody handed this in: rows were made in the database, to measure it.\n"
    file, sha256 = home() / "made.csv", hashlib.sha256(said).hexdigest()
    file.write_bytes(said)
    keep_file(file, sha256)
    for code in AGENCIES:
        nothing = dict.fromkeys(("rows", "counted", "entries", "refused", "duplicates", "blank"), 0)
        made = Receipt.objects.create(
            agency_id=code, received_at=clock.now(), file_name="made.csv", sha256=sha256, size=len(said), format="generic_csv",
            format_version="1", as_at=clock.today(), **nothing,
        )  # fmt: skip
        Coverage.objects.bulk_create(
            Coverage(agency_id=code, receipt=made, kind=kind, from_on=dt.date(2010, 1, 1), to_on=clock.today())
            for kind in sorted({kind for kind, _ in _sayings(code)})
        )
        yield code, made.id


def _sayings(agency: str) -> list[tuple[str, int]]:
    """The kinds that an agency writes, as often as it does, each with the number of a wording."""
    weighed = (one.partition("*") for one in WRITES[AGENCIES[agency]].split())
    return [(kind, number) for kind, _, times in weighed for number in range(WORDINGS * int(times or 1))]


def _fill(children: int, mean: float, receipts: dict[str, UUID]) -> None:
    from keepsight.store import clock

    values = {"children": children, "mean": mean, "schools": SCHOOLS, "today": clock.today(), "now": clock.now()}
    with _as_the_server() as filling:
        filling.execute("SELECT setseed(0.5)")
        filling.execute("CREATE TEMP TABLE source (agency text, receipt uuid, sayings int)")
        filling.execute("CREATE TEMP TABLE saying (agency text, number int, kind text, details text)")
        for agency, receipt in receipts.items():
            said = _sayings(agency)
            filling.execute("INSERT INTO source VALUES (%s, %s, %s)", [agency, receipt, len(said)])
            with filling.cursor() as cursor, cursor.copy("COPY saying FROM STDIN") as copy:
                for number, (kind, _) in enumerate(said):
                    copy.write_row((agency, number, kind, _details(kind, number)))
        for statement in (Path(__file__).parent / "region.sql").read_text(encoding="utf-8").split(";\n"):
            filling.execute(statement.encode(), values)  # values are put in here: a table made by a query takes none


def _details(kind: str, number: int) -> str:
    """What an entry of a kind says beside its words, where that is one of few words: each as often as the others."""
    from keepsight.chronology.words import canonical
    from keepsight.vocabulary import KINDS

    dice = Random(number)
    choices = {name: one.words for name, one in KINDS[kind].details.items() if one.words}
    return canonical({name: dice.choice(sorted(words)) for name, words in choices.items()})


def _seal(receipts: dict[str, UUID]) -> None:
    """As receiving does: the audit keeps a seal of what came with each file."""
    from django.db import transaction

    from keepsight.chronology.actions import seal_receipt
    from keepsight.intake.models import Receipt

    for receipt in receipts.values():
        with transaction.atomic():
            seal_receipt(Receipt.objects.get(id=receipt))


def _people(people: int) -> list[Worker]:
    """The accounts, each with its second factor, and with whom they work."""
    from django.contrib.auth.hashers import make_password
    from django_otp.plugins.otp_totp.models import TOTPDevice
    from django_otp.util import random_hex

    from keepsight.access.models import Involvement, User
    from keepsight.people.models import Link
    from keepsight.store import clock

    dice, password, workers = Random(7), make_password(PASSWORD), []
    theirs: dict[str, list[UUID]] = {}
    for agency in AGENCIES:
        known = Link.objects.filter(record__agency=agency, record__childhood__isnull=False).order_by("record__key")
        theirs[agency] = list(known.values_list("person_id", flat=True))
    sized = _of_a_size()
    for number, (role, agency, least, most) in enumerate(_posts(people)):
        user = User.objects.create(
            username=f"{role}-{number}", name=f"Worker {number}", agency_id=agency, role=role, password=password
        )
        seen = dice.sample(theirs[agency], min(len(theirs[agency]), dice.randint(least, most) if most else 20))
        if number == 0:
            seen += sized  # the three children of a given size
        if most:
            since, until = clock.today() - dt.timedelta(days=30), clock.today() + dt.timedelta(days=60)
            Involvement.objects.bulk_create(
                Involvement(user=user, child=child, from_on=since, to_on=until, source="made") for child in seen
            )
        device = TOTPDevice.objects.create(user=user, name="telephone", key=random_hex())
        workers.append(Worker(user.username, role, agency, device.key, tuple(map(str, seen))))
    return workers


def _of_a_size() -> list[UUID]:
    """The children with 50, 500 and 5,000 entries, in that order."""
    from keepsight.people.models import Description

    said = Description.objects.filter(forename__in=("Childa", "Childc", "Childe"), record__agency="hospital")
    return list(said.order_by("forename").values_list("record__link__person", flat=True))


def _posts(people: int) -> Iterator[tuple[str, str, int, int]]:
    """Role, agency, least and most children of so many people."""
    for role, agency, share, least, most in STAFF:
        for number in range(round(share * people / 100)):
            yield role, f"school-{number % SCHOOLS:02}" if agency == "school" else agency, least, most
