"""Videos: the short form of the older interface, and the full form of /v1."""

from datetime import datetime
from typing import Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field

from app.api.schemas.places import Place, Receipt
from app.trending.facts import VideoFacts
from app.trending.videos import Appearance, Standing, VideoDetail

EXAMPLE_ID = "dQw4w9WgXcQ"


class VideoSummary(BaseModel):
    """A video as the older interface tells it. What is unknown or hidden is null, never 0 or an empty text."""

    video_id: str = Field(description="the source's id", examples=[EXAMPLE_ID])
    title: str = Field(examples=["Lanterns over the harbour"])
    channel_title: str | None = Field(examples=["Harbour Films"])
    views: int | None = Field(examples=[120_400])
    likes: int | None = Field(examples=[None])
    thumbnail_url: str | None = Field(examples=[None])
    regions: list[str] = Field(description="every region whose list holds it now", examples=[["NO", "PL"]])
    content_language: str | None = Field(examples=["pl"])
    engagement_rate: float | None = Field(
        description="likes and comments per view, as a percentage; null unless all three are known", examples=[4.25]
    )

    @classmethod
    def of(cls, video: VideoFacts) -> Self:
        return cls(
            video_id=video.id,
            title=video.title,
            channel_title=video.channel_title,
            views=video.views,
            likes=video.likes,
            thumbnail_url=video.thumbnail_url,
            regions=video.regions,
            content_language=video.language,
            engagement_rate=video.engagement_rate,
        )


class Channel(BaseModel):
    id: str = Field(examples=["UC_harbour"])
    title: str = Field(examples=["Harbour Films"])


class Video(BaseModel):
    """A video; a hidden or unknown count is null."""

    id: str = Field(description="the source's id", examples=[EXAMPLE_ID])
    title: str = Field(examples=["Lanterns over the harbour"])
    channel: Channel | None
    category: str | None = Field(description="title of its category", examples=["Music"])
    language: str | None = Field(examples=["pl"])
    published_at: datetime | None
    duration_seconds: int | None = Field(examples=[215])
    views: int | None = Field(examples=[120_400])
    likes: int | None = Field(examples=[None])
    comments: int | None = Field(examples=[310])
    thumbnail_url: str | None = Field(examples=[None])
    regions: list[str] = Field(description="every region whose list holds it now", examples=[["NO", "PL"]])
    source: str = Field(description="where its data came from", examples=["youtube"])

    @classmethod
    def of(cls, video: VideoFacts) -> Self:
        return cls(**_fields(video))


class VideoPlace(Place):
    """Where a video stands in the list that a region shows now."""

    region: str = Field(examples=["PL"])
    captured_at: datetime

    @classmethod
    def of(cls, standing: Standing, receipt: Receipt | None) -> Self:
        return cls(
            rank=standing.rank,
            score=standing.score,
            entered_at=standing.entered_at,
            previous_rank=standing.previous_rank,
            receipt=receipt,
            region=standing.region_code,
            captured_at=standing.captured_at,
        )


class RegionAppearance(BaseModel):
    """When the captures of a region held a video; `best_rank` is the source's own, null where it tells none."""

    region: str = Field(examples=["PL"])
    first_at: datetime
    last_at: datetime
    captures: int = Field(examples=[14])
    best_rank: int | None = Field(examples=[2])

    @classmethod
    def of(cls, appearance: Appearance) -> Self:
        return cls(
            region=appearance.region_code,
            first_at=appearance.first_at,
            last_at=appearance.last_at,
            captures=appearance.captures,
            best_rank=appearance.best_rank,
        )


class FullVideo(Video):
    """A video, where it stands now (best place first), and where charts have held it (earliest first)."""

    standings: list[VideoPlace]
    appearances: list[RegionAppearance]


class VideoAnswer(BaseModel):
    data: FullVideo

    @classmethod
    def of(cls, detail: VideoDetail, receipts: list[Receipt | None]) -> Self:
        places = zip(detail.standings, receipts, strict=True)
        data = FullVideo(
            **_fields(detail.facts),
            standings=[VideoPlace.of(standing, receipt) for standing, receipt in places],
            appearances=[RegionAppearance.of(appearance) for appearance in detail.appearances],
        )
        return cls(data=data)


Explain = Literal["0", "1"]


class VideoQuery(BaseModel):
    model_config = ConfigDict(extra="forbid")

    explain: Explain = Field("0", description="`1` adds the receipt of each score", examples=["1"])


def _fields(video: VideoFacts) -> dict[str, Any]:
    channel = None
    if video.channel_id is not None and video.channel_title is not None:
        channel = Channel(id=video.channel_id, title=video.channel_title)
    return {
        "id": video.id,
        "title": video.title,
        "channel": channel,
        "category": video.category,
        "language": video.language,
        "published_at": video.published_at,
        "duration_seconds": video.duration_seconds,
        "views": video.views,
        "likes": video.likes,
        "comments": video.comments,
        "thumbnail_url": video.thumbnail_url,
        "regions": video.regions,
        "source": video.source,
    }
