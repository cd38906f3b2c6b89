"""A small world in two regions."""

from collections.abc import Iterable
from contextvars import Context
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import schemathesis
from apiflask import APIFlask
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from app.trending.captures import whole_hour
from app.trending.intake import take_in
from app.trending.observation import Observation
from tests.api.documented import Document
from tests.worlds import Inhabited

LANTERNS = "dQw4w9WgXcQ"
LANTERNS_TITLE = "Lanterns over the harbour (title song)"
NOW = whole_hour(datetime.now(UTC))
OLD = NOW - timedelta(days=3)


class Wire:
    name = "youtube"
    derives = True


def observation(video: str, rank: int, region: str = "PL", at: datetime = NOW, **told: object) -> Observation:
    """A video as a chart held it; its channel is shared by ten videos, and every third one is sport."""
    facts: dict[str, object] = {
        "channel_id": f"channel-{rank % 10}",
        "channel_title": f"Channel {rank % 10}",
        "category_id": 17 if rank % 3 == 0 else 10,
        "views": 100_000 - rank,
        "likes": 4000,
        "comments": 250,
        "language": "pl",
        "published_at": NOW - timedelta(hours=rank),
    }
    return Observation(region, at, video, f"Title {video}", rank=rank, **(facts | told))  # type: ignore[arg-type]


def lanterns(region: str = "PL", at: datetime = NOW) -> Observation:
    """The video of the documented examples: its likes are hidden, its channel is known."""
    told = {"channel_id": "UC_harbour", "channel_title": "Harbour Films", "likes": None, "duration_seconds": 215}
    return replace(observation(LANTERNS, 1, region, at, **told), title=LANTERNS_TITLE)


def z(moment: datetime) -> str:
    """A time as the interface writes it."""
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}"


def charts(session: Session) -> None:
    """Thirty videos in Poland now, two in Norway three days ago, the lanterns in both; five regions are empty."""
    poland = [observation(f"pl-{rank}", rank) for rank in range(2, 31)]
    before = [observation(f"pl-{rank}", rank, at=NOW - timedelta(days=1), views=5000) for rank in range(2, 20)]
    norway = [lanterns("NO", OLD), observation("no-2", 2, "NO", OLD, channel_id=None, channel_title=None)]
    take_in(session, Wire(), [lanterns(), *before, *poland, *norway])


@pytest.fixture(scope="session")
def world(inhabited: Inhabited) -> Engine:
    return inhabited(charts)


@pytest.fixture(scope="session")
def document(application: APIFlask) -> Document:
    """The OpenAPI document."""
    return application.test_client().get("/v1/openapi.json").json


@pytest.fixture(scope="session")
def described(application: APIFlask) -> schemathesis.BaseSchema:
    """The interface as its document tells of it; tests take `api`."""

    def visited(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        return Context().run(application, environ, start_response)

    return schemathesis.openapi.from_wsgi("/v1/openapi.json", visited)


@pytest.fixture
def api(described: schemathesis.BaseSchema, app: APIFlask) -> schemathesis.BaseSchema:
    """The interface to send made-up requests to, in the test's transaction."""
    return described
