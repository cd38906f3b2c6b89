"""The ledger of what members saw of their decks: positions move when a client acknowledges, and back when it undoes."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from app.accounts.attempts import Allowance
from app.accounts.viewers import Viewer
from app.feed import standing
from app.feed.cursor import Place
from app.feed.served import Reached
from app.feed.store import DeckGone, NoDeck, Store
from app.models import DeckSeen

ACKNOWLEDGEMENTS_OF_MEMBER = Allowance("600 per minute", "seen")


def see(
    session: Session, store: Store, viewer: Viewer, positions: Collection[int], number: int | None, now: datetime
) -> int:
    """Note that a member saw what stands at these positions; where the deck goes on. Twice is as once.

    The positions are of the snapshot of this number, None for that in service. Raises `DeckGone`.
    """
    there = _there(store, viewer, number)
    keys = _keys(there, positions)
    if keys:
        rows = [{"user_id": viewer.id, "video_id": key, "seen_at": now} for key in keys]
        session.execute(insert(DeckSeen).values(rows).on_conflict_do_nothing())
    if there.number != store.reached(viewer.id).number:
        store.suppress(viewer.id, keys)
        return store.position(viewer.id)
    store.see(viewer.id, there.number, positions)
    return store.see(viewer.id, there.number, upto=_first_unseen(store.reached(viewer.id), positions))


def see_page(session: Session, store: Store, viewer: Viewer, place: Place, now: datetime) -> int:
    """Note that a member saw a page and all before it; where the deck goes on. Raises `DeckGone`."""
    newest = _there(store, viewer, None)
    reached = newest.position if place.snapshot == newest.number else 0
    return see(session, store, viewer, range(min(place.begin, reached), place.end), place.snapshot, now)


def unsee(session: Session, store: Store, viewer: Viewer, positions: Collection[int], number: int | None) -> int:
    """Take that back; where the deck goes on. Raises `DeckGone`."""
    there = _there(store, viewer, number)
    keys = _keys(there, positions)

    def act() -> None:
        session.execute(delete(DeckSeen).where(DeckSeen.user_id == viewer.id, DeckSeen.video_id.in_(keys)))
        store.unsee(viewer.id, there.number, positions)

    standing.decide(session, store, viewer, act)
    return store.position(viewer.id)


def reached(store: Store, viewer: Viewer) -> int:
    """Where the deck goes on."""
    try:
        return store.position(viewer.id)
    except NoDeck:
        return 0


def _there(store: Store, viewer: Viewer, number: int | None) -> Reached:
    try:
        return store.reached(viewer.id, number)
    except NoDeck:
        raise DeckGone


def _keys(there: Reached, positions: Collection[int]) -> list[int]:
    """The database ids of the videos at positions of a snapshot."""
    wanted = set(positions)
    return [one.video_id for one in there.whole() if one.position in wanted]


def _first_unseen(there: Reached, positions: Collection[int]) -> int:
    """The first position from where the deck goes on that is neither masked nor among these."""
    seen = set(positions)
    items, following = there.items(there.position, len(seen) + 1)
    unseen = (item.position for item in items if item.position not in seen)
    return next(unseen, following if following is not None else max(seen, default=there.position) + 1)
