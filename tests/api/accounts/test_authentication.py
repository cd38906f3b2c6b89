"""Signing up, becoming active, logging in: what a program meets on the way."""

from datetime import UTC, datetime, timedelta

import jwt
import pytest
from flask.testing import FlaskClient
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.accounts import second_factor
from app.models import AccountToken, Mail, User, UserSession
from tests.api.accounts.conftest import TOKEN, Login, bearer
from tests.members import PASSWORD

USER = "/v1/authentication/user"
ACTIVATE = "/v1/users/activate"
CLEO = {"username": "cleo", "email": "cleo@example.org", "password": PASSWORD}


def test_a_sign_up_tells_the_name_and_that_a_link_is_to_be_opened(client: FlaskClient, session: Session) -> None:
    answer = client.post(USER, json=CLEO)
    assert (answer.status_code, answer.json) == (201, {"data": {"username": "cleo", "is_active": False}})
    assert answer.headers["Cache-Control"] == "no-store"
    (mail,) = session.scalars(select(Mail))
    assert (mail.address, mail.template) == ("cleo@example.org", "activation")


def test_a_known_address_is_answered_the_same(client: FlaskClient, session: Session, ada: User) -> None:
    answer = client.post(USER, json=CLEO | {"email": "ADA@example.org"})
    assert (answer.status_code, answer.json) == (201, {"data": {"username": "cleo", "is_active": False}})
    (mail,) = session.scalars(select(Mail))
    assert mail.template == "already_registered"


def test_a_taken_name_is_a_conflict(client: FlaskClient, ada: User) -> None:
    answer = client.post(USER, json=CLEO | {"username": "ADA"})
    assert (answer.status_code, answer.mimetype) == (409, "application/problem+json")
    assert list(answer.json["errors"]) == ["username"]


def test_the_link_makes_the_account_active_and_may_be_opened_again(
    client: FlaskClient, beas_link: str, bea: User
) -> None:
    refused = client.post(TOKEN, json={"login": "bea", "password": PASSWORD})
    assert (refused.status_code, "mail" in refused.json["error"]) == (403, True)
    assert [client.put(f"{ACTIVATE}/{beas_link}").status_code for _ in range(2)] == [204, 204]
    assert client.post(TOKEN, json={"login": "bea", "password": PASSWORD}).status_code == 201


@pytest.mark.parametrize("text", ["unknown", "%00", "é", "a" * 5000])
def test_a_link_that_nobody_was_given_is_not_found(client: FlaskClient, text: str) -> None:
    assert client.put(f"{ACTIVATE}/{text}").status_code == 404


def test_a_cut_link_is_not_found(client: FlaskClient, beas_link: str) -> None:
    assert client.put(f"{ACTIVATE}/{beas_link[:-1]}").status_code == 404


def test_an_old_link_is_gone(client: FlaskClient, session: Session, beas_link: str) -> None:
    session.execute(update(AccountToken).values(expires_at=datetime.now(UTC) - timedelta(seconds=1)))
    session.commit()
    assert client.put(f"{ACTIVATE}/{beas_link}").status_code == 410


def test_a_login_answers_tokens_that_work(client: FlaskClient, login: Login) -> None:
    tokens = login()
    assert list(tokens) == ["access_token", "token_type", "expires_in", "refresh_token"]
    assert (tokens["token_type"], tokens["expires_in"]) == ("Bearer", 900)
    assert client.get("/v1/me", headers=bearer(tokens)).json["data"]["username"] == "ada"


@pytest.mark.parametrize(
    "named", [{"login": "ADA"}, {"login": "ada@Example.org"}, {"email": "ada@example.org"}, {"username": "ada"}]
)
def test_name_and_address_log_in_under_each_of_their_names(
    client: FlaskClient, ada: User, named: dict[str, str]
) -> None:
    assert client.post(TOKEN, json=named | {"password": PASSWORD}).status_code == 201


def test_a_wrong_password_and_an_unknown_name_are_answered_the_same(client: FlaskClient, ada: User) -> None:
    answers = [client.post(TOKEN, json={"login": name, "password": "wrong"}) for name in ("ada", "nobody")]
    assert [answer.status_code for answer in answers] == [401, 401]
    assert answers[0].json["error"] == answers[1].json["error"]
    assert answers[0].headers["WWW-Authenticate"] == 'Bearer realm="upswell"'


def test_a_second_factor_is_asked_for_and_then_taken(client: FlaskClient, session: Session, ada: User) -> None:
    now = datetime.now(UTC)
    enrolment = second_factor.begin(ada)
    codes = second_factor.confirm(session, ada, second_factor_code(enrolment.secret, now), now)
    session.commit()
    asked = client.post(TOKEN, json={"login": "ada", "password": PASSWORD})
    wrong = client.post(TOKEN, json={"login": "ada", "password": PASSWORD, "otp": "000000"})
    assert [(answer.status_code, list(answer.json["errors"])) for answer in (asked, wrong)] == [(401, ["otp"])] * 2
    assert asked.headers["WWW-Authenticate"].startswith("Bearer")
    assert client.post(TOKEN, json={"login": "ada", "password": PASSWORD, "otp": codes[0]}).status_code == 201


def second_factor_code(secret: str, now: datetime) -> str:
    import pyotp

    return pyotp.TOTP(secret).at(now)


def test_refreshing_answers_the_next_tokens_of_the_same_session(client: FlaskClient, login: Login) -> None:
    first = login()
    answer = client.put(TOKEN, json={"refresh_token": first["refresh_token"]})
    second = answer.json["data"]
    assert (answer.status_code, list(second)) == (200, list(first))
    assert session_of(first) == session_of(second)
    assert client.get("/v1/me", headers=bearer(second)).status_code == 200


def session_of(tokens: dict[str, str]) -> str:
    session_id: str = jwt.decode(tokens["access_token"], options={"verify_signature": False})["sid"]
    return session_id


def test_a_refresh_token_that_is_used_again_ends_every_token_of_its_session(client: FlaskClient, login: Login) -> None:
    first = login()
    second = client.put(TOKEN, json={"refresh_token": first["refresh_token"]}).json["data"]
    reused = client.put(TOKEN, json={"refresh_token": first["refresh_token"]})
    assert (reused.status_code, reused.headers["WWW-Authenticate"]) == (
        401,
        'Bearer realm="upswell", error="invalid_token"',
    )
    assert client.put(TOKEN, json={"refresh_token": second["refresh_token"]}).status_code == 401
    assert client.get("/v1/me", headers=bearer(second)).status_code == 401


def test_logging_out_ends_the_session_and_its_refresh_token(
    client: FlaskClient, session: Session, login: Login
) -> None:
    tokens = login()
    assert client.delete(TOKEN, headers=bearer(tokens)).status_code == 204
    assert client.get("/v1/me", headers=bearer(tokens)).status_code == 401
    assert client.delete(TOKEN, headers=bearer(tokens)).status_code == 401
    assert client.put(TOKEN, json={"refresh_token": tokens["refresh_token"]}).status_code == 401
    (row,) = session.scalars(select(UserSession))
    assert row.revoked_at is not None


BODIES = {
    "no JSON": b"login=ada&password=x",
    "nothing": b"",
    "cut": b'{"login": "ada", "pass',
    "a doubled field": b'{"login": "ada", "password": "x", "password": "y"}',
    "half a character": b'{"login": "ada", "password": "\\ud800"}',
    "no UTF-8": b'{"login": "\xff", "password": "x"}',
    "not a number": b'{"login": NaN, "password": "x"}',
    "nested deeply": b"[" * 100_000,
    "nested rather deeply": b"[" * 1000 + b"]" * 1000,
}
FIELDS = {
    "a list": [],
    "a text": "ada",
    "no password": {"login": "ada"},
    "a number": {"login": 7, "password": "x"},
    "a list of names": {"login": ["ada"], "password": "x"},
    "an object": {"login": "ada", "password": {"$ne": ""}},
    "an unknown field": {"login": "ada", "password": "x", "admin": True},
    "two names": {"login": "ada", "email": "ada@example.org", "password": "x"},
    "NUL": {"login": "ada\0", "password": "x"},
    "NUL in the password": {"login": "ada", "password": "x\0"},
    "10 kB": {"login": "ada", "password": "x" * 10_000},
    "a long name": {"login": "a" * 10_000, "password": "x"},
}


@pytest.mark.parametrize("method", ["post", "put"])
@pytest.mark.parametrize("kind", BODIES)
def test_a_body_that_is_not_json_is_a_problem(client: FlaskClient, method: str, kind: str) -> None:
    answer = client.open(TOKEN, method=method, data=BODIES[kind], content_type="application/json")
    assert (answer.status_code, answer.mimetype) == (400, "application/problem+json")


@pytest.mark.parametrize("kind", FIELDS)
@pytest.mark.parametrize("path", [TOKEN, USER])
def test_fields_that_are_not_as_documented_are_a_problem(client: FlaskClient, path: str, kind: str) -> None:
    answer = client.post(path, json=FIELDS[kind])
    assert (answer.status_code, answer.mimetype) == (422, "application/problem+json")
    assert answer.json["errors"]


def test_a_body_that_is_too_large_is_a_problem(client: FlaskClient) -> None:
    answer = client.post(TOKEN, json={"login": "ada", "password": "x" * 2_000_000})
    assert (answer.status_code, answer.mimetype) == (413, "application/problem+json")


def test_no_password_or_token_is_repeated_in_an_error(client: FlaskClient) -> None:
    answer = client.post(USER, json=CLEO | {"password": "hunter2!"})
    assert answer.status_code == 422
    assert "hunter2!" not in answer.text
