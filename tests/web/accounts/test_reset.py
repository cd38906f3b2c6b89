"""A new password by mail, by pages."""

from datetime import UTC, datetime, timedelta

import pytest
from apiflask import APIFlask
from flask.testing import FlaskClient
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.models import AccountToken, Mail, User
from tests.mailbox import delivered, secret_in
from tests.members import PASSWORD
from tests.web.accounts.conftest import HTMX, LogIn, is_logged_in, moved_to

NEW = "eight lanterns rising"


@pytest.fixture
def link(app: APIFlask, client: FlaskClient, ada: User) -> str:
    """The path of the link that Ada asked for."""
    assert moved_to(client.post("/reset", data={"email": "ADA@example.org"})) == "/reset/sent"
    (mail,) = delivered(app)
    return f"/reset/{secret_in(mail)}"


def test_the_link_changes_the_password_and_ends_every_session(
    client: FlaskClient, adas: FlaskClient, log_in: LogIn, link: str
) -> None:
    visitor = client.application.test_client()
    assert 'autocomplete="new-password"' in visitor.get(link).text
    assert moved_to(visitor.post(link, data={"password": NEW})) == "/reset/done"
    assert not is_logged_in(adas)
    assert log_in(visitor).status_code == 422
    assert log_in(visitor, password=NEW).status_code == 303


def test_a_weak_password_is_told_and_leaves_the_link_good(client: FlaskClient, link: str) -> None:
    for password, told in (("short", "Use at least 10 characters."), ("ada@example.org", "Leave your username")):
        answer = client.post(link, data={"password": password}, headers=HTMX)
        assert answer.status_code == 422
        assert f'id="passwordreset-password-message">{told}' in answer.text
    assert client.post(link, data={"password": NEW}, headers=HTMX).headers["HX-Redirect"] == "/reset/done"


def test_a_used_link_says_so_and_offers_another(client: FlaskClient, link: str) -> None:
    client.post(link, data={"password": NEW})
    for answer in (client.get(link), client.post(link, data={"password": NEW})):
        assert answer.status_code == 410
        assert "A password was chosen with it already." in answer.text
        assert 'action="/reset"' in answer.text


def test_an_expired_link_says_so_and_offers_another(client: FlaskClient, session: Session, link: str) -> None:
    session.execute(update(AccountToken).values(expires_at=datetime.now(UTC) - timedelta(seconds=1)))
    session.commit()
    answer = client.get(link)
    assert (answer.status_code, "It is too old" in answer.text) == (410, True)


def test_a_link_that_nobody_was_given_says_so(client: FlaskClient) -> None:
    answer = client.get("/reset/nobodys")
    assert (answer.status_code, "It is not one that we sent" in answer.text) == (404, True)


def test_htmx_gets_what_is_wrong_with_a_link_in_place_of_the_form(client: FlaskClient, link: str) -> None:
    client.post(link, data={"password": NEW})
    answer = client.post(link, data={"password": NEW}, headers=HTMX)
    assert (answer.status_code, "<html" in answer.text) == (410, False)


def test_an_unknown_address_is_answered_as_a_known_one(client: FlaskClient, session: Session) -> None:
    assert moved_to(client.post("/reset", data={"email": "nobody@example.org"})) == "/reset/sent"
    assert session.scalars(select(Mail)).all() == []


def test_what_is_no_address_is_told(client: FlaskClient) -> None:
    assert client.post("/reset", data={"email": "nobody"}).status_code == 422


def test_the_page_of_a_link_does_not_show_the_secret(client: FlaskClient, link: str) -> None:
    answer = client.get(link)
    assert link.removeprefix("/reset/") not in answer.text
    assert answer.headers["Referrer-Policy"] == "strict-origin"
    assert "no-store" in answer.headers["Cache-Control"]
    assert PASSWORD not in answer.text
