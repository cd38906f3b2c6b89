"""What demo members watch: the first places of the demo world's charts, every few hours."""

from bisect import bisect_right
from collections import defaultdict
from datetime import datetime
from random import Random
from typing import NamedTuple

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from app.models import Capture, Channel, ChartEntry, Video

_PLACES = 25
_EVERY_HOURS = 6


class Charted(NamedTuple):
    """A video as it stood in a chart."""

    video_id: int
    title: str
    channel: str
    category_id: int | None
    rank: int
    region_code: str


class Charts:
    """The charts of every region by time."""

    def __init__(self, charts: dict[str, dict[datetime, list[Charted]]]) -> None:
        self._charts = charts
        self._times = {region_code: sorted(by_time) for region_code, by_time in charts.items()}

    @classmethod
    def load(cls, session: Session, since: datetime) -> "Charts":
        """The first places of every sixth hour from `since`, and of the newest capture, in one statement."""
        newest = select(func.max(Capture.captured_at)).scalar_subquery()
        hour = func.extract("hour", ChartEntry.captured_at)
        rows = (
            select(
                ChartEntry.captured_at,
                ChartEntry.video_id,
                Video.title,
                Channel.title.label("channel"),
                Video.category_id,
                ChartEntry.rank,
                ChartEntry.region_code,
            )
            .join(Video, Video.id == ChartEntry.video_id)
            .join(Channel, Channel.id == Video.channel_id)
            .where(ChartEntry.captured_at >= since, ChartEntry.rank <= _PLACES)
            .where(or_(hour % _EVERY_HOURS == 0, ChartEntry.captured_at == newest))
            .order_by(ChartEntry.captured_at, ChartEntry.region_code, ChartEntry.rank)
        )
        charts: dict[str, dict[datetime, list[Charted]]] = defaultdict(lambda: defaultdict(list))
        for row in session.execute(rows):
            charts[row.region_code][row.captured_at].append(Charted._make(row[1:]))
        return cls(charts)

    def pick(self, chance: Random, region_code: str, at: datetime) -> Charted | None:
        """A video of a region's chart of that time, the first places more likely; None before the first chart."""
        times = self._times.get(region_code, [])
        latest = bisect_right(times, at) - 1
        if latest < 0:
            return None
        places = self._charts[region_code][times[latest]]
        return places[min(int(len(places) * chance.random() ** 2.2), len(places) - 1)]
