"""A post, and each version that it had."""

from datetime import datetime

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Computed,
    DateTime,
    ForeignKey,
    Identity,
    Index,
    String,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, TSVECTOR
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.extensions import Base
from app.models.region import Region
from app.models.user import User
from app.models.video import Video

MAX_TITLE, MAX_CONTENT, MAX_TAGS, MAX_TAG = 120, 10_000, 5, 30
"""Characters of a title, of a content, tags of a post, characters of a tag."""

_IS_SHOWN = text("deleted_at IS NULL AND removed_at IS NULL")


class Post(Base):
    """`content` is Markdown and `content_html` what became of it; `folded` is its text as muted words are compared and
    as it is found, and `search` what the index holds.

    `deleted_at` is set by its author, who may undo it until it is purged, `removed_at` by an admin with a reason that
    the author sees. Ids grow with time. Triggers keep `likes_count`, and `comments_count` of the comments that stand.
    """

    __tablename__ = "posts"
    __table_args__ = (
        CheckConstraint(f"length(title) BETWEEN 1 AND {MAX_TITLE}", name="title"),
        CheckConstraint(f"length(content) BETWEEN 1 AND {MAX_CONTENT}", name="content"),
        CheckConstraint(f"cardinality(tags) <= {MAX_TAGS}", name="tags"),
        CheckConstraint("(removed_at IS NULL) = (removal_reason IS NULL)", name="reason"),
        Index("ix_posts_author_id_id", "author_id", text("id DESC"), postgresql_where=text("deleted_at IS NULL")),
        Index("ix_posts_video_id_id", "video_id", text("id DESC"), postgresql_where=_IS_SHOWN),
        Index("ix_posts_tags", "tags", postgresql_using="gin"),
        Index("ix_posts_search", text("(ARRAY[(id / 4096)::integer])"), "search", postgresql_using="gin"),
        Index("ix_posts_deleted_at", "deleted_at", postgresql_where=text("deleted_at IS NOT NULL")),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    author_id: Mapped[int] = mapped_column(ForeignKey(User.id, ondelete="CASCADE"))
    title: Mapped[str]
    content: Mapped[str]
    content_html: Mapped[str]
    folded: Mapped[str]
    search: Mapped[str] = mapped_column(
        TSVECTOR,
        Computed(
            "search_vector(folded || ' :by:' || author_id::text || ' :region:' || coalesce(region_code, ''))",
            persisted=True,
        ),
        deferred=True,
    )
    tags: Mapped[list[str]] = mapped_column(ARRAY(String), server_default="{}")
    video_id: Mapped[int | None] = mapped_column(ForeignKey(Video.id))
    region_code: Mapped[str | None] = mapped_column(ForeignKey(Region.code))
    version: Mapped[int] = mapped_column(server_default="1")
    likes_count: Mapped[int] = mapped_column(server_default="0")
    comments_count: Mapped[int] = mapped_column(server_default="0")
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), server_default=func.now())
    updated_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), server_default=func.now())
    deleted_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    removed_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    removed_by_id: Mapped[int | None] = mapped_column(ForeignKey(User.id, ondelete="SET NULL"))
    removal_reason: Mapped[str | None]

    author: Mapped[User] = relationship(foreign_keys=author_id, lazy="raise")
    video: Mapped[Video | None] = relationship(lazy="raise")


class PostVersion(Base):
    """A post as it stood after one edit, the first one included. `reason` is what a moderator stated."""

    __tablename__ = "post_versions"

    post_id: Mapped[int] = mapped_column(ForeignKey(Post.id, ondelete="CASCADE"), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str]
    content: Mapped[str]
    tags: Mapped[list[str]] = mapped_column(ARRAY(String))
    editor_id: Mapped[int | None] = mapped_column(ForeignKey(User.id, ondelete="SET NULL"), index=True)
    reason: Mapped[str | None]
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), server_default=func.now())

    editor: Mapped[User | None] = relationship(lazy="raise")
