"""Posts and their versions."""

from datetime import datetime
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field
from pydantic.json_schema import SkipJsonSchema

from app.api.pages_of_time import WindowQuery
from app.api.schemas.people import UserName
from app.api.schemas.videos import EXAMPLE_ID
from app.social.drafts import PostChanges, Reason, Version
from app.social.post_versions import SeenVersion
from app.social.posts import SeenPost
from app.social.reader import Reader
from app.social.texts import Tag

EXAMPLE_POST = "1"


def _is_none(value: object) -> bool:
    return value is None


class Post(BaseModel):
    """A post; what is after `likes_count` is told to members alone."""

    id: str = Field(examples=[EXAMPLE_POST])
    user: UserName
    title: str = Field(examples=["Lanterns over the harbour"])
    content: str = Field(description="Markdown", examples=["They rise **every** autumn."])
    content_html: str = Field(
        description="harmless HTML of it", examples=["<p>They rise <strong>every</strong> autumn.</p>"]
    )
    tags: list[str] = Field(examples=[["harbour", "lanterns"]])
    video_id: str | None = Field(examples=[EXAMPLE_ID])
    region: str | None = Field(examples=["PL"])
    version: int = Field(description="grows with each edit", examples=[1])
    created_at: datetime
    updated_at: datetime
    comments_count: int = Field(description="of those that you see", ge=0, examples=[0])
    likes_count: int = Field(description="of members whom you see", ge=0, examples=[0])
    is_liked: bool | SkipJsonSchema[None] = Field(None, description="by you", exclude_if=_is_none)
    is_saved: bool | SkipJsonSchema[None] = Field(None, description="by you", exclude_if=_is_none)
    folded_by: str | SkipJsonSchema[None] = Field(
        None, description="your muted phrase for which it is to be shown folded", exclude_if=_is_none
    )
    removal_reason: str | SkipJsonSchema[None] = Field(
        None, description="why an admin removed it; told to its author and to staff", exclude_if=_is_none
    )

    @classmethod
    def of(cls, seen: SeenPost, reader: Reader) -> Self:
        post, is_member = seen.post, reader.id is not None
        return cls(
            id=str(post.id),
            user=UserName.of(seen.author),
            title=post.title,
            content=post.content,
            content_html=post.content_html,
            tags=post.tags,
            video_id=seen.video.source_id if seen.video else None,
            region=post.region_code,
            version=post.version,
            created_at=post.created_at,
            updated_at=post.updated_at,
            comments_count=seen.comments_count,
            likes_count=seen.likes_count,
            is_liked=seen.is_liked if is_member else None,
            is_saved=seen.is_saved if is_member else None,
            folded_by=seen.folded_by,
            removal_reason=post.removal_reason,
        )


class PostAnswer(BaseModel):
    data: Post

    @classmethod
    def of(cls, seen: SeenPost, reader: Reader) -> Self:
        return cls(data=Post.of(seen, reader))


class PostList(BaseModel):
    """Posts, the newest first."""

    data: list[Post]


class PostPatch(PostChanges):
    """The fields of a post that are to change; a null `video_id` or `region` takes it away.

    The version that was read is told here or in `If-Match`. A moderator states a reason for changing another's.
    """

    version: Version | SkipJsonSchema[None] = None
    reason: Reason | SkipJsonSchema[None] = None


class PostsQuery(WindowQuery):
    tag: Tag | SkipJsonSchema[None] = Field(None, description="only posts with this tag", examples=["lanterns"])
    video_id: Annotated[str, Field(max_length=64)] | None = Field(
        None, description="only posts about this video, by the source's id", examples=[EXAMPLE_ID]
    )


class RemovalQuery(BaseModel):
    model_config = ConfigDict(extra="forbid")

    reason: Reason | None = Field(
        None,
        description="why an admin removes what is another's; its author sees it",
        examples=["It gives a home address."],
    )


class PostVersion(BaseModel):
    """A post as it stood after one edit; `user` is who edited, null when you do not see them."""

    version: int = Field(examples=[1])
    user: UserName | None
    title: str = Field(examples=["Lanterns over the harbour"])
    content: str = Field(description="Markdown", examples=["They rise **every** autumn."])
    tags: list[str] = Field(examples=[["harbour", "lanterns"]])
    created_at: datetime
    reason: str | SkipJsonSchema[None] = Field(
        None, description="why a moderator edited; told to the author of the post and to staff", exclude_if=_is_none
    )

    @classmethod
    def of(cls, seen: SeenVersion) -> Self:
        kept = seen.version
        return cls(
            version=kept.version,
            user=UserName.of(seen.editor) if seen.editor else None,
            title=kept.title,
            content=kept.content,
            tags=kept.tags,
            created_at=kept.created_at,
            reason=seen.reason,
        )


class PostVersions(BaseModel):
    """Versions of a post, the newest first."""

    data: list[PostVersion]
