"""Pages of configured other sites may use the interface, those of others may not."""

import pytest
from flask.testing import FlaskClient

from app.models import User
from tests.api.accounts.conftest import TOKEN, bearer
from tests.conftest import Remake
from tests.members import PASSWORD

FRIEND = "https://app.example"
STRANGER = "https://evil.example"
FORM = {"login": "ada", "password": PASSWORD}


def from_page(origin: str) -> dict[str, str]:
    return {"Origin": origin, "Sec-Fetch-Site": "cross-site"}


@pytest.fixture
def shared(remade: Remake) -> FlaskClient:
    return remade(cors_origins=(FRIEND, "http://localhost:3000")).test_client()


@pytest.mark.parametrize(
    ("path", "methods"),
    [
        (TOKEN, {"POST", "PUT", "DELETE", "OPTIONS"}),
        ("/v1/me/sessions", {"GET", "HEAD", "DELETE", "OPTIONS"}),
        ("/api/trending/PL", {"GET", "HEAD", "OPTIONS"}),
    ],
)
def test_a_preflight_names_every_method_of_the_address(shared: FlaskClient, path: str, methods: set[str]) -> None:
    asked = {"Access-Control-Request-Method": "DELETE", "Access-Control-Request-Headers": "authorization"}
    answer = shared.options(path, headers=from_page(FRIEND) | asked)
    assert answer.status_code == 200
    assert answer.headers["Access-Control-Allow-Origin"] == FRIEND
    assert set(answer.headers["Access-Control-Allow-Methods"].split(", ")) == methods
    assert {"Authorization", "Content-Type"} <= set(answer.headers["Access-Control-Allow-Headers"].split(", "))
    assert "Access-Control-Allow-Credentials" not in answer.headers


def test_a_page_of_a_configured_site_logs_in_and_reads(shared: FlaskClient, ada: User) -> None:
    given = shared.post(TOKEN, json=FORM, headers=from_page(FRIEND))
    assert (given.status_code, given.headers["Access-Control-Allow-Origin"]) == (201, FRIEND)
    answer = shared.get("/v1/me", headers=from_page(FRIEND) | bearer(given.json["data"]))
    assert (answer.status_code, answer.headers["Access-Control-Allow-Origin"]) == (200, FRIEND)
    assert "ETag" in answer.headers["Access-Control-Expose-Headers"]
    assert {"Authorization", "Origin"} <= set(answer.vary)


def test_errors_can_be_read_as_well(shared: FlaskClient) -> None:
    for path, status in (("/v1/me", 401), ("/v1/nothing", 404)):
        answer = shared.get(path, headers=from_page(FRIEND))
        assert (answer.status_code, answer.headers["Access-Control-Allow-Origin"]) == (status, FRIEND)


def test_a_page_of_another_site_reads_nothing_and_writes_nothing(shared: FlaskClient, ada: User) -> None:
    answer = shared.get("/api/regions", headers=from_page(STRANGER))
    assert "Access-Control-Allow-Origin" not in answer.headers
    assert "Origin" in answer.vary
    assert shared.post(TOKEN, json=FORM, headers=from_page(STRANGER)).status_code == 403


def test_with_a_cookie_a_configured_site_is_another_site_all_the_same(shared: FlaskClient, ada: User) -> None:
    shared.set_cookie("region", "PL")
    assert shared.post(TOKEN, json=FORM, headers=from_page(FRIEND)).status_code == 403


def test_pages_are_not_shared(shared: FlaskClient) -> None:
    assert "Access-Control-Allow-Origin" not in shared.get("/about/ranking", headers=from_page(FRIEND)).headers


def test_nobody_is_let_in_unless_configured(client: FlaskClient) -> None:
    answer = client.get("/api/regions", headers=from_page(FRIEND))
    assert "Access-Control-Allow-Origin" not in answer.headers
    assert "Origin" not in answer.vary
