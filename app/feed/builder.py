"""Builds the decks of all members and puts them into service at once."""

import os
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
from sqlalchemy import text
from sqlalchemy.orm import Session

from app.feed import deck_file, weights
from app.feed.candidates import Learnt, learnt_from, sources
from app.feed.deck_file import Block
from app.feed.deck_parts import DECK_LENGTH
from app.feed.diversity import NONE, arranged
from app.feed.due import newest_watermark
from app.feed.filters import by_interests, wanted
from app.feed.members import Database
from app.feed.population import Catalogue, Members, Population
from app.feed.ranking import Candidates, best, fused, places
from app.feed.reasons import Reason
from app.feed.shown import settle
from app.infra.embedded.lock import open_lock, try_lock
from app.regions import REGIONS

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
        for _ in settle(session, decks, _shortly_before(newest_watermark(decks))):
            session.commit()
        session.commit()
        # All statements see the same moment, and may take as long as they must.
        session.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY"))
        session.execute(text("SET LOCAL statement_timeout = 0"))
        try:
            return write(Database(session.connection(), now), decks, now, seed, tell)
        finally:
            session.rollback()


def _shortly_before(moment: datetime | None) -> datetime | None:
    """Positions come into the database some time after they were reached."""
    return moment and moment - timedelta(minutes=1)


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
    blocks = map(tally.counted, _deck_blocks(population, catalogue, learnt, threads or os.cpu_count() or 1))
    charts = {code: catalogue.ids[chart].tolist() for code, chart in zip(REGIONS, catalogue.charts, strict=True)}
    folder = deck_file.write(decks, blocks, charts, now)
    return Built(folder, tally.members, tally.items)


def _deck_blocks(population: Population, catalogue: Catalogue, learnt: Learnt, threads: int) -> Iterator[Block]:
    """The decks of all blocks in order; the next ones are read and made meanwhile."""
    with ThreadPoolExecutor(threads) as pool:
        running: deque[Future[Block]] = deque()
        try:
            for block in population.blocks(catalogue):
                running.append(pool.submit(deck_block, population, catalogue, learnt, block))
                if len(running) > threads:
                    yield running.popleft().result()
            while running:
                yield running.popleft().result()
        finally:
            pool.shutdown(cancel_futures=True)


def deck_block(population: Population, catalogue: Catalogue, learnt: Learnt, block: Members) -> Block:
    """The decks of a block of members."""
    found = wanted(fused(sources(catalogue, learnt, block, threads=1), len(catalogue)), block, catalogue)
    found = found.scored(found.scores + learnt.popular[found.videos])
    found = best(by_interests(found, block, catalogue, population.texts), weights.CANDIDATES)
    rows = np.arange(len(block))[:, None]
    cells = np.full((len(block), weights.CANDIDATES), len(found))
    cells[found.rows, places(found.rows)] = np.arange(len(found))
    channels, categories, is_new = (np.append(trait, 0)[cells] for trait in _traits(found, catalogue))
    order = arranged(channels, categories, is_new.astype(np.bool_), cells < len(found), DECK_LENGTH)
    stands = order != NONE
    picked = cells[rows, order][stands]
    ids, reasons, contexts = (np.zeros(order.shape, kind) for kind in (np.uint32, np.uint8, np.uint32))
    ids[stands], reasons[stands] = catalogue.ids[found.videos[picked]], found.reasons[picked]
    contexts[stands] = _contexts(found.where(picked), catalogue)
    return Block(
        user_ids=block.ids.astype(np.uint32),
        ids=ids,
        reasons=reasons,
        lengths=stands.sum(axis=1).astype(np.uint8),
        regions=block.homes,
        contexts=contexts,
    )


def _traits(found: Candidates, catalogue: Catalogue) -> tuple[Any, ...]:
    """What decides of the order."""
    return catalogue.channels[found.videos], catalogue.categories[found.videos], found.reasons == Reason.NEW


def _contexts(found: Candidates, catalogue: Catalogue) -> Any:
    """As they are written: of videos the ids."""
    contexts = found.contexts.copy()
    is_video = found.reasons == Reason.SIMILAR
    contexts[is_video] = catalogue.ids[contexts[is_video]]
    return contexts


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
