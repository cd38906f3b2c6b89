"""Members as a reader sees them, alone and in lists, with the numbers that this reader sees."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Row, Select, bindparam, exists, false, select, type_coerce
from sqlalchemy.orm import InstrumentedAttribute, Session

from app.accounts import names
from app.models import Follow, FollowRequest, User
from app.models.aliases import shared_alias
from app.social import counts, visibility
from app.social.paging import IdColumn, Page, Window
from app.social.reader import Reader, ReaderKind, Surface
from app.social.visibility import sees_member, sees_writing_of

MAX_ID = 2**31 - 1
FOLLOW = shared_alias(Follow, "follow")

MemberSelect = Select[*tuple[Any, ...]]


class UnknownMember(LookupError):
    """There is no such member, or none that the reader sees."""

    def __init__(self, named: int | str) -> None:
        super().__init__(f"There is no member {str(named)!r}.")


class OnlyOthers(Exception):
    """A member tried with themselves what is for two; the message tells what."""


@dataclass(frozen=True, slots=True)
class SeenMember:
    """A member, the counts that the reader sees, and how the reader stands to them.

    `is_open` tells whether the reader sees their posts, comments, likes and lists.
    """

    user: User
    posts_count: int
    followers_count: int
    following_count: int
    is_open: bool
    follows: bool
    requested: bool
    is_muted: bool
    follows_reader: bool


@dataclass(frozen=True, slots=True)
class Listed:
    """A member in a list, and the id by which the list is in order."""

    id: int
    member: SeenMember


def find(session: Session, reader: Reader, named: int | str) -> SeenMember:
    """The member of this id, or of this username in any case. Raises `UnknownMember`."""
    column = _column_of(named)
    if column is None:
        raise UnknownMember(named)
    row = session.execute(_opened_select(reader.kind, column), {**reader.values, "named": named}).one_or_none()
    if row is None:
        raise UnknownMember(named)
    return SeenMember(*row)


def listed(session: Session, reader: Reader, window: Window) -> Page[Listed]:
    """All members, the newest first."""
    id_column = type_coerce(User.id, BigInteger)  # a bound may be larger than any id of a member
    rows = seen_select(reader, User.id).where(sees_member(reader, Surface.HOME))
    return _page(session, rows, window, id_column)


def followers(session: Session, reader: Reader, user: User, window: Window) -> Page[Listed]:
    """Who follows `user`, the newest first; nobody where the reader does not see that."""
    lines = seen_select(reader, FOLLOW.id).join(FOLLOW, FOLLOW.follower_id == User.id)
    return _linked(session, reader, user, lines.where(FOLLOW.followed_id == user.id), window, FOLLOW.id)


def following(session: Session, reader: Reader, user: User, window: Window) -> Page[Listed]:
    """Whom `user` follows, the newest first; nobody where the reader does not see that."""
    lines = seen_select(reader, FOLLOW.id).join(FOLLOW, FOLLOW.followed_id == User.id)
    return _linked(session, reader, user, lines.where(FOLLOW.follower_id == user.id), window, FOLLOW.id)


def is_named(named: int | str) -> ColumnElement[bool]:
    """Whether a row of `User` has this id, or this username in any case."""
    column = _column_of(named)
    return false() if column is None else column == named


def seen_select(reader: Reader, *more: ColumnElement[Any] | InstrumentedAttribute[Any]) -> MemberSelect:
    """Rows of `User` that hold what `SeenMember` does, then `more`, with no condition yet."""
    return _seen_select(reader.kind).add_columns(*more).params(reader.values)


def _column_of(named: int | str) -> InstrumentedAttribute[Any] | None:
    """The column in which a member's id or name stands; None for what cannot be either."""
    if isinstance(named, int):
        return User.id if named <= MAX_ID else None
    return User.username if names.has_form(named) else None


@cache
def _opened_select(reader: ReaderKind, column: InstrumentedAttribute[Any]) -> MemberSelect:
    """The member whom the reader sees, `named` so in the column."""
    return _seen_select(reader).where(column == bindparam("named"), sees_member(reader, Surface.DIRECT))


@cache
def _seen_select(reader: ReaderKind) -> MemberSelect:
    follows_reader = exists().where(Follow.follower_id == User.id, Follow.followed_id == reader.id)
    requested = exists().where(FollowRequest.requester_id == reader.id, FollowRequest.target_id == User.id)
    return select(
        User,
        counts.posts_of(reader),
        counts.followers_of(reader),
        counts.following_of(reader),
        sees_writing_of(reader, Surface.DIRECT),
        visibility.follows(reader, User.id),
        requested,
        visibility.is_muted(reader, User.id),
        follows_reader,
    )


def _linked(
    session: Session, reader: Reader, user: User, lines: MemberSelect, window: Window, id_column: IdColumn
) -> Page[Listed]:
    between = visibility.relation(session, reader, user.id)
    if not visibility.can_see_writing_of(reader, Surface.DIRECT, user, between):
        return Page([], has_older=False, has_newer=False)
    return _page(session, lines.where(sees_member(reader, Surface.DIRECT)), window, id_column)


def _page(session: Session, lines: MemberSelect, window: Window, id_column: IdColumn) -> Page[Listed]:
    taken = session.execute(window.apply(lines, id_column)).all()
    return window.page([_listed(row) for row in taken])


def _listed(row: Row[*tuple[Any, ...]]) -> Listed:
    return Listed(row[-1], SeenMember(*row[:-1]))
