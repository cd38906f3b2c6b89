"""A member's deck as it stands: what of it is left, with the masks of the store following what the member decides."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy.orm import Session

from app.accounts.viewers import Viewer
from app.feed import exclusions, settings
from app.feed.deck_parts import DECK_LENGTH
from app.feed.store import NoDeck, Store
from app.feed.taste import Traits
from app.social.locks import lock_members


@dataclass(frozen=True, slots=True)
class Effect:
    """What a decision did to a deck: how many items left it, fewer than none when some came back; how many remain.

    `left` are the ids, at their source, of the videos that left it.
    """

    removed: int
    remaining: int
    left: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class _Standing:
    """The items of a deck that are out, and the traits of the others, by the database ids of their videos."""

    out: set[int]
    wanted: dict[int, Traits]

    def left(self, store: Store, user_id: int) -> list[Traits]:
        """What is left of the deck, in its order."""
        if not self.wanted:
            return []
        position = store.position(user_id)
        items, _ = store.items(user_id, position, max(0, DECK_LENGTH - position)) or ([], None)
        return [self.wanted[one.video_id] for one in items if one.video_id in self.wanted]


def built_at(number: int) -> datetime:
    """When the deck of a snapshot was built."""
    return datetime.fromtimestamp(number / 1000, UTC)


def remaining(session: Session, store: Store, user_id: int) -> list[Traits]:
    """What is left of a member's deck, in its order; two statements."""
    return _standing(session, store, user_id).left(store, user_id)


def decide(session: Session, store: Store, viewer: Viewer, act: Callable[[], object]) -> Effect:
    """Do what decides about the deck of a member, one at a time, and have the deck follow at once."""
    lock_members(session, viewer.id)
    before = _standing(session, store, viewer.id)
    were_left = len(before.left(store, viewer.id))
    act()
    after = _standing(session, store, viewer.id)
    if after.out:
        store.suppress(viewer.id, after.out)
    if back := before.out - after.out:
        store.restore(viewer.id, back)
    are_left = len(after.left(store, viewer.id))
    left = frozenset(traits.id for key, traits in before.wanted.items() if key in after.out)
    return Effect(were_left - are_left, are_left, left)


def _standing(session: Session, store: Store, user_id: int) -> _Standing:
    theirs = settings.of_member(session, user_id)
    try:
        items = store.whole(user_id) or []
    except NoDeck:
        items = []
    if not items:
        return _Standing(set(), {})
    wanted = exclusions.wanted(session, user_id, items, theirs, built_at(store.number))
    return _Standing({one.video_id for one in items} - wanted.keys(), wanted)
