"""Deck files for tests, with decks as a builder would have written them."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import NamedTuple

import numpy as np
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.feed import deck_file
from app.feed.deck_file import Block
from app.feed.deck_parts import DECK_LENGTH, NO_REGION
from app.feed.reasons import Reason
from app.feed.store import Store
from app.models import REGIONS, User, Video

CODES = tuple(REGIONS)


class Held(NamedTuple):
    """A video, by its source's id, as a deck holds it."""

    video: str
    reason: Reason = Reason.TASTE
    context: int = 0


def build(
    session: Session,
    store: Store,
    decks: Mapping[User, Sequence[Held]],
    charts: Mapping[str, Sequence[str]] | None = None,
) -> int:
    """Write a deck file and put it in service; its number."""
    keys = dict(list(session.execute(select(Video.source_id, Video.id))))
    users = sorted(decks, key=lambda user: user.id)
    shape = (len(users), DECK_LENGTH)
    ids, reasons, contexts = np.zeros(shape, np.uint32), np.zeros(shape, np.uint8), np.zeros(shape, np.uint32)
    for row, user in enumerate(users):
        for index, held in enumerate(decks[user]):
            ids[row, index], reasons[row, index] = keys[held.video], held.reason
            contexts[row, index] = held.context
    block = Block(
        user_ids=np.array([user.id for user in users], np.uint32),
        ids=ids,
        reasons=reasons,
        contexts=contexts,
        lengths=np.array([len(decks[user]) for user in users], np.uint8),
        regions=np.array([_region(user) for user in users], np.uint8),
    )
    lists = {code: [keys[video] for video in videos] for code, videos in (charts or {}).items()}
    deck_file.write(store.decks, [block] if users else [], lists, datetime.now(UTC))
    return store.refresh()[0].number


def _region(user: User) -> int:
    return CODES.index(user.home_region) if user.home_region else NO_REGION
