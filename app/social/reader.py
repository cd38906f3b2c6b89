"""Who reads, with what they keep out of their sight: what the rule of visibility has to know of them."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session

from app.accounts.viewers import Viewer
from app.models import FollowRequest, MutedWord, MutedWordAction, Role, User

MOST_WAITING = 100


class Surface(StrEnum):
    """Where something would be shown.

    HOME is every list that comes to the reader: feeds, the posts about a video, the comments under a post. DIRECT is
    what they opened themselves: one profile with its lists, one post, one comment.
    """

    HOME = "home"
    SEARCH = "search"
    NOTIFICATIONS = "notifications"
    DIRECT = "direct"


@dataclass(frozen=True, slots=True)
class Muting:
    """A muted word as it applies: `phrase` as its owner wrote it, `folded` as texts are compared."""

    phrase: str
    folded: str
    scopes: frozenset[str]
    hides: bool


@dataclass(frozen=True, slots=True)
class Reader:
    """Someone who reads at `now`; without an id anybody."""

    now: datetime
    id: int | None = None
    is_staff: bool = False
    mutings: tuple[Muting, ...] = ()

    def hiding_pattern(self, surface: Surface) -> str | None:
        """A regular expression, the same to PostgreSQL and to `re`, of folded texts to leave out there."""
        phrases = [one.folded for one in self.mutings if one.hides and surface in one.scopes]
        return rf"(^| )({'|'.join(phrases)})( |$)" if phrases else None

    def folding_phrase(self, folded: str, surface: Surface) -> str | None:
        """The muted phrase for which a text is shown folded there, as the reader wrote it."""
        for one in self.mutings:
            if not one.hides and surface in one.scopes and re.search(rf"(^| )({one.folded})( |$)", folded):
                return one.phrase
        return None


def reader(session: Session, viewer: Viewer | None, now: datetime) -> Reader:
    """The reader that `viewer` is; takes one statement for a member and none for anybody else."""
    if viewer is None:
        return Reader(now)
    rows = select(MutedWord).where(MutedWord.user_id == viewer.id, _is_on(now))
    return _reader(viewer, now, session.scalars(rows.order_by(MutedWord.id)))


def reader_and_waiting(session: Session, viewer: Viewer | None, now: datetime) -> tuple[Reader, int]:
    """The same, and how many wait for the member's approval, counted up to MOST_WAITING; still one statement."""
    if viewer is None:
        return Reader(now), 0
    some = select(FollowRequest.id).where(FollowRequest.target_id == viewer.id).limit(MOST_WAITING).subquery()
    waiting = select(func.count()).select_from(some).scalar_subquery()
    mine = and_(MutedWord.user_id == User.id, _is_on(now))
    rows = session.execute(
        select(waiting, MutedWord)
        .select_from(User)
        .outerjoin(MutedWord, mine)
        .where(User.id == viewer.id)
        .order_by(MutedWord.id)
    ).all()
    words = [word for _, word in rows if word is not None]
    return _reader(viewer, now, words), rows[0][0] if rows else 0


def _is_on(now: datetime) -> ColumnElement[bool]:
    return or_(MutedWord.expires_at.is_(None), MutedWord.expires_at > now)


def _reader(viewer: Viewer, now: datetime, words: Iterable[MutedWord]) -> Reader:
    mutings = tuple(
        Muting(row.phrase, row.folded, frozenset(row.scopes), row.action == MutedWordAction.HIDE) for row in words
    )
    return Reader(now, viewer.id, viewer.role != Role.USER, mutings)
