"""Where the demo world lies: each region's audience and clock, and how videos cross from one to another."""

from typing import NamedTuple

WORLD = "world"
"""The origin of videos that belong to no region."""


class Place(NamedTuple):
    audience: float
    """Views an hour of an ordinary chart video at its height."""

    utc_offset: int
    """Hours ahead of UTC, without daylight saving."""


PLACES = {
    "US": Place(52_000, -5),
    "GB": Place(17_000, 0),
    "PL": Place(14_000, 1),
    "NL": Place(7_500, 1),
    "SE": Place(5_500, 1),
    "NO": Place(3_200, 1),
    "AT": Place(3_600, 1),
}

REGION_CODES = tuple(PLACES)


class Crossing(NamedTuple):
    chance: float
    """Probability that a video reaches the region at all."""

    appeal: float
    """How it does there, where 1 is as well as at home."""

    delay_hours: float
    """Usual time between its publication and its first viewers there."""


CROSSINGS: dict[str, dict[str, Crossing]] = {
    "US": {
        "GB": Crossing(0.6, 0.75, 7),
        "SE": Crossing(0.25, 0.55, 14),
        "NO": Crossing(0.28, 0.55, 13),
        "NL": Crossing(0.25, 0.5, 13),
        "AT": Crossing(0.14, 0.45, 18),
        "PL": Crossing(0.06, 0.4, 24),
    },
    "GB": {
        "US": Crossing(0.25, 0.45, 10),
        "NL": Crossing(0.2, 0.45, 12),
        "SE": Crossing(0.18, 0.45, 14),
        "NO": Crossing(0.2, 0.45, 13),
        "AT": Crossing(0.08, 0.4, 18),
        "PL": Crossing(0.05, 0.4, 22),
    },
    "SE": {"NO": Crossing(0.6, 0.8, 9), "NL": Crossing(0.03, 0.3, 26), "AT": Crossing(0.03, 0.3, 28)},
    "NO": {"SE": Crossing(0.5, 0.7, 9), "NL": Crossing(0.02, 0.3, 26)},
    "NL": {"AT": Crossing(0.22, 0.5, 16), "GB": Crossing(0.04, 0.3, 22), "SE": Crossing(0.04, 0.3, 24)},
    "AT": {"NL": Crossing(0.2, 0.5, 16), "PL": Crossing(0.05, 0.35, 26)},
    "PL": {"NO": Crossing(0.08, 0.45, 12), "GB": Crossing(0.07, 0.4, 14), "AT": Crossing(0.05, 0.4, 18)},
    WORLD: {code: Crossing(0.7, 0.85, 6) for code in REGION_CODES},
}
