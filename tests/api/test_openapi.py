"""The OpenAPI document: complete, true to the answers, and shown on a page that asks nobody else."""

from collections.abc import Iterator
from urllib.parse import urlencode

import jsonschema_rs
import pytest
from apiflask import APIFlask
from flask.testing import FlaskClient

from app.api.errors import is_api_path
from tests.api.documented import Document, schema_of

ACCOUNT_PATHS = {
    "/v1/authentication/user",
    "/v1/authentication/token",
    "/v1/users/activate/{token}",
    "/v1/me/sessions",
    "/v1/me/sessions/{session_id}",
}
PEOPLE_PATHS = {
    "/v1/users",
    "/v1/users/{user_id}",
    "/v1/users/{user_id}/followers",
    "/v1/users/{user_id}/following",
    "/v1/users/{user_id}/follow",
    "/v1/users/{user_id}/unfollow",
    "/v1/users/{user_id}/block",
    "/v1/users/{user_id}/mute",
    "/v1/me",
    "/v1/me/blocks",
    "/v1/me/mutes",
    "/v1/me/followers/{user_id}",
    "/v1/me/follow-requests",
    "/v1/me/follow-requests/{user_id}",
    "/v1/me/muted-words",
    "/v1/me/muted-words/{word_id}",
}
WRITING_PATHS = {
    "/v1/posts",
    "/v1/posts/{post_id}",
    "/v1/posts/{post_id}/restore",
    "/v1/posts/{post_id}/versions",
    "/v1/posts/{post_id}/comments",
    "/v1/posts/{post_id}/likes",
    "/v1/posts/{post_id}/like",
    "/v1/posts/{post_id}/save",
    "/v1/comments/{comment_id}",
    "/v1/videos/{video_id}/posts",
    "/v1/videos/{video_id}/like",
    "/v1/videos/{video_id}/save",
    "/v1/users/{user_id}/posts",
    "/v1/users/{user_id}/comments",
    "/v1/users/{user_id}/likes",
    "/v1/me/likes",
    "/v1/me/saves",
}
PATHS = {
    "/api/trending/{region}",
    "/api/regions",
    "/api/search",
    "/v1/search",
    "/v1/trending/{region}",
    "/v1/lens",
    "/v1/videos/{video_id}",
    "/v1/videos/{video_id}/history",
    "/health",
    "/health/live",
    "/health/ready",
}


FEED_PATHS = {"/v1/users/feed"}
FOR_YOU_PATHS = {
    "/v1/deck",
    "/v1/deck/seen",
    "/v1/deck/feedback",
    "/v1/taste",
    "/v1/videos/{video_id}/watch",
}
DECK_PATHS = {"/feed/{user_id}"}
POSITIONS = {"cursor", "at", "max_id", "min_id", "since_id"}
"""Parameters whose values only an answer tells."""


def operations(document: Document) -> Iterator[tuple[str, Document]]:
    return ((path, operation) for path, methods in document["paths"].items() for operation in methods.values())


def example_address(path: str, operation: Document) -> str:
    given = {where: {} for where in ("path", "query")}
    for parameter in operation["parameters"]:
        if "example" in parameter:
            given[parameter["in"]][parameter["name"]] = parameter["example"]
    return path.format(**given["path"]) + ("?" + urlencode(given["query"]) if given["query"] else "")


def test_the_document_covers_the_whole_interface_and_no_page(document: Document) -> None:
    assert document["openapi"].startswith("3.1.")
    known = PATHS | ACCOUNT_PATHS | PEOPLE_PATHS | WRITING_PATHS | FEED_PATHS | FOR_YOU_PATHS | DECK_PATHS
    assert set(document["paths"]) == known


def test_every_route_of_the_interface_is_in_the_document(app: APIFlask, document: Document) -> None:
    rules = {rule.rule.replace("<", "{").replace(">", "}") for rule in app.url_map.iter_rules()}
    routes = {rule for rule in rules if is_api_path(rule)}
    assert routes - {"/v1/openapi.json"} == set(document["paths"])


@pytest.mark.usefixtures("world")
@pytest.mark.parametrize("path", sorted(PATHS))
def test_a_documented_example_answers_as_its_schema_says(client: FlaskClient, document: Document, path: str) -> None:
    operation = document["paths"][path]["get"]
    answer = client.get(example_address(path, operation))
    assert answer.status_code == 200
    schema = schema_of(document, operation, "200", answer.mimetype)
    jsonschema_rs.Draft202012Validator(schema, validate_formats=True).validate(answer.json)
    listed = next((value for value in answer.json.values() if isinstance(value, list)), [answer.json])
    assert listed != []


@pytest.mark.parametrize(
    ("address", "path"),
    [
        ("/api/trending/XX", "/api/trending/{region}"),
        ("/api/search?limit=0", "/api/search"),
        ("/v1/trending/PL?cursor=x&limit=5", "/v1/trending/{region}"),
        ("/v1/trending/PL?at=2001-01-01T00:00Z", "/v1/trending/{region}"),
        ("/v1/lens?compare=PL,PL", "/v1/lens"),
        ("/v1/lens?at=2001-01-01T00:00Z", "/v1/lens"),
        ("/v1/videos/nobody", "/v1/videos/{video_id}"),
        ("/v1/videos/nobody/history", "/v1/videos/{video_id}/history"),
    ],
)
def test_an_error_is_the_documented_problem(client: FlaskClient, document: Document, address: str, path: str) -> None:
    answer = client.get(address)
    schema = schema_of(document, document["paths"][path]["get"], str(answer.status_code), answer.mimetype)
    jsonschema_rs.Draft202012Validator(schema, validate_formats=True).validate(answer.json)


def test_every_parameter_has_a_description_and_an_example_that_stays_true(document: Document) -> None:
    for _, operation in operations(document):
        for parameter in operation["parameters"]:
            assert parameter["description"]
            assert ("example" in parameter) == (parameter["name"] not in POSITIONS)


def test_every_operation_is_under_a_heading(document: Document) -> None:
    used = {tag for _, operation in operations(document) for tag in operation["tags"]}
    assert used == {tag["name"] for tag in document["tags"]}


def test_every_schema_that_is_named_is_there_once(document: Document) -> None:
    schemas = document["components"]["schemas"]
    assert all("." not in name for name in schemas)
    named = {text for text in strings(document) if text.startswith("#/components/schemas/")}
    assert named == {f"#/components/schemas/{name}" for name in schemas}


def strings(node: object) -> Iterator[str]:
    if isinstance(node, str):
        yield node
    children = node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()
    for child in children:
        yield from strings(child)


def test_the_page_shows_the_document_with_files_of_this_site_alone(client: FlaskClient) -> None:
    page = client.get("/api/docs")
    assert (page.status_code, page.mimetype) == (200, "text/html")
    assert "http" not in page.text
    for address in ("/static/vendor/swagger-ui-5.35.0/swagger-ui-bundle.js", "/static/api-docs.js", "/v1/openapi.json"):
        assert address in page.text
        assert client.get(address, buffered=True).status_code == 200
    assert "<noscript>" in page.text
