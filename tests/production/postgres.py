"""A PostgreSQL of one's own, started for a test: Debian's 15 where it is installed, else the embedded 18; three logins on it."""

import os
import shutil
import socket
import subprocess
from pathlib import Path

import psycopg
import pytest

from keepsight.store import server
from keepsight.store.opening import ROLES, VARIABLES

DEBIANS = Path("/usr/lib/postgresql/15/bin")
PASSWORD = "only-of-this-test"
ROLES_SQL = Path(server.__file__).parent / "roles.sql"


def free_port() -> int:
    """A port of this machine that nobody uses."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


class Debians:
    """Version 15, asked over TCP, where each login proves itself with its password."""

    version = "15"

    def __init__(self, folder: Path) -> None:
        self.data, self.port = folder / "data", free_port()
        word = folder / "password"
        word.write_text(PASSWORD, encoding="ascii")
        if os.geteuid() == 0:
            shutil.chown(folder, "postgres")
            shutil.chown(word, "postgres")
        self._run("initdb", "-D", str(self.data), "-U", "postgres", "-A", "scram-sha-256", "--pwfile", str(word))
        with (self.data / "postgresql.conf").open("a", encoding="ascii") as conf:
            conf.write(
                f"port = {self.port}\nunix_socket_directories = '{folder}'\nfsync = off\nfull_page_writes = off\n"
            )
        self.start()
        with psycopg.connect(self.url("postgres", "postgres"), autocommit=True) as connection:
            connection.execute("CREATE DATABASE keepsight")
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(ROLES_SQL.read_bytes())
            for role in ROLES.values():
                connection.execute(f"ALTER ROLE {role} PASSWORD '{PASSWORD}'".encode())

    def url(self, role: str, database: str = "keepsight") -> str:
        """Its address for a login."""
        return f"postgresql://{role}:{PASSWORD}@127.0.0.1:{self.port}/{database}"

    def start(self) -> None:
        """Let it answer."""
        self._run("pg_ctl", "-D", str(self.data), "-l", str(self.data / "log"), "-w", "start")

    def stop(self) -> None:
        """Let it be gone at once, as if its plug were pulled."""
        self._run("pg_ctl", "-D", str(self.data), "-m", "immediate", "-w", "stop")

    def _run(self, command: str, *words: str) -> None:
        as_somebody = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
        line = [*as_somebody, str(DEBIANS / command), *words]
        subprocess.run(line, check=True, stdout=subprocess.DEVNULL, cwd="/")


class Embedded:
    """Version 18 of our own wheel, which trusts whoever enters its folder."""

    version = "18"

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "postgres"
        self.start()
        server.make_database(self.socket)

    def url(self, role: str, database: str = server.DATABASE) -> str:
        """Its address for a role."""
        return server.url(self.socket, role, database)

    def start(self) -> None:
        """Let it answer."""
        self.socket = server.start(self.folder)

    def stop(self) -> None:
        """Let it be gone."""
        server.stop(self.folder)


def of_ones_own(folder: Path) -> "Debians | Embedded":
    """A server in a folder, which everybody may pass through."""
    if DEBIANS.is_dir():
        return Debians(folder)
    if os.environ.get("CI") == "true":
        pytest.fail(
            "POSTGRESQL 15 IS NOT INSTALLED: no database of somebody else's was tried (apt-get install postgresql-15)"
        )
    return Embedded(folder)


def addresses(database: "Debians | Embedded", folder: Path) -> dict[str, str]:
    """What a process is told of its database: each address in a file, and nowhere else."""
    told = {}
    for alias, role in ROLES.items():
        file = folder / f"url-{alias}"
        file.write_text(database.url(role), encoding="ascii")
        file.chmod(0o600)
        told[f"{VARIABLES[alias]}_FILE"] = str(file)
    return told
