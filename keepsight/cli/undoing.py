"""Taking a whole file back, by whoever runs the server, in the name of the person who answers for that agency's files."""

from pathlib import Path
from typing import Annotated
from uuid import UUID

import typer

from keepsight.cli import saying
from keepsight.cli.saying import AsJson
from keepsight.cli.users import named
from keepsight.errors import WrongUse
from keepsight.intake.models import Receipt
from keepsight.prompts import taking_back
from keepsight.store.opening import open_store


def take_back(
    receipt: Annotated[UUID, typer.Argument(help="Its receipt, as 'keepsight receive --json' gives it.")],
    by: Annotated[str, typer.Option(help="Whose decision it is: the account of its agency's lead or data steward.")],
    because: Annotated[str, typer.Option(help="Why: whoever reads its entries reads it.")],
    as_json: AsJson = False,
) -> None:
    """Take a whole file back: what it alone told no longer stands, and says so where it stood. Nothing is deleted."""
    open_store(make=False)
    found = Receipt.objects.select_related("agency").filter(id=receipt).first()
    if found is None:
        raise WrongUse("No file has that receipt", next_step="See 'keepsight receive --json', or the page Sources.")
    with saying.progress(what="entries", quiet=as_json) as told:
        entries = taking_back.take_back(found, because=because, by=named(by), progress=told(Path(found.file_name)))
    saying.answer(
        {"receipt": receipt, "entries": entries},
        f"The file is taken back: {entries:,} entries that no other file tells no longer stand, and say why.",
        as_json,
    )
