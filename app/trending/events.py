"""What happened to a video in the lists: when it entered each, and when it reached its best place there."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import aggregate_order_by, distinct_on
from sqlalchemy.orm import Session

from app.models import Ranking, RankingEntry, Video


@dataclass(slots=True)
class Run:
    """The time that a video was in one region's list without a break, as far as rankings are kept.

    `best_at` is when it first had its best rank of the run.
    """

    region_code: str
    entered_at: datetime
    best_rank: int
    best_at: datetime


def runs(session: Session, source_id: str) -> list[Run]:
    """Every run of a video, the latest to begin first, in one statement bounded by the 30 days of rankings."""
    places = (
        select(Ranking.region_code, Ranking.captured_at, RankingEntry.entered_at, RankingEntry.rank)
        .ext(distinct_on(Ranking.region_code, Ranking.captured_at))
        .join(RankingEntry, RankingEntry.ranking_id == Ranking.id)
        .join(Video, Video.id == RankingEntry.video_id)
        .where(Video.source_id == source_id)
        .order_by(Ranking.region_code, Ranking.captured_at, Ranking.id.desc())
        .subquery()
    )
    held = places.c
    times_best_first = func.array_agg(aggregate_order_by(held.captured_at, held.rank, held.captured_at))
    rows = (
        select(held.region_code, held.entered_at, func.min(held.rank), times_best_first[1])
        .group_by(held.region_code, held.entered_at)
        .order_by(held.entered_at.desc(), held.region_code)
    )
    return [Run(*row) for row in session.execute(rows)]
