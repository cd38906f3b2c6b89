"""What readers are told of a video, as plain data that can be cached."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, select
from sqlalchemy.orm import Session

from app.models import Category, Channel, RankingEntry, Region, Video


@dataclass(slots=True)
class VideoFacts:
    """A video; `id` is the source's. What is unknown, hidden or disabled is None. `regions` list it now."""

    id: str
    source: str
    title: str
    channel_id: str | None
    channel_title: str | None
    category_id: int | None
    category: str | None
    language: str | None
    published_at: datetime | None
    duration_seconds: int | None
    views: int | None
    likes: int | None
    comments: int | None
    thumbnail_url: str | None
    counted_at: datetime
    regions: list[str] = field(default_factory=list)

    @property
    def engagement_rate(self) -> float | None:
        """Likes and comments per view, as a percentage; None unless all three counts are known and views are not 0."""
        if not self.views or self.likes is None or self.comments is None:
            return None
        return round(100 * (self.likes + self.comments) / self.views, 2)


def facts_select(*more: Any) -> Select[*tuple[Any, ...]]:
    """Videos with their channel and category: the key, the columns of `facts_from`, then `more`."""
    return (
        select(
            Video.id.label("key"),
            Video.source_id,
            Video.source,
            Video.title,
            Channel.source_id.label("channel_id"),
            Channel.title.label("channel_title"),
            Video.category_id,
            Category.title.label("category"),
            Video.language,
            Video.published_at,
            Video.duration_seconds,
            Video.views,
            Video.likes,
            Video.comments,
            Video.thumbnail_url,
            Video.counted_at,
            *more,
        )
        .select_from(Video)
        .outerjoin(Channel, Channel.id == Video.channel_id)
        .outerjoin(Category, Category.id == Video.category_id)
    )


def facts_from(row: Row[*tuple[Any, ...]], regions: list[str]) -> VideoFacts:
    """The facts in a row of `facts_select`."""
    facts = VideoFacts(*row[1:16])
    facts.regions = regions
    return facts


def regions_now(session: Session, keys: Collection[int]) -> dict[int, list[str]]:
    """The regions whose current ranking holds each video, by the video's database id, in the order of their codes."""
    rows = (
        select(RankingEntry.video_id, Region.code)
        .join(Region, Region.ranking_id == RankingEntry.ranking_id)
        .where(RankingEntry.video_id.in_(keys))
        .order_by(Region.code)
    )
    regions: dict[int, list[str]] = defaultdict(list)
    for key, code in session.execute(rows):
        regions[key].append(code)
    return regions
