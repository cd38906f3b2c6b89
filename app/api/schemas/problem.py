"""The body of every error."""

from datetime import datetime

from pydantic import BaseModel, Field
from pydantic.json_schema import SkipJsonSchema

from app.api.schemas.posts import Post


class Problem(BaseModel):
    """A problem detail of RFC 9457; `error` repeats `detail` for older clients."""

    type: str = Field(examples=["about:blank"])
    title: str = Field(examples=["Bad Request"])
    status: int = Field(ge=400, le=599, examples=[400])
    detail: str = Field(examples=["There is no region 'XX'. The regions are US, GB, PL, NL, SE, NO, AT."])
    instance: str = Field(description="path of the request", examples=["/api/trending/XX"])
    error: str = Field(examples=["There is no region 'XX'. The regions are US, GB, PL, NL, SE, NO, AT."])
    request_id: str = Field(description="what to name when reporting it", examples=["8f14e45fceea167a"])
    errors: dict[str, list[str]] | SkipJsonSchema[None] = Field(
        None, description="messages by the name of the parameter", exclude_if=lambda value: value is None
    )
    first: datetime | SkipJsonSchema[None] = Field(
        None, description="capture time of the oldest list that is kept", exclude_if=lambda value: value is None
    )
    last: datetime | SkipJsonSchema[None] = Field(
        None, description="capture time of the newest list", exclude_if=lambda value: value is None
    )
    latest: str | SkipJsonSchema[None] = Field(
        None, description="where the newest list is", exclude_if=lambda value: value is None
    )
    current: Post | SkipJsonSchema[None] = Field(
        None, description="the post as it is, after an edit of another version", exclude_if=lambda value: value is None
    )
