"""Which videos the regions list now, for who wants to visit them all."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.models import Ranking, RankingEntry, Region, Video


class Listed(NamedTuple):
    """A video, and the newest capture that holds it now."""

    id: str
    captured_at: datetime


def videos(session: Session, most: int) -> list[Listed]:
    """At most `most` of the videos in the current lists, the best placed first."""
    rows = (
        select(Video.source_id, func.max(Ranking.captured_at))
        .join(RankingEntry, RankingEntry.video_id == Video.id)
        .join(Ranking, Ranking.id == RankingEntry.ranking_id)
        .join(Region, Region.ranking_id == Ranking.id)
        .group_by(Video.id)
        .order_by(func.min(RankingEntry.rank), Video.source_id)
        .limit(most)
    )
    return [Listed(*row) for row in session.execute(rows)]
