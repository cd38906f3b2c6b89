"""The regions with the state of the list that each shows now."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.models import Ranking, RankingEntry, Region

CAPTURE_EXPECTED = timedelta(hours=24)
"""A list whose capture is older than this is called stale."""


@dataclass(frozen=True, slots=True)
class RegionState:
    """`captured_at` is None, and `total` 0, for a region without captures."""

    code: str
    name: str
    captured_at: datetime | None
    total: int

    def is_stale(self, now: datetime) -> bool:
        return self.captured_at is None or now - self.captured_at > CAPTURE_EXPECTED


def states(session: Session) -> list[RegionState]:
    """Every region, in the order of their codes, in one statement."""
    total = select(func.count()).where(RankingEntry.ranking_id == Region.ranking_id).scalar_subquery()
    rows = (
        select(Region.code, Region.name, Ranking.captured_at, total)
        .outerjoin(Ranking, Ranking.id == Region.ranking_id)
        .order_by(Region.code)
    )
    return [RegionState(*row) for row in session.execute(rows)]
