"""Alice, Bob and Charlie, and what their programs ask."""

from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from app.models import User
from tests.cast import alice, bob, charlie
from tests.members import authorization

__all__ = ["alice", "bob", "charlie"]

Ask = Callable[..., TestResponse]


@pytest.fixture
def ask(client: FlaskClient, session: Session) -> Ask:
    """Sends a request as a member, or as anybody: `ask(alice, "PUT", "/v1/users/bob/follow")`."""

    def send(user: User | None, method: str, path: str, body: dict[str, Any] | None = None) -> TestResponse:
        headers = authorization(session, user) if user else {}
        return client.open(path, method=method, json=body, headers=headers)

    return send


def names(answer: TestResponse) -> list[str]:
    """Who is in a list."""
    assert answer.status_code == 200
    return [one.get("user", one)["username"] for one in answer.json["data"]]
