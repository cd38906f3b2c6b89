"""GET /: the chart of the region that a visitor reads."""

import pytest
from flask.testing import FlaskClient


def home(client: FlaskClient, languages: str | None = None) -> str:
    answer = client.get("/", headers={"Accept-Language": languages} if languages else {})
    assert answer.status_code == 302
    assert {"Cookie", "Accept-Language"} <= set(answer.vary)
    assert answer.cache_control.private
    return str(answer.location)


@pytest.mark.parametrize(
    ("languages", "code"),
    [
        ("pl,en;q=0.5", "PL"),
        ("en;q=0.5,sv", "SE"),
        ("en-US,en;q=0.9", "US"),
        ("en", "GB"),
        ("nn-NO", "NO"),
        ("no", "NO"),
        ("de-DE", "AT"),
        ("nl_NL", "NL"),
        ("ja,fi", "GB"),
        ("ja, nl;q=0.3", "NL"),
        ("*", "GB"),
        (";;;", "GB"),
    ],
)
def test_the_first_language_with_a_region_decides(client: FlaskClient, languages: str, code: str) -> None:
    assert home(client, languages) == f"/trending/{code}"


def test_without_a_language_it_is_the_united_kingdom(client: FlaskClient) -> None:
    assert home(client) == "/trending/GB"


def test_the_last_chart_that_was_opened_is_remembered(client: FlaskClient) -> None:
    client.get("/trending/NO")
    assert home(client, "pl") == "/trending/NO"


def test_a_cookie_that_names_no_region_is_ignored(client: FlaskClient) -> None:
    client.set_cookie("region", "XX")
    assert home(client, "pl") == "/trending/PL"


def test_only_a_changed_choice_sets_a_cookie_and_is_private(client: FlaskClient) -> None:
    changed, same = client.get("/trending/NO"), client.get("/trending/NO")
    assert "region=NO" in changed.headers["Set-Cookie"]
    assert changed.cache_control.private
    assert not changed.cache_control.public
    assert "Set-Cookie" not in same.headers
    assert same.cache_control.public


def test_a_chart_of_the_visitors_own_language_sets_no_cookie(client: FlaskClient) -> None:
    answer = client.get("/trending/PL", headers={"Accept-Language": "pl"})
    assert "Set-Cookie" not in answer.headers
    assert answer.cache_control.public


def test_htmx_is_sent_on_by_a_header(client: FlaskClient) -> None:
    answer = client.get("/", headers={"HX-Request": "true"})
    assert (answer.status_code, answer.headers["HX-Redirect"]) == (200, "/trending/GB")
