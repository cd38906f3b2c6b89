"""A comment under a post, or a reply to one."""

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, DateTime, ForeignKey, Identity, Index, func, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.extensions import Base
from app.models.post import Post
from app.models.user import User

MAX_COMMENT = 2_000
"""Characters of a comment."""


class Comment(Base):
    """`reply_to_id` is a comment that is itself no reply: threads are two levels deep. For the rest see `Post`."""

    __tablename__ = "comments"
    __table_args__ = (
        CheckConstraint(f"length(content) BETWEEN 1 AND {MAX_COMMENT}", name="content"),
        CheckConstraint("(removed_at IS NULL) = (removal_reason IS NULL)", name="reason"),
        Index("ix_comments_post_id_id", "post_id", "id"),
        Index("ix_comments_post_id_id_top", "post_id", "id", postgresql_where=text("reply_to_id IS NULL")),
        Index("ix_comments_author_id_id", "author_id", "id"),
        Index("ix_comments_reply_to_id_id", "reply_to_id", "id"),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    post_id: Mapped[int] = mapped_column(ForeignKey(Post.id, ondelete="CASCADE"))
    author_id: Mapped[int] = mapped_column(ForeignKey(User.id, ondelete="CASCADE"))
    reply_to_id: Mapped[int | None] = mapped_column(ForeignKey("comments.id", ondelete="CASCADE"))
    content: Mapped[str]
    content_html: Mapped[str]
    folded: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), server_default=func.now())
    edited_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    deleted_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    removed_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    removed_by_id: Mapped[int | None] = mapped_column(ForeignKey(User.id, ondelete="SET NULL"))
    removal_reason: Mapped[str | None]

    author: Mapped[User] = relationship(foreign_keys=author_id, lazy="raise")
    post: Mapped[Post] = relationship(lazy="raise")
