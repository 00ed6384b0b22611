"""Erasing what two guardians have signed: whoever runs the server does it, and cannot sign it."""

from typing import Annotated
from uuid import UUID

import typer

from keepsight.cli import saying
from keepsight.cli.saying import AsJson
from keepsight.practice.rights.purging import do, in_words, waiting, would_go
from keepsight.store.opening import open_store


def purge(
    which: Annotated[UUID | None, typer.Argument(help="The purge; without one, those that wait are listed.")] = None,
    dry_run: Annotated[bool, typer.Option(help="Say what would go, and change nothing.")] = False,
    as_json: AsJson = False,
) -> None:
    """Erase all that is said of a child, where two guardians have signed. Others wait meanwhile: do it at night."""
    open_store(make=False)
    if which is None:
        _list(as_json)
        return
    erased = would_go(which) if dry_run else do(which)
    fields = {"purge": which, "dry_run": dry_run, **erased.rows, "files": erased.files, "stay": erased.kept_for_others}
    saying.answer(fields, f"{'Would go' if dry_run else 'Gone'}: {in_words(erased)}", as_json)


def _list(as_json: bool) -> None:
    found = [{"purge": str(one.id), "child": str(one.child), "signed": one.signed_at is not None} for one in waiting()]
    lines = [f"{one['purge']}: {'signed by two' if one['signed'] else 'waits for a second guardian'}" for one in found]
    saying.answer({"purges": found}, "\n".join(lines) or "No purge is asked for.", as_json)
