"""What one row of a file says, or why it says nothing that can be used."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")

Advance = Callable[[int], None]
"""Told how many more bytes of a file were read."""


@dataclass(frozen=True, slots=True)
class Line(Generic[T]):
    """`number` is the physical line that the row starts on, or the place of an item in a page, from 1.

    `raw` holds its fields as they stand in the file. A row has either `values` or the `reason` of its rejection.
    """

    number: int
    raw: Sequence[str]
    values: tuple[T, ...] = ()
    reason: str | None = None
    repaired: bool = False
