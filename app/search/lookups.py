"""Looks things up in the indexes: what of one kind is found, ranked, from a bounded number of rows."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import (
    CTE,
    ColumnElement,
    Label,
    Select,
    SQLColumnExpression,
    String,
    cast,
    false,
    func,
    select,
    true,
    union,
)
from sqlalchemy.dialects.postgresql import TSQUERY
from sqlalchemy.orm import Session

from app.models import Post, RankingEntry, Region, User, Video
from app.search import score
from app.search.conditions import Asked, conditions, of_videos, standing
from app.search.folding import tag_token
from app.search.query import Kind, Query
from app.search.score import Hit
from app.search.tsquery import lexeme
from app.social.reader import Reader
from app.trending.facts import VideoFacts, facts_from, facts_select, regions_now

MOST_RANKED, MOST_COUNTED = 200, 100
"""Things that a ranking holds, and that are counted before the count is only a lower bound."""

MOST_TAGGED = 300
"""The newest posts that are read for the tags they have."""


@dataclass(frozen=True, slots=True)
class Reach:
    """How many rows a lookup reads: of `matches` the `scored` first ones are compared; where there are more matches,
    the `first` of their kind and what rises."""

    matches: int = 4000
    scored: int = 400
    first: int = 100
    ranked: int = MOST_RANKED


Order = Callable[[Any], Sequence[SQLColumnExpression[Any]]]
Rows = Select[*tuple[Any, ...]]

OF_VIDEOS, OF_OTHERS, OF_SUGGESTIONS = Reach(), Reach(1000), Reach(1000, 50, 50, 4)


@dataclass(slots=True)
class Hits:
    """What was found, the best first, and how many there are; MOST_COUNTED stands for as many or more."""

    hits: list[Hit] = field(default_factory=list)
    count: int = 0


def ranked(session: Session, reader: Reader, query: Query, kind: Kind, reach: Reach | None = None) -> Hits:
    """What of one kind a query finds."""
    if kind is Kind.TAG:
        return tags(session, reader, query)
    asked = conditions(session, reader, query, kind)
    if asked is None:
        return Hits()
    match kind:
        case Kind.VIDEO:
            return _videos(session, reader, query, asked, reach or OF_VIDEOS)
        case Kind.POST:
            return _posts(session, reader, query, asked, reach or OF_OTHERS)
    return _people(session, reader, query, asked, reach or OF_OTHERS)


def counted(session: Session, reader: Reader, query: Query, kind: Kind) -> int:
    """How many of one kind a query finds, MOST_COUNTED at most."""
    if kind is Kind.TAG:
        return tags(session, reader, query).count
    asked = conditions(session, reader, query, kind)
    if asked is None:
        return 0
    table: Any = {Kind.VIDEO: Video, Kind.POST: Post, Kind.PERSON: User}[kind]
    rows = _matches(table, asked, MOST_COUNTED).subquery()
    return session.scalars(select(func.count()).select_from(rows)).one()


def tags(session: Session, reader: Reader, query: Query) -> Hits:
    """Tags of the newest posts that the reader sees, which are or begin with the words; the most used first."""
    name = "#" + query.folded.replace(" ", "")
    if not query.terms or query.excluded or query.is_narrowed or (query.kinds and Kind.TAG not in query.kinds):
        return Hits()
    is_prefix = query.terms[-1].is_prefix
    asked = cast(lexeme(name) + (":*" if is_prefix else ""), TSQUERY)
    rows = select(Post.tags).where(Post.search.op("@@")(asked), *standing(reader)).order_by(Post.id.desc())
    used = Counter(
        tag
        for row in session.scalars(rows.limit(MOST_TAGGED))
        for tag in row
        if tag_token(tag) == name or (is_prefix and tag_token(tag).startswith(name))
    )
    best = sorted(used, key=lambda tag: (tag_token(tag) != name, -used[tag], tag))
    whole = int(10 * score.WEIGHTS["spelling"])
    hits = [Hit(Kind.TAG, tag, (whole * (tag_token(tag) == name), 0, 0, 0)) for tag in best]
    return Hits(hits[:MOST_RANKED], min(len(hits), MOST_COUNTED))


def videos(session: Session, query: Query, limit: int) -> list[VideoFacts]:
    """The videos that a query finds, the most viewed first."""
    asked = of_videos(session, query)
    if asked is None:
        return []
    found = _found(Video, asked, _by_views, OF_VIDEOS)
    best = select(Video.id).join(found, found.c.id == Video.id).order_by(*_by_views(Video)).limit(limit)
    keys = session.scalars(best).all()
    rows = session.execute(facts_select().where(Video.id.in_(keys))).all() if keys else []
    return facts(session, sorted(rows, key=lambda row: keys.index(row.key)))


def facts(session: Session, rows: Sequence[Any]) -> list[VideoFacts]:
    """The videos in rows of `facts_select`, with the regions that list them now."""
    regions = regions_now(session, [row.key for row in rows])
    return [facts_from(row, regions.get(row.key, [])) for row in rows]


def _videos(session: Session, reader: Reader, query: Query, asked: Asked, reach: Reach) -> Hits:
    places = (
        select(RankingEntry.video_id, func.min(RankingEntry.rank).label("rank"))
        .join(Region, Region.ranking_id == RankingEntry.ranking_id)
        .group_by(RankingEntry.video_id)
        .cte("places")
    )
    risen = select(Video.id).join(places, places.c.video_id == Video.id).where(*asked.indexed)
    found = _found(Video, asked, _by_views, reach, risen)
    parts = score.tenths(
        score.spelling(query, Video.title),
        score.relevance(query, Video.search),
        score.rising_place(places.c.rank),
        score.recency(Video.published_at, reader.now),
    )
    rows = select(Video.id, func.count().over(), *parts).join(found, found.c.id == Video.id)
    rows = rows.outerjoin(places, places.c.video_id == Video.id)
    return _hits(session, Kind.VIDEO, rows.order_by(_best(parts), *_by_views(Video)), reach)


def _posts(session: Session, reader: Reader, query: Query, asked: Asked, reach: Reach) -> Hits:
    found = _found(Post, asked, _newest, reach)
    parts = score.tenths(
        score.spelling(query, Post.title + " " + func.left(Post.content, 1000)),
        score.relevance(query, Post.search),
        score.rising_count(Kind.POST, Post.likes_count + Post.comments_count),
        score.recency(Post.created_at, reader.now),
    )
    rows = select(Post.id, func.count().over(), *parts).join(found, found.c.id == Post.id)
    return _hits(session, Kind.POST, rows.order_by(_best(parts), Post.id.desc()), reach)


def _people(session: Session, reader: Reader, query: Query, asked: Asked, reach: Reach) -> Hits:
    found = _found(User, asked, _newest, reach)
    parts = score.tenths(
        score.spelling(query, cast(User.username, String)),
        score.relevance(query, User.search),
        score.rising_count(Kind.PERSON, User.followers_count),
        score.recency(User.created_at, reader.now),
    )
    rows = select(User.id, func.count().over(), *parts).join(found, found.c.id == User.id)
    return _hits(session, Kind.PERSON, rows.order_by(_best(parts), User.id), reach)


def _found(table: Any, asked: Asked, order: Order, reach: Reach, risen: Rows | None = None) -> CTE:
    """The ids to score: the first matches in `order`. Where matches are many, `table` is read along it."""
    matches = _matches(table, asked, reach.matches).cte("matches")
    are_many = select(func.count() >= reach.matches).select_from(matches).scalar_subquery()
    known = select(matches.c.id).where(~are_many).order_by(*order(matches.c)).limit(reach.scored).cte("known")
    walk = select(table.id).where(*asked.indexed, *asked.others, are_many if asked.indexed else true())
    walked = walk.order_by(*order(table)).limit(reach.first).cte("walked")
    parts = [select(known.c.id), select(walked.c.id)]
    if risen is not None:
        parts.append(risen.where(are_many))
    return union(*parts).cte("found")


def _matches(table: Any, asked: Asked, most: int) -> Rows:
    """At most so many rows that match, read from the index in no order.

    The index is read as if all were wanted: for a few the planner would rather read the table until it meets them,
    which may be never. Where nothing is indexed there are none, and the table is read along its order.
    """
    columns = (table.id, table.views) if table is Video else (table.id,)
    if not asked.indexed:
        return select(*columns).where(false())
    every = select(*columns).where(*asked.indexed).cte("every").prefix_with("MATERIALIZED")
    if not asked.others:
        return select(every).limit(most)
    return select(every).join(table, table.id == every.c.id).where(*asked.others).limit(most)


def _by_views(columns: Any) -> Sequence[SQLColumnExpression[Any]]:
    return columns.views.desc().nulls_last(), columns.id


def _newest(columns: Any) -> Sequence[SQLColumnExpression[Any]]:
    return (columns.id.desc(),)


def _best(parts: Sequence[Label[int]]) -> ColumnElement[int]:
    return sum((part.element for part in parts[1:]), start=parts[0].element).desc()


def _hits(session: Session, kind: Kind, best: Rows, reach: Reach) -> Hits:
    """The hits of rows of an id, how many there are, and the parts of the score."""
    ranked = session.execute(best.limit(reach.ranked)).all()
    hits = [Hit(kind, key, tuple(tenths)) for key, _, *tenths in ranked]
    return Hits(hits, min(ranked[0][1], MOST_COUNTED) if ranked else 0)
