"""The deck as protobuf: the same as the JSON, from the published file, readable by clients of another age."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from google.protobuf import descriptor_pb2, descriptor_pool, json_format, message_factory

from app.api import deck_pb2
from app.feed.store import Store
from app.models import User
from config import ROOT
from tests.api.deck.conftest import Ask

PROTOBUF = "application/x-protobuf"
FIRST_READERS = {
    "DeckPage": {"data": 1, "snapshot": 2, "is_on": 3, "caught_up": 4, "cursor": 5},
    "DeckItem": {"position": 1, "video": 2, "reason": 3, "context": 4},
    "DeckReason": {"code": 1, "text": 2},
    "DeckContext": {"about": 1, "id": 2, "name": 3},
    "DeckSnapshot": {"id": 1, "built_at": 2},
    "Channel": {"id": 1, "title": 2},
    "Video": {
        "id": 1,
        "title": 2,
        "channel": 3,
        "category": 4,
        "language": 5,
        "published_at": 6,
        "duration_seconds": 7,
        "views": 8,
        "likes": 9,
        "comments": 10,
        "thumbnail_url": 11,
        "regions": 12,
        "source": 13,
    },
}
"""The fields that clients of the first version read; none of these numbers may ever change."""


def read(body: bytes) -> Any:
    page = deck_pb2.DeckPage()
    page.ParseFromString(body)
    return page


def without_nulls(node: Any) -> Any:
    if isinstance(node, dict):
        return {name: without_nulls(value) for name, value in node.items() if value is not None}
    return [without_nulls(value) for value in node] if isinstance(node, list) else node


@pytest.mark.parametrize("is_on", [True, False])
def test_the_message_says_what_the_json_says(ask: Ask, alice: User, decks: Store, is_on: bool) -> None:
    ask(alice, "PATCH", "/v1/taste", {"is_on": is_on})
    address = "/v1/deck?limit=30"
    told = ask(alice, "GET", address).json
    answer = ask(alice, "GET", address, Accept=PROTOBUF)
    assert (answer.status_code, answer.mimetype) == (200, PROTOBUF)
    assert {"Accept", "Authorization"} <= set(answer.vary)
    page = json_format.MessageToDict(
        read(answer.data), preserving_proto_field_name=True, always_print_fields_with_no_presence=True
    )
    for item in page["data"]:  # 64 bits are text in the JSON of protobuf
        item["video"] |= {
            name: int(item["video"][name]) for name in ("views", "likes", "comments") & item["video"].keys()
        }
    told["snapshot"]["built_at"] = told["snapshot"]["built_at"].replace("000Z", "Z")
    assert page == without_nulls(told)


@pytest.mark.parametrize("accept", ["*/*", "application/json", f"application/json, {PROTOBUF};q=0.5", "text/html"])
def test_json_is_answered_to_who_does_not_prefer_protobuf(ask: Ask, alice: User, decks: Store, accept: str) -> None:
    answer = ask(alice, "GET", "/v1/deck", Accept=accept)
    assert (answer.mimetype, "Accept" in answer.vary) == ("application/json", True)


def test_errors_are_problems_in_any_case(ask: Ask, alice: User, decks: Store) -> None:
    answer = ask(alice, "GET", "/v1/deck?cursor=x", Accept=PROTOBUF)
    assert (answer.status_code, answer.mimetype) == (422, "application/problem+json")


def test_what_was_generated_is_of_the_published_file(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "grpc_tools.protoc", "-I", "static", f"--python_out={tmp_path}"]
    subprocess.run([*command, "static/deck.proto"], cwd=ROOT, check=True)
    generated = (ROOT / "app" / "api" / "deck_pb2.py").read_text()
    assert (tmp_path / "deck_pb2.py").read_text() == generated, "run bin/proto"


def test_the_file_is_published(client: FlaskClient) -> None:
    answer = client.get("/static/deck.proto", buffered=True)
    assert (answer.status_code, "message DeckPage" in answer.text) == (200, True)


def test_no_field_ever_gets_another_number() -> None:
    messages = deck_pb2.DESCRIPTOR.message_types_by_name
    for name, fields in FIRST_READERS.items():
        now = {field.name: field.number for field in messages[name].fields}
        assert fields.items() <= now.items(), name


def test_an_older_reader_understands_a_newer_message(ask: Ask, alice: User, decks: Store) -> None:
    body = ask(alice, "GET", "/v1/deck?limit=2", Accept=PROTOBUF).data
    newer = newer_page()
    newer.ParseFromString(body)
    newer.mood = "blue"
    newer.data[0].lanterns.extend([1, 2, 3])
    old = read(newer.SerializeToString())
    assert [item.video.id for item in old.data] == [item.video.id for item in read(body).data]
    assert (old.cursor, old.snapshot.id) == (read(body).cursor, read(body).snapshot.id)
    again = newer_page()
    again.ParseFromString(old.SerializeToString())
    assert (again.mood, list(again.data[0].lanterns)) == ("blue", [1, 2, 3])


def newer_page() -> Any:
    """An empty page of a version to come, with fields that readers of now do not know."""
    file = descriptor_pb2.FileDescriptorProto()
    deck_pb2.DESCRIPTOR.CopyToProto(file)
    kinds = descriptor_pb2.FieldDescriptorProto
    by_name = {message.name: message for message in file.message_type}
    by_name["DeckPage"].field.add(name="mood", number=50, type=kinds.TYPE_STRING, label=kinds.LABEL_OPTIONAL)
    by_name["DeckItem"].field.add(name="lanterns", number=51, type=kinds.TYPE_INT32, label=kinds.LABEL_REPEATED)
    pool = descriptor_pool.DescriptorPool()
    for known in deck_pb2.DESCRIPTOR.dependencies:
        pool.AddSerializedFile(known.serialized_pb)
    pool.Add(file)
    return message_factory.GetMessageClass(pool.FindMessageTypeByName("upswell.v1.DeckPage"))()
