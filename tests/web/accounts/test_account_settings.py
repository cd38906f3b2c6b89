"""Changing address and password in the settings."""

import pytest
from apiflask import APIFlask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from app.models import User
from tests.mailbox import delivered, secret_in
from tests.members import PASSWORD, add_member
from tests.web.accounts.conftest import HTMX, LogIn, is_logged_in, moved_to

NEW = "eight lanterns rising"
EMAIL = {"email": "ada@lovelace.example", "password": PASSWORD}


def link_in(app: APIFlask) -> str:
    (mail,) = delivered(app)
    assert mail["to"] == EMAIL["email"]
    return f"/settings/email/{secret_in(mail)}"


def test_a_new_address_counts_once_its_link_is_confirmed(app: APIFlask, adas: FlaskClient, session: Session) -> None:
    assert moved_to(adas.post("/settings/account/email", data=EMAIL)) == "/settings/account"
    page = adas.get("/settings/account").text
    assert "We sent a link to ada@lovelace.example" in page
    assert "<b>ada@example.org</b>" in page
    link = link_in(app)
    visitor = app.test_client()
    assert "@ada" in visitor.get(link).text
    assert moved_to(visitor.post(link)) == "/settings/email/done"
    assert "<b>ada@lovelace.example</b>" in adas.get("/settings/account").text
    assert [mail["to"] for mail in delivered(app)] == ["ada@example.org"]


def test_opening_the_link_alone_changes_nothing(app: APIFlask, adas: FlaskClient) -> None:
    adas.post("/settings/account/email", data=EMAIL)
    app.test_client().get(link_in(app))
    assert "<b>ada@example.org</b>" in adas.get("/settings/account").text


def test_a_link_for_an_address_is_good_once(app: APIFlask, adas: FlaskClient) -> None:
    adas.post("/settings/account/email", data=EMAIL)
    link = link_in(app)
    adas.post(link)
    assert (adas.get(link).status_code, adas.post(link).status_code) == (410, 410)
    assert adas.get("/settings/email/nobodys").status_code == 404


def test_an_address_that_another_came_to_have_is_not_taken_from_them(
    app: APIFlask, adas: FlaskClient, session: Session
) -> None:
    adas.post("/settings/account/email", data=EMAIL)
    link = link_in(app)
    add_member(session, "bea").email = EMAIL["email"]
    session.commit()
    answer = adas.post(link)
    assert (answer.status_code, "Yours keeps its old one" in answer.text) == (409, True)


@pytest.mark.parametrize(
    ("path", "fields"),
    [("email", EMAIL), ("password", {"password": PASSWORD, "new_password": NEW})],
)
def test_a_change_takes_the_password(adas: FlaskClient, path: str, fields: dict[str, str]) -> None:
    answer = adas.post(f"/settings/account/{path}", data={**fields, "password": "wrong"}, headers=HTMX)
    assert answer.status_code == 422
    assert answer.text.count("This is not your password.") == 1
    assert answer.text.lstrip().startswith("<form")
    whole = adas.post(f"/settings/account/{path}", data={**fields, "password": "wrong"})
    assert (whole.status_code, whole.text.count("<form")) == (422, 4)  # search, log out, and the two changes


def test_a_new_password_keeps_this_session_and_ends_the_others(app: APIFlask, adas: FlaskClient, log_in: LogIn) -> None:
    other = app.test_client()
    log_in(other)
    fields = {"password": PASSWORD, "new_password": NEW}
    assert moved_to(adas.post("/settings/account/password", data=fields)) == "/settings/account"
    assert "Your password is changed" in adas.get("/settings/account").text
    assert not is_logged_in(other)
    assert log_in(other, password=NEW).status_code == 303


def test_a_weak_new_password_is_told_beside_it(adas: FlaskClient, ada: User) -> None:
    for weak in ("password12", "ada@example.org"):
        answer = adas.post("/settings/account/password", data={"password": PASSWORD, "new_password": weak})
        assert answer.status_code == 422
        assert 'id="passwordchange-new_password-message"' in answer.text
        assert weak not in answer.text.replace(f"<b>{ada.email}</b>", "")


def test_what_was_done_is_told_once(adas: FlaskClient) -> None:
    adas.post("/settings/account/email", data=EMAIL)
    assert [("We sent a link" in adas.get("/settings/account").text) for _ in range(2)] == [True, False]
