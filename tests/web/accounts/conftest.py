"""Ada, who can log in, and what her browsers do."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from app.models import User
from tests import members
from tests.members import PASSWORD, add_member

HTMX = {"HX-Request": "true", "HX-Request-Type": "partial"}
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0"

LogIn = Callable[..., TestResponse]


@pytest.fixture
def ada(session: Session) -> User:
    return add_member(session, password=PASSWORD)


@pytest.fixture
def log_in(ada: User) -> LogIn:
    """Logs a client in, as Ada unless told otherwise; the fields of the form may be given."""

    def send(client: FlaskClient, **fields: str) -> TestResponse:
        form = {"login": "ada", "password": PASSWORD, **fields}
        return client.post("/login", data=form, headers={"User-Agent": FIREFOX})

    return send


@pytest.fixture
def adas(client: FlaskClient, session: Session, ada: User) -> FlaskClient:
    """A browser in which Ada is logged in."""
    return members.log_in(client, session, ada)


def is_logged_in(client: FlaskClient) -> bool:
    return client.get("/settings/account").status_code == 200


def moved_to(answer: TestResponse) -> str:
    """Where a redirect that is for one reader leads."""
    assert answer.status_code == 303
    return answer.headers["Location"]
