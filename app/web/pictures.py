"""The geometry of the pictures: ranks, times and shares as coordinates in units of each drawing. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from typing import NamedTuple

LINE_LEFT, LINE_RIGHT, LINE_TOP, LINE_BOTTOM = 22, 116, 4, 28
"""The box of a rank line in its drawing of 120 by 32; the rank it began with is written to its left."""

LOWEST_DRAWN = 50
"""The rank at the bottom of every rank line, so that lines of different videos and regions can be compared."""

LANE_LEFT, LANE_RIGHT, LANE_HEIGHT = 34, 204, 22
"""Where the first and the last region of a path begin, and the height of each region's lane."""

STACK_TOP, STACK_BOTTOM, STACK_WIDTH, STACK_STEP = 24, 420, 24, 33
"""A stack's upper and lower end, its width, and the distance from one to the next."""

LABEL_GAP = 18
"""The least distance between two lines of labels."""


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


class Lane(NamedTuple):
    """A region of a path: it begins at (x, y), `after` the first; `above` is the y of the lane before."""

    code: str
    entered_at: datetime
    after: timedelta
    x: float
    y: float
    above: float | None


def lanes(path: Sequence[tuple[str, datetime]]) -> list[Lane]:
    """Draw regions one below the other, each beginning at its time on one axis; the path is in order of time."""
    began, ended = path[0][1], path[-1][1]
    span = (ended - began) or timedelta(hours=1)
    found: list[Lane] = []
    for code, at in path:
        x = LANE_LEFT + (at - began) / span * (LANE_RIGHT - LANE_LEFT)
        y = LANE_HEIGHT * (len(found) + 0.5)
        found.append(Lane(code, at, at - began, round(x, 1), y, found[-1].y if found else None))
    return found


class SlopeLine(NamedTuple):
    """A video from its place in one list to its place in another, as SVG path data; `better` is where it stands
    higher."""

    data: str
    better: str


def slope(ranks: Sequence[tuple[int, int]], rows: int) -> list[SlopeLine]:
    """Join places of two lists in a drawing of 100 by `rows`, a rank a row; lower ranks leave through the edge."""
    found = []
    for left, right in ranks:
        start, end = (min(rank - 0.5, rows) for rank in (left, right))
        better = "level" if left == right else "left" if left < right else "right"
        found.append(SlopeLine(f"M0 {start:g}C40 {start:g} 60 {end:g} 100 {end:g}", better))
    return found


class Segment(NamedTuple):
    """One share of a stack."""

    x: float
    y: float
    height: float
    share: float


def stacks(columns: Sequence[Sequence[float]]) -> list[list[Segment]]:
    """Draw shares on top of each other, a stack a column; a column without shares keeps its place."""
    found = []
    for number, shares in enumerate(columns):
        tops = [sum(shares[:index]) for index in range(len(shares) + 1)]
        ys = [round(STACK_TOP + top * (STACK_BOTTOM - STACK_TOP), 1) for top in tops]
        segments = [
            Segment(number * STACK_STEP, y, round(below - y, 1), share)
            for share, (y, below) in zip(shares, pairwise(ys), strict=True)
        ]
        found.append(segments)
    return found


def bands(stacks: Sequence[Sequence[Segment]]) -> list[list[str]]:
    """What joins each share to the same share of the next stack, as SVG path data; missing beside an empty stack."""
    return [
        [_band(left, right) for left, right in zip(one, other, strict=True)]
        for one, other in pairwise(stacks)
        if one and other
    ]


def _band(left: Segment, right: Segment) -> str:
    start, end = left.x + STACK_WIDTH, right.x
    upper, lower = f"M{start:g} {left.y:g}L{end:g} {right.y:g}", f"L{end:g} {right.y + right.height:g}"
    return f"{upper}{lower}L{start:g} {left.y + left.height:g}Z"


def spread(ys: Sequence[float], gap: float = LABEL_GAP) -> list[float]:
    """Move the positions of labels, given from top to bottom, apart to at least `gap`, those in the way upwards."""
    moved: list[float] = []
    for y in reversed(ys):
        moved.append(min(y, moved[-1] - gap) if moved else y)
    return moved[::-1]
