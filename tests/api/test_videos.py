"""GET /v1/videos/{id}."""

import pytest
from flask.testing import FlaskClient

from tests.api.conftest import LANTERNS

pytestmark = pytest.mark.usefixtures("world")


def test_a_video_tells_where_it_stands_and_where_charts_have_held_it(client: FlaskClient) -> None:
    answer = client.get(f"/v1/videos/{LANTERNS}")
    video = answer.json["data"]
    assert answer.status_code == 200
    assert (video["id"], video["likes"], video["regions"]) == (LANTERNS, None, ["NO", "PL"])
    assert {place["region"] for place in video["standings"]} == {"NO", "PL"}
    assert [(one["region"], one["captures"], one["best_rank"]) for one in video["appearances"]] == [
        ("NO", 1, 1),
        ("PL", 1, 1),
    ]


def test_it_stands_where_the_list_of_the_region_has_it(client: FlaskClient) -> None:
    listed = {place["video"]["id"]: place for place in client.get("/v1/trending/PL?limit=50").json["data"]}
    (standing,) = client.get("/v1/videos/pl-7").json["data"]["standings"]
    assert standing.items() >= {(name, listed["pl-7"][name]) for name in ("rank", "score", "entered_at")}


def test_receipts_come_when_they_are_asked_for(client: FlaskClient) -> None:
    plain = client.get("/v1/videos/pl-7").json["data"]["standings"][0]
    explained = client.get("/v1/videos/pl-7?explain=1").json["data"]["standings"][0]
    assert "receipt" not in plain
    assert sum(part["points"] for part in explained["receipt"]["parts"]) == pytest.approx(plain["score"], abs=1e-6)


@pytest.mark.parametrize("video", ["nobody", "%00", "a" * 100, "zażółć", "<script>"])
def test_an_unknown_video_is_not_found(client: FlaskClient, video: str) -> None:
    answer = client.get(f"/v1/videos/{video}")
    assert (answer.status_code, answer.mimetype, answer.json["title"]) == (404, "application/problem+json", "Not Found")


def test_a_parameter_that_is_not_known_is_refused(client: FlaskClient) -> None:
    assert client.get(f"/v1/videos/{LANTERNS}?fields=id").status_code == 422


def test_a_video_takes_two_statements(client: FlaskClient, statements: list[str]) -> None:
    assert client.get(f"/v1/videos/{LANTERNS}").status_code == 200
    assert len(statements) == 2
