"""A video: what its sources last said of it."""

from datetime import datetime

from sqlalchemy import (
    ARRAY,
    BigInteger,
    CheckConstraint,
    Computed,
    DateTime,
    ForeignKey,
    Identity,
    Index,
    Integer,
    String,
    text,
)
from sqlalchemy.dialects.postgresql import TSVECTOR
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.extensions import Base
from app.models.category import Category
from app.models.channel import Channel

# Of the magnitude of the views, in the words in which the database repeats it.
_SHELF = "(ARRAY[floor(ln((coalesce(views, 0::bigint) + 1)::double precision))::integer])"


class Video(Base):
    """`id` stays below 2**31 so that a deck can hold it in four bytes. A hidden or disabled count is NULL.

    Triggers keep `member_likes` and `member_posts`, of members here; the other counts are the source's. `folded` and
    `folded_tags` are what search.folding makes of title and tags, and `search` what the index holds.
    """

    __tablename__ = "videos"
    __table_args__ = (
        CheckConstraint("views >= 0", name="views"),
        CheckConstraint("likes >= 0", name="likes"),
        CheckConstraint("comments >= 0", name="comments"),
        CheckConstraint("duration_seconds >= 0", name="duration"),
        CheckConstraint("source_id ~ '^[A-Za-z0-9_-]{1,64}$'", name="source_id"),
        Index("ix_videos_search", text(_SHELF), "search", postgresql_using="gin"),
        Index("ix_videos_published_at", "published_at"),
        Index("ix_videos_views", text("views DESC NULLS LAST"), "id"),
    )

    id: Mapped[int] = mapped_column(Integer, Identity(), primary_key=True)
    source_id: Mapped[str] = mapped_column(unique=True)
    source: Mapped[str] = mapped_column(String(20))
    title: Mapped[str]
    channel_id: Mapped[int | None] = mapped_column(ForeignKey(Channel.id), index=True)
    category_id: Mapped[int | None] = mapped_column(ForeignKey(Category.id))
    language: Mapped[str | None] = mapped_column(String(20))
    published_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    duration_seconds: Mapped[int | None]
    thumbnail_url: Mapped[str | None]
    tags: Mapped[list[str]] = mapped_column(ARRAY(String), server_default="{}")
    views: Mapped[int | None] = mapped_column(BigInteger)
    likes: Mapped[int | None] = mapped_column(BigInteger)
    comments: Mapped[int | None] = mapped_column(BigInteger)
    member_likes: Mapped[int] = mapped_column(server_default="0")
    member_posts: Mapped[int] = mapped_column(server_default="0")
    counted_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    folded: Mapped[str]
    folded_tags: Mapped[str] = mapped_column(server_default="")
    search: Mapped[str] = mapped_column(
        TSVECTOR,
        Computed(
            "search_vector(folded || ' ' || folded_tags || ' :lang:'"
            " || lower(split_part(coalesce(language, ''), '-', 1)) || ' :by:' || coalesce(channel_id::text, ''))",
            persisted=True,
        ),
        deferred=True,
    )

    channel: Mapped[Channel | None] = relationship(lazy="raise")
    category: Mapped[Category | None] = relationship(lazy="raise")
