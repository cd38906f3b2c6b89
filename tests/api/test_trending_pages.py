"""GET /v1/trending/{region}: pages of a ranking that stay what they were."""

import re

import pytest
from apiflask import APIFlask
from flask.testing import FlaskClient
from sqlalchemy import delete
from sqlalchemy.orm import Session

from app.models import Ranking, Region
from app.trending import cursor, lists
from app.trending.charts import Position
from app.trending.intake import take_in
from tests.api.conftest import LANTERNS, LANTERNS_TITLE, NOW, Wire, observation

pytestmark = pytest.mark.usefixtures("world")

RFC3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z")


def ids(answer: dict[str, list[dict[str, dict[str, str]]]]) -> list[str]:
    return [place["video"]["id"] for place in answer["data"]]


def test_a_place_and_its_video_have_the_fixed_shape(client: FlaskClient) -> None:
    answer = client.get("/v1/trending/NO").json
    assert list(answer) == ["data", "snapshot"]
    place = next(place for place in answer["data"] if place["video"]["id"] == LANTERNS)
    assert list(place) == ["rank", "score", "entered_at", "previous_rank", "video"]
    assert place["video"] == {
        "id": LANTERNS,
        "title": LANTERNS_TITLE,
        "channel": {"id": "UC_harbour", "title": "Harbour Films"},
        "category": "Music",
        "language": "pl",
        "published_at": place["video"]["published_at"],
        "duration_seconds": 215,
        "views": 99_999,
        "likes": None,
        "comments": 250,
        "thumbnail_url": None,
        "regions": ["NO", "PL"],
        "source": "youtube",
    }


def test_times_end_in_z_and_ids_are_strings(client: FlaskClient) -> None:
    answer = client.get("/v1/trending/PL").json
    place, snapshot = answer["data"][0], answer["snapshot"]
    times = [place["entered_at"], place["video"]["published_at"], snapshot["captured_at"], snapshot["computed_at"]]
    assert all(RFC3339.fullmatch(time) for time in times)
    assert snapshot["captured_at"] == NOW.strftime("%Y-%m-%dT%H:%M:%SZ")
    assert isinstance(snapshot["id"], str)


def test_an_unknown_channel_is_null(client: FlaskClient) -> None:
    channels = {place["video"]["id"]: place["video"]["channel"] for place in client.get("/v1/trending/NO").json["data"]}
    assert channels["no-2"] is None


def test_pages_hold_every_place_once_and_the_last_has_no_cursor(client: FlaskClient) -> None:
    first = client.get("/v1/trending/PL?limit=20").json
    last = client.get(f"/v1/trending/PL?limit=20&cursor={first['cursor']}").json
    assert [place["rank"] for place in first["data"] + last["data"]] == list(range(1, 31))
    assert "cursor" not in last


def test_a_new_ranking_does_not_move_the_pages_of_the_one_that_was_opened(
    client: FlaskClient, session: Session
) -> None:
    first = client.get("/v1/trending/PL?limit=20").json
    expected = ids(client.get(f"/v1/trending/PL?limit=20&cursor={first['cursor']}").json)
    take_in(session, Wire(), [observation(f"new-{rank}", rank) for rank in range(1, 11)])
    session.commit()
    lists.renew(["PL"])
    second = client.get(f"/v1/trending/pl?limit=20&cursor={first['cursor']}").json
    assert (ids(second), second["snapshot"]) == (expected, first["snapshot"])
    assert client.get("/v1/trending/PL").json["snapshot"]["id"] != first["snapshot"]["id"]


def test_a_category_is_filtered_before_paging_and_keeps_the_ranks(client: FlaskClient) -> None:
    whole = client.get("/v1/trending/PL?limit=50").json["data"]
    sport = [(place["rank"], place["video"]["id"]) for place in whole if place["video"]["category"] == "Sports"]
    first = client.get("/v1/trending/PL?category=17&limit=6").json
    last = client.get(f"/v1/trending/PL?category=17&limit=6&cursor={first['cursor']}").json
    assert [(place["rank"], place["video"]["id"]) for place in first["data"] + last["data"]] == sport
    assert "cursor" not in last


def test_a_language_is_filtered_by_its_primary_subtag_and_keeps_the_ranks(
    client: FlaskClient, session: Session
) -> None:
    told = {"pt-1": "pt-BR", "pt-2": "pt", "en-1": "en"}
    chart = [observation(video, 30 + place, language=tag) for place, (video, tag) in enumerate(told.items(), 1)]
    take_in(session, Wire(), chart)
    session.commit()
    whole = client.get("/v1/trending/PL?limit=50").json["data"]
    ranks = {place["video"]["id"]: place["rank"] for place in whole}
    for text in ("pt", "PT"):
        found = client.get(f"/v1/trending/PL?lang={text}").json["data"]
        assert {place["video"]["id"]: place["rank"] for place in found} == {v: ranks[v] for v in ("pt-1", "pt-2")}
    assert client.get("/v1/trending/PL?lang=xx").json["data"] == []


@pytest.mark.parametrize("text", ["", "p", "pt-BR", "port", "p1", "%C3%A9%C3%A9"])
def test_a_language_that_is_no_primary_subtag_is_refused(client: FlaskClient, text: str) -> None:
    answer = client.get(f"/v1/trending/PL?lang={text}")
    assert (answer.status_code, list(answer.json["errors"])) == (422, ["lang"])


def test_a_region_without_captures_is_an_empty_page_of_no_ranking(client: FlaskClient) -> None:
    answer = client.get("/v1/trending/US")
    nothing = {"id": None, "region": "US", "computed_at": None, "captured_at": None}
    assert (answer.status_code, answer.json) == (200, {"data": [], "snapshot": nothing})


@pytest.mark.parametrize(
    "query", ["limit=0", "limit=51", "limit=ten", "limit=", "category=-1", "explain=yes", "size=5"]
)
def test_a_bad_parameter_is_refused_by_name(client: FlaskClient, query: str) -> None:
    answer = client.get(f"/v1/trending/PL?{query}")
    assert (answer.status_code, answer.mimetype) == (422, "application/problem+json")
    assert list(answer.json["errors"]) == [query.partition("=")[0]]


def test_a_cursor_that_was_tampered_with_is_refused(client: FlaskClient) -> None:
    given = client.get("/v1/trending/PL?limit=5").json["cursor"]
    for bad in (given[:-1], "x", "", "WzEsMV0", given.swapcase()):
        answer = client.get(f"/v1/trending/PL?cursor={bad}")
        assert (answer.status_code, list(answer.json["errors"])) == (422, ["cursor"])


def test_a_cursor_of_another_region_is_refused(client: FlaskClient) -> None:
    given = client.get("/v1/trending/PL?limit=5").json["cursor"]
    assert client.get(f"/v1/trending/NO?cursor={given}").status_code == 422


def test_a_ranking_that_is_no_longer_kept_is_gone_and_the_new_list_is_named(
    client: FlaskClient, session: Session
) -> None:
    given = client.get("/v1/trending/NO?limit=1").json["cursor"]
    shown = session.get_one(Region, "NO").ranking_id
    session.execute(delete(Ranking).where(Ranking.id == shown))
    session.commit()
    lists.renew(["NO"])
    answer = client.get(f"/v1/trending/NO?cursor={given}")
    assert (answer.status_code, answer.json["latest"]) == (410, "/v1/trending/NO")
    assert answer.headers["Link"] == '</v1/trending/NO>; rel="latest-version"'
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_page_past_the_end_is_empty(app: APIFlask, client: FlaskClient, session: Session) -> None:
    position = Position(session.get_one(Region, "PL").ranking_id or 0, 500)
    answer = client.get(f"/v1/trending/PL?cursor={cursor.dump(position, app.config['SECRET_KEY'])}").json
    assert (answer["data"], "cursor" in answer) == ([], False)


def test_a_page_takes_three_statements_and_a_cached_one_none(
    client: FlaskClient, session: Session, statements: list[str]
) -> None:
    first = client.get("/v1/trending/PL?limit=5&explain=1").json
    assert 1 <= len(statements) <= 3
    statements.clear()
    client.get("/v1/trending/PL?limit=50")
    client.get(f"/v1/trending/PL?limit=5&cursor={first['cursor']}")
    assert statements == []
    take_in(session, Wire(), [observation("new-1", 1)])
    session.commit()
    lists.renew(["PL"])
    statements.clear()
    client.get(f"/v1/trending/PL?limit=5&cursor={first['cursor']}")
    assert 1 <= len(statements) <= 3
    statements.clear()
    client.get(f"/v1/trending/PL?limit=9&cursor={first['cursor']}")
    assert statements == []
