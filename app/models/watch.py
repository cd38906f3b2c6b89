"""What members watched."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, DateTime, ForeignKey, Index, String, func
from sqlalchemy.orm import Mapped, mapped_column

from app.extensions import Base
from app.models.user import User
from app.models.video import Video


class WatchKind(StrEnum):
    """How far a member went: opened the video's page, played it, saw it to its end."""

    VIEW = "view"
    PLAY = "play"
    COMPLETE = "complete"


class Watch(Base):
    """Nobody else sees it. Hash-partitioned by member, so that a build of decks reads some members at a time."""

    __tablename__ = "watches"
    __table_args__ = (
        CheckConstraint("kind IN ('view', 'play', 'complete')", name="kind"),
        CheckConstraint("count > 0", name="count"),
        Index("ix_watches_last_at", "last_at"),
        {"postgresql_partition_by": "HASH (user_id)"},
    )

    user_id: Mapped[int] = mapped_column(ForeignKey(User.id, ondelete="CASCADE"), primary_key=True)
    video_id: Mapped[int] = mapped_column(ForeignKey(Video.id, ondelete="CASCADE"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(8), primary_key=True)
    count: Mapped[int] = mapped_column(server_default="1")
    last_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), server_default=func.now())
