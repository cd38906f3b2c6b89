"""What follows a deck that is missing, short or used up: the charts, the home region's first."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.regions import REGIONS

_CODES = tuple(REGIONS)


@dataclass(frozen=True, slots=True)
class Fallback:
    """Videos that each stand once, and beside each the index of the region whose chart it is from."""

    ids: tuple[int, ...]
    regions: tuple[int, ...]


def region_index(code: str | None) -> int | None:
    """The index of a region in `app.regions.REGIONS`."""
    return _CODES.index(code) if code in REGIONS else None


def of_home(charts: Mapping[str, list[int]], home: int | None) -> Fallback:
    """The chart of the region with index `home`, then those of the others in their order, without repeats."""
    order = sorted(range(len(_CODES)), key=lambda region: region != home)
    first = {video: region for region in reversed(order) for video in reversed(charts.get(_CODES[region], []))}
    ids = dict.fromkeys(video for region in order for video in charts.get(_CODES[region], []) if video)
    return Fallback(tuple(ids), tuple(first[video] for video in ids))
