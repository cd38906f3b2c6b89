"""What a member decided about their own taste sheet."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ARRAY, CheckConstraint, DateTime, Double, ForeignKey, String, func
from sqlalchemy.orm import Mapped, mapped_column

from app.extensions import Base
from app.models.user import User


class InterestKind(StrEnum):
    """What an interest is in."""

    CATEGORY = "category"
    CHANNEL = "channel"
    TAG = "tag"
    LANGUAGE = "language"


class OverrideState(StrEnum):
    """What a member did with an interest: took it out for good, fixed its weight, put it first."""

    DELETED = "deleted"
    FROZEN = "frozen"
    PINNED = "pinned"


class TasteSettings(Base):
    """A member without a row has the defaults. Events before `reset_at` count for nothing."""

    __tablename__ = "taste_settings"
    __table_args__ = (CheckConstraint("cardinality(languages) <= 10", name="languages"),)

    user_id: Mapped[int] = mapped_column(ForeignKey(User.id, ondelete="CASCADE"), primary_key=True)
    is_on: Mapped[bool] = mapped_column(server_default="true")
    learns: Mapped[bool] = mapped_column(server_default="true")
    languages: Mapped[list[str]] = mapped_column(ARRAY(String), server_default="{}")
    reset_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))


class TasteOverride(Base):
    """`key` is the id of a category or channel, a folded tag, or a language code; `weight` is that of a frozen one."""

    __tablename__ = "taste_overrides"
    __table_args__ = (
        CheckConstraint("kind IN ('category', 'channel', 'tag', 'language')", name="kind"),
        CheckConstraint("state IN ('deleted', 'frozen', 'pinned')", name="state"),
        CheckConstraint("length(key) BETWEEN 1 AND 200", name="key"),
        CheckConstraint("(state = 'frozen') = (weight IS NOT NULL)", name="weight"),
    )

    user_id: Mapped[int] = mapped_column(ForeignKey(User.id, ondelete="CASCADE"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(8), primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    state: Mapped[str] = mapped_column(String(7))
    weight: Mapped[float | None] = mapped_column(Double)
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), server_default=func.now())
