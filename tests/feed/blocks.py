"""What small decks are written from; it reads as little of the application as the writing does."""

from collections.abc import Sequence
from datetime import UTC, datetime

import numpy as np

from app.feed.deck_file import Block
from app.feed.deck_parts import DECK_LENGTH

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
POLAND = 2
CHARTS = {"US": [901, 902, 903], "PL": [801, 802, 901, 803]}


def block(users: Sequence[int], deck: Sequence[int], region: int = POLAND) -> Block:
    """Each of these users has this deck, with reason 5 and the video's id as the context."""
    rows, length = len(users), len(deck)
    ids = np.zeros((rows, DECK_LENGTH), np.uint32)
    ids[:, :length] = deck
    return Block(
        user_ids=np.array(users, np.uint32),
        ids=ids,
        reasons=np.where(ids > 0, 5, 0).astype(np.uint8),
        contexts=ids,
        lengths=np.full(rows, length, np.uint8),
        regions=np.full(rows, region, np.uint8),
    )
