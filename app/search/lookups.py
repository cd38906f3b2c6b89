"""Looks things up in the indexes: what of one kind is found, ranked, from a bounded number of rows."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import (
    CTE,
    ColumnElement,
    Select,
    SQLColumnExpression,
    String,
    and_,
    cast,
    func,
    select,
    true,
    union,
)
from sqlalchemy.orm import Session

from app.models import Post, RankingEntry, Region, User, Video
from app.search import score
from app.search.conditions import Asked, conditions, holds, of_videos, standing
from app.search.folding import tag_token
from app.search.query import Kind, Query
from app.search.score import Hit
from app.search.shelves import runs, stands_on
from app.search.tsquery import lexeme
from app.social.reader import Reader
from app.trending.facts import VideoFacts, facts_from, facts_select, regions_now

MOST_RANKED, MOST_COUNTED = 200, 100
"""Things that a ranking holds, and that are counted before the count is only a lower bound."""

MOST_TAGGED = 300
"""The newest posts that are read for the tags they have."""

MOST_READ = 1_500
"""Rows of a run of shelves that are read to see where their words stand, which the index does not know."""

Rows = Select[*tuple[Any, ...]]


@dataclass(slots=True)
class Hits:
    """What was found, the best first, and how many there are; MOST_COUNTED stands for as many or more."""

    hits: list[Hit] = field(default_factory=list)
    count: int = 0


def ranked(session: Session, reader: Reader, query: Query, kind: Kind, scored: int = MOST_RANKED) -> Hits:
    """What of one kind a query finds, of `scored` matches."""
    if kind is Kind.TAG:
        return tags(session, reader, query)
    asked = conditions(session, reader, query, kind)
    if asked is None:
        return Hits()
    look_up = {Kind.VIDEO: _videos, Kind.POST: _posts, Kind.PERSON: _people}[kind]
    rows = session.execute(look_up(reader, query, asked, scored)).all()
    hits = [Hit(kind, key, tuple(tenths)) for key, *tenths in rows]
    best = sorted(hits, key=lambda hit: -hit.score)  # of equals those that were the first in their order
    return Hits(best[:MOST_RANKED], min(len(hits), MOST_COUNTED))


def counted(session: Session, reader: Reader, query: Query, kind: Kind) -> int:
    """How many of one kind a query finds, MOST_COUNTED at most."""
    if kind is Kind.TAG:
        return tags(session, reader, query).count
    asked = conditions(session, reader, query, kind)
    if asked is None:
        return 0
    table: Any = {Kind.VIDEO: Video, Kind.POST: Post, Kind.PERSON: User}[kind]
    found = _found(table, asked, MOST_COUNTED)
    return session.scalars(select(func.count()).select_from(found)).one()


def tags(session: Session, reader: Reader, query: Query) -> Hits:
    """Tags of the newest posts that the reader sees, which are or begin with the words; the most used first."""
    name = "#" + query.folded.replace(" ", "")
    if not query.terms or query.excluded or query.is_narrowed or (query.kinds and Kind.TAG not in query.kinds):
        return Hits()
    is_prefix = query.terms[-1].is_prefix
    asked = lexeme(name) + (":*" if is_prefix else "")
    rows = select(Post.tags).where(*holds(Post.search, asked), *standing(reader)).order_by(Post.id.desc())
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
    found = _found(Video, asked, max(limit, MOST_RANKED))
    best = select(Video.id).join(found, found.c.id == Video.id).order_by(*_by_views(Video)).limit(limit)
    keys = session.scalars(best).all()
    rows = session.execute(facts_select().where(Video.id.in_(keys))).all() if keys else []
    return facts(session, sorted(rows, key=lambda row: keys.index(row.key)))


def facts(session: Session, rows: Sequence[Any]) -> list[VideoFacts]:
    """The videos in rows of `facts_select`, with the regions that list them now."""
    regions = regions_now(session, [row.key for row in rows])
    return [facts_from(row, regions.get(row.key, [])) for row in rows]


def _videos(reader: Reader, query: Query, asked: Asked, scored: int) -> Rows:
    places = (
        select(RankingEntry.video_id, func.min(RankingEntry.rank).label("rank"))
        .join(Region, Region.ranking_id == RankingEntry.ranking_id)
        .group_by(RankingEntry.video_id)
        .cte("places")
    )
    found = _found(Video, asked, scored)
    is_cut = select(func.count() >= scored).select_from(found).scalar_subquery()
    risen = select(Video.id).join(places, places.c.video_id == Video.id).where(is_cut, *_fits(Video, asked))
    both = union(select(found.c.id), risen).cte("found_and_risen")
    parts = score.tenths(
        score.spelling(query, Video.title),
        score.relevance(query, Video.search),
        score.rising_place(places.c.rank),
        score.recency(Video.published_at, reader.now),
    )
    rows = select(Video.id, *parts).join(both, both.c.id == Video.id)
    rows = rows.outerjoin(places, places.c.video_id == Video.id)
    return rows.order_by(*_by_views(Video))


def _posts(reader: Reader, query: Query, asked: Asked, scored: int) -> Rows:
    found = _found(Post, asked, scored)
    parts = score.tenths(
        score.spelling(query, Post.title + " " + func.left(Post.content, 1000)),
        score.relevance(query, Post.search),
        score.rising_count(Kind.POST, Post.likes_count + Post.comments_count),
        score.recency(Post.created_at, reader.now),
    )
    rows = select(Post.id, *parts).join(found, found.c.id == Post.id)
    return rows.order_by(Post.id.desc())


def _people(reader: Reader, query: Query, asked: Asked, scored: int) -> Rows:
    found = _found(User, asked, scored)
    parts = score.tenths(
        score.spelling(query, cast(User.username, String)),
        score.relevance(query, User.search),
        score.rising_count(Kind.PERSON, User.followers_count),
        score.recency(User.created_at, reader.now),
    )
    rows = select(User.id, *parts).join(found, found.c.id == User.id)
    return rows.order_by(User.id)


def _found(table: Any, asked: Asked, most: int) -> CTE:
    """The ids of the matches that are scored, the most viewed or newest.

    What is not rare is read run by run, until there are `most`.
    """
    if not asked.loose or asked.among is not None:
        return select(table.id).where(*_fits(table, asked)).order_by(*_order(table, table)).limit(most).cte("found")
    run = runs(table)
    held = (*holds(table.search, asked.loose), *asked.narrowing)
    on_run = () if asked.is_rare else (stands_on(table, run.c.shelves),)
    views = (Video.views,) if table is Video else ()
    is_exact = and_(true(), *holds(table.search, asked.words)).label("is_exact")
    matches = select(table.id, *views, is_exact).where(*on_run, *held)
    bounded = matches.limit(MOST_READ) if asked.words != asked.loose else matches.offset(0)
    read = bounded.correlate(run).lateral("read")
    fitting = select(read).where(read.c.is_exact).order_by(*_order(table, read.c)).correlate(run).lateral("fitting")
    # In this order, so that what the reader sees is asked of no more than it takes.
    source = fitting if asked.is_rare else run.join(fitting, true())
    found = select(fitting.c.id).select_from(source.join(table, table.id == fitting.c.id)).where(*asked.others)
    order = _order(table, fitting.c) if asked.is_rare else (run.c.number,)
    return found.order_by(*order).limit(most).cte("found")


def _fits(table: Any, asked: Asked) -> Sequence[ColumnElement[bool]]:
    among = () if asked.among is None else (table.id.in_(asked.among),)
    return *among, *holds(table.search, asked.words), *asked.narrowing, *asked.others


def _order(table: Any, columns: Any) -> Sequence[SQLColumnExpression[Any]]:
    """Videos by views, what members write and they themselves the newest first."""
    return _by_views(columns) if table is Video else (columns.id.desc(),)


def _by_views(columns: Any) -> Sequence[SQLColumnExpression[Any]]:
    return columns.views.desc().nulls_last(), columns.id
