"""What the Following feed is asked for."""

from dataclasses import replace
from typing import Literal

from pydantic import Field

from app.api.pages_of_time import WindowQuery
from app.api.schemas.moments import Moment
from app.social.feed_filters import Filters
from app.social.following_feed import MAX_OFFSET
from app.social.paging import Window


class FeedQuery(WindowQuery, Filters):
    since: Moment | None = Field(
        None, description="only posts written at this time, RFC 3339, or after it", examples=["2026-01-01T00:00Z"]
    )
    until: Moment | None = Field(
        None, description="only posts written before this time, RFC 3339", examples=["2126-01-01T00:00Z"]
    )
    sort: Literal["desc", "asc"] = Field("desc", description="`asc` begins with the oldest post", examples=["desc"])
    offset: int = Field(
        0,
        ge=0,
        le=MAX_OFFSET,
        description="how many posts to leave out at the beginning; pages by ids neither repeat nor skip, these may",
        examples=[0],
    )

    def window(self) -> Window:
        return replace(super().window(), oldest_first=self.sort == "asc", offset=self.offset)
