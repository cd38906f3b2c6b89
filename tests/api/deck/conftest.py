"""Alice and Bob with their programs, thirty videos that rise in Poland, and decks of them."""

from collections.abc import Callable
from typing import Any

import pytest
from apiflask import APIFlask
from flask.testing import FlaskClient
from sqlalchemy import Engine
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from app.feed.extension import store_of
from app.feed.store import Store
from app.models import User
from tests.api.conftest import LANTERNS
from tests.cast import alice, bob, charlie
from tests.feed.member_decks import Held, build
from tests.members import authorization

__all__ = ["alice", "bob", "charlie"]

Ask = Callable[..., TestResponse]
POLAND = [LANTERNS, *(f"pl-{rank}" for rank in range(2, 31))]
"""In the order of the chart. Every third is sport, the others are music; every tenth is of the same channel."""
DECK = [f"pl-{rank}" for rank in range(5, 25)]


@pytest.fixture
def store(app: APIFlask, world: Engine) -> Store:
    """No decks yet, in the small world."""
    return store_of(app)


@pytest.fixture
def decks(session: Session, store: Store, alice: User) -> Store:
    """Alice has a deck of twenty, and lives in Poland; nobody else has one."""
    alice.home_region = "PL"
    session.commit()
    build(session, store, {alice: [Held(video) for video in DECK]}, {"PL": POLAND, "NO": ["no-2"]})
    return store


@pytest.fixture
def ask(client: FlaskClient, session: Session) -> Ask:
    """Sends a request as a member: `ask(alice, "GET", "/v1/deck")`."""

    def send(user: User | None, method: str, path: str, json: Any = None, **headers: str) -> TestResponse:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        own = authorization(session, user) if user else {}
        return client.open(path, method=method, json=json, headers=own | named)

    return send


def videos(answer: TestResponse) -> list[str]:
    assert answer.status_code == 200, answer.json
    return [item["video"]["id"] for item in answer.json["data"]]


def positions(answer: TestResponse) -> list[int]:
    return [item["position"] for item in answer.json["data"]]
