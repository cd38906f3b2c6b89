"""Copies progress to where it outlives the machine: to the disk within a second, to PostgreSQL within some more.

One process of a machine does it for all, the one that holds a lock file; when it dies another takes over.
"""

import logging
import os
import time
from collections.abc import Callable, Iterable
from threading import Event

import numpy as np
from sqlalchemy import Engine, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from app.feed import recovery
from app.feed.journal import Journal
from app.feed.progress import MASK_BITS, MASKED, POSITION
from app.feed.served import Served
from app.feed.store import NoDeck, Store
from app.infra.embedded.lock import open_lock, try_lock

logger = logging.getLogger(__name__)

SAVE_SECONDS = 0.5
"""Between two writes to the disk. With the half second that a slow one takes, a power cut undoes at most a second."""

ROWS = 5_000
"""So many users are copied to PostgreSQL at a time, so that it stays free for requests; the rest follow."""

COPY_SECONDS = 1.0
RETRY_SECONDS = 10.0
"""How long PostgreSQL is left alone after it failed."""

LATE_SECONDS = 0.5

_UPSERT = text("""
INSERT INTO deck_positions AS kept (user_id, snapshot, position, mask, updated_at)
SELECT user_id, :snapshot, position, decode(mask, 'hex'), now()
FROM unnest(CAST(:users AS int[]), CAST(:positions AS int[]), CAST(:masks AS text[])) AS told (user_id, position, mask)
ON CONFLICT (user_id) DO UPDATE
SET snapshot = excluded.snapshot, position = excluded.position, mask = excluded.mask, updated_at = excluded.updated_at
WHERE kept.snapshot <= excluded.snapshot
""")


def run(store: Store, engine: Engine, stopped: Event) -> None:
    """Copy until `stopped`, once this process is the one that does."""
    lock = open_lock(store.decks / "write-back.lock")
    try:
        while not try_lock(lock):
            if stopped.wait(SAVE_SECONDS):
                return
        copying = Copying(store, engine)
        while not stopped.wait(SAVE_SECONDS):
            copying.step()
    finally:
        os.close(lock)


class Copying:
    """What the process that copies remembers: which user was copied last, and when the next are."""

    def __init__(self, store: Store, engine: Engine) -> None:
        self._store, self._engine = store, engine
        self._journals: dict[int, Journal] = {}
        self._after, self._due = 0, 0.0

    def step(self, clock: Callable[[], float] = time.monotonic) -> None:
        """Save all, and copy the next users when it is time. No failure ends it."""
        try:
            served = self._store.served
            self._save(served)
            if clock() >= self._due:
                self._due = clock() + COPY_SECONDS
                self.copy(served[0])
        except NoDeck:
            return
        except SQLAlchemyError as error:
            self._due = clock() + RETRY_SECONDS
            logger.warning("positions in decks are not copied to PostgreSQL now: %s", error)
        except OSError:
            self._journals.clear()
            logger.exception("positions in decks could not be written to the disk")

    def copy(self, served: Served) -> int:
        """Write up to ROWS users whose progress PostgreSQL does not have; how many."""
        progress = served.progress
        if not recovery.is_recovered(served):  # PostgreSQL knows more than we do
            with Session(self._engine) as session:
                recovery.recover(served, session)
        users = self._behind(served)
        if not len(users):
            return 0
        places = progress.places.array()[users]  # before the masks: a later change is then seen as one
        masks = ['""'] * len(users)
        for row in np.flatnonzero(places & MASKED).tolist():
            masks[row] = progress.mask(int(users[row])).to_bytes(MASK_BITS // 8, "little").hex()
        told = {"users": users, "positions": places & POSITION}
        columns = {name: _joined(map(str, column.tolist())) for name, column in told.items()}
        with self._engine.begin() as connection:
            connection.execute(_UPSERT, columns | {"masks": _joined(masks), "snapshot": served.number})
        progress.written.reserve(int(users[-1]) + 1)[users] = places
        self._after = int(users[-1])
        return len(users)

    def _behind(self, served: Served) -> np.ndarray:
        """The next users in turn whose place is not as it was written, in the order of their ids."""
        found = [np.zeros(0, np.int64)]
        for begin, places in served.progress.places.pieces():
            written = served.progress.written.reserve(begin + len(places))[begin : begin + len(places)]
            found.append(begin + np.flatnonzero(places != written))
        changed = np.concatenate(found)
        later = changed[changed > self._after]
        return (later if len(later) else changed)[:ROWS]

    def _save(self, served: tuple[Served, ...]) -> None:
        began = time.monotonic()
        for one in served:
            if one.number not in self._journals:
                self._journals[one.number] = Journal(one.progress)
            self._journals[one.number].step()
        for number in self._journals.keys() - {one.number for one in served}:
            del self._journals[number]
        took = time.monotonic() - began
        if took > LATE_SECONDS:
            logger.warning("writing positions in decks took %.1f s; a power cut would undo as much more", took)


def _joined(column: Iterable[str]) -> str:
    """A column as one text: the driver takes a list of thousands item by item, and holds up the requests meanwhile."""
    return f"{{{','.join(column)}}}"
