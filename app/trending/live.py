"""Takes in what a region's chart holds now, fetched from YouTube."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import delete, select, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from app.models import Category, ChartEntry, Video
from app.trending.captures import Stored, whole_hour
from app.trending.chart_history import LOOK_BACK
from app.trending.intake import LOCK, take_in
from app.trending.rankings import rebuild
from app.trending.sources.youtube import Chart, YouTube
from app.trending.sources.youtube_errors import YouTubeClosed, YouTubeError


@dataclass
class Fetched:
    """What was stored of a region, the items that were not by reason, and why the rest is missing, if it is."""

    videos: int
    stored: Stored
    skipped: Counter[str]
    failure: YouTubeError | None


def fetch(session: Session, source: YouTube, region_code: str) -> Fetched:
    """Fetch a region's chart and categories, store them and rank the region anew; nothing is committed.

    A whole chart replaces what the hour's capture held; the pages before a failure are added to it.
    """
    captured_at = datetime.now(UTC)
    chart = source.chart(region_code, captured_at)
    failure, titles = chart.failure, {}
    if not isinstance(failure, YouTubeClosed):
        try:
            titles = source.category_titles(region_code)
        except YouTubeError as error:
            failure = failure or error
    stored = _store(session, source, chart, region_code, captured_at) if chart.observations else Stored()
    if titles:
        _name_categories(session, titles)
    return Fetched(len(chart.observations), stored, chart.skipped, failure)


def _store(session: Session, source: YouTube, chart: Chart, region_code: str, captured_at: datetime) -> Stored:
    session.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
    hour = whole_hour(captured_at)
    left = 0 if chart.failure else _drop_others(session, region_code, hour, chart.observations)
    stored = take_in(session, source, chart.observations.values())
    if left and region_code not in stored.changed:
        rebuild(session, region_code, hour, hour + LOOK_BACK)
        stored.changed[region_code].add(hour)
    return stored


def _drop_others(session: Session, region_code: str, hour: datetime, source_ids: Collection[str]) -> int:
    """Delete the entries of videos that left the chart within the hour; returns their number."""
    kept = select(Video.id).where(Video.source_id.in_(source_ids))
    others = delete(ChartEntry).where(
        ChartEntry.region_code == region_code, ChartEntry.captured_at == hour, ChartEntry.video_id.not_in(kept)
    )
    return len(session.scalars(others.returning(ChartEntry.video_id)).all())


def _name_categories(session: Session, titles: dict[int, str]) -> None:
    statement = insert(Category).values([{"id": number, "title": titles[number]} for number in sorted(titles)])
    session.execute(
        statement.on_conflict_do_update(
            index_elements=[Category.id],
            set_={"title": statement.excluded.title},
            where=Category.title != statement.excluded.title,
        )
    )
