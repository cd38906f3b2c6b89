"""Decks of any size, of made-up videos, for measurements."""

from collections.abc import Iterator

import numpy as np

from app.feed.deck_file import CHART_LENGTH, Block
from app.feed.deck_parts import DECK_LENGTH
from app.regions import REGIONS

BLOCK_USERS = 50_000
VIDEOS = 1_000_003
"""The ids are 1 to this prime, so that steps of any length below it meet no id twice."""

_REASONS = 7


def blocks(users: int, seed: int) -> Iterator[Block]:
    """Full decks of the users 1 to `users`, the same for the same seed."""
    random = np.random.default_rng(seed)
    for first in range(1, users + 1, BLOCK_USERS):
        user_ids = np.arange(first, min(first + BLOCK_USERS, users + 1), dtype=np.uint32)
        rows = len(user_ids)
        start, step = random.integers(0, VIDEOS, (rows, 1)), random.integers(1, VIDEOS, (rows, 1))
        ids = (start + step * np.arange(DECK_LENGTH)) % VIDEOS + 1
        yield Block(
            user_ids=user_ids,
            ids=ids.astype(np.uint32),
            reasons=random.integers(1, _REASONS + 1, ids.shape, np.uint8),
            lengths=np.full(rows, DECK_LENGTH, np.uint8),
            regions=(user_ids % len(REGIONS)).astype(np.uint8),
        )


def charts() -> dict[str, range]:
    """Full charts of all regions, which share no video."""
    return {code: range(1 + CHART_LENGTH * index, 1 + CHART_LENGTH * (index + 1)) for index, code in enumerate(REGIONS)}
