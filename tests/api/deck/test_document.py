"""The document of decks: its examples are executed, and made-up requests find no surprise."""

import pytest
import schemathesis
from flask.testing import FlaskClient
from schemathesis import GenerationMode
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.feed.store import Store
from app.models import User, Video, VideoLike
from tests.api.conftest import LANTERNS
from tests.api.documented import Document, assert_answered, body_of, example_of, example_query, send
from tests.api.test_openapi import FOR_YOU_PATHS
from tests.members import authorization

OPERATIONS = [
    ("get", "/v1/deck", 200),
    ("post", "/v1/deck/seen", 200),
    ("post", "/v1/deck/feedback", 200),
    ("get", "/v1/taste", 200),
    ("patch", "/v1/taste", 200),
    ("put", "/v1/videos/{video_id}/watch", 204),
]
IDS = [f"{method} {path}" for method, path, _ in OPERATIONS]
TAKING_SOMETHING = [(method, path) for method, path, _ in OPERATIONS if (method, path) != ("get", "/v1/taste")]
pytestmark = pytest.mark.usefixtures("decks", "liked")


@pytest.fixture
def liked(session: Session, alice: User, decks: Store) -> None:
    """An event, so that the sheet tells one."""
    key = session.scalars(select(Video.id).where(Video.source_id == LANTERNS)).one()
    session.add(VideoLike(user_id=alice.id, video_id=key))
    session.commit()


def test_every_operation_is_tried_here(document: Document) -> None:
    told = {(method, path) for path in FOR_YOU_PATHS for method in document["paths"][path]}
    assert told == {(method, path) for method, path, _ in OPERATIONS}


@pytest.mark.parametrize(("method", "path", "status"), OPERATIONS, ids=IDS)
def test_a_documented_example_is_answered_as_documented(
    client: FlaskClient, session: Session, document: Document, alice: User, method: str, path: str, status: int
) -> None:
    operation, headers = document["paths"][path][method], authorization(session, alice)
    address = path.format(video_id=LANTERNS)
    body = body_of(document, operation, an_interest(document))
    answer = client.open(
        address, method=method.upper(), json=body, headers=headers, query_string=example_query(operation)
    )
    assert_answered(document, operation, answer, status)


def an_interest(document: Document) -> Document:
    """Something to change of the sheet."""
    return {"interests": [example_of(document, {"$ref": "#/components/schemas/InterestChange"})]}


@pytest.mark.parametrize(("method", "path", "status"), OPERATIONS, ids=IDS)
def test_nobody_does_it_without_a_token(
    client: FlaskClient, document: Document, method: str, path: str, status: int
) -> None:
    operation = document["paths"][path][method]
    body = body_of(document, operation, an_interest(document))
    answer = client.open(path.format(video_id=LANTERNS), method=method.upper(), json=body)
    assert (answer.status_code, operation["security"]) == (401, [{"bearer": []}])


@pytest.mark.parametrize(("method", "path", "status"), OPERATIONS, ids=IDS)
def test_requests_as_documented_find_no_surprise(
    api: schemathesis.BaseSchema, session: Session, alice: User, method: str, path: str, status: int
) -> None:
    assert send(api, method, path, GenerationMode.POSITIVE, authorization(session, alice)) >= 1


@pytest.mark.parametrize(("method", "path"), TAKING_SOMETHING)
def test_requests_that_break_the_document_are_refused_as_documented(
    api: schemathesis.BaseSchema, session: Session, alice: User, method: str, path: str
) -> None:
    assert send(api, method, path, GenerationMode.NEGATIVE, authorization(session, alice)) >= 1


def test_the_document_tells_of_protobuf(document: Document) -> None:
    answer = document["paths"]["/v1/deck"]["get"]["responses"]["200"]
    assert set(answer["content"]) == {"application/json", "application/x-protobuf"}
