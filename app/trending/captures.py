"""Stores observations as captures: set by set, in the caller's transaction, the last word on an hour winning."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import islice
from typing import cast

from psycopg import Cursor
from sqlalchemy.orm import Session

from app.search.folding import fold, index_text
from app.trending import captures_sql as sql
from app.trending.observation import Observation, Source

BATCH = 20_000

MAX_CHANNEL = 200
"""Characters of a channel's folded title; an index holds no long ones."""


@dataclass
class Stored:
    """Entries by what storing them did, and the capture times of each region whose entries changed."""

    new: int = 0
    updated: int = 0
    unchanged: int = 0
    changed: dict[str, set[datetime]] = field(default_factory=lambda: defaultdict(set))

    def add(self, region_code: str, captured_at: datetime, outcome: str, count: int) -> None:
        setattr(self, outcome, getattr(self, outcome) + count)
        if outcome != "unchanged":
            self.changed[region_code].add(captured_at)


def whole_hour(moment: datetime) -> datetime:
    """The UTC hour a capture belongs to: two captures of one region in one hour are one, and the last wins."""
    return moment.astimezone(UTC).replace(minute=0, second=0, microsecond=0)


def store(session: Session, source: Source, observations: Iterable[Observation]) -> Stored:
    """Write observations, creating the videos, channels, categories and monthly partitions they need.

    The real data of a region replaces its demo captures. Nothing is committed here. Later observations of the same
    region, hour and video replace earlier ones; what a newer one does not tell of a video keeps its older value.
    """
    stored = Stored()
    cursor = cast(Cursor, session.connection().connection.cursor())
    cursor.execute(sql.STAGE)
    for batch in _batches(observations):
        _store_batch(cursor, source, batch, stored)
    return stored


def _batches(observations: Iterable[Observation]) -> Iterator[list[Observation]]:
    """Batches in which each (region, hour, video) stands once, so that one statement can upsert them all."""
    iterator = iter(observations)
    while chunk := list(islice(iterator, BATCH)):
        latest = {(one.region_code, whole_hour(one.captured_at), one.source_id): one for one in chunk}
        yield list(latest.values())


def _store_batch(cursor: Cursor, source: Source, batch: list[Observation], stored: Stored) -> None:
    _ensure_partitions(cursor, {whole_hour(one.captured_at) for one in batch})
    cursor.execute("TRUNCATE staged, staged_videos")
    with cursor.copy(sql.COPY_ENTRIES) as copy:
        for one in batch:
            copy.write_row(_entry(one))
    with cursor.copy(sql.COPY_VIDEOS) as copy:
        for one in _newest_of_each(batch):
            copy.write_row(_video(one))
    if source.name != "demo":
        cursor.execute(sql.DROP_DEMO)
        if cursor.rowcount:
            cursor.execute(sql.FORGET_DEMO)
    parameters = {"source": source.name, "derives": source.derives, "now": datetime.now(UTC)}
    for statement in (sql.CATEGORIES, sql.CHANNELS, sql.VIDEOS, sql.CAPTURES):
        cursor.execute(statement, parameters)
    cursor.execute(sql.OUTCOMES)
    for region_code, captured_at, outcome, count in cursor.fetchall():
        stored.add(region_code, captured_at, outcome, count)
    cursor.execute(sql.ENTRIES)


def _newest_of_each(batch: list[Observation]) -> Iterable[Observation]:
    """The last word of the batch on each video; of two regions in one hour, the one that counted more views."""
    newest: dict[str, Observation] = {}
    for one in batch:
        if (known := newest.get(one.source_id)) is None or _age_order(one) >= _age_order(known):
            newest[one.source_id] = one
    return newest.values()


def _age_order(one: Observation) -> tuple[datetime, int]:
    return one.captured_at, -1 if one.views is None else one.views


def _entry(one: Observation) -> tuple[object, ...]:
    hour = whole_hour(one.captured_at)
    return one.region_code, hour, one.source_id, one.rank, one.views, one.likes, one.comments


def _video(one: Observation) -> tuple[object, ...]:
    channel = one.channel_id or (f"title:{one.channel_title}" if one.channel_title else None)
    return (
        one.source_id,
        whole_hour(one.captured_at),
        one.views,
        one.likes,
        one.comments,
        one.title,
        channel,
        one.channel_title,
        None if one.channel_title is None else fold(one.channel_title)[:MAX_CHANNEL],
        one.category_id,
        one.language,
        one.published_at,
        one.duration_seconds,
        one.thumbnail_url,
        list(one.tags),
        index_text(one.title),
        index_text("", tuple(one.tags)),
    )


def _ensure_partitions(cursor: Cursor, moments: Iterable[datetime]) -> None:
    for year, month in sorted({(moment.year, moment.month) for moment in moments}):
        after = (year + month // 12, month % 12 + 1)
        cursor.execute(
            f"CREATE TABLE IF NOT EXISTS chart_entries_{year}_{month:02} PARTITION OF chart_entries"
            f" FOR VALUES FROM ('{year}-{month:02}-01Z') TO ('{after[0]}-{after[1]:02}-01Z')"
        )
