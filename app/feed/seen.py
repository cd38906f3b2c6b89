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
from app.feed.deck import DeckGone
from app.feed.store import NoDeck, Store
from app.models import DeckSeen

ACKNOWLEDGEMENTS_OF_MEMBER = Allowance("600 per minute", "seen")


def see(
    session: Session, store: Store, viewer: Viewer, positions: Collection[int], number: int | None, now: datetime
) -> int:
    """Note that a member saw what stands at these positions; where the deck goes on. Twice is as once.

    The positions are of the snapshot of this number, None for that in service. Raises `DeckGone`.
    """
    keys = _keys(store, viewer, positions, number)
    if keys:
        rows = [{"user_id": viewer.id, "video_id": key, "seen_at": now} for key in keys]
        session.execute(insert(DeckSeen).values(rows).on_conflict_do_nothing())
    if number not in {None, store.number}:
        store.suppress(viewer.id, keys)
        return store.position(viewer.id)
    store.see(viewer.id, positions=positions)
    return store.see(viewer.id, upto=_first_unseen(store, viewer, positions))


def see_page(session: Session, store: Store, viewer: Viewer, place: Place, now: datetime) -> int:
    """Note that a member saw a page and all before it; where the deck goes on. Raises `DeckGone`."""
    reached = store.position(viewer.id) if place.snapshot == store.number else 0
    return see(session, store, viewer, range(min(place.begin, reached), place.end), place.snapshot, now)


def unsee(session: Session, store: Store, viewer: Viewer, positions: Collection[int], number: int | None) -> int:
    """Take that back; where the deck goes on. Raises `DeckGone`."""
    keys = _keys(store, viewer, positions, number)

    def act() -> None:
        session.execute(delete(DeckSeen).where(DeckSeen.user_id == viewer.id, DeckSeen.video_id.in_(keys)))
        if number in {None, store.number}:
            store.unsee(viewer.id, positions)

    standing.decide(session, store, viewer, act)
    return store.position(viewer.id)


def reached(store: Store, viewer: Viewer) -> int:
    """Where the deck goes on."""
    try:
        return store.position(viewer.id)
    except NoDeck:
        return 0


def _keys(store: Store, viewer: Viewer, positions: Collection[int], number: int | None) -> list[int]:
    """The database ids of the videos at positions of a snapshot."""
    try:
        whole = store.whole(viewer.id, number)
    except NoDeck:
        whole = None
    if whole is None:
        raise DeckGone
    wanted = set(positions)
    return [one.video_id for one in whole if one.position in wanted]


def _first_unseen(store: Store, viewer: Viewer, positions: Collection[int]) -> int:
    """The first position from where the deck goes on that is neither masked nor among these."""
    reached, seen = store.position(viewer.id), set(positions)
    items, following = store.items(viewer.id, reached, len(seen) + 1) or ([], None)
    unseen = (item.position for item in items if item.position not in seen)
    return next(unseen, following if following is not None else max(seen, default=reached) + 1)
