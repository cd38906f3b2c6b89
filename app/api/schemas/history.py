"""The history of a video: who had it first, and its rank lines."""

from datetime import datetime, timedelta
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field

from app.api.schemas.regions import REGION_PATTERN
from app.api.schemas.videos import EXAMPLE_ID, RegionAppearance
from app.trending import lines
from app.trending.video_history import RegionHistory, VideoHistory

HOUR = timedelta(hours=1)
MOST_DAYS = 30
MOST_POINTS = 24 * MOST_DAYS + 1


class Point(BaseModel):
    """A video's place in a region's ranking of one capture; captures are hourly at most."""

    captured_at: datetime
    rank: int = Field(examples=[3])
    score: float = Field(examples=[62.125])
    views: int | None = Field(examples=[120_400])

    @classmethod
    def of(cls, point: lines.Point) -> Self:
        return cls(captured_at=point.captured_at, rank=point.rank, score=point.score, views=point.views)


class RegionLine(RegionAppearance):
    """When the captures of a region held a video, and its rank line."""

    hours_after: float = Field(description="hours after the region that had it first; 0 for that one", examples=[9])
    points: list[Point] = Field(description="oldest first", max_length=MOST_POINTS)

    @classmethod
    def of_region(cls, region: RegionHistory) -> Self:
        return cls(
            **RegionAppearance.of(region.appearance).model_dump(),
            hours_after=region.after / HOUR,
            points=[Point.of(point) for point in region.points],
        )


class FullHistory(BaseModel):
    """`regions` in the order in which they had the video; `since` and `until` bound their points."""

    id: str = Field(description="the source's id", examples=[EXAMPLE_ID])
    since: datetime | None = Field(description="null when no capture held the video")
    until: datetime | None = Field(description="the newest capture that held the video")
    regions: list[RegionLine]


class HistoryAnswer(BaseModel):
    data: FullHistory

    @classmethod
    def of(cls, history: VideoHistory) -> Self:
        regions = [RegionLine.of_region(region) for region in history.regions]
        return cls(data=FullHistory(id=history.video_id, since=history.since, until=history.until, regions=regions))


class HistoryQuery(BaseModel):
    model_config = ConfigDict(extra="forbid")

    region: Annotated[str, Field(json_schema_extra={"pattern": REGION_PATTERN})] | None = Field(
        None, description="only the line of this region", examples=["PL"]
    )
    days: int = Field(MOST_DAYS, ge=1, le=MOST_DAYS, description="length of the lines, back from `until`", examples=[7])
