"""The cast, who write and read, and an application in which many of them meet."""

import pytest
from apiflask import APIFlask
from sqlalchemy import create_engine

from app.extensions import db
from tests.cast import adam, alice, bob, mia

__all__ = ["adam", "alice", "bob", "mia"]

WRITERS = 50
CONNECTIONS = 25


@pytest.fixture
def crowded_app(fresh_app: APIFlask) -> APIFlask:
    """With connections enough for WRITERS to meet in the database and not before it."""
    with fresh_app.app_context():
        db.engines[None] = create_engine(db.engine.url, pool_size=CONNECTIONS, max_overflow=0, pool_timeout=60)
    return fresh_app
