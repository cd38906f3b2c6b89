"""Ada, who has signed up and can log in, and what her programs do."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from app.accounts import links
from app.infra import near_cache
from app.models import Purpose, User
from tests.members import PASSWORD, add_member

TOKEN = "/v1/authentication/token"


@pytest.fixture
def ada(session: Session) -> User:
    return add_member(session, password=PASSWORD)


@pytest.fixture
def bea(session: Session) -> User:
    return add_member(session, "bea", active=False, password=PASSWORD)


@pytest.fixture
def beas_link(session: Session, bea: User) -> str:
    """The secret in the mail that makes Bea active."""
    secret = links.issue(session, bea.id, Purpose.ACTIVATION, datetime.now(UTC))
    session.commit()
    return secret


Login = Callable[..., dict[str, Any]]


@pytest.fixture
def login(client: FlaskClient, ada: User) -> Login:
    """Logs in, as Ada unless told otherwise; the tokens."""

    def send(login: str = "ada", **headers: str) -> dict[str, Any]:
        answer = client.post(TOKEN, json={"login": login, "password": PASSWORD}, headers=headers)
        assert answer.status_code == 201
        return answer.json["data"]

    return send


def bearer(tokens: dict[str, Any] | str) -> dict[str, str]:
    text = tokens if isinstance(tokens, str) else tokens["access_token"]
    return {"Authorization": f"Bearer {text}"}


def elsewhere() -> None:
    """From here on this process is like another one: it knows what the servers know."""
    near_cache.forget()
