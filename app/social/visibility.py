"""Who sees what: the one rule, as SQL for lists and counts, and as a check of one object.

- A member is seen by everybody, except: not yet active; blocked either way; and, in lists that come to a reader,
  muted by them.
- What a member wrote is seen where the member is; of a private member only by followers.
- A post or comment that its author deleted is seen by nobody; one that was removed by its author, and by staff.
- In lists that come to a reader, what holds one of their muted words is left out.
- A reader sees all of their own, and staff sees every member's where it was opened directly.

Both forms of each rule stand side by side; tests/social/test_visibility.py holds them against each other.
"""

import re
from dataclasses import dataclass

from sqlalchemy import BindParameter, ColumnElement, Select, and_, exists, false, or_, select, true
from sqlalchemy.orm import InstrumentedAttribute, Session

from app.models import Block, Comment, Follow, Mute, Post, User
from app.models.aliases import shared_alias
from app.social.reader import AnyReader, Reader, Surface

AUTHOR = shared_alias(User, "author")


@dataclass(frozen=True, slots=True)
class Relation:
    """What stands between a reader and another member."""

    is_self: bool = False
    is_blocked: bool = False  # either way
    is_muted: bool = False
    follows: bool = False


def relation(session: Session, reader: Reader, user_id: int) -> Relation:
    """How the reader stands to a member; one statement, none for anybody and for oneself."""
    if reader.id is None or reader.id == user_id:
        return Relation(is_self=reader.id == user_id)
    row = session.execute(select(is_blocked(reader, user_id), is_muted(reader, user_id), follows(reader, user_id)))
    return Relation(False, *row.one())


def sees_member(reader: AnyReader, surface: Surface, user: type[User] = User) -> ColumnElement[bool]:
    """Whether the row of `user` is one whose profile, name included, the reader sees there."""
    is_active = user.activated_at.is_not(None)
    if reader.id is None:
        return is_active
    if reader.is_staff and surface is Surface.DIRECT:
        return true()
    hidden = is_blocked(reader, user.id)
    if surface is not Surface.DIRECT:
        hidden = or_(hidden, is_muted(reader, user.id))
    return or_(user.id == reader.id, and_(is_active, ~hidden))


def can_see_member(reader: Reader, surface: Surface, user: User, between: Relation) -> bool:
    """The same of one member. `between` is their `relation`."""
    if between.is_self or (reader.is_staff and surface is Surface.DIRECT):
        return True
    is_hidden = between.is_blocked or (surface is not Surface.DIRECT and between.is_muted)
    return user.is_active and not is_hidden


def sees_writing_of(reader: AnyReader, surface: Surface, user: type[User] = User) -> ColumnElement[bool]:
    """Whether the row of `user` is one whose posts, comments, likes and lists the reader sees there."""
    if reader.is_staff and surface is Surface.DIRECT:
        return true()
    is_open = ~user.is_private
    if reader.id is not None:
        is_open = or_(is_open, user.id == reader.id, follows(reader, user.id))
    return and_(sees_member(reader, surface, user), is_open)


def can_see_writing_of(reader: Reader, surface: Surface, user: User, between: Relation) -> bool:
    """The same of one member."""
    if reader.is_staff and surface is Surface.DIRECT:
        return True
    is_open = not user.is_private or between.is_self or between.follows
    return is_open and can_see_member(reader, surface, user, between)


def sees_post(reader: AnyReader, surface: Surface, post: type[Post] = Post) -> ColumnElement[bool]:
    """Whether the row of `post` is one that the reader sees there."""
    return _sees(reader, surface, post)


def sees_comment(reader: AnyReader, surface: Surface, comment: type[Comment] = Comment) -> ColumnElement[bool]:
    """Whether the row of `comment` is one that the reader sees there; of its post `sees_post` has to be asked."""
    return _sees(reader, surface, comment)


def can_see(reader: Reader, surface: Surface, written: Post | Comment, author: User, between: Relation) -> bool:
    """The same of one post or comment. `between` is the `relation` to its author."""
    if written.deleted_at is not None:
        return False
    if written.removed_at is not None and not (between.is_self or _is_direct_staff(reader, surface)):
        return False
    pattern = reader.hiding_pattern(surface)
    if pattern and not between.is_self and re.search(pattern, written.folded):
        return False
    return can_see_writing_of(reader, surface, author, between)


def is_shown(reader: AnyReader, surface: Surface, written: type[Post] | type[Comment]) -> ColumnElement[bool]:
    """The part of `sees_post` and `sees_comment` that asks nothing of the author: for lists that chose the authors."""
    is_own = written.author_id == reader.id if reader.id is not None else false()
    conditions: list[ColumnElement[bool]] = [written.deleted_at.is_(None)]
    if not _is_direct_staff(reader, surface):
        conditions.append(or_(written.removed_at.is_(None), is_own))
    pattern = reader.hiding_pattern(surface)
    if pattern is not None:
        conditions.append(or_(is_own, ~written.folded.regexp_match(pattern)))
    return and_(*conditions)


def _sees(reader: AnyReader, surface: Surface, written: type[Post] | type[Comment]) -> ColumnElement[bool]:
    of_author = select(AUTHOR.id).where(AUTHOR.id == written.author_id, sees_writing_of(reader, surface, AUTHOR))
    return and_(is_shown(reader, surface, written), one_by_one(of_author))


def one_by_one(rows: Select[int]) -> ColumnElement[bool]:
    """Whether there are any, asked of each row of a list by itself: for lists that are short and of large tables.

    With an offset PostgreSQL does not hash the whole table for it, as it may where `exists` stands beside an OR.
    """
    return rows.offset(0).exists()


def _is_direct_staff(reader: AnyReader, surface: Surface) -> bool:
    return reader.is_staff and surface is Surface.DIRECT


def is_blocked(reader: AnyReader, user_id: InstrumentedAttribute[int] | int) -> ColumnElement[bool]:
    """Whether the reader has blocked the member or the other way round; of anybody false, as the next two."""
    return is_block_between(reader.id, user_id)


def is_block_between(
    one_id: int | BindParameter[int] | None, other_id: InstrumentedAttribute[int] | int
) -> ColumnElement[bool]:
    """Whether either of two members has blocked the other."""
    # Two conditions rather than one with an OR inside: each of them can be hashed once for a whole list.
    return or_(
        exists().where(Block.blocker_id == one_id, Block.blocked_id == other_id),
        exists().where(Block.blocked_id == one_id, Block.blocker_id == other_id),
    )


def is_muted(reader: AnyReader, user_id: InstrumentedAttribute[int] | int) -> ColumnElement[bool]:
    """Whether the reader has muted the member, and still does."""
    is_on = or_(Mute.expires_at.is_(None), Mute.expires_at > reader.now)
    return exists().where(Mute.muter_id == reader.id, Mute.muted_id == user_id, is_on)


def follows(reader: AnyReader, user_id: InstrumentedAttribute[int] | int) -> ColumnElement[bool]:
    """Whether the reader follows the member."""
    return exists().where(Follow.follower_id == reader.id, Follow.followed_id == user_id)
