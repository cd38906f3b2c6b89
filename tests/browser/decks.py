"""The deck of the gallery: Alice's, with a card for each reason and an end on its first page."""

from flask import current_app
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.feed import cursor
from app.feed.cursor import Place
from app.feed.extension import store_of
from app.feed.reasons import Reason
from app.models import User, Video
from tests.feed.member_decks import Held, build
from tests.servers import TEST_SECRET

ALICE = 1
"""Her number, for she is the first of the people."""

GONE = cursor.dump(Place(1, 0, 25), ALICE, TEST_SECRET)
"""The place of a deck that is not kept."""

PAGES = {"for you, visitor": "/for-you"}
"""What everybody may open."""

PAGES_OF_ALICE = {
    "for you": "/for-you",
    "for you, gone": f"/for-you?cursor={GONE}",
    "settings, taste": "/settings/taste",
    "settings, taste anew": "/settings/taste/reset",
}


def fill_decks(session: Session) -> None:
    """Seven cards that were chosen, and two of the list behind them."""
    alice, bob = (session.scalars(select(User).where(User.username == name)).one() for name in ("alice", "bob"))
    like = session.scalars(select(Video.id).where(Video.source_id == "pl-1")).one()
    contexts = {Reason.RISING_HOME: 2, Reason.RISING_LANGUAGE: 5, Reason.FOLLOWED: bob.id, Reason.SIMILAR: like}
    reasons = [reason for reason in Reason if reason is not Reason.CHART]
    deck = [Held(f"pl-{rank}", reason, contexts.get(reason, 0)) for rank, reason in enumerate(reasons, 3)]
    build(session, store_of(current_app), {alice: deck}, {"PL": ["pl-20", "pl-21"]})
