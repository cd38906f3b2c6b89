"""Taking back what was written: its author deletes it, an admin removes it and says why."""

from datetime import datetime

from app.accounts.access import NotAllowed, Permission, may
from app.accounts.viewers import Viewer
from app.models import Comment, Post


class ReasonNeeded(Exception):
    """Who changes or removes what somebody else wrote has to say why."""


def withdraw(viewer: Viewer, written: Post | Comment, now: datetime, reason: str | None) -> None:
    """Delete what is the viewer's, remove what is another's. Raises `NotAllowed`, `ReasonNeeded`."""
    if written.author_id == viewer.id:
        written.deleted_at = now
        return
    if not may(viewer, Permission.ADMINISTER):
        raise NotAllowed("Only its author or an admin can take this back.")
    if reason is None:
        raise ReasonNeeded
    if written.removed_at is None:
        written.removed_at, written.removed_by_id, written.removal_reason = now, viewer.id, reason
