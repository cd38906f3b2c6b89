"""The parts of a deck file: NumPy's .npy files, written in pieces, checked by their sums, mapped to be read."""

import os
from collections.abc import Iterable, Mapping
from contextlib import suppress
from hashlib import file_digest, sha256
from pathlib import Path
from typing import NamedTuple

import numpy as np
import orjson
from numpy.lib import format as npy

DECK_LENGTH = 200
NO_REGION = 255
"""In place of the index of a region: none."""
STAMP = "stamp"
_PIECE = 1 << 20


class Refused(Exception):
    """The snapshot cannot be put in service; the message tells why."""


class Part(NamedTuple):
    """An array with one row a user: of `width` numbers, or for 0 of one."""

    dtype: str
    width: int = 0

    def shape(self, rows: int) -> tuple[int, ...]:
        return (rows, self.width) if self.width else (rows,)

    def header(self, rows: int) -> dict[str, object]:
        return {"descr": self.dtype, "fortran_order": False, "shape": self.shape(rows)}


PARTS = {
    "users": Part("<u4"),
    "ids": Part("<u4", DECK_LENGTH),
    "reasons": Part("|u1", DECK_LENGTH),
    "contexts": Part("<u4", DECK_LENGTH),
    "lengths": Part("|u1"),
    "regions": Part("|u1"),
}


class PartWriter:
    """Writes one part piece by piece; its header tells no rows until `finish`."""

    def __init__(self, folder: Path, name: str) -> None:
        self._part, self._rows, self._sum = PARTS[name], 0, sha256()
        self._file = (folder / f"{name}.npy").open("xb")
        npy.write_array_header_1_0(self._file, self._part.header(0))
        self._begin = self._file.tell()

    def append(self, rows: np.ndarray) -> None:
        """Raises `ValueError` when the rows are not such as this part has."""
        wanted = self._part.shape(len(rows))
        if rows.shape != wanted or not np.can_cast(rows.dtype, self._part.dtype, "same_kind"):
            raise ValueError(f"{self._file.name} takes {self._part.dtype} {wanted}, not {rows.dtype} {rows.shape}")
        body = np.ascontiguousarray(rows, self._part.dtype).reshape(-1).view(np.uint8).data
        self._sum.update(body)
        self._file.write(body)
        self._rows += len(rows)

    def finish(self) -> str:
        """Write the header, have all of it on the disk and read it back; the sum of the file. Raises `OSError`."""
        with self._file as file:
            file.seek(0)
            npy.write_array_header_1_0(file, self._part.header(self._rows))
            file.flush()
            os.fsync(file.fileno())
        whole, body = sha256(), sha256()
        with open(self._file.name, "rb") as written:
            whole.update(written.read(self._begin))
            while piece := written.read(_PIECE):
                whole.update(piece)
                body.update(piece)
        if body.digest() != self._sum.digest():
            raise OSError(f"{self._file.name}: what was read back is not what was written")
        return whole.hexdigest()

    def close(self) -> None:
        self._file.close()


def open_part(path: Path, rows: int) -> np.ndarray:
    """A part, mapped to be read, flattened. Raises `Refused`."""
    part = PARTS[path.stem]
    try:
        mapped = np.load(path, mmap_mode="r", allow_pickle=False)
    except Exception as error:  # its header is Python's own source, and a damaged one fails in many ways
        raise Refused(f"{path.name} cannot be read: {error}")
    if mapped.dtype != np.dtype(part.dtype) or mapped.shape != part.shape(rows) or not mapped.flags.c_contiguous:
        raise Refused(f"{path.name} holds {mapped.dtype} {mapped.shape}, not {part.dtype} {part.shape(rows)}")
    return np.asarray(mapped).reshape(-1)


def check(folder: Path, sums: Mapping[str, str]) -> None:
    """Raises `Refused` unless each named file has its sum. A good result is stamped, and trusted while the stamp fits.

    A stamp tells the size, the time and the inode of each file, so that gigabytes need not be read at each start. It
    does not see what changes none of these, such as a disk that forgets; what a program writes changes the time.
    """
    try:
        if _read(folder / STAMP) == _stamp_of(folder, sums):
            return
        for name, expected in sums.items():
            with (folder / name).open("rb") as file:
                if file_digest(file, "sha256").hexdigest() != expected:
                    raise Refused(f"{name} is damaged: its SHA-256 is not the one in meta.json")
    except FileNotFoundError as error:
        raise Refused(f"{Path(error.filename).name} is missing")
    stamp(folder, sums)


def stamp(folder: Path, names: Iterable[str]) -> None:
    """Note that these files are good as they are."""
    with suppress(PermissionError):  # a reader of another account looks at them each time
        write_file(folder / STAMP, _stamp_of(folder, names))


def write_file(path: Path, content: bytes) -> None:
    """Write a whole file and have it on the disk before it has its name."""
    unfinished = path.with_suffix(f".{os.getpid()}")
    with unfinished.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    unfinished.replace(path)


def sync_folder(folder: Path) -> None:
    """Have the names in a folder on the disk."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _stamp_of(folder: Path, names: Iterable[str]) -> bytes:
    files = {name: (folder / name).stat() for name in sorted(names)}
    return orjson.dumps({name: (told.st_size, told.st_mtime_ns, told.st_ino) for name, told in files.items()})


def _read(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None
