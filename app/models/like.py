"""What members like: posts and videos."""

from datetime import datetime

from sqlalchemy import BigInteger, DateTime, ForeignKey, Identity, Index, UniqueConstraint, func
from sqlalchemy.orm import Mapped, mapped_column

from app.extensions import Base
from app.models.post import Post
from app.models.user import User
from app.models.video import Video


class PostLike(Base):
    """A trigger counts it in `Post.likes_count`."""

    __tablename__ = "post_likes"
    __table_args__ = (
        UniqueConstraint("user_id", "post_id"),
        Index("ix_post_likes_user_id_id", "user_id", "id"),
        Index("ix_post_likes_post_id_id", "post_id", "id"),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey(User.id, ondelete="CASCADE"))
    post_id: Mapped[int] = mapped_column(ForeignKey(Post.id, ondelete="CASCADE"))
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), server_default=func.now())


class VideoLike(Base):
    """A trigger counts it in `Video.member_likes`."""

    __tablename__ = "video_likes"
    __table_args__ = (
        UniqueConstraint("user_id", "video_id"),
        Index("ix_video_likes_user_id_id", "user_id", "id"),
        Index("ix_video_likes_video_id_id", "video_id", "id"),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey(User.id, ondelete="CASCADE"))
    video_id: Mapped[int] = mapped_column(ForeignKey(Video.id, ondelete="CASCADE"))
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), server_default=func.now())
