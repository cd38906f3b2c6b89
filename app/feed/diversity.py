"""The order of decks: the best first, no channel fills a screen, categories take turns, new videos get in. Pure."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.feed import weights

Mask = NDArray[np.bool_]
NONE = -1
_LOOK_AHEAD = 50
"""How many places down another category is looked for."""


def arranged(
    channels: NDArray[np.int64], categories: NDArray[np.int64], is_new: Mask, exists: Mask, length: int
) -> NDArray[np.int64]:
    """The columns of candidates, [decks, candidates], best first, in the order of decks: [decks, length], then NONE.

    In any SCREEN places in a row stand at most PER_CHANNEL of a channel, and of a category PER_CATEGORY if another is
    near. Every NEW_EACHth place is for the best new one that fits, and new ones stand nowhere else. 0 is an unknown
    channel or category, which is never too many. A deck ends where nothing fits any more. All decks grow in step.
    """
    decks = np.full((len(exists), length), NONE, np.int64)
    if not exists.size:
        return decks
    free, usual = exists.copy(), ~is_new
    of_channel = _Crowd(channels, weights.PER_CHANNEL)
    of_category = _Crowd(categories, weights.PER_CATEGORY)
    for place in range(length):
        fitting = free & ~of_channel.is_full
        chosen = _first(fitting & usual, of_category.is_full)
        if place % weights.NEW_EACH == weights.NEW_EACH - 1:
            new = _first(fitting & is_new, of_category.is_full)
            chosen = np.where(new != NONE, new, chosen)
        if place:
            chosen[decks[:, place - 1] == NONE] = NONE
        here = np.flatnonzero(chosen != NONE)
        if not len(here):
            break
        decks[:, place] = chosen
        free[here, chosen[here]] = False
        for crowd in (of_channel, of_category):
            crowd.enter(here, chosen[here])
            if place >= weights.SCREEN - 1:
                crowd.leave(here, decks[here, place - weights.SCREEN + 1])
    return decks


class _Crowd:
    """How much of each kind stands in the last places of each deck. `is_full` tells it of the candidates."""

    def __init__(self, kinds: NDArray[np.int64], most: int) -> None:
        known, numbers = np.unique(kinds, return_inverse=True)
        self._numbers, self._most = numbers.reshape(kinds.shape).astype(np.int32), most
        self._counts = np.zeros((len(kinds), len(known)), np.int16)
        self._is_known = known != 0
        self.is_full = np.zeros(kinds.shape, np.bool_)

    def enter(self, rows: NDArray[Any], columns: NDArray[Any]) -> None:
        numbers = self._numbers[rows, columns]
        self._counts[rows, numbers] += 1
        filled = (self._counts[rows, numbers] == self._most) & self._is_known[numbers]
        rows, numbers = rows[filled], numbers[filled]
        self.is_full[rows] |= self._numbers[rows] == numbers[:, None]

    def leave(self, rows: NDArray[Any], columns: NDArray[Any]) -> None:
        numbers = self._numbers[rows, columns]
        emptied = (self._counts[rows, numbers] == self._most) & self._is_known[numbers]
        self._counts[rows, numbers] -= 1
        rows, numbers = rows[emptied], numbers[emptied]
        self.is_full[rows] &= self._numbers[rows] != numbers[:, None]


def _first(fitting: Mask, is_crowded: Mask) -> NDArray[np.int64]:
    """The first column that fits, but one of another category if it is near; NONE where there is none."""
    first = np.where(fitting.any(axis=1), fitting.argmax(axis=1), NONE)
    better = fitting & ~is_crowded
    near = np.where(better.any(axis=1), better.argmax(axis=1), NONE)
    return np.where((near != NONE) & (near - first <= _LOOK_AHEAD), near, first)
