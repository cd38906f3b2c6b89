"""Deck files: an immutable folder with a deck of up to 200 videos for each user, written whole or not at all."""

import os
import shutil
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import numpy as np
import orjson

from app.feed import deck_parts, snapshots
from app.feed.deck_parts import DECK_LENGTH, PARTS, PartWriter
from app.feed.snapshots import CHARTS, FORMAT, META, Meta, numbers, open_snapshot
from app.infra.embedded.lock import try_lock

CHART_LENGTH = 1000
_UNFINISHED = ".unfinished-"


@dataclass(frozen=True, slots=True)
class Block:
    """Decks of users in the order of their ids: `b` rows. Beyond its length a deck holds 0; no video has the id 0.

    `regions` are indices into `REGIONS`, NO_REGION for none. `contexts` are in all blocks of a file, or in none.
    """

    user_ids: np.ndarray
    ids: np.ndarray
    reasons: np.ndarray
    lengths: np.ndarray
    regions: np.ndarray
    contexts: np.ndarray | None = None

    def parts(self) -> dict[str, np.ndarray]:
        """What is written, by the names of the parts."""
        told = {"users": self.user_ids, "ids": self.ids, "reasons": self.reasons}
        told |= {"lengths": self.lengths, "regions": self.regions}
        return told if self.contexts is None else told | {"contexts": self.contexts}


def write(
    decks: Path,
    blocks: Iterable[Block],
    charts: Mapping[str, Sequence[int]],
    watermark: datetime,
    number: int | None = None,
) -> Path:
    """Write a deck file below `decks` and return its folder; the last two are kept.

    `charts` are ids by the codes of regions, best first. The file appears at once and whole. Raises `ValueError` for
    blocks that no deck file can hold, and then leaves nothing.
    """
    newest = max(numbers(decks), default=0)
    number = max(time.time_ns() // 1_000_000, newest + 1) if number is None else number
    if number <= newest:
        raise ValueError(f"the number {number} is not above {newest}, the newest one")
    with _unfinished(decks) as folder:
        rows, sums = _write_parts(folder, blocks)
        lists = orjson.dumps({code: [int(video) for video in chart[:CHART_LENGTH]] for code, chart in charts.items()})
        deck_parts.write_file(folder / CHARTS, lists)
        sums[CHARTS] = sha256(lists).hexdigest()
        built_at = datetime.now(UTC).isoformat()
        meta = Meta(
            format=FORMAT, number=number, built_at=built_at, watermark=watermark.isoformat(), users=rows, sums=sums
        )
        deck_parts.write_file(folder / META, meta.sealed().model_dump_json().encode())
        deck_parts.stamp(folder, sums)
        open_snapshot(folder)
        deck_parts.sync_folder(folder)
        finished = folder.rename(decks / str(number))
    deck_parts.sync_folder(decks)
    snapshots.prune(decks)
    return finished


def _write_parts(folder: Path, blocks: Iterable[Block]) -> tuple[int, dict[str, str]]:
    """Write the arrays; how many rows they have, and the sums of their files."""
    rows, last = 0, 0
    with ExitStack() as stack:

        def opened(names: Iterable[str]) -> dict[str, PartWriter]:
            return {name: stack.enter_context(closing(PartWriter(folder, name))) for name in names}

        writers: dict[str, PartWriter] = {}
        for block in blocks:
            last = _check(block, last)
            given = block.parts()
            writers = writers or opened(given)
            if given.keys() != writers.keys():
                raise ValueError("some blocks have contexts and others have none")
            for name, array in given.items():
                writers[name].append(array)
            rows += len(block.user_ids)
        writers = writers or opened(PARTS)
        return rows, {f"{name}.npy": writer.finish() for name, writer in writers.items()}


def _check(block: Block, last: int) -> int:
    """The last user of a block that follows the user `last`. Raises `ValueError` for what a reader could not trust."""
    if any(len(array) != len(block.user_ids) for array in block.parts().values()):
        raise ValueError("each part of a block has one row a user")
    users = np.concatenate([[last], block.user_ids]).astype(np.int64)
    if (np.diff(users) <= 0).any():
        raise ValueError("the users are not in the order of their ids, each once")
    inside = np.arange(DECK_LENGTH) < np.asarray(block.lengths)[:, None]
    if (block.lengths > DECK_LENGTH).any() or ((block.ids != 0) != inside).any():
        raise ValueError("a deck has an id 0 within its length, or another id beyond it")
    return int(users[-1])


@contextmanager
def _unfinished(decks: Path) -> Iterator[Path]:
    """A folder to write in, locked while this process lives; what killed writers left is removed first."""
    decks.mkdir(parents=True, exist_ok=True)
    for left in decks.glob(f"{_UNFINISHED}*"):
        with suppress(FileNotFoundError), _locked(left) as is_ours:
            if is_ours:
                shutil.rmtree(left, ignore_errors=True)
    folder = decks / f"{_UNFINISHED}{os.getpid()}-{time.time_ns()}"
    folder.mkdir()
    with _locked(folder):
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _locked(folder: Path) -> Iterator[bool]:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        yield try_lock(descriptor)
    finally:
        os.close(descriptor)
