"""How far members came in their decks, and what they said of what they were shown."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import (
    ARRAY,
    BigInteger,
    CheckConstraint,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    func,
)
from sqlalchemy.orm import Mapped, mapped_column

from app.extensions import Base
from app.models.channel import Channel
from app.models.user import User
from app.models.video import Video


class DeckPosition(Base):
    """A copy of the mapped progress file, from which another machine recovers it.

    `snapshot` is the number of the deck that `position` and `mask` (bit i: deck index i is suppressed) belong to.
    Written in bulk, for members of synthetic decks too, so `user_id` refers to nothing.
    """

    __tablename__ = "deck_positions"

    user_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    snapshot: Mapped[int] = mapped_column(BigInteger)
    position: Mapped[int]
    mask: Mapped[bytes] = mapped_column(LargeBinary)
    updated_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), server_default=func.now())


class DeckSeen(Base):
    """A video that a member acknowledged as seen in a deck."""

    __tablename__ = "deck_seen"

    user_id: Mapped[int] = mapped_column(ForeignKey(User.id, ondelete="CASCADE"), primary_key=True)
    video_id: Mapped[int] = mapped_column(ForeignKey(Video.id, ondelete="CASCADE"), primary_key=True)
    seen_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), server_default=func.now())


class FeedbackKind(StrEnum):
    """What a member says of an item."""

    MORE = "more"
    LESS = "less"
    HIDE = "hide"


class DeckFeedback(Base):
    """`masked` holds the ids of the videos that left the deck with it, so that an undo brings back those."""

    __tablename__ = "deck_feedback"
    __table_args__ = (
        CheckConstraint("kind IN ('more', 'less', 'hide')", name="kind"),
        CheckConstraint("cardinality(masked) <= 200", name="masked"),
        Index("ix_deck_feedback_created_at", "created_at"),
    )

    user_id: Mapped[int] = mapped_column(ForeignKey(User.id, ondelete="CASCADE"), primary_key=True)
    video_id: Mapped[int] = mapped_column(ForeignKey(Video.id, ondelete="CASCADE"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(4))
    masked: Mapped[list[int]] = mapped_column(ARRAY(Integer), server_default="{}")
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), server_default=func.now())


class HiddenChannel(Base):
    """A channel that a member keeps out of their decks."""

    __tablename__ = "hidden_channels"

    user_id: Mapped[int] = mapped_column(ForeignKey(User.id, ondelete="CASCADE"), primary_key=True)
    channel_id: Mapped[int] = mapped_column(ForeignKey(Channel.id, ondelete="CASCADE"), primary_key=True)
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), server_default=func.now())
