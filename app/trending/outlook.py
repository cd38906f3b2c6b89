"""What would drop a video to the next place: said of each part of its score alone, the others standing still. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import log2

from app.trending import score

LONGEST_HOURS = 72.0
"""A drop by age that lies further off than this is not worth saying."""


@dataclass(frozen=True, slots=True)
class Outlook:
    """The lead over the next place in points, and what alone would use it up; None where that alone could not.

    `hours`: ageing this many hours. `source_rank`: falling to this place of the source's chart. `growth`: growth
    slowing to this many views per hour.
    """

    lead: float
    hours: float | None
    source_rank: int | None
    growth: float | None


def outlook(
    points: Mapping[str, float], inputs: Mapping[str, float | int | None], own: float, following: float | None
) -> Outlook | None:
    """What would drop an entry with this score below the one that follows; None for the last place."""
    if following is None:
        return None
    lead = max(own - following, 0.0)
    return Outlook(
        lead=round(lead, 4),
        hours=_hours(inputs.get("age_hours"), points["freshness"], lead),
        source_rank=_source_rank(inputs, points["chart"], lead),
        growth=_growth(inputs, points["momentum"], lead),
    )


def _hours(age_hours: float | None, freshness: float, lead: float) -> float | None:
    """Solves w / 2^((age + h) / H) = freshness - lead for h."""
    if age_hours is None or freshness <= lead:
        return None
    hours = score.HALF_LIFE_HOURS * log2(freshness / (freshness - lead))
    return round(hours, 1) if hours <= LONGEST_HOURS else None


def _source_rank(inputs: Mapping[str, float | int | None], chart: float, lead: float) -> int | None:
    """The first place of the source's chart from which the chart points are down by the lead."""
    rank, before, length = (inputs.get(name) for name in ("rank", "previous_rank", "chart_length"))
    if rank is None or length is None:
        return None
    previous = None if before is None else int(before)
    for place in range(int(rank) + 1, int(length) + 1):
        if score.WEIGHTS["chart"] * score.chart(place, previous, int(length)) < chart - lead:
            return place
    return None


def _growth(inputs: Mapping[str, float | int | None], momentum: float, lead: float) -> float | None:
    """Solves the momentum formula for the growth at which its points are down by the lead."""
    growth, usual = inputs.get("growth"), inputs.get("usual_growth")
    left = (momentum - lead) / score.WEIGHTS["momentum"]
    if growth is None or usual is None or not 0 < left < 1:
        return None
    slower = 2 ** ((2 * left - 1) * score.GROWTH_DOUBLINGS) * (usual + 1) - 1
    return round(slower, 1) if 0 <= slower < growth else None
