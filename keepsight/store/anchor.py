"""An anchor: the audit's head in a small file, for another agency to keep where whoever runs this server cannot reach it."""

import datetime as dt
import json
from pathlib import Path

from keepsight.errors import WrongUse
from keepsight.store.chain import Head


def as_json(head: Head) -> dict[str, object]:
    """A head for a program, or for paper."""
    return {"rows": head.rows, "mac": head.mac.hex(), "at": head.at.isoformat() if head.at else None}


def write(path: Path, head: Head) -> None:
    """Write a head to a file."""
    path.write_text(json.dumps(as_json(head)) + "\n", encoding="utf-8")


def read(path: Path) -> Head:
    """A head that was written before. Raises WrongUse where the file holds none."""
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))
        at = dt.datetime.fromisoformat(kept["at"]) if kept["at"] else None
        return Head(int(kept["rows"]), bytes.fromhex(kept["mac"]), at)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise WrongUse("That file holds no anchor", next_step="'keepsight anchor --out FILE' writes one.") from error
