"""GET /v1/lens: the regions beside each other, how videos crossed, and pages that stay what they were."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine, delete
from sqlalchemy.orm import Session

from app.models import REGIONS, Ranking, Region
from app.trending import lists
from app.trending.intake import take_in
from tests.api.conftest import NOW, Wire, charts, observation, z
from tests.worlds import Inhabited

HOUR = timedelta(hours=1)


@pytest.fixture(scope="session")
def borders(inhabited: Inhabited) -> Engine:
    """A hit that began in Sweden and is in three regions, where each has a video of its own as well."""
    told = [observation("hit", 1, "SE", NOW - 9 * HOUR), observation("hit", 1, "NO", NOW - 4 * HOUR)]
    for code in ("SE", "NO", "NL"):
        told += [observation("hit", 2, code), observation(f"own-{code}", 1, code)]

    def fill(session: Session) -> None:
        charts(session)
        take_in(session, Wire(), [*told, observation("hit", 1, "SE", NOW - 4 * HOUR)])

    return inhabited(fill)


pytestmark = pytest.mark.usefixtures("borders")


def row_of(client: FlaskClient, video: str, query: str = "limit=50") -> dict[str, Any]:
    return next(row for row in client.get(f"/v1/lens?{query}").json["data"] if row["video"]["id"] == video)


def test_a_video_tells_its_places_and_how_it_crossed(client: FlaskClient) -> None:
    row = row_of(client, "hit")
    assert list(row) == ["video", "regions", "first_region", "crossings", "reach"]
    assert (row["first_region"], row["reach"]) == ("SE", "several")
    assert row["crossings"] == [
        {"region": "NO", "from": "SE", "hours_after": 5.0, "entered_at": z(NOW - 4 * HOUR)},
        {"region": "NL", "from": "SE", "hours_after": 9.0, "entered_at": z(NOW)},
    ]
    for place in row["regions"]:
        listed = client.get(f"/v1/trending/{place['region']}?limit=50").json["data"]
        (there,) = (one for one in listed if one["video"]["id"] == "hit")
        assert place == {"region": place["region"]} | {name: there[name] for name in list(place)[1:]}
    ranks = [place["rank"] for place in row["regions"]]
    assert ranks == sorted(ranks)


def test_each_region_has_a_snapshot(client: FlaskClient) -> None:
    snapshots = client.get("/v1/lens").json["snapshots"]
    assert [snapshot["region"] for snapshot in snapshots] == list(REGIONS)
    for snapshot in snapshots:
        assert snapshot == client.get(f"/v1/trending/{snapshot['region']}").json["snapshot"]


def test_the_reaches_share_out_the_lens(client: FlaskClient) -> None:
    whole = list(followed(client, "limit=50"))
    for reach in ("one", "several", "everywhere"):
        rows = list(followed(client, f"limit=50&reach={reach}"))
        assert [row["video"]["id"] for row in rows] == [row["video"]["id"] for row in whole if row["reach"] == reach]
    assert {row["reach"] for row in whole} == {"one", "several"}


@pytest.mark.parametrize("pair", ["SE,NL", "nl,se"])
def test_two_regions_are_compared_alone(client: FlaskClient, pair: str) -> None:
    answer = client.get(f"/v1/lens?compare={pair}").json
    assert {row["video"]["id"]: row["reach"] for row in answer["data"]} == {
        "hit": "everywhere",
        "own-SE": "one",
        "own-NL": "one",
    }
    assert [snapshot["region"] for snapshot in answer["snapshots"]] == ["NL", "SE"]
    assert [step["region"] for step in row_of(client, "hit", f"compare={pair}")["crossings"]] == ["NL"]


def followed(client: FlaskClient, query: str) -> Iterator[dict[str, Any]]:
    """The rows of all pages."""
    answer = client.get(f"/v1/lens?{query}").json
    while "cursor" in answer:
        yield from answer["data"]
        answer = client.get(f"/v1/lens?{query}&cursor={answer['cursor']}").json
    yield from answer["data"]


@pytest.mark.parametrize("query", ["", "&reach=one", "&compare=PL,NO", "&compare=PL,NO&reach=one"])
@pytest.mark.parametrize("limit", [1, 7, 30])
def test_the_pages_hold_each_row_once_in_order(client: FlaskClient, query: str, limit: int) -> None:
    rows = list(followed(client, f"limit={limit}{query}"))
    assert rows == client.get(f"/v1/lens?limit=50{query}").json["data"]
    assert len({row["video"]["id"] for row in rows}) == len(rows) > 7


def test_new_rankings_do_not_move_the_pages_of_those_that_were_opened(client: FlaskClient, session: Session) -> None:
    whole = [row["video"]["id"] for row in client.get("/v1/lens?limit=50").json["data"]]
    first = client.get("/v1/lens?limit=4").json
    take_in(session, Wire(), [observation(f"new-{rank}", rank, code) for code in REGIONS for rank in range(1, 9)])
    session.commit()
    lists.renew(REGIONS)
    second = client.get(f"/v1/lens?limit=50&cursor={first['cursor']}").json
    assert [row["video"]["id"] for row in first["data"] + second["data"]] == whole
    assert second["snapshots"] == first["snapshots"]
    assert client.get("/v1/lens").json["snapshots"] != first["snapshots"]


def test_a_cursor_is_short_and_of_its_own_regions_and_list(client: FlaskClient) -> None:
    of_all = client.get("/v1/lens?limit=1").json["cursor"]
    of_two = client.get("/v1/lens?limit=1&compare=PL,NO").json["cursor"]
    of_list = client.get("/v1/trending/PL?limit=1").json["cursor"]
    assert len(of_two) < len(of_all) <= 100
    refused = [
        f"/v1/lens?compare=PL,NO&cursor={of_all}",
        f"/v1/lens?cursor={of_two}",
        f"/v1/lens?compare=PL,SE&cursor={of_two}",
        f"/v1/lens?cursor={of_list}",
        f"/v1/trending/PL?cursor={of_all}",
        f"/v1/lens?cursor={of_all[:-1]}",
        "/v1/lens?cursor=",
    ]
    for address in refused:
        answer = client.get(address)
        assert (answer.status_code, list(answer.json["errors"])) == (422, ["cursor"])


def test_when_one_of_the_rankings_is_gone_the_newest_lens_is_named(client: FlaskClient, session: Session) -> None:
    cursor = client.get("/v1/lens?limit=1").json["cursor"]
    shown = session.get_one(Region, "NL").ranking_id
    session.execute(delete(Ranking).where(Ranking.id == shown))
    session.commit()
    lists.renew(["NL"])
    answer = client.get(f"/v1/lens?cursor={cursor}")
    assert (answer.status_code, answer.json["latest"]) == (410, "/v1/lens")
    assert answer.headers["Link"] == '</v1/lens>; rel="latest-version"'


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("limit=0", 422),
        ("limit=51", 422),
        ("reach=two", 422),
        ("compare=PL", 422),
        ("compare=PL,PL", 422),
        ("compare=PL,NO,SE", 422),
        ("compare=", 422),
        ("compare=PL,XX", 400),
        ("compare=PL,", 400),
        ("region=PL", 422),
    ],
)
def test_a_bad_parameter_is_refused(client: FlaskClient, query: str, status: int) -> None:
    assert client.get(f"/v1/lens?{query}").status_code == status


def test_a_world_without_captures_is_an_empty_lens(client: FlaskClient, session: Session) -> None:
    session.execute(delete(Ranking))
    session.commit()
    lists.renew(REGIONS)
    answer = client.get("/v1/lens").json
    assert (answer["data"], "cursor" in answer, len(answer["snapshots"])) == ([], False, len(REGIONS))


def test_a_lens_takes_three_statements_a_list_and_a_cached_one_none(client: FlaskClient, statements: list[str]) -> None:
    cursor = client.get("/v1/lens?limit=5").json["cursor"]
    assert 1 <= len(statements) <= 3 * len(REGIONS)
    statements.clear()
    client.get("/v1/lens?reach=one")
    client.get("/v1/lens?compare=PL,SE")
    client.get(f"/v1/lens?cursor={cursor}")
    assert statements == []
