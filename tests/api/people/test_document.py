"""The document of the operations on people: its examples are executed, and made-up requests find no surprise."""

import pytest
import schemathesis
from flask.testing import FlaskClient
from schemathesis import GenerationMode
from sqlalchemy.orm import Session

from app.api.schemas.people import EXAMPLE_USERNAME
from app.models import Block, Follow, FollowRequest, Mute, MutedWord, User
from tests.api.documented import Document, assert_answered, body_of, send
from tests.api.test_openapi import PEOPLE_PATHS
from tests.members import add_member, authorization

OPERATIONS = [
    ("get", "/v1/users", 200),
    ("get", "/v1/users/{user_id}", 200),
    ("get", "/v1/users/{user_id}/followers", 200),
    ("get", "/v1/users/{user_id}/following", 200),
    ("put", "/v1/users/{user_id}/follow", 204),
    ("put", "/v1/users/{user_id}/unfollow", 204),
    ("put", "/v1/users/{user_id}/block", 204),
    ("delete", "/v1/users/{user_id}/block", 204),
    ("put", "/v1/users/{user_id}/mute", 204),
    ("delete", "/v1/users/{user_id}/mute", 204),
    ("get", "/v1/me", 200),
    ("patch", "/v1/me", 200),
    ("get", "/v1/me/blocks", 200),
    ("get", "/v1/me/mutes", 200),
    ("delete", "/v1/me/followers/{user_id}", 204),
    ("get", "/v1/me/follow-requests", 200),
    ("put", "/v1/me/follow-requests/{user_id}", 204),
    ("delete", "/v1/me/follow-requests/{user_id}", 204),
    ("get", "/v1/me/muted-words", 200),
    ("post", "/v1/me/muted-words", 201),
    ("patch", "/v1/me/muted-words/{word_id}", 200),
    ("delete", "/v1/me/muted-words/{word_id}", 204),
]
IDS = [f"{method} {path}" for method, path, _ in OPERATIONS]
TAKING_NOTHING = {"/v1/me/muted-words", "/v1/me"}
TAKING_SOMETHING = [(method, path) for method, path, _ in OPERATIONS if method != "get" or path not in TAKING_NOTHING]


@pytest.fixture
def word(session: Session, alice: User, bob: User, charlie: User) -> MutedWord:
    """Alice's; she has one of everything, and the member of the examples waits for her."""
    example = add_member(session, EXAMPLE_USERNAME)
    word = MutedWord(user_id=alice.id, phrase="derby", folded="derby", scopes=["home"])
    session.add_all(
        [
            word,
            FollowRequest(requester_id=example.id, target_id=alice.id),
            Follow(follower_id=alice.id, followed_id=example.id),
            Follow(follower_id=example.id, followed_id=alice.id),
            Block(blocker_id=alice.id, blocked_id=bob.id),
            Mute(muter_id=alice.id, muted_id=charlie.id),
        ]
    )
    session.commit()
    return word


def test_every_operation_is_tried_here(document: Document) -> None:
    told = {(method, path) for path in PEOPLE_PATHS for method in document["paths"][path]}
    assert told == {(method, path) for method, path, _ in OPERATIONS}


@pytest.mark.parametrize(("method", "path", "status"), OPERATIONS, ids=IDS)
def test_a_documented_example_is_answered_as_documented(
    client: FlaskClient,
    session: Session,
    document: Document,
    alice: User,
    word: MutedWord,
    method: str,
    path: str,
    status: int,
) -> None:
    if path.endswith("/follow-requests/{user_id}") and method == "put":
        session.query(Follow).filter_by(followed_id=alice.id).delete()
        session.commit()
    operation = document["paths"][path][method]
    body = body_of(document, operation)
    address = path.format(user_id=EXAMPLE_USERNAME, word_id=word.id)
    answer = client.open(address, method=method.upper(), json=body, headers=authorization(session, alice))
    assert_answered(document, operation, answer, status)


@pytest.mark.parametrize(("method", "path", "status"), OPERATIONS, ids=IDS)
@pytest.mark.usefixtures("word")
def test_what_needs_a_token_is_marked_and_refuses_without_one(
    client: FlaskClient, document: Document, method: str, path: str, status: int
) -> None:
    answer = client.open(path.format(user_id=EXAMPLE_USERNAME, word_id="1"), method=method.upper(), json={})
    is_marked = document["paths"][path][method].get("security") == [{"bearer": []}]
    assert (answer.status_code == 401) == is_marked or answer.status_code == 422


@pytest.mark.parametrize(("method", "path", "status"), OPERATIONS, ids=IDS)
@pytest.mark.usefixtures("word")
def test_requests_as_documented_find_no_surprise(
    api: schemathesis.BaseSchema, session: Session, alice: User, method: str, path: str, status: int
) -> None:
    assert send(api, method, path, GenerationMode.POSITIVE, authorization(session, alice)) >= 1


@pytest.mark.parametrize(("method", "path"), TAKING_SOMETHING)
@pytest.mark.usefixtures("word")
def test_requests_that_break_the_document_are_refused_as_documented(
    api: schemathesis.BaseSchema, session: Session, alice: User, method: str, path: str
) -> None:
    assert send(api, method, path, GenerationMode.NEGATIVE, authorization(session, alice)) >= 1
