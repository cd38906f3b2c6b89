"""Ranked lists of a region: the older interface's first places, and the pages of /v1."""

from datetime import datetime
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field
from pydantic.json_schema import SkipJsonSchema

from app.api.schemas.moments import PastMoment
from app.api.schemas.places import Place, Receipt
from app.api.schemas.videos import Explain, Video, VideoSummary
from app.trending.lists import Entry, RankedList


class RegionVideos(BaseModel):
    """The first places of a region's list, the highest first; `total` counts the videos of this answer."""

    region: str = Field(examples=["PL"])
    region_name: str = Field(examples=["Poland"])
    videos: list[VideoSummary]
    total: int = Field(examples=[25])


class RankedVideo(Place):
    """A video at its place in a list."""

    video: Video

    @classmethod
    def of(cls, ranked: RankedList, entry: Entry, explain: bool) -> Self:
        return cls(
            rank=entry.rank,
            score=entry.score,
            entered_at=entry.entered_at,
            previous_rank=entry.previous_rank,
            receipt=Receipt.of(ranked, entry) if explain else None,
            video=Video.of(entry.video),
        )


class Snapshot(BaseModel):
    """The ranking that a list is read from; all but `region` is null while a region has none."""

    id: str | None = Field(examples=["720"])
    region: str = Field(examples=["PL"])
    computed_at: datetime | None
    captured_at: datetime | None = Field(description="how old the data is")

    @classmethod
    def of(cls, ranked: RankedList) -> Self:
        return cls(
            id=None if ranked.ranking_id is None else str(ranked.ranking_id),
            region=ranked.region_code,
            computed_at=ranked.computed_at,
            captured_at=ranked.captured_at,
        )


class Newer(BaseModel):
    """The list has been ranked anew since it was opened."""

    count: int = Field(description="videos that now stand among as many first places as were shown", examples=[14])
    href: str = Field(description="the newest list", examples=["/v1/trending/PL"])


class RankedPage(BaseModel):
    """A page of a ranked list; `cursor` opens the next page of the same ranking, and is absent on the last.

    `newer` comes with a later page when the newest list holds videos that were not shown.
    """

    data: list[RankedVideo]
    snapshot: Snapshot
    newer: Newer | SkipJsonSchema[None] = Field(None, exclude_if=lambda value: value is None)
    cursor: str | SkipJsonSchema[None] = Field(None, exclude_if=lambda value: value is None)


class RankedQuery(BaseModel):
    model_config = ConfigDict(extra="forbid")

    limit: int = Field(25, ge=1, le=50, description="places on a page", examples=[10])
    cursor: Annotated[str, Field(max_length=200)] | None = Field(
        None, description="`cursor` of the page before; later pages are of the ranking it began on"
    )
    category: Annotated[int, Field(ge=0, le=32767)] | None = Field(
        None,
        description="only this category, as the YouTube Data API numbers them: 10 is Music, 17 Sports, 20 Gaming",
        examples=[10],
    )
    lang: Annotated[str, Field(pattern="^[A-Za-z]{2,3}$")] | None = Field(
        None, description="only this language, whatever its region: `pt` finds `pt-BR`", examples=["pl"]
    )
    at: PastMoment | None = None
    explain: Explain = Field("0", description="`1` adds the receipt of each score", examples=["1"])
