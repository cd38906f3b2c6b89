"""The decks as one process sees them: reads and advances them, and goes over to a new snapshot when one appears."""

import logging
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from threading import Lock

from app.feed import deck_file, snapshots
from app.feed.progress import HOME, LEFT, MASK_BITS, MASKED, POSITION, bits, mask_changed
from app.feed.served import HomeOf, Page, Reached, Served

logger = logging.getLogger(__name__)

DEFAULT_SIZE = 10
Charts = Mapping[str, Sequence[int]]


class NoDeck(Exception):
    """There is neither a deck file nor a chart, so nothing can be shown yet."""


class NoMember(LookupError):
    """There is no user with this id: it is above all that are known."""


class DeckGone(LookupError):
    """The snapshot that a page or a position belongs to is no longer kept."""


class Store:
    """All decks. `home_of` is asked when the deck file does not tell where a user lives.

    `charts_now` gives the charts to begin with while there is no deck file; `recover` is given each progress before it
    is used, to bring back what another machine had written of it. `last_member` tells the highest id of a member: above
    it and above those in the deck files there is no user without progress, and every verb raises `NoMember`.
    """

    def __init__(
        self,
        decks: Path,
        home_of: HomeOf,
        charts_now: Callable[[], Charts],
        recover: Callable[[Served], None],
        last_member: Callable[[], int],
    ) -> None:
        self.decks = decks
        self._home_of, self._charts_now, self._recover, self._last_member = home_of, charts_now, recover, last_member
        self._last_user = 0
        self._lock = Lock()
        self._served: tuple[Served, ...] = ()
        self._looked_at: snapshots.Fingerprint = ()

    @property
    def served(self) -> tuple[Served, ...]:
        """The snapshot in service and the one before it, if there is one. Raises `NoDeck`."""
        return self._served or self.refresh()

    @property
    def number(self) -> int:
        """That of the snapshot in service. Raises `NoDeck`."""
        return self.served[0].number

    def refresh(self) -> tuple[Served, ...]:
        """Look for a newer snapshot and put it in service. Raises `NoDeck`."""
        with self._lock:
            there = snapshots.fingerprint(self.decks)
            if there != self._looked_at or not self._served:
                known = {served.number: served for served in self._served}
                found = list(islice(snapshots.usable(self.decks), snapshots.KEPT)) or [self._first()]
                for snapshot in found:
                    if snapshot.number not in known:
                        known[snapshot.number] = Served(self.decks, snapshot)
                        self._recover(known[snapshot.number])
                self._served = tuple(known[snapshot.number] for snapshot in found)
                self._looked_at = there
            return self._served

    def take(self, user_id: int, size: int, from_position: int | None = None) -> Page:
        """The next `size` ids, which no other request of this user gets. Raises `NoDeck`.

        From an earlier position it is what stood there: a retry of what was taken moves nothing again.
        """
        while True:
            served, cell, place = self._looked_up(user_id)
            position = place & POSITION
            begin = position if from_position is None else min(from_position, position)
            page = served.page(user_id, place, begin, size)
            if page.position <= position:
                return page
            if served.progress.places.swap(user_id, cell, place - position + page.position):
                return page

    def reached(self, user_id: int, number: int | None = None) -> Reached:
        """Where a user is in the snapshot of a number, by default the newest. Raises `NoDeck`, `DeckGone`.

        It changes nothing: who has not begun is told of as if they began now.
        """
        if number is not None and number > self.number:  # another process may have gone over and given a page
            self.refresh()
        served, cell, place = self._looked_up(user_id, begins=False)
        if number not in {None, served.number}:
            return self._of(number).reached(user_id, self._home_of)
        mask = served.mask(user_id, place)
        if not cell & HOME and (carried := self._carried(served, user_id, place)):
            mask, place = mask | carried, mask_changed(place)
        return Reached(served, user_id, place, mask)

    def shown(self, there: Reached) -> set[int]:
        """What a user saw of a snapshot: there, or in the snapshot before, so that it is masked."""
        return there.shown(self._former(there.served, there.user_id))

    def position(self, user_id: int) -> int:
        """How far the user came."""
        return self.reached(user_id).position

    def see(self, user_id: int, number: int, positions: Collection[int] = (), upto: int = 0) -> int:
        """Count these positions as shown, and all below `upto`; the position afterwards.

        Where the user is not in the snapshot of this number, but a newer one, nothing is counted.
        """
        served, place = self._touched(user_id)
        if served.number != number:
            return place & POSITION
        upto = min(upto, served.end(served.snapshot.row(user_id), place))
        later = {index for index in positions if index >= place & POSITION}
        if later:
            served.progress.change_mask(user_id, add=bits(later))
        return POSITION & served.progress.change_place(
            user_id, lambda place: place - (place & POSITION) + max(place & POSITION, upto)
        )

    def unsee(self, user_id: int, number: int, positions: Collection[int]) -> int:
        """Have these of the positions with a mask shown again, and nothing else; the position afterwards.

        Where the user is not in the snapshot of this number, but a newer one, nothing is.
        """
        served, place = self._touched(user_id)
        if served.number != number:
            return place & POSITION
        end = min(MASK_BITS, served.end(served.snapshot.row(user_id), place))
        wanted = {index for index in positions if 0 <= index < end}
        if not wanted:
            return place & POSITION
        first = min(wanted)
        passed = set(range(first, min(place & POSITION, end))) - wanted
        served.progress.change_mask(user_id, add=bits(passed), remove=bits(wanted))
        return POSITION & served.progress.change_place(
            user_id, lambda place: place - (place & POSITION) + min(place & POSITION, first)
        )

    def suppress(self, user_id: int, video_ids: Iterable[int]) -> None:
        """Show these videos of the deck no more."""
        served, place = self._touched(user_id)
        masked = served.indices(user_id, frozenset(video_ids), place)
        if masked:
            served.progress.change_mask(user_id, add=bits(masked))

    def _touched(self, user_id: int) -> tuple[Served, int]:
        """The snapshot that a user is in and the place there, with their home region from now on."""
        while True:
            served, cell, place = self._looked_up(user_id)
            if place == cell or served.progress.places.swap(user_id, cell, place):
                return served, place

    def _looked_up(self, user_id: int, begins: bool = True) -> tuple[Served, int, int]:
        """The snapshot that a user is in, their cell there, and the place: the cell with a home region in it.

        A home region may change until it has decided about an answer. Who `begins` here leaves the snapshot before.
        """
        served = self.served[0]
        cell = served.progress.places[user_id]
        if not cell and user_id > self._last_user:
            self._last_user = self._highest(user_id)
            if user_id > self._last_user:
                raise NoMember
        if cell & LEFT:  # another process went on to a newer one with this user
            served = self.refresh()[0]
            cell = served.progress.places[user_id]
        if cell & HOME and cell & (POSITION | MASKED):
            return served, cell, cell
        place = served.at_home(user_id, cell, self._home_of)
        if begins and not cell & HOME:
            cell = self._carried_over(served, user_id, place)
        return served, cell, cell & ~HOME | place & HOME

    def _highest(self, user_id: int) -> int:
        """The highest id with a deck; when this one is above, that of a member if it is higher."""
        decks = max(served.snapshot.last_user for served in self.served)
        return decks if user_id <= decks else max(decks, self._last_member())

    def _carried_over(self, served: Served, user_id: int, place: int) -> int:
        """The cell after what the snapshot before has shown or masked was masked in this one."""
        before = self._before(served)
        if before is not None:
            before.progress.change_place(user_id, lambda place: place | LEFT)
            if carried := self._carried(served, user_id, place):
                served.progress.change_mask(user_id, add=carried)
        return served.progress.places[user_id]

    def _carried(self, served: Served, user_id: int, place: int) -> int:
        """The mask of what the snapshot before has shown or masked, charts included, for a user with this place."""
        there = self._former(served, user_id)
        return bits(served.indices(user_id, there.shown() | there.masked(), place)) if there else 0

    def _former(self, served: Served, user_id: int) -> Reached | None:
        """Where a user came in the snapshot before; None where nothing was shown or masked."""
        before = self._before(served)
        if before is None or not before.progress.places[user_id] & (POSITION | MASKED):
            return None
        return before.reached(user_id, self._home_of)

    def _before(self, served: Served) -> Served | None:
        return next((older for older in self.served if older.number < served.number), None)

    def _of(self, number: int | None) -> Served:
        for served in self.served:
            if served.number == number:
                return served
        raise DeckGone

    def _first(self) -> snapshots.Snapshot:
        """A snapshot without decks and with the charts of now, so that whoever asks gets those."""
        charts = self._charts_now()
        if not any(charts.values()):
            raise NoDeck
        with suppress(OSError):  # another process may be doing the same
            deck_file.write(self.decks, [], charts, datetime.now(UTC))
        first = next(snapshots.usable(self.decks), None)
        if first is None:  # the disk is full, or may not be written
            raise NoDeck
        return first
