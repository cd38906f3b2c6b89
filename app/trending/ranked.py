"""The rankings a region already has: where each video stood a day before, and since when it has been in."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import bindparam, select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.orm import Session

from app.models import Ranking, RankingEntry
from app.trending.chart_history import DAY, DAY_AT_LEAST, LOOK_BACK
from app.trending.order import settle

# Statements are put together once: that took longer than running them for a short chart.
_LATEST = (
    select(Ranking.id, Ranking.captured_at)
    .ext(distinct_on(Ranking.captured_at))
    .where(Ranking.region_code == bindparam("region"))
    .order_by(Ranking.captured_at, Ranking.id.desc())
)
"""The newest ranking of each capture time."""

_STANDING = _LATEST.where(Ranking.captured_at.between(bindparam("first"), bindparam("last"))).subquery()
_STANDING_PLACES = (
    select(_STANDING.c.captured_at, RankingEntry.video_id, RankingEntry.score)
    .join(RankingEntry, RankingEntry.ranking_id == _STANDING.c.id)
    .order_by(_STANDING.c.captured_at, RankingEntry.rank)
)
_BEFORE = Ranking.captured_at < bindparam("before")
_RECENT = _LATEST.where(_BEFORE, Ranking.captured_at >= bindparam("since")).subquery()
_RECENT_RANKS = select(_RECENT.c.captured_at, RankingEntry.video_id, RankingEntry.rank).join(
    RankingEntry, RankingEntry.ranking_id == _RECENT.c.id
)
_LAST = (
    select(Ranking.id)
    .where(Ranking.region_code == bindparam("region"), _BEFORE)
    .order_by(Ranking.captured_at.desc(), Ranking.id.desc())
    .limit(1)
)
_ENTERED = (
    select(RankingEntry.video_id, RankingEntry.entered_at)
    .where(RankingEntry.ranking_id == _LAST.scalar_subquery())
    .order_by(RankingEntry.rank)
)


class Place(NamedTuple):
    """`previous_rank` is our rank a day before, None for a video that was not ranked then."""

    rank: int
    video_id: int
    previous_rank: int | None
    entered_at: datetime


class RankedHistory:
    """Follows the rankings of one region forward in time."""

    def __init__(self) -> None:
        # The videos of the last ranking in its order, with the time since when each has been in without a break.
        self._entered: dict[int, datetime] = {}
        self._ranks: dict[datetime, dict[int, int]] = {}

    @classmethod
    def load(cls, session: Session, region_code: str, before: datetime) -> "RankedHistory":
        """The history that stands in the database before a time."""
        history = cls()
        asked = {"region": region_code, "before": before}
        for captured_at, video_id, rank in session.execute(_RECENT_RANKS, asked | {"since": before - LOOK_BACK}):
            history._ranks.setdefault(captured_at, {})[video_id] = rank
        for video_id, entered_at in session.execute(_ENTERED, asked):
            history._entered[video_id] = entered_at
        return history

    @staticmethod
    def load_standing(
        session: Session, region_code: str, first: datetime, last: datetime
    ) -> dict[datetime, list[tuple[int, float]]]:
        """The (video, score) lists that stand from `first` to `last`, by capture time."""
        asked = {"region": region_code, "first": first, "last": last}
        standing: dict[datetime, list[tuple[int, float]]] = defaultdict(list)
        for captured_at, video_id, points in session.execute(_STANDING_PLACES, asked):
            standing[captured_at].append((video_id, points))
        return standing

    def place(self, captured_at: datetime, scores: Mapping[int, float]) -> list[Place]:
        """Rank the videos by their scores, near-ties in the order of the ranking before."""
        before = self._day_before(captured_at)
        order = settle(scores, list(self._entered))
        self._entered = {video_id: self._entered.get(video_id, captured_at) for video_id in order}
        self._ranks[captured_at] = {video_id: rank for rank, video_id in enumerate(order, 1)}
        for time in [time for time in self._ranks if time < captured_at - LOOK_BACK]:
            del self._ranks[time]
        return [
            Place(rank, video_id, before.get(video_id), self._entered[video_id])
            for rank, video_id in enumerate(order, 1)
        ]

    def _day_before(self, at: datetime) -> dict[int, int]:
        within = [time for time in self._ranks if at - LOOK_BACK <= time <= at - DAY_AT_LEAST]
        nearest = min(within, key=lambda time: abs(time - (at - DAY)), default=None)
        return {} if nearest is None else self._ranks[nearest]
