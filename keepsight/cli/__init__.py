"""The command line. Every command says what it did in one paragraph; with --json it prints one JSON object.

Exit 2 for wrong use or no store, 3 for a refused file, 4 where a promise failed.
"""

import sys

from keepsight.errors import KeepsightError
from keepsight.store.opening import set_up

# The rooms' tables are Django's, which must be ready before they are imported: hence this line above the others.
set_up()

from keepsight.cli.commands import app  # noqa: E402  (see the line above)


def main() -> None:
    """Run the command that was typed. Errors that a person can act on are sentences, never tracebacks."""
    try:
        app()
    except KeepsightError as error:
        print(f"keepsight: {error}", file=sys.stderr)
        sys.exit(error.exit_code)
