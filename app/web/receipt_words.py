"""What a receipt says in plain words: what brought the score, and what would drop it."""

from collections.abc import Mapping
from typing import Protocol

from app.trending.order import MARGIN
from app.trending.outlook import outlook

_CAUSES = {
    "chart": "its place in the source's chart",
    "momentum": "how fast it gains views",
    "community": "what members here do with it",
    "freshness": "how new it is",
}


class Scored(Protocol):
    """A place with its score."""

    rank: int
    score: float
    points: dict[str, float]
    inputs: dict[str, float | int | None]


def cause_words(points: Mapping[str, float]) -> str:
    """Which parts brought the score, the largest first."""
    largest = sorted((name for name in _CAUSES if points[name] > 0), key=lambda name: -points[name])
    if not largest:
        return "Nothing is known that would give it points."
    first, *others = (_CAUSES[name] for name in largest)
    return (
        f"Most points come from {first}, then from {_listed(others, 'and')}." if others else f"All come from {first}."
    )


def drop_words(place: Scored, following: float | None) -> str:
    """What would drop a place below the next, whose score is `following`; None after the last."""
    told = outlook(place.points, place.inputs, place.score, following)
    if told is None:
        return "It is the last of the list, so there is no place to drop to."
    below = f"Number {place.rank + 1}"
    if told.lead == 0:
        return f"{below} is level with it, and passes when it leads by more than {MARGIN:g} points."
    lead = f"{told.lead:.1f} points" if told.lead >= 0.05 else "less than 0.1 points"
    ways = []
    if told.hours is not None:
        ways.append(f"ageing {told.hours:g} hours" if told.hours >= 1 else "ageing less than an hour")
    if told.source_rank is not None:
        ways.append(f"falling to number {told.source_rank} of the source's chart")
    if told.growth is not None:
        ways.append(f"slowing to {told.growth:,.0f} views an hour")
    return f"{below} is {lead} behind. {_spent(ways)}"


def _spent(ways: list[str]) -> str:
    if not ways:
        return "No single part would use that up."
    if len(ways) == 1:
        return f"{ways[0].capitalize()} would use that up."
    return f"Any one of these would use that up: {_listed(ways, 'or')}."


def _listed(words: list[str], conjunction: str) -> str:
    *others, last = words
    return f"{', '.join(others)} {conjunction} {last}" if others else last
