"""When decks should be built anew."""

from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.feed import snapshots
from app.models import DeckFeedback, VideoLike, VideoSave, Watch

ENOUGH = 2000
"""Events after which decks are built before the night."""
REST = timedelta(minutes=30)
"""Decks are not built more often."""


def newest_watermark(decks: Path) -> datetime | None:
    """The time up to which the newest usable decks know what members did; None without any."""
    newest = next(snapshots.usable(decks), None)
    return None if newest is None else datetime.fromisoformat(newest.meta.watermark)


def is_due(session: Session, decks: Path, now: datetime) -> bool:
    """Whether there are no decks, or enough has been done since they were built. Looks at no more than ENOUGH rows
    of each kind."""
    since = newest_watermark(decks)
    if since is None:
        return True
    if now - since < REST:
        return False
    events = 0
    for at, newest in (
        (VideoLike.created_at, VideoLike.id),
        (VideoSave.created_at, VideoSave.id),
        (Watch.last_at, Watch.last_at),
        (DeckFeedback.created_at, DeckFeedback.created_at),
    ):
        last = select(at.label("at")).order_by(newest.desc()).limit(ENOUGH).subquery("last")
        events += session.scalar(select(func.count()).where(last.c.at > since)) or 0
    return events >= ENOUGH
