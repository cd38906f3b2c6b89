"""Arrays of numbers in a file that all processes map: read at once, changed by compare-and-swap, grown when needed."""

import fcntl
import mmap
import os
import sys
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from errno import ENXIO
from pathlib import Path
from threading import Lock

import numpy as np

from app.infra.atomics import compare_and_swap

_SMALLEST = 1 << 16
_PIECE = 1 << 20
"""Bytes."""
_SEEK_DATA: int | None = os.SEEK_DATA if sys.platform == "linux" else None
_fdatasync = getattr(os, "fdatasync", os.fsync)


class Cells:
    """Unsigned numbers of `width` bytes, 4 or 8, all 0 at first; the file is sparse and doubles as it must.

    What is stored is in the page cache, so that no death of a process loses it; `flush` has it survive the machine's.
    """

    def __init__(self, path: Path, width: int) -> None:
        self.path, self.width = path, width
        path.parent.mkdir(parents=True, exist_ok=True)
        self._file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        weakref.finalize(self, os.close, self._file)
        self._lock = Lock()
        self._native = compare_and_swap(width)
        # Former mappings stay, for another thread may be about to write to one: it is the same memory of the machine.
        self._mapped: list[np.ndarray] = []
        self._map(_SMALLEST)

    def __getitem__(self, index: int) -> int:
        try:
            return self._view[index]
        except IndexError:
            return self._view[index] if self._map_what_others_grew(index) else 0

    def swap(self, index: int, expected: int, desired: int) -> bool:
        """Store `desired` if the cell holds `expected`; whether it did."""
        if index >= len(self._view):
            self._map(index + 1)
        if self._native is None:
            return self._swap_locked(index, expected, desired)
        return self._native(self._address + index * self.width, expected, desired)

    def array(self) -> np.ndarray:
        """All cells there are, as they are now and will be; for reading."""
        self._map_what_others_grew(len(self._view))
        return self._mapped[-1]

    def pieces(self) -> Iterator[tuple[int, np.ndarray]]:
        """All cells by pieces, each with the index of its first cell, without those in which nothing was ever stored.

        They begin where they did before, but the last grows with the file.
        """
        cells, step, begin = self.array(), _PIECE // self.width, 0
        while (stored := self._stored_from(begin * self.width)) is not None:
            begin = stored // _PIECE * step
            if begin >= len(cells):
                return
            yield begin, cells[begin : begin + step]
            begin += step

    def reserve(self, length: int) -> np.ndarray:
        """The cells, of which there are at least `length` now; who writes to them is alone with them."""
        if length > len(self._view):
            self._map(length)
        return self._mapped[-1]

    def flush(self) -> None:
        """Return when all that was stored is on the disk."""
        _fdatasync(self._file)

    def _stored_from(self, offset: int) -> int | None:
        """Where the first byte from an offset on is for which the file has room on the disk; None without any.

        Where the system does not tell, it is the offset itself.
        """
        if _SEEK_DATA is None:
            return offset
        try:
            return os.lseek(self._file, offset, _SEEK_DATA)
        except OSError as error:
            return None if error.errno == ENXIO else offset

    def _map_what_others_grew(self, index: int) -> bool:
        there = os.fstat(self._file).st_size // self.width
        if there > len(self._view):
            self._map(there)
        return index < there

    def _map(self, length: int) -> None:
        with self._lock:
            with self._alone():
                size = max(_SMALLEST, os.fstat(self._file).st_size // self.width)
                while size < length:
                    size *= 2
                if os.fstat(self._file).st_size < size * self.width:
                    os.ftruncate(self._file, size * self.width)
            mapping = mmap.mmap(self._file, size * self.width)
            array = np.frombuffer(mapping, np.dtype(f"u{self.width}"))
            self._mapped.append(array)
            self._address: int = array.ctypes.data
            self._view: memoryview = array.data

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Keeps other processes out; the caller has the thread lock."""
        fcntl.lockf(self._file, fcntl.LOCK_EX)
        try:
            yield
        finally:
            fcntl.lockf(self._file, fcntl.LOCK_UN)

    def _swap_locked(self, index: int, expected: int, desired: int) -> bool:
        with self._lock, self._alone():
            if self._view[index] != expected:
                return False
            self._view[index] = desired
            return True
