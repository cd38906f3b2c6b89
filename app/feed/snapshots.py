"""Snapshots of all decks: opened to be read, found in their folder, the last two kept."""

import logging
import os
import shutil
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

import numpy as np
import orjson
from pydantic import BaseModel, ConfigDict, ValidationError

from app.feed import deck_parts
from app.feed.deck_parts import DECK_LENGTH, PARTS, STAMP, Refused

logger = logging.getLogger(__name__)

FORMAT = 1
KEPT = 2
"""How many snapshots are kept: the one in service and the one before."""

META, CHARTS = "meta.json", "charts.json"

Fingerprint = tuple[tuple[int, str, int, int], ...]

_told: set[tuple[int, str]] = set()


class Meta(BaseModel):
    """`number` is the snapshot's, in milliseconds of the epoch; `watermark` the time to which events were read."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    format: int
    number: int
    built_at: str
    watermark: str
    users: int
    sums: dict[str, str]
    seal: str = ""

    def sealed(self) -> "Meta":
        """With the SHA-256 of all that it says."""
        content = self.model_dump_json(exclude={"seal"}).encode()
        return self.model_copy(update={"seal": sha256(content).hexdigest()})


class Snapshot:
    """A deck file in service, mapped to be read."""

    def __init__(self, meta: Meta, charts: dict[str, list[int]], parts: Mapping[str, np.ndarray]) -> None:
        self.meta, self.number, self.charts = meta, meta.number, charts
        self.users = parts["users"].data
        self.ids = parts["ids"].data
        self.reasons = parts["reasons"].data
        self.contexts = parts["contexts"].data if "contexts" in parts else None
        self.lengths = parts["lengths"].data
        self.regions = parts["regions"].data
        self._first = self.users[0] if len(self.users) else 0
        self._has_gaps = len(self.users) > 0 and self.users[-1] - self._first >= len(self.users)

    @property
    def last_user(self) -> int:
        """The highest id of a user with a deck; 0 without any."""
        return self.users[-1] if len(self.users) else 0

    def row(self, user_id: int) -> int | None:
        """Where the deck of a user is; None without one. Without gaps between the ids it is counted."""
        users, last = self.users, user_id - self._first
        if not self._has_gaps:
            return last if 0 <= last < len(users) else None
        row = bisect_left(users, user_id, 0, max(0, min(last + 1, len(users))))
        return row if row < len(users) and users[row] == user_id else None

    def ids_of(self, user_id: int) -> list[int]:
        return self._of(self.ids, user_id)

    def reasons_of(self, user_id: int) -> list[int]:
        return self._of(self.reasons, user_id)

    def contexts_of(self, user_id: int) -> list[int]:
        """All 0 in a file without contexts."""
        return [0] * len(self.ids_of(user_id)) if self.contexts is None else self._of(self.contexts, user_id)

    def _of(self, part: memoryview, user_id: int) -> list[int]:
        row = self.row(user_id)
        if row is None:
            return []
        begin = row * DECK_LENGTH
        return part[begin : begin + self.lengths[row]].tolist()


def open_snapshot(folder: Path) -> Snapshot:
    """Map a finished deck file. Raises `Refused`."""
    meta = _read_meta(folder)
    names = [Path(name).stem for name in meta.sums if name != CHARTS]
    if not set(PARTS) - {"contexts"} <= set(names) <= set(PARTS):
        raise Refused("meta.json does not name the parts of this format")
    parts = {name: deck_parts.open_part(folder / f"{name}.npy", meta.users) for name in names}
    deck_parts.check(folder, meta.sums)
    return Snapshot(meta, orjson.loads((folder / CHARTS).read_bytes()), parts)


def folder_in(data_dir: Path) -> Path:
    """Where the deck files are."""
    return data_dir / "decks"


def numbers(decks: Path) -> list[int]:
    """The numbers of the finished deck files in a folder, the newest first, damaged ones included."""
    with suppress(FileNotFoundError):
        return sorted((int(name) for name in os.listdir(decks) if name.isdecimal()), reverse=True)
    return []


def progress_folder(decks: Path, number: int) -> Path:
    """Where the progress in a snapshot is kept, beside it."""
    return decks / "progress" / str(number)


def fingerprint(decks: Path) -> Fingerprint:
    """What changes when a snapshot comes, goes or is mended."""
    told = []
    for number in numbers(decks):
        with suppress(FileNotFoundError), os.scandir(decks / str(number)) as files:
            statuses = [(file.name, file.stat()) for file in files if not file.name.startswith(STAMP)]
            told += [(number, name, status.st_size, status.st_mtime_ns) for name, status in sorted(statuses)]
    return tuple(told)


def usable(decks: Path) -> Iterator[Snapshot]:
    """The snapshots that can be put in service, the newest first; why others cannot is logged once."""
    for number in numbers(decks):
        try:
            yield open_snapshot(decks / str(number))
        except Refused as reason:
            if (number, str(reason)) not in _told:
                _told.add((number, str(reason)))
                logger.error("deck file %s is refused: %s", number, reason)


def prune(decks: Path) -> None:
    """Remove all snapshots below the KEPT newest that are usable, with the progress in them."""
    kept = [snapshot.number for snapshot, _ in zip(usable(decks), range(KEPT), strict=False)]
    for number in numbers(decks):
        if len(kept) == KEPT and number < kept[-1]:
            shutil.rmtree(decks / str(number), ignore_errors=True)
            shutil.rmtree(progress_folder(decks, number), ignore_errors=True)


def _read_meta(folder: Path) -> Meta:
    try:
        content = (folder / META).read_bytes()
        told = orjson.loads(content)
    except FileNotFoundError:
        raise Refused("meta.json is missing")
    except orjson.JSONDecodeError:
        raise Refused("meta.json is damaged")
    if isinstance(told, dict) and told.get("format") != FORMAT:
        raise Refused(f"its format is {told.get('format')}, not {FORMAT}")
    try:
        meta = Meta.model_validate(told)
    except ValidationError:
        raise Refused("meta.json is damaged")
    if meta.sealed() != meta:
        raise Refused("meta.json is damaged: it is not what its seal stands for")
    return meta
