"""Likes and saves of posts and videos: set and taken away as often as one likes, and listed."""

from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlalchemy import Select, delete, exists, false, or_, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from app.accounts.attempts import Allowance
from app.accounts.viewers import Viewer
from app.extensions import Base
from app.models import Post, PostLike, PostSave, User, Video, VideoLike, VideoSave
from app.social import counts
from app.social.members import SeenMember
from app.social.paging import Page, Window
from app.social.posts import SeenPost, listed_select, seen_from
from app.social.reader import Reader, Surface
from app.social.visibility import sees_writing_of
from app.trending.facts import VideoFacts, facts_from, facts_select, regions_now

MARKS_OF_MEMBER = Allowance("240 per minute", "mark")

Thing = TypeVar("Thing")


@dataclass(frozen=True, slots=True)
class Marked(Generic[Thing]):
    """What was liked or saved; its list is ordered by `id`, that of the like or the save."""

    id: int
    thing: Thing


def like_post(session: Session, viewer: Viewer, post_id: int) -> None:
    """Like a post that the viewer sees."""
    _set(session, PostLike, user_id=viewer.id, post_id=post_id)


def unlike_post(session: Session, viewer: Viewer, post_id: int) -> None:
    """Take the like back."""
    _unset(session, PostLike, user_id=viewer.id, post_id=post_id)


def save_post(session: Session, viewer: Viewer, post_id: int) -> None:
    """Keep a post that the viewer sees."""
    _set(session, PostSave, user_id=viewer.id, post_id=post_id)


def unsave_post(session: Session, viewer: Viewer, post_id: int) -> None:
    """Keep it no longer."""
    _unset(session, PostSave, user_id=viewer.id, post_id=post_id)


def like_video(session: Session, viewer: Viewer, video_key: int) -> None:
    """Like a video, by its database id."""
    _set(session, VideoLike, user_id=viewer.id, video_id=video_key)


def unlike_video(session: Session, viewer: Viewer, video_key: int) -> None:
    """Take the like back."""
    _unset(session, VideoLike, user_id=viewer.id, video_id=video_key)


def save_video(session: Session, viewer: Viewer, video_key: int) -> None:
    """Keep a video, by its database id."""
    _set(session, VideoSave, user_id=viewer.id, video_id=video_key)


def unsave_video(session: Session, viewer: Viewer, video_key: int) -> None:
    """Keep it no longer."""
    _unset(session, VideoSave, user_id=viewer.id, video_id=video_key)


@dataclass(frozen=True, slots=True)
class VideoMarks:
    """What members did with a video, and whether the reader likes and keeps it.

    `posts_count` is of all posts that stand, also of those that the reader does not see: it is not for showing.
    """

    likes_count: int
    posts_count: int
    is_liked: bool
    is_saved: bool


def video_columns(reader: Reader) -> tuple[Any, ...]:
    """What makes the `VideoMarks` of a row of `Video`; the reader's muted words need not be known."""
    likes = counts.likes_of_video(reader)
    if reader.id is None:
        return likes, Video.member_posts, false(), false()
    liked = exists().where(VideoLike.user_id == reader.id, VideoLike.video_id == Video.id)
    saved = exists().where(VideoSave.user_id == reader.id, VideoSave.video_id == Video.id)
    return likes, Video.member_posts, liked, saved


def of_video(session: Session, reader: Reader, video_key: int) -> VideoMarks:
    """The marks of one video, by its database id."""
    query: Select[*tuple[Any, ...]] = select(*video_columns(reader)).where(Video.id == video_key)
    return VideoMarks(*session.execute(query).one())


def shows_likes(seen: SeenMember, reader: Reader) -> bool:
    """Whether a member whom the reader sees lets them see what they like."""
    return seen.user.id == reader.id or (seen.is_open and seen.user.shows_likes)


def likers(session: Session, reader: Reader, post_id: int, window: Window) -> Page[Marked[User]]:
    """Who likes a post that the reader sees, of those who let the reader see what they like."""
    query: Select[*tuple[Any, ...]] = (
        select(PostLike.id, User).join(User, User.id == PostLike.user_id).where(PostLike.post_id == post_id)
    )
    query = query.where(sees_writing_of(reader, Surface.DIRECT), or_(User.shows_likes, User.id == reader.id))
    return window.page([Marked(*row) for row in session.execute(window.apply(query, PostLike.id))])


def posts_liked(session: Session, reader: Reader, user_id: int, window: Window) -> Page[Marked[SeenPost]]:
    """The posts that a member likes, of those that the reader sees; whether that may be told is the caller's."""
    return _posts(session, reader, PostLike, user_id, window)


def posts_saved(session: Session, reader: Reader, user_id: int, window: Window) -> Page[Marked[SeenPost]]:
    """The posts that the reader, who is that member, keeps and still sees."""
    return _posts(session, reader, PostSave, user_id, window)


def videos_liked(session: Session, user_id: int, window: Window) -> Page[Marked[VideoFacts]]:
    """The videos that a member likes; whether that may be told is the caller's."""
    return _videos(session, VideoLike, user_id, window)


def videos_saved(session: Session, user_id: int, window: Window) -> Page[Marked[VideoFacts]]:
    """The videos that a member keeps."""
    return _videos(session, VideoSave, user_id, window)


def _posts(
    session: Session, reader: Reader, table: type[PostLike | PostSave], user_id: int, window: Window
) -> Page[Marked[SeenPost]]:
    query = listed_select(reader, Surface.DIRECT).add_columns(table.id.label("mark_id"))
    query = query.join(table, table.post_id == Post.id).where(table.user_id == user_id)
    rows = session.execute(window.apply(query, table.id))
    return window.page([Marked(row.mark_id, seen_from(row, reader, Surface.DIRECT)) for row in rows])


def _videos(
    session: Session, table: type[VideoLike | VideoSave], user_id: int, window: Window
) -> Page[Marked[VideoFacts]]:
    query = facts_select(table.id.label("mark_id")).join(table, table.video_id == Video.id)
    rows = session.execute(window.apply(query.where(table.user_id == user_id), table.id)).all()
    regions = regions_now(session, {row.key for row in rows})
    return window.page([Marked(row.mark_id, facts_from(row, regions.get(row.key, []))) for row in rows])


def _set(session: Session, table: type[Base], **values: int) -> None:
    session.execute(insert(table).values(values).on_conflict_do_nothing())


def _unset(session: Session, table: type[Base], **values: int) -> None:
    session.execute(delete(table).filter_by(**values).execution_options(synchronize_session=False))
