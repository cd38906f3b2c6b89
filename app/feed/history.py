"""What one member did with videos of late, as the events that their taste is read from."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, literal, select, union_all
from sqlalchemy.orm import InstrumentedAttribute, Session

from app.feed.taste import Event, EventKind, Traits
from app.models import Category, Channel, DeckFeedback, FeedbackKind, Post, Video, VideoLike, VideoSave, Watch

MOST = 500
"""Events of a member that are read, the newest."""


def events(session: Session, user_id: int, since: datetime | None) -> list[Event]:
    """The last MOST events of a member after a time, the newest first, in one statement."""
    each = union_all(*(_newest(*source, user_id, since) for source in _SOURCES)).subquery("each")
    last = select(each).order_by(each.c.at.desc()).limit(MOST).subquery("last")
    rows = traits_select(last.c.kind, last.c.at).join(last, last.c.video_id == Video.id)
    found = session.execute(rows.order_by(last.c.at.desc(), last.c.kind, Video.id))
    return [Event(EventKind(row.kind), row.at, traits_from(row)) for row in found]


def traits_select(*more: Any) -> Select[*tuple[Any, ...]]:
    """Videos with what `traits_from` reads, then `more`."""
    return (
        select(
            Video.id,
            Video.source_id,
            Video.title,
            Video.channel_id,
            Channel.title,
            Video.category_id,
            Category.title,
            Video.tags,
            Video.language,
            *more,
        )
        .select_from(Video)
        .outerjoin(Channel, Channel.id == Video.channel_id)
        .outerjoin(Category, Category.id == Video.category_id)
    )


def traits_from(row: Any) -> Traits:
    """The traits in a row of `traits_select`."""
    key, source_id, title, channel_id, channel, category_id, category, tags, language = row[:9]
    return Traits(key, source_id, title, channel_id, channel, category_id, category, tuple(tags), language)


Column = InstrumentedAttribute[Any] | ColumnElement[Any]
_SOURCES: tuple[tuple[Column, Column, Column, Column, tuple[ColumnElement[bool], ...]], ...] = (
    (literal(EventKind.LIKE), VideoLike.video_id, VideoLike.created_at, VideoLike.user_id, ()),
    (literal(EventKind.SAVE), VideoSave.video_id, VideoSave.created_at, VideoSave.user_id, ()),
    (Watch.kind, Watch.video_id, Watch.last_at, Watch.user_id, ()),
    (
        literal(EventKind.POST),
        Post.video_id,
        Post.created_at,
        Post.author_id,
        (Post.video_id.is_not(None), Post.deleted_at.is_(None), Post.removed_at.is_(None)),
    ),
    (
        DeckFeedback.kind,
        DeckFeedback.video_id,
        DeckFeedback.created_at,
        DeckFeedback.user_id,
        (DeckFeedback.kind != FeedbackKind.HIDE,),
    ),
)
"""Of each table of events: kind, video, time, member, and which of its rows are events."""


def _newest(
    kind: Column,
    video_id: Column,
    at: Column,
    owner: Column,
    conditions: tuple[ColumnElement[bool], ...],
    user_id: int,
    since: datetime | None,
) -> Select[str, int, datetime]:
    rows = select(kind.label("kind"), video_id.label("video_id"), at.label("at"))
    rows = rows.where(owner == user_id, *conditions)
    if since is not None:
        rows = rows.where(at > since)
    newest = rows.order_by(at.desc()).limit(MOST).subquery()
    return select(newest.c.kind, newest.c.video_id, newest.c.at)
