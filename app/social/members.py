"""Members as a reader sees them, alone and in lists, with the numbers that this reader sees."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, Select, exists, select
from sqlalchemy.orm import Session

from app.accounts import names
from app.models import FollowRequest, User
from app.social import counts, visibility
from app.social.reader import Reader, Surface
from app.social.visibility import sees_member, sees_writing_of

MAX_ID = 2**31 - 1


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


def find(session: Session, reader: Reader, named: int | str) -> SeenMember:
    """The member of this id, or of this username in any case. Raises `UnknownMember`."""
    is_named = User.id == named if isinstance(named, int) else User.username == named
    is_possible = named <= MAX_ID if isinstance(named, int) else names.has_form(named)
    rows = seen_select(reader).where(is_named, sees_member(reader, Surface.DIRECT))
    row = session.execute(rows).one_or_none() if is_possible else None
    if row is None:
        raise UnknownMember(named)
    return seen(row)


def seen_select(reader: Reader) -> Select[*tuple[Any, ...]]:
    """Rows of `User` for `seen`, with no condition yet."""
    return select(
        User,
        counts.posts_of(reader),
        counts.followers_of(reader),
        counts.following_of(reader),
        sees_writing_of(reader, Surface.DIRECT),
        visibility.follows(reader, User.id),
        exists().where(FollowRequest.requester_id == reader.id, FollowRequest.target_id == User.id),
        visibility.is_muted(reader, User.id),
    )


def seen(row: Row[*tuple[Any, ...]]) -> SeenMember:
    """What a row of `seen_select` tells."""
    return SeenMember(*row)
