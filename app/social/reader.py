"""Who reads, with what they keep out of their sight: what the rule of visibility has to know of them."""

import re
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from app.accounts.viewers import Viewer
from app.models import MutedWord, MutedWordAction, Role


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
    rows = select(MutedWord).where(
        MutedWord.user_id == viewer.id, or_(MutedWord.expires_at.is_(None), MutedWord.expires_at > now)
    )
    mutings = tuple(
        Muting(row.phrase, row.folded, frozenset(row.scopes), row.action == MutedWordAction.HIDE)
        for row in session.scalars(rows.order_by(MutedWord.id))
    )
    return Reader(now, viewer.id, viewer.role != Role.USER, mutings)
