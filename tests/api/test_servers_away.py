"""The JSON interface while Redis or PostgreSQL does not answer."""

import pytest
from flask.testing import FlaskClient
from redis import Redis

from config import Settings
from tests.api.conftest import LANTERNS

pytestmark = pytest.mark.usefixtures("world")


@pytest.mark.parametrize(
    "path", ["/api/trending/PL", "/api/regions", "/api/search?q=title", "/v1/trending/PL", f"/v1/videos/{LANTERNS}"]
)
def test_without_redis_every_answer_is_the_same(
    client: FlaskClient, client_without_cache: FlaskClient, path: str
) -> None:
    expected, answer = client.get(path), client_without_cache.get(path)
    assert (answer.status_code, answer.data) == (200, expected.data)


def test_without_redis_nothing_is_ever_a_hit(client_without_cache: FlaskClient) -> None:
    outcomes = [client_without_cache.get("/api/trending/PL").headers["X-Cache"] for _ in range(2)]
    assert outcomes == ["MISS", "MISS"]


def test_without_redis_pages_still_follow_each_other(client_without_cache: FlaskClient) -> None:
    first = client_without_cache.get("/v1/trending/PL?limit=20").json
    last = client_without_cache.get(f"/v1/trending/PL?limit=20&cursor={first['cursor']}").json
    assert [place["rank"] for place in first["data"] + last["data"]] == list(range(1, 31))


def test_without_the_database_a_cached_list_is_still_served(
    client: FlaskClient, client_without_database: FlaskClient
) -> None:
    cached = client.get("/api/trending/PL")
    answer = client_without_database.get("/api/trending/PL")
    assert (answer.status_code, answer.headers["X-Cache"], answer.data) == (200, "HIT", cached.data)
    assert client_without_database.get("/v1/trending/PL").status_code == 200


def test_a_list_that_could_not_be_read_keeps_nobody_waiting(
    client_without_database: FlaskClient, settings: Settings
) -> None:
    assert client_without_database.get("/api/trending/SE").status_code == 503
    with Redis.from_url(str(settings.redis_url)) as redis:
        assert redis.keys("*lock*") == []


@pytest.mark.parametrize("path", ["/api/trending/SE", "/api/regions", "/api/search?q=title", f"/v1/videos/{LANTERNS}"])
def test_without_the_database_what_is_not_cached_is_a_problem_that_passes(
    client_without_database: FlaskClient, path: str
) -> None:
    answer = client_without_database.get(path)
    assert (answer.status_code, answer.mimetype) == (503, "application/problem+json")
    assert answer.headers["Retry-After"] == "5"
    assert answer.headers["Cache-Control"] == "no-store"
    assert "nonexistent" not in answer.text
