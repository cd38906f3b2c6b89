"""A member's deck as it stands: what of it is left, with the masks of the store following what the member decides."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy.orm import Session

from app.accounts.viewers import Viewer
from app.feed import exclusions, settings
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
    """The items of a deck that are out, and the traits of the others, by the database ids of their videos.

    `ahead` are the items that the member has not passed, and whether each is masked.
    """

    out: set[int]
    wanted: dict[int, Traits]
    ahead: list[tuple[int, bool]]

    def left(self, back: Collection[int] = ()) -> list[Traits]:
        """What is left of the deck, in its order, with those that come back."""
        kept = (key for key, is_masked in self.ahead if key in back or not is_masked)
        return [self.wanted[key] for key in kept if key in self.wanted]


def built_at(number: int) -> datetime:
    """When the deck of a snapshot was built."""
    return datetime.fromtimestamp(number / 1000, UTC)


def remaining(session: Session, store: Store, user_id: int) -> list[Traits]:
    """What is left of a member's deck, in its order; two statements."""
    return _standing(session, store, user_id).left()


def decide(session: Session, store: Store, viewer: Viewer, act: Callable[[], object]) -> Effect:
    """Do what decides about the deck of a member, one at a time, and have the deck follow at once."""
    lock_members(session, viewer.id)
    before = _standing(session, store, viewer.id)
    act()
    after = _standing(session, store, viewer.id)
    if after.out:
        store.suppress(viewer.id, after.out)
    if back := before.out - after.out:
        store.restore(viewer.id, back)
    are_left = len(after.left(back))
    left = frozenset(traits.id for key, traits in before.wanted.items() if key in after.out)
    return Effect(len(before.left()) - are_left, are_left, left)


def _standing(session: Session, store: Store, user_id: int) -> _Standing:
    theirs = settings.of_member(session, user_id)
    try:
        reached = store.reached(user_id)
    except NoDeck:
        return _Standing(set(), {}, [])
    items = reached.whole()
    wanted = exclusions.wanted(session, user_id, items, theirs, built_at(reached.number)) if items else {}
    ahead = [(one.video_id, reached.is_masked(one.position)) for one in items if one.position >= reached.position]
    return _Standing({one.video_id for one in items} - wanted.keys(), wanted, ahead)
