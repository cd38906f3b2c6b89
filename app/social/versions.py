"""The versions that a post has had, with who made each."""

from dataclasses import dataclass

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from app.models import Post, PostVersion, User
from app.social.paging import Page, Window
from app.social.reader import Reader, Surface
from app.social.visibility import sees_member


@dataclass(frozen=True, slots=True)
class SeenVersion:
    """A version; without `editor` whoever made it is not one whom the reader sees."""

    version: PostVersion
    editor: User | None


def of_post(session: Session, reader: Reader, post_id: int, window: Window) -> Page[SeenVersion]:
    """The versions of a post that the reader sees, the newest first; the window is one of version numbers."""
    query = (
        select(PostVersion, User)
        .outerjoin(User, and_(User.id == PostVersion.editor_id, sees_member(reader, Surface.DIRECT)))
        .where(PostVersion.post_id == post_id)
    )
    rows = session.execute(window.apply(query, PostVersion.version))
    return window.page([SeenVersion(*row) for row in rows])


def latest_reason(session: Session, post: Post) -> str | None:
    """What a moderator stated who edited the post last; None when its author did."""
    if post.version == 1:
        return None
    last = (PostVersion.post_id == post.id, PostVersion.version == post.version)
    return session.scalar(select(PostVersion.reason).where(*last))
