"""The geometry of the pictures: ranks, times and shares as coordinates in units of each drawing. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

LINE_LEFT, LINE_RIGHT, LINE_TOP, LINE_BOTTOM = 22, 116, 4, 28
"""The box of a rank line in its drawing of 120 by 32; the rank it began with is written to its left."""

LOWEST_DRAWN = 50
"""The rank at the bottom of every rank line, so that lines of different videos and regions can be compared."""


class Point(NamedTuple):
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class RankLine:
    """Strokes are SVG path data, one for each run of hours with a rank; an hour alone is a dot.

    `first` and `last` are where the line begins and ends, None for a line without any rank.
    """

    strokes: list[str]
    dots: list[Point]
    first: Point | None
    last: Point | None


def rank_line(line: Sequence[int | None], bottom: int = LOWEST_DRAWN) -> RankLine:
    """Draw ranks at equal steps of time, number 1 at the top; ranks from `bottom` downwards lie on the bottom line."""
    runs = list(_runs(line, max(bottom, 2)))
    return RankLine(
        strokes=[stroke(run) for run in runs if len(run) > 1],
        dots=[run[0] for run in runs if len(run) == 1],
        first=runs[0][0] if runs else None,
        last=runs[-1][-1] if runs else None,
    )


def rank_words(line: Sequence[int | None]) -> str:
    """The text alternative of a rank line of one rank an hour that ends with a rank."""
    known = [(len(line) - 1 - hour, rank) for hour, rank in enumerate(line) if rank is not None]
    (began, first), (_, last) = known[0], known[-1]
    if len(known) == 1:
        return f"Number {last}; nothing is known of the hours before."
    hours = "1 hour" if began == 1 else f"{began} hours"
    return f"Number {first} {hours} before, number {last} now, number {min(rank for _, rank in known)} at best."


def stroke(points: Sequence[Point]) -> str:
    """SVG path data of a line through the points."""
    return "M" + "L".join(f"{point.x:g} {point.y:g}" for point in points)


def _runs(line: Sequence[int | None], bottom: int) -> Iterator[list[Point]]:
    run: list[Point] = []
    for step, rank in enumerate(line):
        if rank is not None:
            run.append(_place(step / max(len(line) - 1, 1), (min(rank, bottom) - 1) / (bottom - 1)))
        elif run:
            yield run
            run = []
    if run:
        yield run


def _place(along: float, down: float) -> Point:
    x = LINE_LEFT + along * (LINE_RIGHT - LINE_LEFT)
    return Point(round(x, 1), round(LINE_TOP + down * (LINE_BOTTOM - LINE_TOP), 1))
