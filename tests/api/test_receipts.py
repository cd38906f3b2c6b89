"""`explain=1`: why a video stands where it does, in a list and on its own."""

from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from app.trending import score
from app.trending.intake import take_in
from tests.api.conftest import LANTERNS, NOW, OLD, Wire, observation, z

pytestmark = pytest.mark.usefixtures("world")


def explained(client: FlaskClient, region: str = "PL") -> list[dict[str, Any]]:
    return client.get(f"/v1/trending/{region}?limit=50&explain=1").json["data"]


def test_the_points_of_the_parts_sum_to_the_score(client: FlaskClient) -> None:
    for place in explained(client):
        receipt = place["receipt"]
        assert receipt["score"] == place["score"]
        assert sum(part["points"] for part in receipt["parts"]) == pytest.approx(place["score"], abs=1e-6)
        assert {part["name"]: part["weight"] for part in receipt["parts"]} == score.WEIGHTS
        assert all(0 <= part["points"] <= part["weight"] for part in receipt["parts"])


def test_a_receipt_tells_since_when_from_where_and_how_old(client: FlaskClient) -> None:
    (receipt,) = (one["receipt"] for one in explained(client, "NO") if one["video"]["id"] == LANTERNS)
    assert (receipt["source"], receipt["captured_at"], receipt["entered_at"]) == ("youtube", z(OLD), z(OLD))
    assert receipt["line_24h"] == [None] * 24 + [1]


def test_the_line_begins_where_the_video_stood_a_day_before(client: FlaskClient) -> None:
    before = {
        place["video"]["id"]: place["rank"]
        for place in client.get(f"/v1/trending/PL?limit=50&at={z(NOW - timedelta(days=1))}").json["data"]
    }
    for place in explained(client):
        line = place["receipt"]["line_24h"]
        assert (len(line), line[0], line[-1]) == (25, before.get(place["video"]["id"]), place["rank"])
        assert line[0] == place["previous_rank"]


def test_the_outlook_leads_over_the_next_place_of_the_whole_list(client: FlaskClient) -> None:
    places = explained(client)
    for place, following in pairwise(places):
        lead = max(place["score"] - following["score"], 0)
        assert place["receipt"]["outlook"]["lead"] == pytest.approx(lead, abs=1e-4)
        assert list(place["receipt"]["outlook"]) == ["lead", "hours", "source_rank", "growth"]
    assert places[-1]["receipt"]["outlook"] is None
    (sport, *_) = client.get("/v1/trending/PL?category=17&explain=1&limit=1").json["data"]
    assert sport["receipt"] == places[sport["rank"] - 1]["receipt"]


def test_the_history_that_a_receipt_links_ends_at_this_place(client: FlaskClient) -> None:
    place = explained(client)[3]
    (line,) = client.get(place["receipt"]["history"]).json["data"]["regions"]
    assert (line["region"], line["points"][-1]["rank"]) == ("PL", place["rank"])


def test_a_video_has_the_same_receipt_as_the_list_it_stands_in(client: FlaskClient) -> None:
    standings = client.get(f"/v1/videos/{LANTERNS}?explain=1").json["data"]["standings"]
    assert {one["region"] for one in standings} == {"NO", "PL"}
    for standing in standings:
        (place,) = (one for one in explained(client, standing["region"]) if one["video"]["id"] == LANTERNS)
        assert standing["receipt"] == place["receipt"]


def test_a_video_is_explained_by_the_ranking_that_its_region_shows_though_the_cache_holds_an_older_one(
    client: FlaskClient, session: Session
) -> None:
    client.get("/v1/trending/PL")
    take_in(session, Wire(), [observation("pl-7", 1, published_at=NOW)])
    session.commit()
    (standing,) = client.get("/v1/videos/pl-7?explain=1").json["data"]["standings"]
    assert standing["receipt"]["score"] == standing["score"]
    assert standing["receipt"]["line_24h"][-1] == standing["rank"]


@pytest.mark.parametrize("path", ["/v1/trending/PL?limit=1", f"/v1/videos/{LANTERNS}", "/v1/trending/PL?explain=0"])
def test_receipts_come_only_when_they_are_asked_for(client: FlaskClient, path: str) -> None:
    assert '"receipt"' not in client.get(path).text


def test_an_explained_video_takes_two_statements_and_its_lists_come_from_the_cache(
    client: FlaskClient, statements: list[str]
) -> None:
    client.get(f"/v1/videos/{LANTERNS}?explain=1")
    assert len(statements) == 2 + 2 * 3
    statements.clear()
    client.get(f"/v1/videos/{LANTERNS}?explain=1")
    assert len(statements) == 2
