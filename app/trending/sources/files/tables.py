"""Reads CSV files row by row, whatever their line ends; a row that cannot be read stops nothing."""

import csv
from collections.abc import Iterable, Iterator
from io import TextIOWrapper
from pathlib import Path

from app.trending.sources.files.line import Advance, Line

_ROWS_BETWEEN_ADVANCES = 500


class NotText(ValueError):
    """The file is not UTF-8. The message tells the line."""


def check_text(path: Path) -> None:
    """Read a whole file to see that it is UTF-8. Raises `NotText`."""
    with path.open("rb") as file:
        for number, line in enumerate(file, start=1):
            try:
                line.decode()
            except UnicodeDecodeError as error:
                raise NotText(f"it is not UTF-8 (byte {line[error.start]:#04x} in line {number}); convert it first")


def rows(path: Path, advance: Advance) -> Iterator[Line[str]]:
    """The rows of a table, its header first, with their fields in `raw`; empty lines are passed over."""
    told = 0
    with path.open("rb") as binary, TextIOWrapper(binary, encoding="utf-8-sig", newline="") as text:
        for turn, row in enumerate(_turns(text), start=1):
            if turn % _ROWS_BETWEEN_ADVANCES == 0:
                position = binary.tell()
                advance(position - told)
                told = position
            if row.raw or row.reason:
                yield row
    advance(path.stat().st_size - told)


def _turns(text: Iterable[str]) -> Iterator[Line[str]]:
    reader = csv.reader(text)
    while True:
        number = reader.line_num + 1
        try:
            yield Line(number, next(reader))
        except csv.Error:  # a field beyond csv.field_size_limit(), after a quote that nothing closes
            yield Line(number, (), reason="quote that is never closed")
        except StopIteration:
            return
