"""What members do through the API becomes the community part of a video's score."""

from datetime import UTC, datetime

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from app.jobs.trending import rebuild
from app.trending.intake import take_in
from tests.members import add_member, authorization
from tests.trending.worlds import GivenSource, chart


@pytest.fixture
def cast(session: Session) -> dict[str, dict[str, str]]:
    """The headers of alice, bob and charlie; a chart of Poland holds the video `second`."""
    take_in(session, GivenSource(), chart(["first", "second"], datetime.now(UTC)))
    session.commit()
    return {name: authorization(session, add_member(session, name)) for name in ("alice", "bob", "charlie")}


def community(client: FlaskClient) -> tuple[int, float]:
    """The members and the points that the receipt of `second` tells after the next rebuild."""
    rebuild.func(timestamp=0)
    places = client.get("/v1/trending/PL?explain=1").json["data"]
    receipt = next(one["receipt"] for one in places if one["video"]["id"] == "second")
    assert sum(part["points"] for part in receipt["parts"]) == pytest.approx(receipt["score"])
    part = next(part for part in receipt["parts"] if part["name"] == "community")
    return part["input"]["members"], part["points"]


def test_bob_and_charlie_lift_a_video_alice_in_private_does_not(
    client: FlaskClient, cast: dict[str, dict[str, str]]
) -> None:
    assert community(client) == (0, 0)
    post = {"title": "Lanterns", "content": "They rise.", "video_id": "second"}
    written = client.post("/v1/posts", json=post, headers=cast["bob"])
    assert written.status_code == 201
    assert client.put("/v1/videos/second/like", headers=cast["bob"]).status_code == 204
    assert community(client) == (1, 2.5)
    assert client.put("/v1/videos/second/like", headers=cast["charlie"]).status_code == 204
    assert community(client) == (2, 4.2857)
    assert client.patch("/v1/me", json={"is_private": True}, headers=cast["alice"]).status_code == 200
    assert client.put("/v1/videos/second/save", headers=cast["alice"]).status_code == 204
    assert community(client) == (2, 4.2857)
    assert client.delete("/v1/videos/second/like", headers=cast["charlie"]).status_code == 204
    assert client.delete("/v1/videos/second/like", headers=cast["bob"]).status_code == 204
    assert client.delete(f"/v1/posts/{written.json['data']['id']}", headers=cast["bob"]).status_code == 204
    assert community(client) == (0, 0)
