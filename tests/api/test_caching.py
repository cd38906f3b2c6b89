"""Conditional requests and what may be kept, of every answer of the JSON interface."""

import pytest
from flask.testing import FlaskClient

from tests.api.conftest import LANTERNS

pytestmark = pytest.mark.usefixtures("world")

PATHS = [
    "/api/trending/PL",
    "/api/regions",
    "/api/search?q=title",
    "/v1/trending/PL",
    "/v1/lens",
    f"/v1/videos/{LANTERNS}",
    f"/v1/videos/{LANTERNS}/history",
    "/v1/openapi.json",
]
KEPT = "public, max-age=60, stale-while-revalidate=600"


@pytest.mark.parametrize("path", PATHS)
def test_who_has_the_answer_is_told_so(client: FlaskClient, path: str) -> None:
    first = client.get(path)
    again = client.get(path, headers={"If-None-Match": first.headers["ETag"]})
    assert (first.status_code, first.headers["Cache-Control"]) == (200, KEPT)
    assert (again.status_code, again.data) == (304, b"")
    assert (again.headers["ETag"], again.headers["Cache-Control"]) == (first.headers["ETag"], KEPT)


@pytest.mark.parametrize("form", ["*", "{tag}", "W/{tag}", '"other", {tag}', 'W/"other" , W/{tag}'])
def test_every_form_of_if_none_match_is_understood(client: FlaskClient, form: str) -> None:
    tag = client.get("/api/trending/PL").headers["ETag"]
    assert client.get("/api/trending/PL", headers={"If-None-Match": form.format(tag=tag)}).status_code == 304


@pytest.mark.parametrize("form", ['"other"', "", '"other", W/"another"', "not-quoted"])
def test_another_tag_gets_the_answer(client: FlaskClient, form: str) -> None:
    assert client.get("/api/trending/PL", headers={"If-None-Match": form}).status_code == 200


def test_tags_are_strong_and_follow_the_body(client: FlaskClient) -> None:
    poland, norway, again = (client.get(f"/api/trending/{code}").headers["ETag"] for code in ("PL", "NO", "pl"))
    assert poland.startswith('"')
    assert poland != norway
    assert poland == again


@pytest.mark.parametrize("path", PATHS)
def test_head_tells_the_same_without_the_body(client: FlaskClient, path: str) -> None:
    got, head = client.get(path), client.head(path)
    assert (head.status_code, head.data) == (200, b"")
    for name in ("ETag", "Content-Length", "Content-Type", "Cache-Control"):
        assert head.headers[name] == got.headers[name]


def test_options_names_the_methods(client: FlaskClient) -> None:
    answer = client.options("/api/trending/PL")
    assert (answer.status_code, set(answer.headers["Allow"].split(", "))) == (200, {"GET", "HEAD", "OPTIONS"})


@pytest.mark.parametrize(
    "path", ["/api/trending/XX", "/api/search", "/v1/videos/nobody", "/v1/trending/PL?cursor=x", "/v1/nothing"]
)
def test_an_error_is_never_kept(client: FlaskClient, path: str) -> None:
    answer = client.get(path, headers={"If-None-Match": "*"})
    assert answer.status_code >= 400
    assert answer.headers["Cache-Control"] == "no-store"
    assert "ETag" not in answer.headers
