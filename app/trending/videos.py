"""One video: its facts, where it stands now, and where and when the charts held it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, exists, func, or_, select
from sqlalchemy.orm import Session

from app.models import REGIONS, ChartEntry, Ranking, RankingEntry, Region, Video
from app.models.aliases import shared_alias
from app.trending.facts import VideoFacts, facts_from, facts_select

FOLLOWING, OTHER = shared_alias(RankingEntry, "following"), shared_alias(RankingEntry, "other")


class UnknownVideo(LookupError):
    """No source has told of a video with this id."""


@dataclass(slots=True)
class Standing:
    """A video's place in the list that a region shows now.

    `following_score` is that of the next place, None after the last; `has_day_before` is whether that region has a
    list of the day before to compare with.
    """

    region_code: str
    ranking_id: int
    captured_at: datetime
    rank: int
    previous_rank: int | None
    entered_at: datetime
    score: float
    points: dict[str, float]
    inputs: dict[str, float | int | None]
    following_score: float | None
    has_day_before: bool


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
    """`key` is the database id; `standings` best first, `appearances` earliest first, `more` as it was asked for.

    `is_ranked` tells whether any list that is kept holds it.
    """

    key: int
    facts: VideoFacts
    standings: list[Standing]
    appearances: list[Appearance]
    is_ranked: bool
    more: tuple[Any, ...] = ()


def detail(session: Session, source_id: str, *more: ColumnElement[Any]) -> VideoDetail:
    """A video by its source's id, in two statements; `more` are further columns. Raises `UnknownVideo`."""
    is_ranked = exists().where(RankingEntry.video_id == Video.id)
    row = _row(session, source_id, is_ranked, *more)
    standings, appearances = _places(session, row.key)
    facts = facts_from(row, sorted(standing.region_code for standing in standings))
    is_ranked, *told = tuple(row)[len(row) - len(more) - 1 :]
    return VideoDetail(row.key, facts, standings, appearances, is_ranked, tuple(told))


def find(session: Session, source_id: str) -> tuple[int, VideoFacts]:
    """The database id of a video and its facts, but not which regions list it. Raises `UnknownVideo`."""
    row = _row(session, source_id)
    return row.key, facts_from(row, [])


def key_of(session: Session, source_id: str) -> int:
    """The database id of the video with the source's id. Raises `UnknownVideo`."""
    key = session.scalar(select(Video.id).where(is_video(source_id)))
    if key is None:
        raise UnknownVideo(source_id)
    return key


def is_video(source_id: str) -> ColumnElement[bool]:
    """The condition that a video has the source's id; no text that a client may send breaks it."""
    return Video.source_id == source_id.replace("\0", " ")  # neither is in any id, but PostgreSQL refuses \0 in a text


def _row(session: Session, source_id: str, *more: ColumnElement[Any]) -> Row[*tuple[Any, ...]]:
    row = session.execute(facts_select(*more).where(is_video(source_id))).one_or_none()
    if row is None:
        raise UnknownVideo(source_id)
    return row


def _places(session: Session, key: int) -> tuple[list[Standing], list[Appearance]]:
    """Where a video stands now, best first, and where captures have held it, earliest first."""
    held = _held_select(key).subquery()
    next_score = select(FOLLOWING.score).where(
        FOLLOWING.ranking_id == RankingEntry.ranking_id, FOLLOWING.rank == RankingEntry.rank + 1
    )
    compared = select(OTHER.rank).where(OTHER.ranking_id == RankingEntry.ranking_id, OTHER.previous_rank.is_not(None))
    is_entry = and_(RankingEntry.ranking_id == Region.ranking_id, RankingEntry.video_id == key)
    rows = session.execute(
        select(Region.code, Ranking.captured_at, RankingEntry, next_score.scalar_subquery(), compared.exists(), held)
        .select_from(Region)
        .outerjoin(held, held.c.region_code == Region.code)
        .outerjoin(RankingEntry, is_entry)
        .outerjoin(Ranking, Ranking.id == RankingEntry.ranking_id)
        .where(or_(RankingEntry.ranking_id.is_not(None), held.c.region_code.is_not(None)))
        .order_by(RankingEntry.rank, Region.code)
    ).all()
    standings = [
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
            following_score,
            has_day_before,
        )
        for code, captured_at, entry, following_score, has_day_before, *_ in rows
        if entry is not None
    ]
    return standings, _earliest_first(Appearance(*row[5:]) for row in rows if row.region_code is not None)


def appearances(session: Session, key: int) -> list[Appearance]:
    """Where captures have held a video, by its database id, earliest first."""
    return _earliest_first(Appearance(*row) for row in session.execute(_held_select(key)))


def _held_select(key: int) -> Select[*tuple[Any, ...]]:
    """The columns of `Appearance`."""
    return (
        select(
            ChartEntry.region_code,
            func.min(ChartEntry.captured_at).label("first_at"),
            func.max(ChartEntry.captured_at).label("last_at"),
            func.count().label("captures"),
            func.min(ChartEntry.rank).label("best_rank"),
        )
        .where(ChartEntry.video_id == key)
        .group_by(ChartEntry.region_code)
    )


def _earliest_first(found: Iterable[Appearance]) -> list[Appearance]:
    return sorted(found, key=lambda one: (one.first_at, one.region_code))


@dataclass(slots=True)
class Riser:
    """A video in the lists of now, and the best of its places there."""

    video: VideoFacts
    region_code: str
    rank: int


def risers_of_channel(session: Session, key: int, most: int) -> list[Riser]:
    """At most `most` other videos of a video's channel that any region lists now, the best placed first."""
    channel = select(Video.channel_id).where(Video.id == key).scalar_subquery()
    rows = session.execute(
        facts_select(Region.code, RankingEntry.rank)
        .join(RankingEntry, RankingEntry.video_id == Video.id)
        .join(Region, Region.ranking_id == RankingEntry.ranking_id)
        .where(Video.channel_id == channel, Video.id != key)
        .order_by(RankingEntry.rank, Region.code)
        .limit(most * len(REGIONS))
    )
    found: dict[int, Riser] = {}
    for row in rows:
        riser = found.setdefault(row.key, Riser(facts_from(row, []), row.code, row.rank))
        riser.video.regions.append(row.code)
    return list(found.values())[:most]
