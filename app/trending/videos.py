"""One video: its facts, where it stands now, and where and when the charts held it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from app.models import ChartEntry, Ranking, RankingEntry, Region, Video
from app.trending.facts import VideoFacts, facts_from, facts_select


class UnknownVideo(LookupError):
    """No source has told of a video with this id."""


@dataclass(slots=True)
class Standing:
    """A video's place in the list that a region shows now."""

    region_code: str
    ranking_id: int
    captured_at: datetime
    rank: int
    previous_rank: int | None
    entered_at: datetime
    score: float
    points: dict[str, float]
    inputs: dict[str, float | int | None]


@dataclass(slots=True)
class Appearance:
    """When a region's captures held a video; `best_rank` is the source's, None where it tells none."""

    region_code: str
    first_at: datetime
    last_at: datetime
    captures: int
    best_rank: int | None


@dataclass(slots=True)
class VideoDetail:
    """`standings` best first, `appearances` earliest first."""

    facts: VideoFacts
    standings: list[Standing]
    appearances: list[Appearance]


def detail(session: Session, source_id: str) -> VideoDetail:
    """A video by its source's id, in three statements. Raises `UnknownVideo`."""
    row = session.execute(facts_select().where(is_video(source_id))).one_or_none()
    if row is None:
        raise UnknownVideo(source_id)
    standings = _standings(session, row.key)
    facts = facts_from(row, sorted(standing.region_code for standing in standings))
    return VideoDetail(facts, standings, appearances(session, row.key))


def is_video(source_id: str) -> ColumnElement[bool]:
    """The condition that a video has the source's id; no text that a client may send breaks it."""
    return Video.source_id == source_id.replace("\0", " ")  # neither is in any id, but PostgreSQL refuses \0 in a text


def _standings(session: Session, key: int) -> list[Standing]:
    rows = session.execute(
        select(Region.code, Ranking.captured_at, RankingEntry)
        .join(Ranking, Ranking.id == Region.ranking_id)
        .join(RankingEntry, RankingEntry.ranking_id == Ranking.id)
        .where(RankingEntry.video_id == key)
        .order_by(RankingEntry.rank, Region.code)
    )
    return [
        Standing(
            code,
            entry.ranking_id,
            captured_at,
            entry.rank,
            entry.previous_rank,
            entry.entered_at,
            entry.score,
            entry.points,
            entry.inputs,
        )
        for code, captured_at, entry in rows
    ]


def appearances(session: Session, key: int) -> list[Appearance]:
    """Where captures have held a video, by its database id, earliest first."""
    first_at = func.min(ChartEntry.captured_at)
    rows = session.execute(
        select(
            ChartEntry.region_code, first_at, func.max(ChartEntry.captured_at), func.count(), func.min(ChartEntry.rank)
        )
        .where(ChartEntry.video_id == key)
        .group_by(ChartEntry.region_code)
        .order_by(first_at, ChartEntry.region_code)
    )
    return [Appearance(*row) for row in rows]
