"""Posts as one reader sees them, alone and in lists: one statement, whatever the list."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, bindparam, exists, false, select
from sqlalchemy.orm import Session

from app.models import Post, PostLike, PostSave, User, Video
from app.models.aliases import shared_alias
from app.social.counts import comments_of, likes_of
from app.social.ids import parse_id
from app.social.paging import Page, Window
from app.social.reader import Reader, ReaderKind, Surface
from app.social.visibility import sees_post

# The lists of likes and saves hold these tables already.
OWN_LIKE, OWN_SAVE = shared_alias(PostLike, "own_like"), shared_alias(PostSave, "own_save")


class UnknownPost(LookupError):
    """There is no such post, as far as the reader may know."""


@dataclass(frozen=True, slots=True)
class SeenPost:
    """A post with what a reader sees of it; `folded_by` is the muted phrase for which it is shown folded."""

    post: Post
    author: User
    video: Video | None
    comments_count: int
    likes_count: int
    is_liked: bool
    is_saved: bool
    folded_by: str | None


def find(session: Session, reader: Reader, post_id: int | str) -> SeenPost:
    """One post, opened by the reader; as the database has it now. Raises `UnknownPost`."""
    key = parse_id(post_id)
    row = session.execute(_opened_select(reader.kind), {**reader.values, "key": key}).one_or_none()
    if row is None:
        raise UnknownPost(str(post_id))
    return seen_from(row, reader, Surface.DIRECT)


def newest(
    session: Session, reader: Reader, window: Window, tag: str | None = None, video_key: int | None = None
) -> Page[SeenPost]:
    """The posts of all members, of them those with a tag in its normal form, and about a video by its database id."""
    conditions = [] if tag is None else [Post.tags.contains([tag.replace("\0", " ")])]  # PostgreSQL takes no \0
    if video_key is not None:
        conditions.append(Post.video_id == video_key)
    return _page(session, reader, Surface.HOME, window, *conditions)


def with_tag(session: Session, reader: Reader, tag: str, window: Window) -> Page[SeenPost]:
    """The posts with a tag, which is in its normal form."""
    return newest(session, reader, window, tag=tag)


def about_video(session: Session, reader: Reader, video_key: int, window: Window) -> Page[SeenPost]:
    """The posts about a video, by its database id."""
    return newest(session, reader, window, video_key=video_key)


def by_member(session: Session, reader: Reader, user_id: int, window: Window) -> Page[SeenPost]:
    """The posts on the profile of a member; on one's own also what an admin removed, for the reason is told there."""
    select_posts = seen_select if user_id == reader.id else listed_select
    query = select_posts(reader, Surface.DIRECT).where(Post.author_id == user_id)
    return _page_of(session, query, reader, Surface.DIRECT, window)


def seen_select(reader: Reader, surface: Surface) -> Select[*tuple[Any, ...]]:
    """The posts that a reader sees there: the columns of `seen_from`."""
    return _seen_select(reader.kind, surface).params(reader.values)


@cache
def _opened_select(reader: ReaderKind) -> Select[*tuple[Any, ...]]:
    """The post of this `key`."""
    query = _seen_select(reader, Surface.DIRECT).where(Post.id == bindparam("key"))
    return query.execution_options(populate_existing=True)


@cache
def _seen_select(reader: ReaderKind, surface: Surface) -> Select[*tuple[Any, ...]]:
    return (
        select(
            Post,
            User,
            Video,
            comments_of(reader).label("comments_count"),
            likes_of(reader).label("likes_count"),
            _has(OWN_LIKE, reader).label("is_liked"),
            _has(OWN_SAVE, reader).label("is_saved"),
        )
        .join(User, User.id == Post.author_id)
        .outerjoin(Video, Video.id == Post.video_id)
        .where(sees_post(reader, surface))
    )


def listed_select(reader: Reader, surface: Surface) -> Select[*tuple[Any, ...]]:
    """The same for lists, which leave out what was removed also for staff, and for its author but on their profile."""
    return seen_select(reader, surface).where(Post.removed_at.is_(None), Post.deleted_at.is_(None))


def seen_from(row: Row[*tuple[Any, ...]], reader: Reader, surface: Surface) -> SeenPost:
    """The post in a row of `seen_select`."""
    post, author, video, comments, likes, is_liked, is_saved = row[:7]
    is_own = post.author_id == reader.id
    folded_by = None if is_own else reader.folding_phrase(post.folded, surface)
    return SeenPost(post, author, video, comments, likes, is_liked, is_saved, folded_by)


def _page(
    session: Session, reader: Reader, surface: Surface, window: Window, *conditions: ColumnElement[bool]
) -> Page[SeenPost]:
    return _page_of(session, listed_select(reader, surface).where(*conditions), reader, surface, window)


def _page_of(
    session: Session, query: Select[*tuple[Any, ...]], reader: Reader, surface: Surface, window: Window
) -> Page[SeenPost]:
    rows = session.execute(window.apply(query, Post.id))
    return window.page([seen_from(row, reader, surface) for row in rows])


def _has(mark: type[PostLike | PostSave], reader: ReaderKind) -> ColumnElement[bool]:
    if reader.id is None:
        return false()
    return exists().where(mark.user_id == reader.id, mark.post_id == Post.id)
