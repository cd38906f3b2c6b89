"""A snapshot in service: its decks, the charts behind them and the progress in it, and what stands at a position."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import islice, takewhile
from pathlib import Path
from typing import Literal, NamedTuple

from app.feed import fallback, journal, snapshots
from app.feed.deck_parts import DECK_LENGTH, NO_REGION
from app.feed.fallback import Fallback
from app.feed.progress import HOME, HOME_SHIFT, MASK_BITS, MASKED, NO_HOME, POSITION, Progress
from app.feed.snapshots import Snapshot
from app.regions import REGIONS

Source = Literal["personal", "mixed", "fallback"]
HomeOf = Callable[[int], int | None]
"""Tells the index of a user's home region."""


class Page(NamedTuple):
    """Ids of videos, the position behind the last of them, and where they are from."""

    ids: list[int]
    position: int
    source: Source


class DeckItem(NamedTuple):
    """A place in a deck: reason 0 is the chart of the region whose index is the context; see `reasons`."""

    position: int
    video_id: int
    reason: int
    context: int


@dataclass(frozen=True, slots=True)
class Reached:
    """Where a user is in a snapshot, as it was at one moment: the place, and the mask."""

    served: "Served"
    user_id: int
    place: int
    mask: int

    @property
    def number(self) -> int:
        """That of the snapshot."""
        return self.served.number

    @property
    def position(self) -> int:
        """How far the user came."""
        return self.place & POSITION

    @property
    def chosen(self) -> int:
        """How many videos the deck itself holds."""
        return len(self.served.snapshot.ids_of(self.user_id))

    def page(self, size: int) -> Page:
        """The next `size` ids."""
        return self.served.page(self.user_id, self.place, self.position, size, self.mask)

    def items(self, position: int, size: int) -> tuple[list[DeckItem], int | None]:
        """The items from a position, and the position behind them, None when nothing follows."""
        walk = self.served.walk(self.user_id, self.place, self.mask, position)
        found = list(islice(walk, size + 1))
        return found[:size], found[size].position if len(found) > size else None

    def whole(self) -> list[DeckItem]:
        """What stands at the first DECK_LENGTH positions, masked or not."""
        return self.served.whole(self.user_id, self.place)

    def awaits(self, position: int) -> bool:
        """Whether the user still comes to a position, and it is not masked."""
        return position >= self.position and not self.mask >> position & 1

    def indices(self, video_ids: Collection[int]) -> list[int]:
        """Where these videos stand among the positions with a mask."""
        return self.served.indices(self.user_id, video_ids, self.place)

    def masked(self) -> set[int]:
        """The videos that are masked, in the charts too."""
        videos = self.served.videos(self.user_id, self.place, self.mask.bit_length())
        return {video for index, video in enumerate(videos) if self.mask >> index & 1}

    def shown(self, former: "Reached | None" = None) -> set[int]:
        """The videos that the user came past and that were not masked, in the charts too, and those that are masked and
        that the `former` snapshot had shown.
        """
        masked = self.masked()
        passed = {*self.served.videos(self.user_id, self.place, self.position)} - masked
        return passed | masked & former.shown() if former else passed


class Served:
    """One snapshot with its progress. Positions below the deck's length are its indices, others go on in the charts."""

    def __init__(self, decks: Path, snapshot: Snapshot) -> None:
        self.snapshot, self.number = snapshot, snapshot.number
        self.progress = journal.restored(Progress(snapshots.progress_folder(decks, snapshot.number)))

    @cached_property
    def _fallbacks(self) -> list[Fallback]:
        """By the home region's index; the last for who has none."""
        homes = [*range(len(REGIONS)), None]
        return [fallback.of_home(self.snapshot.charts, home) for home in homes]

    def page(self, user_id: int, place: int, begin: int, size: int, mask: int | None = None) -> Page:
        """What stands from position `begin`: `size` ids, fewer only at the end. The mask is read unless it is given."""
        snapshot = self.snapshot
        row = snapshot.row(user_id)
        if row is not None and begin + size <= DECK_LENGTH and not place & MASKED:
            first = row * DECK_LENGTH + begin
            ids = snapshot.ids[first : first + size].tolist()
            if ids[-1]:  # beyond the deck's length stands 0
                return Page(ids, begin + size, "personal")
        if mask is None:
            mask = self.mask(user_id, place)
        items = list(islice(self.walk(user_id, place, mask, begin), size))
        end = items[-1].position + 1 if len(items) == size else self.end(row, place)
        personal = sum(item.position < self._length(row) for item in items)
        source: Source = "fallback" if not personal else "personal" if personal == len(items) else "mixed"
        return Page([item.video_id for item in items], max(begin, end), source)

    def whole(self, user_id: int, place: int) -> list[DeckItem]:
        """What stands at the first DECK_LENGTH positions, masked or not."""
        return list(takewhile(lambda item: item.position < DECK_LENGTH, self.walk(user_id, place, 0, 0)))

    def mask(self, user_id: int, place: int) -> int:
        """Bit i is set when position i is not to be shown to the user, who has this place."""
        return self.progress.mask(user_id) if place & MASKED else 0

    def at_home(self, user_id: int, cell: int, home_of: HomeOf) -> int:
        """The cell with a home region, which gives the charts behind the deck their order.

        It is that of the deck file, else the one whose index `home_of` tells.
        """
        row = self.snapshot.row(user_id)
        region = NO_REGION if row is None else self.snapshot.regions[row]
        home = home_of(user_id) if region == NO_REGION else region
        return cell & ~HOME | (NO_HOME if home is None else home + 1) << HOME_SHIFT

    def end(self, row: int | None, place: int) -> int:
        """The position behind everything."""
        return self._length(row) + len(self._fallback(place).ids)

    def videos(self, user_id: int, place: int, end: int) -> list[int]:
        """What stands at the positions below `end`; in the charts also what the deck holds, which is passed over."""
        deck = self.snapshot.ids_of(user_id)[:end]
        return [*deck, *self._fallback(place).ids[: end - len(deck)]]

    def indices(self, user_id: int, video_ids: Collection[int], place: int) -> list[int]:
        """Where these videos stand among the positions with a mask."""
        return [index for index, video in enumerate(self.videos(user_id, place, MASK_BITS)) if video in video_ids]

    def reached(self, user_id: int, home_of: HomeOf) -> Reached:
        """Where a user is, with the home region that they have or would have."""
        cell = self.progress.places[user_id]
        place = cell if cell & HOME else self.at_home(user_id, cell, home_of)
        return Reached(self, user_id, place, self.mask(user_id, place))

    def walk(self, user_id: int, place: int, mask: int, begin: int) -> Iterator[DeckItem]:
        """What stands from position `begin` and is not masked."""
        deck = self.snapshot.ids_of(user_id)
        length = len(deck)
        if begin < length:
            reasons, contexts = self.snapshot.reasons_of(user_id), self.snapshot.contexts_of(user_id)
            for index in range(begin, length):
                if not mask >> index & 1:
                    yield DeckItem(index, deck[index], reasons[index], contexts[index])
        charts, known = self._fallback(place), frozenset(deck)
        for index in range(max(0, begin - length), len(charts.ids)):
            if charts.ids[index] not in known and not mask >> length + index & 1:
                yield DeckItem(length + index, charts.ids[index], 0, charts.regions[index])

    def _length(self, row: int | None) -> int:
        return 0 if row is None else self.snapshot.lengths[row]

    def _fallback(self, place: int) -> Fallback:
        home = (place & HOME) >> HOME_SHIFT
        return self._fallbacks[-1 if home in {0, NO_HOME} else home - 1]
