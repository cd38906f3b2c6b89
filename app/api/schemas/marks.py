"""Likes and saves."""

from typing import Literal

from pydantic import BaseModel, Field

from app.api.pages_of_time import WindowQuery
from app.api.schemas.people import UserName
from app.api.schemas.posts import Post
from app.api.schemas.videos import Video


class MarkedQuery(WindowQuery):
    """Ids in `max_id`, `min_id` and `since_id` are those that `Link` tells, not those of posts."""

    kind: Literal["posts", "videos"] = Field("posts", description="of what", examples=["posts"])


class MarkedList(BaseModel):
    """Posts or videos, what was marked last first."""

    data: list[Post] | list[Video]


class Likers(BaseModel):
    """Members, who liked it last first."""

    data: list[UserName]
