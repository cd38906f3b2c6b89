"""Worlds to read: `world`, two regions, one fresh and one old; `borders`, videos that cross; `full`, all lists long."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from app.models import REGIONS
from app.trending.captures import whole_hour
from app.trending.intake import take_in
from app.trending.observation import Observation
from tests.worlds import Inhabited

NOW = whole_hour(datetime.now(UTC))
LONG_AGO = datetime(2021, 4, 28, 14, tzinfo=UTC)
HIDDEN = "hidden-likes"
"""Number 2 of Poland's chart; its owner hides the likes, and its title could be markup."""


class GivenSource:
    derives = True

    def __init__(self, name: str) -> None:
        self.name = name


def observation(
    video: str, rank: int, region: str = "PL", at: datetime = NOW, channel: int | None = None
) -> Observation:
    """A video of its own channel unless told; every third one is sport, the others are music."""
    return Observation(
        region,
        at,
        video,
        f"Title {video}",
        rank=rank,
        views=1_234_567 - rank,
        likes=4000,
        comments=1,
        channel_id=f"channel-{rank if channel is None else channel}",
        channel_title=f"Channel {rank if channel is None else channel}",
        category_id=17 if rank % 3 == 0 else 10,
        language="pl",
        published_at=at - timedelta(hours=6),
        duration_seconds=3723,
    )


def poland(at: datetime = NOW) -> list[Observation]:
    """Sixty places; those from 3 to 10 are of one channel."""
    chart = [observation(f"pl-{rank}", rank, at=at, channel=3 if 3 <= rank <= 10 else None) for rank in range(1, 61)]
    chart[1] = replace(chart[1], source_id=HIDDEN, title="<b>Żółw & jeż</b>", likes=None)
    return chart


@pytest.fixture(scope="session")
def world(inhabited: Inhabited) -> Engine:
    def fill(session: Session) -> None:
        day_before = [replace(one, captured_at=NOW - timedelta(days=1)) for one in reversed(poland()[:50])]
        day_before = [replace(one, rank=rank) for rank, one in enumerate(day_before, 1)]
        take_in(session, GivenSource("demo"), [*day_before, *poland()])
        sweden = [observation(f"se-{rank}", rank, "SE", LONG_AGO) for rank in range(1, 4)]
        take_in(session, GivenSource("youtube"), sweden)

    return inhabited(fill)


def charted(session: Session, hours_ago: int, **regions: str) -> None:
    """Charts of regions, each the ids of its videos in order."""
    at = NOW - timedelta(hours=hours_ago)
    told = [
        observation(video, rank, code, at) for code, ids in regions.items() for rank, video in enumerate(ids.split(), 1)
    ]
    take_in(session, GivenSource("demo"), told)


@pytest.fixture(scope="session")
def borders(inhabited: Inhabited) -> Engine:
    """`hit` began in Sweden, reached Norway 5 hours later and Poland 9 hours later; Austria never had a chart."""

    def fill(session: Session) -> None:
        charted(session, 30, SE="old")
        charted(session, 9, SE="hit")
        charted(session, 4, SE="hit fjord", NO="hit fjord")
        charted(session, 0, SE="fjord hit", NO="hit fjord", PL="pierogi hit", GB="tea", NL="kaas", US="game")

    return inhabited(fill)


@pytest.fixture(scope="session")
def full(inhabited: Inhabited) -> Engine:
    """Sixty places in each of the seven regions, none of them shared."""
    ids = {code: " ".join(f"{code.lower()}-{rank}" for rank in range(60)) for code in REGIONS}
    return inhabited(lambda session: charted(session, 0, **ids))
