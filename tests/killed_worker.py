"""A worker in a process of its own, which may be killed on the way.

python -m tests.killed_worker [STEP]: works until nothing waits. With a STEP the process ends, as if its plug were pulled, the
moment it comes to that step of taking a file in, or of taking one back.
"""

import os
import signal
import subprocess
import sys
from unittest import mock

from django.db import connection

from conftest import Databases, environment, stopped_clock
from keepsight.store.opening import set_up, work_as_the_machine

STEPS = {
    "append_rows": "keepsight.prompts.receiving.append_rows",
    "write_receipt": "keepsight.prompts.receiving.write_receipt",
    "ask": "keepsight.prompts.actions.ask",
    "keep_file": "keepsight.prompts.actions.keep_file",
    "commit": "keepsight.store.audit.write",
    "replace_entries": "keepsight.chronology.retracting.replace_entries",
    "seal_back": "keepsight.chronology.retracting.seal_receipt",
    "ask_again": "keepsight.prompts.taking_back.ask",
    "note_done": "keepsight.prompts.taking_back.note_done",
}


def worker(databases: Databases, *step: str) -> int:
    """A real worker, in a process of its own, until nothing waits for it or its plug is pulled. How it ended."""
    told = environment(databases, str(connection.settings_dict["NAME"]))
    return subprocess.run([sys.executable, "-m", "tests.killed_worker", *step], env=told, check=False).returncode


def _killed(*_: object, **__: object) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def main(step: str | None = None) -> None:
    """Work, or die."""
    set_up()
    work_as_the_machine()
    stopped_clock().start()
    from django.core.management import call_command

    if step:
        mock.patch(STEPS[step], _killed).start()
    call_command("procrastinate", "worker", "--one-shot", verbosity=0)


if __name__ == "__main__":
    main(*sys.argv[1:])
