"""Comments as one reader sees them: one, all of a post in the order of time, and in threads of two levels.

Where a comment that the reader does not see has replies that they do, a placeholder stands in its place, which is the
same for what was deleted and for what is hidden from them.
"""

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, or_, select, true
from sqlalchemy.orm import Session, contains_eager

from app.models import Comment, Post, User
from app.models.aliases import shared_alias
from app.social.ids import parse_id
from app.social.paging import Page, Window
from app.social.reader import Reader, Surface
from app.social.visibility import one_by_one, sees_comment, sees_post

TOP, REPLY = shared_alias(Comment, "top"), shared_alias(Comment, "reply")
REPLIES_SHOWN = 100
"""Of one thread, the oldest."""


class UnknownComment(LookupError):
    """There is no such comment, as far as the reader may know."""


@dataclass(frozen=True, slots=True)
class SeenComment:
    """A comment with what a reader sees of it; without `author` a placeholder, of which only the place is told.

    `replies` are filled by `threads` alone, the oldest first, and `has_more_replies` tells that they are not all.
    """

    comment: Comment
    author: User | None
    folded_by: str | None = None
    replies: list["SeenComment"] = field(default_factory=list)
    has_more_replies: bool = False

    @property
    def is_placeholder(self) -> bool:
        """Whether the reader may only know that something stood here."""
        return self.author is None


def find(session: Session, reader: Reader, comment_id: int | str) -> SeenComment:
    """One comment, opened by the reader, as the database has it now. Raises `UnknownComment`."""
    key = parse_id(comment_id)
    row = session.execute(
        _comments_select(reader, Surface.DIRECT)
        .join(Post, Post.id == Comment.post_id)
        .where(Comment.id == key, sees_post(reader, Surface.DIRECT))
        .execution_options(populate_existing=True)
    ).one_or_none()
    if row is None:
        raise UnknownComment(str(comment_id))
    return _seen(row, reader, Surface.DIRECT)


def of_post(session: Session, reader: Reader, post_id: int, window: Window) -> Page[SeenComment]:
    """Comments and replies under a post that the reader sees."""
    query = window.apply(_comments_select(reader, Surface.HOME).where(Comment.post_id == post_id), Comment.id)
    return window.page([_seen(row, reader, Surface.HOME) for row in session.execute(query)])


def by_member(session: Session, reader: Reader, user_id: int, window: Window) -> Page[SeenComment]:
    """What a member said under posts that the reader sees, with those posts; their own also where it was removed."""
    query = (
        _comments_select(reader, Surface.DIRECT, with_placeholders=False)
        .join(Post, Post.id == Comment.post_id)
        .where(Comment.author_id == user_id, sees_post(reader, Surface.DIRECT))
        .options(contains_eager(Comment.post))
    )
    if user_id != reader.id:
        query = query.where(Comment.removed_at.is_(None))
    rows = session.execute(window.apply(query, Comment.id))
    return window.page([_seen(row, reader, Surface.DIRECT) for row in rows])


def threads(session: Session, reader: Reader, post_id: int, window: Window) -> Page[SeenComment]:
    """The threads under a post that the reader sees, with their replies; two statements."""
    of_post = _comments_select(reader, Surface.HOME).where(Comment.post_id == post_id, Comment.reply_to_id.is_(None))
    rows = session.execute(window.apply(of_post, Comment.id))
    page = window.page([_seen(row, reader, Surface.HOME) for row in rows])
    replies = _replies(session, reader, [one.comment.id for one in page.rows])
    return Page(
        [_with_replies(one, replies.get(one.comment.id, [])) for one in page.rows], page.has_older, page.has_newer
    )


def _with_replies(top: SeenComment, replies: list[SeenComment]) -> SeenComment:
    shown, has_more = replies[:REPLIES_SHOWN], len(replies) > REPLIES_SHOWN
    return SeenComment(top.comment, top.author, top.folded_by, shown, has_more)


def _replies(session: Session, reader: Reader, tops: list[int]) -> dict[int | None, list[SeenComment]]:
    """By the comment that they answer, one more than is shown."""
    if not tops:
        return {}
    of_top = select(REPLY.id).where(REPLY.reply_to_id == TOP.id, sees_comment(reader, Surface.HOME, REPLY))
    first = of_top.order_by(REPLY.id).limit(REPLIES_SHOWN + 1).lateral()
    query = (
        select(Comment, User, true().label("is_seen"))
        .select_from(TOP)
        .join(first, true())
        .join(Comment, Comment.id == first.c.id)
        .join(User, User.id == Comment.author_id)
        .where(TOP.id.in_(tops))
        .order_by(Comment.id)
    )
    found: dict[int | None, list[SeenComment]] = {}
    for row in session.execute(query):
        found.setdefault(row[0].reply_to_id, []).append(_seen(row, reader, Surface.HOME))
    return found


def _comments_select(reader: Reader, surface: Surface, with_placeholders: bool = True) -> Select[*tuple[Any, ...]]:
    """Comments with their authors, and whether the reader sees them or only that something stands there."""
    seen = sees_comment(reader, surface)
    query = select(Comment, User, seen.label("is_seen")).join(User, User.id == Comment.author_id)
    return query.where(or_(seen, _has_seen_replies(reader, surface)) if with_placeholders else seen)


def _has_seen_replies(reader: Reader, surface: Surface) -> ColumnElement[bool]:
    replies = select(REPLY.id).where(REPLY.reply_to_id == Comment.id, sees_comment(reader, surface, REPLY))
    return one_by_one(replies)


def _seen(row: Row[*tuple[Any, ...]], reader: Reader, surface: Surface) -> SeenComment:
    comment, author, is_seen = row[:3]
    if not is_seen:
        return SeenComment(comment, None)
    is_own = comment.author_id == reader.id
    return SeenComment(comment, author, None if is_own else reader.folding_phrase(comment.folded, surface))
