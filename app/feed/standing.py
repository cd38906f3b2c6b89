"""A member's deck as it stands: what of it is left, with the masks of the store following what the member decides."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy.orm import Session

from app.accounts.viewers import Viewer
from app.feed import exclusions, ledger, settings
from app.feed.served import DeckItem, Reached
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
    """Where a member is in a deck, the items of it that are out, and the traits of the others, by the database ids of
    their videos; without a deck, nothing.
    """

    reached: Reached | None
    items: list[DeckItem]
    out: set[int]
    wanted: dict[int, Traits]

    def left(self, back: Collection[int] = ()) -> list[Traits]:
        """What is left of the deck, in its order, with what comes back."""
        there = self.reached
        kept = (one.video_id for one in self.items if there and (one.video_id in back or there.awaits(one.position)))
        return [self.wanted[key] for key in kept if key in self.wanted]


def built_at(number: int) -> datetime:
    """When the deck of a snapshot was built."""
    return datetime.fromtimestamp(number / 1000, UTC)


def remaining(session: Session, store: Store, user_id: int) -> list[Traits]:
    """What is left of a member's deck, in its order; two statements."""
    return _standing(session, store, user_id).left()


def decide(session: Session, store: Store, viewer: Viewer, act: Callable[[], Collection[int] | None]) -> Effect:
    """Do what decides about the deck of a member, one at a time, and have the deck follow at once.

    `act` may tell videos that were masked in a deck before, and that come back unless they are out otherwise.
    """
    lock_members(session, viewer.id)
    before = _standing(session, store, viewer.id)
    freed = set(act() or ())
    after, back = _standing(session, store, viewer.id), set[int]()
    if after.reached is not None:
        ledger.note(session, viewer.id, (after.out - before.out) & store.shown(after.reached))
        store.suppress(viewer.id, after.out)
        known = {one.video_id for one in after.items}  # of others it was not asked whether they are out
        back = ((before.out | freed) - after.out) & after.reached.masked() & known
        rewind(session, store, after.reached, after.reached.indices(back))
    are_left = len(after.left(back))
    left = frozenset(traits.id for key, traits in before.wanted.items() if key in after.out)
    return Effect(len(before.left()) - are_left, are_left, left)


def rewind(session: Session, store: Store, there: Reached, positions: Collection[int]) -> None:
    """Have what stands at these positions shown again. What was shown behind the first goes into the ledger, for the
    member's position does not tell of it any more.
    """
    passed = there.served.videos(there.user_id, there.place, there.position)
    again = {passed[position] for position in positions if position < len(passed)}
    ledger.note(session, there.user_id, there.shown() & {*passed[min(positions, default=len(passed)) :]} - again)
    store.unsee(there.user_id, there.number, positions)


def _standing(session: Session, store: Store, user_id: int) -> _Standing:
    theirs = settings.of_member(session, user_id)
    try:
        reached = store.reached(user_id)
    except NoDeck:
        return _Standing(None, [], set(), {})
    items = reached.whole()
    wanted = exclusions.wanted(session, user_id, items, theirs, built_at(reached.number)) if items else {}
    return _Standing(reached, items, {one.video_id for one in items} - wanted.keys(), wanted)
