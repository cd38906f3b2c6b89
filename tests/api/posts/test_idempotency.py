"""`Idempotency-Key`: a POST that is sent again has one effect and one answer."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier

import pytest
from apiflask import APIFlask
from flask.testing import FlaskClient
from sqlalchemy import func, select, text, update
from sqlalchemy.orm import Session

from app.accounts import idempotency, retention
from app.extensions import db
from app.models import IdempotencyKey, Post
from tests.api.documented import Document
from tests.api.posts.conftest import DRAFT, Ask, asking, written
from tests.members import add_member, authorization

KEY = "8e03978e-40d5-43e8-bc93-6894a57f9324"


def how_many(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(Post)) or 0


def test_the_same_request_has_one_effect_and_the_first_answer(alice: Ask, session: Session) -> None:
    first = alice("POST", "/posts", DRAFT, Idempotency_Key=KEY)
    again = alice("POST", "/posts", DRAFT, Idempotency_Key=KEY)
    assert (again.status_code, again.data, again.mimetype) == (201, first.data, "application/json")
    assert (again.headers["Location"], again.headers["ETag"]) == (first.headers["Location"], first.headers["ETag"])
    assert ("Idempotent-Replayed" in first.headers, again.headers["Idempotent-Replayed"]) == (False, "true")
    assert how_many(session) == 1


def test_another_request_under_the_key_is_refused(alice: Ask, session: Session) -> None:
    post = alice("POST", "/posts", DRAFT, Idempotency_Key=KEY).json["data"]
    for address, body in (("/posts", DRAFT | {"title": "Kites"}), (f"/posts/{post['id']}/comments", DRAFT)):
        refused = alice("POST", address, body, Idempotency_Key=KEY)
        assert (refused.status_code, list(refused.json["errors"])) == (422, ["Idempotency-Key"])
    assert how_many(session) == 1


def test_a_key_is_of_one_member_and_of_one_day(alice: Ask, bob: Ask, session: Session) -> None:
    for ask in (alice, bob):
        assert ask("POST", "/posts", DRAFT, Idempotency_Key=KEY).status_code == 201
    assert how_many(session) == 2
    session.execute(update(IdempotencyKey).values(created_at=datetime.now(UTC) - idempotency.KEPT))
    session.commit()
    assert alice("POST", "/posts", DRAFT | {"title": "Kites"}, Idempotency_Key=KEY).status_code == 201
    assert how_many(session) == 3
    late = datetime.now(UTC) + idempotency.KEPT - timedelta(seconds=30)
    assert retention.clean_up(session, late)["idempotency_keys"] == 1


def test_a_refused_request_leaves_the_key_free(alice: Ask, session: Session) -> None:
    assert alice("POST", "/posts", DRAFT | {"title": ""}, Idempotency_Key=KEY).status_code == 422
    assert alice("POST", "/posts", DRAFT | {"video_id": "nobody"}, Idempotency_Key=KEY).status_code == 422
    assert alice("POST", "/posts", DRAFT, Idempotency_Key=KEY).status_code == 201


@pytest.mark.parametrize("key", ["", "two words", "x" * 256, "ключ"])
def test_what_is_no_key_is_refused(alice: Ask, key: str) -> None:
    refused = alice("POST", "/posts", DRAFT, Idempotency_Key=key)
    assert (refused.status_code, list(refused.json["errors"])) == (422, ["Idempotency-Key"])


def posts_of_members(document: Document) -> Iterator[str]:
    for path, methods in document["paths"].items():
        if "security" in methods.get("post", {}):
            yield path


def test_every_post_of_members_takes_a_key(alice: Ask, document: Document) -> None:
    paths = list(posts_of_members(document))
    assert len(paths) >= 4
    post_id = written(alice)["id"]
    for path in paths:
        parameters = {one["name"]: one for one in document["paths"][path]["post"]["parameters"]}
        assert parameters["Idempotency-Key"]["in"] == "header"
        named = dict.fromkeys(parameters, "x") | {"post_id": post_id}
        refused = alice("POST", path.removeprefix("/v1").format(**named), {}, Idempotency_Key="two words")
        assert (refused.status_code, list(refused.json["errors"])) == (422, ["Idempotency-Key"]), path


def test_of_ten_that_meet_one_has_the_effect_and_none_fails(fresh_app: APIFlask) -> None:
    with fresh_app.app_context():
        headers = authorization(db.session(), add_member(db.session(), "alice")) | {"Idempotency-Key": KEY}
    start = Barrier(10)

    def ask(_: int) -> tuple[int, bytes]:
        start.wait()
        answer = fresh_app.test_client().post("/v1/posts", json=DRAFT, headers=headers)
        return answer.status_code, answer.data

    with ThreadPoolExecutor(10) as pool:
        answers = list(pool.map(ask, range(10)))
    assert {status for status, _ in answers} <= {201, 409}
    assert len({body for status, body in answers if status == 201}) == 1
    with fresh_app.app_context():
        assert how_many(db.session()) == 1


def test_while_the_first_is_running_the_second_is_told_to_wait(fresh_app: APIFlask) -> None:
    with fresh_app.app_context():
        alice = add_member(db.session(), "alice")
        ask = asking(fresh_app.test_client(), db.session(), alice)
        lock = idempotency._lock(alice.id, KEY)
        with db.engine.begin() as running:
            running.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": lock})
            busy = ask("POST", "/posts", DRAFT, Idempotency_Key=KEY)
        assert (busy.status_code, busy.headers["Retry-After"]) == (409, "1")
        assert ask("POST", "/posts", DRAFT, Idempotency_Key=KEY).status_code == 201


def test_without_a_token_a_key_helps_nobody(client: FlaskClient) -> None:
    assert client.post("/v1/posts", json=DRAFT, headers={"Idempotency-Key": KEY}).status_code == 401
