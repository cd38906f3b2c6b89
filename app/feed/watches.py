"""Records what members watch."""

from datetime import datetime, timedelta

from sqlalchemy import case, literal, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from app.accounts.viewers import Viewer
from app.models import TasteSettings, Watch, WatchKind

SAME_WATCH = timedelta(minutes=30)
"""Told again within this time, it is the same watch."""


def record(session: Session, viewer: Viewer, video_key: int, kind: WatchKind, now: datetime) -> None:
    """Note that a member watched a video, by its database id; nothing is kept of one whose deck does not learn."""
    learns = select(TasteSettings.learns).where(TasteSettings.user_id == viewer.id)
    if session.scalar(learns) is False:
        return
    values = {"user_id": viewer.id, "video_id": video_key, "kind": kind, "last_at": now}
    is_another = Watch.last_at <= literal(now) - SAME_WATCH
    again = {"count": case((is_another, Watch.count + 1), else_=Watch.count), "last_at": now}
    row = insert(Watch).values(values)
    session.execute(row.on_conflict_do_update(index_elements=["user_id", "video_id", "kind"], set_=again))
