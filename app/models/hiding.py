"""What members keep out of their sight: blocked and muted members, muted words."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import (
    ARRAY,
    BigInteger,
    CheckConstraint,
    DateTime,
    ForeignKey,
    Identity,
    Index,
    String,
    UniqueConstraint,
    func,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.extensions import Base
from app.models.user import User


class Block(Base):
    """Neither of the two sees the other anywhere."""

    __tablename__ = "blocks"
    __table_args__ = (
        UniqueConstraint("blocker_id", "blocked_id"),
        CheckConstraint("blocker_id <> blocked_id", name="other"),
        Index("ix_blocks_blocked_id_blocker_id", "blocked_id", "blocker_id"),
        Index("ix_blocks_blocker_id_id", "blocker_id", "id"),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    blocker_id: Mapped[int] = mapped_column(ForeignKey(User.id, ondelete="CASCADE"))
    blocked_id: Mapped[int] = mapped_column(ForeignKey(User.id, ondelete="CASCADE"))
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), server_default=func.now())

    blocked: Mapped[User] = relationship(foreign_keys=blocked_id, lazy="raise")


class Mute(Base):
    """Keeps `muted` out of the lists of `muter`, who alone knows of it; without `expires_at` for good."""

    __tablename__ = "mutes"
    __table_args__ = (
        UniqueConstraint("muter_id", "muted_id"),
        CheckConstraint("muter_id <> muted_id", name="other"),
        Index("ix_mutes_muter_id_id", "muter_id", "id"),
        Index("ix_mutes_muted_id", "muted_id"),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    muter_id: Mapped[int] = mapped_column(ForeignKey(User.id, ondelete="CASCADE"))
    muted_id: Mapped[int] = mapped_column(ForeignKey(User.id, ondelete="CASCADE"))
    expires_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), server_default=func.now())

    muted: Mapped[User] = relationship(foreign_keys=muted_id, lazy="raise")


class MutedWordAction(StrEnum):
    """What happens to a text with a muted word: it is left out, or shown folded with a notice."""

    HIDE = "hide"
    FOLD = "fold"


class MutedWord(Base):
    """A word or phrase; `folded` is what it is compared by (app.search.folding), `scopes` are `visibility.Surface`s."""

    __tablename__ = "muted_words"
    __table_args__ = (
        UniqueConstraint("user_id", "folded"),
        CheckConstraint("action IN ('hide', 'fold')", name="action"),
        CheckConstraint("folded <> '' AND length(phrase) <= 100", name="phrase"),
        CheckConstraint("cardinality(scopes) > 0 AND scopes <@ '{home,search,notifications}'", name="scopes"),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey(User.id, ondelete="CASCADE"))
    phrase: Mapped[str]
    folded: Mapped[str]
    scopes: Mapped[list[str]] = mapped_column(ARRAY(String))
    action: Mapped[str] = mapped_column(String(4), server_default=MutedWordAction.HIDE)
    expires_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), server_default=func.now())
