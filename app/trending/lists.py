"""Whole ranked lists: read from the database, or from the cache that holds each region's."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

import orjson
from pydantic import TypeAdapter
from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import InstrumentedAttribute

from app.extensions import db
from app.infra import stale_cache
from app.models import REGIONS, Capture, Ranking, RankingEntry, Region, Video
from app.trending.facts import VideoFacts, facts_from, facts_select, regions_now
from app.trending.lines import DAY_HOURS, DayLine, day_lines

FRESH = timedelta(hours=3)
STALE = timedelta(hours=24)
"""A region's list is renewed when a capture arrives. Should that be missed, it is reread after FRESH; while one
request rereads it, or the database is down, the others see it until STALE."""


class UnknownRegion(LookupError):
    """No region has this code."""


class RankingGone(LookupError):
    """The ranking that was pinned is older than the 30 days that rankings are kept."""


class OutsideHistory(LookupError):
    """No list is kept from that time; `first` and `last` are the capture times of those that are."""

    def __init__(self, first: datetime | None, last: datetime | None) -> None:
        super().__init__(first, last)
        self.first, self.last = first, last


@dataclass(slots=True)
class Entry:
    """A place in a ranking. `points` are the parts of `score`; `inputs` are what they were computed from; `line` is
    the place it had in each of the 24 hours before."""

    rank: int
    previous_rank: int | None
    entered_at: datetime
    score: float
    points: dict[str, float]
    inputs: dict[str, float | int | None]
    line: DayLine
    video: VideoFacts

    def is_new(self, captured_at: datetime) -> bool:
        """Whether the video entered the list within the 24 hours before a capture."""
        return captured_at - self.entered_at < timedelta(hours=24)


@dataclass(slots=True)
class RankedList:
    """One ranking with all its entries; the empty list of a region without captures has no `ranking_id`."""

    region_code: str
    ranking_id: int | None
    captured_at: datetime | None
    computed_at: datetime | None
    source: str | None
    entries: list[Entry]

    @property
    def has_day_before(self) -> bool:
        """Whether a list of the day before is known, so that what is not in it can be called new."""
        return any(entry.previous_rank is not None for entry in self.entries)

    def following_score(self, rank: int) -> float | None:
        """The score of the place after a rank; None after the last."""
        return self.entries[rank].score if rank < len(self.entries) else None


_ADAPTER = TypeAdapter(RankedList)
_SHAPE = sha256(orjson.dumps(_ADAPTER.json_schema())).hexdigest()[:8]
"""Stands in every key, so that a release never reads the lists that another one cached in another shape."""


def region_code(text: str) -> str:
    """The code of a region written in any case. Raises `UnknownRegion`."""
    code = text.upper()
    if code not in REGIONS:
        raise UnknownRegion(text)
    return code


def current(code: str) -> tuple[RankedList, stale_cache.Outcome]:
    """The list that a region shows now, and how the cache answered."""
    body, outcome = stale_cache.fetch(_key(code), lambda: _ADAPTER.dump_json(read_current(code)), FRESH, STALE)
    return _ADAPTER.validate_json(body), outcome


def pinned(ranking_id: int) -> RankedList:
    """The list of one ranking, however old. Raises `RankingGone`."""
    body, _ = stale_cache.fetch(
        f"ranking:{_SHAPE}:{ranking_id}", lambda: _ADAPTER.dump_json(_read(Ranking.id == ranking_id)), FRESH, FRESH
    )
    return _ADAPTER.validate_json(body)


def of_ranking(code: str, ranking_id: int) -> RankedList:
    """The list of one ranking of a region; that of the ranking it shows now is cached already. Raises `RankingGone`."""
    shown, _ = current(code)
    return shown if shown.ranking_id == ranking_id else pinned(ranking_id)


def at(code: str, moment: datetime) -> RankedList:
    """The list that a region showed at a time. Raises `OutsideHistory` with the times there are."""
    ranking_id = db.session.scalar(ranking_at(code, moment))
    if ranking_id is None:
        raise OutsideHistory(*span(code))
    return pinned(ranking_id)


def ranking_at(code: str | InstrumentedAttribute[str], moment: datetime) -> Select[int]:
    """Selects the ranking that a region showed at a time."""
    until_then = select(Ranking.id).where(Ranking.region_code == code, Ranking.captured_at <= moment)
    return until_then.order_by(Ranking.captured_at.desc(), Ranking.id.desc()).limit(1)


def span(*codes: str) -> tuple[datetime | None, datetime | None]:
    """The first and the last capture time whose list these regions still have; None and None without any."""
    times = select(func.min(Ranking.captured_at), func.max(Ranking.captured_at)).where(Ranking.region_code.in_(codes))
    first, last = db.session.execute(times).one()
    return first, last


def renew(codes: Collection[str]) -> None:
    """Cache the new lists of these regions, after their rankings were committed.

    The other regions' lists are dropped, for they tell in which regions each video stands.
    """
    for code in REGIONS:
        if code in codes:
            stale_cache.put(_key(code), _ADAPTER.dump_json(read_current(code)), STALE)
        else:
            stale_cache.drop(_key(code))


def _key(code: str) -> str:
    return f"list:{_SHAPE}:{code}"


def read_current(code: str) -> RankedList:
    """The list that a region shows now, from the database, in three statements."""
    try:
        return _read(Ranking.id == select(Region.ranking_id).where(Region.code == code).scalar_subquery())
    except RankingGone:
        return empty(code)


def empty(code: str) -> RankedList:
    """The list of a region without captures."""
    return RankedList(code, None, None, None, None, [])


def _read(which: ColumnElement[bool]) -> RankedList:
    rows = db.session.execute(
        facts_select(RankingEntry, Ranking, Capture.source.label("captured_from"))
        .join(RankingEntry, RankingEntry.video_id == Video.id)
        .join(Ranking, Ranking.id == RankingEntry.ranking_id)
        .join(Capture, (Capture.region_code == Ranking.region_code) & (Capture.captured_at == Ranking.captured_at))
        .where(which)
        .order_by(RankingEntry.rank)
    ).all()
    if not rows:
        raise RankingGone
    head = rows[0].Ranking
    regions = regions_now(db.session(), [row.key for row in rows])
    lines = day_lines(db.session(), head.region_code, head.captured_at)
    entries = [_entry(row.RankingEntry, lines.get(row.key), facts_from(row, regions.get(row.key, []))) for row in rows]
    return RankedList(head.region_code, head.id, head.captured_at, head.computed_at, rows[0].captured_from, entries)


def _entry(place: RankingEntry, line: DayLine | None, video: VideoFacts) -> Entry:
    return Entry(
        rank=place.rank,
        previous_rank=place.previous_rank,
        entered_at=place.entered_at,
        score=place.score,
        points=place.points,
        inputs=place.inputs,
        line=line or [None] * DAY_HOURS + [place.rank],
        video=video,
    )
