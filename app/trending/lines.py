"""Rank lines: where videos stood hour by hour, in one region for a list, in every region for a video."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Row, Select, select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.orm import Session, aliased

from app.models import ChartEntry, Ranking, RankingEntry

HOUR = timedelta(hours=1)
DAY_HOURS = 24

MOST_SOURCE_POINTS = 6000
"""More than 30 days of hourly captures of all regions."""

DayLine = list[int | None]
"""DAY_HOURS + 1 ranks, hour by hour up to a ranking's capture; None where there is no capture or no place."""


@dataclass(slots=True)
class Point:
    """A video's place in one ranking, with the views its capture told."""

    captured_at: datetime
    rank: int
    score: float
    views: int | None


@dataclass(slots=True)
class SourcePoint:
    """What one capture told of a video: its place in the source's own chart, and its views; None is not told."""

    captured_at: datetime
    rank: int | None
    views: int | None


def day_lines(session: Session, region_code: str, captured_at: datetime) -> dict[int, DayLine]:
    """The last 24 hours of every video that the region's rankings held then, by the video's database id."""
    latest = _latest_select(captured_at - DAY_HOURS * HOUR, captured_at).where(Ranking.region_code == region_code)
    rankings = latest.subquery()
    rows = select(rankings.c.captured_at, RankingEntry.video_id, RankingEntry.rank).join(
        RankingEntry, RankingEntry.ranking_id == rankings.c.id
    )
    lines: dict[int, DayLine] = defaultdict(lambda: [None] * (DAY_HOURS + 1))
    for at, video_id, rank in session.execute(rows):
        lines[video_id][DAY_HOURS - (captured_at - at) // HOUR] = rank
    return lines


def region_lines(session: Session, video_id: int, since: datetime, until: datetime) -> dict[str, list[Point]]:
    """Every place a video had from `since` to `until`, oldest first, by region; bounded by the time span."""
    held = select(RankingEntry.ranking_id).where(RankingEntry.video_id == video_id)
    rankings = aliased(Ranking, _latest_select(since, until).where(Ranking.id.in_(held)).subquery())
    rows = (
        select(rankings.region_code, rankings.captured_at, RankingEntry.rank, RankingEntry.score, ChartEntry.views)
        .join(RankingEntry, (RankingEntry.ranking_id == rankings.id) & (RankingEntry.video_id == video_id))
        .outerjoin(
            ChartEntry,
            (ChartEntry.region_code == rankings.region_code)
            & (ChartEntry.captured_at == rankings.captured_at)
            & (ChartEntry.video_id == video_id),
        )
        .order_by(rankings.region_code, rankings.captured_at)
    )
    return _by_region(session.execute(rows).all())


def source_lines(session: Session, video_id: int) -> dict[str, list[SourcePoint]]:
    """What captures told of a video, however long ago, oldest first, by region; at most MOST_SOURCE_POINTS."""
    rows = (
        select(ChartEntry.region_code, ChartEntry.captured_at, ChartEntry.rank, ChartEntry.views)
        .where(ChartEntry.video_id == video_id)
        .order_by(ChartEntry.region_code, ChartEntry.captured_at)
        .limit(MOST_SOURCE_POINTS)
    )
    lines: dict[str, list[SourcePoint]] = defaultdict(list)
    for region_code, captured_at, rank, views in session.execute(rows):
        lines[region_code].append(SourcePoint(captured_at, rank, views))
    return dict(lines)


def _by_region(rows: Sequence[Row[str, datetime, int, float, int | None]]) -> dict[str, list[Point]]:
    lines: dict[str, list[Point]] = defaultdict(list)
    for region_code, captured_at, rank, score, views in rows:
        lines[region_code].append(Point(captured_at, rank, score, views))
    return dict(lines)


def _latest_select(since: datetime, until: datetime) -> Select[Ranking]:
    """The newest ranking of each region and capture time in a span."""
    return (
        select(Ranking)
        .ext(distinct_on(Ranking.region_code, Ranking.captured_at))
        .where(Ranking.captured_at.between(since, until))
        .order_by(Ranking.region_code, Ranking.captured_at, Ranking.id.desc())
    )
