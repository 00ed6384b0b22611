"""The folder of this store: the embedded database, files as they were handed in, and this store's own secrets.

KEEPSIGHT_HOME, or the user's data folder
├── postgres/   the embedded server's data (absent where DATABASE_URL names another server)
├── files/      what agencies handed in, by hash
├── uploads/    what somebody hands in on a page, until they confirm it or let it go
├── columns/    the log as columns, once somebody has asked for it
├── secret      signs sessions; never leaves this folder
└── audit-key   keys the audit's chain; back it up apart from the database
"""

import contextlib
import os
import secrets
import tempfile
from pathlib import Path

import platformdirs

OWNER_ONLY = 0o700
# PostgreSQL refuses to run as root, so there it runs as a user of its own, who must be able to pass through the
# store's folder (not read it). Its data folder inside is owner-only by PostgreSQL's own rule.
OWNER_AND_PASSING = 0o711


def home() -> Path:
    """The store's folder, whether or not it exists yet."""
    named = os.environ.get("KEEPSIGHT_HOME")
    return Path(named).expanduser().resolve() if named else platformdirs.user_data_path("keepsight")


def make_home() -> Path:
    """The store's folder, made if it was not there, open to nobody else."""
    folder = home()
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(OWNER_AND_PASSING if os.geteuid() == 0 else OWNER_ONLY)
    return folder


def files() -> Path:
    """Where handed-in files are kept, each under the hash of its content."""
    folder = make_home() / "files"
    folder.mkdir(mode=OWNER_ONLY, exist_ok=True)
    return folder


def uploads() -> Path:
    """Where a file waits that somebody hands in on a page, each in a folder of its own."""
    folder = make_home() / "uploads"
    folder.mkdir(mode=OWNER_ONLY, exist_ok=True)
    return folder


def told(name: str) -> str | None:
    """What the environment says under `name`, or else the file that it names under `name`_FILE; None where neither says anything.

    A file keeps a secret out of what a process shows of itself. Raises OSError where the file that is named cannot be read.
    """
    if said := os.environ.get(name):
        return said
    file = os.environ.get(f"{name}_FILE")
    return Path(file).read_text(encoding="utf-8").strip() or None if file else None


def secret_key() -> str:
    """This store's secret: KEEPSIGHT_SECRET_KEY, else the file in the store's folder.

    Where there is no store yet, a passing secret that nothing will be signed with twice.
    """
    named = told("KEEPSIGHT_SECRET_KEY")
    if named:
        return named
    if not home().is_dir():
        return secrets.token_urlsafe(48)
    return _made_once(home() / "secret").read_text(encoding="ascii")


def make_audit_key() -> None:
    """Make the audit's key where there is none: on a store's first start, and never once its chain has begun."""
    _made_once(audit_key_file())


def audit_key() -> bytes:
    """The key of the audit's chain, read anew each time. Raises FileNotFoundError where it is gone."""
    return audit_key_file().read_text(encoding="ascii").strip().encode()


def audit_key_file() -> Path:
    """Where the audit's key lies: the file that KEEPSIGHT_AUDIT_KEY_FILE names, else the one in the store's folder."""
    named = os.environ.get("KEEPSIGHT_AUDIT_KEY_FILE")
    return Path(named) if named else home() / "audit-key"


def _made_once(kept: Path) -> Path:
    """The file, with a secret of its own that only its owner may read.

    Written whole beside its place and put there in one step: of two processes that start at once, neither reads half a secret.
    """
    if not kept.exists():
        handle, beside = tempfile.mkstemp(prefix=f"{kept.name}-", dir=kept.parent)  # 0600 by itself
        with open(handle, "w", encoding="ascii") as fresh:
            fresh.write(secrets.token_urlsafe(48))
        with contextlib.suppress(FileExistsError):
            os.link(beside, kept)
        os.unlink(beside)
    return kept
