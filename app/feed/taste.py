"""What a member's events say of their interests, and what the member decided about each. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from app.feed import weights
from app.feed.population import canonical_language
from app.feed.weights import Act
from app.models import InterestKind, OverrideState
from app.search.folding import fold

MAX_OF_KIND, MAX_EVENTS = 15, 5
"""Interests of a kind that are told, and events told behind each: those that count most."""

MAX_KEY = 200


class EventKind(StrEnum):
    """What a member did with a video; `post` is one about it, `more` and `less` were said of it in a deck."""

    LIKE = "like"
    SAVE = "save"
    POST = "post"
    COMPLETE = "complete"
    PLAY = "play"
    VIEW = "view"
    MORE = "more"
    LESS = "less"


POINTS = {kind: weights.ACTS[Act[kind.name]] for kind in EventKind}


class InterestKey(NamedTuple):
    """An interest: `key` is the id of a category or channel, a folded tag, or a language code."""

    kind: InterestKind
    key: str


@dataclass(frozen=True, slots=True)
class Traits:
    """What of a video one can be interested in. `key` is its database id, `id` the source's."""

    key: int
    id: str
    title: str
    channel_id: int | None
    channel: str | None
    category_id: int | None
    category: str | None
    tags: tuple[str, ...]
    language: str | None

    def interests(self) -> dict[InterestKey, str]:
        """The interests that the video carries, and how each is called."""
        carried = {}
        if self.category_id is not None:
            carried[InterestKey(InterestKind.CATEGORY, str(self.category_id))] = self.category or ""
        if self.channel_id is not None:
            carried[InterestKey(InterestKind.CHANNEL, str(self.channel_id))] = self.channel or ""
        if language := canonical_language(self.language or ""):
            carried[InterestKey(InterestKind.LANGUAGE, language)] = language
        for tag in self.tags:
            if folded := fold(tag)[:MAX_KEY].rstrip():
                carried.setdefault(InterestKey(InterestKind.TAG, folded), tag)
        return carried


@dataclass(frozen=True, slots=True)
class Event:
    """Something that a member did with a video."""

    kind: EventKind
    at: datetime
    video: Traits

    def points(self, now: datetime) -> float:
        """What it counts for at a time."""
        return float(weights.decayed(POINTS[self.kind], (now - self.at) / timedelta(days=1)))


@dataclass(frozen=True, slots=True)
class Interest:
    """`weight` is the sum of the points of all events, of which those that count most stand in `events`.

    A frozen interest has the weight that it had when it was frozen; a pinned one comes first.
    """

    key: InterestKey
    label: str
    weight: float
    events: tuple[Event, ...] = ()
    state: OverrideState | None = None


@dataclass(frozen=True, slots=True)
class Override:
    """What a member did with an interest."""

    state: OverrideState
    weight: float | None = None


def interests(events: Iterable[Event], now: datetime) -> list[Interest]:
    """The interests that events speak of, the strongest first and all of them."""
    behind: dict[InterestKey, list[Event]] = defaultdict(list)
    labels: dict[InterestKey, str] = {}
    for event in events:
        for key, label in event.video.interests().items():
            behind[key].append(event)
            labels.setdefault(key, label)
    found = [_interest(key, labels[key] or key.key, those, now) for key, those in behind.items()]
    return sorted(found, key=_strongest_first)


def decided(
    found: Iterable[Interest], overrides: Mapping[InterestKey, Override], labels: Mapping[InterestKey, str]
) -> list[Interest]:
    """The same with what the member decided, pinned ones first and deleted ones last; `labels` are of the overrides."""
    by_key = {one.key: one for one in found}
    for key, override in overrides.items():
        one = by_key.get(key) or Interest(key, labels.get(key, key.key), 0.0)
        weight = one.weight if override.weight is None else override.weight
        by_key[key] = replace(one, weight=weight, state=override.state)
    return sorted(by_key.values(), key=lambda one: (_RANKS.get(one.state, 1), *_strongest_first(one)))


def told(found: Iterable[Interest]) -> list[Interest]:
    """At most MAX_OF_KIND of each kind, in the order given, and beside them all that the member decided about."""
    left = dict.fromkeys(InterestKind, MAX_OF_KIND)
    kept = []
    for one in found:
        if one.state is None:
            left[one.key.kind] -= 1
        if one.state is not None or left[one.key.kind] >= 0:
            kept.append(one)
    return kept


_RANKS: dict[OverrideState | None, int] = {OverrideState.PINNED: 0, OverrideState.DELETED: 2}


def _interest(key: InterestKey, label: str, events: list[Event], now: datetime) -> Interest:
    points = [event.points(now) for event in events]
    order = sorted(range(len(events)), key=lambda number: -abs(points[number]))
    return Interest(key, label, sum(points), tuple(events[number] for number in order[:MAX_EVENTS]))


def _strongest_first(one: Interest) -> tuple[float, str, str]:
    return -one.weight, one.key.kind, one.key.key
