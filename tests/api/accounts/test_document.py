"""The document of the account operations: its examples are executed, and made-up requests find no surprise."""

from collections.abc import Iterable
from contextvars import Context
from typing import Any

import jsonschema_rs
import pytest
import schemathesis
from apiflask import APIFlask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from schemathesis import Case, GenerationMode
from schemathesis.specs.openapi.checks import ignored_auth, positive_data_acceptance

from tests.api.accounts.conftest import Login, bearer
from tests.api.test_openapi import ACCOUNT_PATHS, Document, schema_of
from tests.members import PASSWORD

EXAMPLES = 25
OPERATIONS = [
    ("post", "/v1/authentication/user", 201),
    ("post", "/v1/authentication/token", 201),
    ("put", "/v1/authentication/token", 200),
    ("delete", "/v1/authentication/token", 204),
    ("put", "/v1/users/activate/{token}", 204),
    ("get", "/v1/me", 200),
    ("get", "/v1/me/sessions", 200),
    ("delete", "/v1/me/sessions", 204),
    ("get", "/v1/me/sessions/{session_id}", 200),
    ("delete", "/v1/me/sessions/{session_id}", 204),
]
IDS = [f"{method} {path}" for method, path, _ in OPERATIONS]
TAKING_SOMETHING = [(method, path) for method, path, _ in OPERATIONS if method in {"post", "put"} or "{" in path]


@pytest.fixture
def document(client: FlaskClient) -> Document:
    return client.get("/v1/openapi.json").json


def example_of(document: Document, schema: Document) -> Any:
    """An object made of the examples that stand beside its fields; of alternatives the first."""
    named = schema["$ref"].rpartition("/")[2]
    fields = document["components"]["schemas"][named]
    alternatives = fields.get("oneOf", [{"required": []}])
    needed = [*fields["required"], *alternatives[0]["required"]]
    return {name: fields["properties"][name]["examples"][0] for name in needed}


def test_every_operation_is_tried_here(document: Document) -> None:
    told = {(method, path) for path in ACCOUNT_PATHS for method in document["paths"][path]}
    assert told == {(method, path) for method, path, _ in OPERATIONS}


@pytest.mark.parametrize(("method", "path", "status"), OPERATIONS, ids=IDS)
def test_a_documented_example_is_answered_as_documented(
    client: FlaskClient, document: Document, login: Login, beas_link: str, method: str, path: str, status: int
) -> None:
    operation = document["paths"][path][method]
    tokens = login()
    session_id = client.get("/v1/me/sessions", headers=bearer(tokens)).json["data"][0]["id"]
    body = None
    if "requestBody" in operation:
        body = example_of(document, operation["requestBody"]["content"]["application/json"]["schema"])
        real = {"login": "ada", "refresh_token": tokens["refresh_token"]}
        body |= {name: real[name] for name in body.keys() & real.keys()}
        assert body.get("password", PASSWORD) == PASSWORD
    headers = bearer(tokens) if "security" in operation else {}
    address = path.format(token=beas_link, session_id=session_id)
    answer = client.open(address, method=method.upper(), json=body, headers=headers)
    assert answer.status_code == status
    if status != 204:
        schema = schema_of(document, operation, str(status), "application/json")
        jsonschema_rs.Draft202012Validator(schema, validate_formats=True).validate(answer.json)


@pytest.mark.parametrize(("method", "path", "status"), OPERATIONS, ids=IDS)
def test_what_needs_a_token_is_marked_and_refuses_without_one(
    client: FlaskClient, document: Document, method: str, path: str, status: int
) -> None:
    answer = client.open(path.format(token="x", session_id="x"), method=method.upper(), json={})
    is_marked = document["paths"][path][method].get("security") == [{"bearer": []}]
    assert (answer.status_code == 401) == is_marked


@pytest.fixture
def api(app: APIFlask, login: Login) -> schemathesis.BaseSchema:
    def visited(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        return Context().run(app, environ, start_response)

    return schemathesis.openapi.from_wsgi("/v1/openapi.json", visited)


def send(api: schemathesis.BaseSchema, method: str, path: str, mode: GenerationMode, tokens: dict[str, Any]) -> int:
    """Send made-up requests with a good bearer and check each answer; how many were sent."""
    sent = []

    @settings(max_examples=EXAMPLES, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck))
    @given(case=api[path][method.upper()].as_strategy(mode))
    def check(case: Case) -> None:
        # Made-up names are reserved, made-up passwords common, made-up tokens nobody's.
        case.call_and_validate(headers=bearer(tokens), excluded_checks=[positive_data_acceptance, ignored_auth])
        sent.append(case)

    check()
    return len(sent)


@pytest.mark.parametrize(("method", "path", "status"), OPERATIONS, ids=IDS)
def test_requests_as_documented_find_no_surprise(
    api: schemathesis.BaseSchema, login: Login, method: str, path: str, status: int
) -> None:
    assert send(api, method, path, GenerationMode.POSITIVE, login()) >= 1


@pytest.mark.parametrize(("method", "path"), TAKING_SOMETHING)
def test_requests_that_break_the_document_are_refused_as_documented(
    api: schemathesis.BaseSchema, login: Login, method: str, path: str
) -> None:
    assert send(api, method, path, GenerationMode.NEGATIVE, login()) >= 1
