"""Small charts for the tests of this folder."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from app.trending.observation import Observation

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)


@dataclass(frozen=True)
class GivenSource:
    name: str = "files"
    derives: bool = True


def chart(videos: Iterable[str], at: datetime = NOON, region: str = "PL", **told: object) -> list[Observation]:
    """A chart whose videos stand in this order; `told` is the same for all of them."""
    facts = {"published_at": at - timedelta(hours=10), "views": 1000, "category_id": 24, **told}
    return [
        Observation(region, at, video, f"Title of {video}", rank=rank, **facts)  # type: ignore[arg-type]
        for rank, video in enumerate(videos, 1)
    ]
