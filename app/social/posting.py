"""Writing posts: making, editing by version, deleting, restoring, and purging what was deleted long ago."""

from datetime import datetime, timedelta

from sqlalchemy import delete as delete_from
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.access import NotAllowed, Permission, may
from app.accounts.attempts import Allowance
from app.accounts.viewers import Viewer
from app.models import Post, PostVersion, Video
from app.social.drafts import PostChanges, PostDraft
from app.social.ids import parse_id
from app.social.markdown import render
from app.social.posts import UnknownPost
from app.social.texts import folded_post
from app.social.withdrawal import ReasonNeeded, withdraw
from app.trending.videos import UnknownVideo, key_of

POSTS_OF_MEMBER = Allowance("60 per hour", "post")
KEPT = timedelta(days=30)
"""So long a deleted post can be restored."""


class StaleEdit(Exception):
    """The post has another version than the one that was edited; `current` is the post as it is."""

    def __init__(self, current: Post) -> None:
        super().__init__(f"version {current.version}")
        self.current = current


class NoSuchVideo(LookupError):
    """The video that a post is to be about is none."""


def create(session: Session, viewer: Viewer, draft: PostDraft, now: datetime) -> Post:
    """A new post, flushed. Raises `NoSuchVideo`."""
    post = Post(author_id=viewer.id, version=1, created_at=now)
    _write(session, post, draft, set(PostDraft.model_fields), now)
    session.add(post)
    session.flush()
    _keep_version(session, post, viewer, None)
    return post


def edit(
    session: Session,
    viewer: Viewer,
    post: Post,
    changes: PostChanges,
    version: int,
    now: datetime,
    reason: str | None = None,
) -> Post:
    """Change a post that has the version `version`, which makes the next one; `post` then is as the database has it.

    Whoever else edits it waits. Raises `NotAllowed`, `ReasonNeeded`, `StaleEdit`, `NoSuchVideo`, and `UnknownPost` when
    it was deleted meanwhile.
    """
    is_own = post.author_id == viewer.id
    if not is_own and not may(viewer, Permission.MODERATE):
        raise NotAllowed("Only its author or a moderator can change a post.")
    if not is_own and reason is None:
        raise ReasonNeeded
    current = _locked(session, post.id)
    if current.deleted_at is not None:
        raise UnknownPost(str(post.id))
    if is_own and current.removed_at is not None:
        raise NotAllowed("An admin removed this post, so it can no longer be changed.")
    if current.version != version:
        raise StaleEdit(current)
    _write(session, current, changes, changes.model_fields_set, now)
    current.version += 1
    session.flush()
    _keep_version(session, current, viewer, None if is_own else reason)
    return current


def delete(session: Session, viewer: Viewer, post: Post, now: datetime, reason: str | None = None) -> None:
    """Take a post back: its author for KEPT, an admin with a reason. Raises `NotAllowed`, `ReasonNeeded`."""
    withdraw(viewer, _locked(session, post.id), now, reason)
    session.flush()


def deleted(session: Session, viewer: Viewer, post_id: int | str, now: datetime) -> tuple[Post, datetime]:
    """A post that the viewer deleted, and until when they may restore it. Raises `UnknownPost`."""
    key = parse_id(post_id)
    mine = select(Post).where(Post.id == key, Post.author_id == viewer.id, Post.deleted_at >= now - KEPT)
    post = session.scalar(mine)
    if post is None or post.deleted_at is None:
        raise UnknownPost(str(post_id))
    return post, post.deleted_at + KEPT


def restore(session: Session, viewer: Viewer, post_id: int | str, now: datetime) -> Post:
    """Undo that its author deleted a post; nothing happens to one that stands. Raises `UnknownPost`."""
    key = parse_id(post_id)
    if key is None:
        raise UnknownPost(str(post_id))
    post = _locked(session, key)
    is_gone = post.deleted_at is not None and post.deleted_at < now - KEPT
    if post.author_id != viewer.id or is_gone:
        raise UnknownPost(str(post_id))
    post.deleted_at = None
    session.flush()
    return post


def purge(session: Session, now: datetime) -> int:
    """Delete for good what was deleted longer ago than KEPT, with all that hangs on it; how many posts."""
    old = delete_from(Post).where(Post.deleted_at < now - KEPT).returning(Post.id)
    return len(session.scalars(old).all())


def _locked(session: Session, key: int) -> Post:
    """The post as it is, and nobody changes it before this transaction ends."""
    query = select(Post).where(Post.id == key).with_for_update(key_share=True).execution_options(populate_existing=True)
    post = session.scalar(query)
    if post is None:
        raise UnknownPost(str(key))
    return post


def _write(session: Session, post: Post, draft: PostDraft | PostChanges, fields: set[str], now: datetime) -> None:
    if "video_id" in fields:
        _move(session, post, None if draft.video_id is None else _video_key(session, draft.video_id))
    if "region" in fields:
        post.region_code = draft.region
    for name in fields & {"title", "content", "tags"}:
        setattr(post, name, getattr(draft, name))
    post.content_html = render(post.content)
    post.folded = folded_post(post.title, post.content, post.tags)
    post.updated_at = now


def _move(session: Session, post: Post, video_key: int | None) -> None:
    """To another video. Both are counted anew, so both are locked, in the order of ids: two moves never wait for each
    other."""
    if post.video_id is not None and video_key is not None and post.video_id != video_key:
        both = select(Video.id).where(Video.id.in_((post.video_id, video_key))).order_by(Video.id)
        session.execute(both.with_for_update(key_share=True))
    post.video_id = video_key


def _video_key(session: Session, source_id: str) -> int:
    try:
        return key_of(session, source_id)
    except UnknownVideo:
        raise NoSuchVideo(source_id)


def _keep_version(session: Session, post: Post, editor: Viewer, reason: str | None) -> None:
    kept = PostVersion(
        post_id=post.id,
        version=post.version,
        title=post.title,
        content=post.content,
        tags=post.tags,
        editor_id=editor.id,
        reason=reason,
        created_at=post.updated_at,
    )
    session.add(kept)
    session.flush()
