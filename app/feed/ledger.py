"""The ledger of the videos that members saw in their decks, which no later deck has."""

from collections.abc import Collection

from sqlalchemy import delete
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from app.models import DeckSeen


def note(session: Session, user_id: int, video_ids: Collection[int]) -> None:
    """Note that a member saw these videos, by their database ids; twice is as once."""
    if video_ids:
        rows = [{"user_id": user_id, "video_id": video_id} for video_id in sorted(video_ids)]
        session.execute(insert(DeckSeen).values(rows).on_conflict_do_nothing())


def forget(session: Session, user_id: int, video_ids: Collection[int]) -> None:
    """Take that back."""
    session.execute(delete(DeckSeen).where(DeckSeen.user_id == user_id, DeckSeen.video_id.in_(video_ids)))
