"""Serving a store: the pages by gunicorn, the worker beside them, both ended together."""

import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from django.core.management import call_command
from django.db import transaction
from rich.table import Table

from keepsight.access.actions import add_user, involve, name_agency
from keepsight.access.agreeing import Days, Terms, agree
from keepsight.access.models import User
from keepsight.chronology.settled import settle
from keepsight.cli import saying
from keepsight.cli.acting import load_acts
from keepsight.cli.coding import load_coding
from keepsight.cli.learning import load_learning, load_reviews
from keepsight.cli.papers import load_papers
from keepsight.errors import WrongUse
from keepsight.intake.models import Receipt
from keepsight.people import queries as people
from keepsight.prompts.actions import ask_open_clocks, receive
from keepsight.prompts.grown import grown
from keepsight.store.actions import mark_as_demo
from keepsight.store.clock import today
from keepsight.store.opening import open_store
from keepsight.store.queries import is_demo
from keepsight.town.agencies import AGENCIES
from keepsight.town.agreements import AGREEMENTS
from keepsight.town.staff import STAFF
from keepsight.town.writing import write_town

PORT = 8000
DEMO_PASSWORD = "invented-town"  # noqa: S105  (printed on purpose; the demo holds nothing real and listens to this machine only)
WEB_WORKERS = 2  # processes; a laptop's two cores
WEB_THREADS = 4  # in each; requests mostly wait for the database
CHECK_EVERY_SECONDS = 0.5


def demo(port: int) -> None:
    """The invented town, loaded if it is not there yet, and served."""
    open_store(make=True)
    if not is_demo():
        if Receipt.objects.exists():
            raise WrongUse(
                "This store holds real files, and the invented town never goes among them",
                next_step="Give the demonstration a folder of its own with KEEPSIGHT_HOME.",
            )
        with transaction.atomic():
            load_town()
            load_acts(today())
    ask_open_clocks(today())
    _print_sign_ins(port)
    _serve(port)


def serve(port: int) -> None:
    """This store, served. The invented town is refused: nobody should take it for the real thing."""
    made = open_store(make=True)
    if is_demo():
        raise WrongUse(
            "This store holds the invented town", next_step="Use 'keepsight demo', or another KEEPSIGHT_HOME."
        )
    settle()
    if made:
        saying.say("There was no store here; an empty one was made.")
    if new := grown():
        saying.say(
            f"{len(new)} patterns were not yet asked of everybody here as they now stand: that is done before the pages open."
        )
    ask_open_clocks(today())
    saying.say(f"Keepsight is at http://127.0.0.1:{port} until you press Ctrl+C.")
    _serve(port)


def work() -> None:
    """Run jobs as they fall due, until told to stop."""
    call_command("procrastinate", "worker", verbosity=0)


@transaction.atomic
def load_town() -> None:
    """The invented agencies hand in their files; then the people who work there get sign-ins.

    All of it or nothing: a load that is cut short leaves an empty store, never half a town that passes for a whole one.
    """
    mark_as_demo()
    for agency in AGENCIES.values():
        name_agency(agency.code, name=agency.name, sector=agency.sector)
    _agree()
    with tempfile.TemporaryDirectory() as folder, saying.progress() as told:
        for file in write_town(Path(folder), today()):
            receive(
                file.path, agency=file.agency_code, format_name=file.format, as_at=file.as_at, progress=told(file.path)
            )
    add_staff()
    load_learning(today(), load_reviews(today()))
    load_coding(today())
    load_papers()


def _agree() -> None:
    """Each agency of the town that sends files has an agreement for its feed."""
    for one in AGREEMENTS:
        terms = Terms(one.population, one.purpose, one.lawful_basis, one.roles, ages_under=one.ages_under)
        agree(AGENCIES[one.agency].code, terms, Days(one.from_on), by=None)


def add_staff() -> None:
    """A sign-in for each role, each involved with the children that the story gives them."""
    for person in STAFF:
        user = add_user(
            person.username, name=person.name, agency=person.agency_code, role=person.role, password=DEMO_PASSWORD
        )
        for nhs_number in person.children:
            involve(user, people.by_nhs_number(nhs_number), from_on=today(), to_on=None, source="the invented town")


def _print_sign_ins(port: int) -> None:
    table = Table("Sign in as", "who is", "role", title=f"Password for all of them: {DEMO_PASSWORD}")
    for user in User.objects.select_related("agency").order_by("pk"):
        table.add_row(user.username, f"{user.name}, {user.agency.name}", user.role.replace("_", " "))
    saying.show(table)
    saying.say(f"The invented town is at http://127.0.0.1:{port} until you press Ctrl+C. Nothing in it is real.")


def _serve(port: int) -> None:
    """Run the pages and the worker until one of them ends or a person ends both."""
    commands = [
        [
            sys.executable,
            "-m",
            "gunicorn",
            "keepsight.pages.wsgi:application",
            "--bind",
            f"127.0.0.1:{port}",
            "--workers",
            str(WEB_WORKERS),
            "--threads",
            str(WEB_THREADS),
            "--log-level",
            "warning",
        ],
        [sys.executable, "-m", "keepsight.cli", "worker"],
    ]
    running = [subprocess.Popen(command) for command in commands]  # noqa: S603  (our own commands, no shell)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    try:
        while all(process.poll() is None for process in running):
            time.sleep(CHECK_EVERY_SECONDS)
    except KeyboardInterrupt:
        pass
    finally:
        for process in running:
            process.terminate()
        for process in running:
            process.wait()
