"""Accounts, by whoever runs the server: added, locked, reset. A role holds only once a guardian has granted it."""

from typing import Annotated

import typer

from keepsight.access import accounts
from keepsight.access.models import Agency, User
from keepsight.cli import saying
from keepsight.cli.saying import AsJson
from keepsight.errors import WrongUse
from keepsight.store.opening import open_store

app = typer.Typer(no_args_is_help=True, help=__doc__)
WAITS = "It waits for an information guardian to grant its role (page “Roles asked for”)."
HAND_OVER = "Hand it to them in person: it is kept nowhere, and they can change it once they have signed in."


@app.command()
def add(
    username: str,
    name: Annotated[str, typer.Option(help="The person's name, as colleagues know it.")],
    agency: Annotated[str, typer.Option(help="The code of the agency they work for.")],
    role: Annotated[str, typer.Option(help="The role asked for.")],
    home_postcode: Annotated[str | None, typer.Option(help="Where they live, if the agency has said it.")] = None,
    as_json: AsJson = False,
) -> None:
    """Add an account. It opens once a guardian has granted its role; the very first guardian's is open at once."""
    open_store(make=False)
    if not Agency.objects.filter(code=agency).exists():
        raise WrongUse(
            "There is no agency of that code",
            next_step="Name it with 'keepsight agency add'.",
        )
    user, password = accounts.add_account(username, name=name, agency=agency, role=role, home_postcode=home_postcode)
    saying.answer(
        {"user": user.username, "role": role, "open": user.is_active, "password": password},
        f"{user.username} has an account, with the password {password}. {HAND_OVER} "
        + ("" if user.is_active else WAITS),
        as_json,
    )


@app.command()
def role(username: str, role: str, as_json: AsJson = False) -> None:
    """Ask for another role for somebody. The one they have stays until a guardian has answered."""
    open_store(make=False)
    accounts.ask_for_role(named(username), role)
    saying.answer({"user": username, "asked_for": role}, f"{role} is asked for. {WAITS}", as_json)


@app.command()
def lock(username: str, as_json: AsJson = False) -> None:
    """Let nobody sign in with this account from now on, and end what is open."""
    open_store(make=False)
    accounts.lock(named(username))
    saying.answer({"user": username, "open": False}, f"{username} is locked, and signed out everywhere.", as_json)


@app.command()
def reset(username: str, as_json: AsJson = False) -> None:
    """Give somebody a fresh password and no second factor, and end what is open."""
    open_store(make=False)
    password = accounts.reset(named(username))
    said = f"{username} has the password {password}, and sets up a second factor when signing in. {HAND_OVER}"
    saying.answer({"user": username, "password": password}, said, as_json)


@app.command(name="list")
def list_(as_json: AsJson = False) -> None:
    """Who has an account."""
    open_store(make=False)
    users = User.objects.select_related("agency").order_by("username")
    rows = [
        {
            "user": one.username,
            "agency": one.agency_id,
            "role": one.role,
            "open": one.is_active,
            "last_used": one.last_login,
        }
        for one in users
    ]
    if as_json:
        saying.answer({"users": rows}, "", True)
        return
    saying.table("Accounts", ("User", "Agency", "Role", "Open"), [_row(one) for one in users])


def _row(one: User) -> tuple[str, ...]:
    return one.username, one.agency.name, one.role.replace("_", " "), "yes" if one.is_active else "no"


def named(username: str) -> User:
    """Whose account it is. Raises WrongUse where there is none of that name."""
    user = User.objects.filter(username=username).first()
    if user is None:
        raise WrongUse("There is no account of that name", next_step="See 'keepsight user list'.")
    return user
