"""GET /api/regions."""

import pytest
from flask.testing import FlaskClient

from tests.api.conftest import NOW, OLD

ISO = "%Y-%m-%dT%H:%M:%SZ"


@pytest.mark.usefixtures("world")
def test_each_region_tells_how_fresh_its_list_is(client: FlaskClient) -> None:
    answer = client.get("/api/regions").json
    regions = {region["code"]: region for region in answer["regions"]}
    assert answer["total"] == len(regions) == 7
    poland = {"code": "PL", "name": "Poland", "captured_at": NOW.strftime(ISO), "stale": False, "total": 30}
    norway = {"code": "NO", "name": "Norway", "captured_at": OLD.strftime(ISO), "stale": True, "total": 2}
    austria = {"code": "AT", "name": "Austria", "captured_at": None, "stale": True, "total": 0}
    assert [regions[code] for code in ("PL", "NO", "AT")] == [poland, norway, austria]


@pytest.mark.usefixtures("app")
def test_the_regions_take_one_statement(client: FlaskClient, statements: list[str]) -> None:
    assert client.get("/api/regions").json["total"] == 7
    assert len(statements) == 1
