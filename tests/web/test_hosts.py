"""Under which names the site answers: what shared caches keep must not name a host that a visitor made up."""

import pytest
from flask.testing import FlaskClient

from tests.conftest import Remake


@pytest.fixture
def named(remade: Remake) -> FlaskClient:
    return remade(allowed_hosts=("upswell.example", ".upswell.test")).test_client()


@pytest.mark.parametrize("host", ["upswell.example", "Upswell.Example:8443", "upswell.test", "pl.upswell.test"])
def test_its_own_names_are_answered(named: FlaskClient, host: str) -> None:
    assert named.get("/about/ranking", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    "host", ["evil.example", "www.upswell.example", "upswell.example.evil.test", 'up"swell', "[::1]"]
)
def test_another_name_gets_a_page_that_nobody_keeps(named: FlaskClient, host: str) -> None:
    answer = named.get("/about/ranking", headers={"Host": host})
    assert (answer.status_code, answer.mimetype) == (400, "text/html")
    assert answer.headers["Cache-Control"] == "no-store"
    assert "This site has another name" in answer.text


def test_the_json_interface_tells_it_as_a_problem(named: FlaskClient) -> None:
    answer = named.get("/v1/trending/PL", headers={"Host": "evil.example"})
    assert (answer.status_code, answer.mimetype) == (400, "application/problem+json")
    assert answer.json["detail"].startswith("This site has another name")


def test_a_redirect_to_another_name_is_not_made(named: FlaskClient) -> None:
    assert named.get("/trending/pl", headers={"Host": "evil.example"}).status_code == 400


def test_a_balancer_asks_for_health_by_address(named: FlaskClient) -> None:
    assert named.get("/health/live", headers={"Host": "10.0.0.7:8000"}).status_code == 200
    assert named.get("/healthy", headers={"Host": "10.0.0.7:8000"}).status_code == 400


def test_in_development_any_name_is_answered(client: FlaskClient) -> None:
    assert client.get("/about/ranking", headers={"Host": "laptop.local:8000"}).status_code == 200
