"""The cast, each with a program that is logged in: alice writes, bob reads, mia moderates, adam is an admin."""

from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from app.models import Role, User
from tests.members import add_member, authorization

Ask = Callable[..., TestResponse]
DRAFT = {"title": "Lanterns over the harbour", "content": "They rise **every** autumn."}


def asking(client: FlaskClient, session: Session, user: User) -> Ask:
    headers = authorization(session, user)

    def ask(method: str, address: str, json: object = None, **more: str) -> TestResponse:
        told = {name.replace("_", "-"): value for name, value in more.items()}
        return client.open(f"/v1{address}", method=method, json=json, headers=headers | told)

    return ask


@pytest.fixture
def alice(client: FlaskClient, session: Session) -> Ask:
    return asking(client, session, add_member(session, "alice"))


@pytest.fixture
def bob(client: FlaskClient, session: Session) -> Ask:
    return asking(client, session, add_member(session, "bob"))


@pytest.fixture
def mia(client: FlaskClient, session: Session) -> Ask:
    return asking(client, session, add_member(session, "mia", Role.MODERATOR))


@pytest.fixture
def adam(client: FlaskClient, session: Session) -> Ask:
    return asking(client, session, add_member(session, "adam", Role.ADMIN))


@pytest.fixture
def anybody(client: FlaskClient) -> Ask:
    def ask(method: str, address: str, json: object = None) -> TestResponse:
        return client.open(f"/v1{address}", method=method, json=json)

    return ask


def written(ask: Ask, **fields: object) -> dict[str, Any]:
    """A post of theirs."""
    answer = ask("POST", "/posts", DRAFT | fields)
    assert answer.status_code == 201
    post: dict[str, Any] = answer.json["data"]
    return post
