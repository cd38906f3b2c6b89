"""What changed in a progress since its files were last written to the disk as a whole, for after a power cut.

The mapped files are in the page cache and outlive every process. Having them on the disk twice a second would take a
write of most of their pages, for which each store would then wait. A journal of what changed is a thousandth of that.
"""

import os
import weakref
from collections.abc import Iterator
from pathlib import Path
from zlib import crc32

import numpy as np

from app.feed.progress import MASKED, WORDS, Progress
from app.infra.embedded.lock import lock_within, open_lock

MOST_BYTES = 64 * 1024 * 1024
"""Once a journal is longer, the files themselves are written, and it begins again."""

_RECORD = np.dtype([("user", "<u4"), ("place", "<u4"), ("mask", "<u8", (WORDS,))])
_HEADER = np.dtype([("records", "<u4"), ("sum", "<u4")])
_WAIT_SECONDS = 120.0
_BOOT = Path("/proc/sys/kernel/random/boot_id")


class Journal:
    """Keeps the journal of one progress. Only one process of a machine may, and only one thread."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._file = os.open(progress.folder / "journal", os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o600)
        weakref.finalize(self, os.close, self._file)
        self._known: dict[int, np.ndarray] = {}  # the places by the beginnings of pieces, as the disk has them
        self._checkpoint()

    def step(self) -> int:
        """Have on the disk what changed since the last step; in how many cells that was.

        After an `OSError` the journal may end in half a batch, behind which nothing is read: begin another one.
        """
        changes = list(self._changes())
        if changes:
            # The places were read before the masks: a later change of a mask is then seen as one.
            users = np.concatenate([begin + rows for begin, rows, _ in changes])
            batch = _batch(self._progress, users, np.concatenate([places for _, _, places in changes]))
            if os.write(self._file, batch) < len(batch):
                raise OSError("the disk took half a batch")
            os.fsync(self._file)
            for begin, rows, places in changes:
                self._known[begin][rows] = places
        if os.fstat(self._file).st_size > MOST_BYTES:
            self._checkpoint()
        return sum(len(rows) for _, rows, _ in changes)

    def _changes(self) -> Iterator[tuple[int, np.ndarray, np.ndarray]]:
        """By pieces: where the piece begins, in which of its cells something changed, and what they hold now."""
        for begin, places in self._progress.places.pieces():
            known = self._known.get(begin, places[:0])
            if len(known) < len(places):
                known = self._known[begin] = np.pad(known, (0, len(places) - len(known)))
            rows = np.flatnonzero(places != known)
            if len(rows):
                yield begin, rows, places[rows]

    def _checkpoint(self) -> None:
        known = {begin: places.copy() for begin, places in self._progress.places.pieces()}
        self._progress.flush()
        os.ftruncate(self._file, 0)
        os.fsync(self._file)
        self._known = known


def restored(progress: Progress) -> Progress:
    """The progress as it was on the disk when the machine went down, if that happened since it was opened last."""
    boot = _BOOT.read_text() if _BOOT.exists() else ""
    marker = progress.folder / "boot"
    if _is_of(marker, boot):
        return progress
    with open(open_lock(progress.folder / "recovery.lock")) as lock:
        if lock_within(lock.fileno(), _WAIT_SECONDS) and not _is_of(marker, boot):
            _replay(progress)
            progress.flush()
            marker.write_text(boot)
    return progress


def _is_of(marker: Path, boot: str) -> bool:
    return marker.exists() and marker.read_text() == boot


def _batch(progress: Progress, users: np.ndarray, places: np.ndarray) -> bytes:
    records = np.zeros(len(users), _RECORD)
    records["user"], records["place"] = users, places
    masked = np.flatnonzero(places & MASKED)
    if len(masked):
        masks = progress.masks.reserve(WORDS * (int(users[masked[-1]]) + 1)).reshape(-1, WORDS)
        records["mask"][masked] = masks[users[masked]]
    body = records.tobytes()
    return np.array((len(users), crc32(body)), _HEADER).tobytes() + body


def _replay(progress: Progress) -> None:
    """Store what the journal tells, up to the first batch that is not whole; nobody else uses the progress yet."""
    path = progress.folder / "journal"
    content = path.read_bytes() if path.exists() else b""
    begin = 0
    while len(content) >= begin + _HEADER.itemsize:
        header = np.frombuffer(content, _HEADER, 1, begin)[0]
        begin += _HEADER.itemsize
        body = content[begin : begin + int(header["records"]) * _RECORD.itemsize]
        if crc32(body) != header["sum"] or not body:
            return
        records = np.frombuffer(body, _RECORD)
        users = records["user"].astype(np.int64)
        progress.places.reserve(int(users.max()) + 1)[users] = records["place"]
        masked = records["place"] & MASKED > 0
        if masked.any():
            masks = progress.masks.reserve(WORDS * (int(users[masked].max()) + 1)).reshape(-1, WORDS)
            masks[users[masked]] = records["mask"][masked]
        begin += len(body)
