"""Events of made-up members with tastes that drift among videos that come and fade, for any number of members. Pure.

Videos belong to niches, niches to topics. A member cares for some niches, each most at some time of the year, and picks
there, elsewhere in the topic, or what everybody watches. Which video of these is drawn by its fame and its age. Nothing
here knows factors or neighbours, which is what a recommender would make of it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

DAYS = 360.0
BLOCK = 2048
"""Members made at once; what a member does depends on the seed and the block, not on how many there are."""
_TOPICS, _NICHES_OF_MEMBER, _VIDEOS_OF_NICHE = 20, 8, 50
_IN_NICHE, _IN_TOPIC = 0.62, 0.23
"""Shares of the picks; the rest is drawn from all videos."""
_PERIODS = 36
_EVERGREEN = 0.15
"""What is left of a video's pull when it is old."""


class Made(NamedTuple):
    """Events: members and videos numbered from 0, days since the beginning."""

    users: NDArray[np.int64]
    items: NDArray[np.int64]
    days: NDArray[np.float64]


@dataclass(frozen=True)
class World:
    """`events` is about how many there are in all; a member never picks a video twice, so there are a little fewer."""

    users: int
    items: int
    events: int
    seed: int = 1
    drift: float = 1.0
    """How much the niches of a member differ in their time; 0 for tastes that stay."""

    def blocks(self) -> Iterator[Made]:
        """The events by blocks of members, ordered by member and time within each."""
        for number in range(-(-self.users // BLOCK)):
            yield self.block(number)

    @cached_property
    def niches(self) -> NDArray[np.int64]:
        """The niche of each video, ascending."""
        return np.sort(self._chance(0).integers(0, _TOPICS * self._niches_of_topic, self.items))

    @property
    def _niches_of_topic(self) -> int:
        return max(2, self.items // (_TOPICS * _VIDEOS_OF_NICHE))

    @property
    def topics(self) -> NDArray[np.int64]:
        """The topic of each video."""
        return self.niches // self._niches_of_topic

    @cached_property
    def born(self) -> NDArray[np.float64]:
        """The day on which each video came out; before the beginning it is negative."""
        return self._chance(1).uniform(-DAYS, DAYS, self.items)

    @cached_property
    def _sums(self) -> NDArray[np.float64]:
        """Running sums over videos of their pull, [period, video]."""
        chance = self._chance(2)
        fame = chance.lognormal(0.0, 1.7, self.items)
        half_life = chance.lognormal(np.log(45.0), 0.8, self.items)
        middles = (np.arange(_PERIODS)[:, None] + 0.5) * DAYS / _PERIODS
        age = middles - self.born
        pull = fame * (_EVERGREEN + 0.5 ** (np.maximum(age, 0) / half_life)) * (age >= 0)
        return np.cumsum(pull, axis=1)

    def block(self, number: int) -> Made:
        """The events of one block of members."""
        first, end = number * BLOCK, min((number + 1) * BLOCK, self.users)
        chance = self._chance(3, number)
        count, mean = end - first, self.events / self.users
        joined = chance.uniform(0, 0.7, count) * (chance.random(count) < 0.6)
        many = np.ceil(chance.lognormal(-0.5, 1.0, count) * mean).astype(np.int64)
        rows = np.repeat(np.arange(count), many)
        at = joined[rows] + chance.random(len(rows)) * (1 - joined[rows])
        items = self._pick(chance, rows, at, self._niches_of(chance, count))
        order = np.lexsort((at, rows))
        rows, items, at = rows[order], items[order], at[order]
        _, once = np.unique(rows * self.items + items, return_index=True)
        once = np.sort(once)
        return Made(first + rows[once], items[once], at[once] * DAYS)

    def _niches_of(self, chance: np.random.Generator, count: int) -> tuple[NDArray[np.int64], ...]:
        """Niches of members, [member, slot], their weights, and when in the year each is cared for most."""
        home = chance.integers(0, _TOPICS, (count, 3))
        topics = np.take_along_axis(home, chance.integers(0, 3, (count, _NICHES_OF_MEMBER)), axis=1)
        niches = topics * self._niches_of_topic + chance.integers(0, self._niches_of_topic, (count, _NICHES_OF_MEMBER))
        return niches, chance.gamma(0.7, 1.0, niches.shape), chance.random(niches.shape)  # type: ignore[return-value]

    def _pick(
        self,
        chance: np.random.Generator,
        rows: NDArray[np.int64],
        at: NDArray[np.float64],
        cared: tuple[NDArray[np.int64], ...],
    ) -> NDArray[np.int64]:
        niches, weights, peaks = cared
        care = weights[rows] * np.exp(-self.drift * ((at[:, None] - peaks[rows]) / 0.25) ** 2) + 1e-9
        running = np.cumsum(care, axis=1)
        slot = (running < chance.random((len(rows), 1)) * running[:, -1:]).sum(axis=1)
        niche = np.take_along_axis(niches[rows], slot[:, None], axis=1)[:, 0]
        where, topic = chance.random(len(rows)), niche // self._niches_of_topic
        low = np.where(where < _IN_NICHE, niche, topic * self._niches_of_topic)
        high = np.where(where < _IN_NICHE, niche + 1, (topic + 1) * self._niches_of_topic)
        anywhere = where >= _IN_NICHE + _IN_TOPIC
        low[anywhere], high[anywhere] = 0, _TOPICS * self._niches_of_topic
        begin, end = np.searchsorted(self.niches, low), np.searchsorted(self.niches, high)
        items, period = np.zeros(len(rows), np.int64), np.minimum((at * _PERIODS).astype(np.int64), _PERIODS - 1)
        drawn = chance.random(len(rows))
        for number in range(_PERIODS):
            here = np.flatnonzero(period == number)
            sums = np.concatenate(([0.0], self._sums[number]))
            least, most = sums[begin[here]], sums[end[here]]
            found = np.searchsorted(sums, least + drawn[here] * (most - least), side="right") - 1
            items[here] = np.clip(found, 0, self.items - 1)
        return items

    def _chance(self, *what: int) -> np.random.Generator:
        return np.random.default_rng([self.seed, *what])
