"""The captures of a region in order of time, with what a score needs of the day before each."""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from app.models import Capture, ChartEntry, Video

HOUR = timedelta(hours=1)
DAY = timedelta(hours=24)

LOOK_BACK = timedelta(hours=36)
"""How far back a chart or ranking is still looked for when none stands exactly 24 hours before."""

DAY_AT_LEAST = timedelta(hours=12)
"""Anything nearer than this is too young to say who moved since yesterday."""

# Put together once: that took longer than running it over a short chart.
_ENTRIES = (
    select(
        ChartEntry.captured_at,
        Capture.derives,
        ChartEntry.video_id,
        ChartEntry.rank,
        ChartEntry.views,
        ChartEntry.likes,
        Video.published_at,
    )
    .join(Capture, (Capture.region_code == ChartEntry.region_code) & (Capture.captured_at == ChartEntry.captured_at))
    .join(Video, Video.id == ChartEntry.video_id)
    .where(
        ChartEntry.region_code == bindparam("region"),
        ChartEntry.captured_at.between(bindparam("start"), bindparam("end")),
    )
    .order_by(ChartEntry.captured_at)
    .execution_options(yield_per=5000)
)


@dataclass(frozen=True, slots=True)
class Entry:
    video_id: int
    rank: int | None
    views: int | None
    likes: int | None
    age_hours: float | None


@dataclass(frozen=True, slots=True)
class Chart:
    """One capture; `length` is the source's own count of places, and `derives` its permission to derive growth."""

    captured_at: datetime
    derives: bool
    entries: list[Entry]
    by_video: dict[int, Entry]
    length: int

    @property
    def is_ranked(self) -> bool:
        """Whether the source tells ranks at all."""
        return any(entry.rank is not None for entry in self.entries)


def charts(session: Session, region_code: str, start: datetime, end: datetime) -> Iterator[Chart]:
    """The captures of a region from `start` to `end`, both included, oldest first, streamed from the database."""
    stream = session.execute(_ENTRIES, {"region": region_code, "start": start, "end": end})
    for (captured_at, derives), group in groupby(stream, key=lambda row: (row.captured_at, row.derives)):
        entries = [
            Entry(row.video_id, row.rank, row.views, row.likes, _age_hours(captured_at, row.published_at))
            for row in group
        ]
        length = max(len(entries), max((entry.rank or 0 for entry in entries), default=0))
        yield Chart(captured_at, derives, entries, {entry.video_id: entry for entry in entries}, length)


def _age_hours(at: datetime, published_at: datetime | None) -> float | None:
    return None if published_at is None else max((at - published_at) / HOUR, 0.0)


class ChartHistory:
    """The charts of the last day and a half, to look back on from the next one."""

    def __init__(self) -> None:
        self._charts: deque[Chart] = deque()

    def add(self, chart: Chart) -> None:
        self._charts.append(chart)
        while self._charts[0].captured_at < chart.captured_at - LOOK_BACK:
            self._charts.popleft()

    def day_before(self, at: datetime) -> Chart | None:
        """The chart nearest to 24 hours before `at`, within LOOK_BACK."""
        within = (chart for chart in self._charts if at - LOOK_BACK <= chart.captured_at < at)
        return min(within, key=lambda chart: abs(chart.captured_at - (at - DAY)), default=None)


def previous_rank(chart: Chart, before: Chart | None, video_id: int) -> int | None:
    """The source's rank a day before; one past the end for a video that was not there; None when unknown."""
    if before is None or chart.captured_at - before.captured_at < DAY_AT_LEAST or not before.is_ranked:
        return None
    entry = before.by_video.get(video_id)
    return before.length + 1 if entry is None else entry.rank


def growths(chart: Chart, before: Chart | None) -> list[float | None]:
    """Views per hour of each entry since `before`; None where unknown or not ours to derive."""
    if before is None or not (chart.derives and before.derives):
        return [None] * len(chart.entries)
    hours = (chart.captured_at - before.captured_at) / HOUR
    return [_growth(before.by_video.get(entry.video_id), entry, hours) for entry in chart.entries]


def _growth(before: Entry | None, now: Entry, hours: float) -> float | None:
    """Views per hour; a video published since has grown from nothing, one that only entered since is unknown."""
    if now.views is None:
        return None
    if before is not None:
        return None if before.views is None else max(now.views - before.views, 0) / hours
    return now.views / max(now.age_hours, 1.0) if now.age_hours is not None and now.age_hours <= hours else None
