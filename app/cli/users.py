"""`flask users`: make an administrator, and say what a member may do."""

from datetime import UTC, datetime

import click
from flask.cli import AppGroup
from pydantic import ValidationError
from sqlalchemy.exc import IntegrityError

from app.accounts import forms
from app.accounts.passwords import hash_password
from app.extensions import db
from app.models import Role, User, login_select

group = AppGroup("users", help="Members: make an administrator, set a role.")

ROLE = click.Choice([role.value for role in Role])


@group.command()
@click.option("--username", prompt=True)
@click.option("--email", prompt="E-mail address")
@click.password_option(help="Asked for when left out, which keeps it out of the shell's history.")
def create_admin(username: str, email: str, password: str) -> None:
    """Make a member who is an administrator, and active at once."""
    form = _filled_in(username, email, password)
    now = datetime.now(UTC)
    db.session.add(
        User(
            username=form.username,
            email=form.email,
            password_hash=hash_password(form.password),
            role=Role.ADMIN,
            created_at=now,
            activated_at=now,
        )
    )
    try:
        db.session.commit()
    except IntegrityError:
        raise click.ClickException("A member has this username or address. Give them the role: flask users set-role.")
    click.echo(f"{form.username} is an administrator.")


@group.command()
@click.argument("login")
@click.argument("role", type=ROLE)
def set_role(login: str, role: str) -> None:
    """Give the member with the username or e-mail address LOGIN a role; it holds from their next request."""
    user = db.session.scalar(login_select(login))
    if user is None:
        raise click.ClickException(f"Nobody has the username or address {login}.")
    user.role = Role(role)
    db.session.commit()
    click.echo(f"{user.username} has the role {role}.")


def _filled_in(username: str, email: str, password: str) -> forms.SignUp:
    try:
        return forms.SignUp(username=username, email=email, password=password)
    except ValidationError as error:
        told = forms.messages(error).items()
        raise click.ClickException("\n".join(f"{name}: {' '.join(messages)}" for name, messages in told))
