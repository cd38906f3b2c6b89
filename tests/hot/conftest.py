"""Decks behind the hot path, and who asks for them."""

from collections.abc import Callable
from contextvars import Context
from datetime import UTC, datetime
from pathlib import Path

import pytest
from apiflask import APIFlask
from sqlalchemy.orm import Session
from werkzeug.test import Client, TestResponse

from app.accounts import service_tokens
from app.accounts.service_tokens import Scope
from app.feed.extension import store_of
from app.hot.path import HotPath
from app.models import User
from tests.cast import alice, bob
from tests.feed.decks import store, write

__all__ = ["alice", "bob"]

Get = Callable[..., TestResponse]


class _Visitor(Client):
    """Its requests do not see the context of the test."""

    def open(self, *args: object, **kwargs: object) -> TestResponse:
        return Context().run(super().open, *args, **kwargs)


@pytest.fixture
def decks(tmp_path: Path, app: APIFlask, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder without decks, which the application reads from now on."""
    installed = store_of(app)
    for name, value in vars(store(tmp_path / "decks")).items():
        if name in {"decks", "_served", "_looked_at"}:
            monkeypatch.setattr(installed, name, value)
    return tmp_path / "decks"


@pytest.fixture
def deck(decks: Path, alice: User) -> User:
    """Alice, who has a deck of the videos 1 to 200."""
    write(decks, users=[alice.id])
    return alice


@pytest.fixture
def get(app: APIFlask) -> Get:
    """Sends a GET to the site with the hot path in front of it."""
    return _Visitor(HotPath(app, current=False)).open


@pytest.fixture
def machine(session: Session) -> dict[str, str]:
    """The header of a machine that may read any deck."""
    secret = service_tokens.create(session, "player", [Scope.FEED_ANY], datetime.now(UTC))
    session.commit()
    return {"Authorization": f"Bearer {secret}"}
