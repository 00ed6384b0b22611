"""Tokens with which programs read, by whoever runs the server, each by leave of a guardian who is named."""

from typing import Annotated
from uuid import UUID

import typer

from keepsight.access import tokens
from keepsight.access.models import ReadToken
from keepsight.cli import saying
from keepsight.cli.saying import AsJson
from keepsight.cli.users import named
from keepsight.errors import WrongUse
from keepsight.store.opening import open_store

app = typer.Typer(no_args_is_help=True, help=__doc__)
DAYS = 90


@app.command()
def issue(
    username: str,
    scope: Annotated[list[str], typer.Option(help="A part that it may read: children, chronology, prompts, reviews.")],
    purpose: Annotated[str, typer.Option(help="For what, in a sentence.")],
    by: Annotated[str, typer.Option(help="The user name of the guardian who gives leave.")],
    days: Annotated[int, typer.Option(help="For how many days.")] = DAYS,
    as_json: AsJson = False,
) -> None:
    """Issue a token that reads with the sight of an account. Its words are printed once."""
    open_store(make=False)
    token, words = tokens.issue_token(named(username), scopes=scope, purpose=purpose, days=days, by=named(by))
    until = f"{token.until:%Y-%m-%d}"
    saying.answer(
        {"id": str(token.id), "token": words, "scopes": token.scopes, "until": until},
        f"{words} reads {', '.join(token.scopes)} as {username} until {until}. It is shown nowhere again; revoke it as {token.id}.",
        as_json,
    )


@app.command()
def revoke(token: UUID, by: Annotated[str, typer.Option(help="The guardian.")], as_json: AsJson = False) -> None:
    """Let nothing be read with a token from now on."""
    open_store(make=False)
    found = ReadToken.objects.filter(pk=token).first()
    if found is None:
        raise WrongUse("There is no such token", next_step="See them with 'keepsight token list'.")
    tokens.revoke_token(found, by=named(by))
    saying.answer({"id": str(token), "revoked": True}, "It opens nothing any more.", as_json)


@app.command(name="list")
def listed(as_json: AsJson = False) -> None:
    """Every token there was: whose sight it has, for what, by whose leave, until when. Never its words."""
    open_store(make=False)
    rows = [
        {
            "id": str(one.id),
            "as": one.user.username,
            "scopes": one.scopes,
            "purpose": one.purpose,
            "by": one.issued_by.username,
            "until": f"{one.until:%Y-%m-%d}",
            "revoked": one.revoked_at is not None,
        }
        for one in tokens.tokens()
    ]
    lines = [
        f"{row['id']} as {row['as']}, until {row['until']}{', revoked' if row['revoked'] else ''}: {row['purpose']}"
        for row in rows
    ]
    saying.answer({"tokens": rows}, "\n".join(lines) or "There is none.", as_json)
