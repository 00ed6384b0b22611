"""The agencies of the partnership, by whoever runs the server. One is there from its first file on; a hub may never hand in any."""

from typing import Annotated

import typer

from keepsight.access.actions import name_agency
from keepsight.access.models import Agency
from keepsight.cli import saying
from keepsight.cli.saying import AsJson
from keepsight.errors import WrongUse
from keepsight.store.opening import open_store
from keepsight.vocabulary import SECTORS

app = typer.Typer(no_args_is_help=True, help=__doc__)


@app.command()
def add(
    code: str,
    name: Annotated[str, typer.Option(help="What it is called on every page.")],
    sector: Annotated[str, typer.Option(help=f"What kind of agency it is: {', '.join(SECTORS)}.")],
    as_json: AsJson = False,
) -> None:
    """Name an agency before its first file: it can then have accounts, a guardian and an agreement. Its code is for good."""
    open_store(make=False)
    if known := Agency.objects.filter(code=code).first():
        raise WrongUse(f"There is an agency of that code: {known.name}", next_step="See 'keepsight agency list'.")
    name_agency(code, name=name, sector=sector)
    saying.answer({"agency": code, "name": name, "sector": sector}, f"{name} is there, under the code {code}.", as_json)


@app.command(name="list")
def list_(as_json: AsJson = False) -> None:
    """Which agencies there are."""
    open_store(make=False)
    found = Agency.objects.order_by("code")
    if as_json:
        rows = [{"agency": one.code, "name": one.name, "sector": one.sector} for one in found]
        saying.answer({"agencies": rows}, "", True)
        return
    saying.table(
        "Agencies", ("Code", "Name", "Kind"), [(one.code, one.name, SECTORS[one.sector].title) for one in found]
    )
