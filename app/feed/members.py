"""Members by blocks, read from the database: what they did, whom they follow, what they want to see no more."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Lock
from typing import Any, cast

import numpy as np
from sqlalchemy import Connection, bindparam, case, func, or_, select, true, union_all
from sqlalchemy import Text as SqlText
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import aliased

from app.feed import acts, videos, weights
from app.feed.columns import Arrays, columns, seconds, whole
from app.feed.deck_parts import NO_REGION
from app.feed.population import (
    Acts,
    Catalogue,
    Followed,
    Ids,
    Members,
    Override,
    Pairs,
    Text,
    canonical_language,
    known,
)
from app.models import (
    REGIONS,
    DeckFeedback,
    DeckSeen,
    FeedbackKind,
    Follow,
    HiddenChannel,
    MutedWord,
    Post,
    TasteOverride,
    TasteSettings,
    User,
    VideoLike,
)
from app.social.reader import Muting, Reader, Surface
from app.social.visibility import is_shown, sees_writing_of

BLOCK = 2000
_REGIONS = list(REGIONS)
_DAY_SECONDS = 86400.0


@dataclass(frozen=True)
class Database:
    """The population of the database as it is at `now`. Every statement reads one block, so memory is bounded.

    Threads may ask for texts while blocks are read: they take turns on the connection.
    """

    connection: Connection
    now: datetime
    _turn: Lock = field(default_factory=Lock, repr=False)

    def catalogue(self) -> Catalogue:
        return videos.read_catalogue(self.connection)

    def texts(self, video_ids: Ids) -> dict[int, Text]:
        with self._turn:
            return videos.texts(self.connection, video_ids)

    def sample(self, catalogue: Catalogue) -> Acts:
        found = acts.of_some(self.connection)
        return known(found["user_id"].astype(np.int64), *self._of_videos(found, catalogue))

    def members_count(self) -> int:
        return self.connection.scalar(_members(func.count())) or 0

    def blocks(self, catalogue: Catalogue) -> Iterator[Members]:
        last = 0
        while (block := self._after(last, catalogue)) is not None:
            yield block
            last = int(block.ids[-1])

    def _after(self, last: int, catalogue: Catalogue) -> Members | None:
        with self._turn:
            found = columns(self.connection, _facts().where(User.id > last).order_by(User.id).limit(BLOCK))
            ids = found["id"].astype(np.int64)
            return self._block(catalogue, ids, found) if len(ids) else None

    def _block(self, catalogue: Catalogue, ids: Ids, facts: Arrays) -> Members:
        span = int(ids[0]), int(ids[-1])
        homes = facts["home"].astype(np.uint8)
        found = acts.of_members(self.connection, *span)
        done = known(_rows(ids, found["user_id"]), *self._of_videos(found, catalogue))
        at = self.now.timestamp() - done.age_days * _DAY_SECONDS
        learns = facts["learns"] == 1
        return Members(
            ids=ids,
            homes=homes,
            learns=learns,
            reads=self._reads(catalogue, ids, homes),
            acts=done.where(learns[done.members] & (at >= facts["reset"][done.members] - 1e-3)),
            followed=self._followed(catalogue, ids),
            left_out=self._left_out(catalogue, ids, done),
            hidden_channels=self._hidden_channels(ids),
            overrides=self._overrides(ids),
            muted=self._muted(ids),
        )

    def _of_videos(self, found: Arrays, catalogue: Catalogue) -> tuple[Ids, Ids, Any]:
        age_days = (self.now.timestamp() - found["at"]) / _DAY_SECONDS
        return catalogue.index_of(found["video_id"].astype(np.int64)), found["kind"].astype(np.int64), age_days

    def _reads(self, catalogue: Catalogue, ids: Ids, homes: Any) -> Any:
        reads = np.zeros((len(ids), len(catalogue.language_codes)), np.bool_)
        numbers = {code: number for number, code in enumerate(catalogue.language_codes)}
        for region, facts in enumerate(REGIONS.values()):
            reads[homes == region, numbers[facts.language]] = True
        rows = select(TasteSettings.user_id, TasteSettings.languages).where(TasteSettings.languages != [])
        for user_id, codes in self.connection.execute(_in(rows, TasteSettings.user_id, ids)):
            row = _rows(ids, np.array([user_id]))[0]
            for code in map(canonical_language, codes):
                if row >= 0 and code in numbers:
                    reads[row, numbers[code]] = True
        return reads

    def _left_out(self, catalogue: Catalogue, ids: Ids, done: Acts) -> Pairs:
        """What the member knows already or does not want: chosen, seen, refused."""
        hidden = select(DeckFeedback.user_id, DeckFeedback.video_id).where(DeckFeedback.kind == FeedbackKind.HIDE)
        seen = select(DeckSeen.user_id, DeckSeen.video_id)
        found = columns(
            self.connection, union_all(_in(hidden, DeckFeedback.user_id, ids), _in(seen, DeckSeen.user_id, ids))
        )
        rows, video_ids = _rows(ids, found["user_id"]), found["video_id"].astype(np.int64)
        pairs = Pairs(
            np.concatenate([done.members, rows]), np.concatenate([done.videos, catalogue.index_of(video_ids)])
        )
        kept = (pairs.rows >= 0) & (pairs.others >= 0)
        return Pairs(pairs.rows[kept], pairs.others[kept])

    def _hidden_channels(self, ids: Ids) -> Pairs:
        rows = select(HiddenChannel.user_id, HiddenChannel.channel_id)
        found = columns(self.connection, _in(rows, HiddenChannel.user_id, ids))
        places = _rows(ids, found["user_id"])
        return Pairs(places[places >= 0], found["channel_id"].astype(np.int64)[places >= 0])

    def _overrides(self, ids: Ids) -> list[Override]:
        rows = select(*(getattr(TasteOverride, name) for name in ("user_id", "kind", "key", "state", "weight")))
        rows = _in(rows, TasteOverride.user_id, ids).order_by(
            TasteOverride.user_id, TasteOverride.kind, TasteOverride.key
        )
        found = [Override(*row) for row in self.connection.execute(rows)]
        return [one._replace(row=row) for one in found if (row := int(_rows(ids, np.array([one.row]))[0])) >= 0]

    def _muted(self, ids: Ids) -> dict[int, str]:
        """Patterns of all muted words that hold in lists, folded ones too: a deck can show something else instead."""
        is_on = or_(MutedWord.expires_at.is_(None), MutedWord.expires_at > self.now)
        rows = select(MutedWord.user_id, MutedWord.phrase, MutedWord.folded, MutedWord.scopes).where(is_on)
        words = defaultdict(list)
        for user_id, phrase, folded, scopes in self.connection.execute(
            _in(rows, MutedWord.user_id, ids).order_by(MutedWord.id)
        ):
            words[int(_rows(ids, np.array([user_id]))[0])].append(Muting(phrase, folded, frozenset(scopes), True))
        patterns = {
            row: Reader(self.now, mutings=tuple(found)).hiding_pattern(Surface.HOME) for row, found in words.items()
        }
        return {row: pattern for row, pattern in patterns.items() if pattern and row >= 0}

    def _followed(self, catalogue: Catalogue, ids: Ids) -> Followed:
        """By the one rule of visibility, asked for each pair of a reader and a member they follow."""
        mine = aliased(Follow)
        reader = Reader(self.now, id=cast(int, mine.follower_id))
        pairs = select(mine.follower_id, mine.followed_id).join(User, User.id == mine.followed_id)
        seen = columns(self.connection, _in(pairs, mine.follower_id, ids).where(sees_writing_of(reader, Surface.HOME)))
        rows = _rows(ids, seen["follower_id"])
        followed = seen["followed_id"].astype(np.int64)[rows >= 0]
        rows = rows[rows >= 0]
        done = self._lately(np.unique(followed))
        order = np.lexsort((done["video_id"], -done["at"], done["user_id"]))
        actors = done["user_id"][order]
        begin, end = np.searchsorted(actors, followed), np.searchsorted(actors, followed, side="right")
        each = np.repeat(np.arange(len(rows)), end - begin)
        which = order[
            np.arange(len(each)) - np.repeat(np.cumsum(end - begin) - (end - begin), end - begin) + begin[each]
        ]
        found = catalogue.index_of(done["video_id"].astype(np.int64)[which])
        age = (self.now.timestamp() - done["at"][which]) / _DAY_SECONDS
        kept = found >= 0
        return Followed(rows[each][kept], found[kept], followed[each][kept], age[kept])

    def _lately(self, actors: Ids) -> Arrays:
        """The newest likes that members show, and posts that stand, about videos: user_id, video_id, at."""
        since = self.now - timedelta(days=weights.FOLLOWED_DAYS)
        named = bindparam("actors", actors.tolist(), ARRAY(User.id.type))
        actor = select(whole(func.unnest(named)).label("id")).cte("actor")
        likes = select(VideoLike.video_id, VideoLike.created_at.label("at")).where(
            VideoLike.user_id == actor.c.id, VideoLike.created_at > since, User.shows_likes
        )
        posts = select(Post.video_id, Post.created_at.label("at")).where(
            Post.author_id == actor.c.id,
            Post.created_at > since,
            Post.video_id.is_not(None),
            is_shown(Reader(self.now), Surface.HOME, Post),
        )
        newest = weights.ACTS_OF_FOLLOWED
        done = union_all(
            likes.correlate(actor, User).order_by(VideoLike.id.desc()).limit(newest),
            posts.correlate(actor, User).order_by(Post.id.desc()).limit(newest),
        ).lateral("done")
        rows = select(actor.c.id.label("user_id"), done.c.video_id, seconds(done.c.at).label("at"))
        return columns(self.connection, rows.join(User, User.id == actor.c.id).join(done, true()))


def _members(*what: Any) -> Any:
    """Of those that get a deck: active, and not without recommendations by their own wish."""
    rows = select(*what).select_from(User).outerjoin(TasteSettings, TasteSettings.user_id == User.id)
    return rows.where(User.activated_at.is_not(None), func.coalesce(TasteSettings.is_on, true()))


def _facts() -> Any:
    home = func.array_position(bindparam("regions", _REGIONS, ARRAY(SqlText())), User.home_region) - 1
    return _members(
        User.id,
        whole(func.coalesce(home, NO_REGION)).label("home"),
        case((func.coalesce(TasteSettings.learns, true()), 1), else_=0).label("learns"),
        func.coalesce(seconds(TasteSettings.reset_at), 0.0).label("reset"),
    )


def _in(rows: Any, user_id: Any, ids: Ids) -> Any:
    return rows.where(user_id.between(int(ids[0]), int(ids[-1])))


def _rows(ids: Ids, user_ids: Any) -> Ids:
    """The places of members in a block, -1 for those that are not in it."""
    found = np.minimum(np.searchsorted(ids, user_ids), len(ids) - 1)
    return np.where(ids[found] == user_ids, found, -1)
