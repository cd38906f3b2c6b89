"""Windows onto lists in the order of time: which rows a page holds, told by ids, so that none repeats or is skipped."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlalchemy import ColumnElement, Select, and_, true
from sqlalchemy.orm import InstrumentedAttribute

MAX_LIMIT, DEFAULT_LIMIT = 40, 20
"""Rows of the longest page, and of one whose length is not told."""

Row = TypeVar("Row")
Rows = TypeVar("Rows", bound=Select[Any])
IdColumn = InstrumentedAttribute[int] | ColumnElement[int]


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """Rows in the order in which they are shown, and whether there are others below and above their ids.

    Towards the side that the page was opened from that is taken for granted: whoever asks for what is older than an id
    has seen that id.
    """

    rows: list[Row]
    has_older: bool
    has_newer: bool


@dataclass(frozen=True, slots=True)
class Window:
    """What is asked for: older than `max_id`, newer than `since_id`, or the rows just above `min_id`; none included.

    `oldest_first` turns the list around. `offset` leaves rows out at its beginning, for clients that page by numbers.
    """

    limit: int = DEFAULT_LIMIT
    max_id: int | None = None
    min_id: int | None = None
    since_id: int | None = None
    oldest_first: bool = False
    offset: int = 0

    @property
    def is_rising(self) -> bool:
        """Whether rows are taken from the lower end upwards; in which order they are shown is another matter."""
        return self.min_id is not None or (self.oldest_first and self.max_id is None)

    @property
    def reach(self) -> int:
        """How many rows from the end the page is made of, with the one that tells whether others follow."""
        return self.offset + self.limit + 1

    def holds(self, column: IdColumn) -> ColumnElement[bool]:
        """Whether the id in `column` lies between the bounds."""
        bounds = [column > bound for bound in (self.min_id, self.since_id) if bound is not None]
        return and_(true(), *bounds, *([] if self.max_id is None else [column < self.max_id]))

    def order(self, column: IdColumn) -> ColumnElement[int]:
        """The order in which the rows are taken."""
        return column.asc() if self.is_rising else column.desc()

    def apply(self, query: Rows, column: IdColumn) -> Rows:
        """`query` for the rows of the page and one more, by the ids in `column`; `page` makes the page of them."""
        narrowed = query.where(self.holds(column)).order_by(self.order(column))
        return narrowed.offset(self.offset or None).limit(self.limit + 1)

    def page(self, taken: Sequence[Row]) -> Page[Row]:
        """The page of the rows that `apply` selected, in the order in which they were taken."""
        has_more = len(taken) > self.limit
        rows = list(taken[: self.limit])
        if self.is_rising != self.oldest_first:
            rows.reverse()
        if self.is_rising:
            return Page(rows, self.min_id is not None or self.offset > 0, has_more)
        return Page(rows, has_more, self.max_id is not None or self.offset > 0)
