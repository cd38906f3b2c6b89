"""The document of what members write: its examples are executed, and made-up requests find no surprise."""

from typing import Any

import pytest
import schemathesis
from flask.testing import FlaskClient
from schemathesis import GenerationMode
from sqlalchemy.orm import Session

from app.models import User
from app.social import marks
from tests.api.conftest import LANTERNS
from tests.api.documented import Document, assert_answered, assert_documented, body_of, example_query, send
from tests.api.test_openapi import WRITING_PATHS
from tests.members import add_member, authorization
from tests.social.writing import viewer_of, write_comment, write_post

OPERATIONS = [
    ("get", "/v1/posts", 200),
    ("post", "/v1/posts", 201),
    ("get", "/v1/posts/{post_id}", 200),
    ("patch", "/v1/posts/{post_id}", 200),
    ("delete", "/v1/posts/{post_id}", 204),
    ("post", "/v1/posts/{post_id}/restore", 200),
    ("get", "/v1/posts/{post_id}/versions", 200),
    ("get", "/v1/posts/{post_id}/comments", 200),
    ("post", "/v1/posts/{post_id}/comments", 201),
    ("get", "/v1/posts/{post_id}/likes", 200),
    ("put", "/v1/posts/{post_id}/like", 204),
    ("delete", "/v1/posts/{post_id}/like", 204),
    ("put", "/v1/posts/{post_id}/save", 204),
    ("delete", "/v1/posts/{post_id}/save", 204),
    ("get", "/v1/comments/{comment_id}", 200),
    ("patch", "/v1/comments/{comment_id}", 200),
    ("delete", "/v1/comments/{comment_id}", 204),
    ("get", "/v1/videos/{video_id}/posts", 200),
    ("put", "/v1/videos/{video_id}/like", 204),
    ("delete", "/v1/videos/{video_id}/like", 204),
    ("put", "/v1/videos/{video_id}/save", 204),
    ("delete", "/v1/videos/{video_id}/save", 204),
    ("get", "/v1/users/{user_id}/posts", 200),
    ("get", "/v1/users/{user_id}/comments", 200),
    ("get", "/v1/users/{user_id}/likes", 200),
    ("get", "/v1/me/likes", 200),
    ("get", "/v1/me/saves", 200),
]
IDS = [f"{method} {path}" for method, path, _ in OPERATIONS]
AN_EDIT = {"title": "Kites", "version": 1}
pytestmark = pytest.mark.usefixtures("world")


@pytest.fixture
def ada(session: Session) -> User:
    return add_member(session, "ada_l")


@pytest.fixture
def named(session: Session, ada: User) -> dict[str, Any]:
    """What addresses name: the post about the lanterns, its comment, who wrote and likes them."""
    post = write_post(session, ada, tags=["lanterns"], video_id=LANTERNS)
    viewer = viewer_of(ada)
    for mark in (marks.like_post, marks.save_post):
        mark(session, viewer, post.id)
    comment = write_comment(session, ada, post)
    return {"post_id": post.id, "comment_id": comment.id, "video_id": LANTERNS, "user_id": "ada_l"}


def test_every_operation_is_tried_here(document: Document) -> None:
    told = {(method, path) for path in WRITING_PATHS for method in document["paths"][path]}
    assert told == {(method, path) for method, path, _ in OPERATIONS}


@pytest.mark.parametrize(("method", "path", "status"), OPERATIONS, ids=IDS)
def test_a_documented_example_is_answered_as_documented(
    client: FlaskClient,
    session: Session,
    document: Document,
    ada: User,
    named: dict[str, Any],
    method: str,
    path: str,
    status: int,
) -> None:
    operation, headers = document["paths"][path][method], authorization(session, ada)
    body = body_of(document, operation, AN_EDIT)
    answer = client.open(
        path.format(**named), method=method.upper(), json=body, headers=headers, query_string=example_query(operation)
    )
    assert_answered(document, operation, answer, status)


@pytest.mark.parametrize(("method", "path", "status"), OPERATIONS, ids=IDS)
def test_what_needs_a_token_is_marked_and_refuses_without_one(
    client: FlaskClient, document: Document, named: dict[str, Any], method: str, path: str, status: int
) -> None:
    operation = document["paths"][path][method]
    body = body_of(document, operation, AN_EDIT)
    answer = client.open(path.format(**named), method=method.upper(), json=body)
    assert (answer.status_code == 401) == (operation.get("security") == [{"bearer": []}])


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE], ids=["as told", "broken"])
@pytest.mark.parametrize(("method", "path", "status"), OPERATIONS, ids=IDS)
def test_made_up_requests_find_no_surprise(
    api: schemathesis.BaseSchema,
    session: Session,
    ada: User,
    named: dict[str, Any],
    method: str,
    path: str,
    status: int,
    mode: GenerationMode,
) -> None:
    assert send(api, method, path, mode, authorization(session, ada)) >= 1


def test_a_stale_edit_is_the_documented_problem(
    client: FlaskClient, session: Session, document: Document, ada: User, named: dict[str, Any]
) -> None:
    address = f"/v1/posts/{named['post_id']}"
    answer = client.patch(address, json={"title": "Kites", "version": 7}, headers=authorization(session, ada))
    assert_documented(document, document["paths"]["/v1/posts/{post_id}"]["patch"], answer)
    assert (answer.status_code, answer.json["current"]["version"]) == (409, 1)
