"""The score of a video in a region: the sum of four named parts, each 0..1 times its weight. Pure.

The formulas are ours (docs/decisions/002-score.md gives the reasons); /about/ranking tells them to readers.
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from math import log, log2
from statistics import median

WEIGHTS = {"chart": 40.0, "momentum": 30.0, "community": 15.0, "freshness": 15.0}
"""The most points each part can give; they sum to 100."""

HALF_LIFE_HOURS = 24.0
"""Age at which freshness has halved."""

AGE_BANDS = (6.0, 12.0, 24.0, 48.0, 96.0, 168.0)
"""Upper ages in hours of the bands in which growth is compared; one more band follows for anything older."""

GROWTH_DOUBLINGS = 4.0
"""Momentum is full at 2**4 = 16 times the region's usual growth at that age, half at the usual, nothing at 1/16."""

COMMUNITY_PRIOR = 5.0
"""Members at which community is half full, so that one fan is not a wave."""

RISE_SHARE = 0.25
"""Share of the chart part that goes to the movement over 24 hours; the rest goes to the place itself."""

Inputs = dict[str, float | int | None]


@dataclass(frozen=True, slots=True)
class Signals:
    """What is known of a video in a region when it is scored; None is unknown, and gives no points.

    `chart_length` is the number of entries of the source's chart; `previous_rank` is the source's rank 24 hours
    before, `chart_length + 1` for a video that was not in that chart, None when there is no such chart.
    `growth` is views per hour, `usual_growth` the region's median growth at that age.
    """

    chart_length: int
    rank: int | None = None
    previous_rank: int | None = None
    age_hours: float | None = None
    growth: float | None = None
    usual_growth: float | None = None
    members: int = 0


@dataclass(frozen=True, slots=True)
class Part:
    """One line of a receipt: `points` of at most `weight`, and the inputs they were computed from."""

    name: str
    points: float
    weight: float
    input: Inputs


def points(signals: Signals) -> dict[str, float]:
    """The points of each part, rounded to four decimals so that what is stored and shown sums exactly."""
    values = {
        "chart": chart(signals.rank, signals.previous_rank, signals.chart_length),
        "momentum": momentum(signals.growth, signals.usual_growth),
        "community": signals.members / (signals.members + COMMUNITY_PRIOR),
        "freshness": freshness(signals.age_hours),
    }
    return {name: round(WEIGHTS[name] * value, 4) for name, value in values.items()}


def chart(rank: int | None, previous_rank: int | None, chart_length: int) -> float:
    """The source's own chart, 0..1: the logarithm of the place, and the places gained in 24 hours."""
    if rank is None:
        return 0.0
    length = max(chart_length, rank)
    place = 1 - log(rank) / log(length + 1)
    gained = 0 if previous_rank is None else previous_rank - rank
    rise = 0.5 + 0.5 * _clamp(gained / length, -1, 1)
    return (1 - RISE_SHARE) * place + RISE_SHARE * rise


def momentum(growth: float | None, usual_growth: float | None) -> float:
    """Growth against the region's usual growth at that age, 0..1, as a log ratio; 0 when either is unknown."""
    if growth is None or usual_growth is None:
        return 0.0
    doublings = log2((max(growth, 0) + 1) / (max(usual_growth, 0) + 1))
    return 0.5 + 0.5 * _clamp(doublings / GROWTH_DOUBLINGS, -1, 1)


def freshness(age_hours: float | None) -> float:
    """Exponential decay with a half-life of HALF_LIFE_HOURS, 0..1; 0 when the age is unknown."""
    return 0.0 if age_hours is None else 0.5 ** (max(age_hours, 0) / HALF_LIFE_HOURS)


def inputs(signals: Signals) -> Inputs:
    """What the points were computed from, in the form that `receipt` reads back."""
    return {
        "rank": signals.rank,
        "previous_rank": signals.previous_rank,
        "chart_length": signals.chart_length,
        "age_hours": _rounded(signals.age_hours),
        "growth": _rounded(signals.growth),
        "usual_growth": _rounded(signals.usual_growth),
        "members": signals.members,
    }


_INPUTS_OF = {
    "chart": ("rank", "previous_rank", "chart_length"),
    "momentum": ("growth", "usual_growth"),
    "community": ("members",),
    "freshness": ("age_hours",),
}


def receipt(given: dict[str, float], stored: Inputs) -> list[Part]:
    """The parts of a stored score with their weights and inputs; their points sum to the score."""
    return [
        Part(name, given[name], weight, {key: stored.get(key) for key in _INPUTS_OF[name]})
        for name, weight in WEIGHTS.items()
    ]


def age_band(age_hours: float) -> int:
    """Index of the band in AGE_BANDS (and one more) that an age in hours falls into."""
    return bisect_right(AGE_BANDS, age_hours)


def usual_growth(medians: Sequence[Sequence[float | None]], band: int) -> float | None:
    """The median over captures of a band's median growth, or of all bands where that band was never seen."""
    seen = [row[band] for row in medians if row[band] is not None]
    if not seen:
        seen = [value for row in medians for value in row if value is not None]
    return median(seen) if seen else None  # type: ignore[type-var]


def median_growth(samples: Sequence[tuple[float, float]]) -> list[float | None]:
    """The median growth of each age band, from (age in hours, growth) pairs; None for an empty band."""
    bands: list[list[float]] = [[] for _ in range(len(AGE_BANDS) + 1)]
    for age_hours, growth in samples:
        bands[age_band(age_hours)].append(growth)
    return [median(band) if band else None for band in bands]


def _clamp(value: float, low: float, high: float) -> float:
    return min(max(value, low), high)


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 2)
