"""Our rankings: each computed from one capture, kept 30 days, never changed once written."""

from datetime import datetime

from sqlalchemy import (
    ARRAY,
    CheckConstraint,
    DateTime,
    Double,
    ForeignKey,
    ForeignKeyConstraint,
    Identity,
    Index,
    SmallInteger,
    String,
    UniqueConstraint,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from app.extensions import Base
from app.models.capture import Capture
from app.models.video import Video


class Ranking(Base):
    """One region's list as of one capture. `growth` holds the median growth of each age band (see score.AGE_BANDS)."""

    __tablename__ = "rankings"
    __table_args__ = (
        ForeignKeyConstraint(
            ["region_code", "captured_at"],
            [Capture.region_code, Capture.captured_at],
            name="fk_rankings_capture",
            ondelete="CASCADE",
        ),
        Index("ix_rankings_region_code_captured_at", "region_code", "captured_at", "id"),
    )

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    region_code: Mapped[str] = mapped_column(String(2))
    captured_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    computed_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    growth: Mapped[list[float | None]] = mapped_column(ARRAY(Double))


class RankingEntry(Base):
    """A video's place in a ranking, with the points of each part of its score and what they were computed from."""

    __tablename__ = "ranking_entries"
    __table_args__ = (
        UniqueConstraint("video_id", "ranking_id"),
        CheckConstraint("rank > 0", name="rank"),
        CheckConstraint("abs(score - (chart + momentum + community + freshness)) < 1e-6", name="parts_sum"),
    )

    ranking_id: Mapped[int] = mapped_column(ForeignKey(Ranking.id, ondelete="CASCADE"), primary_key=True)
    rank: Mapped[int] = mapped_column(SmallInteger, primary_key=True)
    video_id: Mapped[int] = mapped_column(ForeignKey(Video.id))
    previous_rank: Mapped[int | None] = mapped_column(SmallInteger)
    entered_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    score: Mapped[float] = mapped_column(Double)
    chart: Mapped[float] = mapped_column(Double)
    momentum: Mapped[float] = mapped_column(Double)
    community: Mapped[float] = mapped_column(Double)
    freshness: Mapped[float] = mapped_column(Double)
    inputs: Mapped[dict[str, float | int | None]] = mapped_column(JSONB)

    @property
    def points(self) -> dict[str, float]:
        """The parts of the score by name."""
        return {
            "chart": self.chart,
            "momentum": self.momentum,
            "community": self.community,
            "freshness": self.freshness,
        }
