"""What a source's chart held: the append-only history, partitioned by month."""

from datetime import datetime

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    DateTime,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    SmallInteger,
    String,
)
from sqlalchemy.orm import Mapped, mapped_column

from app.extensions import Base
from app.models.region import Region
from app.models.video import Video


class Capture(Base):
    """One region's chart at one hour. `derives` tells whether the source lets metrics be derived from its counts."""

    __tablename__ = "captures"
    __table_args__ = (CheckConstraint("captured_at = date_trunc('hour', captured_at, 'UTC')", name="whole_hour"),)

    region_code: Mapped[str] = mapped_column(ForeignKey(Region.code), primary_key=True)
    captured_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), primary_key=True)
    source: Mapped[str] = mapped_column(String(20))
    derives: Mapped[bool]
    stored_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))


class ChartEntry(Base):
    """A video in a capture. `rank` is NULL where the source lists its chart in no order of rank."""

    __tablename__ = "chart_entries"
    __table_args__ = (
        ForeignKeyConstraint(
            ["region_code", "captured_at"],
            [Capture.region_code, Capture.captured_at],
            name="fk_chart_entries_capture",
            ondelete="CASCADE",
        ),
        CheckConstraint("rank > 0", name="rank"),
        CheckConstraint("views >= 0", name="views"),
        CheckConstraint("likes >= 0", name="likes"),
        CheckConstraint("comments >= 0", name="comments"),
        Index("ix_chart_entries_video", "video_id", "region_code", "captured_at"),
        {"postgresql_partition_by": "RANGE (captured_at)"},
    )

    region_code: Mapped[str] = mapped_column(String(2), primary_key=True)
    captured_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), primary_key=True)
    video_id: Mapped[int] = mapped_column(ForeignKey(Video.id), primary_key=True)
    rank: Mapped[int | None] = mapped_column(SmallInteger)
    views: Mapped[int | None] = mapped_column(BigInteger)
    likes: Mapped[int | None] = mapped_column(BigInteger)
    comments: Mapped[int | None] = mapped_column(BigInteger)
