"""GET /v1/me and the sessions that a member sees and ends."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import jwt
import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from app.accounts import access_tokens, recovery, service_tokens, sessions
from app.accounts.service_tokens import Scope
from app.infra import signing
from app.models import User
from tests.api.accounts.conftest import TOKEN, Login, bearer, elsewhere
from tests.members import PASSWORD

SESSIONS = "/v1/me/sessions"
PHONE = "okhttp/5.1.0"


def test_a_member_sees_themselves(client: FlaskClient, ada: User, login: Login) -> None:
    answer = client.get("/v1/me", headers=bearer(login()))
    assert answer.json == {
        "data": {
            "id": str(ada.id),
            "username": "ada",
            "bio": "",
            "home_region": None,
            "is_private": False,
            "created_at": "2026-11-20T12:00:00Z",
            "counts": {"posts": 0, "followers": 0, "following": 0},
            "email": "ada@example.org",
            "role": "user",
            "is_active": True,
            "shows_likes": True,
        }
    }


def test_the_answer_is_for_one_member_alone(client: FlaskClient, login: Login) -> None:
    tokens = login()
    answer = client.get("/v1/me", headers=bearer(tokens))
    assert answer.headers["Cache-Control"] == "private, no-cache"
    assert "Authorization" in answer.headers["Vary"].split(", ")
    again = client.get("/v1/me", headers=bearer(tokens) | {"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304


def test_a_known_member_takes_two_statements(client: FlaskClient, login: Login, statements: list[str]) -> None:
    tokens = login()
    client.get("/v1/me", headers=bearer(tokens))
    elsewhere()
    statements.clear()
    assert client.get("/v1/me", headers=bearer(tokens)).status_code == 200
    assert len(statements) == 2  # muted words, and the profile; who it is, the cache tells


@pytest.mark.parametrize("given", ["", "Basic YWRhOmFkYQ==", "ada", "Bearerx"])
def test_without_a_token_one_is_asked_for(client: FlaskClient, given: str) -> None:
    answer = client.get("/v1/me", headers={"Authorization": given} if given else {})
    assert (answer.status_code, answer.mimetype) == (401, "application/problem+json")
    assert answer.headers["WWW-Authenticate"] == 'Bearer realm="upswell"'


@pytest.mark.parametrize("token", ["", "x", "x.y.z", "é.é.é", ".", "a" * 6000, "." * 6000])
def test_a_token_that_is_none_is_refused(client: FlaskClient, token: str) -> None:
    answer = client.get("/v1/me", headers=bearer(token))
    assert (answer.status_code, answer.mimetype) == (401, "application/problem+json")
    assert answer.headers["WWW-Authenticate"] == 'Bearer realm="upswell", error="invalid_token"'


def test_an_expired_token_says_what_to_do(client: FlaskClient, session: Session, ada: User) -> None:
    before = datetime.now(UTC) - timedelta(minutes=15)
    tokens = access_tokens.issue(session, ada, "curl", "", before)
    session.commit()
    answer = client.get("/v1/me", headers=bearer(tokens.access_token))
    assert (answer.status_code, "expired" in answer.json["error"]) == (401, True)


def test_a_token_of_another_members_session_is_refused(client: FlaskClient, ada: User, login: Login) -> None:
    content = jwt.decode(login()["access_token"], options={"verify_signature": False})
    kid, key = next(iter(signing.keys("access token").items()))
    swapped = jwt.encode(content | {"sub": str(ada.id + 1)}, key, algorithm="HS256", headers={"kid": kid})
    assert client.get("/v1/me", headers=bearer(swapped)).status_code == 401


def test_a_service_token_is_nobody_in_particular(client: FlaskClient, session: Session) -> None:
    secret = service_tokens.create(session, "deck reader", [Scope.FEED_ANY], datetime.now(UTC))
    session.commit()
    assert client.get("/v1/me", headers=bearer(secret)).status_code == 403


def test_an_account_that_is_no_longer_active_is_refused(
    client: FlaskClient, session: Session, ada: User, login: Login
) -> None:
    tokens = login()
    ada.activated_at = None
    session.commit()
    assert client.get("/v1/me", headers=bearer(tokens)).status_code == 403
    assert client.put(TOKEN, json={"refresh_token": tokens["refresh_token"]}).status_code == 401


def test_a_member_sees_where_they_are_logged_in(client: FlaskClient, login: Login) -> None:
    login(User_Agent=PHONE)
    here = login(User_Agent="curl/8.14.1")
    listed = client.get(SESSIONS, headers=bearer(here)).json["data"]
    assert [(row["device"], row["is_current"], row["kind"]) for row in listed] == [
        ("curl", True, "api"),
        ("okhttp", False, "api"),
    ]
    assert listed[0]["address"] == "127.0.0.0/24"
    assert client.get(f"{SESSIONS}/{listed[1]['id']}", headers=bearer(here)).json["data"] == listed[1]


def test_a_session_that_its_owner_ends_is_over_on_every_process(client: FlaskClient, login: Login) -> None:
    phone, here = login(User_Agent=PHONE), login()
    listed = client.get(SESSIONS, headers=bearer(here)).json["data"]
    (other,) = [row["id"] for row in listed if not row["is_current"]]
    assert client.delete(f"{SESSIONS}/{other}", headers=bearer(here)).status_code == 204
    assert client.get("/v1/me", headers=bearer(phone)).status_code == 401
    elsewhere()
    assert client.get("/v1/me", headers=bearer(phone)).status_code == 401
    assert client.get("/v1/me", headers=bearer(here)).status_code == 200
    assert client.delete(f"{SESSIONS}/{other}", headers=bearer(here)).status_code == 404


def test_ending_all_ends_this_one_too(client: FlaskClient, login: Login) -> None:
    all_of_them = [login(), login()]
    assert client.delete(SESSIONS, headers=bearer(all_of_them[0])).status_code == 204
    assert [client.get("/v1/me", headers=bearer(tokens)).status_code for tokens in all_of_them] == [401, 401]


@pytest.mark.parametrize("method", ["get", "delete"])
def test_another_members_session_is_not_found(
    client: FlaskClient, session: Session, bea: User, login: Login, method: str
) -> None:
    beas = sessions.begin(session, bea, "page", "Firefox", "", False, datetime.now(UTC))
    session.commit()
    for session_id in (str(beas.id), str(uuid4()), "1", "%00"):
        answer = client.open(f"{SESSIONS}/{session_id}", method=method, headers=bearer(login()))
        assert answer.status_code == 404
    assert beas.revoked_at is None


def test_every_token_ends_when_the_password_is_changed(
    client: FlaskClient, session: Session, ada: User, login: Login
) -> None:
    tokens = login()
    recovery.change_password(session, ada, PASSWORD, "another seven lanterns", datetime.now(UTC), keep=None)
    session.commit()
    elsewhere()
    assert client.get("/v1/me", headers=bearer(tokens)).status_code == 401
    assert client.put(TOKEN, json={"refresh_token": tokens["refresh_token"]}).status_code == 401


def test_a_request_notes_that_the_session_was_seen(client: FlaskClient, session: Session, ada: User) -> None:
    before = datetime.now(UTC) - timedelta(minutes=5)
    tokens = access_tokens.issue(session, ada, "curl", "", before)
    session.commit()
    client.get("/v1/me", headers=bearer(tokens.access_token))
    (row,) = sessions.mine(session, ada.id, datetime.now(UTC))
    assert row.last_seen_at > before + timedelta(minutes=4)
