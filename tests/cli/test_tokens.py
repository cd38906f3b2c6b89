"""flask tokens."""

import re

import pytest
from apiflask import APIFlask
from click.testing import Result
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts import service_tokens
from app.models import ServiceToken


def run(app: APIFlask, *arguments: str) -> Result:
    return app.test_cli_runner().invoke(args=["tokens", *arguments])


def create(app: APIFlask, name: str = "deck reader") -> str:
    created = run(app, "create", "--scope", "feed:any", "--name", name)
    assert created.exit_code == 0
    return created.output.strip()


def test_a_token_is_shown_once_and_only_its_hash_is_kept(app: APIFlask, session: Session) -> None:
    secret = create(app)
    assert re.fullmatch(r"[\w-]{43}", secret)
    found = service_tokens.find(session, secret)
    assert found is not None
    assert (found.name, found.scopes) == ("deck reader", ["feed:any"])
    assert secret not in run(app, "list").output
    assert secret.encode() not in found.token_hash


def test_tokens_are_listed_with_their_scopes(app: APIFlask) -> None:
    create(app, "one [bold]")
    create(app, "two")
    listed = run(app, "list").output
    assert "one [bold]" in listed
    assert listed.index("two") < listed.index("one")
    assert listed.count("feed:any") == 2


def test_a_revoked_token_is_nobodys(app: APIFlask, session: Session) -> None:
    secret = create(app)
    token_id = session.scalars(select(ServiceToken.id)).one()
    assert run(app, "revoke", str(token_id)).exit_code == 0
    assert service_tokens.find(session, secret) is None
    again = run(app, "revoke", str(token_id))
    assert (again.exit_code, f"no good token {token_id}" in again.output) == (1, True)


@pytest.mark.parametrize(
    "options",
    [
        ["--name", "x"],
        ["--scope", "feed:any"],
        ["--scope", "all", "--name", "x"],
        ["--scope", "feed:any", "--name", " "],
        ["--scope", "feed:any", "--name", "x" * 81],
    ],
)
def test_a_token_without_a_name_or_a_known_scope_is_not_made(
    app: APIFlask, session: Session, options: list[str]
) -> None:
    assert run(app, "create", *options).exit_code == 2
    assert session.scalars(select(ServiceToken)).all() == []
