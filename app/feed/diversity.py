"""The order of a deck: the best first, no channel fills a screen, categories take turns, new videos get in. Pure."""

from collections import Counter
from collections.abc import Sequence

from app.feed import weights

_LOOK_AHEAD = 50
"""Candidates that may wait for another category's turn."""


def arranged(
    channels: Sequence[int],
    categories: Sequence[int],
    is_new: Sequence[bool],
    length: int,
    window: int = weights.SCREEN,
) -> list[int]:
    """The indices of candidates, given best first, in the order of a deck of at most `length`.

    In any `window` places in a row stand at most PER_CHANNEL of a channel, and of a category PER_CATEGORY as long as
    another is near. Every NEW_EACHth place is for the best new one that fits, and new ones stand nowhere else.
    0 is an unknown channel or category, which is never too many. The deck is shorter when nothing fits any more.
    """
    shelf = _Shelf(channels, categories, window)
    usual = _Queue([index for index, new in enumerate(is_new) if not new])
    fresh = _Queue([index for index, new in enumerate(is_new) if new])
    while len(shelf.order) < length:
        is_turn = len(shelf.order) % weights.NEW_EACH == weights.NEW_EACH - 1
        if not (is_turn and fresh.give(shelf)) and not usual.give(shelf):
            break
    return shelf.order


class _Shelf:
    """What stands in the deck, and how much of each channel and category is in its last places."""

    def __init__(self, channels: Sequence[int], categories: Sequence[int], window: int) -> None:
        self.order: list[int] = []
        self._channels, self._categories, self._window = channels, categories, window
        self._of_channel: Counter[int] = Counter()
        self._of_category: Counter[int] = Counter()

    def has_room(self, index: int, *, strict: bool) -> bool:
        if self._of_channel[self._channels[index]] >= weights.PER_CHANNEL:
            return False
        return not strict or self._of_category[self._categories[index]] < weights.PER_CATEGORY

    def put(self, index: int) -> None:
        self.order.append(index)
        if channel := self._channels[index]:
            self._of_channel[channel] += 1
        if category := self._categories[index]:
            self._of_category[category] += 1
        if len(self.order) >= self._window:
            left = self.order[-self._window]
            self._of_channel[self._channels[left]] -= 1
            self._of_category[self._categories[left]] -= 1


class _Queue:
    """Candidates in order, of which those that did not fit wait for a later place."""

    def __init__(self, indices: list[int]) -> None:
        self._coming = indices[::-1]
        self._waiting: list[int] = []

    def give(self, shelf: _Shelf) -> bool:
        """Put the best one that fits on the shelf; False when none does."""
        return (
            self._give_waiting(shelf, strict=True)
            or self._give_coming(shelf, strict=True)
            or self._give_waiting(shelf, strict=False)
            or self._give_coming(shelf, strict=False)
        )

    def _give_waiting(self, shelf: _Shelf, *, strict: bool) -> bool:
        for place, index in enumerate(self._waiting):
            if shelf.has_room(index, strict=strict):
                shelf.put(self._waiting.pop(place))
                return True
        return False

    def _give_coming(self, shelf: _Shelf, *, strict: bool) -> bool:
        while self._coming and not (strict and len(self._waiting) >= _LOOK_AHEAD):
            index = self._coming.pop()
            if shelf.has_room(index, strict=strict):
                shelf.put(index)
                return True
            self._waiting.append(index)
        return False
