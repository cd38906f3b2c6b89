"""The history of one video: who had it first, who followed, and its rank lines in every region."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import Video
from app.trending.lines import Point, region_lines
from app.trending.videos import Appearance, UnknownVideo, appearances, is_video


@dataclass(slots=True)
class RegionHistory:
    """`after` is how long after the first region this one held the video; `points` are at most one an hour."""

    appearance: Appearance
    after: timedelta
    points: list[Point]


@dataclass(slots=True)
class VideoHistory:
    """`regions` in the order in which they held the video; `since` and `until` bound their points, not appearances."""

    video_id: str
    since: datetime | None
    until: datetime | None
    regions: list[RegionHistory]


def history(session: Session, source_id: str, days: int, region_code: str | None = None) -> VideoHistory:
    """The days before the newest capture that held a video, in three statements; in one region, or in all for None.

    Captures are hourly, so a region has at most 24 * days + 1 points. Raises `UnknownVideo`.
    """
    key = session.scalar(select(Video.id).where(is_video(source_id)))
    if key is None:
        raise UnknownVideo(source_id)
    everywhere = appearances(session, key)
    asked = [one for one in everywhere if region_code in (None, one.region_code)]
    if not asked:
        return VideoHistory(source_id, None, None, [])
    until = max(one.last_at for one in asked)
    since = until - timedelta(days=days)
    lines = region_lines(session, key, since, until)
    began = everywhere[0].first_at
    regions = [RegionHistory(one, one.first_at - began, lines.get(one.region_code, [])) for one in asked]
    return VideoHistory(source_id, since, until, regions)
