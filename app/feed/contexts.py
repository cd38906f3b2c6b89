"""Whom or what the reasons of a deck are about, as far as the reader may be told."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from sqlalchemy import and_, exists, or_, select, tuple_
from sqlalchemy.orm import Session

from app.feed.reasons import About, Reason
from app.models import REGIONS, Channel, Post, User, Video, VideoLike
from app.models.aliases import shared_alias
from app.social.reader import Reader, Surface
from app.social.visibility import follows, sees_post, sees_writing_of

_CODES = tuple(REGIONS)
POST = shared_alias(Post, "post")


@dataclass(frozen=True, slots=True)
class Context:
    """What a reason is about: `id` is a region's code, a video's or channel's id at its source, or a member's id."""

    about: About
    id: str
    name: str

    @property
    def in_sentence(self) -> str:
        """The name as it stands inside a sentence."""
        return REGIONS[self.id].in_sentence if self.about is About.REGION else self.name


@dataclass(frozen=True, slots=True)
class Stated:
    """Why a video is in a deck, and about what, unless the reader may not know that or it is gone."""

    reason: Reason
    text: str
    context: Context | None


Held = tuple[int, Reason, int]
"""The database id of a video, why it is in the deck, and the context that the deck holds."""


def stated(session: Session, reader: Reader, held: Collection[Held]) -> list[Stated]:
    """The reasons of videos in the same order; a statement each for members, videos and channels when any is named."""
    members = _members(session, reader, [(context, key) for key, context in _of(held, About.MEMBER)])
    videos = _videos(session, {context for _, context in _of(held, About.VIDEO)})
    channels = _channels(session, {context for _, context in _of(held, About.CHANNEL)})
    known = {
        About.REGION: lambda key, context: of_region(_CODES[context]) if context < len(_CODES) else None,
        About.MEMBER: lambda key, context: members.get((context, key)),
        About.VIDEO: lambda key, context: videos.get(context),
        About.CHANNEL: lambda key, context: channels.get(context),
    }
    return [
        _stated(reason, known[reason.about](key, context) if reason.about else None) for key, reason, context in held
    ]


def of_region(code: str) -> Context:
    """A region as what a reason is about."""
    return Context(About.REGION, code, REGIONS[code].name)


def _stated(reason: Reason, context: Context | None) -> Stated:
    return Stated(reason, reason.sentence(context.in_sentence if context else None), context)


def _of(held: Iterable[Held], about: About) -> list[tuple[int, int]]:
    return [(key, context) for key, reason, context in held if reason.about is about and context]


def _members(session: Session, reader: Reader, pairs: Collection[tuple[int, int]]) -> dict[tuple[int, int], Context]:
    """Of those whom the reader follows, who like a video and show it, or wrote a post about it that the reader sees."""
    if not pairs:
        return {}
    likes = exists().where(VideoLike.user_id == User.id, VideoLike.video_id == Video.id)
    wrote = exists().where(POST.author_id == User.id, POST.video_id == Video.id, sees_post(reader, Surface.HOME, POST))
    rows = session.execute(
        select(User.id, Video.id, User.username)
        .join(Video, tuple_(User.id, Video.id).in_(pairs))
        .where(follows(reader, User.id), sees_writing_of(reader, Surface.HOME))
        .where(or_(and_(User.shows_likes, likes), wrote))
    )
    return {(user_id, key): Context(About.MEMBER, str(user_id), name) for user_id, key, name in rows}


def _videos(session: Session, keys: Collection[int]) -> dict[int, Context]:
    if not keys:
        return {}
    rows = session.execute(select(Video.id, Video.source_id, Video.title).where(Video.id.in_(keys)))
    return {key: Context(About.VIDEO, source_id, title) for key, source_id, title in rows}


def _channels(session: Session, keys: Collection[int]) -> dict[int, Context]:
    if not keys:
        return {}
    rows = session.execute(select(Channel.id, Channel.source_id, Channel.title).where(Channel.id.in_(keys)))
    return {key: Context(About.CHANNEL, source_id, title) for key, source_id, title in rows if title}
