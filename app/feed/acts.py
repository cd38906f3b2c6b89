"""What members did with videos, as rows that `columns` reads."""

from typing import Any

from sqlalchemy import CompoundSelect, Connection, Select, case, func, literal, or_, select, union_all

from app.feed import weights
from app.feed.columns import Arrays, columns, seconds, whole
from app.feed.weights import Act
from app.models import DeckFeedback, FeedbackKind, Post, TasteSettings, VideoLike, VideoSave, Watch, WatchKind

_WATCHES = {WatchKind.VIEW: Act.VIEW, WatchKind.PLAY: Act.PLAY, WatchKind.COMPLETE: Act.COMPLETE}


def of_members(connection: Connection, first: int, last: int) -> Arrays:
    """All acts of the members with these ids and those between: user_id, video_id, kind, at."""
    return columns(connection, _acts(lambda user_id: user_id.between(first, last)))


def of_some(connection: Connection) -> Arrays:
    """The acts that may be learnt from of about as many members as have SAMPLE_EVENTS acts: of every nth by id."""
    every = 1 + _count(connection) // weights.SAMPLE_EVENTS
    acts = _acts(lambda user_id: user_id % every == 0).subquery("acts")
    rows = select(acts).outerjoin(TasteSettings, TasteSettings.user_id == acts.c.user_id)
    settings_allow = or_(
        TasteSettings.user_id.is_(None),
        TasteSettings.is_on & TasteSettings.learns & (acts.c.at >= func.coalesce(seconds(TasteSettings.reset_at), 0.0)),
    )
    return columns(connection, rows.where(settings_allow))


def _count(connection: Connection) -> int:
    tables = VideoLike, VideoSave, Watch, DeckFeedback
    return sum(connection.scalar(select(func.count()).select_from(table)) or 0 for table in tables)


def _acts(of: Any) -> CompoundSelect[Any]:
    return union_all(
        _rows(VideoLike, literal(int(Act.LIKE)), VideoLike.created_at, of),
        _rows(VideoSave, literal(int(Act.SAVE)), VideoSave.created_at, of),
        _rows(Watch, case({kind: int(act) for kind, act in _WATCHES.items()}, value=Watch.kind), Watch.last_at, of),
        _rows(
            DeckFeedback,
            case({FeedbackKind.MORE: int(Act.MORE)}, value=DeckFeedback.kind, else_=int(Act.LESS)),
            DeckFeedback.created_at,
            of,
        ).where(DeckFeedback.kind != FeedbackKind.HIDE),
        select(
            Post.author_id.label("user_id"),
            Post.video_id.label("video_id"),
            whole(literal(int(Act.POST))).label("kind"),
            seconds(Post.created_at).label("at"),
        ).where(of(Post.author_id), Post.video_id.is_not(None), Post.deleted_at.is_(None), Post.removed_at.is_(None)),
    )


def _rows(table: Any, kind: Any, at: Any, of: Any) -> Select[Any]:
    return select(table.user_id, table.video_id, whole(kind).label("kind"), seconds(at).label("at")).where(
        of(table.user_id)
    )
