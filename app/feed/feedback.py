"""What members say of what they are shown, with its effect on their decks at once."""

from datetime import datetime

from sqlalchemy import delete, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from app.accounts.attempts import Allowance
from app.accounts.viewers import Viewer
from app.feed import standing
from app.feed.standing import Effect
from app.feed.store import Store
from app.feed.taste import Traits
from app.models import Channel, DeckFeedback, FeedbackKind, HiddenChannel, Video

FEEDBACK_OF_MEMBER = Allowance("240 per minute", "feedback")


MOST_HIDDEN = 500
"""Channels that a member may hide."""


class NoChannel(LookupError):
    """The video has no channel that could be hidden."""


class TooManyHiddenChannels(Exception):
    """The member hides as many channels as one may."""


def give(session: Session, store: Store, viewer: Viewer, video_key: int, kind: FeedbackKind, now: datetime) -> Effect:
    """Say something of a video, by its database id, in place of what was said before.

    A hidden video leaves the deck. With a video that is wanted less leave the other items of its channel, and every
    second one of its category. Said again it changes nothing.
    """

    def act() -> list[int]:
        said = select(DeckFeedback.kind).where(DeckFeedback.user_id == viewer.id, DeckFeedback.video_id == video_key)
        if session.scalar(said) == kind:
            return []
        freed = _forget(session, viewer, video_key)
        masked: list[int] = []
        if kind is FeedbackKind.LESS:
            masked = _like_it(session, standing.remaining(session, store, viewer.id), video_key)
        row = {"user_id": viewer.id, "video_id": video_key, "kind": kind, "masked": masked, "created_at": now}
        session.execute(insert(DeckFeedback).values(row))
        return freed

    return standing.decide(session, store, viewer, act)


def withdraw(session: Session, store: Store, viewer: Viewer, video_key: int) -> Effect:
    """Take back what was said of a video; what left the deck with it comes back, unless it is out otherwise."""
    return standing.decide(session, store, viewer, lambda: _forget(session, viewer, video_key))


def hide_channel(session: Session, store: Store, viewer: Viewer, video_key: int, now: datetime) -> Effect:
    """Keep the channel of a video out of the member's decks. Raises `NoChannel`, `TooManyHiddenChannels`."""
    row = {"user_id": viewer.id, "channel_id": _channel_of(session, video_key), "created_at": now}

    def act() -> None:
        session.execute(insert(HiddenChannel).values(row).on_conflict_do_nothing())
        count = select(func.count()).select_from(HiddenChannel).where(HiddenChannel.user_id == viewer.id)
        if (session.scalar(count) or 0) > MOST_HIDDEN:
            raise TooManyHiddenChannels

    return standing.decide(session, store, viewer, act)


def show_channel_of(session: Session, store: Store, viewer: Viewer, video_key: int) -> Effect:
    """Hide the channel of a video no longer. Raises `NoChannel`."""
    return show_channel(session, store, viewer, _channel_of(session, video_key))


def show_channel(session: Session, store: Store, viewer: Viewer, channel_id: int) -> Effect:
    """Hide a channel, by its database id, no longer."""
    return standing.decide(session, store, viewer, lambda: forget_channel(session, viewer, channel_id))


def forget_channel(session: Session, viewer: Viewer, channel_id: int) -> None:
    """The same, for a caller that has the deck follow."""
    of_it = (HiddenChannel.user_id == viewer.id, HiddenChannel.channel_id == channel_id)
    session.execute(delete(HiddenChannel).where(*of_it))


def hidden_channels(session: Session, viewer: Viewer) -> list[Channel]:
    """The channels that a member hides, hidden last first."""
    rows = select(Channel).join(HiddenChannel, HiddenChannel.channel_id == Channel.id)
    rows = rows.where(HiddenChannel.user_id == viewer.id).order_by(HiddenChannel.created_at.desc(), Channel.id)
    return list(session.scalars(rows))


def _forget(session: Session, viewer: Viewer, video_key: int) -> list[int]:
    """What left the deck with it."""
    of_it = (DeckFeedback.user_id == viewer.id, DeckFeedback.video_id == video_key)
    return session.scalar(delete(DeckFeedback).where(*of_it).returning(DeckFeedback.masked)) or []


def _like_it(session: Session, left: list[Traits], video_key: int) -> list[int]:
    """The database ids of what is left of the channel of a video, and of every second item left of its category."""
    row = session.execute(select(Video.channel_id, Video.category_id).where(Video.id == video_key)).one()
    others = [one for one in left if one.key != video_key]
    of_channel = [one.key for one in others if row.channel_id is not None and one.channel_id == row.channel_id]
    of_category = [
        one.key
        for one in others
        if row.category_id is not None and one.category_id == row.category_id and one.key not in set(of_channel)
    ]
    return of_channel + of_category[1::2]


def _channel_of(session: Session, video_key: int) -> int:
    channel_id = session.scalar(select(Video.channel_id).where(Video.id == video_key))
    if channel_id is None:
        raise NoChannel
    return channel_id
