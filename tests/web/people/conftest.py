"""Alice, Bob and Charlie, each with a browser of their own in which they are logged in."""

from collections.abc import Callable

import pytest
from apiflask import APIFlask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from app.models import User
from tests.cast import alice, bob, charlie
from tests.members import log_in

__all__ = ["alice", "bob", "charlie"]

HTMX = {"HX-Request": "true", "HX-Request-Type": "partial"}
Browsers = Callable[[User], FlaskClient]


@pytest.fixture
def browser_of(app: APIFlask, session: Session) -> Browsers:
    """Logs a member in, in a browser of their own."""
    return lambda user: log_in(app.test_client(), session, user)


@pytest.fixture
def alices(browser_of: Browsers, alice: User) -> FlaskClient:
    return browser_of(alice)


@pytest.fixture
def bobs(browser_of: Browsers, bob: User) -> FlaskClient:
    return browser_of(bob)


def turn(client: FlaskClient, act: str, state: str = "on", **fields: str) -> int:
    """What is answered to a button of a profile, such as `/@bob/follow`."""
    return client.post(act, data={"state": state, **fields}).status_code


def make_private(session: Session, user: User) -> None:
    user.is_private = True
    session.commit()
