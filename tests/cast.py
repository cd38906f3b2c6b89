"""The cast of tests, as fixtures: alice, bob and charlie are members, mia moderates, adam is an admin."""

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
def charlie(session: Session) -> User:
    return add_member(session, "charlie")


@pytest.fixture
def mia(session: Session) -> User:
    return add_member(session, "mia", Role.MODERATOR)


@pytest.fixture
def adam(session: Session) -> User:
    return add_member(session, "adam", Role.ADMIN)
