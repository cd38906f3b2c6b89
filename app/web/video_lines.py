"""Which lines the page of a video draws: our rankings while they are kept, what captures told before that."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from app.trending import lines
from app.trending.videos import Appearance, VideoDetail
from app.web.region_lines import Series

SPANS = {"24h": timedelta(hours=24), "7d": timedelta(days=7), "30d": timedelta(days=30)}
"""The spans to choose from, by the words of `?span=`, back from the last capture that held the video."""


@dataclass(frozen=True, slots=True)
class VideoLines:
    """`is_ours` tells our ranks from those of the source's chart; `spans` are those that show more than a shorter one.

    `views` is one line, for the regions tell of the same count; `ranks` has only regions with a rank.
    """

    since: datetime
    until: datetime
    ranks: dict[str, Series]
    views: Series
    is_ours: bool
    spans: list[str]
    span: str


def of_video(session: Session, detail: VideoDetail, asked: str | None) -> VideoLines | None:
    """The lines of a span, the longest there is when none is asked for; None for a video that no capture held.

    One statement, and another where rankings are kept, but none from the video's last 30 days.
    """
    if not detail.appearances:
        return None
    until = max(one.last_at for one in detail.appearances)
    ours = lines.region_lines(session, detail.key, until - SPANS["30d"], until) if detail.is_ranked else {}
    if ours:
        began = min(line[0].captured_at for line in ours.values())
        span, spans, since = _span(asked, began, until)
        return VideoLines(since, until, _ranks(ours, since), _views(ours, since), True, spans, span)
    told = lines.source_lines(session, detail.key)
    began = min(line[0].captured_at for line in told.values())
    span, spans, since = _span(asked, began, until)
    return VideoLines(since, until, _ranks(told, since), _views(told, since), False, spans, span)


def path(appearances: Sequence[Appearance]) -> list[tuple[str, datetime]]:
    """When each region first had a video, in the form that pictures of paths take."""
    return [(one.region_code, one.first_at) for one in appearances]


def _span(asked: str | None, began: datetime, until: datetime) -> tuple[str, list[str], datetime]:
    """The span to draw, those there are, and where the drawing begins: no earlier than its lines."""
    shorter = [timedelta(0), *SPANS.values()]
    spans = [
        name for name, before in zip(SPANS, shorter, strict=False) if before == timedelta(0) or until - began > before
    ]
    span = asked if asked in spans else spans[-1]
    return span, spans, max(until - SPANS[span], began)


def _ranks(of_region: Mapping[str, list[lines.Point] | list[lines.SourcePoint]], since: datetime) -> dict[str, Series]:
    drawn = {
        code: [
            (point.captured_at, point.rank) for point in line if point.rank is not None and point.captured_at >= since
        ]
        for code, line in of_region.items()
    }
    return {code: line for code, line in drawn.items() if line}


def _views(of_region: Mapping[str, list[lines.Point] | list[lines.SourcePoint]], since: datetime) -> Series:
    """The largest count of each time, in order of time."""
    counts: dict[datetime, int] = {}
    for point in (point for line in of_region.values() for point in line):
        if point.views is not None and point.captured_at >= since:
            counts[point.captured_at] = max(point.views, counts.get(point.captured_at, 0))
    return sorted(counts.items())
