"""The versions of a post: everybody who sees it sees how it came about, but not what a moderator took out of it."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import BigInteger, Select, and_, func, select, type_coerce
from sqlalchemy.orm import Session

from app.models import Post, PostVersion, User
from app.social.paging import MAX_LIMIT, Page, Window
from app.social.reader import Reader, Surface
from app.social.visibility import sees_member

NEWEST = Window(MAX_LIMIT)


@dataclass(frozen=True, slots=True)
class SeenVersion:
    """A version; `editor` is None when the reader does not see them, `reason` is told to the author and to staff."""

    version: PostVersion
    editor: User | None
    reason: str | None


def versions(session: Session, reader: Reader, post: Post, window: Window = NEWEST) -> Page[SeenVersion]:
    """The versions of a post that the reader sees, the newest first; `window` counts by version.

    Others than the author and staff get those since a moderator last edited.
    """
    knows_all = reader.is_staff or reader.id == post.author_id
    is_editor = and_(User.id == PostVersion.editor_id, sees_member(reader, Surface.DIRECT))
    query: Select[*tuple[Any, ...]] = select(PostVersion, User).outerjoin(User, is_editor)
    query = query.where(PostVersion.post_id == post.id)
    if not knows_all:
        moderated = select(func.max(PostVersion.version)).where(
            PostVersion.post_id == post.id, PostVersion.reason.is_not(None)
        )
        query = query.where(PostVersion.version >= func.coalesce(moderated.scalar_subquery(), 1))
    number = type_coerce(PostVersion.version, BigInteger)  # a window has bounds of any size
    rows = session.execute(window.apply(query, number))
    return window.page([SeenVersion(kept, editor, kept.reason if knows_all else None) for kept, editor in rows])
