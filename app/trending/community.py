"""Who talks about a video: the distinct members of the week that a ranking looks back on."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any, NamedTuple

from sqlalchemy import CTE, ColumnElement, Select, bindparam, select, union_all
from sqlalchemy.orm import Session

from app.models import Capture, ChartEntry, Comment, Post, User, VideoLike, VideoSave
from app.models.aliases import shared_alias

AUTHOR = shared_alias(User, "author")
WEEK = timedelta(days=7)
"""How long an act counts."""


class Act(NamedTuple):
    """A member liked or saved a video, posted about it, or commented on a post about it."""

    at: datetime
    video_id: int
    user_id: int


class Community:
    """The acts of a week that slides forward from capture to capture. Pure.

    `acts` stand in order of time. `ends` says when the week of each capture ends: when the next capture came, so that
    a list counts what happened while it was shown, and computing it again later gives the same.
    """

    def __init__(self, acts: Sequence[Act], ends: Mapping[datetime, datetime]) -> None:
        self._acts, self._ends = acts, ends
        self._begin = self._end = 0
        self._members: defaultdict[int, Counter[int]] = defaultdict(Counter)

    def move_to(self, captured_at: datetime) -> None:
        """Hold the week of a capture, its end included and its beginning not; captures come in order of time."""
        end = self._ends[captured_at]
        while self._end < len(self._acts) and self._acts[self._end].at <= end:
            act = self._acts[self._end]
            self._members[act.video_id][act.user_id] += 1
            self._end += 1
        while self._begin < self._end and self._acts[self._begin].at <= end - WEEK:
            act = self._acts[self._begin]
            held = self._members[act.video_id]
            held[act.user_id] -= 1
            if not held[act.user_id]:
                del held[act.user_id]
            self._begin += 1

    def members(self, video_id: int) -> int:
        """How many members talk about a video."""
        return len(self._members.get(video_id, ()))


def load(session: Session, region_code: str, first: datetime, last: datetime, now: datetime) -> Community:
    """The community of a region's captures from `first` to `last`, in two statements; the newest week ends now."""
    held = session.scalars(_TIMES, {"region": region_code, "first": first}).all()
    following = pairwise([*held, max(held[-1], now)]) if held else ()
    ends = {captured_at: end for captured_at, end in following if captured_at <= last}
    if not ends:
        return Community([], {})
    span = {"first": first, "last": last, "since": min(ends.values()) - WEEK, "until": max(ends.values())}
    return Community([Act(*row) for row in session.execute(_ACTS, span | {"region": region_code})], ends)


def _acts_select() -> Select[datetime, int, int]:
    """The acts after `since`, up to `until`, about the videos in a region's captures of a span, oldest first.

    Only what everybody sees counts: of members who are active and not private, posts and comments that stand.
    """
    span = ChartEntry.captured_at.between(bindparam("first"), bindparam("last"))
    charted = (
        select(ChartEntry.video_id).where(ChartEntry.region_code == bindparam("region"), span).distinct().cte("charted")
    )
    commented = (
        _about(charted, Post.video_id, Comment.author_id, Comment.created_at)
        .join(Comment, Comment.post_id == Post.id)
        .join(AUTHOR, AUTHOR.id == Post.author_id)
        .where(*_stands(Post), *_stands(Comment), *_is_open(AUTHOR))
    )
    done = union_all(
        _about(charted, VideoLike.video_id, VideoLike.user_id, VideoLike.created_at),
        _about(charted, VideoSave.video_id, VideoSave.user_id, VideoSave.created_at),
        _about(charted, Post.video_id, Post.author_id, Post.created_at).where(*_stands(Post)),
        commented,
    ).subquery()
    within = (done.c.at > bindparam("since"), done.c.at <= bindparam("until"))
    rows = select(done.c.at, done.c.video_id, done.c.user_id).join(User, User.id == done.c.user_id)
    return rows.where(*within, *_is_open(User)).order_by(done.c.at)


def _about(charted: CTE, video_id: Any, user_id: Any, at: Any) -> Select[datetime, int, int]:
    row = select(at.label("at"), video_id.label("video_id"), user_id.label("user_id"))
    return row.select_from(charted).join(video_id.class_, video_id == charted.c.video_id)


def _stands(written: type[Post] | type[Comment]) -> tuple[ColumnElement[bool], ...]:
    return written.deleted_at.is_(None), written.removed_at.is_(None)


def _is_open(member: type[User]) -> tuple[ColumnElement[bool], ...]:
    return member.activated_at.is_not(None), ~member.is_private


# Statements are put together once: that took longer than running them where few talk.
_TIMES = (
    select(Capture.captured_at)
    .where(Capture.region_code == bindparam("region"), Capture.captured_at >= bindparam("first"))
    .order_by(Capture.captured_at)
)
_ACTS = _acts_select()
