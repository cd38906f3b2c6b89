"""Looks things up in the indexes: what of one kind is found, ranked, from a bounded number of rows."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import CTE, Select, SQLColumnExpression, String, cast, func, select, union
from sqlalchemy.dialects.postgresql import TSQUERY
from sqlalchemy.orm import Session

from app.models import Post, RankingEntry, Region, User, Video
from app.search import score
from app.search.conditions import Conditions, conditions, of_videos, standing
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
    """How many rows a lookup compares: all `matches`, or where they are more the `first` of them and what rises."""

    matches: int = 3000
    first: int = 300
    ranked: int = MOST_RANKED


Order = Sequence[SQLColumnExpression[Any]]
Rows = Select[*tuple[Any, ...]]

_BY_VIEWS: Order = (Video.views.desc().nulls_last(), Video.id)

FULL, OF_POSTS, OF_SUGGESTIONS = Reach(), Reach(1000, 300), Reach(200, 60, 4)


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
            return _videos(session, reader, query, asked, reach or FULL)
        case Kind.POST:
            return _posts(session, reader, query, asked, reach or OF_POSTS)
    return _people(session, reader, query, asked, reach or OF_POSTS)


def counted(session: Session, reader: Reader, query: Query, kind: Kind) -> int:
    """How many of one kind a query finds, MOST_COUNTED at most."""
    if kind is Kind.TAG:
        return tags(session, reader, query).count
    asked = conditions(session, reader, query, kind)
    if asked is None:
        return 0
    column = {Kind.VIDEO: Video.id, Kind.POST: Post.id, Kind.PERSON: User.id}[kind]
    rows = select(column).where(*asked).limit(MOST_COUNTED).subquery()
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
    found = _found(select(Video.id, Video.views).where(*asked), _BY_VIEWS, FULL)
    keys = session.scalars(
        select(found.c.id).order_by(found.c.views.desc().nulls_last(), found.c.id).limit(limit)
    ).all()
    rows = session.execute(facts_select().where(Video.id.in_(keys))).all() if keys else []
    return facts(session, sorted(rows, key=lambda row: keys.index(row.key)))


def facts(session: Session, rows: Sequence[Any]) -> list[VideoFacts]:
    """The videos in rows of `facts_select`, with the regions that list them now."""
    regions = regions_now(session, [row.key for row in rows])
    return [facts_from(row, regions.get(row.key, [])) for row in rows]


def _videos(session: Session, reader: Reader, query: Query, asked: Conditions, reach: Reach) -> Hits:
    places = (
        select(RankingEntry.video_id, func.min(RankingEntry.rank).label("rank"))
        .join(Region, Region.ranking_id == RankingEntry.ranking_id)
        .group_by(RankingEntry.video_id)
        .cte("places")
    )
    parts = score.tenths(
        score.spelling(query, Video.title),
        score.relevance(query, Video.search),
        score.rising_place(places.c.rank),
        score.recency(Video.published_at, reader.now),
    )
    rows = select(Video.id, Video.views.label("tie"), *parts).where(*asked)
    risen = rows.join(places, places.c.video_id == Video.id)
    return _hits(session, Kind.VIDEO, rows.outerjoin(places, places.c.video_id == Video.id), _BY_VIEWS, reach, risen)


def _posts(session: Session, reader: Reader, query: Query, asked: Conditions, reach: Reach) -> Hits:
    parts = score.tenths(
        score.spelling(query, Post.title + " " + func.left(Post.content, 1000)),
        score.relevance(query, Post.search),
        score.rising_count(Kind.POST, Post.likes_count + Post.comments_count),
        score.recency(Post.created_at, reader.now),
    )
    rows = select(Post.id, Post.id.label("tie"), *parts).where(*asked)
    return _hits(session, Kind.POST, rows, (Post.id.desc(),), reach)


def _people(session: Session, reader: Reader, query: Query, asked: Conditions, reach: Reach) -> Hits:
    parts = score.tenths(
        score.spelling(query, cast(User.username, String)),
        score.relevance(query, User.search),
        score.rising_count(Kind.PERSON, User.followers_count),
        score.recency(User.created_at, reader.now),
    )
    rows = select(User.id, User.followers_count.label("tie"), *parts).where(*asked)
    return _hits(session, Kind.PERSON, rows, (User.id.desc(),), reach)


def _found(rows: Rows, order: Order, reach: Reach, risen: Rows | None = None) -> CTE:
    """All `rows`; where those are many the first ones in `order`, and those of `risen`.

    All is read from the index in no order, which costs the same for any words; only words that are known to be common
    are looked for along `order`, where they come soon.
    """
    matches = rows.limit(reach.matches).cte("matches")
    are_many = select(func.count() >= reach.matches).select_from(matches).scalar_subquery()
    first = rows.where(are_many).order_by(*order).limit(reach.first).cte("first")
    parts = [select(matches).where(~are_many), select(first)]
    if risen is not None:
        parts.append(risen.where(are_many))
    return union(*parts).cte("found")


def _hits(session: Session, kind: Kind, rows: Rows, order: Order, reach: Reach, risen: Rows | None = None) -> Hits:
    """The hits of rows of an id, of what parts equal scores, and of the parts of the score."""
    found = _found(rows, order, reach, risen)
    parts = [found.c[name] for name in score.WEIGHTS]
    best = (sum(parts[1:], start=parts[0]).desc(), found.c.tie.desc().nulls_last(), found.c.id)
    ranked = session.execute(select(found.c.id, func.count().over(), *parts).order_by(*best).limit(reach.ranked)).all()
    hits = [Hit(kind, key, tuple(tenths)) for key, _, *tenths in ranked]
    return Hits(hits, min(ranked[0][1], MOST_COUNTED) if ranked else 0)
