"""Who reads whom: follows, and the requests for them that private members get."""

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, DateTime, ForeignKey, Identity, Index, UniqueConstraint, func
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.extensions import Base
from app.models.user import User


class Follow(Base):
    """`follower` reads `followed`. A trigger keeps the counts of both members."""

    __tablename__ = "follows"
    __table_args__ = (
        UniqueConstraint("follower_id", "followed_id"),
        CheckConstraint("follower_id <> followed_id", name="other"),
        Index("ix_follows_follower_id_id", "follower_id", "id"),
        Index("ix_follows_followed_id_id", "followed_id", "id"),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    follower_id: Mapped[int] = mapped_column(ForeignKey(User.id, ondelete="CASCADE"))
    followed_id: Mapped[int] = mapped_column(ForeignKey(User.id, ondelete="CASCADE"))
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), server_default=func.now())


class FollowRequest(Base):
    """A wish to follow a private member, until that member approves or declines it."""

    __tablename__ = "follow_requests"
    __table_args__ = (
        UniqueConstraint("requester_id", "target_id"),
        CheckConstraint("requester_id <> target_id", name="other"),
        Index("ix_follow_requests_target_id_id", "target_id", "id"),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    requester_id: Mapped[int] = mapped_column(ForeignKey(User.id, ondelete="CASCADE"))
    target_id: Mapped[int] = mapped_column(ForeignKey(User.id, ondelete="CASCADE"))
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), server_default=func.now())

    requester: Mapped[User] = relationship(foreign_keys=requester_id, lazy="raise")
