"""Opening a store: its server started, this process pointed at it, its tables brought up to date."""

import os
from pathlib import Path

import django
from django.apps import apps
from django.db import connections

from keepsight.errors import NoStore
from keepsight.store import migrating, server
from keepsight.store.home import home, make_audit_key, told

SETTINGS = "keepsight.store.settings"
# Any fixed number will do: it names the lock that keeps two processes from migrating one store at once.
MIGRATION_LOCK = 7_301_126
ROLES = {"default": "keepsight_app", "owner": "keepsight_owner", "asker": "keepsight_asker"}
MACHINE = ' -c keepsight.sight={"everything":true}'  # access.sight, as the database reads it
VARIABLES = {"default": "DATABASE_URL", "owner": "DATABASE_URL_OWNER", "asker": "DATABASE_URL_ASKER"}


def set_up() -> None:
    """Django, ready to be imported from, whether or not there is a store."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    if not apps.ready:
        django.setup()


def open_store(*, make: bool, migrating: bool = True) -> bool:
    """Connect this process to the store, and bring its tables up to date unless `migrating` is False. Whether it had to be made.

    Raises NoStore where there is none and `make` is False. Processes started from this one find the same store,
    because its address stands in their environment.
    """
    made = told("DATABASE_URL") is None and not server.exists()
    if made and not make:
        raise NoStore(
            f"There is no store in {home()}",
            next_step="Run 'keepsight demo' to look around, or 'keepsight receive FILE' to begin with your own.",
        )
    connect()
    if migrating:
        migrate()
    return made


def connect() -> None:
    """Connect this process to the store's database as it stands, with or without tables; the embedded one is made if need be."""
    work_as_the_machine()
    if told("DATABASE_URL") is None:
        socket_folder = server.start()
        server.make_database(socket_folder)
        point_at(socket_folder, server.DATABASE)


def work_as_the_machine() -> None:
    """Let this process see everything, as the command line, the worker and migrations do. The web server never asks for it."""
    for alias in ("default", "owner"):
        options = connections.settings[alias]["OPTIONS"]
        if MACHINE not in options["options"]:
            options["options"] += MACHINE
            connections[alias].close()


def point_at(socket_folder: Path, database: str) -> None:
    """Let this process, and those it starts, use `database` on the embedded server."""
    for alias, role in ROLES.items():
        os.environ[VARIABLES[alias]] = server.url(socket_folder, role, database)
        connections[alias].close()
        connections.settings[alias].update(NAME=database, USER=role, HOST=str(socket_folder))


def migrate() -> None:
    """Bring the tables up to date, as the owner, and give the application what it needs of the libraries' tables."""
    owner = connections["owner"]
    with owner.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [MIGRATION_LOCK])
        try:
            migrating.migrate(owner)
            cursor.execute((Path(__file__).parent / "after_migrate.sql").read_text(encoding="utf-8"))
            cursor.execute("SELECT EXISTS (SELECT FROM store_auditline)")
            if cursor.fetchone() == (False,):
                make_audit_key()
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [MIGRATION_LOCK])
    owner.close()
