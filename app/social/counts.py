"""How many a reader sees: of what hangs on a post or a member, without what is hidden from that reader.

Up to EXACT_UP_TO the rows are counted under the rule of visibility, above it the stored count stands: there one hidden
row more or less tells nobody anything, and no request counts more than EXACT_UP_TO rows for one number.
"""

from sqlalchemy import ColumnElement, Select, case, func, select
from sqlalchemy.orm import InstrumentedAttribute

from app.models import Comment, Follow, Post, PostLike, User, Video, VideoLike
from app.models.aliases import shared_alias
from app.social.reader import AnyReader, Surface
from app.social.visibility import sees_comment, sees_member, sees_post, sees_writing_of

EXACT_UP_TO = 1_000
COMMENT, POST, MEMBER = shared_alias(Comment, "comment"), shared_alias(Post, "post"), shared_alias(User, "member")
LIKE, VIDEO_LIKE = shared_alias(PostLike, "like"), shared_alias(VideoLike, "video_like")


def comments_of(reader: AnyReader, post: type[Post] = Post) -> ColumnElement[int]:
    """The comments under the row of `post` that the reader sees."""
    rows = select(COMMENT.id).where(COMMENT.post_id == post.id, COMMENT.removed_at.is_(None))
    return _count(post.comments_count, rows.where(sees_comment(reader, Surface.HOME, COMMENT)))


def likes_of(reader: AnyReader, post: type[Post] = Post) -> ColumnElement[int]:
    """The likes of the row of `post` by members whose writing, likes among it, the reader sees."""
    rows = select(LIKE.id).join(MEMBER, MEMBER.id == LIKE.user_id).where(LIKE.post_id == post.id)
    return _count(post.likes_count, rows.where(sees_writing_of(reader, Surface.DIRECT, MEMBER)))


def likes_of_video(reader: AnyReader) -> ColumnElement[int]:
    """The likes of the row of `Video` by the same."""
    rows = select(VIDEO_LIKE.id).join(MEMBER, MEMBER.id == VIDEO_LIKE.user_id).where(VIDEO_LIKE.video_id == Video.id)
    return _count(Video.member_likes, rows.where(sees_writing_of(reader, Surface.DIRECT, MEMBER)))


def posts_of(reader: AnyReader, user: type[User] = User) -> ColumnElement[int]:
    """The posts on the profile of the row of `user` that the reader sees there."""
    rows = select(POST.id).where(POST.author_id == user.id, POST.removed_at.is_(None))
    rows = rows.where(sees_post(reader, Surface.DIRECT, POST))
    return case((sees_writing_of(reader, Surface.DIRECT, user), _count(user.posts_count, rows)), else_=0)


def followers_of(reader: AnyReader, user: type[User] = User) -> ColumnElement[int]:
    """The followers of the row of `user` whom the reader sees in that list."""
    return _people(reader, user, user.followers_count, Follow.followed_id, Follow.follower_id)


def following_of(reader: AnyReader, user: type[User] = User) -> ColumnElement[int]:
    """Those whom the row of `user` follows and the reader sees in that list."""
    return _people(reader, user, user.following_count, Follow.follower_id, Follow.followed_id)


def _people(
    reader: AnyReader,
    user: type[User],
    stored: InstrumentedAttribute[int],
    here: InstrumentedAttribute[int],
    there: InstrumentedAttribute[int],
) -> ColumnElement[int]:
    rows = select(Follow.id).join(MEMBER, MEMBER.id == there).where(here == user.id)
    rows = rows.where(sees_member(reader, Surface.DIRECT, MEMBER))
    return case((sees_writing_of(reader, Surface.DIRECT, user), _count(stored, rows)), else_=0)


def _count(stored: InstrumentedAttribute[int], rows: Select[int]) -> ColumnElement[int]:
    counted = rows.with_only_columns(func.count()).scalar_subquery()
    return case((stored > EXACT_UP_TO, stored), else_=counted)
