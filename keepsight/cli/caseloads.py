"""A caseload file, by whoever runs the server, in the name of the lead of the agency whose people it names."""

from pathlib import Path
from typing import Annotated, get_args

import typer

from keepsight.access.queries import sight
from keepsight.cli import saying
from keepsight.cli.saying import AsJson
from keepsight.cli.users import named
from keepsight.people.caseloads import Became, read_caseload, set_caseload
from keepsight.store.clock import today
from keepsight.store.opening import open_store


def caseload(
    file: Annotated[Path, typer.Argument(help="A table with the columns staff, child, from, to.")],
    by: Annotated[str, typer.Option(help="In whose name: the account of the agency's lead, whose sight it has.")],
    sure: Annotated[bool, typer.Option("--sure", help="Take it though more than half would end by it.")] = False,
    as_json: AsJson = False,
) -> None:
    """Let an agency's people work with exactly whom the file says. Handed in again, it changes nothing."""
    open_store(make=False)
    lead = named(by)
    settled = set_caseload(read_caseload(file), sure=sure, sight=sight(lead, today()), by=lead)
    refused = [{"row": one.row, "column": one.column, "reason": one.reason} for one in settled.refused]
    lines = [f"Row {one['row']}, {one['column'] or 'the whole row'}: {one['reason']}." for one in refused]
    pairs = settled.pairs
    saying.answer(
        {**{became: pairs[became] for became in get_args(Became)}, "refused": refused},
        "\n".join(
            [
                f"{pairs['began']} began, {pairs['changed']} now last longer or shorter, {pairs['stay']} are as they were, "
                f"{pairs['ended']} ended; {len(refused)} rows were refused.",
                *lines,
            ]
        ),
        as_json,
    )
