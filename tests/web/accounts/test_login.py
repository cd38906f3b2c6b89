"""Login and logout by pages: what the cookie is, who gets one, and where a login leads."""

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts import recovery
from app.models import User, UserSession
from tests.conftest import Remake
from tests.members import PASSWORD
from tests.web.accounts.conftest import HTMX, LogIn, is_logged_in, moved_to


def cookie(client: FlaskClient) -> str | None:
    found = client.get_cookie("session")
    return found.value if found else None


@pytest.mark.parametrize("login", ["ada", "ADA", "ada@example.org", " Ada@Example.org "])
def test_name_and_address_log_in_in_any_case(client: FlaskClient, log_in: LogIn, login: str) -> None:
    assert moved_to(log_in(client, login=login)) == "/"
    assert is_logged_in(client)


@pytest.mark.parametrize("fields", [{"password": "wrong"}, {"login": "nobody"}], ids=["wrong password", "nobody"])
def test_a_wrong_password_and_an_unknown_name_are_told_the_same(
    client: FlaskClient, log_in: LogIn, fields: dict[str, str]
) -> None:
    answer = log_in(client, **fields)
    assert answer.status_code == 422
    assert "No account has this name or address with this password." in answer.text
    assert f'value="{fields.get("login", "ada")}"' in answer.text
    assert cookie(client) is None


def test_what_is_chosen_is_kept_when_the_login_fails(client: FlaskClient, log_in: LogIn) -> None:
    answer = log_in(client, password="wrong", remember="1", next="/settings/sessions")
    assert re.search(r'name="remember"[^>]*checked', answer.text)
    assert '<input type="hidden" name="next" value="/settings/sessions">' in answer.text


def test_htmx_is_sent_on_and_else_gets_the_form(client: FlaskClient, log_in: LogIn) -> None:
    form = {"login": "ada", "password": "wrong"}
    assert client.post("/login", data=form, headers=HTMX).text.lstrip().startswith("<form")
    answer = client.post("/login", data={**form, "password": PASSWORD}, headers=HTMX)
    assert (answer.status_code, answer.headers["HX-Redirect"]) == (200, "/")


def test_the_cookie_is_kept_from_scripts_and_other_sites(client: FlaskClient, log_in: LogIn) -> None:
    flags = log_in(client).headers["Set-Cookie"].split("; ")
    assert {"HttpOnly", "SameSite=Lax", "Path=/"} <= set(flags)
    assert "Secure" not in flags
    assert not any(flag.startswith("Expires") for flag in flags)


def test_in_production_the_cookie_goes_over_https_alone(remade: Remake, log_in: LogIn) -> None:
    client = remade(app_env="production", allowed_hosts=("localhost",)).test_client()
    assert "Secure" in log_in(client).headers["Set-Cookie"].split("; ")


def test_who_is_remembered_has_a_cookie_that_lasts(client: FlaskClient, session: Session, log_in: LogIn) -> None:
    expires = log_in(client, remember="1").headers["Set-Cookie"].split("Expires=")[1].split(";")[0]
    assert (parsedate_to_datetime(expires) - datetime.now(UTC)).days >= 59
    row = session.scalars(select(UserSession)).one()
    assert row.is_remembered
    assert (row.expires_at - row.created_at).days == 60


def test_each_login_has_an_id_of_its_own_and_ends_the_one_before(
    client: FlaskClient, session: Session, log_in: LogIn
) -> None:
    log_in(client)
    before = cookie(client)
    log_in(client)
    assert cookie(client) != before
    rows = session.scalars(select(UserSession).order_by(UserSession.created_at))
    assert [row.revoked_at is None for row in rows] == [False, True]
    client.set_cookie("session", before or "")
    assert not is_logged_in(client)


def test_a_cookie_that_was_there_before_the_login_is_worth_nothing_after(client: FlaskClient, log_in: LogIn) -> None:
    client.set_cookie("session", "planted")
    log_in(client)
    assert cookie(client) != "planted"


def test_logging_out_ends_the_session_and_takes_the_cookie(adas: FlaskClient) -> None:
    kept = cookie(adas)
    assert moved_to(adas.post("/logout")) == "/"
    assert cookie(adas) is None
    adas.set_cookie("session", kept or "")
    assert not is_logged_in(adas)


def test_a_link_cannot_log_anybody_out(adas: FlaskClient) -> None:
    assert adas.get("/logout").status_code == 200
    assert adas.post("/logout", headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
    assert is_logged_in(adas)


def test_who_is_logged_in_is_not_asked_again(adas: FlaskClient) -> None:
    assert moved_to(adas.get("/login?next=/settings/sessions")) == "/settings/sessions"
    assert moved_to(adas.get("/register")) == "/"


def test_a_page_for_members_asks_to_log_in_and_is_reached_then(client: FlaskClient, log_in: LogIn) -> None:
    asked = moved_to(client.get("/settings/sessions?a=1"))
    assert asked == "/login?next=/settings/sessions?a%3D1"
    assert 'value="/settings/sessions?a=1"' in client.get(asked).text
    assert moved_to(log_in(client, next="/settings/sessions?a=1")) == "/settings/sessions?a=1"


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://evil.example/",
        "//evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "javascript:alert(1)",
        "/\t/evil",
        "",
    ],
)
def test_a_login_leads_to_no_other_site(client: FlaskClient, log_in: LogIn, elsewhere: str) -> None:
    assert moved_to(log_in(client, next=elsewhere)) == "/"


def test_a_new_password_logs_out_every_browser_but_that_one(
    client: FlaskClient, adas: FlaskClient, session: Session, ada: User, log_in: LogIn
) -> None:
    other = client.application.test_client()
    log_in(other)
    recovery.change_password(session, ada, PASSWORD, "eight lanterns rising", datetime.now(UTC), keep=None)
    session.commit()
    assert not is_logged_in(other)
    assert not is_logged_in(adas)
