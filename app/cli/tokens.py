"""`flask tokens`: service tokens for machines."""

from datetime import UTC, datetime

import click
from flask.cli import AppGroup
from rich.console import Console
from rich.table import Table

from app.accounts import service_tokens
from app.accounts.service_tokens import Scope
from app.extensions import db
from app.models import ServiceToken

MAX_NAME_LENGTH = 80

group = AppGroup("tokens", help="Service tokens for machines: create, list, revoke.")


@group.command()
@click.option("--name", required=True, help="What it is for, for those who list the tokens.")
@click.option(
    "--scope",
    "scopes",
    type=click.Choice([scope.value for scope in Scope]),
    multiple=True,
    required=True,
    help="What it may do; can be given several times.",
)
def create(name: str, scopes: tuple[str, ...]) -> None:
    """Make a token and print it: it is shown this once."""
    if not 0 < len(name.strip()) <= MAX_NAME_LENGTH:
        raise click.BadParameter(f"1 to {MAX_NAME_LENGTH} characters", param_hint="--name")
    secret = service_tokens.create(db.session(), name.strip(), {Scope(scope) for scope in scopes}, datetime.now(UTC))
    db.session.commit()
    click.echo(secret)


@group.command("list")
def list_() -> None:
    """Print the tokens, the newest first."""
    table = Table("Id", "Name", "Scopes", "Created", "Revoked")
    for token in service_tokens.all_tokens(db.session()):
        table.add_row(str(token.id), token.name, " ".join(token.scopes), *_moments(token))
    Console(markup=False).print(table)


@group.command()
@click.argument("token_id", type=int)
def revoke(token_id: int) -> None:
    """End a token, by its id in the list."""
    if not service_tokens.revoke(db.session(), token_id, datetime.now(UTC)):
        raise click.ClickException(f"There is no good token {token_id}. See flask tokens list.")
    db.session.commit()
    click.echo(f"Token {token_id} is revoked.")


def _moments(token: ServiceToken) -> tuple[str, str]:
    revoked = f"{token.revoked_at:%Y-%m-%d %H:%M}" if token.revoked_at else ""
    return f"{token.created_at:%Y-%m-%d %H:%M}", revoked
