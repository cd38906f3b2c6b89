"""Who reads, with what they keep out of their sight: what the rule of visibility has to know of them."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, DateTime, Integer, String, bindparam, func, or_, select
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

    @property
    def kind(self) -> "ReaderKind":
        """The kind of reader that this one is."""
        hides_on = frozenset(surface for surface in Surface if self.hiding_pattern(surface))
        return ReaderKind(self.id is not None, self.is_staff, hides_on)

    @property
    def values(self) -> Mapping[str, Any]:
        """What statements of the kind have to be told to be this reader's."""
        patterns = {_PATTERNS[surface].key: self.hiding_pattern(surface) for surface in Surface}
        return {_ID.key: self.id, _NOW.key: self.now, **patterns}

    def folding_phrase(self, folded: str, surface: Surface) -> str | None:
        """The muted phrase for which a text is shown folded there, as the reader wrote it."""
        for one in self.mutings:
            if not one.hides and surface in one.scopes and re.search(rf"(^| )({one.folded})( |$)", folded):
                return one.phrase
        return None


_ID = bindparam("reader_id", type_=Integer)
_NOW = bindparam("reader_now", type_=DateTime(timezone=True))
_PATTERNS = {surface: bindparam(f"hidden_on_{surface}", type_=String) for surface in Surface}


@dataclass(frozen=True, slots=True)
class ReaderKind:
    """All readers whose statements are the same but for their `values`, which are told when one is executed.

    Made once for a kind, for to make one for each request took longer than to execute it. SQLAlchemy raises an error
    for a statement that was not told the values. Its properties stand for those of a `Reader`.
    """

    is_member: bool
    is_staff: bool
    hides_on: frozenset[Surface]

    @property
    def id(self) -> BindParameter[int] | None:
        """Stands for the reader's id."""
        return _ID if self.is_member else None

    @property
    def now(self) -> BindParameter[datetime]:
        """Stands for the moment."""
        return _NOW

    def hiding_pattern(self, surface: Surface) -> BindParameter[str] | None:
        """Stands for the reader's pattern."""
        return _PATTERNS[surface] if surface in self.hides_on else None


AnyReader = Reader | ReaderKind
"""Whom a condition is about: one reader, or all of a kind."""


def reader(session: Session, viewer: Viewer | None, now: datetime) -> Reader:
    """The reader that `viewer` is; takes one statement for a member and none for anybody else."""
    if viewer is None:
        return Reader(now)
    return reader_of(viewer, now, session.scalar(_WORDS, Reader(now, viewer.id).values) or ())


def reader_and_waiting(session: Session, viewer: Viewer, now: datetime) -> tuple[Reader, int]:
    """The same of a member, and how many wait for their approval, counted up to MOST_WAITING; one statement."""
    words, waiting = session.execute(_WORDS_AND_WAITING, Reader(now, viewer.id).values).one()
    return reader_of(viewer, now, words or ()), waiting


def reader_columns(viewer: Viewer, now: datetime) -> tuple[ColumnElement[Any], ColumnElement[int]]:
    """For a select of one row: the member's muted words, as `reader_of` takes them, and how many wait for the member's
    approval, counted up to MOST_WAITING."""
    return _words(viewer.id, now), _waiting(viewer.id)


def reader_of(viewer: Viewer, now: datetime, words: Iterable[Any] = ()) -> Reader:
    """The reader that a member is; without `words` one whose muted words are not known."""
    mutings = tuple(
        Muting(phrase, folded, frozenset(scopes), action == MutedWordAction.HIDE)
        for phrase, folded, scopes, action in words
    )
    return Reader(now, viewer.id, viewer.role != Role.USER, mutings)


def _words(user_id: int | BindParameter[int], now: datetime | BindParameter[datetime]) -> ColumnElement[Any]:
    """Those that hold now, the oldest first, as JSON; null for none."""
    word = func.json_build_array(MutedWord.phrase, MutedWord.folded, MutedWord.scopes, MutedWord.action)
    words = func.json_agg(aggregate_order_by(word, MutedWord.id))
    is_on = or_(MutedWord.expires_at.is_(None), MutedWord.expires_at > now)
    return select(words).where(MutedWord.user_id == user_id, is_on).scalar_subquery()


def _waiting(user_id: int | BindParameter[int]) -> ColumnElement[int]:
    some = select(FollowRequest.id).where(FollowRequest.target_id == user_id).limit(MOST_WAITING).subquery()
    return select(func.count()).select_from(some).scalar_subquery()


_WORDS, _WORDS_AND_WAITING = select(_words(_ID, _NOW)), select(_words(_ID, _NOW), _waiting(_ID))
