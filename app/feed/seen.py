"""What clients tell that members saw of their decks: positions move with it, and back when it is undone."""

from collections.abc import Collection

from sqlalchemy.orm import Session

from app.accounts.attempts import Allowance
from app.accounts.viewers import Viewer
from app.feed import exclusions, ledger, settings, standing
from app.feed.cursor import Place
from app.feed.served import Reached
from app.feed.store import DeckGone, NoDeck, Store

ACKNOWLEDGEMENTS_OF_MEMBER = Allowance("600 per minute", "seen")


def see(session: Session, store: Store, viewer: Viewer, positions: Collection[int], number: int | None) -> int:
    """Note that a member saw what stands at these positions; where the deck goes on. Twice is as once.

    What is masked because it is out was not shown, but passed over. The positions are of the snapshot of this number,
    None for that in service. Raises `DeckGone`.
    """
    there, newest = _there(store, viewer, number), store.reached(viewer.id)
    keys = _keys(there, positions)
    keys -= _out(session, there, keys & (there.masked() | newest.masked()))
    ledger.note(session, viewer.id, keys)
    if there.number != newest.number:
        store.suppress(viewer.id, keys)
        return store.position(viewer.id)
    store.see(viewer.id, there.number, positions)
    return store.see(viewer.id, there.number, upto=_first_unseen(store.reached(viewer.id), positions))


def see_page(session: Session, store: Store, viewer: Viewer, place: Place) -> int:
    """Note that a member saw a page and all before it; where the deck goes on. Raises `DeckGone`."""
    newest = _there(store, viewer, None)
    reached = newest.position if place.snapshot == newest.number else 0
    return see(session, store, viewer, range(min(place.begin, reached), place.end), place.snapshot)


def unsee(session: Session, store: Store, viewer: Viewer, positions: Collection[int], number: int | None) -> int:
    """Take that back; where the deck goes on. Raises `DeckGone`."""
    there = _there(store, viewer, number)

    def act() -> None:
        ledger.forget(session, viewer.id, _keys(there, positions))
        standing.rewind(session, store, there, positions)

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


def _keys(there: Reached, positions: Collection[int]) -> set[int]:
    """The database ids of the videos at positions of a snapshot."""
    wanted = set(positions)
    return {one.video_id for one in there.whole() if one.position in wanted}


def _out(session: Session, there: Reached, masked: Collection[int]) -> set[int]:
    """Those of the masked videos that are out; others are masked because they were seen, noted or not.

    What the masks of a snapshot before were set for counts too, however long ago it was.
    """
    items = [one for one in there.whole() if one.video_id in masked]
    if not items:
        return set()
    theirs = settings.of_member(session, there.user_id)
    return {*masked} - exclusions.wanted(session, there.user_id, items, theirs, standing.built_at(0)).keys()


def _first_unseen(there: Reached, positions: Collection[int]) -> int:
    """The first position from where the deck goes on that is neither masked nor among these."""
    seen = set(positions)
    items, following = there.items(there.position, len(seen) + 1)
    unseen = (item.position for item in items if item.position not in seen)
    return next(unseen, following if following is not None else max(seen, default=there.position) + 1)
