"""Where a member is logged in, and how they end that."""

import re

import pytest
from apiflask import APIFlask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from app.infra import near_cache
from tests.members import PASSWORD, add_member
from tests.web.accounts.conftest import HTMX, LogIn, is_logged_in, moved_to

END = re.compile(r'action="(/settings/sessions/[0-9a-f-]{36}/end)"')


@pytest.fixture
def other(app: APIFlask, log_in: LogIn) -> FlaskClient:
    """A second browser in which Ada is logged in."""
    client = app.test_client()
    log_in(client, remember="1")
    return client


def test_each_session_is_listed_with_where_and_since_when(adas: FlaskClient, other: FlaskClient) -> None:
    page = adas.get("/settings/sessions").text
    assert len(re.findall(r"<h3>\s*Firefox on Linux", page)) == 2
    assert page.count("This browser") == 1
    assert page.count("from 127.0.0.0/24") == 2
    assert page.count("stays logged in") == 1


def test_a_session_that_is_ended_is_logged_out(adas: FlaskClient, other: FlaskClient) -> None:
    (path,) = [one for one in END.findall(adas.get("/settings/sessions").text) if one not in mine(adas)]
    assert moved_to(adas.post(path)) == "/settings/sessions"
    assert "The session has ended." in adas.get("/settings/sessions").text
    near_cache.forget()  # as another process, which knows what the servers know
    assert not is_logged_in(other)
    assert is_logged_in(adas)


def mine(client: FlaskClient) -> list[str]:
    """The path that ends the session of this browser."""
    page = client.get("/settings/sessions").text
    return END.findall(page[page.index("This browser") :])[:1]


def test_htmx_gets_the_list_that_is_left(adas: FlaskClient, other: FlaskClient) -> None:
    (path,) = [one for one in END.findall(adas.get("/settings/sessions").text) if one not in mine(adas)]
    answer = adas.post(path, headers=HTMX)
    assert answer.text.lstrip().startswith("<ul")
    assert END.findall(answer.text) == mine(adas)


def test_ending_the_session_of_this_browser_logs_it_out(adas: FlaskClient) -> None:
    assert moved_to(adas.post(mine(adas)[0])) == "/login"
    assert not is_logged_in(adas)


def test_nobody_ends_the_session_of_another(app: APIFlask, adas: FlaskClient, session: Session, log_in: LogIn) -> None:
    add_member(session, "bea", password=PASSWORD)
    beas = app.test_client()
    log_in(beas, login="bea")
    beas.post(mine(adas)[0])
    assert is_logged_in(adas)
    assert beas.post("/settings/sessions/not-an-id/end").status_code == 404


def test_all_others_are_ended_at_once(adas: FlaskClient, other: FlaskClient) -> None:
    assert moved_to(adas.post("/settings/sessions/end-others")) == "/settings/sessions"
    assert (is_logged_in(adas), is_logged_in(other)) == (True, False)


def test_all_are_ended_at_once(adas: FlaskClient, other: FlaskClient) -> None:
    assert moved_to(adas.post("/settings/sessions/end-all")) == "/login"
    assert (is_logged_in(adas), is_logged_in(other)) == (False, False)
    assert adas.get_cookie("session") is None
