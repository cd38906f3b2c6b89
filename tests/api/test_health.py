"""GET /health, /health/live and /health/ready."""

import pytest
from flask.testing import FlaskClient


def test_all_is_well(client: FlaskClient) -> None:
    answer = client.get("/health")
    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-store")
    assert answer.json == {"status": "ok", "checks": {"database": "ok", "cache": "ok"}}


def test_without_the_cache_health_is_degraded_but_ready(client_without_cache: FlaskClient) -> None:
    answer = client_without_cache.get("/health")
    assert (answer.status_code, answer.json["status"]) == (200, "degraded")
    assert answer.json["checks"] == {"database": "ok", "cache": "down"}
    assert client_without_cache.get("/health/ready").status_code == 200


def test_without_the_database_health_is_down_and_not_ready_but_alive(client_without_database: FlaskClient) -> None:
    answer = client_without_database.get("/health")
    assert (answer.status_code, answer.headers["Cache-Control"]) == (503, "no-store")
    assert answer.json == {"status": "down", "checks": {"database": "down", "cache": "ok"}}
    assert client_without_database.get("/health/ready").status_code == 503
    assert client_without_database.get("/health/live").json == {"status": "ok"}


@pytest.mark.parametrize("path", ["/health", "/health/live", "/health/ready"])
def test_health_is_never_limited_and_never_cached(client: FlaskClient, path: str) -> None:
    answer = client.get(path)
    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-store")
    assert "RateLimit" not in answer.headers
