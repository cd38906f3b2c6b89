"""What a place did since the day before, in an arrow and words."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import NamedTuple, Protocol

NEW_FOR = timedelta(hours=24)


class Place(Protocol):
    """A place in a ranking: of a chart, or of one video."""

    rank: int
    previous_rank: int | None
    entered_at: datetime


class Movement(NamedTuple):
    kind: str
    """`new`, `up`, `down` or `same`; the name of its arrow and colour."""
    words: str


def movement(place: Place, captured_at: datetime, has_day_before: bool) -> Movement | None:
    """How the place compares with a day before `captured_at`; None where nothing is known of that day."""
    if not has_day_before:
        return None
    if place.previous_rank is None:
        return Movement("new", "new") if captured_at - place.entered_at < NEW_FOR else None
    gained = place.previous_rank - place.rank
    if gained == 0:
        return Movement("same", "same")
    return Movement("up", f"up {gained}") if gained > 0 else Movement("down", f"down {-gained}")


def movements(places: Iterable[Place], captured_at: datetime, has_day_before: bool) -> Counter[str]:
    """How many of the places are new, went up, went down or stayed."""
    moved = (movement(place, captured_at, has_day_before) for place in places)
    return Counter(one.kind for one in moved if one is not None)
