"""How far each user came in one snapshot, and what is masked in it: cells in files that all processes map.

A cell of `places` is one number, so that it changes as a whole. From its lowest bit: the position (16 bits), the home
region (4 bits, 0 before the user's first touch), whether the user went on to a newer snapshot (1 bit), and how often
the mask changed (11 bits, 0 for a user without a mask; it begins again at 1). A mask is four words in `masks`.
"""

from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path

from app.infra.cells import Cells

MAX_USER_ID = 2**31 - 1
POSITION = 0xFFFF
HOME_SHIFT, HOME = 16, 0xF << 16
NO_HOME = 15
LEFT = 1 << 20
MASKED_SHIFT, MASKED = 21, 0x7FF << 21
MASK_BITS, _WORD_BITS = 256, 64
WORDS = MASK_BITS // _WORD_BITS
_WORD = (1 << _WORD_BITS) - 1

Change = Callable[[int], int]


class Progress:
    """The progress of all users in one snapshot; every verb is safe when threads and processes race.

    `written` holds the places that PostgreSQL has, so that what it lacks is found by comparing.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.places = Cells(folder / "places", 4)
        self.masks = Cells(folder / "masks", 8)
        self.written = Cells(folder / "written", 4)

    def mask(self, user_id: int) -> int:
        """The mask of a user as one number: bit i is set when deck index i is not to be shown."""
        words = (self.masks[WORDS * user_id + word] << _WORD_BITS * word for word in range(WORDS))
        return sum(words)

    def change_place(self, user_id: int, change: Change) -> int:
        """Replace a place by what `change` makes of it, which is called again when another was faster; the result."""
        return _change(self.places, user_id, change)

    def change_mask(self, user_id: int, add: int = 0, remove: int = 0) -> None:
        """Set the bits of `add` and clear those of `remove`."""
        for word in range(WORDS):
            shift = _WORD_BITS * word
            adding, removing = add >> shift & _WORD, remove >> shift & _WORD
            if adding or removing:
                _change(self.masks, WORDS * user_id + word, partial(_masked, adding, removing))
        self.change_place(user_id, mask_changed)

    def flush(self) -> None:
        """Return when a power cut can no longer undo what was stored before."""
        self.places.flush()
        self.masks.flush()


def _masked(adding: int, removing: int, word: int) -> int:
    return (word | adding) & ~removing


def mask_changed(place: int) -> int:
    """The place after its mask changed."""
    times = (place >> MASKED_SHIFT) % (MASKED >> MASKED_SHIFT) + 1
    return place & ~MASKED | times << MASKED_SHIFT


def bits(indices: Iterable[int]) -> int:
    """The mask with these indices set; those beyond it are left out."""
    made = 0
    for index in indices:
        if index < MASK_BITS:
            made |= 1 << index
    return made


def _change(cells: Cells, index: int, change: Change) -> int:
    while True:
        before = cells[index]
        after = change(before)
        if after == before or cells.swap(index, before, after):
            return after
