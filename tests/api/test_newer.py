"""What the pages of a list that was opened earlier tell of the newest one."""

from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from app.trending import lists
from app.trending.intake import take_in
from tests.api.conftest import NOW, Wire, observation

pytestmark = pytest.mark.usefixtures("world")


def ids(answer: dict[str, Any]) -> set[str]:
    return {place["video"]["id"] for place in answer["data"]}


def test_a_later_page_tells_how_many_newer_videos_stand_where_it_has_come_to(
    client: FlaskClient, session: Session
) -> None:
    opened = client.get("/v1/trending/PL?limit=5").json
    following = f"/v1/trending/PL?limit=5&cursor={opened['cursor']}"
    assert "newer" not in client.get(following).json
    take_in(session, Wire(), [observation(f"new-{rank}", rank, published_at=NOW) for rank in range(1, 5)])
    session.commit()
    lists.renew(["PL"])
    second = client.get(following).json
    newest = client.get("/v1/trending/PL?limit=10").json
    count = len(ids(newest) - ids(opened) - ids(second))
    assert count > 0
    assert second["newer"] == {"count": count, "href": "/v1/trending/PL"}
    assert "newer" not in newest


def test_what_is_newer_is_counted_in_the_list_that_was_asked_for(client: FlaskClient, session: Session) -> None:
    query = "category=17&lang=pl&limit=2"
    cursor = client.get(f"/v1/trending/PL?{query}").json["cursor"]
    take_in(session, Wire(), [observation("music", 1, published_at=NOW)])
    session.commit()
    lists.renew(["PL"])
    assert "newer" not in client.get(f"/v1/trending/PL?{query}&cursor={cursor}").json
    take_in(session, Wire(), [observation("sport", 1, published_at=NOW, category_id=17)])
    session.commit()
    lists.renew(["PL"])
    newer = client.get(f"/v1/trending/PL?{query}&cursor={cursor}").json["newer"]
    assert newer == {"count": 1, "href": "/v1/trending/PL?category=17&lang=pl"}
