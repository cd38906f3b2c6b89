"""The cast: alice and bob write, mia moderates, adam is an admin."""

import pytest
from sqlalchemy.orm import Session

from app.models import Role, User
from tests.members import add_member


@pytest.fixture
def alice(session: Session) -> User:
    return add_member(session, "alice")


@pytest.fixture
def bob(session: Session) -> User:
    return add_member(session, "bob")


@pytest.fixture
def mia(session: Session) -> User:
    return add_member(session, "mia", Role.MODERATOR)


@pytest.fixture
def adam(session: Session) -> User:
    return add_member(session, "adam", Role.ADMIN)
