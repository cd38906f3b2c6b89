"""Who reads, with what they keep out of their sight: what the rule of visibility has to know of them."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlalchemy.orm import Session

from app.accounts.viewers import Viewer
from app.models import FollowRequest, MutedWord, MutedWordAction, Role

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
    return reader_of(viewer, now, session.scalar(select(_words(viewer, now))) or ())


def reader_columns(viewer: Viewer, now: datetime) -> tuple[ColumnElement[Any], ColumnElement[int]]:
    """For a select of one row: the member's muted words, as `reader_of` takes them, and how many wait for the member's
    approval, counted up to MOST_WAITING."""
    some = select(FollowRequest.id).where(FollowRequest.target_id == viewer.id).limit(MOST_WAITING).subquery()
    return _words(viewer, now), select(func.count()).select_from(some).scalar_subquery()


def reader_of(viewer: Viewer, now: datetime, words: Iterable[Any] = ()) -> Reader:
    """The reader that a member is; without `words` one whose muted words are not known."""
    mutings = tuple(
        Muting(phrase, folded, frozenset(scopes), action == MutedWordAction.HIDE)
        for phrase, folded, scopes, action in words
    )
    return Reader(now, viewer.id, viewer.role != Role.USER, mutings)


def _words(viewer: Viewer, now: datetime) -> ColumnElement[Any]:
    """Those that hold now, the oldest first, as JSON; null for none."""
    word = func.json_build_array(MutedWord.phrase, MutedWord.folded, MutedWord.scopes, MutedWord.action)
    words = func.json_agg(aggregate_order_by(word, MutedWord.id))
    is_on = or_(MutedWord.expires_at.is_(None), MutedWord.expires_at > now)
    return select(words).where(MutedWord.user_id == viewer.id, is_on).scalar_subquery()
