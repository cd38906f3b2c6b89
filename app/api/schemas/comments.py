"""Comments and replies."""

from datetime import datetime
from typing import Self

from pydantic import BaseModel, Field
from pydantic.json_schema import SkipJsonSchema

from app.api.schemas.people import UserName
from app.social.comments import SeenComment

EXAMPLE_COMMENT = "1"


def _is_none(value: object) -> bool:
    return value is None


class Comment(BaseModel):
    """A comment; of one that was deleted or is hidden from you, and has replies that you see, only its place."""

    id: str = Field(examples=[EXAMPLE_COMMENT])
    post_id: str = Field(examples=["1"])
    user: UserName | None
    content: str = Field(description="Markdown", examples=["I was there."])
    content_html: str = Field(description="harmless HTML of it", examples=["<p>I was there.</p>"])
    reply_to_id: str | None = Field(description="a comment that is no reply itself", examples=[None])
    created_at: datetime
    is_deleted: bool = Field(description="whether this is only the place of a comment", examples=[False])
    edited_at: datetime | SkipJsonSchema[None] = Field(None, exclude_if=_is_none)
    folded_by: str | SkipJsonSchema[None] = Field(
        None, description="your muted phrase for which it is to be shown folded", exclude_if=_is_none
    )
    removal_reason: str | SkipJsonSchema[None] = Field(
        None, description="why an admin removed it; told to its author and to staff", exclude_if=_is_none
    )

    @classmethod
    def of(cls, seen: SeenComment) -> Self:
        comment, author = seen.comment, seen.author
        is_told = author is not None
        return cls(
            id=str(comment.id),
            post_id=str(comment.post_id),
            user=UserName.of(author) if author else None,
            content=comment.content if is_told else "",
            content_html=comment.content_html if is_told else "",
            reply_to_id=None if comment.reply_to_id is None else str(comment.reply_to_id),
            created_at=comment.created_at,
            is_deleted=not is_told,
            edited_at=comment.edited_at if is_told else None,
            folded_by=seen.folded_by,
            removal_reason=comment.removal_reason if is_told else None,
        )


class CommentAnswer(BaseModel):
    data: Comment

    @classmethod
    def of(cls, seen: SeenComment) -> Self:
        return cls(data=Comment.of(seen))


class CommentList(BaseModel):
    """Comments and replies, the newest first."""

    data: list[Comment]

    @classmethod
    def of(cls, rows: list[SeenComment]) -> Self:
        return cls(data=[Comment.of(one) for one in rows])
