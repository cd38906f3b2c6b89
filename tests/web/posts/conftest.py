"""Alice, Bob and Charlie, each in a browser of their own, a moderator and an admin."""

import re
from collections.abc import Callable

import pytest
from apiflask import APIFlask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from app.models import Role
from tests.members import add_member, log_in

HTMX = {"HX-Request": "true", "HX-Request-Type": "partial"}
POST = {"title": "Lanterns over the harbour", "content": "They rise **every** autumn.", "tags": "Harbour, #lanterns"}

Browser = Callable[[str], FlaskClient]


@pytest.fixture
def browser_of(app: APIFlask, session: Session) -> Browser:
    """Makes a member of this name, with the role when it is one, and a browser in which they are logged in."""

    def make(username: str) -> FlaskClient:
        role = {"mod": Role.MODERATOR, "root_": Role.ADMIN}.get(username, Role.USER)
        return log_in(app.test_client(), session, add_member(session, username, role))

    return make


@pytest.fixture
def alice(browser_of: Browser) -> FlaskClient:
    return browser_of("alice")


@pytest.fixture
def bob(browser_of: Browser) -> FlaskClient:
    return browser_of("bob")


@pytest.fixture
def charlie(browser_of: Browser) -> FlaskClient:
    return browser_of("charlie")


@pytest.fixture
def moderator(browser_of: Browser) -> FlaskClient:
    return browser_of("mod")


@pytest.fixture
def admin(browser_of: Browser) -> FlaskClient:
    return browser_of("root_")


def written(client: FlaskClient, **fields: str) -> str:
    """The address of a new post."""
    answer = client.post("/posts/new", data={**POST, **fields})
    assert answer.status_code == 303, answer.text
    return answer.headers["Location"]


def said(client: FlaskClient, post: str, content: str, **fields: str) -> str:
    """The number of a new comment under the post with this address."""
    answer = client.post(f"{post}/comments", data={"content": content, **fields})
    assert answer.status_code == 303, answer.text
    return answer.headers["Location"].rpartition("-")[2]


def field(html: str, name: str) -> str:
    """The value of a hidden field."""
    found = re.search(rf'name="{name}"\s+value="([^"]*)"', html)
    assert found, f"no field {name}"
    return found[1]
