"""`at=` on the lists: what was shown at a time, its pages, and what is told when nothing is kept from then."""

from datetime import datetime, timedelta

import pytest
from flask.testing import FlaskClient

from app.models import REGIONS
from tests.api.conftest import LANTERNS, NOW, OLD, z

pytestmark = pytest.mark.usefixtures("world")

HOUR = timedelta(hours=1)
BEFORE = NOW - timedelta(days=1)


@pytest.mark.parametrize("moment", [BEFORE, BEFORE + 7 * HOUR, NOW - timedelta(seconds=1)])
def test_a_list_is_what_the_region_showed_then(client: FlaskClient, moment: datetime) -> None:
    answer = client.get(f"/v1/trending/PL?at={z(moment)}").json
    assert answer["snapshot"]["captured_at"] == z(BEFORE)
    assert {place["video"]["id"] for place in answer["data"]} == {f"pl-{rank}" for rank in range(2, 20)}


@pytest.mark.parametrize("moment", [NOW, NOW + 5 * HOUR])
def test_from_the_newest_capture_on_it_is_the_newest_list(client: FlaskClient, moment: datetime) -> None:
    then, now = (client.get(f"/v1/trending/PL{query}").json for query in (f"?at={z(moment)}", ""))
    assert (then["data"], then["snapshot"]) == (now["data"], now["snapshot"])


def test_a_time_may_have_an_offset_and_no_seconds(client: FlaskClient) -> None:
    local = (BEFORE + 2 * HOUR).strftime("%Y-%m-%dT%H:%M+02:00").replace("+", "%2B")
    assert client.get(f"/v1/trending/PL?at={local}").json["snapshot"]["captured_at"] == z(BEFORE)


def test_the_pages_of_a_past_list_follow_with_and_without_the_time(client: FlaskClient) -> None:
    at = f"at={z(BEFORE)}"
    first = client.get(f"/v1/trending/PL?{at}&limit=10").json
    repeated = client.get(f"/v1/trending/PL?{at}&limit=10&cursor={first['cursor']}").json
    bare = client.get(f"/v1/trending/PL?limit=10&cursor={first['cursor']}").json
    assert [place["rank"] for place in first["data"] + repeated["data"]] == list(range(1, 19))
    assert bare["data"] == repeated["data"]
    assert "newer" not in repeated
    assert bare["newer"]["href"] == "/v1/trending/PL"


def test_before_the_first_list_the_bounds_are_told(client: FlaskClient) -> None:
    answer = client.get(f"/v1/trending/PL?at={z(BEFORE - HOUR)}")
    assert (answer.status_code, answer.mimetype) == (404, "application/problem+json")
    assert (answer.json["first"], answer.json["last"]) == (z(BEFORE), z(NOW))
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_region_without_any_list_has_no_bounds(client: FlaskClient) -> None:
    answer = client.get(f"/v1/trending/US?at={z(NOW)}")
    assert answer.status_code == 404
    assert answer.json.keys().isdisjoint({"first", "last"})
    assert "nor from any other" in answer.json["detail"]


@pytest.mark.parametrize(
    "text",
    ["yesterday", "2026-10-01", "1790000000", "2026-10-01T18:00", "2026-10-01T18:00:00+02:00", "", "2026-13-01T00:00Z"],
)
@pytest.mark.parametrize("path", ["/v1/trending/PL", "/v1/lens"])
def test_a_time_that_is_not_rfc_3339_is_refused(client: FlaskClient, path: str, text: str) -> None:
    answer = client.get(f"{path}?at={text}")
    assert (answer.status_code, list(answer.json["errors"])) == (422, ["at"])


@pytest.mark.parametrize(("text", "status"), [("0001-01-01T00:00:00%2B14:00", 404), ("9999-12-31T23:59:59-14:00", 200)])
@pytest.mark.parametrize("path", ["/v1/trending/PL", "/v1/lens"])
def test_the_first_and_the_last_time_there_are_break_nothing(
    client: FlaskClient, path: str, text: str, status: int
) -> None:
    assert client.get(f"{path}?at={text}").status_code == status


def test_the_lens_shows_each_region_as_it_was(client: FlaskClient) -> None:
    answer = client.get(f"/v1/lens?at={z(BEFORE)}").json
    captured = {snapshot["region"]: snapshot["captured_at"] for snapshot in answer["snapshots"]}
    assert captured == dict.fromkeys(REGIONS) | {"PL": z(BEFORE), "NO": z(OLD)}
    (lanterns,) = (row for row in answer["data"] if row["video"]["id"] == LANTERNS)
    assert ([place["region"] for place in lanterns["regions"]], lanterns["crossings"]) == (["NO"], [])


def test_the_lens_is_outside_history_only_where_every_region_is(client: FlaskClient) -> None:
    assert client.get(f"/v1/lens?at={z(OLD)}").status_code == 200
    answer = client.get(f"/v1/lens?at={z(OLD - HOUR)}")
    assert (answer.status_code, answer.json["first"], answer.json["last"]) == (404, z(OLD), z(NOW))
    compared = client.get(f"/v1/lens?at={z(OLD)}&compare=PL,SE")
    assert (compared.status_code, compared.json["first"]) == (404, z(BEFORE))


def test_the_past_takes_four_statements_and_a_cached_past_one(client: FlaskClient, statements: list[str]) -> None:
    client.get(f"/v1/trending/PL?at={z(BEFORE)}")
    assert len(statements) == 4
    statements.clear()
    client.get(f"/v1/trending/PL?at={z(BEFORE + HOUR)}&explain=1")
    assert len(statements) == 1
