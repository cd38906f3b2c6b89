"""Writing comments: making, editing for a while, deleting, and purging what was deleted long ago."""

from datetime import datetime, timedelta

from sqlalchemy import delete as delete_from
from sqlalchemy import exists, select, update
from sqlalchemy.orm import Session, aliased

from app.accounts.access import NotAllowed
from app.accounts.attempts import Allowance
from app.accounts.viewers import Viewer
from app.models import Comment, Post
from app.search.folding import fold
from app.social.comments import UnknownComment, find
from app.social.drafts import CommentChanges, CommentDraft
from app.social.markdown import render
from app.social.posting import KEPT
from app.social.reader import Reader
from app.social.withdrawal import withdraw

COMMENTS_OF_MEMBER = Allowance("300 per hour", "comment")
EDITABLE_FOR = timedelta(minutes=15)
_WIPED = "…"


class NoSuchReply(LookupError):
    """What a comment is to answer is no comment under its post that the reader sees."""


def create(session: Session, viewer: Viewer, reader: Reader, post: Post, draft: CommentDraft) -> Comment:
    """A new comment under a post that the reader, who is the viewer, sees; flushed.

    A reply to a reply stands under the same comment as that. Raises `NotAllowed`, `NoSuchReply`.
    """
    if post.removed_at is not None:
        raise NotAllowed("This post was removed, so nobody can comment on it.")
    top = None if draft.reply_to_id is None else _top(session, reader, post, draft.reply_to_id)
    comment = Comment(post_id=post.id, author_id=viewer.id, reply_to_id=top, created_at=reader.now)
    _write(comment, draft.content)
    session.add(comment)
    session.flush()
    return comment


def edit(session: Session, viewer: Viewer, comment: Comment, changes: CommentChanges, now: datetime) -> None:
    """Change one's own comment within EDITABLE_FOR.

    Raises `NotAllowed`, and `UnknownComment` when it was deleted meanwhile.
    """
    _lock(session, comment)
    require_editable(viewer, comment, now)
    _write(comment, changes.content)
    comment.edited_at = now
    session.flush()


def require_editable(viewer: Viewer, comment: Comment, now: datetime) -> None:
    """Raises `NotAllowed` unless the viewer may change a comment now."""
    if comment.author_id != viewer.id:
        raise NotAllowed("Only its author can change a comment.")
    if comment.removed_at is not None:
        raise NotAllowed("An admin removed this comment, so it can no longer be changed.")
    if now - comment.created_at > EDITABLE_FOR:
        minutes = EDITABLE_FOR // timedelta(minutes=1)
        raise NotAllowed(f"A comment can be changed for {minutes} minutes. Delete it, or answer it with another.")


def delete(session: Session, viewer: Viewer, comment: Comment, now: datetime, reason: str | None = None) -> None:
    """Take a comment back: its author, or an admin with a reason.

    Raises `NotAllowed`, `ReasonNeeded`, and `UnknownComment` when it was deleted meanwhile.
    """
    _lock(session, comment)
    withdraw(viewer, comment, now, reason)
    session.flush()


def purge(session: Session, now: datetime) -> int:
    """Delete for good what was deleted longer ago than `posting.KEPT`; of what has replies the words alone."""
    is_old = Comment.deleted_at < now - KEPT
    reply = aliased(Comment)
    has_replies = exists().where(reply.reply_to_id == Comment.id)
    gone = session.scalars(delete_from(Comment).where(is_old, ~has_replies).returning(Comment.id)).all()
    wiped = update(Comment).where(is_old, Comment.content != _WIPED)
    session.execute(wiped.values(content=_WIPED, content_html="", folded=""))
    return len(gone)


def _top(session: Session, reader: Reader, post: Post, reply_to_id: str) -> int:
    try:
        answered = find(session, reader, reply_to_id)
    except UnknownComment:
        raise NoSuchReply
    if answered.is_placeholder or answered.comment.post_id != post.id:
        raise NoSuchReply
    return answered.comment.reply_to_id or answered.comment.id


def _lock(session: Session, comment: Comment) -> None:
    """Have the comment as it is, and nobody change it before this transaction ends. Raises `UnknownComment`."""
    query = select(Comment).where(Comment.id == comment.id, Comment.deleted_at.is_(None))
    if session.scalar(query.with_for_update(key_share=True).execution_options(populate_existing=True)) is None:
        raise UnknownComment(str(comment.id))


def _write(comment: Comment, content: str) -> None:
    comment.content, comment.content_html, comment.folded = content, render(content), fold(content)
