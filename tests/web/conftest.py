"""Two regions to read: a fresh chart of Poland, an old one of Sweden; the other five are empty."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from app.trending.captures import whole_hour
from app.trending.intake import take_in
from app.trending.observation import Observation

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


@pytest.fixture
def world(session: Session) -> None:
    day_before = [replace(one, captured_at=NOW - timedelta(days=1)) for one in reversed(poland()[:50])]
    day_before = [replace(one, rank=rank) for rank, one in enumerate(day_before, 1)]
    take_in(session, GivenSource("demo"), [*day_before, *poland()])
    take_in(session, GivenSource("youtube"), [observation(f"se-{rank}", rank, "SE", LONG_AGO) for rank in range(1, 4)])
    session.commit()
