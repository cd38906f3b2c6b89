"""The geometry of the picture in which lines of several regions share one axis of time. Pure.

Its x runs from 0 to 100, a percentage of the picture's width, so that text keeps its size on every screen; y is in px.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from statistics import median
from typing import NamedTuple

HEIGHT, TOP, BOTTOM = 240, 12, 228
"""The height of the plot, and the y of its first and last line."""

LABEL_GAP = 16
"""The least distance between two labels below each other."""

RANK_TICKS = (1, 5, 10, 25, 50, 100, 200, 400)
MOST_TIMES = 5
DAY = timedelta(days=1)

Series = Sequence[tuple[datetime, int]]
"""Values in order of time."""


class Tick(NamedTuple):
    """A line across the plot with its value."""

    value: int
    y: float


class TimeTick(NamedTuple):
    moment: datetime
    x: float


class Dot(NamedTuple):
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Line:
    """A region's line: SVG path data for each run without a gap, and `dots` for values that stand alone.

    `last` is its last value, at `end`; `label_y` is where its label stands beside the plot, None for a line that ends
    before the axis does, whose label stands at its end.
    """

    code: str
    strokes: list[str]
    dots: list[Dot]
    last: int
    end: Dot
    label_y: float | None


@dataclass(frozen=True, slots=True)
class Plot:
    lines: list[Line]
    ticks: list[Tick]
    times: list[TimeTick]
    is_hourly: bool
    """Whether the times are hours of one day rather than days."""


def ranks(series: Mapping[str, Series], since: datetime, until: datetime) -> Plot:
    """Number 1 at the top, the worst rank at the bottom."""
    worst = max(rank for line in series.values() for _, rank in line)
    bottom = next((tick for tick in RANK_TICKS[2:] if tick >= worst), worst)
    return _plot(series, since, until, [tick for tick in RANK_TICKS if tick <= bottom], 1, bottom)


def counts(series: Mapping[str, Series], since: datetime, until: datetime) -> Plot:
    """Nothing at the bottom, the largest count at the top."""
    most = max(max(count for line in series.values() for _, count in line), 1)
    return _plot(series, since, until, [0, most], most, 0)


def _plot(
    series: Mapping[str, Series], since: datetime, until: datetime, values: Sequence[int], top: int, bottom: int
) -> Plot:
    span = (until - since) or timedelta(hours=1)

    def place(moment: datetime, value: int) -> Dot:
        x, down = (moment - since) / span, (value - top) / (bottom - top)
        return Dot(round(100 * x, 2), round(TOP + down * (BOTTOM - TOP), 1))

    gap = _gap(series)
    drawn = []
    for code, line in series.items():
        runs = [[place(*one) for one in run] for run in _runs(line, gap)]
        strokes = [_stroke(_bends(run)) for run in runs if len(run) > 1]
        dots = [run[0] for run in runs if len(run) == 1]
        drawn.append(Line(code, strokes, dots, line[-1][1], place(*line[-1]), None))
    ticks = [Tick(value, place(since, value).y) for value in values]
    times = [TimeTick(moment, place(moment, top).x) for moment in _times(since, until)]
    return Plot(_labelled(drawn), _apart(ticks), times, span <= DAY * 1.5)


def _gap(series: Mapping[str, Series]) -> timedelta:
    """How far two values may lie apart and still be joined: as far as captures usually do, and half as far again."""
    steps = [after - before for line in series.values() for (before, _), (after, _) in pairwise(line)]
    return max(timedelta(seconds=1.5 * median(step.total_seconds() for step in steps or [DAY])), timedelta(hours=3))


def _runs(line: Series, gap: timedelta) -> Iterator[list[tuple[datetime, int]]]:
    run = [line[0]]
    for before, one in pairwise(line):
        if one[0] - before[0] > gap:
            yield run
            run = []
        run.append(one)
    yield run


def _bends(run: Sequence[Dot]) -> list[Dot]:
    """A run without the points on level stretches, which draw nothing."""
    inner = [
        here for before, here, after in zip(run, run[1:], run[2:], strict=False) if not before.y == here.y == after.y
    ]
    return [run[0], *inner, run[-1]]


def _stroke(run: Sequence[Dot]) -> str:
    """Path data in a drawing 1000 wide, for whole numbers are shorter."""
    return "M" + "L".join(f"{dot.x * 10:.0f} {dot.y:g}" for dot in run)


def _labelled(lines: list[Line]) -> list[Line]:
    """Give the lines that reach the end labels that do not touch, in the order of their values."""
    reaching = sorted((line for line in lines if line.end.x >= 98), key=lambda line: line.end.y)
    lowest = HEIGHT - LABEL_GAP * len(reaching)
    placed: dict[str, float] = {}
    y = -LABEL_GAP
    for number, line in enumerate(reaching):
        y = max(y + LABEL_GAP, min(round(line.end.y), lowest + LABEL_GAP * number))
        placed[line.code] = y
    return [Line(line.code, line.strokes, line.dots, line.last, line.end, placed.get(line.code)) for line in lines]


def _apart(ticks: list[Tick]) -> list[Tick]:
    """Ticks from the first on that leave LABEL_GAP between them; the last one always stays."""
    kept: list[Tick] = []
    for tick in ticks[:-1]:
        if not kept or (tick.y - kept[-1].y >= LABEL_GAP and abs(ticks[-1].y - tick.y) >= LABEL_GAP):
            kept.append(tick)
    return [*kept, ticks[-1]]


def _times(since: datetime, until: datetime) -> list[datetime]:
    """At most MOST_TIMES whole hours or days of an axis of time, none where its label would leave the picture."""
    span = until - since
    step = timedelta(hours=6) if span <= DAY * 1.5 else DAY * -(-span // (DAY * MOST_TIMES))
    first = since.replace(hour=0, minute=0, second=0, microsecond=0)
    found = [first + step * number for number in range(int((until - first) / step) + 1)]
    return [moment for moment in found if since + span * 0.04 <= moment <= until - span * 0.04]


class Row(NamedTuple):
    """The values of each line at a time, in the lines' order; None where a line has none then."""

    moment: datetime
    values: list[int | None]


def rows(series: Mapping[str, Series], since: datetime, until: datetime, most: int = 12) -> list[Row]:
    """The lines as a table: at most `most` times at equal steps, the last first."""
    gap = _gap(series)
    step = max((until - since) / most, gap)
    moments = [until - step * number for number in range(most) if until - step * number >= since]
    return [Row(moment, [_value(line, moment, gap) for line in series.values()]) for moment in moments]


def _value(line: Series, moment: datetime, gap: timedelta) -> int | None:
    return next((value for at, value in reversed(line) if moment - gap < at <= moment), None)
