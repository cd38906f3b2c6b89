"""Errors of the JSON interface are problem+json, whoever raises them; pages keep theirs."""

import logging

import pytest
from apiflask import APIFlask
from flask.testing import FlaskClient

from tests.conftest import Remake

MEMBERS = ["type", "title", "status", "detail", "instance", "error", "request_id"]


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/api/nothing", 404),
        ("GET", "/v1/", 404),
        ("GET", "/v1", 404),
        ("GET", "/health/nothing", 404),
        ("POST", "/api/regions", 405),
        ("DELETE", "/health", 405),
        ("GET", "/v1/videos/nobody", 404),
        ("GET", "/api/trending/XX", 400),
    ],
)
def test_an_error_is_a_problem_with_the_message_for_older_clients(
    client: FlaskClient, method: str, path: str, status: int
) -> None:
    answer = client.open(path, method=method)
    told = answer.json
    assert (answer.status_code, answer.mimetype) == (status, "application/problem+json")
    assert list(told) == MEMBERS
    assert (told["type"], told["status"], told["instance"]) == ("about:blank", status, path)
    assert told["error"] == told["detail"] != ""
    assert told["request_id"] == answer.headers["X-Request-Id"]


def test_a_method_that_is_not_allowed_names_those_that_are(client: FlaskClient) -> None:
    allowed = client.post("/api/regions").headers["Allow"]
    assert set(allowed.split(", ")) == {"GET", "HEAD", "OPTIONS"}


def test_bad_parameters_are_told_one_by_one(client: FlaskClient) -> None:
    told = client.get("/v1/trending/PL?limit=99&explain=maybe&extra=1").json
    assert list(told) == [*MEMBERS, "errors"]
    assert set(told["errors"]) == {"limit", "explain", "extra"}
    assert "less than or equal to 50" in told["errors"]["limit"][0]


@pytest.mark.usefixtures("world")
@pytest.mark.parametrize(
    ("address", "names"),
    [
        ("/v1/trending/PL?limit=1&limit=2", {"limit"}),
        ("/v1/trending/PL?limit=1&limit=1&lang=pl&explain=1&explain=0", {"limit", "explain"}),
        ("/v1/lens?compare=PL,SE&compare=PL,NO", {"compare"}),
        ("/v1/videos/dQw4w9WgXcQ?explain=0&explain=1", {"explain"}),
        ("/v1/videos/dQw4w9WgXcQ/history?days=1&days=2", {"days"}),
        ("/api/search?q=title&region=PL&region=NO", {"region"}),
    ],
)
def test_a_parameter_that_is_given_twice_is_named(client: FlaskClient, address: str, names: set[str]) -> None:
    answer = client.get(address)
    assert (answer.status_code, answer.mimetype) == (422, "application/problem+json")
    assert answer.json["errors"] == {name: ["Give this parameter once."] for name in names}


@pytest.mark.usefixtures("world")
def test_what_the_older_interface_ignores_it_ignores_twice(client: FlaskClient) -> None:
    assert client.get("/api/search?q=title&unknown=1&unknown=2").status_code == 200
    assert client.get("/v1/trending/PL?unknown=1&unknown=2").json["errors"].keys() == {"unknown"}


def test_a_write_from_another_site_is_refused_as_a_problem(client: FlaskClient) -> None:
    answer = client.post("/v1/trending/PL", headers={"Sec-Fetch-Site": "cross-site"})
    assert (answer.status_code, answer.mimetype) == (403, "application/problem+json")


@pytest.mark.parametrize("path", ["/nothing", "/apis", "/videos/nobody", "/healthy"])
def test_pages_keep_their_own_errors(client: FlaskClient, path: str) -> None:
    answer = client.get(path)
    assert (answer.status_code, answer.mimetype) == (404, "text/html")


def fail(**_: object) -> None:
    raise RuntimeError("the secret of the house")


@pytest.fixture
def broken(remade: Remake) -> APIFlask:
    app = remade()
    app.view_functions["api.regions.index"] = fail
    return app


def test_a_failure_tells_nothing_of_the_inside_and_is_recorded(
    broken: APIFlask, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR):
        answer = broken.test_client().get("/api/regions", headers={"X-Request-Id": "request-1234"})
    assert (answer.status_code, answer.mimetype) == (500, "application/problem+json")
    assert "secret" not in answer.text
    assert "Traceback" not in answer.text
    assert "request request-1234 failed" in caplog.text
    assert "the secret of the house" in caplog.text
