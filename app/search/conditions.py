"""What of each kind a query asks for, as conditions; with the rule of visibility, so that nothing hidden is found."""

from dataclasses import dataclass, field

from sqlalchemy import ColumnElement, Select, SQLColumnExpression, cast, select
from sqlalchemy.dialects.postgresql import TSQUERY
from sqlalchemy.orm import Session

from app.models import Channel, Post, RankingEntry, Region, User, Video
from app.search.folding import fold
from app.search.query import Kind, Query
from app.search.tsquery import any_of, both, tsquery
from app.social.reader import Reader, Surface
from app.social.visibility import sees_member, sees_post

MAX_AUTHORS = 50

Conditions = list[ColumnElement[bool]]


@dataclass(slots=True)
class Asked:
    """What a row has to be: it holds the `words`, a tsquery, of which the index knows the `loose` form; it meets the
    `narrowing`, and the `others`, which are asked last; and it is one of `among`, when there are such. When it
    `is_rare`, few rows hold the words.
    """

    words: str
    loose: str
    narrowing: Conditions = field(default_factory=list)
    others: Conditions = field(default_factory=list)
    is_rare: bool = False
    among: Select[int] | None = None


def conditions(session: Session, reader: Reader, query: Query, kind: Kind) -> Asked | None:
    """What a row of a kind has to be; None when none of this kind can be what is asked for."""
    if not query.asks or (query.kinds and kind not in query.kinds):
        return None
    match kind:
        case Kind.VIDEO:
            return of_videos(session, query)
        case Kind.POST:
            return _of_post(session, reader, query)
        case Kind.PERSON if not query.is_narrowed:
            # Members are few beside texts, and each name is a word of its own.
            return Asked(*_words(query.unbounded), others=[sees_member(reader, Surface.SEARCH)])
    return None


def of_videos(session: Session, query: Query) -> Asked | None:
    """The same of videos, which are everybody's."""
    if not query.asks:
        return None
    channels = select(Channel.id).where(Channel.folded.in_([fold(author)[:200] for author in query.authors]))
    ids = list(session.scalars(channels.limit(MAX_AUTHORS))) if query.authors else []
    if query.authors and not ids:
        return None
    asked = Asked(*_words(query, any_of("lang", query.languages), any_of("by", ids)), is_rare=query.is_rare)
    if query.regions:
        places = select(RankingEntry.video_id).join(Region, Region.ranking_id == RankingEntry.ranking_id)
        asked.among = places.where(Region.code.in_(query.regions))
    if query.since:
        asked.narrowing.append(Video.published_at >= query.since)
    if query.until:
        asked.narrowing.append(Video.published_at < query.until)
    return asked


def _of_post(session: Session, reader: Reader, query: Query) -> Asked | None:
    if query.languages:  # nobody says in which language a post is
        return None
    names = select(User.id).where(User.username.in_(query.authors))
    ids = list(session.scalars(names.limit(MAX_AUTHORS))) if query.authors else []
    if query.authors and not ids:
        return None
    asked = Asked(*_words(query, any_of("region", query.regions), any_of("by", ids)), others=standing(reader))
    if query.since:
        asked.narrowing.append(Post.created_at >= query.since)
    if query.until:
        asked.narrowing.append(Post.created_at < query.until)
    return asked


def standing(reader: Reader) -> Conditions:
    """That a post stands, and that the reader sees it in a search."""
    return [Post.deleted_at.is_(None), Post.removed_at.is_(None), sees_post(reader, Surface.SEARCH)]


def holds(search: SQLColumnExpression[str], asked: str) -> Conditions:
    """That a row holds what a tsquery asks for; nothing for none."""
    return [search.op("@@", is_comparison=True)(cast(asked, TSQUERY))] if asked else []


def _words(query: Query, *rest: str) -> tuple[str, str]:
    return both(tsquery(query), *rest), both(tsquery(query, is_loose=True), *rest)
