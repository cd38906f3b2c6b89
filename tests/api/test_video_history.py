"""GET /v1/videos/{id}/history: who had a video first, and its ranks hour by hour."""

from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from app.trending.intake import take_in
from tests.api.conftest import LANTERNS, NOW, OLD, Wire, lanterns, observation, z

pytestmark = pytest.mark.usefixtures("world")

HOUR = timedelta(hours=1)
PATH = f"/v1/videos/{LANTERNS}/history"


def test_the_regions_come_in_the_order_in_which_they_had_it(client: FlaskClient) -> None:
    answer = client.get(PATH)
    history = answer.json["data"]
    assert (answer.status_code, history["id"]) == (200, LANTERNS)
    assert (history["since"], history["until"]) == (z(NOW - timedelta(days=30)), z(NOW))
    norway, poland = history["regions"]
    assert (norway["region"], norway["first_at"], norway["last_at"], norway["hours_after"]) == ("NO", z(OLD), z(OLD), 0)
    assert (poland["region"], poland["first_at"], poland["hours_after"]) == ("PL", z(NOW), 72)
    assert (poland["captures"], poland["best_rank"]) == (1, 1)


def test_a_point_is_the_place_that_the_list_of_that_capture_had(client: FlaskClient) -> None:
    then, now = client.get("/v1/videos/pl-7/history").json["data"]["regions"][0]["points"]
    for point, at in ((then, z(NOW - timedelta(days=1))), (now, z(NOW))):
        listed = client.get(f"/v1/trending/PL?limit=50&at={at}").json["data"]
        (place,) = (place for place in listed if place["video"]["id"] == "pl-7")
        assert (point["captured_at"], point["rank"], point["score"]) == (at, place["rank"], place["score"])
    assert (then["views"], now["views"]) == (5000, 99_993)


def test_the_days_bound_the_points_but_not_the_appearances(client: FlaskClient) -> None:
    history = client.get(f"{PATH}?days=2").json["data"]
    assert history["since"] == z(NOW - timedelta(days=2))
    assert [(one["region"], len(one["points"]), one["captures"]) for one in history["regions"]] == [
        ("NO", 0, 1),
        ("PL", 1, 1),
    ]


def test_one_region_ends_at_its_own_newest_capture_and_still_tells_who_had_it_first(client: FlaskClient) -> None:
    (norway,) = client.get(f"{PATH}?region=no&days=1").json["data"]["regions"]
    assert [point["captured_at"] for point in norway["points"]] == [z(OLD)]
    (poland,) = client.get(f"{PATH}?region=PL").json["data"]["regions"]
    assert poland["hours_after"] == 72


def test_a_region_that_never_had_it_has_no_line(client: FlaskClient) -> None:
    history = client.get(f"{PATH}?region=SE").json["data"]
    assert history == {"id": LANTERNS, "since": None, "until": None, "regions": []}


def test_a_hidden_count_is_null(client: FlaskClient, session: Session) -> None:
    take_in(session, Wire(), [observation("hidden", 1, "SE", views=None)])
    session.commit()
    (sweden,) = client.get("/v1/videos/hidden/history").json["data"]["regions"]
    assert sweden["points"][0]["views"] is None


def test_what_is_beyond_the_kept_rankings_is_told_without_points(client: FlaskClient, session: Session) -> None:
    take_in(session, Wire(), [lanterns(at=NOW - timedelta(days=45))])
    session.commit()
    first = client.get(PATH).json["data"]["regions"][0]
    assert (first["region"], first["first_at"], first["hours_after"]) == ("PL", z(NOW - timedelta(days=45)), 0)
    assert [point["captured_at"] for point in first["points"]] == [z(NOW)]


def test_thirty_days_of_hours_are_all_told(client: FlaskClient, session: Session) -> None:
    take_in(session, Wire(), [observation("steady", 1, "AT", NOW - hour * HOUR) for hour in range(735)])
    session.commit()
    (austria,) = client.get("/v1/videos/steady/history?days=29").json["data"]["regions"]
    times = [point["captured_at"] for point in austria["points"]]
    assert times == [z(NOW - hour * HOUR) for hour in range(29 * 24, -1, -1)]
    (austria,) = client.get("/v1/videos/steady/history").json["data"]["regions"]
    assert 29 * 24 < len(austria["points"]) <= 721


@pytest.mark.parametrize("video", ["nobody", "%00", "a" * 100, "zażółć"])
def test_an_unknown_video_has_no_history(client: FlaskClient, video: str) -> None:
    answer = client.get(f"/v1/videos/{video}/history")
    assert (answer.status_code, answer.mimetype) == (404, "application/problem+json")


@pytest.mark.parametrize(
    ("query", "status"), [("days=0", 422), ("days=31", 422), ("days=x", 422), ("at=now", 422), ("region=XX", 400)]
)
def test_a_bad_parameter_is_refused(client: FlaskClient, query: str, status: int) -> None:
    assert client.get(f"{PATH}?{query}").status_code == status


def test_a_history_takes_three_statements(client: FlaskClient, statements: list[str]) -> None:
    assert client.get(PATH).status_code == 200
    assert len(statements) == 3
