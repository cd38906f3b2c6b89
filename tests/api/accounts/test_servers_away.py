"""Members while Redis or PostgreSQL does not answer: what can be told is told, and nobody is taken for a stranger."""

from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient

from app.infra import near_cache
from tests.api.accounts.conftest import TOKEN, Login, bearer, elsewhere
from tests.conftest import Remake
from tests.members import PASSWORD

NO_REDIS = {"redis_url": "unix:///nonexistent/valkey.sock"}
NO_DATABASE = {"database_url": "postgresql+psycopg://postgres@/upswell?host=/nonexistent"}


@pytest.fixture
def tokens(login: Login) -> dict[str, Any]:
    """Ada's, whom this process does not remember."""
    tokens = login()
    elsewhere()
    return tokens


def test_without_redis_members_are_read_from_the_database(
    client_without_cache: FlaskClient, tokens: dict[str, Any]
) -> None:
    assert client_without_cache.get("/v1/me", headers=bearer(tokens)).status_code == 200
    assert client_without_cache.get("/v1/me/sessions", headers=bearer(tokens)).status_code == 200


def test_without_redis_one_can_log_in_and_out(client_without_cache: FlaskClient, tokens: dict[str, Any]) -> None:
    answer = client_without_cache.post(TOKEN, json={"login": "ada", "password": PASSWORD})
    assert answer.status_code == 201
    assert client_without_cache.delete(TOKEN, headers=bearer(answer.json["data"])).status_code == 204
    elsewhere()
    assert client_without_cache.get("/v1/me", headers=bearer(answer.json["data"])).status_code == 401
    assert client_without_cache.get("/v1/me", headers=bearer(tokens)).status_code == 200


def test_without_the_database_members_are_known_from_redis(
    client: FlaskClient,
    client_without_database: FlaskClient,
    tokens: dict[str, Any],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for fresh in (near_cache.FRESH, timedelta()):
        elsewhere()
        monkeypatch.setattr(near_cache, "FRESH", fresh)
        assert client_without_database.get("/v1/me", headers=bearer(tokens)).status_code == 503
    client.delete(TOKEN, headers=bearer(tokens))
    elsewhere()
    assert client_without_database.get("/v1/me", headers=bearer(tokens)).status_code == 401


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("GET", "/v1/me/sessions", None),
        ("DELETE", TOKEN, None),
        ("POST", TOKEN, {"login": "ada", "password": PASSWORD}),
        ("PUT", TOKEN, {"refresh_token": "x"}),
        ("POST", "/v1/authentication/user", {"username": "cleo", "email": "c@example.org", "password": PASSWORD}),
        ("PUT", "/v1/users/activate/x", None),
    ],
)
def test_without_the_database_the_rest_is_a_problem_that_passes(
    remade: Remake, tokens: dict[str, Any], method: str, path: str, body: dict[str, str] | None
) -> None:
    away = remade(**NO_DATABASE, ratelimit_enabled=True).test_client()
    answer = away.open(path, method=method, json=body, headers=bearer(tokens))
    assert (answer.status_code, answer.mimetype) == (503, "application/problem+json")
    assert answer.headers["Retry-After"] == "5"


def test_without_either_nobody_is_taken_for_a_stranger(remade: Remake, tokens: dict[str, Any]) -> None:
    away = remade(**NO_DATABASE, **NO_REDIS).test_client()
    assert away.get("/v1/me", headers=bearer(tokens)).status_code == 503
    assert away.get("/v1/me").status_code == 401
