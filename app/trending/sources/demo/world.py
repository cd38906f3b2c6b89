"""The demo world's charts: which videos each region's chart holds at each hour, as observations."""

from collections import deque
from collections.abc import Iterator
from datetime import datetime, timedelta

import numpy as np
from numpy.typing import NDArray

from app.trending.observation import Observation
from app.trending.sources.demo.curves import LIFE_HOURS, Cohort, Counts, simulate
from app.trending.sources.demo.geography import REGION_CODES
from app.trending.sources.demo.publishing import EPOCH, DemoVideo, published_on

CHART_LENGTH = 60
LIFE_DAYS = LIFE_HOURS // 24 + 1

Counted = list[tuple[int, int, int]]


class DemoSource:
    name = "demo"
    derives = True


def world(seed: int, end: datetime, days: int) -> Iterator[Observation]:
    """The charts of all regions for `days` × 24 hours, the last at `end`, a whole hour; ordered by time and rank.

    The same seed number gives the same chart for an hour whatever the end, so that worlds of one seed fit together.
    """
    last = int(end.timestamp()) // 3600
    first = last - days * 24 + 1
    cohorts: deque[Cohort] = deque(maxlen=LIFE_DAYS + 1)
    for day in range(first // 24 - LIFE_DAYS, last // 24 + 1):
        cohorts.append(simulate(seed, day, published_on(seed, day)))
        yield from _charts(cohorts, range(max(first, day * 24), min(last + 1, day * 24 + 24)))


def _charts(cohorts: deque[Cohort], hours: range) -> Iterator[Observation]:
    """The charts of some hours of the newest cohort's day."""
    if not hours:
        return
    videos = [video for cohort in cohorts for video in cohort.videos]
    interest = np.concatenate([_interest_at(cohort, hours) for cohort in cohorts])
    counts = np.concatenate([_counts_at(cohort, hours) for cohort in cohorts])
    charts = np.argsort(-interest, axis=0, kind="stable")[:CHART_LENGTH]
    for column, hour in enumerate(hours):
        captured_at = EPOCH + timedelta(hours=hour)
        counted: Counted = counts[:, column].tolist()
        for row, region_code in enumerate(REGION_CODES):
            places = charts[:, row, column]
            listed = places[np.isfinite(interest[places, row, column])]
            for rank, place in enumerate(listed.tolist(), 1):
                yield _observation(region_code, captured_at, rank, videos[place], counted[place])


def _interest_at(cohort: Cohort, hours: range) -> NDArray[np.float32]:
    """The interest in each video of a cohort in each region at each hour, (video, region, hour)."""
    age, lives = _age(cohort, hours)
    at = np.take_along_axis(cohort.interest, age[:, None, :], axis=2)
    return np.where(lives[:, None, :], at, np.float32(-np.inf))


def _counts_at(cohort: Cohort, hours: range) -> Counts:
    """Views, likes and comments of each video of a cohort at each hour, (video, hour, 3)."""
    age, _ = _age(cohort, hours)
    counts = (cohort.views, cohort.likes, cohort.comments)
    return np.stack([np.take_along_axis(count, age, axis=1) for count in counts], axis=2)


def _age(cohort: Cohort, hours: range) -> tuple[Counts, NDArray[np.bool_]]:
    """The index of each hour in the life of each video, kept within it, and whether it really lies within."""
    age = np.arange(hours.start, hours.stop) - 1 - cohort.published_hours[:, None]
    return np.clip(age, 0, LIFE_HOURS - 1), (age >= 0) & (age < LIFE_HOURS)


def _observation(
    region_code: str, captured_at: datetime, rank: int, video: DemoVideo, counted: tuple[int, int, int]
) -> Observation:
    views, likes, comments = counted
    return Observation(
        region_code=region_code,
        captured_at=captured_at,
        source_id=video.source_id,
        title=video.title,
        rank=rank,
        views=views,
        likes=None if video.hides_likes else likes,
        comments=None if video.hides_comments else comments,
        channel_id=video.channel_id,
        channel_title=video.channel_title,
        category_id=video.genre.category,
        language=video.genre.language,
        published_at=video.published_at,
        duration_seconds=video.duration_seconds,
        tags=video.tags,
    )
