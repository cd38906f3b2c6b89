"""Limits per address, and how they are told."""

import re

import pytest
from flask.testing import FlaskClient

from tests.conftest import Remake

LIMIT = "3 per hour"


@pytest.fixture
def limited(remade: Remake) -> FlaskClient:
    return remade(ratelimit_enabled=True, ratelimit_default=LIMIT).test_client()


def statuses(client: FlaskClient, count: int, path: str = "/api/regions", **headers: str) -> list[int]:
    return [client.get(path, headers=headers, buffered=True).status_code for _ in range(count)]


def test_what_is_left_is_told_in_both_forms(limited: FlaskClient) -> None:
    limited.get("/api/regions")
    headers = limited.get("/api/regions").headers
    assert headers["RateLimit-Policy"] == '"default";q=3;w=3600'
    assert re.fullmatch(r'"default";r=1;t=\d+', headers["RateLimit"])
    assert (headers["X-RateLimit-Limit"], headers["X-RateLimit-Remaining"]) == ("3", "1")
    assert headers["X-RateLimit-Reset"].isdigit()
    assert "Retry-After" not in headers


def test_beyond_the_limit_the_answer_names_it_and_when_to_come_back(limited: FlaskClient) -> None:
    assert statuses(limited, 3) == [200, 200, 200]
    answer = limited.get("/api/regions")
    assert (answer.status_code, answer.mimetype) == (429, "application/problem+json")
    assert 1 <= int(answer.headers["Retry-After"]) <= 3600
    assert re.fullmatch(r'"default";r=0;t=\d+', answer.headers["RateLimit"])
    assert answer.headers["Cache-Control"] == "no-store"
    assert "'default' is 3 per 1 hour" in answer.json["detail"]


def test_an_address_has_one_limit_for_pages_and_json_together(limited: FlaskClient) -> None:
    asked = ["/api/regions", "/about/ranking", "/api/trending/PL", "/api/regions"]
    assert [limited.get(path).status_code for path in asked] == [200, 200, 200, 429]
    page = limited.get("/about/ranking")
    assert (page.status_code, page.mimetype) == (429, "text/html")


def test_search_has_its_own_limit(limited: FlaskClient) -> None:
    headers = limited.get("/api/search?q=a").headers
    assert headers["RateLimit-Policy"] == '"search";q=60;w=60'
    assert statuses(limited, 4, "/api/search?q=a") == [200, 200, 200, 200]


def test_beyond_the_limit_of_search_the_answer_names_that_one(limited: FlaskClient) -> None:
    *before, last = [limited.get("/api/search?q=a") for _ in range(61)]
    assert {answer.status_code for answer in before} == {200}
    assert (last.status_code, last.headers["RateLimit-Policy"]) == (429, '"search";q=60;w=60')
    assert "'search' is 60 per 1 minute" in last.json["detail"]


def test_health_and_files_are_not_limited(limited: FlaskClient) -> None:
    assert statuses(limited, 5, "/health") == [200] * 5
    assert statuses(limited, 5, "/health/ready") == [200] * 5
    assert statuses(limited, 5, "/static/api-docs.js") == [200] * 5
    assert statuses(limited, 5, "/app.css") == [200] * 5


def test_a_forged_forwarding_header_does_not_make_another_address(limited: FlaskClient) -> None:
    forged = [limited.get("/api/regions", headers={"X-Forwarded-For": f"10.0.0.{n}"}).status_code for n in range(4)]
    assert forged == [200, 200, 200, 429]


def test_behind_a_proxy_its_own_hop_is_the_address_and_no_earlier_one(remade: Remake) -> None:
    client = remade(ratelimit_enabled=True, ratelimit_default=LIMIT, trusted_proxies=1).test_client()
    forged = [
        client.get("/api/regions", headers={"X-Forwarded-For": f"10.0.0.{number}, 192.0.2.1"}).status_code
        for number in range(4)
    ]
    assert forged == [200, 200, 200, 429]
    assert statuses(client, 1, **{"X-Forwarded-For": "192.0.2.2"}) == [200]


def test_without_redis_the_limits_are_counted_in_memory(remade: Remake) -> None:
    away = remade(ratelimit_enabled=True, ratelimit_default=LIMIT, redis_url="unix:///nonexistent/valkey.sock")
    assert statuses(away.test_client(), 4) == [200, 200, 200, 429]


def test_limits_can_be_switched_off(client: FlaskClient) -> None:
    assert "RateLimit" not in client.get("/api/regions").headers
