"""GET /api/trending/{region}: the contract kept from the older interface."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from app.trending import lists
from app.trending.intake import take_in
from tests.api.conftest import LANTERNS, Wire, observation

pytestmark = pytest.mark.usefixtures("world")


def test_the_answer_has_the_shape_that_older_clients_read(client: FlaskClient) -> None:
    answer = client.get("/api/trending/PL").json
    assert list(answer) == ["region", "region_name", "videos", "total"]
    assert (answer["region"], answer["region_name"]) == ("PL", "Poland")
    assert list(answer["videos"][0]) == [
        "video_id",
        "title",
        "channel_title",
        "views",
        "likes",
        "thumbnail_url",
        "regions",
        "content_language",
        "engagement_rate",
    ]


def test_at_most_25_videos_are_told_best_first(client: FlaskClient) -> None:
    top = client.get("/api/trending/PL").json
    ranked = client.get("/v1/trending/PL?limit=25").json["data"]
    assert top["total"] == len(top["videos"]) == 25
    assert [video["video_id"] for video in top["videos"]] == [place["video"]["id"] for place in ranked]


def test_a_hidden_count_is_null_and_what_needs_it_too(client: FlaskClient) -> None:
    videos = {video["video_id"]: video for video in client.get("/api/trending/PL").json["videos"]}
    assert (videos[LANTERNS]["likes"], videos[LANTERNS]["engagement_rate"]) == (None, None)
    assert videos["pl-2"]["likes"] == 4000
    assert videos["pl-2"]["engagement_rate"] == round(100 * 4250 / 99_998, 2)


def test_an_unknown_channel_is_null(client: FlaskClient) -> None:
    videos = {video["video_id"]: video for video in client.get("/api/trending/NO").json["videos"]}
    assert videos["no-2"]["channel_title"] is None


def test_regions_are_all_that_hold_the_video_now(client: FlaskClient) -> None:
    videos = {video["video_id"]: video for video in client.get("/api/trending/PL").json["videos"]}
    assert videos[LANTERNS]["regions"] == ["NO", "PL"]
    assert videos["pl-2"]["regions"] == ["PL"]


@pytest.mark.parametrize("region", ["pl", "Pl", "PL"])
def test_a_region_is_known_in_any_case(client: FlaskClient, region: str) -> None:
    assert client.get(f"/api/trending/{region}").json["region"] == "PL"


@pytest.mark.parametrize("region", ["XX", "POL", "p", "%00", "ż"])
def test_an_unknown_region_is_refused(client: FlaskClient, region: str) -> None:
    answer = client.get(f"/api/trending/{region}")
    assert (answer.status_code, answer.mimetype) == (400, "application/problem+json")
    assert "US, GB, PL, NL, SE, NO, AT" in answer.json["error"]


def test_a_region_without_captures_has_an_empty_list(client: FlaskClient) -> None:
    answer = client.get("/api/trending/us")
    assert answer.status_code == 200
    assert answer.json == {"region": "US", "region_name": "United States", "videos": [], "total": 0}


def test_parameters_that_are_not_known_are_tolerated(client: FlaskClient) -> None:
    assert client.get("/api/trending/PL?page=2").status_code == 200


def test_the_cache_tells_whether_it_held_the_list(client: FlaskClient) -> None:
    outcomes = [client.get("/api/trending/PL").headers["X-Cache"] for _ in range(2)]
    assert outcomes == ["MISS", "HIT"]


def test_a_cached_list_asks_the_database_nothing(client: FlaskClient, statements: list[str]) -> None:
    client.get("/api/trending/PL")
    assert 1 <= len(statements) <= 3
    statements.clear()
    client.get("/api/trending/pl")
    assert statements == []


def test_a_renewed_list_is_served_at_once(client: FlaskClient, session: Session) -> None:
    before = client.get("/api/trending/SE")
    take_in(session, Wire(), [observation("se-1", 1, "SE")])
    session.commit()
    lists.renew(["SE"])
    after = client.get("/api/trending/SE", headers={"If-None-Match": before.headers["ETag"]})
    assert (after.status_code, after.headers["X-Cache"]) == (200, "HIT")
    assert [video["video_id"] for video in after.json["videos"]] == ["se-1"]
