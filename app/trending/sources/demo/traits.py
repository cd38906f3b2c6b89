"""How videos of each category fare: how fast they rise and fade, how long they are, how people react."""

from typing import NamedTuple


class Traits(NamedTuple):
    rise_hours: float
    fade_hours: float
    appeal: float
    minutes: tuple[float, float]
    likes_per_view: float
    comments_per_view: float


TRAITS = {
    1: Traits(8, 44, 1.1, (2, 24), 0.03, 0.002),
    2: Traits(10, 40, 0.7, (8, 22), 0.03, 0.003),
    10: Traits(14, 72, 0.85, (2.5, 5), 0.05, 0.003),
    15: Traits(10, 46, 0.7, (1, 12), 0.05, 0.002),
    17: Traits(4, 22, 1.6, (3, 14), 0.015, 0.002),
    19: Traits(14, 60, 0.6, (9, 28), 0.04, 0.003),
    20: Traits(9, 38, 1.0, (10, 35), 0.05, 0.004),
    22: Traits(9, 36, 1.0, (8, 26), 0.05, 0.004),
    23: Traits(9, 42, 1.0, (3, 18), 0.06, 0.003),
    24: Traits(9, 38, 1.1, (6, 30), 0.04, 0.003),
    25: Traits(3, 16, 1.5, (1.5, 12), 0.01, 0.004),
    26: Traits(12, 56, 0.7, (6, 18), 0.04, 0.002),
    27: Traits(14, 66, 0.7, (8, 24), 0.045, 0.003),
    28: Traits(10, 48, 0.8, (7, 20), 0.035, 0.004),
}
"""By the category's number. Hours are time constants of exponentials; rates are of lifetime views."""
