"""Search of videos by the words of their titles."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from app.api.schemas.regions import REGION_PATTERN
from app.api.schemas.videos import VideoSummary


class SearchQuery(BaseModel):
    """Parameters that are not named here are ignored, as older clients expect."""

    model_config = ConfigDict(str_strip_whitespace=True)

    q: str = Field(min_length=1, max_length=200, description="words that the title holds", examples=["lanterns"])
    region: Annotated[str, Field(json_schema_extra={"pattern": REGION_PATTERN})] | None = Field(
        None, description="only videos in this region's list now", examples=["PL"]
    )
    limit: int = Field(25, ge=1, le=50, description="the most videos to answer with", examples=[10])


class FoundVideos(BaseModel):
    """The videos found, the most viewed first; `total` counts the videos of this answer."""

    query: str = Field(examples=["lanterns"])
    region: str | None = Field(examples=["PL"])
    videos: list[VideoSummary]
    total: int = Field(examples=[1])
