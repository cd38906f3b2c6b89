"""The document of the account operations: its examples are executed, and made-up requests find no surprise."""

import pytest
import schemathesis
from flask.testing import FlaskClient
from schemathesis import GenerationMode

from tests.api.accounts.conftest import Login, bearer
from tests.api.documented import Document, assert_answered, body_of, send
from tests.api.test_openapi import ACCOUNT_PATHS
from tests.members import PASSWORD

OPERATIONS = [
    ("post", "/v1/authentication/user", 201),
    ("post", "/v1/authentication/token", 201),
    ("put", "/v1/authentication/token", 200),
    ("delete", "/v1/authentication/token", 204),
    ("put", "/v1/users/activate/{token}", 204),
    ("get", "/v1/me/sessions", 200),
    ("delete", "/v1/me/sessions", 204),
    ("get", "/v1/me/sessions/{session_id}", 200),
    ("delete", "/v1/me/sessions/{session_id}", 204),
]
IDS = [f"{method} {path}" for method, path, _ in OPERATIONS]
TAKING_SOMETHING = [(method, path) for method, path, _ in OPERATIONS if method in {"post", "put"} or "{" in path]


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
    body = body_of(document, operation)
    if body is not None:
        real = {"login": "ada", "refresh_token": tokens["refresh_token"]}
        body |= {name: real[name] for name in body.keys() & real.keys()}
        assert body.get("password", PASSWORD) == PASSWORD
    headers = bearer(tokens) if "security" in operation else {}
    address = path.format(token=beas_link, session_id=session_id)
    answer = client.open(address, method=method.upper(), json=body, headers=headers)
    assert_answered(document, operation, answer, status)


@pytest.mark.parametrize(("method", "path", "status"), OPERATIONS, ids=IDS)
def test_what_needs_a_token_is_marked_and_refuses_without_one(
    client: FlaskClient, document: Document, method: str, path: str, status: int
) -> None:
    answer = client.open(path.format(token="x", session_id="x"), method=method.upper(), json={})
    is_marked = document["paths"][path][method].get("security") == [{"bearer": []}]
    assert (answer.status_code == 401) == is_marked


@pytest.mark.parametrize(("method", "path", "status"), OPERATIONS, ids=IDS)
def test_requests_as_documented_find_no_surprise(
    api: schemathesis.BaseSchema, login: Login, method: str, path: str, status: int
) -> None:
    assert send(api, method, path, GenerationMode.POSITIVE, bearer(login())) >= 1


@pytest.mark.parametrize(("method", "path"), TAKING_SOMETHING)
def test_requests_that_break_the_document_are_refused_as_documented(
    api: schemathesis.BaseSchema, login: Login, method: str, path: str
) -> None:
    assert send(api, method, path, GenerationMode.NEGATIVE, bearer(login())) >= 1
