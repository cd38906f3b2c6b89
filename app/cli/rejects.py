"""The CSV file that an import writes its rejected rows to."""

import csv
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import orjson

COLUMNS = ("file", "line", "reason", "row")

Write = Callable[[Path, int, str, Sequence[str]], None]


class RejectsRefused(ValueError):
    """The rejected rows cannot be written where they were asked for."""


@contextmanager
def rejects_file(path: Path | None, read: Iterable[Path]) -> Iterator[Write]:
    """Gives what writes one rejected row; `row` will hold its fields as a JSON array. None writes nothing.

    The rows are written beside `path`, and take its place when all is done, so that no half file is ever there.
    Raises `RejectsRefused`.
    """
    if path is None:
        yield lambda *_: None
        return
    if path.exists() and not path.is_file():
        raise RejectsRefused(f"--rejects: {path} is not a file.")
    if path.exists() and any(other.samefile(path) for other in read):
        raise RejectsRefused(f"--rejects: {path} is one of the files to import.")
    part = path.with_name(f".{path.name}.part")
    try:
        file = part.open("w", encoding="utf-8", newline="")
    except OSError as error:
        raise RejectsRefused(f"--rejects: {path} cannot be written ({error.strerror}).")
    try:
        with file:
            writer = csv.writer(file)
            writer.writerow(COLUMNS)
            yield lambda of, line, reason, raw: writer.writerow((of, line, reason, orjson.dumps(list(raw)).decode()))
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
