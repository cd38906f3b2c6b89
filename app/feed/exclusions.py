"""What keeps a video out of a member's deck, as the database has it; the masks of the store follow it."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.orm import Session

from app.feed.history import traits_from, traits_select
from app.feed.reasons import Reason
from app.feed.served import DeckItem
from app.feed.settings import DeckSettings
from app.feed.taste import Traits
from app.models import DeckFeedback, DeckSeen, FeedbackKind, HiddenChannel, Video

LEARNT = frozenset({Reason.SIMILAR, Reason.TASTE, Reason.CHANNEL})
"""The reasons of items that stand for what was learnt of a member."""


def is_out(user_id: int, built_at: datetime) -> ColumnElement[bool]:
    """Whether the row of `Video` was hidden, wanted less, left with such a one since the deck was built, is of a
    hidden channel, or was seen. `is_unwanted` asks the rest."""
    channels = select(HiddenChannel.channel_id).where(HiddenChannel.user_id == user_id)
    refused = exists().where(
        DeckFeedback.user_id == user_id,
        DeckFeedback.video_id == Video.id,
        DeckFeedback.kind.in_((FeedbackKind.LESS, FeedbackKind.HIDE)),
    )
    with_it = select(func.unnest(DeckFeedback.masked)).where(
        DeckFeedback.user_id == user_id, DeckFeedback.created_at >= built_at
    )
    seen = exists().where(DeckSeen.user_id == user_id, DeckSeen.video_id == Video.id)
    of_hidden = and_(Video.channel_id.is_not(None), Video.channel_id.in_(channels))
    return or_(of_hidden, refused, Video.id.in_(with_it), seen)


def is_unwanted(traits: Traits, item: DeckItem, theirs: DeckSettings, built_at: datetime) -> bool:
    """Whether a video carries an interest that the member deleted, or stands for what was learnt before a reset."""
    if theirs.reset_at is not None and theirs.reset_at >= built_at and item.reason in LEARNT:
        return True
    return bool(theirs.deleted) and not theirs.deleted.isdisjoint(traits.interests())


def wanted(
    session: Session, user_id: int, items: Collection[DeckItem], theirs: DeckSettings, built_at: datetime
) -> dict[int, Traits]:
    """The traits of the videos of those items that are not out, by their database ids; in one statement."""
    keys = [one.video_id for one in items]
    out = is_out(user_id, built_at).label("out")
    rows = session.execute(traits_select(out).where(Video.id.in_(keys)))
    traits = {row.id: traits_from(row) for row in rows if not row.out}
    return {
        one.video_id: traits[one.video_id]
        for one in items
        if one.video_id in traits and not is_unwanted(traits[one.video_id], one, theirs, built_at)
    }
