"""What browsers are told they may do with an answer, also when it is an error."""

import pytest
from flask.testing import FlaskClient

PAGES = ("/", "/trending/PL", "/search", "/login", "/no/such/page")
DATA = ("/health", "/v1/trending/PL", "/api/regions", "/v1/openapi.json", "/v1/me", "/v1/no/such/address")


@pytest.mark.parametrize("path", PAGES + DATA)
def test_nothing_is_guessed_framed_or_run_that_is_not_of_this_site(client: FlaskClient, path: str) -> None:
    headers = client.get(path).headers
    policy = dict(part.split(" ", 1) for part in headers["Content-Security-Policy"].split("; "))
    assert (policy["default-src"], policy["frame-ancestors"]) == ("'none'", "'none'")
    assert policy.get("script-src") == (None if path in DATA else "'self'")
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "strict-origin-when-cross-origin"
    assert headers["X-Request-Id"]
