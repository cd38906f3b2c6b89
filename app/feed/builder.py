"""Builds the decks of all members and puts them into service at once."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np
from sqlalchemy import text
from sqlalchemy.orm import Session

from app.feed import deck_file, weights
from app.feed.candidates import Learnt, learnt_from, sources
from app.feed.deck_file import DECK_LENGTH, Block
from app.feed.diversity import arranged
from app.feed.due import newest_watermark
from app.feed.filters import by_interests, wanted
from app.feed.members import Database
from app.feed.population import Catalogue, Members, Population
from app.feed.ranking import Candidates, best, fused
from app.feed.reasons import Reason
from app.feed.shown import settle
from app.infra.embedded.lock import open_lock, try_lock
from app.models import REGIONS

LOCK = "build.lock"

Tell = Callable[[str, int, int], None]
"""Called with what is being done, how much of it is done, and how much there is."""


class BuildRuns(Exception):
    """Another build writes into the same folder."""


@dataclass(frozen=True)
class Built:
    """A snapshot that was written: its folder, and how many members have how many items in it."""

    folder: Path
    members: int
    items: int


def rebuild(session: Session, decks: Path, now: datetime, seed: int, tell: Tell) -> Built:
    """The use case of commands and jobs, which begins with no transaction and leaves none.

    What was shown is written down, and decks of all members are built from what the database holds then. Raises
    `BuildRuns`.
    """
    with alone(decks):
        tell("Writing down what was shown", 0, 0)
        for _ in settle(session, decks, newest_watermark(decks)):
            session.commit()
        session.commit()
        # All statements see the same moment, and may take as long as they must.
        session.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY"))
        session.execute(text("SET LOCAL statement_timeout = 0"))
        try:
            return write(Database(session, now), decks, now, seed, tell)
        finally:
            session.rollback()


def write(population: Population, decks: Path, now: datetime, seed: int, tell: Tell, threads: int = 0) -> Built:
    """Decks of a population as one snapshot, the same for the same population, `now` and seed.

    Ended early, it leaves what was in service. `threads` 0 is all cores.
    """
    tell("Reading what members did", 0, 0)
    catalogue = population.catalogue()
    sample = population.sample(catalogue)
    tell("Learning what is chosen together", 0, 0)
    learnt = learnt_from(catalogue, sample, now.timestamp(), seed, threads)
    del sample
    tally = _Tally(population.members_count(), tell)
    blocks = (
        tally.counted(deck_block(population, catalogue, learnt, block, threads))
        for block in population.blocks(catalogue)
    )
    charts = {code: catalogue.ids[chart].tolist() for code, chart in zip(REGIONS, catalogue.charts, strict=True)}
    folder = deck_file.write(decks, blocks, charts, now)
    return Built(folder, tally.members, tally.items)


def deck_block(population: Population, catalogue: Catalogue, learnt: Learnt, block: Members, threads: int = 0) -> Block:
    """The decks of a block of members."""
    found = wanted(fused(sources(catalogue, learnt, block, threads), len(catalogue)), block, catalogue)
    found = found.scored(found.scores + learnt.popular[found.videos])
    found = best(by_interests(found, block, catalogue, population.texts), weights.CANDIDATES)
    order, lengths = _order(found, catalogue, len(block))
    ordered = found.where(order)
    shape = len(block), DECK_LENGTH
    ids, reasons, contexts = np.zeros(shape, np.uint32), np.zeros(shape, np.uint8), np.zeros(shape, np.uint32)
    at = ordered.rows, np.arange(len(ordered)) - (np.cumsum(lengths) - lengths)[ordered.rows]
    ids[at], reasons[at] = catalogue.ids[ordered.videos], ordered.reasons
    is_video = ordered.reasons == Reason.SIMILAR
    contexts[at] = ordered.contexts
    contexts[at[0][is_video], at[1][is_video]] = catalogue.ids[ordered.contexts[is_video]]
    return Block(
        user_ids=block.ids.astype(np.uint32),
        ids=ids,
        reasons=reasons,
        lengths=lengths.astype(np.uint8),
        regions=block.homes,
        contexts=contexts,
    )


def _order(found: Candidates, catalogue: Catalogue, members: int) -> tuple[Any, Any]:
    """Indices of candidates as they stand in the decks, one deck after the other, and the length of each."""
    ends = np.searchsorted(found.rows, np.arange(members + 1)).tolist()
    channels = catalogue.channels[found.videos].tolist()
    categories = catalogue.categories[found.videos].tolist()
    is_new = (found.reasons == Reason.NEW).tolist()
    order: list[int] = []
    lengths = np.zeros(members, np.int64)
    for row in range(members):
        span = slice(ends[row], ends[row + 1])
        deck = arranged(channels[span], categories[span], is_new[span], DECK_LENGTH)
        order += [span.start + index for index in deck]
        lengths[row] = len(deck)
    return np.array(order, np.int64), lengths


class _Tally:
    """Counts what goes into the files, and tells of it."""

    def __init__(self, total: int, tell: Tell) -> None:
        self.members = self.items = 0
        self._total, self._tell = total, tell

    def counted(self, block: Block) -> Block:
        self.members += len(block.user_ids)
        self.items += int(block.lengths.sum())
        self._tell("Making decks", self.members, self._total)
        return block


@contextmanager
def alone(decks: Path) -> Iterator[None]:
    """Hold the lock of a folder, which ends with the process however it ends. Raises `BuildRuns`."""
    with open(open_lock(decks / LOCK)) as lock:
        if not try_lock(lock.fileno()):
            raise BuildRuns(f"Another build writes into {decks}. Wait until it ends.")
        yield
