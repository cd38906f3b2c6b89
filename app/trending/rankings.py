"""Computes rankings from captures and stores them; the newest of each region is the one it shows."""

from collections import deque
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from math import inf

import orjson
from sqlalchemy import bindparam, delete, func, insert, select, update
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.orm import Session

from app.models import Capture, Ranking, Region
from app.trending import community, score
from app.trending.chart_history import LOOK_BACK, Chart, ChartHistory, Entry, charts, growths, previous_rank
from app.trending.community import Community
from app.trending.ranked import Place, RankedHistory
from app.trending.score import Signals

RETENTION = timedelta(days=30)
"""How long a ranking is kept, counted back from the region's newest capture."""

USUAL_GROWTH_SPAN = timedelta(days=7)
"""The span of captures whose growth is called usual."""

_COPY = (
    "COPY ranking_entries (ranking_id, rank, video_id, previous_rank, entered_at,"
    " score, chart, momentum, community, freshness, inputs) FROM STDIN"
)

# Statements are put together once: that took longer than running them for a short chart.
_HELD = select(Region.code).where(Region.code == bindparam("region")).with_for_update()
_NEWEST = select(func.max(Capture.captured_at)).where(Capture.region_code == bindparam("region"))
_GROWTH = (
    select(Ranking.captured_at, Ranking.growth)
    .ext(distinct_on(Ranking.captured_at))
    .where(
        Ranking.region_code == bindparam("region"),
        Ranking.captured_at < bindparam("before"),
        Ranking.captured_at > bindparam("since"),
    )
    .order_by(Ranking.captured_at, Ranking.id.desc())
)
_SHOWN = (
    select(Ranking.id)
    .where(Ranking.region_code == bindparam("region"))
    .order_by(Ranking.captured_at.desc(), Ranking.id.desc())
    .limit(1)
)
# The database says which rows these change: a session that holds some cannot compare them with a parameter.
_SHOW = (
    update(Region)
    .where(Region.code == bindparam("region"))
    .values(ranking_id=_SHOWN.scalar_subquery())
    .execution_options(synchronize_session="fetch")
)
_FORGET = (
    delete(Ranking)
    .where(Ranking.region_code == bindparam("region"), Ranking.captured_at <= bindparam("expired"))
    .execution_options(synchronize_session="fetch")
)
_MADE = insert(Ranking).returning(Ranking.id, sort_by_parameter_order=True)


@dataclass
class Rebuilt:
    """How many rankings were written, and how many came out as they already stood."""

    written: int = 0
    unchanged: int = 0


@dataclass(frozen=True, slots=True)
class Scored:
    score: float
    points: dict[str, float]
    signals: Signals


def rebuild(session: Session, region_code: str, first: datetime | None = None, last: datetime | None = None) -> Rebuilt:
    """Rank a region as of each capture from `first` to `last`, oldest first; nothing is committed.

    Without `first` only its newest capture is ranked. Captures beyond RETENTION are passed over, and a ranking that
    comes out as it stands is not written again. Only one rebuild of a region runs at a time; another waits.
    """
    session.execute(_HELD, {"region": region_code})
    newest = session.scalar(_NEWEST, {"region": region_code})
    rebuilt = Rebuilt()
    if newest is None:
        return rebuilt
    expired = newest - RETENTION
    first = newest if first is None else max(first, expired + timedelta(microseconds=1))
    last = newest if last is None else min(last, newest)
    if first <= last:
        _rank_all(session, region_code, first, last, rebuilt)
    session.execute(_FORGET, {"region": region_code, "expired": expired})
    session.execute(_SHOW, {"region": region_code})
    return rebuilt


def _rank_all(session: Session, region_code: str, first: datetime, last: datetime, rebuilt: Rebuilt) -> None:
    standing = RankedHistory.load_standing(session, region_code, first, last)
    ranked = RankedHistory.load(session, region_code, first)
    talk = community.load(session, region_code, first, last, datetime.now(UTC))
    history = ChartHistory()
    growth = deque(_growth_before(session, region_code, first))
    rankings: list[dict[str, object]] = []
    rows: list[list[tuple[object, ...]]] = []
    for chart in charts(session, region_code, first - LOOK_BACK, last):
        if chart.captured_at >= first:
            while growth and growth[0][0] <= chart.captured_at - USUAL_GROWTH_SPAN:
                growth.popleft()
            talk.move_to(chart.captured_at)
            before = history.day_before(chart.captured_at)
            medians, scored = _score_chart(chart, before, [row for _, row in growth], talk)
            growth.append((chart.captured_at, medians))
            places = ranked.place(chart.captured_at, {video: one.score for video, one in scored.items()})
            if standing.get(chart.captured_at) == [(place.video_id, scored[place.video_id].score) for place in places]:
                rebuilt.unchanged += 1
            else:
                rankings.append({"captured_at": chart.captured_at, "growth": medians})
                rows.append([_row(place, scored[place.video_id]) for place in places])
                rebuilt.written += 1
        history.add(chart)
    _insert(session, region_code, rankings, rows)


def _row(place: Place, one: Scored) -> tuple[object, ...]:
    inputs = orjson.dumps(score.inputs(one.signals)).decode()
    return (*place, one.score, *one.points.values(), inputs)


def _insert(
    session: Session, region_code: str, rankings: list[dict[str, object]], rows: list[list[tuple[object, ...]]]
) -> None:
    """Store rankings, and the rows of each in the same order."""
    if not rankings:
        return
    made = {"region_code": region_code, "computed_at": datetime.now(UTC)}
    ids = session.scalars(_MADE, [ranking | made for ranking in rankings])
    with session.connection().connection.cursor().copy(_COPY) as copy:
        for ranking_id, places in zip(ids, rows, strict=True):
            for place in places:
                copy.write_row((ranking_id, *place))


def _score_chart(
    chart: Chart, before: Chart | None, earlier: list[list[float | None]], talk: Community
) -> tuple[list[float | None], dict[int, Scored]]:
    """The chart's own median growth by age band, and its videos scored, in the order the source gave."""
    grown = list(zip(chart.entries, growths(chart, before), strict=True))
    medians = score.median_growth(
        [(one.age_hours, growth) for one, growth in grown if one.age_hours is not None and growth is not None]
    )
    usual = [score.usual_growth([*earlier, medians], band) for band in range(len(medians))]
    scored = {}
    for entry, growth in sorted(grown, key=lambda one: _given_order(one[0])):
        signals = Signals(
            chart_length=chart.length,
            rank=entry.rank,
            previous_rank=previous_rank(chart, before, entry.video_id),
            age_hours=entry.age_hours,
            growth=growth,
            usual_growth=usual[-1 if entry.age_hours is None else score.age_band(entry.age_hours)],
            members=talk.members(entry.video_id),
        )
        points = score.points(signals)
        scored[entry.video_id] = Scored(round(sum(points.values()), 4), points, signals)
    return medians, scored


def _given_order(entry: Entry) -> tuple[float, int, int, int]:
    """The source's rank; where it tells none, more views, then more likes, come first."""
    rank = inf if entry.rank is None else entry.rank
    return rank, -(entry.views or 0), -(entry.likes or 0), entry.video_id


def _growth_before(session: Session, region_code: str, before: datetime) -> list[tuple[datetime, list[float | None]]]:
    asked = {"region": region_code, "before": before, "since": before - USUAL_GROWTH_SPAN}
    return [(captured_at, growth) for captured_at, growth in session.execute(_GROWTH, asked)]
