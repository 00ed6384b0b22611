"""Proving what Keepsight promises of its log and its audit, and giving the audit's head to somebody else to keep."""

from pathlib import Path
from typing import Annotated

import typer

from keepsight.chronology.proving import broken_words, unsealed
from keepsight.cli import saying
from keepsight.cli.saying import AsJson
from keepsight.errors import BrokenPromise
from keepsight.store import anchor as anchors
from keepsight.store.chain import Head
from keepsight.store.opening import open_store
from keepsight.store.queries import audit_head, audit_verified, unguarded


def anchor(
    out: Annotated[Path | None, typer.Option(help="Write it to this file; otherwise it is only printed.")] = None,
    as_json: AsJson = False,
) -> None:
    """Say where the audit ends, for another agency to keep: with it, what is taken away later is found."""
    open_store(make=False)
    head = audit_head()
    if out:
        anchors.write(out, head)
    saying.answer(
        anchors.as_json(head),
        f"The audit has {head.rows:,} lines, and the last one's mark is {head.mac.hex()}. "
        + (f"That stands in {out}. " if out else "")
        + "Give it to somebody who does not run this server, and hold it against 'keepsight verify --anchor'.",
        as_json,
    )


def verify(
    anchor: Annotated[Path | None, typer.Option(help="A head that 'keepsight anchor --out' wrote before.")] = None,
    as_json: AsJson = False,
) -> None:
    """Read the whole audit and the whole log, and say whether they are as they were written. Exit 4 where they are not."""
    open_store(make=False)
    head = anchors.read(anchor) if anchor else None
    (rows, words), bad = first_bad(head)
    saying.answer(
        {"ok": bad is None, "rows": rows, "entries": words, "anchored": head is not None, "first_bad": bad},
        f"{rows:,} lines of the audit and {words:,} entries were read. "
        + (f"The first that is not as it was written: {bad}." if bad else "All of them are as they were written.")
        + ("" if head else " Without --anchor, lines taken off the end of the audit would not be missed."),
        as_json,
    )
    if bad:
        raise BrokenPromise(
            "The store is not as it was written",
            next_step="Change nothing in it. Keep a copy of the database and its folder, and ask who had access.",
        )


def first_bad(head: Head | None) -> tuple[tuple[int, int], str | None]:
    """The whole audit and the whole log, read: how many lines and entries, and the first that is not as it was written."""
    chain = audit_verified(head)
    words, broken = broken_words() if chain.ok else (0, None)
    return (chain.rows, words), _in_words(chain.first_bad, broken)


def _in_words(line: int | None, entry: object) -> str | None:
    """The first thing that is not as it should be, as words and an id, in the order in which one leans on the other."""
    if line is not None:
        return f"audit {line}"
    if entry is not None:
        return f"words of entry {entry}"
    return unsealed() or next((f"table {name}, which may be changed" for name in unguarded()), None)
